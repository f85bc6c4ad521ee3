"""A plan written down: an agreement's promises go in, the statements that measure them come out, with comments.

The statements are those that an engine of the dialect is told to run, in the form that any data may need. They run
nothing here and read no data.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from textwrap import wrap
from typing import assert_never

from accordant.measure.sql import needs
from accordant.measure.sql.engines.script import CALENDARS, Script, Statement
from accordant.measure.sql.events import Kind
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.printer import Dialect
from accordant.measure.sql.run import Run
from accordant.measure.sql.see import Latest
from accordant.measure.sql.tables.stated import stated
from accordant.measure.sql.unmeasurable import Obstacle, obstacles
from accordant.plan.steps import (
    Cohort,
    Due,
    Flow,
    Itemise,
    Occur,
    Plan,
    Rates,
    Time,
    Timeline,
    Uptime,
    Values,
)
from accordant.record.rows import LateLimit
from accordant.terms.source import Sources
from accordant.terms.values import Instant
from accordant.zone import local_time

_WIDTH = 110
_EVENTS = "Events"
_ANSWERS = "Answers to consequences"
_LEGENDS = {
    CALENDARS: "Functions of an instant, or of an amount of time, as straight pieces: since <= t < until. Each piece"
    " stands in every bucket k that it meets, so that one equi-join finds it.",
    _EVENTS: "One row an event. An id says which rows tell the same event.",
}


@dataclass(frozen=True)
class Asked:
    """What is to be written down: `title` is the agreement's, `promises` says each promise in a sentence.

    `zone` is that in which comments tell instants. `late_limit` is as in `record.read`.
    """

    title: str
    plan: Plan
    sources: Sources
    promises: Mapping[str, str]
    zone: str
    late_limit: LateLimit | None = None


@dataclass(frozen=True)
class Written:
    """The text, and what could not be written down."""

    text: str
    obstacles: tuple[Obstacle, ...]


def write(asked: Asked, dialect: Dialect) -> Written:
    """Return the statements of a plan in a dialect, each promise under a heading; equal arguments give equal texts."""
    script = Script(dialect, section=_EVENTS)
    wanted = _kinds(asked.plan)
    sources = replace(asked.sources, sources=tuple(s for s in asked.sources.sources if s.entity in wanted))
    kinds = stated(script, sources, asked.late_limit)
    found = obstacles(asked.plan, kinds, dialect.name)
    shelf = Shelf(script, as_of=asked.plan.as_of, is_whole=True)
    run = Run(script, shelf, kinds, asked.plan, Latest(script), is_fast=False)
    for kind in kinds:
        run.kind(kind)
    for name in asked.promises:
        _promise(asked, run, script, name, [one for one in found if one.promise == name])
    script.section = _ANSWERS
    _answers(run, script, kinds, [one for one in found if not one.promise])
    return Written("\n".join(_laid_out(asked, script)), found)


def _kinds(plan: Plan) -> set[str]:
    """Return the kinds of entity of whose events a plan tells."""
    found = {moments.kind for moments in plan.answers}
    for step in plan.tallies:
        source = step.source
        found |= set(source.kinds) if isinstance(source, Uptime) else {needs.kind_of(step)}
        found |= {step.relief.of.kind} if step.relief else set()
        if isinstance(source, Time | Uptime | Rates):
            found |= {exclusion.spans.kind for exclusion in source.excluded}
    return found


def _promise(asked: Asked, run: Run, script: Script, name: str, missing: Sequence[Obstacle]) -> None:
    script.section = f"Promise '{name}'"
    script.remark(f"{asked.promises[name]}.")
    steps = tuple(step for step in asked.plan.tallies if step.obligation == name)
    lines = tuple(line for line in asked.plan.timelines if line.obligation == name)
    for _, why in [one for one in asked.plan.unmeasured if one[0] == name]:
        script.remark(f"Not measured: {why}.")
    if missing:
        script.remark("\n".join(f"Not in SQL: {one.sentence}." for one in missing))
        return
    for line in lines:
        script.remark(_windows(line, asked.plan.as_of))
    for remark in dict.fromkeys(said for step in steps for said in _how_to_read(step.source)):
        script.remark(remark)
    part = replace(run, plan=replace(asked.plan, tallies=steps, timelines=lines, answers=()))
    part.tallies()
    for step in steps:
        part.undecided(step)


def _how_to_read(source: Itemise) -> Iterator[str]:
    match source:
        case Time() | Cohort() | Flow() | Occur():
            yield "How to read it: items are found one by one, and counted by cell and outcome in the tally."
        case Due():
            yield (
                "How to read it: deliveries are few. Those that happened are fetched, and compared with the instants at"
                " which they were due."
            )
        case Uptime():
            yield (
                "How to read it: the last statements give the stretches of time down, one a row; they are united and"
                " cut to the windows afterwards."
            )
        case Rates() | Values():
            yield "How to read it: numbers are added up by cell and group; a mean or a rate is one division of the sums."
        case _:
            assert_never(source)
    if isinstance(source, Time | Uptime | Rates) and source.excluded:
        names = ", ".join(f"'{exclusion.name}'" for exclusion in source.excluded)
        yield (
            f"What is excluded ({names}) depends on events, which are fetched first; the calendar is then laid out as"
            " shut in that time. In this text nothing is excluded."
        )


def _windows(line: Timeline, as_of: Instant) -> str:
    """Say which cells are which windows, of those that have begun."""
    begun = [window for window in line.windows if window.start <= as_of]
    if not begun:
        return "No window has begun."
    first, last = begun[0], begun[-1]
    if first is last:
        return f"Cells {first.first_cell} to {first.last_cell} are window {first.label}."
    each = "one a window" if all(w.first_cell == w.last_cell for w in begun) else "several a window"
    return f"Cells {first.first_cell} to {last.last_cell} are windows {first.label} to {last.label}, {each}."


def _answers(run: Run, script: Script, kinds: Mapping[str, Kind], missing: Sequence[Obstacle]) -> None:
    for one in missing:
        script.remark(f"Not in SQL: {one.sentence}.")
    if not missing:
        for moments in run.plan.answers:
            if moments.kind in kinds:
                run.answers(moments)


def _laid_out(asked: Asked, script: Script) -> Iterator[str]:
    yield from _comment(_header(asked, script))
    yield from ("", *(f"{one};" for one in script.writing.begins))
    first = [CALENDARS, _EVENTS]
    for section in [*first, *dict.fromkeys(one.section for one in script.statements if one.section not in first)]:
        of = [one for one in script.statements if one.section == section]
        if of:
            yield from ("", "", *_comment(f"{section}\n{'=' * len(section)}"))
            yield from _comment(_LEGENDS.get(section, ""))
            yield from _section(of)
    yield ""


def _section(statements: Sequence[Statement]) -> Iterator[str]:
    for one in statements:
        yield ""
        if one.about:
            yield from _comment(one.about)
        if one.text:
            yield f"{one.text};"


def _header(asked: Asked, script: Script) -> str:
    plan, dialect, note = asked.plan, script.spelling, script.writing.note
    known = (
        "" if plan.known_at == plan.as_of else f", with what was recorded by {_told(plan.known_at, asked.zone)}"
    )
    state = (
        "Texts of this dialect are run as they stand by the tests of the project."
        if dialect.is_run
        else "Not run: this text was made and read, and no engine of this dialect has run it."
    )
    return "\n".join(
        [
            f"{asked.title}: what each promise counted, as SQL for {dialect.title}.",
            f"As of {_told(plan.as_of, asked.zone)}{known}.",
            state,
            *([note] if note else []),
            "Run it from top to bottom in one session. Instants and lengths are whole microseconds, counted from"
            " 1970-01-01 00:00 UTC. Targets are judged from the counts, which is not done here.",
        ]
    )


def _told(instant: Instant, zone: str) -> str:
    local = local_time(zone, instant)
    whole = local + timedelta(microseconds=1)
    if (whole.hour, whole.minute, whole.second, whole.microsecond) == (0, 0, 0, 0):
        return f"the end of {local:%Y-%m-%d} ({zone})"
    return f"{local.isoformat(sep=' ')} ({zone})"


def _comment(text: str) -> Iterator[str]:
    """Yield a text as comments; what begins with spaces keeps them."""
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        yield from (f"-- {part}" for part in wrap(line, _WIDTH, initial_indent=indent, subsequent_indent=indent))
