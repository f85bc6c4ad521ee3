"""Claims of credits: what was raised and what was told go in, each credit with its state comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from accordant.measure.measurement import Answer
from accordant.plan.clocks import Clocks
from accordant.settle.answers import Asked, matched
from accordant.settle.cap import Limit, limits
from accordant.settle.certain import certain_at
from accordant.settle.consequence import ClaimBy, Consequence, ConsequenceState
from accordant.settle.credit import Gross, gross
from accordant.settle.due import claim_deadlines, days_left, due_after, earliest
from accordant.settle.incident import Share, Shared, shares
from accordant.settle.ledger import Claim, walk
from accordant.settle.owner import owner_of
from accordant.settle.price import dates_of
from accordant.settle.raised import Raised
from accordant.terms.remedy import ServiceCredit
from accordant.terms.values import Instant, Money


@dataclass(frozen=True)
class Credit:
    """A service credit that was raised: what it comes to, when that stands, its deadlines, the limits on it.

    `certain` None: what is open may still change the amount. `limits` None: a cap that cannot be reckoned, so
    nothing can be said to be payable.
    """

    remedy: ServiceCredit
    raised: Raised
    gross: Gross
    certain: Instant | None
    deadlines: tuple[ClaimBy, ...]
    limits: tuple[Limit, ...] | None

    @property
    def due(self) -> Instant | None:
        """Return the earliest of the deadlines of its claim."""
        return earliest(self.deadlines)

    @property
    def amount(self) -> Money | None:
        """Return what may be claimed; None when nothing is due or known, or it is no money."""
        return self.gross.amount if self.gross.is_due and self.limits is not None else None

    @property
    def is_claimable(self) -> bool:
        """Say whether there is anything to claim."""
        return self.amount is not None or (self.gross.is_due and self.gross.service is not None)


@dataclass(frozen=True)
class Standing:
    """What became of a credit by `as_of`: its claim, what it shares, its entry, its payment, when it lapses."""

    credit: Credit
    claimed: Answer | None
    payable: Instant | None
    share: Share | None
    entered: Money | None
    paid: Answer | None
    lapses: Instant | None
    as_of: Instant


def credits(
    raised: Sequence[tuple[ServiceCredit, Raised]],
    answers: Sequence[Answer],
    clocks: Clocks,
    as_of: Instant,
) -> tuple[Consequence, ...]:
    """Return the consequence of each credit raised, in the same order, as the ledger stands at `as_of`.

    A credit is payable when its amount stands and, with a claim rule, it was claimed before every deadline; else
    it expires and uses no cap. Credits of one incident pay the highest together. Caps leave less, or nothing
    (capped). A credit that `expires` so long after it fell payable is lost when nothing told of its payment.
    """
    found = [_credit(remedy, each, clocks, answers) for remedy, each in raised]
    claims = _claims(found, answers)
    payable = {
        i: instant
        for i, credit in enumerate(found)
        if (instant := _payable_at(credit, claims.get(i))) is not None and instant <= as_of
    }
    lapses = {i: due_after(found[i].remedy.expires, payable[i], found[i].raised, clocks) for i in payable}
    shared = shares(_shared(found, claims, payable, as_of))
    entries = {
        entry.claim.number: entry.amount
        for entry in walk(
            [
                _claim(i, found[i], payable[i], shared[i].amount)
                for i in payable
                if i in shared and shared[i].amount.amount > 0
            ]
        )
    }
    paid = _paid(found, entries, payable, lapses, answers)
    return tuple(
        _consequence(
            Standing(
                credit,
                claims.get(i),
                payable.get(i),
                shared.get(i),
                entries.get(i),
                paid.get(i),
                lapses.get(i),
                as_of,
            )
        )
        for i, credit in enumerate(found)
    )


def _credit(remedy: ServiceCredit, each: Raised, clocks: Clocks, answers: Sequence[Answer]) -> Credit:
    reckoned = gross(remedy, each)
    deadlines = claim_deadlines(remedy.claim, each, clocks, answers) if remedy.claim else ()
    under = limits(remedy, each, reckoned.amount.currency) if reckoned.amount else ()
    return Credit(remedy, each, reckoned, certain_at(remedy, each), deadlines, under)


def _claims(found: Sequence[Credit], answers: Sequence[Answer]) -> dict[int, Answer]:
    """Return the answer that claimed each credit, by its position."""
    claimable = [i for i, credit in enumerate(found) if credit.remedy.claim and credit.is_claimable]
    asked = [_asked(found[i]) for i in claimable]
    return {claimable[i]: answer for i, answer in matched(asked, answers).items()}


def _asked(credit: Credit) -> Asked:
    claim, each = credit.remedy.claim, credit.raised
    assert claim is not None, "only credits with a claim rule are asked for"
    window = each.verdict.window.label
    return Asked(claim.made, claim.by, each.obligation.name, window, each.at, credit.due)


def _payable_at(credit: Credit, claimed: Answer | None) -> Instant | None:
    if not credit.is_claimable or credit.certain is None:
        return None
    if credit.remedy.claim is None:
        return credit.certain
    if claimed is None or (credit.due is not None and claimed.happened > credit.due):
        return None
    return max(claimed.happened, credit.certain)


def _shared(
    found: Sequence[Credit], claims: Mapping[int, Answer], payable: Mapping[int, Instant], as_of: Instant
) -> dict[int, Shared]:
    """Return the credits that pay or may still be claimed; an expired one takes nothing from the others."""
    return {
        i: Shared(credit.remedy, credit.raised, credit.amount, payable.get(i))
        for i, credit in enumerate(found)
        if credit.amount is not None and (i in payable or not _is_too_late(credit, claims.get(i), as_of))
    }


def _is_too_late(credit: Credit, claimed: Answer | None, as_of: Instant) -> bool:
    moment = claimed.happened if claimed else as_of
    return credit.due is not None and moment > credit.due


def _claim(number: int, credit: Credit, at: Instant, amount: Money) -> Claim:
    last = dates_of(credit.raised)[1] - timedelta(days=1)
    return Claim(number, credit.remedy.name, at, last, amount, credit.limits or ())


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


def _consequence(standing: Standing) -> Consequence:
    credit, paid, claimed = standing.credit, standing.paid, standing.claimed
    each, told = credit.raised, paid or claimed
    state: ConsequenceState = "done" if paid else _state(standing)
    claim = credit.remedy.claim
    zone = each.terms.term.zone
    return Consequence(
        remedy=credit.remedy.name,
        kind=credit.remedy.word,
        obligation=each.obligation.name,
        window=each.verdict.window.label,
        owner=owner_of(each),
        raised=each.at,
        due=credit.due,
        state=state,
        item=each.item,
        group=each.verdict.group,
        answered=told.happened if told else None,
        amount=standing.entered,
        gross=credit.gross.amount,
        caused_by=each.caused_by,
        reckoning=_reckoning(standing),
        text=credit.remedy.text or credit.remedy.form,
        service=credit.gross.service,
        deadlines=credit.deadlines,
        evidence=claim.evidence if claim else (),
        days_left=days_left(credit.due, standing.as_of, zone) if state == "pending" else None,
    )


def _state(standing: Standing) -> ConsequenceState:
    credit, entered, as_of = standing.credit, standing.entered, standing.as_of
    if not credit.gross.is_due:
        return "not due"
    if not credit.is_claimable:
        return "owed"
    if entered is not None and entered.amount == 0:
        return "capped"
    if standing.share is not None and standing.share.amount.amount == 0:
        return "not due"
    if standing.payable is not None:
        return "payable" if standing.lapses is None or as_of <= standing.lapses else "expired"
    return "expired" if _is_too_late(credit, standing.claimed, as_of) else "pending"


def _reckoning(standing: Standing) -> str:
    credit, share, entered = standing.credit, standing.share, standing.entered
    line = credit.gross.reckoning
    if credit.limits is None:
        return f"{line}; a cap on it cannot be reckoned"
    if credit.certain is None or credit.certain > standing.as_of:
        line = f"{line} so far"
    if share is not None and share.beside:
        line = f"{line}; one incident with {share.beside}, which leaves {share.amount}"
    if entered is not None and share is not None and entered != share.amount:
        return f"{line}; the cap leaves {entered}"
    return line
