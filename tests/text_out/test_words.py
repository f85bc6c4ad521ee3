from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.report.phrases import duration, length_words, moment, notice_words, quantity_words
from accordant.report.promise import aftermath, promise
from accordant.report.small_print import small_print
from accordant.report.words import show
from accordant.terms.agreement import Amendment
from accordant.terms.values import Length, Money, Place, Quantity
from accordant.text.grammar import Clause
from accordant.text.read import read_agreement_text
from accordant.text.spelling import AGREEMENT
from accordant.text.tree import Mapping, Sequence, compose

FORMAT = Path(__file__).parent.parent / "format"
AGREEMENTS = sorted(path for path in FORMAT.glob("*.yaml") if not path.name.endswith(".sources.yaml"))
EVERYTHING = Path(__file__).parent / "everything.yaml"


def read(path):
    agreement, findings = read_agreement_text(path.read_text(encoding="utf-8"), path.name)
    assert [finding for finding in findings if finding.stops] == []
    return agreement


FLAGSHIP = read(FORMAT / "marketing-sales.yaml")


def said(agreement):
    return "\n".join(sentence.text for section in show(agreement) for sentence in section.sentences)


def test_a_promise_says_who_owes_whom_what_how_soon_and_how_often():
    assert promise(FLAGSHIP.obligation("speed"), FLAGSHIP) == (
        "Sales owes Marketing: attempt within 2 business hours of MQL (30 business minutes if source is demo"
        " request), for at least 95% of the leads due in a month"
    )
    assert aftermath(FLAGSHIP.obligation("speed"), FLAGSHIP) == [
        "If missed: recovery plan within 5 business days.",
        "2nd miss in a row: escalation within 2 business days.",
    ]
    assert small_print(FLAGSHIP.obligation("speed")) == [
        "rejected or spam takes an item out, as if it had never been one.",
        "It serves new revenue.",
        "MQL beyond 150% of the daily plan of qualified leads are excused.",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("qualified leads", "Marketing owes Sales: at least 667 MQLs in a month, less rejected"),
        (
            "lead quality",
            "Marketing owes Sales: at least 25% of the MQLs of a month become SQL within 30 days, less rejected",
        ),
        ("initiatives", "Marketing owes Sales: at least 3 'initiative done' in a month"),
        (
            "persistence",
            "Sales owes Marketing: 6 attempts or more within 15 business days of MQL, or until connected,"
            " for at least 90% of the leads due in a month",
        ),
        (
            "pipeline status",
            "Sales owes Marketing: 'status report' every week, due Friday 17:00, for all of those due in a month",
        ),
    ],
)
def test_every_indicator_has_its_own_sentence(name, words):
    assert promise(FLAGSHIP.obligation(name), FLAGSHIP) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("worth", "sold worth at least 5,000 EUR in a year"),
        ("yield", "solved in a week against at least 50% of the opened of the same time"),
        ("web", "availability of at least 99.5% (at least 99.9% if region is north) in any 30 days in a row"),
        ("pace", "95th percentile of rtt of each 5 minutes at most 45 ms in a month"),
        ("slowness", "share of rtt under 50 ms between 90% and 99% in a month"),
        ("cohort", "all of the opened of a day become solved within 10 days"),
    ],
)
def test_every_target_and_window_has_its_words(name, words):
    agreement = read(EVERYTHING)
    assert promise(agreement.obligation(name), agreement) == f"The provider owes Our company: {words}"


@pytest.mark.parametrize("path", [*AGREEMENTS, EVERYTHING], ids=lambda path: path.name)
def test_every_sentence_is_a_sentence_without_blame(path):
    for section in show(read(path)):
        assert section.sentences
        for sentence in section.sentences:
            text = sentence.text
            assert text == " ".join(text.split()) and "None" not in text and "(" + ")" not in text
            assert not sentence.measured or text.endswith((".", "We know"))
            assert not set(text.lower().split()) & {
                "fail",
                "fault",
                "blame",
                "violation",
                "penalty",
                "guilty",
            } or (not sentence.measured)


def test_prose_is_marked_as_agreed_and_not_measured():
    prose = [s.text for section in show(read(EVERYTHING)) for s in section.sentences if not s.measured]
    assert "The provider warrants skill: People know what they do." in prose
    assert "opened means: Somebody asked for help" in prose
    assert "With care." in prose
    assert not any("95%" in text for text in prose)


def test_an_amendment_is_told_by_what_it_changes():
    speed = FLAGSHIP.obligation("speed")
    faster = replace(speed, within=Length(1, "hour", business=True))
    after = replace(FLAGSHIP, obligations=tuple(faster if o is speed else o for o in FLAGSHIP.obligations))
    amendment = Amendment(date(2026, 6, 20), date(2026, 7, 1), after, reason="We can do better.")
    last = show(replace(FLAGSHIP, amendments=(amendment,)))[-1]
    assert last.title == "From 1 July 2026 (agreed 20 June 2026)"
    assert [sentence.text for sentence in last.sentences] == [
        "We can do better.",
        "speed: Sales owes Marketing: attempt within 1 business hour of MQL,"
        " for at least 95% of the leads due in a month.",
    ]


def test_everything_uses_every_key_of_the_format():
    root, _ = compose(EVERYTHING.read_text(encoding="utf-8"), "everything.yaml")
    used = set(keys(root))
    for name, clause in AGREEMENT.items():
        if isinstance(clause, Clause) and name not in ("amendment", "changes"):
            unused = {key.word for key in clause.keys if not any(key.fits(word) for word in used)}
            assert unused - {"tzdata"} == set(), name


def keys(node) -> Iterator[str]:
    match node:
        case Mapping(entries):
            for entry in entries:
                yield entry.key
                yield from keys(entry.node)
        case Sequence(items):
            for item in items:
                yield from keys(item)


# Not words of the agreement itself: how its words were understood, what was computed on reading, and the single
# events of a worked example, which are told by their number.
SILENT = {"tree", "place", "fingerprint", "amendments", "deadlines"}
SILENT |= {"weekday", "day", "minute", "events"}
# 1/30 is told as it was written, and a share under a limit by that limit.
TOLD_BY_ANOTHER = {"remedies.6.pays", "obligations.11.indicator.take"}
# What was read of a sentence that is told as it was written.
READ = {"deadline", "of_each", "prorated", "earn_back.windows", "earn_back.level", "earn_back.bound"}


def mutants(term, hint=None, path=()):
    """Yield a path and the term with one leaf changed, for every leaf that says more than its default."""
    if is_dataclass(term):
        hints = get_type_hints(type(term))
        for field in fields(term):
            if field.name in SILENT or getattr(term, field.name) == field.default:
                continue
            for where, changed in mutants(getattr(term, field.name), hints[field.name], (*path, field.name)):
                yield where, replace(term, **{field.name: changed})
    elif isinstance(term, tuple):
        for index, one in enumerate(term):
            for where, changed in mutants(one, None, (*path, index)):
                yield where, (*term[:index], changed, *term[index + 1 :])
    elif (other := changed_leaf(term, hint)) is not None:
        yield path, other


def changed_leaf(value, hint):
    words = get_args(hint) if get_origin(hint) is Literal else ()
    match value:
        case None | Place():
            return None
        case str() if words:
            return next(word for word in words if word != value)
        case bool():
            return not value
        case str():
            return f"{value}x" if value else None
        case int() | Decimal() | Fraction():
            return value + 1
        case date():
            return value + timedelta(days=1)
    raise AssertionError(f"a term of {type(value)} is new here")


@pytest.mark.parametrize("path", [FORMAT / "marketing-sales.yaml", EVERYTHING], ids=lambda path: path.name)
def test_no_term_can_change_without_the_words_changing(path):
    agreement = read(path)
    before = said(agreement)
    silent = [".".join(map(str, where)) for where, other in mutants(agreement) if said(other) == before]
    silent = [where for where in silent if where not in TOLD_BY_ANOTHER]
    assert [where for where in silent if not any(f".{name}" in where for name in READ)] == []


@pytest.mark.parametrize(
    ("microseconds", "words"),
    [
        (0, "0 s"),
        (6_000_000_000, "1 h 40 min"),
        (7_200_500_000, "2 h 0.5 s"),
        (1, "0.000001 s"),
        (-60_000_000, "-1 min"),
        (3_600_000_000 * 1234, "1,234 h"),
        (59_999_999, "59.999999 s"),
    ],
)
def test_a_duration_is_exact(microseconds, words):
    assert duration(microseconds) == words


@given(st.integers(-(10**16), 10**16))
def test_no_two_durations_read_alike(microseconds):
    units = {"h": 3_600_000_000, "min": 60_000_000, "s": 1_000_000}
    parts = duration(abs(microseconds)).replace(",", "").split()
    told = sum(Fraction(number) * units[unit] for number, unit in zip(parts[::2], parts[1::2], strict=True))
    assert told == abs(microseconds)
    assert duration(microseconds).startswith("-") == (microseconds < 0)


def at(*local):
    return int(datetime(*local, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("instant", "zone", "words"),
    [
        (at(2026, 12, 31, 5), "America/New_York", "Thu 31 Dec 2026 00:00 EST"),
        (at(2026, 7, 1, 12, 30, 5), "Europe/Berlin", "Wed 1 Jul 2026 14:30:05 CEST"),
        (at(2026, 7, 1, 12) + 250_000, "UTC", "Wed 1 Jul 2026 12:00:00.25 UTC"),
        (at(2026, 3, 1, 12), "America/Sao_Paulo", "Sun 1 Mar 2026 09:00 UTC-03"),
    ],
)
def test_an_instant_is_told_in_its_zone(instant, zone, words):
    assert moment(instant, zone) == words


def test_lengths_and_numbers_are_told_as_people_say_them():
    assert (
        length_words(Length(1, "day", business=True, end_of_day=True)) == "1 business day, to the end of that day"
    )
    assert length_words(Length(30, "day")) == "30 days"
    assert notice_words(Length(30, "day")) == "30 days' notice"
    assert notice_words(Length(1, "month")) == "1 month's notice"
    assert quantity_words(Quantity(Decimal("99.90"), "%")) == "99.90%"
    assert quantity_words(Quantity(Decimal("1E+3"), "ms")) == "1,000 ms"
    assert quantity_words(Money(Decimal("600000"), "USD")) == "600,000 USD"
