"""Random plans over a small vocabulary, and random logs as malformed as they come, for tests of engines."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from accordant.plan.calendar import always, open_time
from accordant.plan.steps import (
    Bounded,
    Ceiling,
    Cohort,
    Down,
    Excluded,
    Flow,
    JoinedSpans,
    Limit,
    Limits,
    Moments,
    Occur,
    Pair,
    Plan,
    Rates,
    Reading,
    Spans,
    Tally,
    Time,
    Timeline,
    Tries,
    Uptime,
    Values,
)
from accordant.record.event import Event
from accordant.terms.calendar import Calendar, Shift
from accordant.terms.definition import Condition, Definition, Moment, Rate, Span, Tiers, Value, While
from accordant.terms.predicate import And, Column, Compare, Constant, In, IsNull, Not, Or, Truth
from accordant.terms.source import ColumnRule, Source, Sources
from accordant.terms.values import Length, Quantity
from accordant.terms.window import WindowSpan

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def instant(text: str) -> int:
    """Return microseconds of an ISO time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


BEGINS = instant("2026-01-05T00:00")
AS_OF = BEGINS + 9 * DAY
EARLIEST, LATEST = BEGINS - 60 * DAY, BEGINS + 200 * DAY
NINE_TO_FIVE = (Shift(9 * 60, 12 * 60), Shift(13 * 60, 17 * 60))
OFFICE = open_time(
    [(date(2025, 1, 1), Calendar("office", "Europe/Berlin", (NINE_TO_FIVE,) * 5 + ((), ())))], EARLIEST, LATEST
)
WALL = always(EARLIEST, LATEST)
CELLS = tuple(BEGINS - 2 * DAY + i * DAY for i in range(25))
WINDOWS = tuple(
    WindowSpan(f"day {i}", low, high, low, high, first_cell=i, last_cell=i)
    for i, (low, high) in enumerate(pairwise(CELLS))
)
ROLLING = tuple(
    replace(window, start=CELLS[max(i - 2, 0)], first_cell=max(i - 2, 0)) for i, window in enumerate(WINDOWS)
)

event = Column("event")
is_open, is_closed = Compare(event, "=", Constant("open")), Compare(event, "=", Constant("close"))


def named(*names: str):
    return In(event, tuple(Constant(name) for name in names))


happenings = st.one_of(
    st.sets(st.sampled_from(["open", "close", "pause", "resume", "cancel", "note"]), min_size=1, max_size=2).map(
        lambda names: named(*sorted(names))
    ),
    st.sampled_from(["open", "close", "note"]).map(
        lambda name: And((Compare(event, "=", Constant(name)), Not(Truth(Column("auto")))))
    ),
    st.just(And((named("open", "note"), Compare(Column("score"), ">=", Constant(5))))),
    st.just(Or((is_open, And((Compare(event, "=", Constant("note")), Truth(Column("auto"))))))),
)
states = st.sampled_from(
    [
        Compare(Column("prio"), "=", Constant("p1")),
        Compare(Column("score"), ">=", Constant(5)),
        Not(Compare(Column("prio"), "=", Constant("p2"))),
        IsNull(Column("score")),
    ]
)
scopes = st.none() | st.sampled_from(
    [Compare(Column("prio"), "<>", Constant("p2")), Compare(Column("score"), ">=", Constant(3))]
).map(lambda tree: Condition("scope", tree))


@st.composite
def moments(draw: st.DrawFn, name: str, bounded: bool = True, only_happenings: bool = False) -> Moments:
    tree = draw(happenings if only_happenings else st.one_of(happenings, happenings, states))
    definition = Definition(
        name,
        "lead",
        Moment(Condition("when", tree)),
        where=draw(
            st.sampled_from([None, None, Condition("where", Compare(Column("prio"), "=", Constant("p1")))])
        ),
        declared_by=draw(st.sampled_from(["", "", "", "sales"])),
        first=draw(st.sampled_from([False, False, True])),
    )
    within = None
    if bounded and draw(st.integers(0, 5)) == 0:
        of = draw(moments(f"{name} bound", bounded=False))
        within = Bounded(of, draw(limits_one))
    if draw(st.integers(0, 5)) == 0 and not definition.first:
        middle = BEGINS + 4 * DAY
        other = Definition(name, "lead", Moment(Condition("when", draw(happenings))))
        return Moments(name, "lead", (Reading(definition, None, middle, within), Reading(other, middle, None)))
    return Moments(name, "lead", (Reading(definition, within=within),))


lengths = st.one_of(
    st.builds(Length, st.integers(0, 12), st.just("hour"), st.booleans()),
    st.builds(Length, st.integers(1, 90), st.just("minute"), st.booleans()),
    st.builds(Length, st.integers(1, 2), st.just("day"), st.just(True), st.booleans()),
    st.builds(Length, st.integers(1, 3), st.just("day"), st.just(False)),
)
limits_one = lengths.map(lambda length: Limit(length, OFFICE if length.business else WALL, "Europe/Berlin"))
limits = st.one_of(
    limits_one.map(lambda limit: Limits("", (), limit)),
    st.builds(
        lambda one, two, rest: Limits("prio", (("p1", one), ("p2", two)), rest),
        limits_one,
        limits_one,
        st.none() | limits_one,
    ),
)


@st.composite
def spans(draw: st.DrawFn, name: str) -> Spans | JoinedSpans:
    shape = draw(
        st.sampled_from(
            [
                Span(Condition("o", named("pause")), Condition("c", named("resume"))),
                Span(Condition("o", named("pause")), Condition("c", named("resume", "close"))),
                Span(Condition("o", named("note")), Condition("c", named("pause"))),
                While(Condition("s", Compare(Column("prio"), "=", Constant("p2")))),
                While(Condition("s", Compare(Column("score"), "<", Constant(4)))),
            ]
        )
    )
    where = draw(st.sampled_from([None, None, Condition("w", Not(Truth(Column("auto"))))]))
    one = Spans(name, "lead", (Reading(Definition(name, "lead", shape, where=where)),))
    if draw(st.integers(0, 3)):
        return one
    return JoinedSpans(f"{name} joined", "lead", (one, draw(spans(f"{name} 2"))), draw(st.integers(1, 2)))


def several(name: str, most: int = 1) -> st.SearchStrategy:
    return st.lists(moments(name), max_size=most).map(tuple)


pairs = st.builds(
    lambda starts, stops, cancels, resets, reopens, within, ends, cycles, skew: Pair(
        "lead", (starts,), (stops,), cancels, resets, reopens, within, ends, cycles, skew
    ),
    moments("start"),
    moments("stop"),
    several("cancel"),
    st.just(()) | several("reset"),
    st.just(()) | several("reopen"),
    st.none() | limits_one,
    several("end"),
    st.sampled_from(["first", "first", "each", "after the first"]),
    st.sampled_from([0, 0, HOUR]),
)
tries = st.builds(
    lambda per, of, least, until, cancels, apart: Tries("lead", per, of, least, until, cancels, apart),
    moments("per"),
    moments("of"),
    st.integers(1, 3),
    several("until"),
    several("cancel"),
    st.sampled_from([None, None, Limit(Length(1, "hour"), WALL, "UTC")]),
)
maintenance = Spans(
    "maintenance",
    "site",
    (
        Reading(
            Definition(
                "maintenance",
                "site",
                Span(Condition("o", named("down")), Condition("c", named("up")), Condition("t", named("told"))),
            )
        ),
    ),
)
exclusions = st.builds(
    lambda told, most: (Excluded("maintenance", maintenance, told, most, "month", "Europe/Berlin"),),
    st.sampled_from([None, Limit(Length(1, "hour"), WALL, "UTC")]),
    st.sampled_from([None, 5 * HOUR]),
)
times = st.builds(
    lambda source, within, pauses, excluded, scope, entry, counted: Time(
        source, within, tuple(pauses), excluded, scope, entry, counted
    ),
    st.one_of(pairs, pairs, tries),
    limits,
    st.lists(spans("pause"), max_size=2),
    st.just(()) | st.just(()) | exclusions,
    st.none() | scopes,
    st.booleans(),
    st.sampled_from(["due", "start", "stop"]),
)
cohorts = st.builds(
    lambda of, good, less, horizon, scope: Cohort("lead", of, good, less, horizon, scope),
    moments("of"),
    moments("good"),
    several("less", 2),
    st.none() | limits,
    scopes,
)
flows = st.builds(
    lambda of, good, less, scope: Flow("lead", of, good, less, scope),
    moments("of"),
    moments("good"),
    several("less"),
    scopes,
)
values = st.just(Moments("value", "lead", (Reading(Definition("value", "lead", Value("score"))),)))
worths = st.sampled_from([None, None, "score", Tiers("prio", (("p1", Quantity(5)),), Quantity(2)), "amount"])
occurs = st.builds(
    lambda counted, less, reviews, scope: Occur("lead", counted[0], less, reviews, counted[1], scope),
    st.tuples(moments("of"), worths) | st.tuples(values, st.sampled_from([None, "score"])),
    several("less", 2),
    st.lists(limits_one, max_size=2).map(tuple),
    scopes,
)
DOWN = (
    Span(Condition("o", named("pause")), Condition("c", named("resume"))),
    Span(Condition("o", named("pause", "open")), Condition("c", named("resume", "open"))),
    Span(Condition("o", And((named("note"), Not(Truth(Column("auto")))))), Condition("c", named("close"))),
    Span(
        Condition("o", Compare(Column("prio"), "=", Constant("p1"))),
        Condition("c", Compare(Column("prio"), "<>", Constant("p1"))),
    ),
    While(Condition("s", Compare(Column("prio"), "=", Constant("p2")))),
    While(Condition("s", And((Compare(Column("score"), "<", Constant(6)), Not(IsNull(Column("prio"))))))),
    While(Condition("s", IsNull(Column("score")))),
)


@st.composite
def leaves(draw: st.DrawFn) -> Spans:
    wheres = [None, None, Condition("w", Compare(Column("prio"), "=", Constant("p1")))]
    one = Definition(
        "down",
        "lead",
        draw(st.sampled_from(DOWN)),
        where=draw(st.sampled_from([*wheres, Condition("w", Not(Truth(Column("auto"))))])),
        declared_by=draw(st.sampled_from(["", "", "", "", "", "sales"])),
        first=draw(st.integers(0, 9)) == 9,
    )
    if draw(st.integers(0, 9)):
        return Spans("down", "lead", (Reading(one),))
    middle = BEGINS + 4 * DAY
    other = Definition("down", "lead", draw(st.sampled_from(DOWN)))
    return Spans("down", "lead", (Reading(one, None, middle), Reading(other, middle, None)))


site_down = Spans(
    "site down",
    "site",
    (Reading(Definition("site", "site", Span(Condition("o", named("down")), Condition("c", named("up"))))),),
)
plain_down = leaves() | st.just(site_down)
downs = st.recursive(
    st.lists(plain_down, min_size=1, max_size=2).map(lambda parts: Down(tuple(parts))),
    lambda inner: st.builds(
        lambda parts, least: Down(tuple(parts), min(least, len(parts))),
        st.lists(inner, min_size=1, max_size=2),
        st.integers(1, 2),
    ),
    max_leaves=3,
)
uptimes = st.builds(
    lambda down, excluded, service, counts, confirmation, gap, scope: Uptime(
        down.leaves[0].kind, down, excluded, service, counts, confirmation, gap, scope
    ),
    downs,
    st.just(()) | st.just(()) | exclusions,
    st.sampled_from([None, None, OFFICE]),
    st.sampled_from([0, 0, 90 * MINUTE]),
    st.sampled_from([1, 1, 2, 3]),
    st.sampled_from([None, None, 5 * HOUR, 30 * MINUTE]),
    st.none() | scopes,
)


@st.composite
def numbers(draw: st.DrawFn, *shapes: Value | Rate) -> Moments:
    """Draw the moments of values or rates, in one version or in two that differ."""
    conditions = [Compare(Column("prio"), "=", Constant("p1")), Not(Truth(Column("auto")))]
    wheres = st.sampled_from([None, None, *(Condition("w", tree) for tree in conditions)])

    def reading(since: int | None = None, until: int | None = None) -> Reading:
        definition = Definition(
            "numbers",
            "lead",
            draw(st.sampled_from(shapes)),
            where=draw(wheres),
            declared_by=draw(st.sampled_from(["", "", "", "sales"])),
            first=not until and not since and draw(st.integers(0, 9)) == 9,
        )
        bound = draw(st.integers(0, 9)) == 9
        within = Bounded(draw(moments("bound", bounded=False)), draw(limits_one)) if bound else None
        return Reading(definition, since, until, within)

    middle = BEGINS + 4 * DAY
    two = draw(st.integers(0, 5)) == 0
    return Moments("numbers", "lead", (reading(None, middle), reading(middle)) if two else (reading(),))


amounts = (Value("score"), Value("amount"))
takes = st.sampled_from(["mean", "median", "min", "max", "p95", "p50", "p12.5", "share"])
statistics = st.builds(
    lambda of, take, under, each, interpolated, scope: Values(
        "lead", of, take, under if take == "share" else None, each, interpolated, scope
    ),
    numbers(*amounts),
    takes,
    st.sampled_from([Quantity(Decimal(5)), Quantity(Decimal("4.5"), "ms"), Quantity(Decimal(450), "%")]),
    st.sampled_from([None, None, 6 * HOUR, 7 * HOUR]),
    st.booleans(),
    st.none() | scopes,
)
requests = st.builds(
    lambda of, each, empty, gap, excluded, by_request, scope: Rates(
        "lead", of, each, empty, gap, excluded, by_request, scope
    ),
    numbers(Rate("score", "amount", Length(1, "hour")), Rate("amount", "count", Length(1, "hour"))),
    st.sampled_from([5 * HOUR, 6 * HOUR, 24 * HOUR]),
    st.sampled_from([None, Quantity(Decimal(0), "%"), Quantity(Decimal(20), "%")]),
    st.sampled_from(["up", "down", "removed"]),
    st.just(()) | st.just(()) | exclusions,
    st.booleans(),
    st.none() | scopes,
)
ceilings = st.none() | st.builds(
    lambda of, starts: Ceiling(of, CELLS[:-4:starts], (1, 0, 2, 1) * 20),
    moments("surge"),
    st.integers(1, 2),
).map(lambda c: Ceiling(c.of, c.starts, c.ceilings[: len(c.starts)]))


def plain(name: str, *names: str) -> Moments:
    return Moments(name, "lead", (Reading(Definition(name, "lead", Moment(Condition("when", named(*names))))),))


plain_roles = st.sets(st.sampled_from(["open", "close", "pause", "cancel"]), min_size=1, max_size=2).map(sorted)
plain_pairs = st.builds(
    lambda starts, stops, cancels, ends, cycles: Pair(
        "lead", (plain("start", *starts),), (plain("stop", *stops),), cancels, ends=ends, cycles=cycles
    ),
    st.just(["open"]) | plain_roles,
    st.just(["close"]) | plain_roles,
    st.just(()) | st.just((plain("cancel", "cancel"),)),
    st.just(()) | st.just((plain("end", "note"),)),
    st.sampled_from(["first", "first", "each"]),
)
plain_spans = Spans(
    "pause",
    "lead",
    (Reading(Definition("p", "lead", Span(Condition("o", named("pause")), Condition("c", named("resume"))))),),
)
counted_ins = st.sampled_from(["due", "due", "start", "stop"])
plain_times = st.builds(
    Time,
    plain_pairs,
    st.one_of(
        limits_one.filter(lambda one: one.length.is_exact).map(lambda one: Limits("", (), one)),
        limits,
    ),
    st.just(()) | st.just((plain_spans,)),
    counted_in=counted_ins,
)


@st.composite
def plain_events(draw: st.DrawFn) -> Event:
    happened = BEGINS + draw(st.integers(0, 2 * 24 * 10)) * 30 * MINUTE + draw(st.sampled_from([0, 0, 0, 1]))
    name = draw(st.sampled_from(["open", "open", "close", "pause", "resume", "cancel", "note"]))
    attributes = {"prio": draw(st.sampled_from(["p1", "p2", "p3"]))} if draw(st.booleans()) else {}
    return Event(
        "lead", draw(st.sampled_from("abcdefgh")), name, happened, happened, "sales", attributes=attributes
    )


plain_logs = st.lists(plain_events(), max_size=30)

exact_limits = limits_one.filter(lambda one: one.length.is_exact)
steady_times = st.builds(
    Time,
    plain_pairs,
    st.one_of(
        exact_limits.map(lambda one: Limits("", (), one)),
        st.builds(
            lambda first, second, otherwise: Limits("prio", (("p1", first), ("p2", second)), otherwise),
            exact_limits,
            exact_limits,
            st.one_of(exact_limits, exact_limits, st.none()),
        ),
    ),
    st.just(()) | st.just((plain_spans,)),
    counted_in=counted_ins,
    scope=st.none()
    | st.builds(
        Condition,
        st.just("scope"),
        st.sampled_from(
            [
                Compare(Column("prio"), "<>", Constant("p2")),
                IsNull(Column("prio")),
                Compare(Column("name"), "=", Constant("x")),
            ]
        ),
    ),
    from_entry=st.booleans(),
)


@st.composite
def steady_logs(draw: st.DrawFn) -> list[Event]:
    """Draw a log in which the attribute of most entities never changes, be it told of all events or of none."""
    kept = {entity: draw(st.sampled_from(["p1", "p2", "p3", None])) for entity in "abcdefgh"}
    changes = draw(st.sampled_from([0, 0, 10]))

    def told(event: Event) -> Event:
        own = kept[event.entity]
        attributes = {} if own is None else {"prio": own}
        if changes and draw(st.integers(0, changes)) == 0:
            attributes = draw(st.sampled_from([{}, {"prio": "p1"}, {"prio": None}]))
        return replace(event, attributes=attributes)

    return [told(event) for event in draw(st.lists(plain_events(), min_size=8, max_size=30))]


@st.composite
def plans(draw: st.DrawFn, sources: st.SearchStrategy | None = None, alone: bool = False) -> Plan:
    source = draw(sources if sources is not None else st.one_of(times, times, cohorts, flows, occurs))
    since = draw(st.sampled_from([CELLS[0], BEGINS]))
    group, relief = ("", None) if alone else (draw(st.sampled_from(["", "", "prio"])), draw(ceilings))
    begun, same = draw(st.sampled_from([8, 12, 20])), draw(st.sampled_from(["", "", "prio", "score"]))
    step = Tally("o", 1, source, since, CELLS[-1], CELLS, group, relief, same=same, begun=begun)
    known_at = draw(st.sampled_from([AS_OF, AS_OF, AS_OF - DAY, AS_OF + DAY]))
    steps, windows = (step,), draw(st.sampled_from([WINDOWS, WINDOWS, ROLLING]))
    if not alone and draw(st.integers(0, 4)) == 0:
        middle = CELLS[draw(st.integers(4, 8))] + draw(st.sampled_from([0, 5 * HOUR]))
        second = draw(sources) if sources is not None else source
        steps = (replace(step, until=middle), replace(step, source=second, version=2, since=middle))
        windows = tuple(replace(one, version=1 + (one.start >= middle)) for one in windows)
    return Plan(AS_OF, known_at, steps, (Timeline("o", windows, CELLS),), (draw(moments("answer")),))


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(["lead"] * 7 + ["site"]))
    happened = BEGINS + draw(st.integers(0, 2 * 24 * 10)) * 30 * MINUTE + draw(st.sampled_from([0, 0, 0, 1]))
    names = ["open", "close", "pause", "resume", "cancel", "note"] if kind == "lead" else ["down", "up", "told"]
    fields = {}
    if draw(st.booleans()):
        fields["auto"] = draw(st.sampled_from([True, False, False, None]))
    attributes = {}
    if kind == "lead" and draw(st.booleans()):
        attributes["prio"] = draw(st.sampled_from(["p1", "p2", "p3", None]))
    if kind == "lead" and draw(st.booleans()):
        attributes["score"] = draw(st.integers(1, 9) | st.none())
    if kind == "lead" and draw(st.booleans()):
        fields["amount"] = draw(st.integers(0, 999).map(lambda n: Decimal(n) / 100) | st.none())
        fields["count"] = draw(st.integers(0, 12))
    return Event(
        kind,
        draw(st.sampled_from(["a", "b", "é"])) if kind == "lead" else "s",
        draw(st.sampled_from(names)),
        happened,
        happened + draw(st.sampled_from([0, 0, 0, HOUR, 3 * DAY])),
        draw(st.sampled_from(["sales", "sales", "marketing", None])),
        draw(st.sampled_from(["", "", "", "1", "2", "3"])),
        draw(st.sampled_from([None, None, None, 1, 2])),
        fields,
        attributes,
        draw(st.integers(0, 20)) == 0,
    )


@st.composite
def told_events(draw: st.DrawFn) -> Event:
    """Draw an event that tells all there is to tell, so that SQL leaves nothing to the engine beside it."""
    one = draw(events())
    told = {"prio": draw(st.sampled_from(["p1", "p2", "p3"])), "score": draw(st.integers(1, 9))}
    return replace(
        one,
        by=one.by or "sales",
        identity="",
        retracted=False,
        fields={**one.fields, "auto": bool(one.fields.get("auto"))},
        attributes=told if one.kind == "lead" else {},
    )


SOURCES = Sources(
    (
        Source(
            "leads",
            "leads.csv",
            "lead",
            ("id",),
            "csv",
            fields=(
                ColumnRule("auto", "auto", "boolean"),
                ColumnRule("amount", "amount", "decimal"),
                ColumnRule("count", "count", "integer"),
            ),
            attributes=(ColumnRule("prio", "prio"), ColumnRule("score", "score", "integer")),
        ),
        Source("sites", "sites.csv", "site", ("id",), "csv", fields=(ColumnRule("auto", "auto", "boolean"),)),
    )
)
FIELDS = {"lead": frozenset({"auto", "amount", "count"}), "site": frozenset({"auto"})}

logs = st.lists(events(), max_size=24)
told_logs = st.lists(told_events(), max_size=24)
