"""Relief and exclusion: what excuses whom by what goes in; findings come out where that excuses nobody or all."""

from collections.abc import Iterator

from accordant.check.found import found, quoted
from accordant.check.names import beginning, definitions
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Definition, Joined, Span, Tiers, While
from accordant.terms.exclusion import OtherSide, Surge
from accordant.terms.finding import Finding
from accordant.terms.indicator import Count, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.target import targets


def mutual(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations whose misses excuse each other in a circle: when all are missed, none is.

    Verdicts before any relief are read, so it can be evaluated; nobody would have agreed to it.
    """
    leads = {obligation.name: set(_excusing(obligation)) for obligation in agreement.obligations}
    reached = {name: _reached(name, leads) for name in leads}
    told: set[str] = set()
    for obligation in agreement.obligations:
        name = obligation.name
        circle = [o for o in agreement.obligations if o.name in reached[name] and name in reached.get(o.name, ())]
        others = [o for o in circle if o.name != name]
        if others and name not in told:
            told |= {o.name for o in circle}
            message = f"misses of {quoted((name, *(o.name for o in others)))} excuse each other"
            related = [(f"'{o.name}' is here", o.place) for o in others]
            yield found("mutual-relief", message, obligation.place, "let one of them stand on its own", *related)


def by_own_miss(agreement: Agreement) -> Iterator[Finding]:
    """Find reliefs `other side` that name an obligation of the party they excuse."""
    by_name = {obligation.name: obligation for obligation in agreement.obligations}
    for obligation in agreement.obligations:
        for relief in obligation.relief:
            other = by_name.get(relief.missed.obligation) if isinstance(relief, OtherSide) else None
            if other and other.owed_by == obligation.owed_by:
                message = (
                    f"'{obligation.owed_by}' is excused from '{obligation.name}' by missing '{other.name}' itself"
                )
                hint = f"name an obligation of '{obligation.owed_to}'"
                yield found("relief-by-own-miss", message, relief.place or obligation.place, hint)


def surges(agreement: Agreement) -> Iterator[Finding]:
    """Find surges without a plan in numbers, of other items than they relieve, or beside another surge."""
    by_name = {obligation.name: obligation for obligation in agreement.obligations}
    for obligation in agreement.obligations:
        several = [relief for relief in obligation.relief if isinstance(relief, Surge)]
        for relief in several[1:]:
            message = f"the second surge of '{obligation.name}' has no effect"
            yield found("second-surge", message, relief.place or obligation.place)
        for relief in several[:1]:
            plan = by_name.get(relief.plan)
            if plan:
                yield from _plan(relief, plan, obligation, agreement)
            if relief.of not in beginning(obligation):
                starts = ", ".join(f"'{name}'" for name in beginning(obligation))
                message = f"the surge ranks '{relief.of}', and the items of '{obligation.name}' are {starts}"
                yield found("surge-of-others", message, relief.place or obligation.place)


def _plan(surge: Surge, plan: Obligation, obligation: Obligation, agreement: Agreement) -> Iterator[Finding]:
    place = surge.place or obligation.place
    related = (f"'{plan.name}' is here", plan.place)
    bounds = [target.bound for target in targets(plan.target)]
    in_numbers = isinstance(plan.indicator, Count | Sum) and not isinstance(plan.target, Tiers)
    if not in_numbers or not all(bound.low for bound in bounds):
        message = f"the daily plan of '{plan.name}' is not a number: a surge needs a count with 'at least'"
        yield found("surge-without-plan", message, place, "name what is owed in numbers", related)
    elif not (plan.calendar or agreement.term.calendar):
        message = f"the daily plan of '{plan.name}' has no calendar that says which dates are open"
        yield found("surge-without-plan", message, place, "name one: 'term: {calendar: ...}'", related)


def notices(agreement: Agreement) -> Iterator[Finding]:
    """Find exclusions that need a notice nothing tells: they would never hold."""
    by_name = definitions(agreement)
    for exclusion in agreement.exclusions:
        span = by_name.get(exclusion.span)
        if span and exclusion.told_ahead and not _is_told(span, by_name, set()):
            message = (
                f"'{exclusion.name}' holds when told {exclusion.told_ahead} ahead, and '{span.name}' is never told"
            )
            hint = f"add 'told:' to '{span.name}', such as told: event = 'announced'"
            related = (f"'{span.name}' is defined here", span.place)
            yield found("notice-never-told", message, exclusion.place, hint, related)


def _is_told(span: Definition, by_name: dict[str, Definition], seen: set[str]) -> bool:
    match span.shape:
        case Span(told=told) | While(told=told):
            return told is not None
        case Joined(names) if span.name not in seen:
            parts = [by_name[name] for name in names if name in by_name]
            return any(_is_told(part, by_name, seen | {span.name}) for part in parts)
        case _:
            return False


def _excusing(obligation: Obligation) -> Iterator[str]:
    return (relief.missed.obligation for relief in obligation.relief if isinstance(relief, OtherSide))


def _reached(name: str, leads: dict[str, set[str]]) -> set[str]:
    """Return everything that a name leads to in one step or more."""
    reached: set[str] = set()
    waiting = list(leads.get(name, ()))
    while waiting:
        following = waiting.pop()
        if following not in reached:
            reached.add(following)
            waiting.extend(leads.get(following, ()))
    return reached
