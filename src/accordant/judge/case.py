"""One window of one group: its tally and its terms go in, its verdict comes out."""

from dataclasses import dataclass
from fractions import Fraction

from accordant.judge import amount, downtime, sample, share
from accordant.judge.attained import interval
from accordant.judge.budget import error_budget, spare
from accordant.judge.miss import missed_at
from accordant.judge.reading import Reading
from accordant.judge.reason import Stand, reason
from accordant.judge.target import Line, line_of, target_of
from accordant.judge.verdict import Verdict
from accordant.judge.window import Wanted, at_end, before_end, wanted
from accordant.measure.measurement import Outcome, Tally, Uptime
from accordant.terms.agreement import Agreement
from accordant.terms.indicator import Availability, Count, Share, Statistic, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.target import Bound, Target
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan
from accordant.zone import local_time


@dataclass(frozen=True)
class Case:
    """What one window of one group is judged by; `group` is empty where an obligation has none."""

    terms: Agreement
    obligation: Obligation
    window: WindowSpan
    group: str
    as_of: Instant

    @property
    def has_ended(self) -> bool:
        """Say whether everything that can happen in the window was seen: it is half-open."""
        return self.as_of >= self.window.stop

    @property
    def elapsed(self) -> Fraction:
        """Return the share of the window that has passed."""
        passed = min(max(self.as_of, self.window.start), self.window.stop) - self.window.start
        return Fraction(passed, self.window.stop - self.window.start)


def judge_case(case: Case, tally: Tally) -> Verdict:
    """Judge one window of one group, after the relief of items and, beside it, before.

    Whether another obligation's miss excuses the window is not asked here.
    """
    begins = local_time(case.terms.term.zone, case.window.start).date()
    target = target_of(case.obligation.target, case.group, begins)
    if target is None:
        none = Outcome.NO_DATA
        return Verdict(case.obligation.name, case.window, none, none, None, "no target matches", case.group)
    raw = _stand(case, target, tally, relieved=False)
    return _verdict(case, target, tally, raw, _stand(case, target, tally, relieved=True))


def _stand(case: Case, target: Target, tally: Tally, *, relieved: bool) -> Stand:
    reading = _reading(case, tally, relieved=relieved)
    line = line_of(target, case.obligation, case.window)
    want = wanted(line, reading)
    outcome, why = _nothing_to_judge(case, target, tally, reading)
    if outcome is None:
        outcome, why = _too_much_unknown(case, tally)
    return Stand(reading, line, want, outcome or _outcome(case, reading, want), why)


def _outcome(case: Case, reading: Reading, want: Wanted) -> Outcome:
    if case.has_ended:
        return at_end(reading, want)
    is_final = isinstance(case.obligation.indicator, Count | Sum) and not case.obligation.less
    return before_end(reading, want, is_final=is_final)


def _reading(case: Case, tally: Tally, *, relieved: bool) -> Reading:
    counts = tally.counts if relieved else tally.raw
    match case.obligation.indicator:
        case Availability() as indicator if not indicator.rate:
            return downtime.of_uptime(indicator, tally.uptime or Uptime(0, 0))
        case Availability() | Statistic() as indicator:
            return sample.of_sample(indicator, tally.sample, _unit(case))
        case Count():
            return amount.count(counts)
        case Sum():
            return amount.total(tally, relieved=relieved)
        case Share(counted_by="flow"):
            return share.of_flow(tally)
        case _:
            return share.of_items(counts)


def _unit(case: Case) -> str:
    """Return the unit in which the values of a statistic are told."""
    name = getattr(case.obligation.indicator, "of", "")
    return next((definition.unit for definition in case.terms.definitions if definition.name == name), "")


def _too_much_unknown(case: Case, tally: Tally) -> tuple[Outcome | None, str]:
    """Say whether too little is known of a window for a verdict: unknown at its end, open before it."""
    indicator = case.obligation.indicator
    if not isinstance(indicator, Availability | Statistic):
        return None, ""
    if isinstance(indicator, Availability) and tally.uptime is not None:
        why = downtime.doubt(indicator, tally.uptime)
    else:
        why = sample.doubt(indicator, tally.sample)
    return (Outcome.UNKNOWN if case.has_ended else Outcome.PENDING, why) if why else (None, "")


def _nothing_to_judge(case: Case, target: Target, tally: Tally, reading: Reading) -> tuple[Outcome | None, str]:
    """Say why a window has no data or is excused; (None, "") when it can be judged.

    A count or a sum of nothing is 0 and is judged: only a share needs something to divide by.
    """
    if case.window.is_part and case.obligation.window.part_windows == "not judged":
        return Outcome.NO_DATA, "a part window, which is not judged"
    size = reading.population if tally.sample is None else tally.sample.n + tally.sample.unknown
    if size is None or not case.has_ended or size >= max(target.minimum_sample, 1):
        return None, ""
    if _too_much_unknown(case, tally)[0]:
        return None, ""
    if tally.uptime is not None:
        return _no_time(tally.uptime)
    relieved = tally.counts.get(Outcome.EXCUSED, 0)
    if size == 0 and relieved:
        return Outcome.EXCUSED, f"nothing to judge: relief or exclusion took all {relieved}"
    if size == 0:
        return Outcome.NO_DATA, "nothing to judge: no items"
    return Outcome.NO_DATA, f"{size} items, and the minimum sample is {target.minimum_sample}"


def _no_time(uptime: Uptime) -> tuple[Outcome | None, str]:
    """Say why there is no time to judge."""
    if uptime.unknown:
        return Outcome.NO_DATA, "nothing to judge: nobody told of any of it"
    if uptime.excluded:
        return Outcome.EXCUSED, "nothing to judge: all of the time is excluded"
    return Outcome.NO_DATA, "nothing to judge: none of the window is agreed time"


def _verdict(case: Case, target: Target, tally: Tally, raw: Stand, stand: Stand) -> Verdict:
    reading = stand.reading
    attained = interval(stand.line, reading, stand.outcome, ended=case.has_ended)
    low, high = attained or (None, None)
    is_missed = stand.outcome is Outcome.MISSED
    decided = None if reading.population is None else reading.population - reading.open - (reading.unknown or 0)
    return Verdict(
        case.obligation.name,
        case.window,
        stand.outcome,
        raw.outcome,
        target,
        reason(case.terms, case.obligation, target, stand, raw, tally),
        case.group,
        actual=reading.actual,
        raw_actual=raw.reading.actual,
        lowest=reading.lowest,
        highest=reading.highest,
        good=int(reading.kept) if reading.by_piece else 0,
        valid=int(decided) if decided is not None and tally.uptime is None else 0,
        attained_low=low,
        attained_high=high,
        missed_at=_missed_at(case, stand, tally) if is_missed else None,
        spare=spare(reading, stand.want),
        tally=tally,
        low=stand.line.low,
        high=stand.line.high,
        reached=_reached(case, target, stand),
        budget=error_budget(reading, stand.want, case.elapsed),
    )


def _missed_at(case: Case, stand: Stand, tally: Tally) -> Instant:
    return missed_at(stand.reading, stand.want, tally, case.window, case.obligation.indicator)


def _reached(case: Case, target: Target, stand: Stand) -> tuple[str, ...]:
    """Return which of the levels beside the target the window reached for certain."""
    if stand.why:
        return ()
    levels = (("stretch", target.stretch), ("expected", target.expected), ("minimum", target.minimum))
    lines = ((name, _level(case, bound)) for name, bound in levels if bound is not None)
    wants = ((name, wanted(line, stand.reading)) for name, line in lines)
    return tuple(name for name, want in wants if _outcome(case, stand.reading, want) is Outcome.MET)


def _level(case: Case, bound: Bound) -> Line:
    return line_of(Target(bound), case.obligation, case.window)
