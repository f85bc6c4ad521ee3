"""One window of one group: its tally and its terms go in, its verdict comes out."""

from dataclasses import dataclass

from accordant.judge import amount, share
from accordant.judge.attained import interval
from accordant.judge.budget import spare
from accordant.judge.miss import missed_at
from accordant.judge.reading import Reading
from accordant.judge.reason import Stand, reason
from accordant.judge.target import line_of, target_of
from accordant.judge.verdict import Verdict
from accordant.judge.window import at_end, before_end, wanted
from accordant.measure.measurement import Outcome, Tally
from accordant.terms.agreement import Agreement
from accordant.terms.indicator import Count, Share, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.target import Target
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
    reading = _reading(case.obligation, tally, relieved=relieved)
    line = line_of(target, case.obligation, case.window)
    want = wanted(line, reading)
    outcome, why = _nothing_to_judge(case, target, tally, reading)
    if outcome is None and case.has_ended:
        outcome = at_end(reading, want)
    if outcome is None:
        is_final = isinstance(case.obligation.indicator, Count | Sum) and not case.obligation.less
        outcome = before_end(reading, want, is_final=is_final)
    return Stand(reading, line, want, outcome, why)


def _reading(obligation: Obligation, tally: Tally, *, relieved: bool) -> Reading:
    counts = tally.counts if relieved else tally.raw
    match obligation.indicator:
        case Count():
            return amount.count(counts)
        case Sum():
            return amount.total(tally, relieved=relieved)
        case Share(counted_by="flow"):
            return share.of_flow(tally)
        case _:
            return share.of_items(counts)


def _nothing_to_judge(case: Case, target: Target, tally: Tally, reading: Reading) -> tuple[Outcome | None, str]:
    """Say why a window has no data or is excused; (None, "") when it can be judged.

    A count or a sum of nothing is 0 and is judged: only a share needs something to divide by.
    """
    if case.window.is_part and case.obligation.window.part_windows == "not judged":
        return Outcome.NO_DATA, "a part window, which is not judged"
    size = reading.population
    if size is None or not case.has_ended or size >= max(target.minimum_sample, 1):
        return None, ""
    relieved = tally.counts.get(Outcome.EXCUSED, 0)
    if size == 0 and relieved:
        return Outcome.EXCUSED, f"nothing to judge: relief or exclusion took all {relieved}"
    if size == 0:
        return Outcome.NO_DATA, "nothing to judge: no items"
    return Outcome.NO_DATA, f"{size} items, and the minimum sample is {target.minimum_sample}"


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
        reason(case.terms, case.obligation, target, stand, raw),
        case.group,
        actual=reading.actual,
        raw_actual=raw.reading.actual,
        lowest=reading.lowest,
        highest=reading.highest,
        good=int(reading.kept) if reading.by_piece else 0,
        valid=int(decided) if decided is not None else 0,
        attained_low=low,
        attained_high=high,
        missed_at=missed_at(reading, stand.want, tally, case.window) if is_missed else None,
        spare=spare(reading, stand.want),
        tally=tally,
        low=stand.line.low,
        high=stand.line.high,
    )
