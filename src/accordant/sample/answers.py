"""The first answers: which leads are tried in time, which late, which never, chosen before any event is placed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from accordant.sample import figures, november, office
from accordant.sample.figures import DEMO_LATE, MONTH_BY_NAME, OTHERS_LATE, WAITS_IN_TIME
from accordant.sample.story import Answer, Arrival, Fate

KEPT, LATE, NEVER = "kept", "late", "never"
CANCELLED, EXCUSED, PENDING, UNKNOWN = "cancelled", "excused", "pending", "unknown"
_LAST_LATE = date(2026, 12, 21)
_DOUBTFUL = {"2026-03": 3}
_CLAIMED_IN_A_MONTH = 2


def answers(rng: Random, arrivals: list[Arrival]) -> list[Answer]:
    """Return the first answer of each lead; those of a month by the figures of that month."""
    relieved = surge(arrivals)[figures.SURGE_POPULATION :]
    found: dict[int, Answer] = {i: _relieved(rng, arrivals[i], n) for n, i in enumerate(relieved)}
    groups: dict[str, list[int]] = defaultdict(list)
    for i, arrival in enumerate(arrivals):
        if arrival.is_cancelled:
            found[i] = _cancelled(rng, arrival)
        elif i not in found:
            groups[office.month_of(arrival.speed_due)].append(i)
    for month, group in groups.items():
        if month == "2026-11":
            found |= _november(rng, arrivals, group)
        else:
            found |= _month(rng, arrivals, month, group)
    return [found[i] for i in range(len(arrivals))]


def surge(arrivals: list[Arrival]) -> list[int]:
    """Return the MQLs of the surge day in order; those after the fiftieth are relieved."""
    return [i for i, arrival in enumerate(arrivals) if office.date_of(arrival.at) == figures.SURGE_DATE]


def _relieved(rng: Random, arrival: Arrival, n: int) -> Answer:
    is_late = n < figures.SURGE_LATE_RELIEVED
    answer = _late(rng, arrival) if is_late else _in_time(rng, arrival)
    return replace(answer, outcome=f"{EXCUSED} {answer.outcome}")


def _cancelled(rng: Random, arrival: Arrival) -> Answer:
    """Half of them were tried before it was known what they are."""
    answer = _in_time(rng, arrival)
    tried = answer.stop is not None and arrival.fate_at is not None and answer.stop < arrival.fate_at
    stop = answer.stop if tried and rng.randrange(2) else None
    return Answer(CANCELLED, stop)


def _month(rng: Random, arrivals: list[Arrival], month: str, group: list[int]) -> dict[int, Answer]:
    on_surge_day = set(surge(arrivals)[: figures.SURGE_POPULATION]) & set(group)
    can = [i for i in group if i not in on_surge_day and office.date_of(arrivals[i].at) <= _LAST_LATE]
    doubtful = set(rng.sample(can, _DOUBTFUL.get(month, 0)))
    late = rng.sample(sorted(on_surge_day), figures.SURGE_LATE_COUNTED) if on_surge_day else []
    more = (len(group) - len(doubtful)) * MONTH_BY_NAME[month].late // 1000 - len(late)
    chosen = rng.sample([i for i in can if i not in doubtful], more)
    never, claimed = _never_and_claimed(arrivals, chosen)
    found = {i: _in_time(rng, arrivals[i]) for i in group}
    found |= {i: _late(rng, arrivals[i]) for i in (*late, *chosen)}
    found |= {i: _doubtful(rng, arrivals[i]) for i in doubtful}
    found |= {i: _claimed(rng, arrivals[i]) for i in claimed}
    return found | {i: Answer(NEVER) for i in never}


def _never_and_claimed(arrivals: list[Arrival], late: list[int]) -> tuple[list[int], list[int]]:
    """Split off the leads nobody ever tried, and those of which a call was told long after its date."""
    plain = [i for i in late if arrivals[i].fate is Fate.ACCEPTED]
    never = plain[: len(late) // 7]
    rest = [i for i in plain[len(never) :] if office.date_of(arrivals[i].at) < date(2026, 12, 1)]
    return never, rest[:_CLAIMED_IN_A_MONTH]


def _november(rng: Random, arrivals: list[Arrival], group: list[int]) -> dict[int, Answer]:
    """Answer the 600 of November after the figures of its scorecard, source by source."""
    late = _late_of_november(rng, arrivals, group)
    found: dict[int, Answer] = {}
    for is_demo in (True, False):
        waits = _waits_of_november(rng, is_demo)
        slow = _slow_of_november(rng, is_demo)
        for i in group:
            if (arrivals[i].source == "demo request") is is_demo:
                found[i] = _example(arrivals[i]) or _answer(arrivals[i], next(slow if i in late else waits))
    return found


def _late_of_november(rng: Random, arrivals: list[Arrival], group: list[int]) -> set[int]:
    late = {i for i in group if arrivals[i].name in ("L2", "L4", "L5", "L7")}
    for source, count in november.LATE_BY_SOURCE.items():
        known = sum(1 for i in late if arrivals[i].source == source)
        can = [i for i in group if arrivals[i].source == source and _is_plain(arrivals[i])]
        late |= set(rng.sample(can, count - known))
    return late


def _is_plain(arrival: Arrival) -> bool:
    return not arrival.name and arrival.fate is Fate.ACCEPTED


def _waits_of_november(rng: Random, is_demo: bool) -> Iterator[int]:
    """Return the waits in time, spread evenly over each span of the scorecard's distribution."""
    waits: list[int] = []
    named = {example.minutes for example in november.EXAMPLES.values()}
    for over, to, demos, others in WAITS_IN_TIME:
        count = demos if is_demo else others
        width = (to - over) * office.MINUTE
        steps = [width * k // count - rng.randrange(width // count // 10) for k in range(1, count + 1)]
        taken = 0 if is_demo else sum(1 for m in named if m is not None and over < max(m, 1) <= to)
        waits += [over * office.MINUTE + step for step in steps[: count - taken]]
    rng.shuffle(waits)
    return iter(waits)


def _slow_of_november(rng: Random, is_demo: bool) -> Iterator[int | None]:
    named = {example.minutes for example in november.EXAMPLES.values()}
    minutes = DEMO_LATE if is_demo else [m for m in OTHERS_LATE if m not in named]
    never = november.NEVER_DEMO if is_demo else november.NEVER_OTHERS - 1
    waits = [m * office.MINUTE - rng.randrange(20 * office.SECOND) for m in minutes]
    slow = [*waits, *([None] * never)]
    rng.shuffle(slow)
    return iter(slow)


def _example(arrival: Arrival) -> Answer | None:
    if not arrival.name:
        return None
    stop = november.EXAMPLES[arrival.name].stop
    return _outcome(arrival, stop) if stop else Answer(NEVER)


def _answer(arrival: Arrival, wait: int | None) -> Answer:
    return Answer(NEVER) if wait is None else _outcome(arrival, office.after(arrival.at, wait))


def _outcome(arrival: Arrival, stop: int) -> Answer:
    """Say what a first attempt at `stop` makes of the clock, which the sample sees until its last event."""
    is_late = office.open_between(arrival.at, stop) > arrival.limit
    if stop <= office.LAST_EVENT:
        return Answer(LATE if is_late else KEPT, stop)
    return Answer(NEVER if office.open_between(arrival.at, office.AS_OF) > arrival.limit else PENDING)


def _in_time(rng: Random, arrival: Arrival) -> Answer:
    if not office.is_open(arrival.at) and rng.randrange(100) < 8:
        soon = arrival.at + rng.randrange(4 * office.MINUTE, 40 * office.MINUTE)
        if office.open_between(arrival.at, soon) == 0:
            return _outcome(arrival, soon)
    column = 2 if arrival.source == "demo request" else 3
    (row,) = rng.choices(WAITS_IN_TIME, [row[column] for row in WAITS_IN_TIME])
    wait = rng.randrange(row[0] * office.MINUTE, row[1] * office.MINUTE) + 1
    return _answer(arrival, wait)


def _late(rng: Random, arrival: Arrival) -> Answer:
    minutes = rng.choice(DEMO_LATE if arrival.source == "demo request" else OTHERS_LATE)
    return _answer(arrival, minutes * office.MINUTE - rng.randrange(20 * office.SECOND))


def _doubtful(rng: Random, arrival: Arrival) -> Answer:
    doubtful = office.after(arrival.at, rng.randrange(office.MINUTE, 25 * office.MINUTE))
    return replace(_late(rng, arrival), outcome=UNKNOWN, doubtful=doubtful)


def _claimed(rng: Random, arrival: Arrival) -> Answer:
    claimed = office.after(arrival.at, rng.randrange(office.MINUTE, 25 * office.MINUTE))
    told = office.after(claimed, rng.randrange(6 * office.OPEN_DAY, 9 * office.OPEN_DAY))
    return replace(_outcome(arrival, told), claimed=claimed)
