"""A promise in plain words: who owes whom what, how much of it, over which window, and what follows a miss."""

from collections.abc import Iterable
from typing import assert_never

from accordant.report.follow import remedy_phrase
from accordant.report.phrases import (
    any_called,
    bound_words,
    called,
    length_words,
    listed,
    many_called,
    ordinal,
    party_name,
    plural,
    quantity_words,
    target_words,
    tier_words,
    window_words,
)
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Tiers
from accordant.terms.indicator import Attempts, Availability, Count, Deliver, Share, Statistic, Sum, Time
from accordant.terms.obligation import Obligation, OnMiss
from accordant.terms.target import AnyTarget, Bound, Target
from accordant.terms.values import Length

_COUNTED = {"due": "due", "start": "begun", "stop": "stopped"}


def promise(obligation: Obligation, agreement: Agreement) -> str:
    """Say who owes whom what, how much and over which window, without a full stop.

    `Sales owes Marketing: attempt within 2 business hours of MQL, for at least 95% of the leads due in a month`.
    """
    debtor, creditor = party_name(obligation.owed_by, agreement), party_name(obligation.owed_to, agreement)
    return f"{debtor} owes {creditor}: {owed(obligation, agreement)}"


def owed(obligation: Obligation, agreement: Agreement) -> str:
    """Say what is owed, how much of it and over which window, without a full stop."""
    target = target_words(obligation.target)
    period = f"in {window_words(obligation.window)}{_scope(obligation)}"
    match obligation.indicator:
        case Time(clock):
            what = f"{any_called(clock.stops)} {_limit(obligation.within, any_called(clock.starts))}"
            return f"{what}, for {_quota(obligation, clock.starts, clock.counted_in, agreement)}"
        case Attempts():
            return _attempts(obligation.indicator, obligation, agreement)
        case Deliver(of):
            return f"{called(of)}{_schedule(obligation)}, for {_part(obligation.target, f'those due {period}')}"
        case Count(of):
            return f"{target} {_counted(of, obligation.target)} {period}{_less(obligation)}"
        case Sum(of):
            return f"{called(of)} worth {target} {period}{_less(obligation)}"
        case Share():
            return _share(obligation.indicator, obligation)
        case Availability():
            return f"availability of {target} {period}"
        case Statistic():
            return f"{_statistic(obligation.indicator)} {target} {period}"
        case indicator:
            assert_never(indicator)


def aftermath(obligation: Obligation, agreement: Agreement) -> list[str]:
    """Say what each miss brings, one sentence a rung: `If missed: recovery plan within 5 business days.`"""
    return [f"{_rung(rung)}: {listed(_remedies(rung, agreement))}." for rung in obligation.on_miss]


def _rung(rung: OnMiss) -> str:
    match rung.when:
        case "window":
            return "If missed"
        case "row":
            return f"{ordinal(rung.nth)} miss in a row"
        case "item":
            return "For each single miss"
        case when:
            assert_never(when)


def _remedies(rung: OnMiss, agreement: Agreement) -> Iterable[str]:
    known = {remedy.name: remedy for remedy in agreement.remedies}
    return (remedy_phrase(known[name]) if name in known else name for name in rung.remedies)


def _limit(within: Length | Tiers[Length] | None, start: str) -> str:
    """Say the limit from a start; its tiers, if it has any, stand behind in brackets."""
    match within:
        case None:
            return f"after {start}"
        case Length():
            return f"within {length_words(within)} of {start}"
        case Tiers(by, tiers, otherwise) if otherwise is not None:
            cases = "; ".join(f"{length_words(length)} if {by} is {value}" for value, length in tiers)
            return f"within {length_words(otherwise)} of {start} ({cases})"
        case Tiers():
            return f"within {tier_words(within, length_words)} of {start}"


def _quota(obligation: Obligation, names: tuple[str, ...], counted_in: str, agreement: Agreement) -> str:
    """Say how many of the items a target asks for: `at least 95% of the leads due in a month`."""
    kinds = {definition.of for definition in agreement.definitions if definition.name in names}
    items = listed(plural(kind) for kind in sorted(kinds)) or "items"
    period = f"{_COUNTED[counted_in]} in {window_words(obligation.window)}"
    return _part(obligation.target, f"the {items} {period}{_scope(obligation)}")


def _part(target: AnyTarget, items: str) -> str:
    match target:
        case Target(Bound("all")):
            return f"all of {items}"
        case Target(Bound("none")):
            return f"none of {items}"
        case Target(bound):
            return f"{bound_words(bound)} of {items}"
        case _:
            return f"a share of {items}: {target_words(target)}"


def _counted(of: str, target: AnyTarget) -> str:
    """Name what a count counts; a target of one names one."""
    match target:
        case Target(Bound(_, low, high)) if (last := high or low) and last.number == 1:
            return called(of)
        case _:
            return many_called(of)


def _scope(obligation: Obligation) -> str:
    return f", where {obligation.where.text}" if obligation.where else ""


def _less(obligation: Obligation) -> str:
    return f", less {listed(map(called, obligation.less))}" if obligation.less else ""


def _schedule(obligation: Obligation) -> str:
    if not obligation.schedule:
        return ""
    due = f", due {obligation.schedule.text}" if obligation.schedule.text else ""
    return f" every {obligation.schedule.every}{due}"


def _attempts(indicator: Attempts, obligation: Obligation, agreement: Agreement) -> str:
    apart = f", {length_words(indicator.apart)} or more apart," if indicator.apart else ""
    limit = _limit(obligation.within, called(indicator.per))
    of = called(indicator.of) if indicator.at_least == 1 else many_called(indicator.of)
    what = f"{indicator.at_least:,} {of} or more{apart} {limit}"
    until = f", or until {any_called(indicator.until)}" if indicator.until else ""
    return f"{what}{until}, for {_quota(obligation, (indicator.per,), indicator.counted_in, agreement)}"


def _share(indicator: Share, obligation: Obligation) -> str:
    window = window_words(obligation.window)
    scope = f"{_scope(obligation)}{_less(obligation)}"
    if indicator.counted_by == "flow":
        part = _part(obligation.target, f"the {many_called(indicator.of)} of the same time")
        return f"{many_called(indicator.good)} in {window} against {part}{scope}"
    population = f"the {many_called(indicator.of)} of {window}"
    if isinstance(obligation.within, Tiers):
        horizon = f" within {tier_words(obligation.within, length_words)}"
    else:
        horizon = f" within {length_words(obligation.within)}" if obligation.within else ""
    return f"{_part(obligation.target, population)} become {called(indicator.good)}{horizon}{scope}"


def _statistic(indicator: Statistic) -> str:
    if indicator.under is not None:
        return f"share of {called(indicator.of)} under {quantity_words(indicator.under)}"
    rank = indicator.take[1:]
    percentile = indicator.take.startswith("p") and rank.replace(".", "").isdigit()
    name = f"{ordinal(int(rank)) if rank.isdigit() else f'{rank}th'} percentile" if percentile else indicator.take
    each = f" of each {length_words(indicator.each)}" if indicator.each else ""
    return f"{name} of {called(indicator.of)}{each}"
