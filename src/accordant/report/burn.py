"""Error budgets by day: what a share may lose, what was spent of it so far, and how fast it goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import ceil

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item, Outcome
from accordant.measure.stretches import Stretch
from accordant.plan.timeline import midnight
from accordant.report.card import Card
from accordant.report.figure import felt, short
from accordant.report.period import day_words, period_words
from accordant.report.room import Room
from accordant.report.state import State, of_outcome
from accordant.report.uptime import DAY, dates_between, down_of, leaves, time_by_day
from accordant.terms.indicator import Attempts, Availability, Deliver, Time
from accordant.terms.values import Instant
from accordant.zone import local_time

_UNTOLD = (Outcome.NO_DATA, Outcome.EXCUSED, Outcome.UNKNOWN)


@dataclass(frozen=True)
class Burn:
    """The error budget of a promise, or one group of it, in one window.

    `allowance` and `spent` are microseconds (`is_time`) or items. `dates` are all of the window, `by_day` what was
    spent at the end of each of them that has begun. `rate` 1 spends just all of it by the end; None before
    anything could be spent.
    """

    card: Card
    group: str
    allowance: Fraction
    spent: Fraction
    rate: Fraction | None
    dates: tuple[date, ...]
    by_day: tuple[Fraction, ...]
    is_time: bool
    has_ended: bool
    period: str
    unit: str
    state: State

    @property
    def left(self) -> Fraction:
        """Return what is left of it; negative when it is overdrawn."""
        return self.allowance - self.spent


def burns(room: Room, cards: Iterable[Card]) -> tuple[Burn, ...]:
    """Return the error budgets of the windows on the cards, in their order; none where nothing may be lost.

    Nor of a share: the members of a cohort are lost when their time has run out, most of them after the window.
    """
    found: list[Burn] = []
    for card in cards:
        for leaf in leaves(card.verdict) if card.verdict else ():
            burn = _burn(room, card, leaf)
            found += [burn] if burn is not None else []
    return tuple(found)


def amount(burn: Burn, value: Fraction) -> str:
    """Write a part of a budget in the unit people feel: `43 min`, `19`."""
    return felt(ceil(value), DAY) if burn.is_time and value else short(value)


def allowed(burn: Burn) -> str:
    """Write what may be lost: `43 min`, `19 misses`."""
    return amount(burn, burn.allowance) + ("" if burn.is_time else f" {_misses(burn.allowance)}")


def spending(burn: Burn) -> str:
    """Say how much of it is spent: `3 h 10 min of 43 min spent: overdrawn by 2 h 27 min`."""
    if not burn.spent:
        return f"Nothing of {allowed(burn)} spent"
    told = f"{amount(burn, burn.spent)} of {allowed(burn)} spent"
    if burn.left < 0:
        return f"{told}: overdrawn by {amount(burn, -burn.left)}"
    return f"{told}, {amount(burn, burn.left) if burn.left else 'nothing'} left"


def pace(burn: Burn) -> str:
    """Say how fast a running window burns: `burning 2.4 times as fast as the month allows`; "" when it is over."""
    if burn.has_ended or burn.rate is None or not burn.spent:
        return ""
    times = short(burn.rate, 1 if burn.rate >= 1 else 2)
    if burn.rate == 1:
        return f"burning just as fast as the {burn.unit} allows"
    if burn.rate < 1:
        return f"burning at {short(burn.rate * 100, 0) or '0'}% of the pace the {burn.unit} allows"
    return f"burning {times} times as fast as the {burn.unit} allows"


def told(burn: Burn) -> str:
    """Say both in a sentence without a full stop."""
    return "; ".join(filter(None, (spending(burn), pace(burn))))


def runs_out(burn: Burn) -> str:
    """Say on which date a budget that is not overdrawn runs out at the pace so far; "" when it does not."""
    is_running = burn.is_time and not burn.has_ended and burn.left >= 0
    if not is_running or burn.rate is None or burn.rate <= 1:
        return ""
    day = len(burn.dates) / burn.rate
    return day_words(burn.dates[min(ceil(day), len(burn.dates)) - 1])


def _misses(number: Fraction) -> str:
    return "miss" if number == 1 else "misses"


def _burn(room: Room, card: Card, leaf: Verdict) -> Burn | None:
    budget, window = leaf.budget, leaf.window
    obligation = room.subject.obligation_of(leaf)
    if budget is None or leaf.outcome in _UNTOLD:
        return None
    is_time = isinstance(obligation.indicator, Availability)
    as_of, zone = room.subject.evaluation.as_of, room.subject.zone
    dates = dates_between(window.start, window.stop, zone)
    begun = [day for day in dates if midnight(zone, day) < as_of]
    if is_time:
        lost = [Fraction(time) for time in time_by_day(_lost(leaf), begun, zone)]
    elif isinstance(obligation.indicator, Time | Attempts | Deliver):
        items = room.standing(card.obligation.name)
        if items is None:
            return None
        lost = _missed(items, leaf, begun, zone)
    else:
        return None
    return Burn(
        card,
        leaf.group,
        budget.allowance,
        budget.spent * budget.allowance,
        budget.burn_rate,
        tuple(dates),
        tuple(accumulate(lost)),
        is_time,
        as_of >= window.stop,
        period_words(window.label),
        _unit(obligation.window.unit, obligation.window.days),
        of_outcome(leaf.outcome),
    )


def _unit(unit: str, days: int) -> str:
    return f"{days} days" if unit == "rolling" else unit


def _lost(verdict: Verdict) -> list[Stretch]:
    """Return the time down, with what nobody told where that counts as down."""
    uptime = verdict.tally.uptime if verdict.tally else None
    if uptime is None:
        return []
    spent = verdict.budget.spent * verdict.budget.allowance if verdict.budget else Fraction(0)
    return [*down_of(uptime), *(uptime.unknown_in if spent > uptime.down else ())]


def _missed(items: Sequence[Item], verdict: Verdict, dates: Sequence[date], zone: str) -> list[Fraction]:
    """Count misses by the date they became one; those after the window's last date count on it."""
    counts = dict.fromkeys(dates, 0)
    for item in items:
        mine = item.outcome is Outcome.MISSED and item.group == verdict.group
        if mine and dates and _stands_in(item, verdict):
            day = local_time(zone, _lost_at(item)).date()
            counts[min(max(day, dates[0]), dates[-1])] += 1
    return [Fraction(counts[day]) for day in dates]


def _stands_in(item: Item, verdict: Verdict) -> bool:
    return verdict.window.first_cell <= item.window <= verdict.window.last_cell


def _lost_at(item: Item) -> Instant:
    return next(at for at in (item.missed_from, item.due, item.start) if at is not None)
