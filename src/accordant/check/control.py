"""Control: who owes and who decides goes in; findings come out where they are not the same."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.check.names import beginning, cancelling, deciding, definitions, named
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.indicator import Time
from accordant.terms.obligation import Obligation


def uncontrolled(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations decided by what the other party declares, with nothing that answers for its part.

    That is a relief for the other side's miss, or an obligation of the other side about the same things.
    """
    for obligation in agreement.obligations:
        for name, other in _decided_by_others(agreement, obligation):
            if not obligation.relief and not _answers(agreement, obligation, other):
                message = f"'{obligation.name}' is owed by '{obligation.owed_by}', and '{other}' declares '{name}'"
                hint = f"add 'relief: {{other side: ... missed}}', or what '{other}' owes for it"
                related = (f"'{name}' is defined here", definitions(agreement)[name].place)
                yield found("uncontrolled-measure", message, obligation.place, hint, related)


def _decided_by_others(agreement: Agreement, obligation: Obligation) -> Iterator[tuple[str, str]]:
    by_name = definitions(agreement)
    for name in dict.fromkeys(deciding(obligation)):
        declarer = by_name[name].declared_by if name in by_name else ""
        if declarer and declarer != obligation.owed_by:
            yield name, declarer


def _answers(agreement: Agreement, obligation: Obligation, other: str) -> bool:
    about = named(obligation)
    return any(o.owed_by == other and about & named(o) for o in agreement.obligations)


def cancelled_at_will(agreement: Agreement) -> Iterator[Finding]:
    """Find items that the one who owes them may take away, with no limit of time."""
    by_name = definitions(agreement)
    for obligation in agreement.obligations:
        for name in cancelling(obligation):
            definition = by_name.get(name)
            if definition and definition.declared_by == obligation.owed_by and definition.within is None:
                message = (
                    f"'{obligation.owed_by}' may take items of '{obligation.name}' away by '{name}', at any time"
                )
                hint = f"give '{name}' a limit: 'within: 2 business days of {beginning(obligation)[0]}'"
                related = (f"'{name}' is defined here", definition.place)
                yield found("obligor-cancels", message, obligation.place, hint, related)


def owner_clock_alone(agreement: Agreement) -> Iterator[Finding]:
    """Find clocks that begin anew with each owner, with no clock beside them that runs from the start."""
    for obligation in agreement.obligations:
        if not _hands_over(obligation):
            continue
        start = beginning(obligation)[0]
        if not any(_runs_throughout(other, obligation) for other in agreement.obligations):
            message = f"'{obligation.name}' begins anew for each owner: handing over in time always keeps it"
            hint = f"add an obligation with one clock from '{start}' to the end, and judge both"
            yield found("owner-clock-alone", message, obligation.place, hint)


def _hands_over(obligation: Obligation) -> bool:
    match obligation.indicator:
        case Time(clock):
            return clock.cycles != "first" and bool(set(clock.starts) & set(clock.stops))
        case _:
            return False


def _runs_throughout(other: Obligation, owner: Obligation) -> bool:
    if not isinstance(other.indicator, Time) or other.owed_by != owner.owed_by:
        return False
    begins = set(other.indicator.clock.starts) & set(beginning(owner))
    return other.indicator.clock.cycles == "first" and bool(begins)
