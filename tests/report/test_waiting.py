"""Waiting times: nearest-rank percentiles over everyone judged, the still waiting as longest."""

from fractions import Fraction
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from accordant.measure.measurement import Item, Outcome
from accordant.report.waiting import waiting
from report.november import MINUTE, clock, flagship, item, speed

OBLIGATION = flagship().obligation("speed")
LIMIT = 120 * MINUTE


def judged(minutes: int, *, answered: bool = True) -> Item:
    late = minutes * MINUTE > LIMIT
    return clock(f"{minutes}", minutes * MINUTE, LIMIT, Outcome.MISSED if late else Outcome.MET, answered=answered)


def test_the_mean_of_the_answered_hides_what_percentiles_show() -> None:
    """SC3: 75, 150, 0, 220, 120, 180, 5 minutes and one never: four of eight in time, the median at the limit."""
    items = [judged(m) for m in (75, 150, 0, 220, 120, 180, 5)] + [judged(9_120, answered=False)]
    found = waiting(OBLIGATION, items, None)
    assert found is not None
    assert (found.size, found.kept, found.waiting) == (8, 4, 1)
    assert found.p50 == 120 * MINUTE
    assert (found.p90, found.p95) == (None, None)
    answered = [75, 150, 0, 220, 120, 180, 5]
    assert Fraction(sum(answered), len(answered)) < 120


def test_the_limits_are_edges_of_columns_and_named() -> None:
    found = waiting(OBLIGATION, list(speed()), None)
    assert found is not None
    edges = [column.over for column in found.columns]
    assert [line.text for line in found.limits] == ["30 min, demo request", "2 h, all others"]
    assert all(line.at in edges for line in found.limits)


def test_items_that_are_cancelled_are_not_in_the_picture_and_open_ones_stand_apart() -> None:
    items = [
        judged(10),
        item("speed", "c", 0, Outcome.CANCELLED),
        item("speed", "p", 0, Outcome.PENDING, elapsed=5),
    ]
    found = waiting(OBLIGATION, items, None)
    assert found is not None
    assert (found.size, found.open) == (1, 1)


def test_nothing_judged_is_nothing_drawn() -> None:
    assert waiting(OBLIGATION, [item("speed", "c", 0, Outcome.CANCELLED)], None) is None


@given(st.lists(st.tuples(st.integers(0, 100_000), st.booleans()), min_size=1, max_size=200))
def test_columns_hold_everyone_and_percentiles_are_values_that_occurred(told: list[tuple[int, bool]]) -> None:
    items = [judged(minutes, answered=answered or minutes <= 120) for minutes, answered in told]
    found = waiting(OBLIGATION, items, None)
    assert found is not None
    assert found.size == len(items)
    assert found.kept == sum(one.outcome is Outcome.MET for one in items)
    lengths = sorted(one.elapsed or 0 for one in items if one.stop is not None)
    for share, shown in ((50, found.p50), (90, found.p90), (95, found.p95)):
        rank = ceil(Fraction(share * len(items), 100))
        assert shown == (lengths[rank - 1] if rank <= len(lengths) else None)
    edges = [column.over for column in found.columns]
    assert edges == sorted(set(edges)) and edges[0] == 0 and len(edges) <= 20
