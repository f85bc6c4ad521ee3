"""Laws of windows, against every way in which what is open may end."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from accordant.judge import amount, share
from accordant.judge.attained import attained, interval
from accordant.judge.reading import Reading
from accordant.judge.target import Line
from accordant.judge.window import at_end, before_end, wanted
from accordant.measure.measurement import Outcome
from accordant.terms.target import AllowedMisses

small = st.integers(0, 5)
percents = st.integers(0, 20).map(lambda n: Fraction(n, 20))
shares = st.one_of(
    percents.map(lambda low: Line("at least", low=low)),
    percents.map(lambda high: Line("at most", high=high)),
    st.tuples(percents, percents).map(lambda both: Line("between", min(both), max(both))),
    st.builds(lambda n, size: Line("at least", Fraction(9, 10), None, AllowedMisses(n, size)), small, small),
    st.just(Line("all", low=Fraction(1))),
    st.just(Line("none", high=Fraction(0))),
)
whole = st.integers(0, 12).map(Fraction)
amounts = st.one_of(
    whole.map(lambda low: Line("at least", low=low)),
    whole.map(lambda high: Line("at most", high=high)),
    st.tuples(whole, whole).map(lambda both: Line("between", min(both), max(both))),
)


def items(met: int, missed: int, pending: int, unknown: int) -> Reading:
    numbers = {Outcome.MET: met, Outcome.MISSED: missed, Outcome.PENDING: pending, Outcome.UNKNOWN: unknown}
    return share.of_items(numbers)


def holds(line: Line, kept: int, population: int) -> bool:
    """Judge a fully known share by the words of the agreement alone."""
    value, lost = Fraction(kept, population), population - kept
    allowed = line.allowed
    forgiven = allowed and (not allowed.fewer_than or population < allowed.fewer_than) and lost <= allowed.misses
    low_holds = line.low is None or value >= line.low or bool(forgiven)
    return low_holds and (line.high is None or value <= line.high)


@given(shares, small, small, small, small)
def test_the_bounds_of_an_ended_share_are_those_of_every_way_its_open_items_may_end(
    line, met, missed, open_, unknown
):
    reading = items(met, missed, open_, unknown)
    population = met + missed + open_ + unknown
    if not population:
        return
    ends = {holds(line, met + kept, population) for kept in range(open_ + unknown + 1)}
    outcome = at_end(reading, wanted(line, reading))
    assert (outcome is Outcome.MET) == (ends == {True})
    assert (outcome is Outcome.MISSED) == (ends == {False})
    values = [Fraction(met + kept, population) for kept in range(open_ + unknown + 1)]
    assert (reading.lowest, reading.highest) == (min(values), max(values))


@given(shares, small, small, small, small)
def test_a_window_is_unknown_only_when_no_end_of_the_pending_items_would_decide_it(
    line, met, missed, open_, unknown
):
    reading = items(met, missed, open_, unknown)
    population = met + missed + open_ + unknown
    if not population:
        return
    outcome = at_end(reading, wanted(line, reading))
    decides = any(
        len({holds(line, met + kept + known, population) for known in range(unknown + 1)}) == 1
        for kept in range(open_ + 1)
    )
    if outcome in (Outcome.PENDING, Outcome.UNKNOWN):
        assert (outcome is Outcome.PENDING) == decides


@given(shares, small, small, small, small)
def test_what_an_open_window_may_attain_contains_what_it_will(line, met, missed, open_, unknown):
    reading = items(met, missed, open_, unknown)
    population = met + missed + open_ + unknown
    if not population:
        return
    outcome = at_end(reading, wanted(line, reading))
    low, high = interval(line, reading, outcome, ended=True)
    for kept in range(open_ + unknown + 1):
        value = Fraction(met + kept, population)
        will_be = 1 if holds(line, met + kept, population) else attained(line, value)
        assert low <= will_be <= high


@given(shares, small, small, small, st.lists(st.booleans(), max_size=6))
def test_a_share_decided_early_is_never_revised_by_what_comes(line, met, missed, open_, coming):
    reading = items(met, missed, open_, 0)
    early = before_end(reading, wanted(line, reading), is_final=False)
    if early is Outcome.PENDING:
        return
    for kept in range(open_ + 1):
        total = met + missed + open_ + len(coming)
        assert holds(line, met + kept + sum(coming), total) == (early is Outcome.MET)


@given(amounts, small, small, st.integers(0, 6))
def test_a_count_decided_early_is_never_revised_by_what_comes(line, met, unknown, coming):
    reading = amount.count({Outcome.MET: met, Outcome.UNKNOWN: unknown})
    early = before_end(reading, wanted(line, reading), is_final=True)
    if early is Outcome.PENDING:
        return
    for known in range(unknown + 1):
        total = met + known + coming
        kept = (line.low is None or total >= line.low) and (line.high is None or total <= line.high)
        assert kept == (early is Outcome.MET)


@given(amounts, small, small, small)
def test_the_bounds_of_an_ended_count_are_those_of_every_way_its_open_items_may_end(line, met, pending, unknown):
    reading = amount.count({Outcome.MET: met, Outcome.PENDING: pending, Outcome.UNKNOWN: unknown})
    ends = {
        (line.low is None or met + p + u >= line.low) and (line.high is None or met + p + u <= line.high)
        for p, u in product(range(pending + 1), range(unknown + 1))
    }
    outcome = at_end(reading, wanted(line, reading))
    assert (outcome is Outcome.MET) == (ends == {True})
    assert (outcome is Outcome.MISSED) == (ends == {False})


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(1, 10**6))
def test_a_share_is_compared_without_dividing(population, kept, target):
    kept = min(kept, population)
    line = Line("at least", Fraction(min(target, 10**6), 10**6))
    reading = items(kept, population - kept, 0, 0)
    assert (at_end(reading, wanted(line, reading)) is Outcome.MET) == (
        kept * 10**6 >= min(target, 10**6) * population
    )
