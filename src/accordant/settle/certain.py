"""Certainty: a miss and what it pays by go in; from which instant the amount can no longer change comes out."""

from dataclasses import replace

from accordant.measure.measurement import Outcome
from accordant.settle.credit import gross
from accordant.settle.raised import Raised
from accordant.terms.remedy import AtRiskPool, ServiceCredit
from accordant.terms.values import Instant


def certain_at(credit: ServiceCredit | AtRiskPool, each: Raised) -> Instant | None:
    """Return the instant from which the amount of a credit stands; None while what is open may still change it.

    A flat payment stands from the miss. What depends on how long an item took stands when it has ended, what
    depends on a window when that has ended and everything in it is decided. A pool pays for a window that ended;
    where one incident pays once, everything in it must be decided too. Only then does it enter the ledger.
    """
    if isinstance(credit, AtRiskPool):
        return _of_pool(credit, each)
    if not (credit.bands or credit.table or credit.for_each):
        return each.at
    if each.case is not None:
        return None if each.case.stop is None else max(each.at, each.case.stop)
    verdict = each.verdict
    if verdict.lowest != verdict.highest and not _is_same_either_way(credit, each):
        return None
    return max(each.at, verdict.window.stop, *_late(each))


def _of_pool(pool: AtRiskPool, each: Raised) -> Instant | None:
    tally, ended = each.verdict.tally, max(each.at, each.verdict.window.stop)
    if pool.one_incident is None or tally is None:
        return ended
    return None if tally.counts.get(Outcome.PENDING) else max((ended, *_late(each)))


def _late(each: Raised) -> tuple[Instant, ...]:
    return each.verdict.tally.late if each.verdict.tally else ()


def _is_same_either_way(credit: ServiceCredit, each: Raised) -> bool:
    """Say whether a credit pays the same however what is open or unknown turns out."""
    lowest, highest = each.verdict.lowest, each.verdict.highest
    if lowest is None or highest is None:
        return False
    ends = [gross(credit, replace(each, verdict=replace(each.verdict, actual=end))) for end in (lowest, highest)]
    return ends[0].amount == ends[1].amount and ends[0].service == ends[1].service
