"""SC1 of the domain by hand: a November of two teams, from tallies and items instead of events.

Tallies are those of DOMAIN SC1 (640 submitted, 52 rejected, 141 good, 546 of 600 in time, 577 of 620, 3 of 4);
items are made to have the same numbers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from importlib.resources import files

from accordant.agree.versions import versions
from accordant.evaluate import Evaluation
from accordant.judge.agreement import judge_agreement
from accordant.judge.judge import judge
from accordant.measure.measurement import Item, Measured, Near, Outcome, Tally
from accordant.measure.windows import assemble
from accordant.plan.plan import compile_clocks, make_plan
from accordant.plan.timeline import agreement_windows
from accordant.settle.settle import settle
from accordant.terms.agreement import Agreement
from accordant.terms.values import Instant
from accordant.text.read import read_agreement_text
from accordant.zone import local_instant

ZONE = "America/New_York"
MET, MISSED, CANCELLED, PENDING = Outcome.MET, Outcome.MISSED, Outcome.CANCELLED, Outcome.PENDING
OCTOBER, NOVEMBER = 9, 10
MINUTE = 60_000_000
# Delivered and taken off on each of the twenty business days of November 2026.
DAYS = (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 27, 30)
CAME = (25, 38, 43, 30, 36, 24, 40, 32, 36, 33, 37, 33, 31, 35, 27, 33, 31, 25, 20, 31)
TAKEN = (2, 3, 4, 1, 3, 2, 4, 2, 4, 2, 3, 2, 3, 2, 2, 3, 2, 3, 2, 3)
# The 52 rejections by reason: which of them, in order.
REJECTED = {
    "rejected: duplicate": (0, 31),
    "rejected: no such person": (31, 44),
    "rejected: competitor": (44, 52),
}

Counts = Mapping[Outcome, int]
FIGURES: dict[str, tuple[Counts, Counts]] = {
    "qualified leads": ({MET: 674}, {MET: 588, CANCELLED: 52}),
    "lead quality": ({MET: 170, MISSED: 504}, {MET: 141, MISSED: 447, CANCELLED: 52}),
    "initiatives": ({MET: 4}, {MET: 3}),
    "speed": ({MET: 615, MISSED: 31}, {MET: 546, MISSED: 54, CANCELLED: 55}),
    "persistence": ({MET: 603, MISSED: 48}, {MET: 577, MISSED: 43, CANCELLED: 55}),
    "pipeline status": ({MET: 5}, {MET: 3, MISSED: 1}),
}


def flagship() -> Agreement:
    """Read the flagship agreement that ships with the sample year."""
    text = files("accordant.sample").joinpath("marketing-sales", "agreement.yaml").read_text("utf-8")
    agreement, findings = read_agreement_text(text)
    assert agreement is not None, findings
    return agreement


def at(day: int, clock: str = "00:00", month: int = 11) -> Instant:
    """Return an instant of 2026 in New York."""
    hour, minute = clock.split(":")
    return local_instant(ZONE, datetime(2026, month, day, int(hour), int(minute)))


def november(as_of: Instant | None = None) -> Evaluation:
    """Judge and settle SC1, by default on 31 December 00:00."""
    now = at(31, month=12) if as_of is None else as_of
    history = versions(flagship(), now)
    clocks = compile_clocks(history, None, now)
    plan = make_plan(history, clocks, now, now)
    cells = {
        name: [Tally(OCTOBER, "", dict(a), dict(a)), Tally(NOVEMBER, "", dict(b), dict(b))]
        for name, (a, b) in FIGURES.items()
    }
    measured = Measured(assemble(plan, cells, {"speed": {"MQL": 31, "attempt": 2}}))
    verdicts = judge(history, measured.measurements, now)
    overall = judge_agreement(history, verdicts, agreement_windows(history, now), now)
    consequences = settle(history, measured, verdicts, overall, clocks, now).consequences
    return Evaluation(history, plan, now, now, measured.measurements, verdicts, overall, consequences)


def items(name: str, near: Near | None = None) -> Iterator[Item]:
    """Yield items of November with the numbers of the tallies."""
    makers: dict[str, Callable[[], Iterator[Item]]] = {"qualified leads": qualified, "speed": speed}
    if name in makers:
        yield from makers[name]()
        return
    if name == "lead quality":
        yield from (replace(one, obligation=name) for one in qualified() if one.outcome is CANCELLED)
    for outcome, number in FIGURES[name][1].items():
        for i in range(0 if (name, outcome) == ("lead quality", CANCELLED) else number):
            yield item(name, f"{outcome.value[0]}{i}", at(2 + i % 27, "10:00"), outcome)


def item(name: str, entity: str, start: Instant, outcome: Outcome, **more: object) -> Item:
    """Make an item that stands in November."""
    told = {"reason": "taken away" if outcome is CANCELLED else outcome.value, **more}
    return Item(name, entity, start, NOVEMBER, outcome, outcome, **told)  # type: ignore[arg-type]


def qualified() -> Iterator[Item]:
    """Yield the MQLs day by day; those rejected are taken off on the day they came."""
    for day, came, taken in zip(DAYS, CAME, TAKEN, strict=True):
        for i in range(came):
            start = at(day, "09:30") + i * MINUTE
            gone = i < taken
            stop = start + 60 * MINUTE if gone else None
            yield item("qualified leads", f"Q{day}-{i}", start, CANCELLED if gone else MET, stop=stop)


def speed() -> Iterator[Item]:
    """Yield clocks: 546 in time after 1 to 110 minutes, 47 late after 3 h, 7 never answered, 55 cancelled."""
    limit = 120 * MINUTE
    for i in range(546):
        yield clock(f"S{i}", (1 + i % 110) * MINUTE, limit, MET)
    for i in range(47):
        yield clock(f"L{i}", 180 * MINUTE, limit, MISSED)
    for i in range(7):
        yield clock(f"W{i}", 9_000 * MINUTE, limit, MISSED, answered=False)
    for i in range(55):
        yield item("speed", f"C{i}", at(4, "10:00"), CANCELLED, reason="cancelled")


def clock(entity: str, elapsed: int, limit: int, outcome: Outcome, *, answered: bool = True) -> Item:
    """Make a clock that ran so long from 3 November 10:00 on."""
    start = at(3, "10:00")
    stop = start + elapsed if answered else None
    due = start + limit
    return item("speed", entity, start, outcome, elapsed=elapsed, limit=limit, stop=stop, due=due)


def moments(name: str, near: Near | None = None) -> Iterator[Item]:
    """Yield the moments of a stage (every counted MQL, some of them accepted, qualified and won) or of a cause."""
    everybody = sorted(qualified(), key=lambda one: one.outcome is CANCELLED)
    rejected = [one for one in everybody if one.outcome is CANCELLED]
    if name in REJECTED:
        for one in rejected[slice(*REJECTED[name])]:
            assert one.stop is not None
            yield Item(name, one.entity, one.stop, -1, MET, MET, "counted")
        return
    reached = {"lead": 640, "MQL": 640, "SAL": 431, "SQL": 141, "won": 17, "spam": 0}[name]
    for i, one in enumerate(everybody[:reached]):
        source = ("webinar", "referral")[i % 2]
        yield Item(name, one.entity, one.start, -1, MET, MET, "counted", group=source)
