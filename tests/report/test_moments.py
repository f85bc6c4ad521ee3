"""Moments that no promise counts: those of the stages, and of what takes items away, by the values listed."""

from accordant.evaluate import evaluate
from accordant.measure.memory.engine import MemoryEngine
from accordant.record.event import Event
from accordant.report.moments import moment_plan
from accordant.report.taken import causes
from report.november import at, flagship

NAMES = ("rejected: duplicate", "rejected: competitor", "rejected: no such person", "MQL")


def test_a_cause_is_split_by_the_values_its_predicate_lists() -> None:
    assert [cause.words for cause in causes(flagship())] == [
        "rejected: duplicate",
        "rejected: competitor",
        "rejected: no such person",
        "spam",
    ]


def lead(name: str, day: int, clock: str, by: str = "", **fields: str) -> Event:
    when = at(day, clock)
    known = {"score": 80, "email_is_business": True} if name == "created" else {}
    return Event(
        "lead", f"L{day}", name, when, when, by=by, identity=f"{day}{name}", fields=fields, attributes=known
    )


def test_a_moment_of_a_cause_is_one_of_the_definition_with_that_value() -> None:
    """Three leads are rejected: as a duplicate, as a competitor, and as a duplicate but three days too late."""
    events = [lead("created", day, "10:00", "marketing") for day in (2, 3, 4)]
    events += [
        lead("rejected", 2, "11:00", "sales", reason="duplicate"),
        lead("rejected", 3, "11:00", "sales", reason="competitor"),
    ]
    late = at(10, "11:00")
    events.append(
        Event("lead", "L4", "rejected", late, late, by="sales", identity="x", fields={"reason": "duplicate"})
    )
    engine = MemoryEngine(tuple(events))
    plan = moment_plan(evaluate(flagship(), engine, at(30)))
    assert plan is not None
    found = {name: [item.entity for item in engine.items(plan, name)] for name in NAMES}
    assert found["rejected: duplicate"] == ["L2"]
    assert found["rejected: competitor"] == ["L3"]
    assert found["rejected: no such person"] == []
    assert found["MQL"] == ["L2", "L3", "L4"]
