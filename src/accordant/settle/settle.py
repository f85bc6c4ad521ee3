"""Settling: verdicts and what was told since go in; what follows each miss, and how it stands, comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import assert_never

from accordant.agree.versions import in_force
from accordant.judge.judge import order_of_obligations
from accordant.judge.verdict import AgreementVerdict, Verdict
from accordant.measure.measurement import Answer, Item, Measured, Measurement
from accordant.plan.clocks import Clocks
from accordant.settle.action import Act, act
from accordant.settle.answers import Asked, matched
from accordant.settle.bonus import bonus, bonuses
from accordant.settle.claim import credits
from accordant.settle.consequence import Consequence
from accordant.settle.credit_entries import entries_of, paid_credits
from accordant.settle.earn_back import earned_back
from accordant.settle.indemnity import Loss, losses
from accordant.settle.journal import Transaction, in_order
from accordant.settle.make_good import Arrears, arrears, next_window
from accordant.settle.owner import owner_of
from accordant.settle.pass_through import Upstream, passed_on
from accordant.settle.raised import Raised, raised
from accordant.settle.right import RightStanding, rights
from accordant.terms.agreement import Version
from accordant.terms.remedy import (
    Action,
    AtRiskPool,
    Bonus,
    Escalation,
    MakeGood,
    PassThrough,
    RecoveryPlan,
    Renegotiation,
    ServiceCredit,
)
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan

Paying = ServiceCredit | AtRiskPool


@dataclass(frozen=True)
class Following:
    """What is known of the windows after a miss: the spans of each obligation, the verdicts of those begun."""

    windows: Mapping[str, Sequence[WindowSpan]]
    verdicts: Mapping[tuple[str, str, WindowSpan], Verdict]

    def windows_of(self, obligation: str) -> Sequence[WindowSpan]:
        """Return the windows of an obligation in time."""
        return self.windows.get(obligation, ())

    def verdict_of(self, obligation: str, group: str, window: WindowSpan) -> Verdict | None:
        """Return the verdict of a window that has begun."""
        return self.verdicts.get((obligation, group, window))


@dataclass(frozen=True)
class Settlement:
    """What follows the verdicts: consequences, the journal of all money, rights to end, losses borne."""

    consequences: tuple[Consequence, ...]
    ledger: tuple[Transaction, ...] = ()
    rights: tuple[RightStanding, ...] = ()
    losses: tuple[Loss, ...] = ()


def settle(
    versions: Sequence[Version],
    measured: Measured,
    verdicts: Sequence[Verdict],
    overall: Sequence[AgreementVerdict],
    clocks: Clocks,
    as_of: Instant,
    missed_items: Sequence[Item] = (),
    upstream: Upstream = MappingProxyType({}),
) -> Settlement:
    """Return every consequence of the verdicts known at `as_of`, by window, obligation and remedy as written.

    `verdicts` stand as `judge` gives them; `missed_items` are those of obligations with `on each miss`; `upstream`
    is what other agreements pay, by the name under which this one passes it on. A make-good that was not kept is
    followed by what it turned into. Source: SEMANTICS 1 (Consequences, Answers), 5.
    """
    answers = measured.answers
    following = _following(measured.measurements, verdicts)
    lines, carried = _with_turned(raised(versions, verdicts, missed_items, as_of), following, answers)
    told = _done(lines, answers)
    payments = [(i, line.remedy) for i, line in enumerate(lines) if isinstance(line.remedy, Paying)]
    earned = list(earned_back(lines, following.windows_of, following.verdict_of, as_of))
    settled = credits([(remedy, lines[i]) for i, remedy in payments], answers, clocks, as_of, earned)
    paid = {i: one for (i, _), one in zip(payments, settled.consequences, strict=True)}
    lines += bonuses(versions, verdicts, as_of)
    further = {i: found for i, line in enumerate(lines) if (found := _further(line, upstream)) is not None}
    paid |= {i: consequence for i, (consequence, _) in further.items()}
    rank = order_of_obligations(versions)
    order = sorted(range(len(lines)), key=lambda i: (lines[i].verdict.window.stop, rank[lines[i].obligation.name]))
    consequences = tuple(_consequence(i, lines[i], carried, told, paid, clocks, as_of) for i in order)
    ending = rights(versions, verdicts, overall, answers, clocks, as_of)
    borne, entries = losses(in_force(versions, as_of), answers, list(paid_credits(settled)), clocks)
    moved = [one for _, transactions in further.values() for one in transactions]
    return Settlement(consequences, in_order([*entries_of(settled), *moved, *entries]), ending, borne)


def _consequence(
    i: int,
    line: Raised,
    carried: Mapping[int, tuple[Arrears, Answer | None]],
    told: Mapping[int, Answer],
    paid: Mapping[int, Consequence],
    clocks: Clocks,
    as_of: Instant,
) -> Consequence:
    match line.remedy:
        case RecoveryPlan() | Escalation() | Action() | Renegotiation():
            return act(line.remedy, line, told.get(i), clocks, as_of)
        case MakeGood():
            return _carried_over(line, *carried[i])
        case ServiceCredit() | AtRiskPool() | PassThrough() | Bonus():
            return paid[i]
        case _:
            assert_never(line.remedy)


def _further(line: Raised, upstream: Upstream) -> tuple[Consequence, list[Transaction]] | None:
    """Return what a bonus or compensation comes to, with its entries; None for other remedies."""
    match line.remedy:
        case Bonus():
            return bonus(line.remedy, line)
        case PassThrough():
            return passed_on(line.remedy, line, upstream)
        case _:
            return None


def _following(measurements: Sequence[Measurement], verdicts: Sequence[Verdict]) -> Following:
    groups = [group for verdict in verdicts for group in verdict.groups or (verdict,)]
    return Following(
        {measurement.obligation: measurement.windows for measurement in measurements},
        {(group.obligation, group.group, group.window): group for group in groups},
    )


def _with_turned(
    first: Sequence[Raised], following: Following, answers: Sequence[Answer]
) -> tuple[list[Raised], dict[int, tuple[Arrears, Answer | None]]]:
    """Return what was raised and what unkept make-goods turned into, and each make-good's arrears and answer."""
    lines, carried = list(first), {}
    waiting = [(i, line.remedy.made) for i, line in enumerate(first) if isinstance(line.remedy, MakeGood)]
    made = _told(waiting, first, answers)
    # The list grows while it is read: what a make-good turned into may be a make-good again, a window later.
    for i, line in enumerate(lines):
        if isinstance(line.remedy, MakeGood):
            owed = _arrears(line.remedy, line, following)
            carried[i] = owed, made.get(i)
            lines += _turned(line.remedy, line, owed, made.get(i))
    return lines, carried


def _arrears(remedy: MakeGood, line: Raised, following: Following) -> Arrears:
    name, group = line.obligation.name, line.verdict.group
    into = next_window(line, following.windows_of(name))
    verdict = following.verdict_of(name, group, into) if into else None
    return arrears(remedy, line, into, verdict)


def _turned(remedy: MakeGood, line: Raised, owed: Arrears, answer: Answer | None) -> list[Raised]:
    """Return what an unkept make-good turns into, counted from the end of the window that was to make it good."""
    if not remedy.then or answer is not None or owed.unkept_at is None or owed.verdict is None:
        return []
    into = line.terms.remedy(remedy.then)
    return [replace(line, verdict=owed.verdict, remedy=into, at=owed.unkept_at, caused_by=remedy.name)]


def _carried_over(line: Raised, owed: Arrears, answer: Answer | None) -> Consequence:
    due = owed.into.stop - 1 if owed.into else None
    state = owed.state
    if answer is not None:
        state = "done" if due is None or answer.happened <= due else "late"
    return replace(
        _bare(line),
        due=due,
        state=state,
        answered=answer.happened if answer else None,
        carried=owed.carried,
        made=owed.made,
        into=owed.into.label if owed.into else "",
        reckoning=owed.reckoning,
    )


def _done(lines: Sequence[Raised], answers: Sequence[Answer]) -> dict[int, Answer]:
    return _told(
        [(i, line.remedy.done) for i, line in enumerate(lines) if isinstance(line.remedy, Act)], lines, answers
    )


def _told(
    waiting: Sequence[tuple[int, str]], lines: Sequence[Raised], answers: Sequence[Answer]
) -> dict[int, Answer]:
    """Return the answers of lines that wait for a moment of a definition, by the position of the line."""
    asked = [_asked(lines[i], definition) for i, definition in waiting]
    return {waiting[n][0]: answer for n, answer in matched(asked, answers).items()}


def _asked(line: Raised, definition: str) -> Asked:
    obligation = line.obligation
    return Asked(definition, obligation.owed_by, obligation.name, line.verdict.window.label, line.at)


def _bare(line: Raised) -> Consequence:
    """Return a consequence of which nothing is known but that it was raised."""
    return Consequence(
        remedy=line.remedy.name,
        kind=line.remedy.word,
        obligation=line.obligation.name,
        window=line.verdict.window.label,
        owner=owner_of(line),
        raised=line.at,
        due=None,
        state="owed",
        item=line.item,
        group=line.verdict.group,
        caused_by=line.caused_by,
    )
