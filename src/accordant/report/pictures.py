"""What is drawn: waterfalls of counts and sums, waiting times of clocks, each with the promise it belongs to."""

from dataclasses import dataclass
from fractions import Fraction

from accordant.measure.measurement import Item
from accordant.report.card import Card
from accordant.report.period import period_words
from accordant.report.room import Room, before, shown
from accordant.report.waiting import Waiting, waiting
from accordant.report.waterfall import Waterfall, waterfall
from accordant.terms.indicator import Count, Sum, Time
from accordant.terms.obligation import Obligation

_FEW = 5


@dataclass(frozen=True)
class Fall:
    """The waterfall of a card's promise, and the name of the window its dotted line shows."""

    card: Card
    fall: Waterfall
    before: str


@dataclass(frozen=True)
class Wait:
    """The waiting times of a card's promise."""

    card: Card
    wait: Waiting


def fall_of(room: Room, obligation: Obligation) -> Waterfall | None:
    """Lay a count or a sum with a lower bound out by day; None for others, and for goals too small to draw."""
    chosen = shown(room.subject, obligation.name)
    if chosen is None or room.gathered is None or chosen.low is None or chosen.low < _FEW:
        return None
    if not isinstance(obligation.indicator, Count | Sum) or chosen.groups:
        return None
    earlier = before(room.subject, obligation.name)
    return waterfall(
        chosen.window,
        chosen.low,
        room.begun(obligation.name, chosen.window),
        (earlier.window, room.begun(obligation.name, earlier.window)) if earlier else None,
        (room.clocks.of(obligation.calendar), room.subject.zone),
        room.subject.evaluation.as_of,
        _worth if isinstance(obligation.indicator, Sum) else _one,
    )


def is_behind(fall: Waterfall | None) -> bool:
    """Say whether a running window will fall short at the pace so far."""
    return fall is not None and not fall.has_ended and fall.forecast is not None and fall.forecast.end < fall.goal


def falls(room: Room, cards: tuple[Card, ...], found: dict[str, Waterfall | None]) -> tuple[Fall, ...]:
    """Return the waterfalls that there are, in the order of the cards."""
    drawn = []
    for card in cards:
        fall, earlier = found.get(card.obligation.name), before(room.subject, card.obligation.name)
        if fall is not None:
            drawn.append(Fall(card, fall, period_words(earlier.window.label) if earlier else ""))
    return tuple(drawn)


def waits(room: Room, cards: tuple[Card, ...]) -> tuple[Wait, ...]:
    """Return the waiting times of the promises that have a clock, in the order of the cards."""
    found = []
    for card in cards:
        items = room.standing(card.obligation.name)
        if items is None or not isinstance(card.obligation.indicator, Time):
            continue
        wait = waiting(card.obligation, items, room.clocks.of(card.obligation.calendar))
        if wait is not None:
            found.append(Wait(card, wait))
    return tuple(found)


def _one(_item: Item) -> Fraction:
    return Fraction(1)


def _worth(item: Item) -> Fraction:
    return Fraction(item.value or 0)
