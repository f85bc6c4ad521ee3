"""Consequences: obligations and their remedies go in; findings come out where nothing or too much follows."""

from collections.abc import Iterator
from fractions import Fraction

from accordant.check.found import found
from accordant.terms.agreement import Agreement
from accordant.terms.condition import AnyMissed, Missed, VerdictCondition
from accordant.terms.finding import Finding
from accordant.terms.indicator import Count, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import Escalation, MakeGood, Pay, Remedy, ServiceCredit
from accordant.terms.target import targets
from accordant.terms.values import Length, Money, Quantity


def nothing_follows(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations that may be missed, once or always, without anything following."""
    for obligation in agreement.obligations:
        hint = "add 'on miss: [...]'; a recovery plan is the mildest remedy"
        if not obligation.on_miss:
            message = f"nothing follows when '{obligation.name}' is missed"
            yield found("no-consequence", message, obligation.place, hint)
        elif not _first(obligation):
            message = f"nothing follows the first miss of '{obligation.name}'"
            yield found("no-consequence", message, obligation.place, hint)


def harsh(agreement: Agreement) -> Iterator[Finding]:
    """Find a first miss that costs the whole charge or gives a right to end the agreement."""
    by_name = {remedy.name: remedy for remedy in agreement.remedies}
    for obligation in agreement.obligations:
        for name in _first(obligation):
            remedy = by_name.get(name)
            if isinstance(remedy, ServiceCredit) and _pays_everything(remedy):
                message = f"the first miss of '{obligation.name}' costs all of '{remedy.base}'"
                hint = "begin small and grow: bands: {below 99.9%: 10%, below 95%: 100%}"
                related = (f"'{name}' is here", remedy.place)
                yield found("harsh-consequence", message, obligation.place, hint, related)
    for right in agreement.ending:
        if right.when and any(_is_one_miss(condition) for condition in right.when):
            hint = "ask for a run: 'NAME missed in 2 of 3 consecutive windows'"
            message = f"one miss is enough to end the agreement by '{right.name}'"
            yield found("harsh-consequence", message, right.place, hint)


def toothless(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations that weigh at least their equal part and are only ever escalated."""
    by_name = {remedy.name: remedy for remedy in agreement.remedies}
    for obligation in agreement.obligations:
        names = [name for rule in obligation.on_miss for name in rule.remedies]
        known = [by_name[name] for name in names if name in by_name]
        told_only = known and len(known) == len(names) and all(isinstance(one, Escalation) for one in known)
        if told_only and _is_heavy(obligation, agreement):
            message = f"people are told when '{obligation.name}' is missed, and nobody has to do anything"
            hint = "add a recovery plan, a make good or a credit"
            yield found("toothless-consequence", message, obligation.place, hint)


def remedies_in_a_circle(agreement: Agreement) -> Iterator[Finding]:
    """Find make-goods that turn into each other when they are not kept."""
    by_name = {remedy.name: remedy for remedy in agreement.remedies}
    for remedy in agreement.remedies:
        if isinstance(remedy, MakeGood) and _comes_back(remedy, by_name):
            message = f"'{remedy.name}' leads back to itself by 'then'"
            yield found("remedies-in-a-circle", message, remedy.place, "end in another kind of remedy")


def nothing_to_make_good(agreement: Agreement) -> Iterator[Finding]:
    """Find make-goods of what has no shortfall to carry over: only a count or a sum with 'at least' has one."""
    made_good = {remedy.name for remedy in agreement.remedies if isinstance(remedy, MakeGood)}
    for obligation in agreement.obligations:
        names = [name for rule in obligation.on_miss for name in rule.remedies if name in made_good]
        by_amount = isinstance(obligation.indicator, Count | Sum)
        if names and not (by_amount and all(target.bound.low for target in targets(obligation.target))):
            message = f"'{names[0]}' follows a miss of '{obligation.name}', which has no shortfall to carry over"
            hint = "a make good is for a count or a sum with 'at least'"
            yield found("nothing-to-make-good", message, obligation.place, hint)


def _first(obligation: Obligation) -> tuple[str, ...]:
    """Return the remedies of a first miss, of a window or of an item."""
    rules = (rule for rule in obligation.on_miss if rule.when != "row" or rule.nth == 1)
    return tuple(name for rule in rules for name in rule.remedies)


def _pays_everything(credit: ServiceCredit) -> bool:
    """Say whether the mildest payment is the whole charge; what is paid by the piece grows by itself."""
    if credit.for_each or isinstance(credit.pays, Length):
        return False
    flat = [] if credit.pays is None else [_share(credit.pays)]
    pays = [_share(band.pays) for band in credit.bands] or flat
    return bool(pays) and min(pays) >= 1


def _share(pays: Fraction | Pay) -> Fraction:
    match pays:
        case Fraction():
            return pays
        case Quantity():
            return pays.fraction
        case Money() | Length():
            return Fraction(0)


def _is_one_miss(condition: VerdictCondition) -> bool:
    match condition:
        case AnyMissed(run=1) | Missed(misses=1):
            return True
        case _:
            return False


def _is_heavy(obligation: Obligation, agreement: Agreement) -> bool:
    weights = dict(agreement.verdict.weights)
    if obligation.critical or not weights:
        return True
    return weights.get(obligation.name, 0) * len(agreement.obligations) >= sum(weights.values())


def _comes_back(remedy: MakeGood, by_name: dict[str, Remedy]) -> bool:
    seen: set[str] = set()
    following = by_name.get(remedy.then)
    while isinstance(following, MakeGood) and following.name not in seen:
        if following.name == remedy.name:
            return True
        seen.add(following.name)
        following = by_name.get(following.then)
    return False
