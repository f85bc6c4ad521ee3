"""Indemnities: what was told of third parties' claims goes in; what is borne of their costs comes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from accordant.measure.measurement import Answer
from accordant.plan.clocks import Clocks
from accordant.plan.length import deadline
from accordant.settle.charge import period_of
from accordant.settle.journal import Debt, Transaction
from accordant.settle.money import added, less, rounded
from accordant.terms.agreement import Agreement
from accordant.terms.currency import EXPONENTS
from accordant.terms.legal import Indemnity
from accordant.terms.values import Instant, Money
from accordant.zone import local_time

LossState = Literal["not reported", "payable", "done", "forfeited", "not due", "owed"]


@dataclass(frozen=True)
class Cost:
    """An amount that was told of a claim: a cost that is `borne` or not, or (negative) what others paid of it."""

    definition: str
    happened: Instant
    amount: Money
    borne: bool
    why: str = ""


@dataclass(frozen=True)
class Loss:
    """A third party's claim under an indemnity, as it stands: its costs, what comes off them, who is paid what.

    `due` is the last instant to tell of it in time. States: `not reported` yet, `payable`, `done` (it was paid),
    `forfeited` (told too late), `not due` (nothing is left to bear), `owed` (the cap cannot be reckoned).
    `is_late` and payable: less the harm that the delay did, of which nobody told.
    """

    indemnity: str
    case: str
    by: str
    payee: str
    state: LossState
    payable: Money | None
    costs: tuple[Cost, ...]
    filed: Instant | None = None
    told: Instant | None = None
    due: Instant | None = None
    is_late: bool = False
    recovered: Money | None = None
    offset: Money | None = None
    paid: Instant | None = None
    reckoning: str = ""


@dataclass(frozen=True)
class Paid:
    """A service credit that was paid: who paid whom, how much, when."""

    debtor: str
    creditor: str
    at: Instant
    amount: Money


@dataclass(frozen=True)
class Told:
    """The facts of one claim of a third party: moments and values of its entity, in order of time."""

    case: str
    facts: tuple[Answer, ...]

    def first(self, definition: str) -> Instant | None:
        """Return the first moment of a definition."""
        return min((one.happened for one in self.facts if one.definition == definition), default=None)

    def until(self, at: Instant) -> "Told":
        """Return what was told by an instant."""
        return Told(self.case, tuple(one for one in self.facts if one.happened <= at))


@dataclass(frozen=True)
class Court:
    """What an indemnity is reckoned with: the text in force, the credits paid, the calendar."""

    terms: Agreement
    rule: Indemnity
    credits: Sequence[Paid]
    clocks: Clocks

    @property
    def currency(self) -> str:
        """Return the currency of the costs: the unit of the first that has one, else the term's."""
        named = (*self.rule.covers, *self.rule.less)
        units = [d.unit for name in named for d in self.terms.definitions if d.name == name and d.unit]
        return units[0] if units else self.terms.term.currency

    def due(self, told: Told) -> Instant | None:
        """Return the last instant to tell of a claim in time; None when nothing says."""
        filed = told.first(self.rule.filed)
        if filed is None or self.rule.within is None:
            return None
        return deadline(self.rule.within, filed, self.terms.term.zone, self.clocks.of(""))


@dataclass(frozen=True)
class Reckoned:
    """One claim at an instant: the sums that lead to what is payable; `room` None is no cap."""

    told: Told
    costs: tuple[Cost, ...]
    eligible: Money
    recovered: Money
    offset: Money
    room: Money | None
    payable: Money
    is_late: bool


def losses(
    terms: Agreement, answers: Sequence[Answer], credits: Sequence[Paid], clocks: Clocks
) -> tuple[tuple[Loss, ...], tuple[Transaction, ...]]:
    """Return the losses of every indemnity, by the instant they were told, and what the journal holds of them.

    Borne is what is covered (not what was spent before tender, where that is excluded), less what others paid,
    less credits already paid where they offset it, up to the cap. Told too late it is forfeited, or paid less the
    harm. What is payable follows what was told by each instant: the journal gets the difference.
    Source: DOMAIN A5 to A9.
    """
    found: list[Loss] = []
    entries: list[Transaction] = []
    for rule in terms.indemnities:
        court = Court(terms, rule, credits, clocks)
        if court.currency in EXPONENTS:
            lines, moved = _walked(court, _cases(rule, terms, answers))
            found += lines
            entries += moved
    return tuple(found), tuple(entries)


def _cases(rule: Indemnity, terms: Agreement, answers: Sequence[Answer]) -> list[Told]:
    """Return the claims by the instant they were told, then by their id."""
    excluded = [one.name for one in terms.definitions if one.name in rule.excludes]
    names = {rule.filed, rule.told, rule.paid, *rule.covers, *rule.less, *excluded} - {""}
    by_case: dict[str, list[Answer]] = {}
    for answer in sorted(answers, key=lambda one: (one.happened, one.definition)):
        if answer.definition in names:
            by_case.setdefault(answer.entity, []).append(answer)
    cases = [Told(case, tuple(facts)) for case, facts in by_case.items()]
    return sorted(cases, key=lambda one: (one.first(rule.told) is None, one.first(rule.told), one.case.encode()))


def _walked(court: Court, cases: Sequence[Told]) -> tuple[list[Loss], list[Transaction]]:
    held = {told.case: added([], court.currency) for told in cases}
    open_ = dict(held)
    entries: list[Transaction] = []
    paid: dict[str, Instant] = {}
    for at in sorted({fact.happened for told in cases for fact in told.facts}):
        for one in _reckoned(court, [told.until(at) for told in cases]):
            case, debt = one.told.case, _debt(court, one.told)
            moved = less(one.payable, held[case])
            if moved.amount:
                entries.append(debt.falls_due(at, moved, _sum(one, court)))
            held[case], open_[case] = one.payable, added([open_[case], moved], court.currency)
            if court.rule.paid and open_[case].amount > 0 and _is_paid(one.told, court.rule.paid, at):
                entries.append(debt.paid(at, open_[case], f"'{court.rule.paid}' told of it"))
                open_[case], paid[case] = added([], court.currency), at
    last = list(_reckoned(court, cases))
    return [_loss(court, one, paid.get(one.told.case), open_[one.told.case]) for one in last], entries


def _is_paid(told: Told, definition: str, at: Instant) -> bool:
    return any(fact.definition == definition and fact.happened == at for fact in told.facts)


def _reckoned(court: Court, cases: Sequence[Told]) -> Iterator[Reckoned]:
    """Yield each claim as told so far; credits offset one claim only, and a cap is for all of its period."""
    used, taken = added([], court.currency), list[tuple[Told, Money]]()
    for told in cases:
        costs = tuple(_costs(court, told))
        eligible = added([one.amount for one in costs if one.borne and one.amount.amount > 0], court.currency)
        recovered = added([one.amount for one in costs if one.amount.amount < 0], court.currency)
        left = _never_below(added([eligible, recovered], court.currency))
        since, due = told.first(court.rule.told), court.due(told)
        is_late = since is not None and due is not None and since > due
        if since is None or (is_late and court.rule.late == "forfeit"):
            left = added([], court.currency)
        offset = _least(left, _never_below(less(_credited(court, told), used)))
        room = _room(court, told, taken)
        payable = less(left, offset) if room is None else _least(less(left, offset), room)
        used, taken = added([used, offset], court.currency), [*taken, (told, payable)]
        yield Reckoned(told, costs, eligible, _minus(recovered), offset, room, payable, is_late)


def _costs(court: Court, told: Told) -> Iterator[Cost]:
    rule, since = court.rule, told.first(court.rule.told)
    for fact in told.facts:
        if fact.value is None or fact.definition in (rule.filed, rule.told, rule.paid):
            continue
        amount = rounded(Fraction(abs(fact.value)), court.currency)
        if fact.definition in rule.less:
            yield Cost(fact.definition, fact.happened, _minus(amount), True, "paid by others")
        elif fact.definition not in rule.covers:
            yield Cost(fact.definition, fact.happened, amount, False, "excluded")
        else:
            early = rule.before_tender == "excluded" and (since is None or fact.happened < since)
            yield Cost(fact.definition, fact.happened, amount, not early, "spent before tender" if early else "")


def _credited(court: Court, told: Told) -> Money:
    """Return the credits paid by the one who bears to those who are held, up to the last thing told of a claim."""
    rule = court.rule
    if rule.service_credits != "offset" or not told.facts:
        return added([], court.currency)
    mine = [c for c in court.credits if c.debtor == rule.by and c.creditor in rule.beneficiaries]
    last = max(fact.happened for fact in told.facts)
    paid = [c.amount for c in mine if c.at <= last and c.amount.currency == court.currency]
    return added(paid, court.currency)


def _room(court: Court, told: Told, taken: Sequence[tuple[Told, Money]]) -> Money | None:
    """Return what the cap leaves beside the claims told earlier in its period; without a period it is for each."""
    cap = court.rule.cap
    if not isinstance(cap, Money) or cap.currency != court.currency:
        return None
    mine = _period(court, told)
    others = [money for other, money in taken if court.rule.cap_per and _period(court, other) == mine]
    return _never_below(less(cap, added(others, court.currency)))


def _period(court: Court, told: Told) -> object:
    """Return the period of the cap in which a claim was told; of the term, the term."""
    since = told.first(court.rule.told)
    if since is None or court.rule.cap_per in ("", "term"):
        return court.rule.cap_per
    return period_of(court.rule.cap_per, local_time(court.terms.term.zone, since).date(), court.terms.term)


def _loss(court: Court, one: Reckoned, paid: Instant | None, still: Money) -> Loss:
    rule, told = court.rule, one.told
    return Loss(
        rule.name,
        told.case,
        rule.by,
        _payee(court, told),
        _state(court, one, paid, still),
        None if _is_unknown(court) else one.payable,
        one.costs,
        told.first(rule.filed),
        told.first(rule.told),
        court.due(told),
        one.is_late,
        one.recovered,
        one.offset,
        paid,
        _sum(one, court),
    )


def _state(court: Court, one: Reckoned, paid: Instant | None, still: Money) -> LossState:
    if one.told.first(court.rule.told) is None:
        return "not reported"
    if one.is_late and court.rule.late == "forfeit":
        return "forfeited"
    if _is_unknown(court):
        return "owed"
    if not one.payable.amount:
        return "not due"
    return "done" if paid is not None and still.amount <= 0 else "payable"


def _is_unknown(court: Court) -> bool:
    cap = court.rule.cap
    return cap is not None and not (isinstance(cap, Money) and cap.currency == court.currency)


def _sum(one: Reckoned, court: Court) -> str:
    """Spell the sum out: `175,000.00 EUR borne, less 25,000.00 EUR paid by others: 150,000.00 EUR`."""
    parts = [f"{one.eligible} borne"]
    parts += [f"less {one.recovered} paid by others"] if one.recovered.amount else []
    parts += [f"less {one.offset} of credits paid"] if one.offset.amount else []
    if one.room is not None and one.payable == one.room:
        parts.append(f"at most {one.room}")
    line = f"{', '.join(parts)}: {one.payable}"
    if one.is_late:
        lost = court.rule.late == "forfeit"
        return f"{line}; told too late" + (", so nothing is borne" if lost else ", no harm of that was told")
    return line


def _debt(court: Court, told: Told) -> Debt:
    return Debt(court.rule.by, _payee(court, told), "indemnity", court.rule.name, item=told.case)


def _payee(court: Court, told: Told) -> str:
    """Return who is paid: the one held harmless who told of the claim, else the first that is named."""
    rule = court.rule
    tellers = [fact.by for fact in told.facts if fact.definition == rule.told and fact.by in rule.beneficiaries]
    return next(iter((*tellers, *rule.beneficiaries)), "")


def _least(one: Money, other: Money) -> Money:
    return one if one.amount <= other.amount else other


def _never_below(amount: Money) -> Money:
    return amount if amount.amount > 0 else added([], amount.currency)


def _minus(amount: Money) -> Money:
    return less(added([], amount.currency), amount)
