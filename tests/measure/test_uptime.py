"""Time down against a bitmap of minutes: unite, confirm, keep what is long enough, cut, clip and add up."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from accordant.measure import uptime
from accordant.measure.cells import begun_cells
from accordant.measure.measurement import Uptime
from accordant.measure.stretches import Stretch, at_least, clipped, in_hours, united, without
from accordant.measure.uptime import Facts, Told
from accordant.plan.steps import Down, Spans, Tally
from accordant.plan.steps import Uptime as Step
from accordant.terms.calendar import OpenTime

MINUTE = 60_000_000
END = 48
LEAF = Spans("outage", "line", ())

spans = st.lists(st.tuples(st.integers(0, END), st.integers(0, END)), max_size=6).map(
    lambda pairs: [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
)
cells_of = st.sets(st.integers(1, END - 1), max_size=4).map(lambda marks: (0, *sorted(marks), END))


def minutes(stretches: Sequence[Stretch]) -> set[int]:
    """Return the minutes that stretches cover, as a bitmap would have them."""
    return {minute for start, stop in stretches for minute in range(start // MINUTE, stop // MINUTE)}


def scaled(pairs: Sequence[tuple[int, int]]) -> list[Stretch]:
    return [(start * MINUTE, stop * MINUTE) for start, stop in pairs]


def told(pairs: Sequence[tuple[int, int]], entity: str = "A") -> list[Told]:
    return [Told(entity, *stretch) for stretch in scaled(pairs)]


def step(cells: Sequence[int] = (0, END), least: int = 1, leaves: int = 1, **terms: object) -> Tally:
    source = Step("line", Down((LEAF,) * leaves, least), **terms)  # type: ignore[arg-type]  # terms of the step
    bounds = tuple(cell * MINUTE for cell in cells)
    return Tally("up", 1, source, 0, END * MINUTE, bounds, begun=len(cells) - 1)


def measured(
    tally: Tally, facts: Facts, excluded: Sequence[tuple[int, int]] = (), as_of: int = END
) -> list[Uptime]:
    found = uptime.tallies(tally, facts, united(scaled(excluded)), as_of * MINUTE)
    return [one.uptime for one in found if one.uptime is not None]


def runs(bitmap: set[int]) -> list[set[int]]:
    """Return the unbroken runs of a bitmap."""
    found: list[set[int]] = []
    for minute in sorted(bitmap):
        if found and minute - 1 in found[-1]:
            found[-1].add(minute)
        else:
            found.append({minute})
    return found


def down_minutes(time: Uptime) -> set[int]:
    return minutes([stretch for outage in time.outages for stretch in outage.stretches])


@given(spans, spans, spans, cells_of, st.integers(0, 8), st.integers(1, END))
def test_time_down_is_what_a_bitmap_of_minutes_has(
    one: list[tuple[int, int]],
    other: list[tuple[int, int]],
    excluded: list[tuple[int, int]],
    cells: tuple[int, ...],
    counts_from: int,
    as_of: int,
) -> None:
    tally = step(cells, counts_from=counts_from * MINUTE)
    seen = [[(a, min(b, as_of)) for a, b in pairs if a < as_of] for pairs in (one, other)]
    facts = Facts(([*told(seen[0]), *told(seen[1], "B")],))
    whole = minutes(scaled(seen[0])) | minutes(scaled(seen[1]))
    counted = set[int]().union(*(run for run in runs(whole) if len(run) >= counts_from))
    away = minutes(scaled(excluded))
    for time, (_, (start, stop)) in zip(measured(tally, facts, excluded, as_of), begun_cells(tally), strict=True):
        cell = set(range(start // MINUTE, stop // MINUTE))
        seen_of_it = {minute for minute in cell if minute < as_of}
        assert down_minutes(time) == (counted - away) & cell
        assert time.down == MINUTE * len((counted - away) & cell)
        assert (time.whole, time.seen) == (MINUTE * len(cell), MINUTE * len(seen_of_it))
        assert time.excluded == MINUTE * len(away & seen_of_it)


@given(st.lists(spans, min_size=3, max_size=3), st.integers(1, 3))
def test_a_composite_is_down_where_enough_of_its_parts_are(parts: list[list[tuple[int, int]]], least: int) -> None:
    bitmaps = [minutes(scaled(part)) for part in parts]
    expected = {m for m in range(END) if sum(m in bitmap for bitmap in bitmaps) >= least}
    (time,) = measured(step(leaves=3, least=least), Facts(tuple(told(part) for part in parts)))
    assert down_minutes(time) == expected


@given(spans, spans)
def test_entities_are_united_in_any_order(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    spans_of = [*told(one), *told(other, "B")]
    assert measured(step(), Facts((spans_of,))) == measured(step(), Facts((spans_of[::-1],)))


@given(spans, spans, spans)
def test_excluding_more_time_never_lengthens_an_outage(
    down: list[tuple[int, int]], excluded: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    (before,), (after,) = (
        measured(step(counts_from=3 * MINUTE), Facts((told(down),)), away)
        for away in (excluded, [*excluded, *more])
    )
    assert after.down <= before.down
    assert down_minutes(after) <= down_minutes(before)


@given(spans, spans, cells_of, st.integers(1, END))
def test_cells_add_up_to_their_window(
    down: list[tuple[int, int]], excluded: list[tuple[int, int]], cells: tuple[int, ...], as_of: int
) -> None:
    facts = Facts((told([(a, b) for a, b in down if b <= as_of]),))
    whole = measured(step(), facts, excluded, as_of)
    assert uptime.merged(measured(step(cells), facts, excluded, as_of)) == whole[0]


@given(spans, spans)
def test_what_no_probe_told_is_neither_up_nor_down(
    down: list[tuple[int, int]], spoken: list[tuple[int, int]]
) -> None:
    facts = Facts((told(down),), spoken={"": united(scaled(spoken))})
    (time,) = measured(step(gap_after=MINUTE), facts)
    heard = minutes(scaled(spoken))
    assert down_minutes(time) == minutes(scaled(down)) & heard
    assert time.unknown == MINUTE * (END - len(heard))


@given(spans, spans, st.integers(0, 6))
def test_doubtful_time_is_what_the_two_readings_differ_in(
    sure: list[tuple[int, int]], more: list[tuple[int, int]], counts_from: int
) -> None:
    facts = Facts((told(sure),), (told([*sure, *more]),))
    (time,) = measured(step(counts_from=counts_from * MINUTE), facts)
    (low,), (high,) = (
        measured(step(counts_from=counts_from * MINUTE), Facts((told(pairs),))) for pairs in (sure, [*sure, *more])
    )
    assert (time.down, time.down + time.unknown) == (low.down, high.down)


@given(spans, spans)
def test_service_hours_count_open_time_only(down: list[tuple[int, int]], shut: list[tuple[int, int]]) -> None:
    closed = minutes(scaled(shut))
    states = [minute not in closed for minute in range(END)]
    before = [MINUTE * sum(states[:minute]) for minute in range(END)]
    instants = tuple(minute * MINUTE for minute in range(END))
    service = OpenTime("office", "UTC", instants, tuple(before), tuple(states), END * MINUTE)
    (time,) = measured(step(service=service), Facts((told(down),)))
    assert time.whole == MINUTE * sum(states)
    assert time.down == MINUTE * len(minutes(scaled(down)) - closed)


@given(spans, spans)
def test_stretches_are_cut_united_and_clipped_as_sets_of_minutes_are(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    a, b = united(scaled(one)), united(scaled(other))
    assert minutes(without(a, b)) == minutes(a) - minutes(b)
    assert minutes(clipped(a, 10 * MINUTE, 30 * MINUTE)) == minutes(a) & set(range(10, 30))
    assert minutes(at_least(2, [a, b])) == minutes(a) & minutes(b)
    assert minutes(at_least(1, [a, b])) == minutes(a) | minutes(b)
    assert in_hours(a, None) == a


def test_an_outage_that_lasts_is_told_from_one_that_ends_right_now() -> None:
    ended = Told("A", 0, END * MINUTE)
    lasting = Told("B", 0, END * MINUTE, ended=False)
    (one,), (other,) = (measured(step(), Facts(([told_],)))[0].outages for told_ in (ended, lasting))
    assert (one.ended, other.ended) == (True, False)


def test_a_parallel_part_that_ends_right_now_ends_the_outage() -> None:
    facts = Facts(([Told("A", 0, END * MINUTE)], [Told("B", 0, END * MINUTE, ended=False)]))
    (outage,) = measured(step(leaves=2, least=2), facts)[0].outages
    assert outage.ended
    assert outage.entities == ("A", "B")


def test_incidents_are_those_of_the_outages_that_count() -> None:
    spans_of = [Told("A", 0, 10 * MINUTE, incident="I1"), Told("A", 20 * MINUTE, 21 * MINUTE, incident="I2")]
    (tally,) = uptime.tallies(step(counts_from=5 * MINUTE), Facts((spans_of,)), [], END * MINUTE)
    assert tally.incidents == ("I1",)
