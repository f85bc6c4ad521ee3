"""What follows: the consequences of a window's misses, and what is still open from earlier ones, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from accordant.report.card import Card
from accordant.report.figure import felt
from accordant.report.nouns import title
from accordant.report.period import end_words, period_words
from accordant.report.phrases import listed, moment, party_name, quantity_words
from accordant.report.state import State, of_consequence
from accordant.report.subject import Subject
from accordant.settle.consequence import Consequence
from accordant.terms.remedy import Escalation, RecoveryPlan, Remedy
from accordant.terms.values import Instant

_DAY = 86_400_000_000
_OPEN = ("pending", "owed", "late", "payable")


@dataclass(frozen=True)
class Step:
    """A consequence as a row: what, because of which promise and window, who, until when, and how it stands."""

    name: str
    what: str
    obligation: str
    window: str
    owner: str
    due: str
    state: State
    note: str
    consequence: Consequence


@dataclass(frozen=True)
class Follows:
    """The consequences of this window's misses, and those of earlier windows that are still open."""

    here: tuple[Step, ...]
    earlier: tuple[Step, ...]


def follows(subject: Subject, cards: Sequence[Card]) -> Follows:
    """Return what follows from the windows on the cards, by due instant, and what is open from before."""
    names = [card.obligation.name for card in cards]
    missed = {(name, one.window.label) for name in names for one in subject.inside(name)}
    here, earlier = [], []
    for consequence in sorted(subject.evaluation.consequences, key=_order):
        if (consequence.obligation, consequence.window) in missed:
            here.append(_step(subject, consequence))
        elif _is_still_open(consequence) and consequence.raised < subject.window.start:
            earlier.append(_step(subject, consequence))
    return Follows(tuple(here), tuple(earlier))


def _is_still_open(consequence: Consequence) -> bool:
    return consequence.state in _OPEN and consequence.answered is None


def _order(consequence: Consequence) -> tuple[bool, Instant, Instant]:
    return (consequence.due is None, consequence.due or 0, consequence.raised)


def _step(subject: Subject, consequence: Consequence) -> Step:
    return Step(
        name=title(consequence.remedy),
        what=_what(subject, consequence),
        obligation=consequence.obligation,
        window=period_words(consequence.window),
        owner=party_name(consequence.owner, subject.terms),
        due=end_words(consequence.due, subject.zone) if consequence.due is not None else "no time agreed",
        state=of_consequence(consequence.state),
        note=_note(subject, consequence),
        consequence=consequence,
    )


def _what(subject: Subject, consequence: Consequence) -> str:
    remedy = next((r for r in subject.terms.remedies if r.name == consequence.remedy), None)
    parts = [_agreed(remedy), consequence.reckoning, f"item {consequence.item}" if consequence.item else ""]
    parts += [consequence.group, f"because of {consequence.caused_by}" if consequence.caused_by else ""]
    if consequence.amount is not None:
        parts.append(quantity_words(consequence.amount))
    return "; ".join(part for part in parts if part)


def _agreed(remedy: Remedy | None) -> str:
    match remedy:
        case RecoveryPlan(contents=contents):
            return listed(contents)
        case Escalation(to=to):
            return f"to {listed(to)}" if to else ""
        case _:
            return ""


def _note(subject: Subject, consequence: Consequence) -> str:
    as_of, due = subject.evaluation.as_of, consequence.due
    match consequence.state:
        case "owed":
            return "nobody told us"
        case "done" | "late" if consequence.answered is not None:
            over = ""
            if due is not None and consequence.answered > due:
                over = f", {felt(consequence.answered - due, _DAY)} over"
            return f"{moment(consequence.answered, subject.zone)}{over}"
        case "late" if due is not None:
            return f"{felt(as_of - due, _DAY)} over and still open"
        case "pending":
            return _to_come(consequence, as_of)
        case _:
            return ""


def _to_come(consequence: Consequence, as_of: Instant) -> str:
    return "not answered yet" if consequence.due is None else f"{felt(consequence.due - as_of, _DAY)} left"
