"""What follows: the consequences of a window's misses, and what is still open from earlier ones, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from accordant.report.card import Card
from accordant.report.credits import left_words
from accordant.report.figure import felt
from accordant.report.nouns import title
from accordant.report.period import clock_words, end_words, period_words
from accordant.report.phrases import listed, party_name, quantity_words
from accordant.report.state import State, of_consequence
from accordant.report.subject import Subject
from accordant.settle.consequence import Consequence
from accordant.terms.remedy import Escalation, RecoveryPlan, Remedy, ServiceCredit
from accordant.terms.values import Instant
from accordant.zone import local_time

_DAY = 86_400_000_000
_OPEN = ("pending", "owed", "late", "payable")


@dataclass(frozen=True)
class Step:
    """A consequence as a row: what, because of which promise and window, who, until when, and how it stands.

    `due` is empty when no time is agreed.
    """

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
    verdicts = [verdict for card in cards for verdict in subject.verdicts_of(card.obligation.name)]
    stops = {(verdict.obligation, verdict.window.label): verdict.window.stop for verdict in verdicts}
    here, earlier = [], []
    for consequence in sorted(subject.evaluation.consequences, key=_order):
        stop = stops.get((consequence.obligation, consequence.window), subject.window.stop + 1)
        if subject.window.start < stop <= subject.window.stop:
            here.append(_step(subject, consequence))
        elif stop <= subject.window.start and _is_still_open(consequence):
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
        due=_due(subject, consequence.due),
        state=of_consequence(consequence.state),
        note=_note(subject, consequence),
        consequence=consequence,
    )


def _due(subject: Subject, due: Instant | None) -> str:
    if due is None:
        return ""
    return _with_year(subject, end_words(due, subject.zone), due - 1)


def _with_year(subject: Subject, words: str, at: Instant) -> str:
    """Put the year into `Thu 7 Jan 24:00` where it is not that of the as-of instant."""
    year, now = (local_time(subject.zone, instant).year for instant in (at, subject.evaluation.as_of))
    day, _, time = words.rpartition(" ")
    return words if year == now else f"{day} {year} {time}"


def _what(subject: Subject, consequence: Consequence) -> str:
    remedy = next((r for r in subject.terms.remedies if r.name == consequence.remedy), None)
    reckoning = consequence.reckoning
    if consequence.into:
        reckoning = reckoning.replace(consequence.into, period_words(consequence.into))
    parts = [_agreed(remedy), reckoning, f"item {consequence.item}" if consequence.item else ""]
    parts += [consequence.group, f"because of {consequence.caused_by}" if consequence.caused_by else ""]
    amount = quantity_words(consequence.amount) if consequence.amount is not None else ""
    parts += [amount] if amount not in reckoning else []
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
            is_money = consequence.kind == ServiceCredit.word
            return "nobody can say how much" if is_money else "nobody told us"
        case "done" | "late" if consequence.answered is not None:
            over = ""
            if due is not None and consequence.answered > due:
                over = f", {felt(consequence.answered - due, _DAY)} over"
            when = clock_words(consequence.answered, subject.zone)
            return f"{_with_year(subject, when, consequence.answered)}{over}"
        case "late" if due is not None:
            return f"{felt(as_of - due, _DAY)} over and still open"
        case "pending":
            return _to_come(consequence, as_of)
        case _:
            return ""


def _to_come(consequence: Consequence, as_of: Instant) -> str:
    return "not answered yet" if consequence.due is None else left_words(consequence.due, as_of)
