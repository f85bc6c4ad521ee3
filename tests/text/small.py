"""A small agreement that tests change word by word."""

from accordant.terms.agreement import Agreement
from accordant.text.read import read_agreement_text

SMALL = """
format: 1
title: Support
kind: customer
parties: {desk: {name: Desk}, users: {name: Users, kind: audience}}
term: {from: 2026-01-01, zone: Europe/Berlin, calendar: office}
calendars:
  office: {zone: Europe/Berlin, open: {mon-fri: 09:00-17:00}}
definitions:
  opened: {of: ticket, when: event = 'opened'}
  closed: {of: ticket, when: event = 'closed'}
  waiting: {of: ticket, while: status = 'waiting'}
obligations:
  answered:
    owed by: desk
    owed to: users
    time: {from: opened, to: closed}
    within: 4 business hours
    target: at least 95%
    window: month
"""


def read(text: str) -> Agreement:
    agreement, findings = read_agreement_text(text)
    assert not findings, [(finding.at, finding.message) for finding in findings]
    assert agreement is not None
    return agreement


def small(*edits: tuple[str, str]) -> Agreement:
    """Read the small agreement with some of its text replaced."""
    text = SMALL
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return read(text)
