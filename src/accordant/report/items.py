"""Items as a file: every item of every promise with what it was judged by, one a row."""

import csv
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from accordant.evaluate import Evaluation
from accordant.measure.measurement import Item
from accordant.report.period import iso_exact
from accordant.terms.values import Instant

COLUMNS = (
    "obligation",
    "entity",
    "group",
    "version",
    "window",
    "started",
    "due",
    "last_moment",
    "missed_from",
    "stopped",
    "elapsed_us",
    "limit_us",
    "value",
    "outcome",
    "outcome_before_relief",
    "reason",
    "flags",
)

Row = tuple[str, ...]


_WHOLE = ("version", "elapsed_us", "limit_us")


def write_items(evaluation: Evaluation, named: Iterable[tuple[str, Iterable[Item]]], path: Path) -> int:
    """Write the items of each promise as CSV or, by its ending, as Parquet; return how many.

    Instants are ISO 8601 in the agreement's zone with microseconds, lengths are microseconds, windows their
    labels (empty: outside of all); whatever an item has not is empty.
    """
    rows = item_rows((item for _, items in named for item in items), evaluation)
    if path.suffix.lower() != ".parquet":
        return write_rows(rows, path)
    from accordant.measure.sql.parquet import csv_to_parquet

    with TemporaryDirectory() as folder:
        number = write_rows(rows, Path(folder) / "items.csv")
        types = {name: "BIGINT" if name in _WHOLE else "VARCHAR" for name in COLUMNS}
        csv_to_parquet(Path(folder) / "items.csv", path, types)
    return number


def write_rows(rows: Iterable[Row], path: Path) -> int:
    """Write the header and the rows as CSV (RFC 4180, but lines end with a line feed); return how many rows."""
    number = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(row)
            number += 1
    return number


def item_rows(items: Iterable[Item], evaluation: Evaluation) -> Iterable[Row]:
    """Yield each item as cells of `COLUMNS`."""
    zone = evaluation.versions[-1].terms.term.zone
    labels = {line.obligation: [window.label for window in line.windows] for line in evaluation.plan.timelines}
    for item in items:
        yield _row(item, labels.get(item.obligation, []), zone)


def _row(item: Item, labels: list[str], zone: str) -> Row:
    def at(instant: Instant | None) -> str:
        return "" if instant is None else iso_exact(instant, zone)

    return (
        item.obligation,
        item.entity,
        item.group,
        str(item.version),
        labels[item.window] if 0 <= item.window < len(labels) else "",
        at(item.start),
        at(item.due),
        at(item.last_moment),
        at(item.missed_from),
        at(item.stop),
        _text(item.elapsed),
        _text(item.limit),
        "" if item.value is None else f"{item.value:f}",
        item.outcome.value,
        item.raw.value,
        item.reason,
        " ".join(item.flags),
    )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
