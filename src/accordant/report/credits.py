"""Credits for reading: what each miss brings in money or service, its arithmetic, its claim, the totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from accordant.report.figure import felt, short
from accordant.report.nouns import title
from accordant.report.period import due_words, period_words
from accordant.report.phrases import party_name, quantity_words
from accordant.report.state import State, of_consequence
from accordant.report.subject import Subject
from accordant.settle.consequence import ClaimBy, Consequence
from accordant.settle.money import added, less
from accordant.terms.remedy import AtRiskPool, Bonus, PassThrough, ServiceCredit
from accordant.terms.values import Instant, Money

_DAY, _MANY = 86_400_000_000, 10
MONEY = (ServiceCredit.word, AtRiskPool.word, PassThrough.word, Bonus.word)

Standing = Literal[
    "to claim", "claimed", "not certain yet", "payable", "paid", "expired", "capped", "earned back", "other"
]
COLUMNS: tuple[Standing, ...] = (
    "to claim",
    "claimed",
    "not certain yet",
    "payable",
    "paid",
    "expired",
    "earned back",
)


@dataclass(frozen=True)
class Deadline:
    """One deadline of a claim: its rule as agreed, its last instant and time left in words, what is unclear."""

    rule: str
    last: str
    left: str
    note: str


@dataclass(frozen=True)
class Line:
    """A credit as a line: what it comes to, by which arithmetic, how it stands, until when it is to be claimed.

    `amount` is what is due by now, else what it comes to before caps; empty when nobody can say. `countdown` says
    when a claim was made, or is still to be made.
    """

    name: str
    about: str
    window: str
    payer: str
    amount: str
    reckoning: str
    state: State
    standing: Standing
    countdown: str
    deadlines: tuple[Deadline, ...]
    evidence: tuple[str, ...]
    consequence: Consequence


@dataclass(frozen=True)
class Total:
    """The credits of one currency by how they stand; `cut` is what caps and shared incidents took off."""

    currency: str
    amounts: tuple[tuple[Standing, Money], ...]
    cut: Money | None


@dataclass(frozen=True)
class Credits:
    """The credits of the window, those of earlier windows, and the totals of all windows up to it."""

    here: tuple[Line, ...]
    earlier: tuple[Line, ...]
    totals: tuple[Total, ...]


def credits(subject: Subject) -> Credits:
    """Return the credits raised by the windows that end in the subject's, and those of earlier ones."""
    stops = {(v.obligation, v.window.label): v.window.stop for v in subject.evaluation.verdicts}
    here: list[Line] = []
    earlier: list[Line] = []
    for one in subject.evaluation.consequences:
        stop = stops.get((one.obligation, one.window), subject.window.stop + 1)
        if one.kind in MONEY and stop <= subject.window.stop:
            (here if stop > subject.window.start else earlier).append(credit_line(subject, one))
    return Credits(tuple(here), tuple(earlier), totals([line.consequence for line in (*earlier, *here)]))


def credit_line(subject: Subject, one: Consequence) -> Line:
    """Write one credit as a line."""
    about = ", ".join(filter(None, (title(one.obligation), one.group, one.item and f"item {one.item}")))
    payer = next((o.owed_by for o in subject.terms.obligations if o.name == one.obligation), "")
    return Line(
        name=title(one.remedy),
        about=about,
        window=period_words(one.window),
        payer=party_name(payer, subject.terms) if payer else one.owner,
        amount=amount_words(one),
        reckoning=one.reckoning,
        state=of_consequence(one.state),
        standing=standing_of(one),
        countdown=_countdown(subject, one),
        deadlines=tuple(_deadline(subject, each) for each in one.deadlines),
        evidence=one.evidence,
        consequence=one,
    )


def amount_words(one: Consequence) -> str:
    """Write what a credit comes to: money, or days of service; "" when nobody can say."""
    money = worth(one)
    if money is not None:
        return quantity_words(money)
    if one.service is None:
        return ""
    return f"{short(one.service)} {'day' if one.service == 1 else 'days'} of service"


def worth(one: Consequence) -> Money | None:
    """Return the money a credit comes to: what is left of it after caps, else what it is before them."""
    return one.amount if one.amount is not None else one.gross


def standing_of(one: Consequence) -> Standing:
    """Say how a credit stands, for totals."""
    match one.state:
        case "pending" if one.answered is not None:
            return "claimed"
        case "pending":
            return "to claim" if one.deadlines else "not certain yet"
        case "payable":
            return "claimed" if one.answered is not None else "payable"
        case "done":
            return "paid"
        case "expired" | "earned back" | "capped":
            return one.state
        case _:
            return "other"


def totals(consequences: Iterable[Consequence]) -> tuple[Total, ...]:
    """Add credits up by currency and by how they stand."""
    known = [one for one in consequences if worth(one) is not None]
    currencies = sorted({money.currency for one in known if (money := worth(one))})
    return tuple(_total(currency, [one for one in known if _currency(one) == currency]) for currency in currencies)


def _currency(one: Consequence) -> str:
    money = worth(one)
    return money.currency if money else ""


def _total(currency: str, known: Sequence[Consequence]) -> Total:
    amounts = []
    for standing in COLUMNS:
        mine = [money for one in known if standing_of(one) == standing and (money := worth(one))]
        total = added(mine, currency)
        amounts += [(standing, total)] if total.amount else []
    cut = added([less(one.gross, one.amount) for one in known if one.gross and one.amount], currency)
    return Total(currency, tuple(amounts), cut if cut.amount else None)


def left_words(last: Instant, as_of: Instant) -> str:
    """Say how much time is left until a last instant, or how long it is over: `4 days 9 h left`."""
    left = last + 1 - as_of
    if left <= 0:
        return f"over for {felt(as_of - last, _DAY)}"
    return f"{left // _DAY} days left" if left >= _MANY * _DAY else f"{felt(left, _DAY)} left"


def _deadline(subject: Subject, each: ClaimBy) -> Deadline:
    as_of, zone = subject.evaluation.as_of, subject.zone
    if each.last is None:
        return Deadline(each.written, "not known yet", "", each.note)
    return Deadline(each.written, due_words(each.last, zone, as_of), left_words(each.last, as_of), each.note)


def _countdown(subject: Subject, one: Consequence) -> str:
    as_of, zone = subject.evaluation.as_of, subject.zone
    if one.answered is not None:
        return f"{'paid' if one.state == 'done' else 'claimed'} {due_words(one.answered, zone, as_of)}"
    if not one.deadlines:
        return ""
    if one.due is None:
        return "claim by a date not known yet"
    when = due_words(one.due, zone, as_of)
    if one.state == "expired" or as_of > one.due:
        return f"claim was to be made by {when}, {left_words(one.due, as_of)}"
    return f"claim by {when}, {left_words(one.due, as_of)}"
