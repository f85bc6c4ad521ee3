"""What follows a miss: owner, due instant, state, and which answer it takes."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from promises import at, counted, measured, office, version

from accordant.judge.judge import judge
from accordant.measure.measurement import Answer, Item, Measured, Outcome, Tally
from accordant.settle.consequence import Consequence
from accordant.settle.settle import settle

PROMISES = """
  leads:
    owed by: marketing
    owed to: sales
    count: MQL
    target: at least 667
    window: month
    on miss: [recovery plan]
  quality:
    owed by: marketing
    owed to: sales
    share: {good: SQL, of: MQL}
    within: 30 days
    target: at least 25%
    window: month
    on miss: [recovery plan]
  speed:
    owed by: sales
    owed to: marketing
    time: {from: MQL, to: attempt}
    within: 2 hours
    target: at least 95%
    window: month
    on miss: [recovery plan]
    on 2nd miss in a row: [escalation]
  status:
    owed by: sales
    owed to: marketing
    deliver: report
    every: week
    due: Friday 17:00
    target: all
    window: month
    on miss: [escalation]
    on each miss: [note]
"""
REMEDIES = """
remedies:
  recovery plan: {kind: recovery plan, due: 5 business days, done: plan sent, contents: [cause, steps]}
  escalation:    {kind: escalation, to: [d@example.com, s@example.com], within: 2 business days}
  note:          {kind: action, text: Noted on the page.}
"""
SPEED = counted(met=546, missed=54)
STATUS = counted(met=3, missed=1, first_miss=at("2026-11-27T17:00") + 1)


def follow(
    as_of: str,
    answers: list[Answer] | None = None,
    items: list[Item] | None = None,
    text: str = PROMISES,
    **tallies: dict[str, Tally],
) -> tuple[Consequence, ...]:
    versions = (version(text, REMEDIES),)
    names = [o.name for o in versions[0].terms.obligations]
    found = tuple(measured(versions, name, tallies.get(name, {})) for name in names)
    verdicts = judge(versions, found, at(as_of))
    # Months without a tally would miss a count of 667: only the tallied ones are asked about.
    verdicts = tuple(v for v in verdicts if v.window.label in tallies.get(v.obligation, {}))
    told = Measured(found, tuple(answers or ()))
    return settle(versions, told, verdicts, (), office(versions), at(as_of), tuple(items or ())).consequences


def plan(at_: str, **named: str) -> Answer:
    return Answer("plan sent", at(at_), f"plan of {at_}", **named)


def test_a_recovery_plan_for_november_is_due_at_the_end_of_8_december():
    # The miss is at Dec 1 00:00 (Tue, day 0); Wed 2, Thu 3, Fri 4, Mon 7, Tue 8 are five business days.
    (consequence,) = follow("2026-12-01", speed={"2026-11": SPEED})
    assert consequence.raised == at("2026-12-01")
    assert consequence.due == at("2026-12-09") - 1
    assert (consequence.state, consequence.owner) == ("pending", "Head of sales")
    assert consequence.text == "cause, steps"


def test_an_escalation_is_counted_from_the_first_miss_of_all():
    # Missed on Fri 27 Nov (day 0); Mon 30, Tue 1 Dec are two business days.
    (consequence,) = follow("2026-11-28", status={"2026-11": STATUS})
    assert consequence.raised == at("2026-11-27T17:00") + 1
    assert consequence.due == at("2026-12-02") - 1
    assert consequence.text == "to d@example.com and s@example.com"


def test_the_plan_for_lead_quality_is_counted_from_the_horizon_that_decided_it():
    # 588 x 25% = 147 are needed, so the 442nd loss decides; 420 came before December and the 22nd late one
    # on Wed 30 Dec: Thu 31, Mon 4, Tue 5, Wed 6, Thu 7 Jan (1 January is a holiday).
    late = tuple(at("2026-12-20") + i for i in range(21)) + tuple(at("2026-12-30T08:00") + i for i in range(6))
    (consequence,) = follow("2026-12-31", quality={"2026-11": counted(met=141, missed=447, late=late)})
    assert consequence.raised == at("2026-12-30T08:00")
    assert consequence.due == at("2027-01-08") - 1


def test_without_a_definition_that_answers_it_is_pending_until_due_and_then_owed():
    assert follow("2026-12-01T23:59:59", status={"2026-11": STATUS})[0].state == "pending"
    assert follow("2026-12-02", status={"2026-11": STATUS})[0].state == "owed"


def test_with_one_it_is_done_in_time_and_late_after():
    november = {"2026-11": SPEED}
    assert follow("2026-12-09", speed=november)[0].state == "late"
    done = follow("2026-12-31", [plan("2026-12-08T23:59:59")], speed=november)[0]
    assert (done.state, done.answered) == ("done", at("2026-12-08T23:59:59"))
    late = follow("2026-12-31", [plan("2026-12-10T11:05")], speed=november)[0]
    assert (late.state, late.answered) == ("late", at("2026-12-10T11:05"))


def test_an_answer_takes_the_oldest_unanswered_of_its_declarer():
    told = [plan("2026-12-02T10:00", by="sales"), plan("2026-12-03T10:00", by="marketing")]
    leads, speed = follow("2026-12-05", told, leads={"2026-11": counted(met=588)}, speed={"2026-11": SPEED})
    assert (leads.obligation, leads.answered) == ("leads", at("2026-12-03T10:00"))
    assert (speed.obligation, speed.answered) == ("speed", at("2026-12-02T10:00"))


def test_an_answer_that_names_its_obligation_and_window_takes_that():
    october = counted(met=90, missed=10)
    told = [plan("2026-12-02T10:00", obligation="speed", window="2026-11")]
    first, second, *_ = follow("2026-12-05", told, speed={"2026-10": october, "2026-11": SPEED})
    assert (first.window, first.answered) == ("2026-10", None)
    assert (second.window, second.answered) == ("2026-11", at("2026-12-02T10:00"))


def test_an_answer_without_a_declarer_takes_the_oldest_of_anybody():
    told = [plan("2026-12-02T10:00")]
    leads, speed = follow("2026-12-05", told, leads={"2026-11": counted(met=588)}, speed={"2026-11": SPEED})
    assert (leads.state, speed.state) == ("done", "pending")


def test_an_answer_before_the_miss_answers_nothing_unless_it_names_it():
    assert follow("2026-12-05", [plan("2026-11-30T10:00")], speed={"2026-11": SPEED})[0].answered is None
    named = plan("2026-11-30T10:00", obligation="speed", window="2026-11")
    assert follow("2026-12-05", [named], speed={"2026-11": SPEED})[0].state == "done"


def test_a_ladder_rises_at_the_second_miss_in_a_row_and_not_again():
    missed = counted(met=90, missed=10)
    tallies = dict.fromkeys(("2026-09", "2026-10", "2026-11"), missed)
    raised = [(c.remedy, c.window) for c in follow("2026-12-01", speed=tallies)]
    assert raised == [
        ("recovery plan", "2026-09"),
        ("recovery plan", "2026-10"),
        ("escalation", "2026-10"),
        ("recovery plan", "2026-11"),
    ]


def test_a_kept_window_breaks_the_row():
    missed, kept = counted(met=90, missed=10), counted(met=100)
    tallies = {"2026-09": missed, "2026-10": kept, "2026-11": missed}
    assert [c.remedy for c in follow("2026-12-01", speed=tallies)] == ["recovery plan", "recovery plan"]


def test_each_missed_item_brings_its_own():
    late = Item(
        "status",
        "report 4",
        at("2026-11-27T17:00"),
        10,
        Outcome.MISSED,
        Outcome.MISSED,
        missed_from=STATUS.first_miss,
    )
    kept = Item("status", "report 3", at("2026-11-20T17:00"), 10, Outcome.MET, Outcome.MET)
    found = follow("2026-12-05", items=[kept, late], status={"2026-11": STATUS})
    assert [(c.remedy, c.item, c.state, c.due) for c in found if c.remedy == "note"] == [
        ("note", "report 4", "owed", None)
    ]


def test_an_excused_window_brings_nothing_for_its_items_either():
    excusing = PROMISES.replace("target: all\n", "target: all\n    relief: {other side: leads missed}\n")
    late = Item("status", "report 4", 0, 10, Outcome.MISSED, Outcome.MISSED, missed_from=STATUS.first_miss)
    tallies = {"status": {"2026-11": STATUS}, "leads": {"2026-11": counted(met=588)}}
    found = follow("2026-12-05", items=[late], text=excusing, **tallies)
    assert [c.remedy for c in found] == ["recovery plan"]
    assert [c.remedy for c in follow("2026-12-05", items=[late], **tallies)] == [
        "recovery plan",
        "escalation",
        "note",
    ]


def test_a_rolling_promise_brings_its_consequences_once_in_an_unbroken_run():
    rolling = PROMISES.replace(
        "target: at least 95%\n    window: month", "target: at least 95%\n    window: rolling 30 days"
    )
    missed, kept = counted(met=90, missed=10), counted(met=100)
    days = {f"2026-11-{day:02}": missed for day in range(10, 20)} | {"2026-11-20": kept, "2026-11-21": missed}
    raised = [(c.remedy, c.window) for c in follow("2026-11-23", text=rolling, speed=days)]
    assert raised == [
        ("recovery plan", "2026-11-10"),
        ("escalation", "2026-11-11"),
        ("recovery plan", "2026-11-21"),
    ]


def test_a_pending_window_brings_nothing():
    assert follow("2026-12-05", speed={"2026-11": counted(met=90, missed=5, pending=5)}) == ()


def test_each_group_has_its_own_consequences():
    each = PROMISES.replace("within: 2 hours\n", "within: 2 hours\n    for each: region\n")
    tallies = [counted(group="north", met=1, missed=1), counted(group="south", met=1)]
    found = follow("2026-12-05", text=each, speed={"2026-11": tallies})
    assert [(c.remedy, c.group) for c in found] == [("recovery plan", "north")]


def test_a_window_is_settled_by_the_version_at_its_start():
    later = PROMISES.replace("at least 95%", "at least 99%").replace(
        "on miss: [recovery plan]\n    on 2nd", "on 2nd"
    )
    first = version(PROMISES, REMEDIES)
    second = replace(version(later, REMEDIES, number=2), since=date(2026, 11, 15))
    versions = (first, second)
    tally = counted(met=96, missed=4)
    found = (measured(versions, "speed", {"2026-11": tally, "2026-12": tally}),)
    verdicts = judge(versions, found, at("2027-01-05"))
    assert [v.outcome for v in verdicts[-3:-1]] == [Outcome.MET, Outcome.MISSED]
    assert settle(versions, Measured(found), verdicts, (), office(versions), at("2027-01-05")).consequences == ()


MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
WORLD = (version(PROMISES, REMEDIES),)
OFFICE = office(WORLD)
decided = st.builds(lambda met, missed: counted(met=met, missed=missed), st.integers(0, 9), st.integers(0, 9))


@given(
    st.lists(decided, min_size=12, max_size=12),
    st.lists(st.integers(1, 14), max_size=4),
    st.integers(1, 13),
    st.integers(0, 3),
)
@settings(max_examples=40)
def test_what_followed_by_an_instant_still_follows_later(speed, told, month, more):
    found = (measured(WORLD, "speed", dict(zip(MONTHS, speed, strict=True))),)
    answers = tuple(plan(f"{2026 + m // 13}-{m % 13 + m // 13:02}-09T12:00") for m in told)

    def known(as_of: int) -> list[tuple[object, ...]]:
        seen = Measured(found, tuple(a for a in answers if a.happened <= as_of))
        lines = settle(WORLD, seen, judge(WORLD, found, as_of), (), OFFICE, as_of).consequences
        return [(c.remedy, c.window, c.raised, c.due, c.owner, c.answered) for c in lines]

    early = at(f"{2026 + month // 13}-{month % 13 + month // 13:02}-05")
    before, after = known(early), known(early + more * 40 * 86_400_000_000)
    answered = {line[:5]: line[5] for line in after}
    assert [line[:5] for line in before] == [line[:5] for line in after][: len(before)]
    assert all(line[5] is None or answered[line[:5]] == line[5] for line in before)
