"""Small agreements of any shape, evaluated over a few events by the reference engine."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from accordant.evaluate import Evaluation, evaluate
from accordant.measure.memory.engine import MemoryEngine
from accordant.record.event import Event
from accordant.report.scorecard import Scorecard, scorecard
from accordant.report.subject import Asked
from accordant.terms.values import Instant
from accordant.text.read import read_agreement_text
from accordant.zone import local_instant

ZONE = "Europe/Berlin"
HEAD = """
format: 1
title: {title}
kind: {kind}
parties:
{parties}
term: {{from: 2026-01-01, through: 2026-12-31, zone: Europe/Berlin, currency: EUR, calendar: office}}
calendars:
  office: {{zone: Europe/Berlin, open: {{mon-fri: 09:00-17:00}}}}
definitions:
  asked: {{of: case, when: event = 'asked'}}
  answered: {{of: case, when: event = 'answered'}}
  sold: {{of: case, when: event = 'sold', worth: price}}
  outage: {{of: case, from: event = 'down', to: event = 'up'}}
  delay: {{of: case, value: pace, unit: ms}}
obligations:
"""
TWO = "  left: {name: Left}\n  right: {name: Right}"


def at(text: str) -> Instant:
    """Return an instant of Berlin: `2026-03-02 10:00`."""
    return local_instant(ZONE, datetime.fromisoformat(text))


def event(entity: str, name: str, when: str, **attributes: str | Decimal) -> Event:
    """Make an event that is known at once."""
    return Event(
        "case", entity, name, at(when), at(when), identity=f"{entity}{name}{when}", attributes=dict(attributes)
    )


def small(
    obligations: str,
    events: Iterable[Event],
    as_of: str,
    title: str = "Small agreement",
    kind: str = "internal",
    parties: str = TWO,
    rest: str = "",
) -> tuple[Evaluation, MemoryEngine]:
    """Evaluate an agreement made of obligations, over events, as of an instant."""
    text = HEAD.format(title=title, kind=kind, parties=parties) + obligations + rest
    agreement, findings = read_agreement_text(text)
    stops = [finding for finding in findings if finding.stops]
    assert agreement is not None and not stops, stops
    engine = MemoryEngine(tuple(events))
    return evaluate(agreement, engine, at(as_of)), engine


def card_of(evaluation: Evaluation, engine: MemoryEngine, window: str | None = None) -> Scorecard:
    """Look at a small evaluation."""
    return scorecard(
        evaluation, lambda name, near: engine.items(evaluation.plan, name, near), window, asked=Asked("small")
    )
