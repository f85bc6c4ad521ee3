"""Needs and goals: what the parties want goes in; findings come out where no obligation leads there."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding


def unmet(agreement: Agreement) -> Iterator[Finding]:
    """Find needs that no obligation meets."""
    for need in agreement.needs:
        if not need.met_by:
            message = f"nobody meets the need of '{need.party}': {need.needs}"
            yield found("unmet-need", message, need.place, "met by: [an obligation of the other party]")


def met_by_oneself(agreement: Agreement) -> Iterator[Finding]:
    """Find needs met by an obligation that is not owed to the party in need, or by that party itself."""
    by_name = {obligation.name: obligation for obligation in agreement.obligations}
    for need in agreement.needs:
        for name in need.met_by:
            obligation = by_name.get(name)
            if obligation is None or (obligation.owed_to == need.party != obligation.owed_by):
                continue
            owed = f"'{obligation.owed_by}' owes it to '{obligation.owed_to}'"
            message = f"'{name}' cannot meet a need of '{need.party}': {owed}"
            hint = f"name an obligation that is owed to '{need.party}'"
            yield found("need-met-by-oneself", message, need.place, hint, (f"'{name}' is here", obligation.place))


def unserved(agreement: Agreement) -> Iterator[Finding]:
    """Find goals that no obligation serves."""
    served = {obligation.serves for obligation in agreement.obligations}
    for goal in agreement.goals:
        if goal.name not in served:
            hint = f"write 'serves: {goal.name}' in the obligations that lead to it"
            yield found("unserved-goal", f"no obligation serves the goal '{goal.name}'", goal.place, hint)


def goalless(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations that serve no goal, where there are goals to serve."""
    if not agreement.goals:
        return
    hint = f"write 'serves: {agreement.goals[0].name}', or ask why it is owed"
    for obligation in agreement.obligations:
        if not obligation.serves:
            message = f"'{obligation.name}' serves no goal"
            yield found("goalless-obligation", message, obligation.place, hint)
