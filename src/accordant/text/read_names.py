"""Names after reading: every use of a name meets its declaration, or becomes a finding with the near ones."""

from accordant.terms.agreement import Agreement
from accordant.terms.definition import Definition
from accordant.terms.finding import Finding, Severity
from accordant.terms.indicator import Attempts, Share, Statistic, Sum, Time
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import ANCHORS
from accordant.terms.target import targets
from accordant.terms.values import Length, Place, Quantity, inside
from accordant.text.read_definition import entity_of
from accordant.text.read_fields import HINTS, Reading, Reference, quoted
from accordant.text.read_indicator import INDICATORS

_SECTIONS = {
    "party": ("parties", "E130", "a party"),
    "obligation": ("obligations", "E131", "an obligation"),
    "remedy": ("remedies", "E132", "a remedy"),
    "goal": ("goals", "E133", "a goal"),
    "charge": ("charges", "E134", "a charge"),
    "calendar": ("calendars", "E135", "a calendar"),
}
_SHAPES = {
    "moment": ("moment", "worth"),
    "span": ("span",),
    "value": ("value", "worth"),
    "worth": ("value", "worth"),
    "rate": ("rate",),
    "condition": ("moment", "worth"),
}
_NOUNS = {
    "moment": "a moment ('when')",
    "span": "a span ('from' and 'to', or 'while')",
    "value": "a value ('value', or 'when' with 'worth')",
    "worth": "a moment with its 'worth', or a value",
    "rate": "a rate ('bad' and 'out of')",
    "condition": "a moment ('when')",
}
_ARE = {"moment": "a moment", "worth": "a moment", "span": "a span", "value": "a value", "rate": "a rate"}


def resolve(reading: Reading) -> None:
    """Note every name used that is not declared, or is declared as another kind of thing."""
    for reference in reading.references:
        if finding := _unresolved(reference, reading):
            reading.findings.append(finding)


def collisions(reading: Reading) -> None:
    """Note names that stand for two things: one name, one thing in an agreement."""
    seen: dict[str, tuple[str, str, Place]] = {}
    for section in ("definitions", "obligations", "remedies"):
        for name, place in reading.declared.get(section, {}).items():
            if section == "definitions" and name in ANCHORS:
                reading.error("E136", f"{quoted(name)} is a word of the format", place, "choose another name")
            first = seen.setdefault(name.casefold(), (name, section, place))
            if first[2] != place:
                message = f"{quoted(name)} names two things, one in '{first[1]}' and one in '{section}'"
                reading.error(
                    "E136", message, place, "one name, one thing", ((f"'{first[0]}' is here", first[2]),)
                )


def entities(agreement: Agreement) -> list[Finding]:
    """Find clauses that mix two kinds of entity, and definitions that lead back to themselves."""
    by_name = {definition.name: definition for definition in agreement.definitions}
    found = [_mixed(f"obligation {quoted(o.name)}", _roles(o), o.place, by_name) for o in agreement.obligations]
    for definition in agreement.definitions:
        if definition.within:
            names = (definition.name, definition.within.of)
            found.append(_mixed(f"definition {quoted(definition.name)}", names, definition.place, by_name))
    return [*(finding for finding in found if finding), *_circles(agreement.definitions)]


def units(agreement: Agreement) -> list[Finding]:
    """Find targets in another unit than that of the values they are compared with."""
    by_name = {definition.name: definition for definition in agreement.definitions}
    found = []
    for obligation in agreement.obligations:
        match obligation.indicator:
            case Statistic(of=of, under=None) | Sum(of=of):
                compared = [
                    end for target in targets(obligation.target) for end in (target.bound.low, target.bound.high)
                ]
            case Statistic(of=of, under=under):
                compared = [under]
            case _:
                continue
        unit = by_name[of].unit if of in by_name else ""
        other = next((end for end in compared if end and unit and end.unit != unit), None)
        if other:
            found.append(_other_unit(obligation, other, by_name[of]))
    return found


def _other_unit(obligation: Obligation, other: Quantity, definition: Definition) -> Finding:
    told = f"{quoted(definition.name)} is told in {quoted(definition.unit)}"
    message = f"obligation {quoted(obligation.name)} compares '{other}' with values in {quoted(definition.unit)}"
    related = ((told, definition.place),) if definition.place else ()
    return Finding("E309", Severity.ERROR, message, obligation.place, "write both in the same unit", related)


def calendars(agreement: Agreement) -> list[Finding]:
    """Find business lengths that no calendar counts."""
    if agreement.term.calendar:
        return []
    own = tuple(obligation for obligation in agreement.obligations if not obligation.calendar)
    groups = (agreement.definitions, own, agreement.exclusions, agreement.remedies, agreement.ending)
    terms: list[tuple[object, Place | None]] = [(term, term.place) for group in groups for term in group]
    terms += [(agreement.review, agreement.review.place)] if agreement.review else []
    first = [(next((one for one in inside(term, Length) if one.business), None), place) for term, place in terms]
    return [_no_calendar(length, place) for length, place in first if length]


def _unresolved(reference: Reference, reading: Reading) -> Finding | None:
    match reference.wants:
        case "measured":
            known = {**dict.fromkeys(INDICATORS), **reading.declared.get("obligations", {})}
            return _unknown(reference, known, "E131", "neither an obligation nor an indicator", reading)
        case "expected":
            known = {**reading.declared.get("obligations", {}), **reading.declared.get("remedies", {})}
            return _unknown(reference, known, "E131", "neither an obligation nor a remedy", reading)
        case wants if wants in _SECTIONS:
            section, code, noun = _SECTIONS[wants]
            return _unknown(reference, dict(reading.declared.get(section, {})), code, f"not {noun}", reading)
    known = dict(reading.declared.get("definitions", {}))
    if reference.wants == "condition":
        return _unknown(reference, known, "E151", "neither a condition nor a definition", reading) or _other(
            reference, reading
        )
    return _unknown(reference, known, "E410", "not a definition", reading) or _other(reference, reading)


def _unknown(
    reference: Reference, known: dict[str, Place | None], code: str, isnt: str, reading: Reading
) -> Finding | None:
    if reference.name in known:
        return None
    near = reading.near(reference.name, known)
    place = known.get(near)
    related = ((f"'{near}' is declared here", place),) if place else ()
    hint = reading.suggest(reference.name, known)
    section = next((section for section, its_code, _ in _SECTIONS.values() if its_code == code), "definitions")
    hint = hint or (f"declare it under '{section}'" if len(reading.findings) < HINTS else "")
    return Finding(code, Severity.ERROR, f"{quoted(reference.name)} is {isnt}", reference.place, hint, related)


def _other(reference: Reference, reading: Reading) -> Finding | None:
    """Find a definition used as something it is not; one whose shape is unclear has its finding already."""
    shape = reading.shapes.get(reference.name, "")
    allowed = _SHAPES.get(reference.wants)
    if not shape or allowed is None or shape in allowed:
        return None
    message = f"{quoted(reference.name)} is {_ARE[shape]}, and '{reference.key}' needs {_NOUNS[reference.wants]}"
    related = ((f"{quoted(reference.name)} is defined here", reading.declared["definitions"][reference.name]),)
    return Finding("E411", Severity.ERROR, message, reference.place, "", related)


def _roles(obligation: Obligation) -> tuple[str, ...]:
    """Return the definitions of an obligation that must be of one kind of entity."""
    match obligation.indicator:
        case Time(clock):
            reopen = (clock.reopen.when,) if clock.reopen else ()
            return (
                *clock.starts,
                *clock.stops,
                *clock.pauses,
                *clock.cancels,
                *clock.resets,
                *reopen,
                *clock.ends,
            )
        case Attempts() as attempts:
            return (attempts.per, attempts.of, *attempts.until, *attempts.cancels)
        case Share(counted_by="cohort") as share:
            return (share.of, share.good, *obligation.less)
    return ()


def _mixed(
    what: str, names: tuple[str, ...], place: Place | None, by_name: dict[str, Definition]
) -> Finding | None:
    kinds = {n: entity for n in names if n in by_name and (entity := entity_of(by_name[n], by_name))}
    first = next(iter(kinds), "")
    other = next((name for name, kind in kinds.items() if kind != kinds[first]), "")
    if not other:
        return None
    message = f"{what} mixes {quoted(first)} of {kinds[first]} with {quoted(other)} of {kinds[other]}"
    places = ((quoted(name), by_name[name].place) for name in (first, other))
    related = tuple((f"{name} is defined here", at) for name, at in places if at)
    hint = "what starts, stops and pauses an item are moments and spans of the same kind of entity"
    return Finding("E416", Severity.ERROR, message, place, hint, related)


def _circles(definitions: tuple[Definition, ...]) -> list[Finding]:
    """Take away what leads to nothing more, then what nothing leads to: what is left goes round in circles."""
    leads = {definition.name: set(definition.made_of) for definition in definitions}
    leads = _core({name: {to for to in names if to in leads} for name, names in leads.items()})
    led: dict[str, set[str]] = {name: set() for name in leads}
    for name, names in leads.items():
        for to in names:
            led[to].add(name)
    round_and_round = _core(led)
    hint = "define it by events alone"
    return [
        Finding("E417", Severity.ERROR, f"definition {quoted(d.name)} leads back to itself", d.place, hint)
        for d in definitions
        if d.name in round_and_round
    ]


def _core(leads: dict[str, set[str]]) -> dict[str, set[str]]:
    """Remove nodes without edges until every node has one, each edge looked at once."""
    left = {name: set(names) for name, names in leads.items()}
    back: dict[str, list[str]] = {name: [] for name in left}
    for name, names in left.items():
        for to in names:
            back[to].append(name)
    bare = [name for name, names in left.items() if not names]
    while bare:
        gone = bare.pop()
        del left[gone]
        for name in back[gone]:
            left[name].discard(gone)
            if not left[name]:
                bare.append(name)
    return left


def _no_calendar(length: Length, place: Place | None) -> Finding:
    hint = "name one: 'term: {calendar: ...}'"
    return Finding("E214", Severity.ERROR, f"'{length}' has no calendar to be counted in", place, hint)
