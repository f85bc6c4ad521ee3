"""How sources are spelled: every key of `sources.yaml` in canonical order, and the term it fills."""

from functools import cache

from accordant.terms.source import ColumnRule, PartyRule, Source, Sources
from accordant.text.grammar import Choice, Clause, Grammar, Key, Many, Named, Text, clause_of
from accordant.text.spelling_words import NAME, PROSE, SCALARS, needs, one_of

_WORDS = Named(NAME)
_TIMES = Text(like="DD/MM/YYYY hh:mm")

SOURCES: Grammar = {
    **SCALARS,
    "sources": Clause(
        (needs("format", one_of("1"), "folder"), needs("sources", Named("source", block=True))), Sources
    ),
    "source": Clause(
        (
            Key("file"),
            Key("format", one_of("csv", "parquet", "jsonl", "duckdb", "sqlite")),
            Key("table"),
            Key("delimiter", Text(like=";")),
            needs("entity"),
            needs("key"),
            Key("event", Choice((NAME, "event")), "event_column"),
            Key("id", field="identity"),
            Key("happened"),
            Key("recorded"),
            Key("sequence"),
            Key("retracted"),
            Key("zone"),
            Key("times", _TIMES),
            Key("recorded times", _TIMES),
            Key("dates mean", one_of("start of day", "end of day", "noon")),
            Key("blank"),
            Key("by", Choice((NAME, "by"))),
            Key("events", _WORDS),
            Key("fields", Named(Choice((NAME, "column")))),
            Key("attributes", Named(Choice((NAME, "column")))),
            Key("accept late", Choice(("length", "late"))),
            Key("keep for comparison", Many(NAME), "comparison"),
            Key("note", PROSE, "where_note"),
        ),
        Source,
        one_of=("event", "events"),
        any_of=("file", "table"),
        block=True,
    ),
    "event": Clause(
        (
            Key("column", NAME, "event_column"),
            Key("always", NAME, "event_always"),
            Key("is", _WORDS, "event_words"),
        ),
        Source,
        one_of=("column", "always"),
    ),
    "by": Clause(
        (Key("column"), Key("always"), Key("is", _WORDS, "words"), Key("otherwise")),
        PartyRule,
        one_of=("column", "always"),
    ),
    "column": Clause(
        (
            Key("column"),
            Key("from", NAME, "column"),
            Key("derive", one_of("business email")),
            Key("list"),
            Key("type"),
            Key("scale"),
            Key("unit"),
            Key("is", _WORDS, "words"),
            Key("otherwise"),
            Key("blank"),
            Key("clears"),
        ),
        ColumnRule,
        one_of=("column", "from"),
    ),
    "late": Clause(
        (needs("within", "length", "accept_late"), Key("calendar", NAME, "accept_late_calendar")), Source
    ),
}


@cache
def clause(name: str, *path: str) -> Clause:
    """Return the clause of that name, or the one behind some keys of it, from the outermost in."""
    return clause_of(SOURCES, name, *path)
