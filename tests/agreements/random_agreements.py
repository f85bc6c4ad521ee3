"""Random agreements as texts, and random logs about what they name, for laws that hold of any agreement."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from accordant.record.event import Event
from accordant.terms.source import ColumnRule, Source, Sources

HOUR = 3_600_000_000
DAY = 24 * HOUR
BEGINS = date(2026, 2, 1)
ENDS = date(2026, 5, 31)
DATES = (ENDS - BEGINS).days

COLUMNS = {
    "lead": (("auto:boolean", "amount:decimal"), ("source:text", "score:integer")),
    "incident": (("impact:text",), ("service:text", "number:text")),
    "probe": (("rtt:decimal", "bad:integer", "all:integer"), ("region:text", "up:boolean")),
    "works": ((), ()),
    "paper": (("obligation:text", "window:text"), ()),
}


def _rules(columns: tuple[str, ...]) -> tuple[ColumnRule, ...]:
    return tuple(ColumnRule(name, name, kind) for name, _, kind in (c.partition(":") for c in columns))


SOURCES = Sources(
    tuple(
        Source(f"{kind}s", f"{kind}s.csv", kind, ("id",), "csv", fields=_rules(own), attributes=_rules(kept))
        for kind, (own, kept) in COLUMNS.items()
    )
)
FIELDS = {kind: frozenset(name.partition(":")[0] for name in own) for kind, (own, _) in COLUMNS.items()}

HEAD = """format: 1
title: A random agreement
kind: {kind}
parties:
  one: {{name: One, contacts: [{{title: Head of one, role: point of contact, email: one@example.com}}]}}
  two: {{name: Two, contacts: [{{title: Head of two, role: point of contact, email: two@example.com}}]}}
term: {{from: 2026-02-01, through: 2026-05-31, zone: {zone}, currency: USD, calendar: office}}
calendars:
  office: {{zone: {zone}, open: {{mon-fri: [09:00-12:00, 13:00-17:00]}}, holidays: [2026-02-16, 2026-04-03]}}
charges:
  fee: {{amount: "4,500 USD", per: month}}
definitions:
  MQL:       {{of: lead, when: {mql}}}
  demo:      {{of: lead, when: event = 'created', where: source = 'demo'}}
  attempt:   {{of: lead, when: event = 'call' AND NOT auto, declared by: two}}
  connected: {{of: lead, when: event = 'connected'}}
  won:       {{of: lead, when: event = 'won', worth: amount, first: yes}}
  rejected:  {{of: lead, when: event = 'rejected', within: {review} of MQL, declared by: two}}
  waiting:   {{of: lead, from: event = 'held', to: "event IN ('released', 'call')"}}
  outage:    {{of: incident, from: event = 'down', to: event = 'up'}}
  failing:   {{of: probe, while: NOT up}}
  rtt:       {{of: probe, value: rtt, unit: ms}}
  errors:    {{of: probe, bad: bad, out of: all, each: 4 hours, empty: 0%}}
  planned:   {{of: works, from: event = 'started', to: event = 'ended', told: event = 'announced'}}
  sent:      {{of: paper, when: event = 'sent'}}
  claimed:   {{of: paper, when: event = 'claimed'}}
exclusions:
  maintenance: {{span: planned, told ahead: {ahead}, at most: 6 hours a month, for: [{excluded}]}}
"""
REMEDIES = """remedies:
  plan:       {kind: recovery plan, due: 5 business days, done: sent}
  told:       {kind: escalation, to: [Head of one], within: 2 business days}
  carry over: {kind: make good, into: next window, at most: 50% of target, then: told}
  credit:
    kind: service credit
    base: fee
    bands: {below 99%: 10%, below 80%: 25%, below 50%: 100%}
    claim: {by: two, made: claimed, before: [30 days after window end]}
  flat: {kind: service credit, base: fee, pays: 1/30}
caps:
  - {over: [credit, flat], at most: 50% of fee, per: month}
"""

_LIMITS = ["4 hours", "90 minutes", "6 business hours", "2 business days", "1 business day end of day", "3 days"]
_TIERED = "{{by: source, tiers: {{demo: {0}, web: {1}}}, otherwise: {2}}}"
_SHARE_TARGETS = ["all", "none", "at least 50%", "at least 95%", "between 20% and 70%", "at most 40%"]
_AMOUNT_TARGETS = ["at least 3", "at most 4", "between 2 and 6", "at least 1"]


@st.composite
def _limit(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 3)):
        return draw(st.sampled_from(_LIMITS))
    return _TIERED.format(*(draw(st.sampled_from(_LIMITS)) for _ in range(3)))


@st.composite
def _share_target(draw: st.DrawFn) -> str:
    bound = draw(st.sampled_from(_SHARE_TARGETS))
    if bound.startswith("at least") and draw(st.booleans()):
        number = bound.removeprefix("at least ")
        return f"{{at least: {number}, minimum sample: 2, allowed misses: 1 when fewer than 6}}"
    return bound


@st.composite
def _timed(draw: st.DrawFn) -> list[str]:
    pause = draw(st.sampled_from(["", ", pause: waiting"]))
    cancel = draw(st.sampled_from(["", ", cancel: rejected"]))
    more = draw(
        st.sampled_from(
            ["", ", cycles: each", ", cycles: after the first", ", counted in: start", ", skew: 1 hour"]
        )
    )
    start, stop = draw(st.sampled_from([("MQL", "attempt"), ("demo", "[attempt, connected]")]))
    return [
        f"time: {{from: {start}, to: {stop}{pause}{cancel}{more}}}",
        f"within: {draw(_limit())}",
        f"target: {draw(_share_target())}",
    ]


@st.composite
def _attempts(draw: st.DrawFn) -> list[str]:
    least, until = draw(st.integers(1, 3)), draw(st.sampled_from(["", ", until: connected"]))
    apart = draw(st.sampled_from(["", "", ", apart: 1 hour"]))
    return [
        f"attempts: {{of: attempt, per: MQL, at least: {least}{until}{apart}}}",
        f"within: {draw(st.sampled_from(_LIMITS))}",
        f"target: {draw(_share_target())}",
    ]


@st.composite
def _share(draw: st.DrawFn) -> list[str]:
    flow = draw(st.booleans())
    counted = "flow" if flow else "cohort"
    within = [] if flow else [f"within: {draw(st.sampled_from(['10 days', '5 business days', '1 month']))}"]
    less = ["less: rejected"] if draw(st.booleans()) else []
    return [
        f"share: {{good: won, of: MQL, counted by: {counted}}}",
        *within,
        *less,
        f"target: {draw(_share_target()) if not flow else 'at least 30%'}",
    ]


@st.composite
def _amount(draw: st.DrawFn) -> list[str]:
    target = draw(st.sampled_from(_AMOUNT_TARGETS))
    if draw(st.booleans()):
        less = ["less: rejected"] if draw(st.booleans()) else []
        return ["count: MQL", *less, f"target: {target}"]
    return ["sum: won", "target: " + draw(st.sampled_from(["at least 500 USD", "at most 900 USD"]))]


@st.composite
def _delivered(draw: st.DrawFn) -> list[str]:
    every = draw(st.sampled_from(["every: week\n    due: Friday 17:00", "every: month\n    due: last day 24:00"]))
    return ["deliver: sent", every, f"target: {draw(st.sampled_from(['all', 'at least 50%']))}"]


@st.composite
def _available(draw: st.DrawFn) -> list[str]:
    down = draw(
        st.sampled_from(
            [
                "down: outage",
                "down: outage, outage counts from: 30 minutes",
                "down: [outage, failing], denominator: window",
                "down: failing, confirmation: 2, gap: up, gap after: 5 hours",
                "down: failing, denominator: service hours",
                "composite: {all of: [outage, failing]}, denominator: 30 days",
                "composite: {any of: [outage, failing]}",
                "rate: errors, denominator: intervals, gap: down",
                "rate: errors, denominator: requests",
            ]
        )
    )
    return [f"availability: {{{down}}}", f"target: at least {draw(st.sampled_from(['99.5%', '90%', '40%']))}"]


@st.composite
def _statistic(draw: st.DrawFn) -> list[str]:
    take = draw(
        st.sampled_from(
            ["take: mean", "take: median", "take: p95", "take: p95, interpolated: yes", "take: max",
             "take: mean, each: 6 hours", "share under: 40 ms"]
        )
    )  # fmt: skip
    bound = "at least 60%" if "share" in take else "at most 45 ms"
    return [f"statistic: {{{take}, of: rtt}}", f"target: {bound}"]


_CORE = (_timed(), _timed(), _attempts(), _share(), _amount(), _delivered())
_LATER = (_available(), _available(), _statistic())


@st.composite
def _obligation(draw: st.DrawFn, name: str, *, kinds: tuple[st.SearchStrategy[list[str]], ...]) -> str:
    lines = draw(st.one_of(*kinds))
    first = lines[0]
    about_leads = first.startswith(("time", "attempts", "share", "count"))
    window = draw(st.sampled_from(["month", "month", "week", "quarter", "rolling 20 days", "term"]))
    if about_leads and draw(st.integers(0, 3)) == 0:
        lines.append("where: source = 'demo'")
    if about_leads and draw(st.integers(0, 3)) == 0:
        lines.append("for each: source")
    if about_leads and window == "month" and draw(st.integers(0, 3)) == 0:
        lines.append("relief: {surge: {of: MQL, beyond: 150% of the daily plan of goal}}")
    remedy = "credit" if first.startswith("availability") else "plan"
    miss = draw(st.sampled_from([[remedy], [remedy, "flat"], ["told"]]))
    if first.startswith(("count", "sum")) and "at least" in lines[-1]:
        miss = [*miss, "carry over"]
    parts = draw(st.sampled_from(["", "", "\n    part windows: prorated"])) if first.startswith("count") else ""
    body = "\n    ".join(["owed by: one", "owed to: two", *lines, f"window: {window}{parts}",
                          f"on miss: [{', '.join(miss)}]", "on 2nd miss in a row: [told]"])  # fmt: skip
    return f"  {name}:\n    {body}"


_PLAN = """  goal:
    owed by: one
    owed to: two
    count: MQL
    target: at least 4
    window: month
    on miss: [plan]"""


@st.composite
def agreements(draw: st.DrawFn, *, whole: bool = True) -> str:
    """Draw the text of an agreement of one to three promises, of every kind of indicator (or the core ones)."""
    kinds = (*_CORE, *_LATER) if whole else _CORE
    names = ["first", "second", "third"][: draw(st.integers(1, 3))]
    head = HEAD.format(
        kind=draw(st.sampled_from(["internal", "vendor"])),
        zone=draw(st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])),
        mql=draw(st.sampled_from(["event = 'created'", "score >= 5", "score >= 5, first: yes"])),
        review=draw(st.sampled_from(["2 business days", "5 days"])),
        ahead=draw(st.sampled_from(["2 days", "1 business day"])),
        excluded=draw(st.sampled_from(["time, availability", "first", "availability"])),
    )
    promises = [draw(_obligation(name, kinds=kinds)) for name in names]
    return "\n".join([head.rstrip(), "obligations:", _PLAN, *promises, REMEDIES])


@st.composite
def amended(draw: st.DrawFn) -> str:
    """Draw an amendment that changes the first promise from a date within the term."""
    since = BEGINS + timedelta(days=draw(st.sampled_from([28, 40, 59, 70])))
    more = draw(st.sampled_from(["", "windows: split\n", "open items: too\n"]))
    promise = draw(_obligation("first", kinds=_CORE))
    return f"format: 1\nagreed: 2026-02-10\nfrom: {since}\n{more}changes:\n  obligations:\n" + "\n".join(
        f"  {line}" for line in promise.splitlines()
    )


_NAMES = {
    "lead": ["created"] * 4 + ["call"] * 4 + ["connected", "won", "rejected", "held", "released", "note"],
    "incident": ["down", "up"],
    "probe": ["probed"],
    "works": ["announced", "started", "ended"],
    "paper": ["sent", "claimed"],
}
_START = int(datetime(2026, 2, 1, tzinfo=UTC).timestamp()) * 1_000_000


@st.composite
def _events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(["lead"] * 6 + ["incident", "incident", "probe", "probe", "works", "paper"]))
    happened = _START + draw(st.integers(-2 * 24, DATES * 24)) * HOUR // 2 * 2 + draw(st.sampled_from([0, 0, 1]))
    told: dict[str, object] = {}
    for text in COLUMNS[kind][0] + COLUMNS[kind][1]:
        name, _, type_ = text.partition(":")
        if draw(st.integers(0, 2)):
            told[name] = draw(_CELLS[name if name in _CELLS else type_])
    own = {name.partition(":")[0] for name in COLUMNS[kind][0]}
    return Event(
        kind,
        draw(st.sampled_from(["a", "b", "c", "é"])),
        draw(st.sampled_from(_NAMES[kind])),
        happened,
        happened + draw(st.sampled_from([0, 0, 0, 0, HOUR, 3 * DAY])),
        draw(st.sampled_from(["two", "two", "two", "one", None])),
        fields={name: cell for name, cell in told.items() if name in own},  # type: ignore[misc]
        attributes={name: cell for name, cell in told.items() if name not in own},  # type: ignore[misc]
    )


_CELLS: dict[str, st.SearchStrategy[object]] = {
    "boolean": st.sampled_from([True, False, False, None]),
    "integer": st.integers(1, 9),
    "decimal": st.integers(1, 9000).map(lambda n: Decimal(n) / 100),
    "source": st.sampled_from(["demo", "web", "fair", None]),
    "service": st.sampled_from(["web", "mail"]),
    "region": st.sampled_from(["north", "south"]),
    "obligation": st.sampled_from(["first", "goal"]),
    "window": st.sampled_from(["2026-02", "2026-03"]),
    "text": st.sampled_from(["1", "2", "x"]),
}

logs = st.lists(_events(), max_size=40)
instants = st.sampled_from([_START + n * DAY + 9 * HOUR for n in (5, 30, 61, 80, 119, 150)])
