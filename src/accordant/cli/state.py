"""`--state FILE`: what an evaluation measured, kept for the next one, which then measures only what has changed.

Whatever stands in the way makes it measure everything, and is told on standard error; the answer is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from accordant import __version__
from accordant.cli.chosen import Chosen
from accordant.cli.engine import late_limit
from accordant.cli.marks import Mark, mark, times
from accordant.evaluate import Evaluation, plans_of
from accordant.measure.sql import quote
from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.events import Kind
from accordant.measure.sql.grown import Parts
from accordant.measure.sql.incremental import Incremental
from accordant.measure.sql.state import Foreign, Stale, State, read, remembered, written
from accordant.terms.agreement import Agreement
from accordant.terms.source import Sources


@dataclass(frozen=True)
class Resumed:
    """An engine that may have taken up a state, the file of it, and what tells its log apart from others.

    `log` is None when a source changed while it was read.
    """

    engine: Incremental
    file: Path
    agreement: Agreement
    log: Mapping[str, Any] | None

    def keep(self, evaluation: Evaluation) -> None:
        """Write what was measured, unless a source changed while it was read."""
        now = self.engine.latest
        if self.log is None or now is None:
            click.echo("state: nothing is kept, since a source changed while it was read", err=True)
            return
        plans = plans_of(self.agreement, now.extent, evaluation.as_of, evaluation.known_at)
        made = self.file.with_name(f"{self.file.name}.new")
        made.write_text(written(now, plans, self.log, __version__), encoding="utf-8")
        made.replace(self.file)


def resumed(file: Path, chosen: Chosen, sources: Sources, agreement: Agreement) -> Resumed:
    """Open the sources with DuckDB and take up the state, if there is one that fits."""
    if chosen.name not in ("auto", "duckdb"):
        raise click.BadParameter(f"it needs the engine duckdb, not '{chosen.name}'", param_hint="--state")
    state, begun = _read(file), times(sources)
    known = {name: Mark(**told) for name, told in state.log["marks"].items()} if state else {}
    marks = {one.name: mark(sources, one, known.get(one.name)) for one in sources.sources}
    duck = DuckEngine(sources, late_limit=late_limit(agreement), memory=chosen.memory or None)
    engine = Incremental(duck, sources)
    log = {
        "marks": {name: now.told() for name, (now, _) in marks.items()},
        "rows": _rows(duck.kinds, engine),
        "reading": _reading(agreement, sources),
        "columns": {name: _sum(sorted(kind.told.items())) for name, kind in duck.kinds.items()},
    }
    if state is not None:
        try:
            _take_up(engine, agreement, state, log, {name: grew for name, (_, grew) in marks.items()})
        except Stale as why:
            _tell(why)
    return Resumed(engine, file, agreement, log if times(sources) == begun else None)


def _read(file: Path) -> State | None:
    """Return the state of a file, if there is one. One of another kind ends the command: it is not overwritten."""
    if not file.exists():
        return None
    try:
        return read(file.read_text(encoding="utf-8"), __version__)
    except Stale as why:
        _tell(why)
        return None
    except (Foreign, ValueError) as error:
        raise click.BadParameter(f"'{file}' is no state that accordant wrote", param_hint="--state") from error


def _take_up(
    engine: Incremental, agreement: Agreement, state: State, log: Mapping[str, Any], has_grown: Mapping[str, bool]
) -> None:
    """Let an engine take up a state. Raises Stale where it does not fit."""
    last = remembered(state, plans_of(agreement, state.extent, *state.seen))
    was = state.log
    if was["reading"] != log["reading"]:
        raise Stale("rows are accepted by other rules")
    for name in was["marks"]:
        if not has_grown.get(name, False):
            raise Stale(f"source '{name}' is not what it was, with rows added at most")
    for name, columns in was["columns"].items():
        if log["columns"].get(name) != columns:
            raise Stale(f"events of '{name}' tell other columns")
    is_same = was["marks"] == log["marks"]
    kinds = engine.engine.kinds
    engine.resume(last, {name: _parts(engine, kind, was["rows"], is_same) for name, kind in kinds.items()})


def _parts(engine: Incremental, kind: Kind, rows: Mapping[str, int], is_same: bool) -> Parts:
    """Cut the events of a kind into those of the rows measured, up to a number in each source, and those after."""
    if is_same:
        return Parts((kind,), 0, 1)
    told = quote.some(f"source = {quote.text(name)} AND row <= {number}" for name, number in rows.items())
    cut = []
    for title, where in (("then", told), ("since", f"NOT ({told})")):
        relation = quote.name(f"rows {title} {kind.name}")
        engine.engine.database.view(relation, f"SELECT * FROM {kind.relation} AS e WHERE {where}")
        cut.append(replace(kind, relation=relation))
    return Parts(tuple(cut), 0, 1)


def _rows(kinds: Mapping[str, Kind], engine: Incremental) -> dict[str, int]:
    """Return the number of the last row of each source that told an event."""
    database, found = engine.engine.database, dict[str, int]()
    for kind in kinds.values():
        found |= dict(database.rows(f"SELECT source, max(row) FROM {kind.relation} AS e GROUP BY source"))
    return found


def _reading(agreement: Agreement, sources: Sources) -> str:
    """Return the sum of what says when a row comes too late; "" when none can."""
    if all(one.accept_late is None for one in sources.sources):
        return ""
    return _sum((agreement.term, agreement.calendars))


def _sum(term: object) -> str:
    return sha256(repr(term).encode()).hexdigest()


def _tell(why: Stale) -> None:
    click.echo(f"state: everything is measured, since {why}", err=True)
