"""What follows a miss, in plain words: each remedy, its short name in a promise, and caps."""

from typing import assert_never

from accordant.report.phrases import called, length_words, listed, quantity_words, tier_words
from accordant.terms.agreement import Agreement
from accordant.terms.remedy import (
    Action,
    AtRiskPool,
    Band,
    Bonus,
    Cap,
    Charge,
    ClaimRule,
    Escalation,
    Further,
    MakeGood,
    PassThrough,
    RecoveryPlan,
    Remedy,
    Renegotiation,
    ServiceCredit,
    TableRow,
)
from accordant.terms.values import Length, Money, Quantity


def remedy_phrase(remedy: Remedy) -> str:
    """Name a remedy as it stands in a promise, with how soon: `recovery plan within 5 business days`."""
    match remedy:
        case RecoveryPlan(due=due) | Action(due=due) | Renegotiation(due=due):
            limit = due
        case Escalation(within=within):
            limit = within
        case _:
            limit = None
    return f"{remedy.name}{f' within {length_words(limit)}' if limit else ''}"


def remedy_words(remedy: Remedy, agreement: Agreement) -> list[str]:
    """Say in whole sentences what a remedy is, who does or pays what, and by when."""
    match remedy:
        case RecoveryPlan():
            return _recovery_plan(remedy)
        case Escalation(name=name, to=to, within=within):
            told = f"{listed(to)} are told" if len(to) > 1 else f"{listed(to) or 'the other side'} is told"
            return [f"{name}: {told}{_within(within)}.", *_answered(remedy.done)]
        case Action(name=name, due=due):
            return [f"{name}: a step agreed in words{_within(due)}.", *_answered(remedy.done)]
        case Renegotiation(name=name, due=due):
            return [f"{name}: the parties meet to change this agreement{_within(due)}.", *_answered(remedy.done)]
        case MakeGood():
            return _make_good(remedy)
        case ServiceCredit():
            return _credit(remedy, agreement)
        case AtRiskPool():
            return _pool(remedy, agreement)
        case PassThrough():
            return _pass_through(remedy)
        case Bonus(name=name, pays=pays, base=base, when=when):
            amount = f"{_amount(pays, base)} is paid" if pays else "a bonus is paid"
            return [f"{name}: {amount}{f' when {when}' if when else ' for doing better than promised'}."]
        case _:
            assert_never(remedy)


def cap_words(cap: Cap) -> str:
    """Say what some remedies pay together at most."""
    pay = "together pay" if len(cap.over) > 1 else "pays"
    return f"{listed(cap.over)} {pay} at most {_amount(cap.at_most, cap.of)} per {cap.per}."


def charge_words(charge: Charge) -> str:
    """Say what is paid for the service, by tier if it differs."""
    amount = quantity_words(charge.amount) if isinstance(charge.amount, Money) else _tiered(charge)
    return f"{charge.name}: {amount} per {charge.per}."


def _tiered(charge: Charge) -> str:
    return quantity_words(charge.amount) if isinstance(charge.amount, Money) else tier_words(charge.amount, str)


def _within(limit: Length | None) -> str:
    return f" within {length_words(limit)}" if limit else ""


def _answered(done: str) -> list[str]:
    return [f"It is done once there is {called(done)}."] if done else []


def _recovery_plan(plan: RecoveryPlan) -> list[str]:
    contents = f" with {listed(plan.contents)}" if plan.contents else ""
    public = ["It is made public."] if plan.public else []
    return [f"{plan.name}: a plan{contents}{_within(plan.due)}.", *public, *_answered(plan.done)]


def _make_good(remedy: MakeGood) -> list[str]:
    ceiling = f", up to {_amount(remedy.at_most, 'the target')}" if remedy.at_most else ""
    after = [f"If that is not kept: {remedy.then}."] if remedy.then else []
    lines = [f"{remedy.name}: what fell short is owed on top in the {remedy.into}{ceiling}.", *after]
    return lines + ([f"It is made good once there is {called(remedy.made)}."] if remedy.made else [])


def _amount(amount: Quantity | Money | Length, base: str) -> str:
    if isinstance(amount, Length):
        return length_words(amount)
    share = isinstance(amount, Quantity) and amount.unit == "%" and base
    return f"{quantity_words(amount)} of {base}" if share else quantity_words(amount)


def _credit(credit: ServiceCredit, agreement: Agreement) -> list[str]:
    lines = [f"{credit.name}: {_pay(credit)}.", *_credit_limits(credit)]
    if credit.claim:
        lines.append(_claim(credit.claim, agreement))
    if credit.expires:
        lines.append(f"What is not claimed expires after {length_words(credit.expires)}.")
    if credit.paid:
        lines.append(f"It is paid once there is {called(credit.paid)}.")
    return lines


def _pay(credit: ServiceCredit) -> str:
    """Say what a credit pays, by whichever of its three spellings it has."""
    if credit.table:
        rows = "; ".join(_row(row, credit.base) for row in credit.table)
        return f"money back by the provider's printed table ({_by(credit.by)}): {rows}"
    if credit.bands:
        bands = "; ".join(_band(band, credit.base) for band in credit.bands)
        worst = ", the worst reached counts" if len(credit.bands) > 1 else ""
        return f"money back by {_by(credit.by)}{worst}: {bands}{_beyond(credit.further)}"
    return _by_piece(credit)


def _beyond(further: Further | None) -> str:
    if not further:
        return ""
    return f"; then {quantity_words(further.pays)} for each further {length_words(further.each)}"


def _by_piece(credit: ServiceCredit) -> str:
    if credit.pays is None and not credit.pays_text:
        return "money back"
    plain = credit.pays if isinstance(credit.pays, Quantity | Money) else None
    share = _amount(plain, credit.base) if plain and not credit.pays_text else f"{credit.pays_text or credit.pays}"
    of_base = f" of {credit.base}" if credit.base and " of " not in share and not isinstance(plain, Money) else ""
    if not credit.for_each:
        return f"{share}{of_base} back"
    part = "a part of one counts whole" if credit.part_counts else "whole ones only"
    return f"{share}{of_base} back for each {credit.for_each} ({part}, counted {credit.counted})"


def _by(measure: str) -> str:
    return "the value measured" if measure == "measured" else f"the {measure}"


def _band(band: Band, base: str) -> str:
    return f"{_amount(band.pays, base)} {band.edge} {_amount(band.threshold, '')}"


def _row(row: TableRow, base: str) -> str:
    bounds = listed(f"{edge} {_amount(limit, '')}" for edge, limit in row.bounds)
    return f"{_amount(row.pays, base)} {bounds}"


def _credit_limits(credit: ServiceCredit) -> list[str]:
    lines = []
    if credit.days == "of the month":
        lines.append("A day is paid by its share of the month it lies in.")
    if credit.days == "added to the term":
        lines.append("Days are given as service at the end of the term, not as money.")
    if credit.same:
        lines.append(f"Misses with the same {credit.same} pay once.")
    if credit.floor:
        more = "more than" if credit.floor_exclusive else "at least"
        lines.append(f"Only amounts of {more} {quantity_words(credit.floor)} are given.")
    if credit.at_most:
        lines.append(f"It is at most {_amount(credit.at_most, credit.base)}.")
    if credit.form:
        lines.append(f"It is given as {credit.form}.")
    if credit.rounding != "half up":
        lines.append(f"Amounts are rounded {credit.rounding}.")
    return lines


def _claim(claim: ClaimRule, agreement: Agreement) -> str:
    names = {party.key: party.name for party in agreement.parties}
    evidence = f", with {listed(claim.evidence)}" if claim.evidence else ""
    deadline = f" no later than {listed(claim.before)}" if claim.before else ""
    return f"{names.get(claim.by, claim.by)} claims it by {called(claim.made)}{deadline}{evidence}."


def _pool(pool: AtRiskPool, agreement: Agreement) -> list[str]:
    parts = listed(f"{quantity_words(share)} on {name}" for name, share in pool.allocation)
    lines = [f"{pool.name}: {_amount(pool.at_risk, pool.base)} is at risk: {parts}."]
    if one := pool.one_incident:
        again = "takes" if one.revive else "does not take"
        lines.append(f"Misses with the same {one.same}: {one.pays}; if it falls away, the next {again} its place.")
    if back := pool.earn_back:
        lines.append(f"It is earned back when the mean over the {back.over} is {back.mean}.")
    if pool.claim:
        lines.append(_claim(pool.claim, agreement))
    return lines + ([f"It is paid once there is {called(pool.paid)}."] if pool.paid else [])


def _pass_through(remedy: PassThrough) -> list[str]:
    pays = f"{_amount(remedy.pays, remedy.base)} goes on" if remedy.pays else "compensation goes on"
    users = remedy.users or "the end users"
    users = f"{users}, {remedy.number:,} of them" if remedy.number else users
    upstream = f", measured against what {remedy.upstream} pays" if remedy.upstream else ""
    return [f"{remedy.name}: {pays} to {users}{upstream}."]
