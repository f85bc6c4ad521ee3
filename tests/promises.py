"""Small agreements and what was counted under them: texts and numbers in, versions and measurements out."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Measurement, Outcome, Tally
from accordant.plan.clocks import Clocks, clocks
from accordant.plan.timeline import midnight, reigns, timeline
from accordant.terms.agreement import Agreement, Version
from accordant.terms.window import WindowSpan
from accordant.text.read import read_agreement_text

ZONE = "America/New_York"
HEAD = """
format: 1
title: A test
kind: internal
parties:
  marketing: {name: Marketing, contacts: [{title: Head of demand, role: point of contact, email: d@example.com}]}
  sales: {name: Sales, contacts: [{title: Head of sales, role: point of contact, email: s@example.com}]}
term: {from: 2026-01-01, through: 2027-12-31, zone: America/New_York, currency: USD, calendar: office}
calendars:
  office:
    zone: America/New_York
    open: {mon-fri: 09:00-17:00}
    holidays: [2026-11-26, 2026-12-25, 2027-01-01]
charges:
  fee: {amount: "5,000 USD", per: month}
definitions:
  MQL:       {of: lead, when: event = 'mql'}
  SQL:       {of: lead, when: event = 'sql'}
  rejected:  {of: lead, when: event = 'rejected', within: 2 business days of MQL}
  attempt:   {of: lead, when: event = 'call'}
  report:    {of: report, when: event = 'sent'}
  plan sent: {of: plan, when: event = 'sent'}
  claimed:   {of: claim, when: event = 'sent'}
  paid:      {of: claim, when: event = 'paid'}
  worth:
    of: lead
    when: event = 'mql'
    worth: {by: offer, tiers: {demo: "4,800 USD", webinar: "1,200 USD", paper: "1,600 USD"}}
"""


def version(obligations: str, rest: str = "", *, number: int = 1, head: str = HEAD) -> Version:
    """Read an agreement from its obligations and the sections after them."""
    agreement, findings = read_agreement_text(f"{head}obligations:\n{obligations}\n{rest}")
    errors = [finding.message for finding in findings if finding.stops]
    assert agreement is not None and not errors, errors
    return Version(number, agreement.term.start, agreement)


def at(text: str) -> int:
    """Read a local time of New York, or one with an offset, as an instant."""
    told = datetime.fromisoformat(text)
    if told.tzinfo is None:
        day = midnight(ZONE, told.date())
        return day + (told - datetime(told.year, told.month, told.day)) // timedelta(microseconds=1)
    return (told - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def spans(versions: tuple[Version, ...], name: str) -> tuple[WindowSpan, ...]:
    """Lay out the windows of an obligation to the end of 2028."""
    horizon = midnight(ZONE, date(2029, 1, 1))
    return timeline(name, reigns(name, versions, horizon), horizon, None).windows


def counted(index: int = 0, group: str = "", **numbers: Any) -> Tally:
    """Return a tally from numbers by outcome; `relieved` ones were missed before relief, `saved` were met."""
    relieved, saved = numbers.pop("relieved", 0), numbers.pop("saved", 0)
    outcomes = {name: numbers.pop(name.value, 0) for name in Outcome if name is not Outcome.NO_DATA}
    after = {outcome: n for outcome, n in outcomes.items() if n}
    before = dict(after)
    if relieved or saved:
        after[Outcome.EXCUSED] = after.get(Outcome.EXCUSED, 0) + relieved + saved
        before[Outcome.MISSED] = before.get(Outcome.MISSED, 0) + relieved
        before[Outcome.MET] = before.get(Outcome.MET, 0) + saved
    total = Decimal(numbers.pop("total", 0))
    return Tally(index, group, after, before, total=total, raw_total=total, **numbers)


def measured(versions: tuple[Version, ...], name: str, tallies: Mapping[str, Tally | list[Tally]]) -> Measurement:
    """Return the measurement of an obligation from its tallies by window label."""
    windows = spans(versions, name)
    index = {window.label: i for i, window in enumerate(windows)}
    found = []
    for label, tally in tallies.items():
        for each in tally if isinstance(tally, list) else [tally]:
            found.append(Tally(**{**vars(each), "window": index[label]}))
    return Measurement(name, windows, tuple(found))


def of(verdicts: tuple[Verdict, ...], name: str, label: str) -> Verdict:
    """Return the verdict of one obligation in one window."""
    return next(v for v in verdicts if v.obligation == name and v.window.label == label)


def office(versions: tuple[Version, ...]) -> Clocks:
    """Compile the calendars over 2025 to 2029."""
    return clocks(versions, midnight(ZONE, date(2025, 1, 1)), midnight(ZONE, date(2030, 1, 1)))


def terms(versions: tuple[Version, ...]) -> Agreement:
    """Return the text of the last version."""
    return versions[-1].terms
