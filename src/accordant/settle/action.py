"""Acts: a miss goes in; the recovery plan, escalation or other step that is due, and how it stands, comes out."""

from typing import assert_never

from accordant.measure.measurement import Answer
from accordant.plan.clocks import Clocks
from accordant.settle.consequence import Consequence, ConsequenceState
from accordant.settle.due import due_after
from accordant.settle.owner import owner_of
from accordant.settle.raised import Raised
from accordant.terms.remedy import Action, Escalation, RecoveryPlan, Renegotiation
from accordant.terms.values import Instant

Act = RecoveryPlan | Escalation | Action | Renegotiation


def act(remedy: Act, each: Raised, answer: Answer | None, clocks: Clocks, as_of: Instant) -> Consequence:
    """Return what an agreed step comes to at `as_of`.

    With a definition that answers it: done in time, late when answered or still open after it was due. Without
    one: pending until due, then owed, for nobody would tell us. A step without a time is never late.
    """
    length = remedy.within if isinstance(remedy, Escalation) else remedy.due
    due = due_after(length, each.at, each, clocks)
    answered = answer.happened if answer else None
    return Consequence(
        remedy=remedy.name,
        kind=remedy.word,
        obligation=each.obligation.name,
        window=each.verdict.window.label,
        owner=owner_of(each),
        raised=each.at,
        due=due,
        state=_state(remedy, due, answered, as_of),
        item=each.item,
        group=each.verdict.group,
        answered=answered,
        caused_by=each.caused_by,
        text=_text(remedy),
    )


def _state(remedy: Act, due: Instant | None, answered: Instant | None, as_of: Instant) -> ConsequenceState:
    if answered is not None:
        return "done" if due is None or answered <= due else "late"
    if not remedy.done:
        return "pending" if due is not None and as_of <= due else "owed"
    return "pending" if due is None or as_of <= due else "late"


def _text(remedy: Act) -> str:
    match remedy:
        case RecoveryPlan():
            return remedy.text or ", ".join(remedy.contents)
        case Escalation():
            return remedy.text or (f"to {' and '.join(remedy.to)}" if remedy.to else "")
        case Action() | Renegotiation():
            return remedy.text
        case _:
            assert_never(remedy)
