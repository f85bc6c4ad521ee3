"""Small phrases: numbers, lengths, dates, windows and lists as people say them, each made from the terms."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from accordant.terms.agreement import Agreement
from accordant.terms.definition import Tiers
from accordant.terms.target import AnyTarget, Bound, Dated, Target
from accordant.terms.values import Instant, Length, Microseconds, Money, Quantity
from accordant.terms.window import Window
from accordant.zone import abbreviation, local_time

T = TypeVar("T")

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# Participles that do not end in -ed, as definitions of moments are often named.
_HAPPENED = frozenset(
    {"begun", "bought", "done", "found", "given", "held", "kept", "left", "lost", "made", "met", "paid", "seen"}
    | {"sent", "shut", "sold", "told", "won", "written"}
)


def party_name(key: str, agreement: Agreement) -> str:
    """Return the name of a party, or its key where nothing names it (`either party`)."""
    return next((party.name for party in agreement.parties if party.key == key), key)


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Join words as a sentence does: `a`, `a and b`, `a, b and c`."""
    every = list(words)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joint} {every[-1]}"


def plural(noun: str) -> str:
    """Give the plural of a regular English noun: `lead` leads, `city` cities, `batch` batches."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def article(noun: str) -> str:
    """Put `a` or `an` before a noun, by its first letter."""
    return f"{'an' if noun[:1].lower() in set('aeiou') else 'a'} {noun}"


def called(name: str) -> str:
    """Write the name of a definition in a sentence: in quotes when it has several words."""
    return f"'{name}'" if " " in name else name


def any_called(names: Iterable[str]) -> str:
    """Write names of definitions of which any may happen: `rejected or 'marked spam'`."""
    return listed(map(called, names), "or")


def many_called(name: str) -> str:
    """Write what a definition counts: in the plural where its name is one noun, else as `called` does.

    `MQL` is MQLs, `attempt` attempts; `won`, `rejected` and 'report sent' say what happened and stay.
    """
    is_noun = " " not in name and name not in _HAPPENED and (not name.endswith("ed") or name.endswith("eed"))
    return plural(name) if is_noun else called(name)


def ordinal(number: int) -> str:
    """Write 1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def quantity_words(quantity: Quantity | Money) -> str:
    """Write a number with its unit, thousands apart: `95%`, `45 ms`, `600,000 USD`."""
    match quantity:
        case Money(amount, currency):
            return f"{amount:,f} {currency}"
        case Quantity(number, unit):
            return f"{number:,f}{'' if unit in ('', '%') else ' '}{unit}"


def length_words(length: Length) -> str:
    """Write a length of time: `2 business hours`, `30 days`, `1 business day, to the end of that day`."""
    word = f"{'business ' if length.business else ''}{length.unit}{'' if length.amount == 1 else 's'}"
    return f"{length.amount:,} {word}{', to the end of that day' if length.end_of_day else ''}"


def notice_words(length: Length) -> str:
    """Write a length of time before `notice`: `30 days' notice`, `1 month's notice`."""
    words = length_words(length)
    return f"{words}' notice" if words.endswith("s") else f"{words}'s notice"


def date_words(day: date) -> str:
    """Write a date out, without the machine's language: `31 December 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time_words(minute: int) -> str:
    """Write minutes after midnight as `17:00`; 1440 is `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def duration(microseconds: Microseconds) -> str:
    """Write an exact length of time: `1 h 40 min`, `2 h 0.5 s`, `0 s`; nothing is rounded away."""
    rest = abs(microseconds)
    hours, rest = divmod(rest, 3_600_000_000)
    minutes, rest = divmod(rest, 60_000_000)
    seconds, fraction = divmod(rest, 1_000_000)
    told = f"{seconds}.{fraction:06}".rstrip("0").rstrip(".")
    parts = [f"{hours:,} h" if hours else "", f"{minutes} min" if minutes else "", f"{told} s" if rest else ""]
    return ("-" if microseconds < 0 else "") + (" ".join(filter(None, parts)) or "0 s")


def clock_time(local: datetime) -> str:
    """Write the time of day of a local time: `17:00`; seconds and fractions only where there are any."""
    seconds = f":{local:%S}" if local.second or local.microsecond else ""
    fraction = f".{local.microsecond:06}".rstrip("0") if local.microsecond else ""
    return f"{local:%H:%M}{seconds}{fraction}"


def moment(instant: Instant, zone: str) -> str:
    """Write an instant in a zone: `Thu 31 Dec 2026 00:00 EST`; seconds only where there are any."""
    local = local_time(zone, instant)
    day = f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]} {local.year}"
    name = abbreviation(zone, instant)
    return f"{day} {clock_time(local)} {name if name.isalpha() else f'UTC{name}'}"


def window_words(window: Window) -> str:
    """Name what one verdict covers: `a month`, `any 30 days in a row`, `the whole term`."""
    match window.unit:
        case "rolling":
            return f"any {window.days} days in a row"
        case "term":
            return "the whole term"
        case unit:
            return f"a {unit}"


def bound_words(bound: Bound) -> str:
    """Write the bound a value is held to: `at least 95%`, `between 10 ms and 45 ms`, `all`, `none`."""
    low = quantity_words(bound.low) if bound.low else ""
    high = quantity_words(bound.high) if bound.high else ""
    match bound.relation:
        case "at least":
            return f"at least {low}"
        case "at most":
            return f"at most {high}"
        case "between":
            return f"between {low} and {high}"
        case word:
            return word


def target_words(target: AnyTarget) -> str:
    """Write a target of any shape: plain, by tier (each judged for itself), or by date."""
    match target:
        case Target(bound):
            return bound_words(bound)
        case Tiers():
            return tier_words(target, lambda one: bound_words(one.bound))
        case Dated(since, targets):
            steps = zip(since, targets, strict=True)
            return listed(f"{bound_words(one.bound)} from {date_words(day)}" for day, one in steps)


def tier_words(tiers: Tiers[T], word: Callable[[T], str]) -> str:
    """Write a term that depends on an attribute: `2 hours (30 minutes if source is demo)`."""
    cases = [f"{word(term)} if {tiers.by} is {value}" for value, term in tiers.tiers]
    if tiers.otherwise is None:
        return listed(cases, "or")
    return f"{word(tiers.otherwise)} ({'; '.join(cases)})"
