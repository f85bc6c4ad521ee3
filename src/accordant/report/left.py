"""What is left: how many more may be missed, or are still wanted, in units people feel."""

from fractions import Fraction
from math import ceil

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.report.fact import Bold, Piece
from accordant.report.figure import short
from accordant.report.measured import is_measured, measured_left, measured_warning
from accordant.report.nouns import Nouns
from accordant.report.period import period_words
from accordant.report.phrases import called, many_called
from accordant.report.subject import counts_of
from accordant.terms.indicator import Count, Deliver, Share, Sum
from accordant.terms.obligation import Obligation

_UNJUDGED = {Outcome.NO_DATA: "nothing is judged", Outcome.EXCUSED: "excused"}


def left(obligation: Obligation, verdict: Verdict, words: Nouns, *, ended: bool) -> tuple[Piece, ...]:
    """Say what is left of a promise in a window: `0, 24 too many`, `19 leads of 62`, `79 leads to go`."""
    if verdict.outcome in _UNJUDGED:
        return (_UNJUDGED[verdict.outcome],)
    if verdict.groups:
        missed = sum(group.outcome is Outcome.MISSED for group in verdict.groups)
        return (Bold(f"{missed} of {len(verdict.groups)} missed"),)
    if verdict.spare is None:
        return ("nothing to count",)
    if isinstance(obligation.indicator, Count | Sum):
        return _amount(obligation, verdict, words, ended=ended)
    if is_measured(obligation):
        return measured_left(obligation, verdict)
    if is_flow(obligation):
        return _flow(obligation, verdict)
    return _misses(obligation, verdict, words)


def warning(obligation: Obligation, verdict: Verdict, *, ended: bool) -> str:
    """Say what it takes to lose a window that is not lost: `12 more misses and November 2026 is lost`."""
    period = period_words(verdict.window.label)
    if is_measured(obligation):
        return "" if ended or verdict.groups else measured_warning(verdict, period)
    spare = verdict.spare
    counts_misses = not isinstance(obligation.indicator, Count | Sum) and not is_flow(obligation)
    if ended or spare is None or verdict.groups or not counts_misses:
        return ""
    if spare < 0:
        return f"As it stands {short(-spare)} too many were missed, and {period} is not over."
    more = int(spare) + 1
    return f"{more:,} more {'miss' if more == 1 else 'misses'} and {period} is lost, if nothing else comes."


def allowance(verdict: Verdict) -> int | None:
    """Return how many items of a share may be missed in all; None without a bound."""
    if verdict.spare is None:
        return None
    return max(0, int(verdict.spare) + counts_of(verdict).get(Outcome.MISSED, 0))


def is_flow(obligation: Obligation) -> bool:
    """Say whether a share counts its good ones by themselves: none of the others can be missed."""
    return isinstance(obligation.indicator, Share) and obligation.indicator.counted_by == "flow"


def _flow(obligation: Obligation, verdict: Verdict) -> tuple[Piece, ...]:
    good = getattr(obligation.indicator, "good", "")
    if verdict.low is None:
        return ("nothing to count",)
    short_of = ceil(verdict.low * verdict.valid) - verdict.good
    if short_of > 0:
        return ("0, ", Bold(f"{short_of:,} {called(good) if short_of == 1 else many_called(good)} short"))
    return (Bold(f"{-short_of:,} to spare"),)


def _amount(obligation: Obligation, verdict: Verdict, words: Nouns, *, ended: bool) -> tuple[Piece, ...]:
    spare = verdict.spare or Fraction(0)
    if verdict.low is not None:
        if spare <= 0:
            return (Bold(f"{_many(obligation, -spare, words, bare=True)} to spare"),)
        wanted = _many(obligation, spare, words)
        if not ended:
            return (Bold(f"{wanted} to go"),)
        best = spare if verdict.highest is None else verdict.low - verdict.highest
        least = f"{short(best)} to " if 0 < best < spare else ""
        return ("0, ", Bold(f"{least}{wanted} short"))
    if spare < 0:
        return ("0, ", Bold(f"{_many(obligation, -spare, words)} too many"))
    if spare == 0:
        return ("none more may come",)
    return (Bold(f"{_many(obligation, spare, words)} more"), " may come")


def _many(obligation: Obligation, number: Fraction, words: Nouns, *, bare: bool = False) -> str:
    if isinstance(obligation.indicator, Count):
        return f"{int(number):,}" if bare else words.of(int(number))
    unit = _unit(obligation)
    return f"{short(number)}{f' {unit}' if unit else ''}"


def _unit(obligation: Obligation) -> str:
    bound = getattr(obligation.target, "bound", None)
    quantity = bound and (bound.low or bound.high)
    return quantity.unit if quantity else ""


def _misses(obligation: Obligation, verdict: Verdict, words: Nouns) -> tuple[Piece, ...]:
    spare = int(verdict.spare or 0)
    if spare < 0:
        over = -spare
        if isinstance(obligation.indicator, Share):
            good = obligation.indicator.good
            return ("0, ", Bold(f"{over:,} {called(good) if over == 1 else many_called(good)} short"))
        if isinstance(obligation.indicator, Deliver):
            return ("0, ", Bold(f"{words.of(over)} late or missing"))
        return ("0, ", Bold(f"{over:,} too many"))
    total = allowance(verdict)
    return (Bold(words.of(spare) if spare else "none"), f" of {total:,}" if total else "")
