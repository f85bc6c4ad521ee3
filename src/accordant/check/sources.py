"""Checking sources: an agreement and its sources go in; findings come out where one does not fit the other."""

from collections.abc import Iterator

from accordant.check.columns import Use, predicates, uses
from accordant.check.found import did_you_mean, found
from accordant.check.names import measured
from accordant.check.silence import silenced
from accordant.check.types import troubles
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.predicate import Column, Compare, Constant, In, Predicate, tests
from accordant.terms.remedy import AtRiskPool, ServiceCredit
from accordant.terms.source import Source, Sources
from accordant.text.message import in_order

_NUMBERS = ("integer", "decimal")


def check_sources(agreement: Agreement, sources: Sources) -> list[Finding]:
    """Check that the sources tell what the agreement's clauses read, ordered by place.

    Looks at the last version of the text and at those before it. Never raises, whatever was read.
    """
    texts = (agreement, *(amendment.agreement for amendment in agreement.amendments))
    told = (finding for text in texts for finding in silenced(text, _of_text(text, sources)))
    return in_order(dict.fromkeys(told))


def _of_text(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    yield from entities(agreement, sources)
    yield from columns(agreement, sources)
    yield from types(agreement, sources)
    yield from events(agreement, sources)
    yield from parties(agreement, sources)
    yield from late(agreement, sources)


def entities(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    """Find kinds of entity that no source tells of: an error where something is measured by them."""
    told = dict.fromkeys(source.entity for source in sources.sources)
    needed = measured(agreement)
    for definition in agreement.definitions:
        if definition.of and definition.of not in told:
            rule = "untold-entity" if definition.name in needed else "unheard-answer"
            message = f"definition '{definition.name}' is of {definition.of}, and no source tells of one"
            hint = did_you_mean(definition.of, told) or f"sources tell of: {', '.join(told)}"
            yield found(rule, message, definition.place, hint)


def columns(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    """Find columns that no source tells, fields where an item needs an attribute, and worth that is no number."""
    told = {source.entity for source in sources.sources}
    for use in uses(agreement):
        known = sources.column_types(use.kind)
        if use.kind not in told:
            continue
        if use.column not in known:
            message = f"{use.clause} names column '{use.column}', which no source of '{use.kind}' tells"
            hint = did_you_mean(use.column, known) or f"they tell: {', '.join(known)}"
            yield found("untold-column", message, use.place, hint)
        elif use.of_item and known[use.column][0] == "field":
            yield _field_in_scope(use)
        elif use.as_number and known[use.column][1] not in _NUMBERS:
            message = f"{use.clause} takes '{use.column}' for a number, and it is of type {known[use.column][1]}"
            yield found("worth-is-no-number", message, use.place, "state 'type: decimal' with a 'scale'")
        elif use.as_text and known[use.column][1] != "text":
            message = f"{use.clause} has tiers by '{use.column}', which is of type {known[use.column][1]}"
            yield found("tiers-by-no-text", message, use.place, "state 'type: text': tiers are named by texts")
    yield from _incidents(agreement, sources)


def _field_in_scope(use: Use) -> Finding:
    message = f"{use.clause} names '{use.column}', a field of one event, and its items live longer"
    hint = f"state '{use.column}' under 'attributes' in sources.yaml, or use it in a definition"
    return found("field-in-scope", message, use.place, hint)


def _incidents(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    """Find `same:` columns, of whatever kind of entity, that nothing tells."""
    known = {name for source in sources.sources for name in sources.column_types(source.entity)}
    for remedy in agreement.remedies:
        match remedy:
            case ServiceCredit(same=column):
                pass
            case AtRiskPool(one_incident=one) if one:
                column = one.same
            case _:
                continue
        if column and column not in known:
            message = f"remedy '{remedy.name}' names column '{column}', which no source tells"
            yield found("untold-column", message, remedy.place, did_you_mean(column, known))


def types(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    """Find comparisons of things that cannot be compared (SEMANTICS 3.10)."""
    for test in predicates(agreement):
        known = {name: kind for name, (_, kind) in sources.column_types(test.kind).items()}
        for message, hint, place in troubles(test.condition.tree, known):
            yield found("unlike-types", f"{test.clause}: {message}", place or test.condition.place, hint)


def events(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    """Find names of events that no source has, where all names are listed: a column of them may hold any."""
    for test in predicates(agreement):
        of_kind = [source for source in sources.sources if source.entity == test.kind]
        if not of_kind or any(source.event_column for source in of_kind):
            continue
        known = dict.fromkeys(name for source in of_kind for name in _events(source))
        for constant in dict.fromkeys(_constants(test.condition.tree, "event")):
            if constant.value not in known:
                message = f"{test.clause} names event '{constant.value}', which no source of '{test.kind}' has"
                hint = did_you_mean(str(constant.value), known) or f"they have: {', '.join(known)}"
                yield found("untold-event", message, constant.place or test.condition.place, hint)


def parties(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    """Find definitions declared by a party that no source of their entity ever names."""
    for definition in agreement.definitions:
        of_kind = [source for source in sources.sources if source.entity == definition.of]
        if definition.declared_by and of_kind and not any(_can_name(s, definition.declared_by) for s in of_kind):
            message = f"'{definition.name}' is declared by '{definition.declared_by}', whom no source names"
            related = ("its source is here", of_kind[0].place)
            hint = f"add 'by:' to source '{of_kind[0].name}'"
            yield found("untold-party", message, definition.place, hint, related)


def late(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    """Find sources that accept late rows by a calendar that is not declared."""
    calendars = {calendar.name for calendar in agreement.calendars}
    for source in sources.sources:
        length, name = source.accept_late, source.accept_late_calendar
        if name and name not in calendars:
            message = f"source '{source.name}' counts by calendar '{name}', which is not declared"
            yield found("late-without-calendar", message, source.place, did_you_mean(name, calendars))
        elif length and length.business and not (name or agreement.term.calendar):
            message = f"source '{source.name}' accepts rows late by {length}, and there is no calendar"
            hint = "name one: 'term: {calendar: ...}' in the agreement"
            yield found("late-without-calendar", message, source.place, hint)


def _events(source: Source) -> Iterator[str]:
    yield from (name for name, _ in source.events)
    if source.event_always:
        yield source.event_always


def _can_name(source: Source, party: str) -> bool:
    """Say whether a source's `by` can be this party: a column without words, or with others, may hold any text."""
    rule = source.by
    if rule is None:
        return False
    if rule.always:
        return rule.always == party
    told = {word for _, word in rule.words} | ({rule.otherwise} if rule.otherwise else set())
    return not rule.words or party in told


def _constants(tree: Predicate, column: str) -> Iterator[Constant]:
    """Yield the constants that a predicate says a column is, not those that it must not be."""
    for test in tests(tree):
        match test:
            case Compare(Column(name), "=", Constant() as constant) if name == column:
                yield constant
            case Compare(Constant() as constant, "=", Column(name)) if name == column:
                yield constant
            case In(Column(name), options) if name == column:
                yield from options
