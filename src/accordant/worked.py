"""Worked examples that enter at measuring: rows go in by the sources' own rules; results that differ come out.

Figures (`facts`) need no rows: `check.example` works those. Here an example has `data`, a file whose rows are read
as its source reads its own file, or `events`, rows written into the agreement: the columns of one source, and its
name under `source` when there are several.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from accordant.check.example import equal, result_words
from accordant.check.found import did_you_mean, found
from accordant.evaluate import Evaluation, evaluate
from accordant.measure.memory.engine import MemoryEngine
from accordant.plan.steps import Timeline
from accordant.record.event import Event
from accordant.record.read import read_events
from accordant.record.rows import LateLimit, RowError, events, late_limit, mapping
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.legal import Example
from accordant.terms.source import Source, Sources
from accordant.terms.values import Instant, Quantity

Row = tuple[tuple[str, str], ...]


class Unclear(Exception):
    """An example that cannot be worked, with the reason."""


def worked_examples(
    agreement: Agreement, sources: Sources | None, late: LateLimit | None = None
) -> Iterator[Finding]:
    """Work each example that has rows: find results that differ from what it expects, or why it cannot be worked.

    `late` is the last instant at which an event may be recorded, as `read_events` asks for it.
    """
    for example in agreement.examples:
        if not (example.data or example.events):
            continue
        if sources is None:
            message = "is not run: its rows are read by the rules of 'sources.yaml', and there is none beside it"
            yield found("example-not-run", f"example '{example.name}' {message}", example.place)
            continue
        try:
            yield from _differing(agreement, example, sources, late)
        except Unclear as why:
            yield found("example-unclear", f"example '{example.name}': {why}", example.place)


def _differing(
    agreement: Agreement, example: Example, sources: Sources, late: LateLimit | None
) -> Iterator[Finding]:
    told = _events(example, sources, late)
    fields = {source.entity: frozenset(_fields(sources, source.entity)) for source in sources.sources}
    engine = MemoryEngine(told, fields)
    last = max((max(event.happened, event.recorded) for event in told), default=0)
    first = evaluate(agreement, engine, last)
    evaluation = evaluate(agreement, engine, max(last, _end(first, example)))
    for name, expected in example.expect:
        yield from _compared(evaluation, example, name, expected)


def _events(example: Example, sources: Sources, late: LateLimit | None) -> tuple[Event, ...]:
    """Return the events of an example: its own, and where it names a file those of the other sources too."""
    if example.events:
        return tuple(
            event for number, row in enumerate(example.events, 1) for event in _row(row, number, sources, late)
        )
    reading = _reading(example.data, sources)
    all_of_them = tuple(reading if source.name == reading.name else source for source in sources.sources)
    log = read_events(replace(sources, sources=all_of_them), late_limit=late)
    mine = [rejected for rejected in log.rejected if rejected.source == reading.name]
    if mine:
        raise Unclear(f"row {mine[0].row} of '{example.data}' cannot be read: {mine[0].reason}")
    return log.events


def _reading(file: str, sources: Sources) -> Source:
    """Return the source that reads a file of this name, or the only one, made to read the file."""
    named = [s for s in sources.sources if Path(s.file).name == Path(file).name] or list(sources.sources)
    if len(named) != 1:
        raise Unclear(f"several sources could read '{file}': give it the name of the file of one of them")
    return replace(named[0], file=file)


def _row(row: Row, number: int, sources: Sources, late: LateLimit | None) -> Iterator[Event]:
    cells = dict(row)
    name = cells.pop("source", "")
    source = next((s for s in sources.sources if name in ("", s.name)), None)
    if source is None or (not name and len(sources.sources) > 1):
        known = [s.name for s in sources.sources]
        hint = did_you_mean(name, known) if name else f"say 'source:', one of {', '.join(known)}"
        raise Unclear(f"event {number} names no source; {hint}")
    ready = mapping(source, late_limit(source, late))
    unknown = [column for column in cells if column not in ready.columns]
    if unknown:
        raise Unclear(f"event {number} has a column '{unknown[0]}' that source '{source.name}' does not read")
    try:
        yield from events(ready, number, [cells.get(column, "") for column in ready.columns])
    except RowError as error:
        raise Unclear(f"'{error.column}' of event {number} cannot be read: {error.reason}") from error


def _fields(sources: Sources, kind: str) -> Iterator[str]:
    return (name for name, (role, _) in sources.column_types(kind).items() if role == "field")


def _end(evaluation: Evaluation, example: Example) -> Instant:
    """Return the end of the window that an example is about, of the first obligation that has it."""
    lines: Sequence[Timeline] = evaluation.plan.timelines
    ends = [window.stop for line in lines for window in line.windows if window.label == example.window]
    if example.window and not ends:
        raise Unclear(f"no obligation has a window '{example.window}'")
    return min(ends, default=0)


def _compared(evaluation: Evaluation, example: Example, name: str, expected: Quantity) -> Iterator[Finding]:
    values = list(_values(evaluation, example.window, name))
    if len(values) != 1:
        what = (
            "has no value"
            if not values
            else f"has {len(values)} values, and an example tells one from another by nothing"
        )
        raise Unclear(f"'{name}' {what}")
    if not equal(values[0], expected):
        result = result_words(values[0], expected)
        message = f"example '{example.name}' expects {expected} of '{name}', and the rule gives {result}"
        yield found("example-differs", message, example.place)


def _values(evaluation: Evaluation, window: str, name: str) -> Iterator[Fraction]:
    """Yield what an obligation, group by group, or a remedy came to in a window."""
    for verdict in evaluation.verdicts:
        if verdict.obligation == name and window in ("", verdict.window.label):
            yield from (one.actual for one in verdict.groups or (verdict,) if one.actual is not None)
    for raised in evaluation.consequences:
        if raised.remedy == name and window in ("", raised.window) and raised.gross is not None:
            yield Fraction(raised.gross.amount)
