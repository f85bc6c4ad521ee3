"""Claims of credits: what was raised and what was told go in, each credit with its state comes out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from accordant.settle.ledger import Book, Claim, Counter, EarnedBack, book
from accordant.settle.owner import owner_of
from accordant.settle.pool import allocated
from accordant.settle.price import dates_of
from accordant.settle.raised import Raised
from accordant.terms.remedy import AtRiskPool, ServiceCredit
from accordant.terms.values import Instant, Length, Money


@dataclass(frozen=True)
class Credit:
    """A credit, or a share of a pool, that was raised: what it comes to, when that stands, deadlines and limits.

    `certain` None: what is open may still change the amount. `limits` None: a cap that cannot be reckoned, so
    nothing can be said to be payable.
    """

    remedy: ServiceCredit | AtRiskPool
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
    back: Counter | None = None


@dataclass(frozen=True)
class Settled:
    """What became of all credits raised, in the order they were, and what was earned back of them."""

    standings: tuple[Standing, ...]
    counters: tuple[Counter, ...]

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        """Return the consequence of each credit, in the same order."""
        return tuple(_consequence(standing) for standing in self.standings)


def credits(
    raised: Sequence[tuple[ServiceCredit | AtRiskPool, Raised]],
    answers: Sequence[Answer],
    clocks: Clocks,
    as_of: Instant,
    earned: Sequence[EarnedBack] = (),
) -> Settled:
    """Return what became of each credit raised, in the same order, as the ledger stands at `as_of`.

    A credit is payable when its amount stands and, with a claim rule, was claimed before every deadline; else it
    expires and uses no cap. Credits of one incident pay the highest together. Caps leave less, or nothing
    (capped). A credit that `expires` so long after it fell payable is lost when nothing told of its payment.
    """
    found = _once(_credit(remedy, each, clocks, answers) for remedy, each in raised)
    claims = _claims(found, answers)
    payable = {
        i: instant
        for i, credit in enumerate(found)
        if (instant := _payable_at(credit, claims.get(i))) is not None and instant <= as_of
    }
    lapses = {i: due_after(_expires(found[i]), payable[i], found[i].raised, clocks) for i in payable}
    shared = _shared(found, claims, payable, as_of)
    held = _booked(found, payable, shared, earned)
    due = shares(shared)
    entries = {e.claim.number: e.amount for e in held.entries if due[e.claim.number].amount.amount > 0}
    paid = _paid(found, entries, payable, lapses, answers)
    back = _returned(found, entries, held.counters)
    standings = tuple(
        Standing(
            credit,
            claims.get(i),
            payable.get(i),
            due.get(i),
            entries.get(i),
            paid.get(i),
            lapses.get(i),
            as_of,
            back.get(i),
        )
        for i, credit in enumerate(found)
    )
    return Settled(standings, tuple(held.counters))


def _once(credits: Iterable[Credit]) -> list[Credit]:
    """Return the credits, where several groups of an obligation would take what a pool allocates to it once."""
    found: list[Credit] = []
    taken: set[tuple[str, str, str]] = set()
    for credit in credits:
        is_again = isinstance(credit.remedy, AtRiskPool) and credit.gross.is_due and _key(credit) in taken
        nothing = Gross(None, False, "its allocation is paid once a window")
        found.append(replace(credit, gross=nothing) if is_again else credit)
        taken.add(_key(credit))
    return found


def _expires(credit: Credit) -> Length | None:
    return credit.remedy.expires if isinstance(credit.remedy, ServiceCredit) else None


def _booked(
    found: Sequence[Credit],
    payable: Mapping[int, Instant],
    shared: Mapping[int, Shared],
    earned: Sequence[EarnedBack],
) -> Book:
    """Enter what falls payable and what is earned back, no earlier than it was payable."""
    due = shares(shared)
    claims = [_claim(i, found[i], payable[i], due[i].amount) for i in payable if i in shared]
    back: list[EarnedBack] = []
    for one in sorted(earned, key=lambda one: one.at):
        mine = [c for c in claims if (c.remedy, c.window) == (one.remedy, one.window)]
        since = [c.at for c in mine if c.obligation == one.obligation]
        if since:
            gone = {
                one.obligation,
                *(e.obligation for e in back if (e.remedy, e.window) == (one.remedy, one.window)),
            }
            anew = _anew(found, shared, [c for c in mine if c.obligation not in gone], gone)
            back.append(replace(one, at=max(one.at, *since), anew=anew))
    return book(claims, back)


def _anew(
    found: Sequence[Credit], shared: Mapping[int, Shared], left: Sequence[Claim], gone: set[str]
) -> tuple[tuple[int, Money], ...]:
    """Return what claims left of a window would be due, where the next of one incident takes the place."""
    pools = [found[claim.number].remedy for claim in left]
    revives = any(isinstance(p, AtRiskPool) and p.one_incident and p.one_incident.revive for p in pools)
    if not revives:
        return ()
    others = {
        i: one for i, one in shared.items() if not (one.remedy == pools[0] and one.raised.obligation.name in gone)
    }
    due = shares(others)
    return tuple((claim.number, due[claim.number].amount) for claim in left)


def _returned(
    found: Sequence[Credit], entries: Mapping[int, Money], counters: Sequence[Counter]
) -> dict[int, Counter]:
    """Return the counter-entry of each credit that was earned back."""
    back = {(one.earned.remedy, one.earned.obligation, one.earned.window): one for one in counters}
    keys = {i: _key(found[i]) for i in entries}
    return {i: back[key] for i, key in keys.items() if key in back}


def _key(credit: Credit) -> tuple[str, str, str]:
    each = credit.raised
    return credit.remedy.name, each.obligation.name, each.part


def _credit(remedy: ServiceCredit | AtRiskPool, each: Raised, clocks: Clocks, answers: Sequence[Answer]) -> Credit:
    reckoned = allocated(remedy, each) if isinstance(remedy, AtRiskPool) else gross(remedy, each)
    deadlines = claim_deadlines(remedy.claim, each, clocks, answers) if remedy.claim else ()
    under = limits(remedy, each, reckoned.amount.currency) if reckoned.amount else ()
    return Credit(remedy, each, reckoned, certain_at(remedy, each), deadlines, under)


def _claims(found: Sequence[Credit], answers: Sequence[Answer]) -> dict[int, Answer]:
    """Return the answer that claimed each credit, by its position."""
    waiting = [i for i, credit in enumerate(found) if credit.remedy.claim]
    asked = [_asked(found[i]) for i in waiting]
    return {waiting[i]: answer for i, answer in matched(asked, answers).items()}


def _asked(credit: Credit) -> Asked:
    claim, each = credit.remedy.claim, credit.raised
    assert claim is not None, "only credits with a claim rule are asked for"
    window = each.verdict.window.label
    return Asked(claim.made, claim.by, each.obligation.name, window, each.at, _claimed_until(credit))


def _claimed_until(credit: Credit) -> Instant | None:
    """Return until when a claim may be for a credit: where it comes to nothing, until that was certain.

    What a claim is for is settled by what was known then, so no entry changes when an amount becomes certain.
    """
    if credit.is_claimable or credit.certain is None:
        return credit.due
    return credit.certain - 1 if credit.due is None else min(credit.due, credit.certain - 1)


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
    name, obligation, window = _key(credit)
    return Claim(number, name, at, last, amount, credit.limits or (), obligation, window)


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
    state: ConsequenceState = "earned back" if standing.back else "done" if paid else _state(standing)
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
        returned=standing.back.amount if standing.back else None,
        caused_by=each.caused_by,
        reckoning=_reckoning(standing),
        text=_text(credit),
        service=credit.gross.service,
        deadlines=credit.deadlines,
        evidence=claim.evidence if claim else (),
        days_left=days_left(credit.due, standing.as_of, zone) if state == "pending" else None,
    )


def _text(credit: Credit) -> str:
    return "" if isinstance(credit.remedy, AtRiskPool) else credit.remedy.text or credit.remedy.form


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
        line = f"{line}; the cap leaves {entered}"
    return f"{line}; {_earned_back(standing.back)}" if standing.back else line


def _earned_back(back: Counter) -> str:
    why = f"{back.earned.reckoning}: " if back.earned.reckoning else ""
    return f"earned back, {why}{back.held} less {back.stays} without it is {back.amount} returned"
