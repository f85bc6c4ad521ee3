"""Ranks, means and rates of values, against what they are defined as."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.measure import rates, sample
from accordant.measure.measurement import Sample
from accordant.measure.rates import Requests, Row
from accordant.measure.sample import Value
from accordant.plan.steps import Moments, Rates, Tally, Values

OF = Moments("rtt", "probe", ())
numbers_of = st.lists(st.integers(-50, 50), min_size=1, max_size=40)
percents = st.integers(1, 100)


def picked(take: str, values: list[int], *, interpolated: bool = False) -> Fraction:
    return sample.pick(Values("probe", OF, take, interpolated=interpolated), sorted(map(Fraction, values)))


@given(numbers_of, percents)
def test_nearest_rank_is_the_least_value_that_enough_of_them_reach(values: list[int], percent: int) -> None:
    found = picked(f"p{percent}", values)
    enough = [one for one in values if sum(each <= one for each in values) * 100 >= percent * len(values)]
    assert found == min(enough)


@given(numbers_of, percents)
def test_interpolated_lies_between_its_neighbours(values: list[int], percent: int) -> None:
    ordered = sorted(values)
    rank = Fraction(percent, 100) * (len(values) - 1)
    below = ordered[rank.numerator // rank.denominator]
    above = ordered[-(-rank.numerator // rank.denominator)]
    assert below <= picked(f"p{percent}", values, interpolated=True) <= above


@given(numbers_of)
def test_the_ends_of_the_ranks_are_least_and_most(values: list[int]) -> None:
    assert picked("min", values) == min(values)
    assert picked("max", values) == picked("p100", values) == max(values)
    assert picked("median", values) == picked("p50", values)


def test_the_median_between_two_values() -> None:
    assert picked("median", [1, 2, 3, 4]) == 2
    assert picked("median", [1, 2, 3, 4], interpolated=True) == Fraction(5, 2)
    assert picked("p12.5", list(range(1, 9))) == 1


def values_step(cells: tuple[int, ...], each: int | None = None) -> Tally:
    return Tally("fast", 1, Values("probe", OF, "mean", each=each), 0, cells[-1], cells, begun=len(cells) - 1)


told_values = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=30)


@given(told_values, st.sets(st.integers(1, 99), max_size=3))
def test_means_of_cells_add_up_to_that_of_their_window(told: list[tuple[int, int]], marks: set[int]) -> None:
    values = [Value("P", at, Decimal(number)) for at, number in told]
    cells = values_step((0, *sorted(marks), 100))
    parts = [t.sample for t in sample.tallies(cells, sample.numbers(cells, values)) if t.sample]
    whole = sample.merged(parts, None) or Sample(0)
    assert (whole.n, whole.total) == (len(told), sum(number for _, number in told))


@given(told_values)
def test_a_mean_of_means_takes_each_interval_once(told: list[tuple[int, int]]) -> None:
    values = [Value("P", at, Decimal(number)) for at, number in told]
    step = values_step((0, 100), each=10)
    means = [
        Fraction(sum(number for at, number in told if at // 10 == i), sum(at // 10 == i for at, _ in told))
        for i in range(10)
        if any(at // 10 == i for at, _ in told)
    ]
    found = sample.tallies(step, sample.numbers(step, values))
    assert [one.sample for one in found] == ([Sample(len(means), sum(means, Fraction(0)))] if means else [])


def rates_step(gap: str = "removed", *, by_request: bool = False) -> Tally:
    source = Rates("api", OF, 10, None, gap, by_request=by_request)  # type: ignore[arg-type]  # one of three words
    return Tally("up", 1, source, 0, 95, (0, 95), begun=1)


def rows(told: list[tuple[int, int, int]], *, known: bool = True) -> list[Row]:
    return [Row("A", at, Requests(Decimal(bad), Decimal(bad + good), known)) for at, bad, good in told]


requests = st.lists(st.tuples(st.integers(0, 94), st.integers(0, 5), st.integers(0, 5)), max_size=20)


@given(requests, st.integers(0, 95))
def test_intervals_that_are_over_are_up_by_their_own_share(told: list[tuple[int, int, int]], as_of: int) -> None:
    step, seen = rates_step(), [row for row in told if row[0] <= as_of]
    (tally,) = rates.tallies(step, rates.Facts(rates.gathered(step, rows(seen), [])), [], as_of) or [None]
    shares, gaps = [], 0
    for begins in range(0, 95, 10):
        if min(begins + 10, 95) <= as_of:
            inside = [(bad, good) for at, bad, good in seen if begins <= at < begins + 10]
            bad, good = sum(b for b, _ in inside), sum(g for _, g in inside)
            gaps += not inside
            if bad + good:
                shares.append(1 - Fraction(bad * 10**12 // (bad + good), 10**12))
    expected = Sample(len(shares), sum(shares, Fraction(0)), gaps=gaps)
    assert (tally.sample if tally else Sample(0)) == expected


@given(requests, st.permutations(range(3)))
def test_requests_add_up_in_any_order(told: list[tuple[int, int, int]], order: list[int]) -> None:
    step = rates_step(by_request=True)
    parts = [told[i::3] for i in order]
    shuffled = [row for part in parts for row in part]
    one, other = (
        rates.tallies(step, rates.Facts(rates.gathered(step, rows(each), [])), [], 95) for each in (told, shuffled)
    )
    assert one == other


@pytest.mark.parametrize(("gap", "up"), [("removed", 0), ("up", 10), ("down", 0)])
def test_intervals_nobody_told_count_as_agreed(gap: str, up: int) -> None:
    (tally,) = rates.tallies(rates_step(gap), rates.Facts({}), [], 95)
    assert tally.sample == Sample(0 if gap == "removed" else 10, Fraction(up), gaps=10)


def test_what_a_disputed_entity_told_is_a_gap() -> None:
    step = rates_step()
    told = rates.gathered(step, [*rows([(5, 0, 10)]), *rows([(6, 0, 1)], known=False)], [])
    (tally,) = rates.tallies(step, rates.Facts(told), [], 95)
    assert tally.sample == Sample(0, gaps=10)


def test_requests_of_a_disputed_entity_are_unknown() -> None:
    step = rates_step(by_request=True)
    told = rates.gathered(step, [*rows([(5, 1, 9)]), *rows([(6, 2, 3)], known=False)], [])
    (tally,) = rates.tallies(step, rates.Facts(told), [], 95)
    assert tally.sample == Sample(10, Fraction(9), unknown=5)
