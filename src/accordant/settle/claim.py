"""Claims of credits: what was raised and what was told go in, each credit with its state comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from accordant.measure.measurement import Answer
from accordant.plan.clocks import Clocks
from accordant.settle.answers import Asked, matched
from accordant.settle.cap import Limit, limits
from accordant.settle.consequence import Consequence, ConsequenceState
from accordant.settle.credit import Gross, dates_of, gross
from accordant.settle.due import claim_due, due_after
from accordant.settle.ledger import Claim, walk
from accordant.settle.owner import owner_of
from accordant.settle.raised import Raised
from accordant.terms.remedy import ServiceCredit
from accordant.terms.values import Instant, Money


@dataclass(frozen=True)
class Credit:
    """A service credit that was raised: its gross amount, the deadline of its claim, the limits on it.

    `limits` None: a cap that cannot be reckoned, so nothing can be said to be payable.
    """

    remedy: ServiceCredit
    raised: Raised
    gross: Gross
    due: Instant | None
    limits: tuple[Limit, ...] | None

    @property
    def amount(self) -> Money | None:
        """Return what may be claimed; None when nothing is due or known."""
        return self.gross.amount if self.gross.is_due and self.limits is not None else None


def credits(
    raised: Sequence[tuple[ServiceCredit, Raised]],
    answers: Sequence[Answer],
    clocks: Clocks,
    as_of: Instant,
) -> tuple[Consequence, ...]:
    """Return the consequence of each credit raised, in the same order, as the ledger stands at `as_of`.

    Without a claim rule a credit is payable from the miss; with one from the claim, when it was made before
    every deadline, else it expires and uses no cap. Caps leave less of it, or nothing (capped). A credit that
    `expires` so long after it fell payable is lost when nothing told of its payment.
    """
    found = [_credit(remedy, each, clocks) for remedy, each in raised]
    claims = _claims(found, answers)
    payable = {
        i: instant for i, credit in enumerate(found) if (instant := _payable_at(credit, claims.get(i))) is not None
    }
    lapses = {i: due_after(found[i].remedy.expires, payable[i], found[i].raised, clocks) for i in payable}
    entries = {
        entry.claim.number: entry.amount for entry in walk([_claim(i, found[i], payable[i]) for i in payable])
    }
    paid = _paid(found, entries, payable, lapses, answers)
    return tuple(
        _consequence(credit, claims.get(i), entries.get(i), paid.get(i), lapses.get(i), as_of)
        for i, credit in enumerate(found)
    )


def _credit(remedy: ServiceCredit, each: Raised, clocks: Clocks) -> Credit:
    reckoned = gross(remedy, each)
    due = claim_due(remedy.claim, each, clocks) if remedy.claim else None
    under = limits(remedy, each, reckoned.amount.currency) if reckoned.amount else ()
    return Credit(remedy, each, reckoned, due, under)


def _claims(found: Sequence[Credit], answers: Sequence[Answer]) -> dict[int, Answer]:
    """Return the answer that claimed each credit, by its position."""
    claimable = [i for i, credit in enumerate(found) if credit.remedy.claim and credit.amount]
    asked = [_asked(found[i]) for i in claimable]
    return {claimable[i]: answer for i, answer in matched(asked, answers).items()}


def _asked(credit: Credit) -> Asked:
    claim, each = credit.remedy.claim, credit.raised
    assert claim is not None, "only credits with a claim rule are asked for"
    window = each.verdict.window.label
    return Asked(claim.made, claim.by, each.obligation.name, window, each.at, credit.due)


def _payable_at(credit: Credit, claimed: Answer | None) -> Instant | None:
    if credit.amount is None:
        return None
    if credit.remedy.claim is None:
        return credit.raised.at
    if claimed is None or (credit.due is not None and claimed.happened > credit.due):
        return None
    return max(claimed.happened, credit.raised.at)


def _claim(number: int, credit: Credit, at: Instant) -> Claim:
    assert credit.amount is not None, "only an amount falls payable"
    last = dates_of(credit.raised)[1] - timedelta(days=1)
    return Claim(number, credit.remedy.name, at, last, credit.amount, credit.limits or ())


def _paid(
    found: Sequence[Credit],
    entries: Mapping[int, Money],
    payable: Mapping[int, Instant],
    lapses: Mapping[int, Instant | None],
    answers: Sequence[Answer],
) -> dict[int, Answer]:
    waiting = [i for i, amount in entries.items() if amount.amount > 0 and found[i].remedy.paid]
    asked = [
        Asked(
            found[i].remedy.paid,
            found[i].raised.obligation.owed_by,
            found[i].raised.obligation.name,
            found[i].raised.verdict.window.label,
            payable[i],
            lapses[i],
        )
        for i in waiting
    ]
    return {waiting[i]: answer for i, answer in matched(asked, answers).items()}


def _consequence(
    credit: Credit,
    claimed: Answer | None,
    entered: Money | None,
    paid: Answer | None,
    lapses: Instant | None,
    as_of: Instant,
) -> Consequence:
    each, told = credit.raised, paid or claimed
    return Consequence(
        remedy=credit.remedy.name,
        kind=credit.remedy.word,
        obligation=each.obligation.name,
        window=each.verdict.window.label,
        owner=owner_of(each),
        raised=each.at,
        due=credit.due,
        state="done" if paid else _state(credit, entered, claimed, lapses, as_of),
        item=each.item,
        group=each.verdict.group,
        answered=told.happened if told else None,
        amount=entered,
        gross=credit.gross.amount,
        caused_by=each.caused_by,
        reckoning=_reckoning(credit, entered),
        text=credit.remedy.text or credit.remedy.form,
    )


def _state(
    credit: Credit, entered: Money | None, claimed: Answer | None, lapses: Instant | None, as_of: Instant
) -> ConsequenceState:
    if not credit.gross.is_due:
        return "not due"
    if credit.amount is None:
        return "owed"
    if entered is not None and entered.amount == 0:
        return "capped"
    if entered is not None:
        return "payable" if lapses is None or as_of <= lapses else "expired"
    return "expired" if claimed is not None or (credit.due is not None and as_of > credit.due) else "pending"


def _reckoning(credit: Credit, entered: Money | None) -> str:
    line = credit.gross.reckoning
    if credit.limits is None:
        return f"{line}; a cap on it cannot be reckoned"
    if entered is not None and entered != credit.gross.amount:
        return f"{line}; the cap leaves {entered}"
    return line
