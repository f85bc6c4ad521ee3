"""At-risk pools: a missed obligation goes in; its allocation of the amount at risk comes out."""

from fractions import Fraction

from accordant.settle.credit import Gross
from accordant.settle.money import rounded
from accordant.settle.price import base_of, dates_of
from accordant.settle.raised import Raised
from accordant.terms.remedy import AtRiskPool


def allocated(pool: AtRiskPool, each: Raised) -> Gross:
    """Return what a pool pays for the miss of an obligation: base x at risk x allocation, rounded once.

    The base is that of the window's dates. Allocations may total more than everything: what all of them pay in a
    window is limited to the amount at risk by the ledger. Source: DOMAIN F4.9.
    """
    share = dict(pool.allocation).get(each.obligation.name)
    if share is None:
        return Gross(None, False, f"nothing of '{pool.name}' is allocated to it")
    base = base_of(pool.base, each, dates_of(each))
    if base is None:
        return Gross(None, True, f"the charge '{pool.base}' has no amount for this window")
    amount, currency = base
    whole = rounded(amount, currency)
    money = rounded(amount * pool.at_risk.fraction * share.fraction, currency)
    reckoning = f"{share} of the {pool.at_risk} at risk of {pool.base}, {whole}, is {money}"
    return Gross(money, money.amount > Fraction(0), reckoning)
