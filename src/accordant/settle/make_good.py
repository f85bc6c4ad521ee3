"""Make good: a shortfall goes in, what is owed on top in the next window and how it stands comes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from accordant.judge.rounding import shown
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.settle.consequence import ConsequenceState
from accordant.settle.money import EXACT
from accordant.settle.raised import Raised
from accordant.terms.indicator import Count, Sum
from accordant.terms.remedy import MakeGood
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan

# Values are told with at most nine decimals; only a prorated target can have more.
_DECIMALS = 9


@dataclass(frozen=True)
class Arrears:
    """A line of its own in window `into`: so much carried over, so much of it made beyond that window's target."""

    state: ConsequenceState
    reckoning: str
    into: WindowSpan | None = None
    verdict: Verdict | None = None
    carried: Decimal | None = None
    made: Decimal | None = None

    @property
    def unkept_at(self) -> Instant | None:
        """Return the instant from which its `then` counts; None while it may still be kept."""
        if self.state != "late" or self.into is None or self.verdict is None:
            return None
        return max(self.into.stop, self.verdict.missed_at or self.into.stop)


def next_window(each: Raised, windows: Sequence[WindowSpan]) -> WindowSpan | None:
    """Return the window that follows the one that was missed; None when the term ends with it."""
    missed = each.verdict.window
    return next((w for w in windows if w.start >= missed.stop and w.in_term), None)


def arrears(remedy: MakeGood, each: Raised, into: WindowSpan | None, following: Verdict | None) -> Arrears:
    """Reckon what a missed count or sum carries over, and how it stands by the verdict of the next window.

    Carried is the signed target less what was counted or may still count, at most the agreed share of the
    target; fractions of a count round up, the most that may be carried down. What the next window has beyond
    its own signed target makes it good: shortfalls do not compound. Pending until that window is decided.
    Source: SEMANTICS 1 (Consequences), DOMAIN 2 (counts round up).
    """
    verdict = each.verdict
    counted = verdict.actual if verdict.highest is None else verdict.highest
    if not isinstance(each.obligation.indicator, Count | Sum) or verdict.low is None or counted is None:
        return Arrears("not due", "only a count or a sum with a lower bound has a shortfall to carry over")
    owed = _carried(remedy, each, verdict.low, counted)
    if owed <= 0:
        return Arrears("not due", "nothing is short", carried=_decimal(owed))
    if into is None:
        return Arrears(
            "owed", f"{_text(owed, each)} short, and the term ends with the window", carried=_decimal(owed)
        )
    return _standing(owed, each, into, following)


def _carried(remedy: MakeGood, each: Raised, target: Fraction, counted: Fraction) -> Fraction:
    by_piece = isinstance(each.obligation.indicator, Count)
    short = max(Fraction(0), target - counted)
    most = remedy.at_most.fraction * target if remedy.at_most else short
    return min(_whole(short, ceil, by_piece), _whole(most, floor if remedy.at_most else ceil, by_piece))


def _whole(value: Fraction, rounding: Callable[[Fraction], int], by_piece: bool) -> Fraction:
    unit = 1 if by_piece else 10**_DECIMALS
    return Fraction(rounding(value * unit), unit)


def _standing(owed: Fraction, each: Raised, into: WindowSpan, following: Verdict | None) -> Arrears:
    carried = _decimal(owed)
    if following is None:
        return Arrears("pending", f"{_text(owed, each)} on top in {into.label}", into, None, carried, Decimal(0))
    if following.outcome in (Outcome.EXCUSED, Outcome.NO_DATA) or following.low is None:
        why = f"{_text(owed, each)} on top in {into.label}, which is {following.outcome.value}"
        return Arrears("not due", why, into, following, carried)
    least, most = (
        owed if value is None else min(owed, max(Fraction(0), value - following.low))
        for value in (following.lowest, following.highest)
    )
    is_open = following.outcome in (Outcome.PENDING, Outcome.UNKNOWN)
    state: ConsequenceState = "pending" if is_open or least < owed <= most else "done" if least >= owed else "late"
    return Arrears(state, _line(owed, least, each, into, following.low), into, following, carried, _decimal(least))


def _line(owed: Fraction, made: Fraction, each: Raised, into: WindowSpan, target: Fraction) -> str:
    """Spell the sum out: `79 on top of 667 in 2026-12: 746; 64 made, 15 to go`."""
    total = _text(_whole(target, ceil, isinstance(each.obligation.indicator, Count)) + owed, each)
    head = f"{_text(owed, each)} on top of {_text(target, each)} in {into.label}: {total}"
    return f"{head}; {_text(made, each)} made, {_text(owed - made, each)} to go"


def _text(value: Fraction, each: Raised) -> str:
    bound = each.verdict.target.bound if each.verdict.target else None
    unit = bound.low.unit if bound and bound.low else ""
    return shown(value, None, None, 0 if value.denominator == 1 else 2, unit)


def _decimal(value: Fraction) -> Decimal:
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
