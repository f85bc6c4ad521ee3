"""The words of the spelling: what a length, a quantity, a date or a condition looks like, how they are joined."""

from accordant.terms.definition import Tiers
from accordant.text.grammar import Clause, Key, Kind, Many, Named, Text

NUMBER = r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,24})(\.[0-9]{1,12})?"
UNIT = "(second|minute|hour|day|week|month|quarter|year)"
LENGTH = rf"([0-9,]+ (business )?{UNIT}s?(,? end of day)?|end of (business )?day)"
QUANTITY = rf"{NUMBER}( ?%| [^\s0-9%,].*)?"
MONEY = rf"{NUMBER} [A-Z]{{3}}"
PERCENTAGE = rf"{NUMBER} ?%"
DAYS = "[0-9,]+ (hour|day)s?"
PIECE = (
    "outage|affected (hour|day)( with more than .+ down)?"
    "|([0-9,]+ )?(second|minute|hour|day)s? of downtime( above target)?|.+ (above|below) target"
)
DEADLINE = r"(end of [1-9][0-9]{0,2}(st|nd|rd|th) window|.+?) after .+"

NAME = Text()
PROSE = Text(prose=True)
NAMES = Many(NAME)
PER = Text(words=("day", "week", "month", "quarter", "year", "term"))
EVERY = Text(words=("day", "week", "month", "quarter", "year"))
KIND = Text(words=("internal", "customer", "vendor", "multilevel", "commitment"))


def one_of(*words: str) -> Text:
    """Return the spelling of a scalar that is one of some words."""
    return Text(words=words)


def needs(word: str, kind: Kind | None = None, field: str = "") -> Key:
    """Return a key that must stand."""
    return Key(word, kind, field, required=True)


SCALARS: dict[str, Kind] = {
    "length": Text(LENGTH, like="4 business hours"),
    "length of a window": Text(rf"{LENGTH}( an? {UNIT}| a term)?", like="4 hours a month"),
    "quantity": Text(QUANTITY, like="45 ms"),
    "money": Text(MONEY, like="600,000 USD"),
    "percentage": Text(PERCENTAGE, like="95%"),
    "share or money": Text(rf"{PERCENTAGE}|{MONEY}", like="10%"),
    "pay": Text(rf"{PERCENTAGE}|{MONEY}|{DAYS}", like="10%"),
    "date": Text("[0-9]{4}-[0-9]{2}-[0-9]{2}", like="2026-07-01"),
    "whole": Text("[0-9]{1,9}", like="20"),
    "flag": one_of("yes", "no"),
    "predicate": Text(like="score >= 60 AND email_is_business"),
    "hours": Text("[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}|closed", like="09:00-17:00"),
    "window": Text(r"day|week|month|quarter|year|term|rolling [0-9]+ days?", like="rolling 30 days"),
    "deadline": Text(DEADLINE, like="30 days after window end"),
    "condition": Text(like="speed missed in 2 consecutive windows"),
    "missed": Text(".+ missed( .+)?", like="pipeline status missed"),
}


def tiers(kind: Kind) -> Clause:
    """Return the spelling of a term that depends on an attribute."""
    return Clause((needs("by"), needs("tiers", Named(kind)), Key("otherwise", kind)), Tiers)
