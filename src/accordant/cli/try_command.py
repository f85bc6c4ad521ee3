"""`accordant try`: how many entities a definition would match, how many not, how many cannot be told."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from accordant.cli.folder import FINDINGS, stop_on_errors, tell
from accordant.cli.options import json_option
from accordant.measure.memory.trial import Trial, trial
from accordant.record.event import Event
from accordant.record.see import see
from accordant.terms.definition import Condition
from accordant.terms.predicate import columns
from accordant.terms.source import Sources

# Past every instant: what is tried is all that is known today.
_ALL = 2**62
# Stands for a file in findings about the predicate that was typed.
_NAME = "definition"


@click.command("try")
@click.argument("predicate")
@click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=Path("sources.yaml"),
    show_default=True,
    help="The sources file.",
)
@click.option("--of", "kind", metavar="ENTITY", help="The kind of entity, when several have these columns.")
@click.option("--rows", default=3, show_default=True, help="How many examples to show of each.")
@json_option
def command(predicate: str, sources: Path, kind: str | None, rows: int, as_json: bool) -> None:
    """Try a definition on the data: how many match, do not, or cannot be told, with example rows.

    \b
    Examples:
      accordant try "score >= 60 AND email_is_business"
      accordant try "event = 'call' AND NOT automated" --sources marketing-sales/sources.yaml --rows 5
    """
    condition, read = _read(predicate, sources)
    named = {column.name for column in columns(condition.tree)}
    chosen = _kind(named, read, kind)
    from accordant.record.probe import probe
    from accordant.record.read import read_events
    from accordant.record.rows import never_late

    _stop_on_types(condition, read, chosen)
    told = replace(read, sources=tuple(source for source in read.sources if source.entity == chosen))
    stop_on_errors(probe(told))
    log = read_events(told, late_limit=never_late)
    if log.rejected:
        click.echo(f"{len(log.rejected):,} rows were rejected and are not counted", err=True)
    fields = frozenset(name for name, (role, _) in read.column_types(chosen).items() if role == "field")
    events, _ = see(log.events, _ALL, _ALL)
    found = trial(condition, chosen, events, fields)
    if as_json:
        click.echo(json.dumps(_data(found, rows, named), indent=2, default=str))
    else:
        _print(found, rows, named, chosen)


def _read(predicate: str, sources: Path) -> tuple[Condition, Sources]:
    from accordant.terms.values import Place
    from accordant.text.predicate import read_predicate
    from accordant.text.sources import read_sources

    condition, findings = read_predicate(predicate, Place(_NAME, 1, 1, len(predicate)))
    read, more = read_sources(sources)
    if condition is None or read is None or any(f.stops for f in [*findings, *more]):
        tell([*findings, *more], {_NAME: predicate})
        sys.exit(FINDINGS)
    return condition, read


def _stop_on_types(condition: Condition, sources: Sources, kind: str) -> None:
    """Tell of what the definition compares and cannot, as `check` does."""
    from accordant.check.found import found
    from accordant.check.types import troubles

    types = {name: type_ for name, (_, type_) in sources.column_types(kind).items()}
    wrong = [
        found("unlike-types", message, place or condition.place, hint)
        for message, hint, place in troubles(condition.tree, types)
    ]
    if wrong:
        tell(wrong, {_NAME: condition.text})
        sys.exit(FINDINGS)


def _kind(named: set[str], sources: Sources, kind: str | None) -> str:
    """Return the kind of entity that has every column named; a usage error says which columns there are."""
    kinds = dict.fromkeys(source.entity for source in sources.sources)
    fitting = [k for k in kinds if named <= sources.column_types(k).keys() and kind in (None, k)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise click.UsageError(
            f"several kinds of entity have these columns: {', '.join(fitting)}; choose with --of"
        )
    known = "; ".join(f"{k}: {', '.join(sources.column_types(k))}" for k in kinds)
    raise click.UsageError(f"no kind of entity has the columns {', '.join(sorted(named))}; there are {known}")


def _print(found: Trial, rows: int, named: set[str], kind: str) -> None:
    total = len(found.matched) + len(found.unmatched) + len(found.unknown)
    about = f"{found.moments:,} events of them" if found.is_happening else "at some time"
    for word, some in (("match", found.matched), ("do not", found.unmatched), ("unknown", found.unknown)):
        note = f"  ({about})" if word == "match" else "  (a column was never told)" if word == "unknown" else ""
        click.echo(f"{len(some):>9,}  {word}{note}")
        for event, row in some[:rows]:
            click.echo(f"             {event.entity}  {_cells(row, named)}")
    click.echo(f"{total:>9,}  {kind} entities", err=True)


def _cells(row: dict[str, object], named: set[str]) -> str:
    return ", ".join(f"{name} = {'NULL' if row.get(name) is None else row[name]}" for name in sorted(named))


def _data(found: Trial, rows: int, named: set[str]) -> dict[str, object]:
    def examples(some: list[tuple[Event, dict[str, object]]]) -> list[dict[str, object]]:
        return [{"entity": e.entity, **{name: row.get(name) for name in sorted(named)}} for e, row in some[:rows]]

    return {
        "accordant": 1,
        "match": {"entities": len(found.matched), "moments": found.moments, "examples": examples(found.matched)},
        "do not": {"entities": len(found.unmatched), "examples": examples(found.unmatched)},
        "unknown": {"entities": len(found.unknown), "examples": examples(found.unknown)},
    }
