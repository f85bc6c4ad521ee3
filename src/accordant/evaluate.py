"""The sentence: an agreement, events and an instant go in; what each party owed, did and now owes comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from accordant.agree.versions import in_force, versions
from accordant.judge.agreement import judge_agreement
from accordant.judge.judge import judge
from accordant.judge.kept import PromiseStanding, standings
from accordant.judge.passed import beyond, passed
from accordant.judge.verdict import AgreementVerdict, Verdict
from accordant.measure.measurement import Item, Measured, Measurement, Near, Outcome
from accordant.plan.plan import compile_clocks, make_plan, without_exclusions
from accordant.plan.steps import Plan
from accordant.plan.timeline import agreement_windows
from accordant.settle.consequence import Consequence
from accordant.settle.indemnity import Loss
from accordant.settle.journal import Transaction
from accordant.settle.money import less
from accordant.settle.pass_through import Recovery
from accordant.settle.right import RightStanding
from accordant.settle.settle import settle
from accordant.terms.agreement import Agreement, Version
from accordant.terms.remedy import AtRiskPool, ServiceCredit
from accordant.terms.values import Instant


class Engine(Protocol):
    """Something that holds events and runs plans over them."""

    def extent(self) -> tuple[Instant, Instant] | None:
        """Return the first and last `happened` of all events, or None when there are none."""

    def measure(self, plan: Plan) -> Measured:
        """Return the tallies of every obligation of the plan."""

    def items(self, plan: Plan, obligation: str, near: Near | None = None) -> Iterator[Item]:
        """Yield the items of one obligation, all or those asked for, by window, start and entity."""


@dataclass(frozen=True)
class Evaluation:
    """The whole answer, with everything a page needs to show how it was reached.

    `versions` are the agreement's texts by date in force; obligations appear as written in the last of them,
    removed ones after. Verdicts are ordered by window and obligation; consequences by miss.
    `without_exclusions` are the verdicts as they would be if no exclusion took time away, of the obligations
    that one does; what relief changes stands in each verdict beside its final outcome.
    `ledger` is the journal of all money that fell due, was paid or went back, in order of time; each transaction
    sums to zero. `rights` are those to end the agreement, as they stand; they are reported and end nothing.
    `losses` are third parties' claims under indemnities: what was spent, and what of it is borne and paid to whom.
    """

    versions: tuple[Version, ...]
    plan: Plan
    as_of: Instant
    known_at: Instant
    measurements: tuple[Measurement, ...]
    verdicts: tuple[Verdict, ...]
    agreement: tuple[AgreementVerdict, ...]
    consequences: tuple[Consequence, ...]
    unmeasured: tuple[tuple[str, str], ...] = ()
    without_exclusions: tuple[Verdict, ...] = ()
    ledger: tuple[Transaction, ...] = ()
    rights: tuple[RightStanding, ...] = ()
    losses: tuple[Loss, ...] = ()


def evaluate(
    agreement: Agreement,
    engine: Engine,
    as_of: Instant,
    known_at: Instant | None = None,
    upstream: Mapping[str, "Evaluation"] = MappingProxyType({}),
) -> Evaluation:
    """Say what each party owed, did and now owes, as known at `known_at` (default: `as_of`).

    `upstream` are the agreements, evaluated first and at the same instants, whose credits this one passes on, by
    the names that its remedies give them. A pure function: equal arguments give equal Evaluations, on any engine.
    """
    known = as_of if known_at is None else known_at
    history = versions(agreement, known)
    clocks = compile_clocks(history, engine.extent(), as_of)
    plan = make_plan(history, clocks, as_of, known)
    measured = engine.measure(plan)
    judged = judge(history, measured.measurements, as_of)
    names = beyond(history, judged)
    verdicts = passed(judged, {name: tuple(engine.items(plan, name)) for name in names})
    overall = judge_agreement(history, verdicts, agreement_windows(history, as_of), as_of, measured.answers)
    singly = tuple(_missed_singly(history, engine, plan))
    recovered = {name: tuple(_recoveries(one)) for name, one in upstream.items()}
    settled = settle(history, measured, verdicts, overall, clocks, as_of, singly, recovered)
    return Evaluation(
        versions=history,
        plan=plan,
        as_of=as_of,
        known_at=known,
        measurements=measured.measurements,
        verdicts=verdicts,
        agreement=overall,
        consequences=settled.consequences,
        unmeasured=plan.unmeasured,
        without_exclusions=_bare(history, engine, plan),
        ledger=settled.ledger,
        rights=settled.rights,
        losses=settled.losses,
    )


def plans_of(
    agreement: Agreement, extent: tuple[Instant, Instant] | None, as_of: Instant, known_at: Instant
) -> tuple[Plan, ...]:
    """Return the plans that an evaluation at some instants measures, over events of that extent."""
    history = versions(agreement, known_at)
    plan = make_plan(history, compile_clocks(history, extent, as_of), as_of, known_at)
    bare = without_exclusions(plan)
    return (plan, bare) if bare else (plan,)


def met_at(evaluation: Evaluation) -> tuple[PromiseStanding, ...]:
    """Say of each promise in force whether it was kept at the instant that an evaluation is as of.

    Source: SEMANTICS 7 (`is_met(instant)`).
    """
    terms = in_force(evaluation.versions, evaluation.as_of)
    return standings(terms, evaluation.verdicts, evaluation.unmeasured, evaluation.as_of)


def _recoveries(upstream: Evaluation) -> Iterator[Recovery]:
    """Yield what an agreement pays in credits, each with the end of its window, less what was earned back."""
    stops = {(v.obligation, v.window.label): v.window.stop for v in upstream.verdicts}
    for one in upstream.consequences:
        stop = stops.get((one.obligation, one.window))
        pays = one.kind in (ServiceCredit.word, AtRiskPool.word) and one.state != "expired"
        if pays and one.amount is not None and stop is not None:
            yield Recovery(stop, less(one.amount, one.returned) if one.returned else one.amount)


def _bare(history: Sequence[Version], engine: Engine, plan: Plan) -> tuple[Verdict, ...]:
    bare = without_exclusions(plan)
    return judge(history, engine.measure(bare).measurements, plan.as_of) if bare else ()


def _missed_singly(history: Sequence[Version], engine: Engine, plan: Plan) -> Iterator[Item]:
    """Yield the missed items of the obligations in which each single miss has a consequence."""
    promises = (promise for version in history for promise in version.terms.obligations)
    names = dict.fromkeys(p.name for p in promises if any(rule.when == "item" for rule in p.on_miss))
    for name in names:
        yield from (item for item in engine.items(plan, name) if item.outcome is Outcome.MISSED)
