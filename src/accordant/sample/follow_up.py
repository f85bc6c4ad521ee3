"""The way of each MQL after its first answer: attempts, contact, acceptance, qualification, the deal."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random

from accordant.sample import figures, november, office
from accordant.sample.answers import CANCELLED, KEPT, LATE, NEVER, PENDING, UNKNOWN
from accordant.sample.figures import MONTH_BY_NAME
from accordant.sample.story import DEPTH_LIMIT, Answer, Arrival, Depth, Fate, Progress

CONNECTED, SIX, GIVEN_UP = "connected", "six attempts", "given up"
_GIVEN_UP_AFTER_THE_YEAR = 80
"""Thousandths of the follow-ups that fall due when the year is over: planned, and not yet to be seen."""


@dataclass(frozen=True)
class Chosen:
    """The leads, by number, that get so far; `late` qualify after more than 30 days."""

    accepted: frozenset[int]
    good: frozenset[int]
    late: frozenset[int]
    won: frozenset[int]
    given_up: frozenset[int]


def choose(rng: Random, arrivals: list[Arrival], answers: list[Answer]) -> Chosen:
    """Choose who is accepted, qualified, won and given up, by the figures of each month."""
    accepted: set[int] = set()
    good: set[int] = set()
    late: set[int] = set()
    won: set[int] = set()
    by_month: dict[str, list[int]] = defaultdict(list)
    for i, arrival in enumerate(arrivals):
        if _can_qualify(arrival, answers[i]):
            by_month[office.month_of(arrival.at)].append(i)
    for month, can in by_month.items():
        qualified = _qualified(rng, arrivals, month, can)
        good |= qualified
        won |= _won(rng, arrivals, month, qualified)
        rest = [i for i in can if i not in qualified and office.date_of(arrivals[i].at) < date(2026, 11, 15)]
        late |= set(rng.sample(rest, MONTH_BY_NAME[month].good_too_late if month != "2026-12" else 0))
        accepted |= _accepted(rng, arrivals, month, can, qualified | late)
    given_up = _given_up(rng, arrivals, answers, good | late)
    return Chosen(*(frozenset(chosen) for chosen in (accepted, good, late, won, given_up)))


def _can_qualify(arrival: Arrival, answer: Answer) -> bool:
    is_plain = arrival.fate is Fate.ACCEPTED and arrival.name not in ("L2", "L5")
    return is_plain and answer.stop is not None and answer.claimed is None


def _qualified(rng: Random, arrivals: list[Arrival], month: str, can: list[int]) -> set[int]:
    if month == "2026-11":
        return _by_source(rng, arrivals, can, november.QUALIFIED_BY_SOURCE)
    order = sorted(can, key=lambda i: rng.randrange(1_000_000) // figures.SQL_ODDS[arrivals[i].source])
    return set(order[: MONTH_BY_NAME[month].good])


def _by_source(rng: Random, arrivals: list[Arrival], can: list[int], counts: dict[str, int]) -> set[int]:
    found: set[int] = set()
    for source, count in counts.items():
        found |= set(rng.sample([i for i in can if arrivals[i].source == source], count))
    return found


def _won(rng: Random, arrivals: list[Arrival], month: str, qualified: set[int]) -> set[int]:
    if month == "2026-11":
        return _by_source(rng, arrivals, sorted(qualified), november.WON_BY_SOURCE)
    return set(rng.sample(sorted(qualified), MONTH_BY_NAME[month].won))


def _accepted(rng: Random, arrivals: list[Arrival], month: str, can: list[int], qualified: set[int]) -> set[int]:
    """Accept all who qualify and so many others that the share of the source is reached."""
    accepted = qualified & set(can)
    for source, share in figures.SAL_SHARE.items():
        of_source = [i for i in can if arrivals[i].source == source]
        count = len(of_source) * share // 1000
        if month == "2026-11":
            count = november.ACCEPTED_BY_SOURCE.get(source, 0) - (source == november.EXAMPLES["L2"].source)
        rest = [i for i in of_source if i not in accepted]
        more = count - (len(of_source) - len(rest))
        accepted |= set(rng.sample(rest, max(0, more)))
    return accepted


def _given_up(rng: Random, arrivals: list[Arrival], answers: list[Answer], qualified: set[int]) -> set[int]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, arrival in enumerate(arrivals):
        if not arrival.is_cancelled:
            groups[office.month_of(arrival.depth_due)].append(i)
    found: set[int] = set()
    for month, group in groups.items():
        figure = MONTH_BY_NAME.get(month)
        share = figure.given_up if figure else _GIVEN_UP_AFTER_THE_YEAR
        count = november.GIVEN_UP if month == "2026-11" else len(group) * share // 1000
        sure = [i for i in group if answers[i].outcome == NEVER or arrivals[i].name == "L2"]
        can = [i for i in group if i not in qualified and answers[i].outcome in (KEPT, LATE)]
        can = [i for i in can if answers[i].claimed is None and not arrivals[i].name]
        found |= {*sure, *rng.sample(can, count - len(sure))}
    return found


def depth(rng: Random, i: int, arrival: Arrival, answer: Answer, chosen: Chosen) -> Depth:
    """Place the attempts of a lead in open time, and say what becomes of the promise to try six times."""
    if answer.stop is None:
        return Depth(_nothing(arrival, answer))
    if answer.outcome == CANCELLED:
        return Depth(CANCELLED, (answer.stop,))
    if i in chosen.given_up:
        return _few(rng, arrival, answer.stop, alone=arrival.name == "L2")
    soon = i in chosen.good or i in chosen.late or answer.outcome == UNKNOWN or answer.claimed is not None
    if soon or arrival.name or rng.randrange(100) < 62:
        return _contact(rng, arrival, answer.stop, soon)
    return _six(rng, arrival, answer.stop)


def _nothing(arrival: Arrival, answer: Answer) -> str:
    if answer.outcome == CANCELLED:
        return CANCELLED
    return PENDING if _is_running(arrival) else GIVEN_UP


def _is_running(arrival: Arrival) -> bool:
    return office.open_between(arrival.at, office.AS_OF) <= DEPTH_LIMIT


def _seen(arrival: Arrival, outcome: str, attempts: list[int], connected: int | None = None) -> Depth:
    """Cut what lies after the last event, and say what is known then."""
    kept_at = connected if outcome == CONNECTED else attempts[5] if outcome == SIX else None
    if kept_at is None or kept_at > office.LAST_EVENT:
        outcome, connected = PENDING if _is_running(arrival) else GIVEN_UP, None
    return Depth(outcome, tuple(at for at in attempts if at <= office.LAST_EVENT), connected)


def _contact(rng: Random, arrival: Arrival, stop: int, soon: bool) -> Depth:
    """Reach somebody at the last of one to five attempts, a few minutes into it."""
    attempts = [stop]
    longest = 4 * office.HOUR if soon else 12 * office.HOUR
    for _ in range(rng.choices(range(5), (30, 25, 20, 15, 10))[0]):
        attempts.append(office.after(attempts[-1], rng.randrange(30 * office.MINUTE, longest)))
    connected = attempts[-1] + rng.randrange(20 * office.SECOND, 4 * office.MINUTE)
    return _seen(arrival, CONNECTED, attempts, connected)


def _six(rng: Random, arrival: Arrival, stop: int) -> Depth:
    left = DEPTH_LIMIT - office.open_between(arrival.at, stop) - office.HOUR
    more = rng.choices((5, 6, 7), (70, 20, 10))[0]
    steps = sorted(rng.randrange(20 * office.MINUTE, left) for _ in range(more))
    return _seen(arrival, SIX, [stop, *(office.after(stop, step) for step in steps)])


def _few(rng: Random, arrival: Arrival, stop: int, alone: bool) -> Depth:
    """Try up to five times in 15 business days; some leads are tried again when it is too late."""
    count = 0 if alone else rng.choices(range(5), (20, 25, 25, 20, 10))[0]
    steps = sorted(rng.randrange(20 * office.MINUTE, 9 * office.OPEN_DAY) for _ in range(count))
    attempts = [stop, *(office.after(stop, step) for step in steps)]
    if not alone and rng.randrange(4) == 0:
        late = [rng.randrange(office.HOUR, 3 * office.OPEN_DAY) for _ in range(6 - len(attempts))]
        attempts += sorted(office.after(arrival.at, DEPTH_LIMIT + step) for step in late)
    return _seen(arrival, GIVEN_UP, attempts)


def progress(rng: Random, i: int, arrival: Arrival, attempts: Depth, chosen: Chosen) -> Progress:
    """Place acceptance, qualification and the deal after the contact, as far as they were seen."""
    if arrival.name == "L2":
        return Progress(office.local(date(2026, 11, 30), 11 * office.HOUR + 15 * office.MINUTE))
    if not attempts.attempts:
        return Progress()
    base = attempts.connected or attempts.attempts[0]
    accepted = (
        office.after(base, rng.randrange(20 * office.MINUTE, 12 * office.HOUR)) if i in chosen.accepted else None
    )
    qualified, won = None, None
    if accepted and attempts.connected and i in chosen.good:
        qualified = office.after(accepted, rng.randrange(office.HOUR, 9 * office.OPEN_DAY))
    if accepted and attempts.connected and i in chosen.late:
        qualified = office.after(arrival.at, rng.randrange(24 * office.OPEN_DAY, 29 * office.OPEN_DAY))
    if qualified and i in chosen.won:
        won = _deal(rng, qualified, office.month_of(arrival.at))
    return Progress(*(at if at and at <= office.LAST_EVENT else None for at in (accepted, qualified, won)))


def _deal(rng: Random, qualified: int, month: str) -> int:
    won = office.after(qualified, rng.randrange(office.OPEN_DAY, 25 * office.OPEN_DAY))
    if month == "2026-11" and won > office.LAST_EVENT:
        return office.LAST_EVENT - rng.randrange(3 * office.HOUR, 10 * office.HOUR)
    return won
