"""Facts of worked examples: figures by definition go in, the tally that a measurement would give comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accordant.check.found import quoted
from accordant.measure.measurement import Outage, Outcome, Sample, Tally, Uptime
from accordant.plan.schedule import dues
from accordant.settle.extent import lasting
from accordant.terms.agreement import Agreement
from accordant.terms.exclusion import Exclusion
from accordant.terms.indicator import Availability, Count, Deliver, Indicator, Share, Statistic, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.target import targets
from accordant.terms.values import MICROSECONDS, Microseconds, Quantity
from accordant.terms.window import WindowSpan

_SHORT = {"s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour"}


@dataclass(frozen=True)
class Worked:
    """What the facts come to: a tally, and the sum by which one gets there."""

    counts: dict[Outcome, int]
    sum: str
    total: Decimal = Decimal(0)
    good: int = 0
    valid: int = 0
    uptime: Uptime | None = None
    sample: Sample | None = None

    @property
    def tally(self) -> Tally:
        """Return the tally of the first window, without any relief."""
        return Tally(
            window=0,
            counts=self.counts,
            raw=self.counts,
            total=self.total,
            raw_total=self.total,
            good=self.good,
            valid=self.valid,
            uptime=self.uptime,
            sample=self.sample,
        )


class Unclear(ValueError):
    """Facts that are missing or impossible."""


def can_be_worked(indicator: Indicator) -> bool:
    """Say whether figures are enough to judge an indicator; clocks and attempts need events."""
    match indicator:
        case Availability():
            return bool(indicator.down) and indicator.denominator != "service hours"
        case Statistic():
            return indicator.under is None
        case _:
            return isinstance(indicator, Count | Sum | Share | Deliver)


def worked(terms: Agreement, obligation: Obligation, facts: Mapping[str, Quantity], window: WindowSpan) -> Worked:
    """Turn facts into a tally: what is counted, less what is taken away; the time down; the value of a statistic.

    Raises Unclear for facts that are missing or impossible.
    """
    match obligation.indicator:
        case Availability(down=down):
            return _uptime(terms, obligation, down, facts, window)
        case Statistic(of=of):
            value = Fraction(_fact(facts, of).number)
            least = max(target.minimum_sample for target in targets(obligation.target))
            return Worked({}, f"{facts[of]}", sample=Sample(max(least, 1), value * max(least, 1), value))
        case Sum(of):
            total = _fact(facts, of).number
            return Worked({Outcome.MET: 1}, f"{total:,}", total)
        case Count(of):
            counted, away, line = _less(obligation, facts, of)
            return Worked({Outcome.MET: counted, Outcome.CANCELLED: away}, line)
        case Share(good, of, counted_by):
            valid, away, line = _less(obligation, facts, of)
            kept = _number(facts, good)
            line = f"{kept:,} / ({line})" if away else f"{kept:,} / {valid:,}"
            if counted_by == "flow":
                return Worked({}, line, good=kept, valid=valid)
            if kept > valid:
                raise Unclear(f"{kept:,} of '{good}' are more than the {valid:,} of '{of}' they are among")
            counts = {Outcome.MET: kept, Outcome.MISSED: valid - kept, Outcome.CANCELLED: away}
            return Worked(counts, line)
        case Deliver(of):
            due = _due(obligation, window, terms.term.zone)
            kept = _number(facts, of)
            if kept > due:
                raise Unclear(f"{kept:,} of '{of}' are more than the {due:,} that were due")
            return Worked({Outcome.MET: kept, Outcome.MISSED: due - kept}, f"{kept:,} / {due:,}")
        case _:
            raise Unclear(f"'{obligation.indicator.word}' needs events")


def _uptime(
    terms: Agreement,
    obligation: Obligation,
    down: tuple[str, ...],
    facts: Mapping[str, Quantity],
    window: WindowSpan,
) -> Worked:
    """Take the time down, as one outage from the window's start, and the time excluded out of a window."""
    lasted = sum(_time(facts, name) for name in down if name in facts)
    if not any(name in facts for name in down):
        raise Unclear(f"the facts do not say how long {quoted(down, 'or')} lasted")
    cut = [exclusion.span for exclusion in terms.exclusions if _excludes(exclusion, obligation)]
    excluded = sum(_time(facts, name) for name in cut if name in facts)
    whole = window.stop - window.start
    if lasted + excluded > whole:
        raise Unclear(f"the facts tell of more time than the {lasting(whole)} of {window.label}")
    outage = Outage(window.start, window.start + lasted, ((window.start, window.start + lasted),))
    uptime = Uptime(whole, whole, excluded, outages=(outage,) if lasted else ())
    line = f"{lasting(lasted)} down of {lasting(whole)}"
    return Worked({}, f"{line} less {lasting(excluded)}" if excluded else line, uptime=uptime)


def _excludes(exclusion: Exclusion, obligation: Obligation) -> bool:
    """Say whether an exclusion takes time from an obligation: named, by its indicator, or one for all."""
    return not exclusion.applies or bool({obligation.name, obligation.indicator.word} & set(exclusion.applies))


def _time(facts: Mapping[str, Quantity], name: str) -> Microseconds:
    """Read a fact in hours, minutes or seconds as microseconds."""
    told = _fact(facts, name)
    unit = _SHORT.get(told.unit, told.unit.removesuffix("s"))
    size = {**MICROSECONDS, "day": 24 * MICROSECONDS["hour"]}.get(unit)
    if size is None or told.number < 0 or told.number * size != int(told.number * size):
        raise Unclear(f"'{name}: {told}' is not a length of time like '90 minutes'")
    return int(told.number * size)


def _less(obligation: Obligation, facts: Mapping[str, Quantity], of: str) -> tuple[int, int, str]:
    """Return how many are left, how many were taken away, and the sum in words; an untold `less` took none."""
    counted = _number(facts, of)
    taken = [_number(facts, name) for name in obligation.less if name in facts]
    left = counted - sum(taken)
    if left < 0:
        raise Unclear(f"more of {quoted(obligation.less)} than of '{of}'")
    return left, sum(taken), " - ".join(f"{number:,}" for number in (counted, *taken))


def _due(obligation: Obligation, window: WindowSpan, zone: str) -> int:
    return len(dues(obligation.schedule, zone, window.start, window.stop)) if obligation.schedule else 0


def _fact(facts: Mapping[str, Quantity], name: str) -> Quantity:
    if name not in facts:
        raise Unclear(f"the facts do not say how much '{name}' was")
    return facts[name]


def _number(facts: Mapping[str, Quantity], name: str) -> int:
    told = _fact(facts, name)
    if told.number != int(told.number) or told.number < 0 or told.unit:
        raise Unclear(f"'{name}: {told}' is not a number of things")
    return int(told.number)
