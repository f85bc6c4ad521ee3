"""Words: terms and the prose beside them go in; findings come out where two people could read two things."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from accordant.check.found import Related, found, quoted
from accordant.check.names import definitions
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Definition, Joined, Moment, Rate, Span, Value, While
from accordant.terms.finding import Finding
from accordant.terms.predicate import text

VAGUE = (
    "adequate",
    "adequately",
    "appropriate",
    "appropriately",
    "as needed",
    "as soon as possible",
    "asap",
    "best effort",
    "best efforts",
    "commercially reasonable",
    "engaged",
    "etc",
    "from time to time",
    "good fit",
    "good quality",
    "high quality",
    "high-quality",
    "hot",
    "if possible",
    "immediately",
    "in good time",
    "interested",
    "normally",
    "periodically",
    "promising",
    "prompt",
    "promptly",
    "quickly",
    "ready to buy",
    "reasonable",
    "reasonably",
    "regularly",
    "relevant",
    "sales-ready",
    "satisfactory",
    "serious",
    "significant",
    "soon",
    "substantial",
    "sufficient",
    "sufficiently",
    "suitable",
    "timely",
    "usually",
    "warm",
    "where possible",
)
FUNNEL = {
    "contact": ("contact",),
    "lead": ("lead",),
    "MQL": ("mql", "marketing qualified lead"),
    "SQL": ("sql", "sales qualified lead"),
}
_PROFILES = ("marketing-sales", "smarketing")
_VAGUE = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, VAGUE))})(?![\w-])", re.IGNORECASE)


def vague(agreement: Agreement) -> Iterator[Finding]:
    """Find vague words in the prose of definitions and obligations."""
    terms = [("definition", d.name, d.meaning, d.place) for d in agreement.definitions]
    terms += [("obligation", o.name, o.text, o.place) for o in agreement.obligations]
    for noun, name, prose, place in terms:
        words = dict.fromkeys(match[1].lower() for match in _VAGUE.finditer(prose))
        if words:
            message = f"{quoted(words)} in {noun} '{name}' can be read in two ways"
            yield found("vague-word", message, place, "say what can be counted, or leave the word away")


def near_twins(agreement: Agreement) -> Iterator[Finding]:
    """Find terms that differ only in number, hyphens or blanks."""
    first: dict[str, Definition] = {}
    for definition in agreement.definitions:
        twin = first.setdefault(_singular(definition.name), definition)
        if twin.name != definition.name:
            message = f"'{definition.name}' and '{twin.name}' are read as one term"
            related = (f"'{twin.name}' is defined here", twin.place)
            yield found("near-twin-terms", message, definition.place, "one thing, one name", related)


def same_meanings(agreement: Agreement) -> Iterator[Finding]:
    """Find two names for one thing: the same predicate, of the same entity, declared by the same party."""
    first: dict[tuple[object, ...], Definition] = {}
    for definition in agreement.definitions:
        twin = first.setdefault(_sense(definition), definition)
        if twin.name != definition.name:
            message = f"'{definition.name}' means the same as '{twin.name}'"
            related = (f"'{twin.name}' is defined here", twin.place)
            yield found("same-meaning-twice", message, definition.place, "one thing, one name", related)


def funnel_terms(agreement: Agreement) -> Iterator[Finding]:
    """Find an agreement of marketing and sales that leaves open what a contact, a lead, an MQL or an SQL is."""
    if not is_marketing_and_sales(agreement):
        return
    known = {_plain(definition.name) for definition in agreement.definitions}
    missing = [term for term, names in FUNNEL.items() if not known.intersection(names)]
    if missing:
        message = f"nothing says what is meant by {quoted(missing)}"
        hint = f"definitions: {{{missing[0]}: {{of: ..., when: ..., meaning: ...}}}}"
        yield found("missing-funnel-terms", message, agreement.place, hint)


def stages(agreement: Agreement) -> Iterator[Finding]:
    """Find an agreement of marketing and sales without stages."""
    if is_marketing_and_sales(agreement) and not agreement.stages:
        hint = "stages: [lead, MQL, SQL, won], each of them a definition"
        yield found("missing-stages", "nobody agreed on the stages from lead to customer", agreement.place, hint)


def mixed_stages(agreement: Agreement) -> Iterator[Finding]:
    """Find stages of different kinds of entity: nothing can pass from one to the next."""
    by_name = definitions(agreement)
    known = [by_name[stage] for stage in agreement.stages if stage in by_name]
    for before, after in pairwise(known):
        if before.of and after.of and before.of != after.of:
            message = f"stage '{after.name}' is of {after.of}, the one before it of {before.of}"
            related: Related = (f"'{before.name}' is defined here", before.place)
            yield found("mixed-stages", message, after.place, "stages are moments of one kind of entity", related)


def is_marketing_and_sales(agreement: Agreement) -> bool:
    """Say whether marketing and sales are its parties, by the profile or by the names of two of them."""
    if agreement.profile.casefold() in _PROFILES:
        return True
    names = [f"{party.key} {party.name}".casefold() for party in agreement.parties]
    return any(
        ("marketing" in one and "sales" in other) or ("sales" in one and "marketing" in other)
        for one, other in combinations(names, 2)
    )


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name.casefold().strip()))


def _singular(name: str) -> str:
    plain = _plain(name)
    if plain.endswith("ies"):
        return f"{plain[:-3]}y"
    return plain.removesuffix("s") if not plain.endswith("ss") else plain


def _sense(definition: Definition) -> tuple[object, ...]:
    """Return what a definition computes, without its name, its prose and the way its predicate is written."""
    where = text(definition.where.tree) if definition.where else ""
    beside = (definition.of, where, definition.declared_by, definition.first, definition.within)
    match definition.shape:
        case Moment(when, worth):
            return ("moment", text(when.tree), worth, *beside)
        case Span(opens, closes):
            return ("span", text(opens.tree), text(closes.tree), *beside)
        case While(state):
            return ("while", text(state.tree), *beside)
        case Joined(names, least):
            return ("joined", frozenset(names), least, *beside)
        case Value() | Rate():
            return (definition.shape, *beside)
