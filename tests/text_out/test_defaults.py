from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from accordant.terms.calendar import Holidays
from accordant.terms.indicator import Availability
from accordant.terms.values import Quantity
from accordant.text.defaults import write_long
from accordant.text.read import read_agreement_text
from accordant.text.tree import compose
from accordant.text.write import same, write_text
from accordant.zone import tzdata_release as release

FORMAT = Path(__file__).parent.parent / "format"
AGREEMENTS = sorted(path for path in FORMAT.glob("*.yaml") if not path.name.endswith(".sources.yaml"))
EVERYTHING = Path(__file__).parent / "everything.yaml"


def expand(holidays, first, last):
    """Stand for the calendar's own expansion: New Year of every year, what is listed, less what is excepted."""
    years = {date(year, 1, 1) for year in range(first, last + 1)} if holidays.country else set()
    return tuple(sorted((years | set(holidays.dates)) - set(holidays.excepted)))


def long(text):
    written, findings = write_long(text, "agreement.yaml", expand, release())
    assert [finding for finding in findings if finding.stops] == []
    return written


def read(text):
    agreement, findings = read_agreement_text(text)
    assert [finding for finding in findings if finding.stops] == []
    return agreement


def filled(agreement):
    """Put the defaults that have no term of their own until they are written into the terms."""
    last = agreement.term.through.year + 1 if agreement.term.through else agreement.term.start.year + 10

    def calendar(one):
        return replace(one, holidays=Holidays(expand(one.holidays, agreement.term.start.year, last)))

    def obligation(one):
        indicator = one.indicator
        if isinstance(indicator, Availability) and indicator.unknown_at_most is None:
            indicator = replace(indicator, unknown_at_most=Quantity(Decimal(5), "%"))
        return replace(one, indicator=indicator, calendar=one.calendar or agreement.term.calendar)

    return replace(
        agreement,
        calendars=tuple(map(calendar, agreement.calendars)),
        obligations=tuple(map(obligation, agreement.obligations)),
        term=replace(agreement.term, tzdata=release()),
        fingerprint="",
    )


@pytest.mark.parametrize("path", [*AGREEMENTS, EVERYTHING], ids=lambda path: path.name)
def test_the_long_text_gives_the_same_terms(path):
    text = path.read_text(encoding="utf-8")
    assert replace(read(long(text)), fingerprint="") == filled(read(text))


@pytest.mark.parametrize("path", [*AGREEMENTS, EVERYTHING], ids=lambda path: path.name)
def test_the_long_text_is_canonical_and_has_nothing_more_to_add(path):
    written = long(path.read_text(encoding="utf-8"))
    assert long(written) == written
    assert write_text(written, "agreement.yaml") == (written, [])


SHORT = """\
format: 1
title: T
kind: internal
parties:
  a: {name: A}
  b: {name: B}
term: {from: 2026-01-01, through: 2026-12-31, zone: UTC, calendar: c}
calendars:
  c:
    zone: UTC
    open: {mon: 09:00-17:00}
    holidays: {country: DE, except: [2027-01-01]}  # as agreed
definitions:
  d: {of: x, when: event = 'e'}
obligations:
  o:
    owed by: a
    owed to: b
    count: d
    target: at least 3
    window: month
"""


def test_every_default_is_a_key_of_its_own():
    assert (
        long(SHORT)
        == f"""\
format: 1
title: T
kind: internal
parties:
  a: {{name: A, kind: party}}
  b: {{name: B, kind: party}}
term: {{from: 2026-01-01, through: 2026-12-31, zone: UTC, calendar: c, tzdata: {release()}}}
calendars:
  c:
    zone: UTC
    open: {{mon: 09:00-17:00}}
    holidays: [2026-01-01]  # as agreed
    holiday shifts: hours
definitions:
  d: {{of: x, when: event = 'e', first: no, known by: record}}
obligations:
  o:
    owed by: a
    owed to: b
    critical: no
    count: d
    calendar: c
    target: {{at least: 3, minimum sample: 1}}
    window: month
    part windows: judged
verdict: {{window: month, degraded: [any obligation missed], breached: []}}
"""
    )


def test_an_agreement_without_an_end_names_the_holidays_of_ten_more_years():
    text = long(SHORT.replace("through: 2026-12-31, ", "").replace(", except: [2027-01-01]", ""))
    assert [day.year for day in read(text).calendars[0].holidays.dates] == list(range(2026, 2037))


def test_a_comment_inside_holidays_by_country_is_kept():
    text = SHORT.replace("{country: DE,", "{country: DE,  # the country\n      # and its exception\n     ")
    written = long(text)
    assert "    # and its exception\n" in written and "# the country" in written and "# as agreed" in written


def test_what_is_written_out_is_left_as_it_is():
    text = SHORT.replace("when: event = 'e'", "when: event = 'e', first: yes, known by: sight")
    assert "{of: x, when: event = 'e', first: yes, known by: sight}" in long(text)


def test_a_text_with_errors_comes_back_as_it_is():
    text = SHORT.replace("owed by: a", "owed by: nobody")
    written, findings = write_long(text, "agreement.yaml", expand, release())
    assert written == text and any(finding.stops for finding in findings)


def test_nothing_of_the_short_text_is_changed_but_targets_and_holidays():
    text = (FORMAT / "customer-city-requests.yaml").read_text(encoding="utf-8")
    written, _ = compose(long(text), "a")
    short, _ = compose(text, "a")
    for section in ("title", "purpose", "definitions", "remedies", "review"):
        pairs = {entry.key: entry.node for entry in getattr(short.get(section), "entries", ())}
        for name, node in pairs.items():
            inner = written.get(section).get(name)
            assert all(same(inner.get(e.key), e.node) for e in getattr(node, "entries", ())), name
