"""How an agreement is spelled: every clause with its keys in canonical order and the term each key fills."""

from functools import cache

from accordant.terms.agreement import Agreement, Amendment
from accordant.terms.calendar import Calendar, Holidays
from accordant.terms.definition import Definition
from accordant.terms.exclusion import Exclusion
from accordant.terms.legal import Example, Indemnity, Publication, Review, Right, Warranty
from accordant.terms.party import Contact, Goal, Need, Party
from accordant.terms.window import Term
from accordant.text.grammar import Choice, Clause, Grammar, Key, Kind, Many, Named, Text, clause_of
from accordant.text.spelling_promise import PROMISES, TARGETS
from accordant.text.spelling_remedy import REMEDIES
from accordant.text.spelling_words import (
    EVERY,
    KIND,
    LENGTH,
    NAME,
    NAMES,
    PER,
    PROSE,
    SCALARS,
    needs,
    one_of,
    tiers,
)

PEOPLE: dict[str, Kind] = {
    "party": Clause(
        (
            needs("name", NAME),
            Key("kind", one_of("party", "audience")),
            Key("contacts", Many("contact")),
        ),
        Party,
    ),
    "contact": Clause((needs("title"), Key("role"), Key("email"), Key("phone")), Contact),
    "goal": Clause(
        (Key("amount"), Key("per", PER), Key("owners"), Key("share", Named("percentage")), Key("text", PROSE)),
        Goal,
    ),
    "need": Clause((needs("party"), needs("needs", PROSE), Key("met by")), Need),
}

TIME: dict[str, Kind] = {
    "term": Clause(
        (
            needs("from", "date", "start"),
            Key("through"),
            needs("zone"),
            Key("currency", Text("[A-Z]{3}", like="USD")),
            Key("calendar"),
            Key("tzdata"),
            Key("renews"),
        ),
        Term,
    ),
    "calendar": Clause(
        (
            needs("zone"),
            needs("open", Named(Many("hours")), "week"),
            Key("holidays", Choice((Many("date"), "holidays"))),
            Key("dates", Named(Many("hours"), "[0-9]{4}-[0-9]{2}-[0-9]{2}")),
            Key("holiday shifts", one_of("hours", "starts")),
        ),
        Calendar,
    ),
    "holidays": Clause(
        (
            needs("country"),
            Key("subdivision"),
            Key("also", Many("date"), "dates"),
            Key("except", Many("date"), "excepted"),
        ),
        Holidays,
    ),
}


DEFINITIONS: dict[str, Kind] = {
    "definition": Clause(
        (
            Key("of"),
            Key("when", "predicate", "shape"),
            Key("from", "predicate", "shape"),
            Key("to", "predicate", "shape"),
            Key("while", "predicate", "shape"),
            Key("any of", NAMES, "shape"),
            Key("all of", NAMES, "shape"),
            Key("at least [1-9][0-9]? of", NAMES, "shape", is_pattern=True),
            Key("value", NAME, "shape"),
            Key("unit"),
            Key("bad", NAME, "shape"),
            Key("out of", NAME, "shape"),
            Key("each", "length", "shape"),
            Key("empty", "quantity", "shape"),
            Key("worth", Choice((NAME, tiers("quantity"))), "shape"),
            Key("told", "predicate", "shape"),
            Key("where"),
            Key("first"),
            Key("within", Text(f"{LENGTH} of .+", like="2 business days of MQL")),
            Key("declared by"),
            Key("known by", one_of("sight", "record"), "known_by_sight"),
            Key("meaning", PROSE),
        ),
        Definition,
    ),
    "exclusion": Clause(
        (
            needs("span"),
            Key("told ahead"),
            Key("at most", "length of a window"),
            Key("for", NAMES, "applies"),
        ),
        Exclusion,
    ),
}

_EXCLUDES = Choice((PROSE, Clause((needs("text", PROSE),), spills=True)))

LEGAL: dict[str, Kind] = {
    "warranty": Clause((needs("by"), needs("text", PROSE)), Warranty),
    "indemnity": Clause(
        (
            needs("by"),
            needs("for", NAMES, "beneficiaries"),
            Key("text", PROSE),
            Key("covers"),
            Key("excludes", Many(_EXCLUDES)),
            Key("report", "report"),
            Key("less"),
            Key("cap", Clause((needs("at most", "share or money"), Key("per", PER)))),
            Key("before tender", one_of("covered", "excluded")),
            Key("service credits", one_of("offset", "do not offset")),
            Key("paid"),
        ),
        Indemnity,
    ),
    "report": Clause(
        (Key("filed"), needs("told"), Key("within", "length"), Key("late", one_of("prejudice", "forfeit"))),
        Indemnity,
    ),
    "review": Clause((needs("every", EVERY), Key("within"), Key("attend"), Key("text", PROSE)), Review),
    "right": Clause(
        (
            Key("when", Many("condition")),
            Key("by"),
            Key("made"),
            Key("noticed", "deadline"),
            Key("notice"),
            Key("refund"),
            Key("text", PROSE),
        ),
        Right,
    ),
    "publication": Clause((Key("history"), Key("text", PROSE)), Publication),
    "example": Clause(
        (
            needs("name"),
            Key("window", NAME),
            Key("facts", Named("quantity")),
            Key("data"),
            Key("events", Many(Named(NAME), alone=False)),
            Key("expect", Named("quantity")),
        ),
        Example,
        block=True,
    ),
}

_HEAD: tuple[Key, ...] = (
    needs("format", one_of("1"), "title"),
    needs("title", NAME),
    needs("kind", KIND),
    Key("profile", NAME),
    Key("over", NAME),
)
_SECTIONS: tuple[Key, ...] = (
    Key("purpose", PROSE),
    needs("parties", Named("party", block=True)),
    needs("term", "term"),
    Key("calendars", Named("calendar", block=True)),
    Key("charges", Named("charge", block=True)),
    Key("goals", Named("goal", block=True)),
    Key("definitions", Named("definition", block=True)),
    Key("exclusions", Named("exclusion", block=True)),
    Key("stages", NAMES),
    Key("needs", Many("need", alone=False, block=True)),
    needs("obligations", Named("obligation", block=True)),
    Key("verdict", "verdict"),
    Key("remedies", Named("remedy", block=True)),
    Key("caps", Many("cap", alone=False, block=True)),
    Key("warranties", Named("warranty", block=True)),
    Key("indemnities", Named("indemnity", block=True)),
    Key("review", "review"),
    Key("ending", Named("right", block=True)),
    Key("publication", "publication"),
    Key("examples", Many("example", alone=False, block=True)),
    Key("silence", Named(PROSE, block=True)),
)


def _changed(key: Key) -> Kind:
    """Return what may stand behind a section in an amendment: a name in it may also be `removed`."""
    if isinstance(key.kind, Named):
        return Named(Choice((key.kind.of, one_of("removed"))), block=True)
    return key.kind or NAME


AGREEMENT: Grammar = {
    **SCALARS,
    **PEOPLE,
    **TIME,
    **DEFINITIONS,
    **PROMISES,
    **TARGETS,
    **REMEDIES,
    **LEGAL,
    "agreement": Clause(
        (*_HEAD, *_SECTIONS),
        Agreement,
    ),
    "amendment": Clause(
        (
            needs("format", one_of("1"), "agreement"),
            needs("agreed", "date"),
            needs("from", "date", "since"),
            Key("windows"),
            Key("open items", one_of("too")),
            Key("retroactive", one_of("agreed")),
            Key("reason", PROSE),
            needs("changes", "changes", "agreement"),
        ),
        Amendment,
    ),
    "changes": Clause(tuple(Key(key.word, _changed(key)) for key in (*_HEAD[1:], *_SECTIONS)), block=True),
}


@cache
def clause(name: str, *path: str) -> Clause:
    """Return the clause of that name, or the one behind some keys of it, from the outermost in."""
    return clause_of(AGREEMENT, name, *path)
