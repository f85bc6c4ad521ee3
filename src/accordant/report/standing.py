"""Rights to end the agreement and losses borne under indemnities, for reading."""

from collections.abc import Iterator
from dataclasses import dataclass

from accordant.evaluate import Evaluation
from accordant.report.nouns import title
from accordant.report.period import due_words, period_words
from accordant.report.phrases import called, notice_words, party_name, quantity_words
from accordant.report.state import State
from accordant.settle.indemnity import Loss, LossState
from accordant.settle.right import Evidence, RightStanding, RightState

_RIGHTS: dict[RightState, State] = {
    "exists": State("exists", "risk", "risk", "▲"),
    "not yet": State("not yet", "pending", "pending", "◷"),
    "lapsed": State("lapsed", "nodata", "nodata", "◌"),
    "at will": State("at will", "excused", "excused", "⊖"),
    "nobody told us": State("nobody told us", "nodata", "nodata", "◌"),
}
_LOSSES: dict[LossState, State] = {
    "not reported": State("not reported", "pending", "pending", "◷"),
    "payable": State("payable", "risk", "risk", "▲"),
    "done": State("paid", "met", "met", "✔"),
    "forfeited": State("forfeited", "missed", "missed", "✘"),
    "not due": State("not due", "excused", "excused", "⊖"),
    "owed": State("owed", "nodata", "nodata", "◌"),
}


@dataclass(frozen=True)
class RightLine:
    """A right to end the agreement: whose, how it stands and why, its evidence, and facts with their labels."""

    name: str
    by: str
    state: State
    why: str
    evidence: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LossLine:
    """A third party's claim: who bears it for whom, how it stands, each cost with its verdict, the arithmetic."""

    name: str
    who: str
    state: State
    payable: str
    reckoning: str
    costs: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]


def right_lines(evaluation: Evaluation) -> tuple[RightLine, ...]:
    """Return the rights that something has to come about for; those at will are in the agreement's own words."""
    return tuple(_right(evaluation, one) for one in evaluation.rights if one.state != "at will")


def loss_lines(evaluation: Evaluation) -> tuple[LossLine, ...]:
    """Return the losses told of, in their order."""
    return tuple(_loss(evaluation, one) for one in evaluation.losses)


def _right(evaluation: Evaluation, one: RightStanding) -> RightLine:
    terms = evaluation.versions[-1].terms
    zone, as_of = terms.term.zone, evaluation.as_of
    facts = [("Since", due_words(one.since, zone, as_of))] if one.since is not None else []
    facts += [("Notice", notice_words(one.notice))] if one.notice else []
    facts += [("Would end", due_words(one.earliest_end, zone, as_of))] if one.earliest_end is not None else []
    if one.refund is not None:
        facts.append(("Paid back", f"{quantity_words(one.refund)}: {one.reckoning}"))
    elif one.reckoning:
        facts.append(("Paid back", one.reckoning))
    evidence = tuple(_evidence(evaluation, each) for each in one.evidence)
    by = party_name(one.by, terms) if one.by else "either party"
    return RightLine(title(one.name), by, _RIGHTS[one.state], one.why, evidence, tuple(facts))


def _evidence(evaluation: Evaluation, one: Evidence) -> str:
    zone, as_of = evaluation.versions[-1].terms.term.zone, evaluation.as_of
    told = f"{title(one.obligation)}, {period_words(one.window)}: missed"
    if one.noticed is not None:
        late = "" if one.is_timely else ", too late"
        return f"{told}, noticed {due_words(one.noticed, zone, as_of)}{late}"
    return f"{told}, to be noticed by {due_words(one.due, zone, as_of)}" if one.due is not None else told


def _loss(evaluation: Evaluation, one: Loss) -> LossLine:
    terms = evaluation.versions[-1].terms
    costs = tuple(
        (
            called(cost.definition),
            quantity_words(cost.amount),
            cost.why or ("borne" if cost.borne else "not borne"),
        )
        for cost in one.costs
    )
    who = f"{party_name(one.by, terms)} bears it for {party_name(one.payee, terms)}"
    payable = quantity_words(one.payable) if one.payable is not None else ""
    return LossLine(
        f"{title(one.indemnity)}, {one.case}",
        who,
        _LOSSES[one.state],
        payable,
        one.reckoning,
        costs,
        tuple(_moments(evaluation, one)),
    )


def _moments(evaluation: Evaluation, one: Loss) -> Iterator[tuple[str, str]]:
    zone, as_of = evaluation.versions[-1].terms.term.zone, evaluation.as_of
    late = ", late" if one.is_late else ""
    moments = (
        ("Filed", one.filed, ""),
        ("Told", one.told, late),
        ("To be told by", one.due, ""),
        ("Paid", one.paid, ""),
    )
    for label, at, more in moments:
        if at is not None:
            yield label, due_words(at, zone, as_of) + more
    for label, money in (("Others paid", one.recovered), ("Set off", one.offset)):
        if money is not None and money.amount:
            yield label, quantity_words(money)
