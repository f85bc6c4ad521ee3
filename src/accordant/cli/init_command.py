"""`accordant init`: a new agreement from a template or the library, with invented rows, ready to be filled in."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from accordant.cli.library import Entry

TEMPLATES = {
    "marketing-sales": "both sides owe: qualified leads, quality, speed, persistence, pipeline status",
    "marketing-sales-short": "one page: two points of contact, goals, three initiatives a side, what follows",
    "customer": "a provider's promises to a customer, with service credits",
    "vendor": "what a vendor owes us, with credits and claims",
    "internal": "two departments of one firm",
    "commitment": "a one-sided public promise that nobody countersigns",
}
TEMPLATE_RUN = "--window 2026-01"
LISTED = "-"


@click.command("init")
@click.argument("names", nargs=-1, metavar="[TEMPLATE] [FOLDER]")
@click.option(
    "--from",
    "library",
    metavar="NAME",
    is_flag=False,
    flag_value=LISTED,
    help="Begin with a real agreement of the library; without a name, list them.",
)
@click.option("--on", metavar="DATE", help="With --from: the version that held on that date. Default: the latest.")
@click.option("--list", "only_list", is_flag=True, help="List the templates and the library.")
@click.option("--json", "as_json", is_flag=True, help="With --list: as JSON.")
def command(names: tuple[str, ...], library: str | None, on: str | None, only_list: bool, as_json: bool) -> None:
    """Write a new agreement folder from a template, or from a real agreement of the library.

    \b
    Examples:
      accordant init --list
      accordant init marketing-sales
      accordant init customer acme/
      accordant init --from aws-s3-standard storage/
      accordant init --from google-compute-zones --on 2020-06-30

    Nothing that exists is overwritten.
    """
    if on and not library:
        raise click.UsageError("'--on' chooses a version of the library; name it with '--from'")
    if only_list or library == LISTED or not (names or library):
        _list(as_json, with_templates=library is None)
    elif library:
        _from_library(library, names, on)
    else:
        _from_template(*_template_and_folder(names))


def template_files(template: str) -> list[tuple[str, str]]:
    """Return the names and texts of a template's files."""
    folder = files("accordant.cli") / "templates" / template
    found = [
        (item.name, item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith((".yaml", ".csv"))
    ]
    return sorted(found)


def _template_and_folder(names: tuple[str, ...]) -> tuple[str, Path]:
    template, folder = names[0], _folder(names[1:], names[0])
    if template not in TEMPLATES:
        raise click.UsageError(
            f"there is no template {template!r}; there are {', '.join(TEMPLATES)}, "
            "and real agreements with '--from NAME'"
        )
    return template, folder


def _folder(names: Sequence[str], otherwise: str) -> Path:
    """Return the one folder named, by default that of the agreement's name."""
    if len(names) > 1:
        raise click.UsageError(f"one folder can be written, and {len(names)} are named: {', '.join(names)}")
    return Path(names[0]) if names else Path(otherwise)


def _from_template(template: str, folder: Path) -> None:
    _write(folder, template_files(template))
    _next(folder, TEMPLATE_RUN)


def _from_library(name: str, names: tuple[str, ...], on: str | None) -> None:
    from accordant.cli.library import entries, entry_files, version_on

    entry = next((one for one in entries() if one.name == name), None)
    if entry is None:
        raise click.UsageError(f"the library has no {name!r}; 'accordant init --from' lists what it has")
    version = version_on(entry, _date(on))
    if on and entry.effective and version is None:
        dates = ", ".join(map(str, entry.effective))
        raise click.UsageError(f"no version of {name!r} held on {on}; its versions are from {dates}")
    found = [*(template_files(entry.template) if entry.template else []), *entry_files(entry, version)]
    folder = _folder(names, name)
    _write(folder, found)
    _tell(entry, version)
    _next(folder, entry.run)


def _date(on: str | None) -> date | None:
    try:
        return date.fromisoformat(on) if on else None
    except ValueError:
        raise click.UsageError(f"'--on' needs a date such as 2026-07-01, not {on!r}") from None


def _write(folder: Path, texts: Sequence[tuple[str, str]]) -> None:
    made = [(folder / name, text) for name, text in texts]
    taken = [str(path) for path, _ in made if path.exists()]
    if taken:
        raise click.UsageError(f"{', '.join(taken)} exists already; name another folder")
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{folder} is a file; name a folder")
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in made:
        path.write_text(text, encoding="utf-8")
        click.echo(f"{path} written", err=True)


def _tell(entry: "Entry", version: date | None) -> None:
    held = f"as it held from {version}" if version else "its date is not stated"
    click.echo(f"{entry.title}: {held}, confidence {entry.confidence}; about.yaml names its sources", err=True)
    for remark in entry.unconfirmed:
        click.echo(f"Not confirmed: {remark}", err=True)


def _next(folder: Path, run: str) -> None:
    click.echo(f"Next: change what '<-' points at, then 'accordant check {folder}'", err=True)
    click.echo(f"See it run on the invented rows: accordant evaluate {folder} {run}", err=True)


def _list(as_json: bool, *, with_templates: bool) -> None:
    from accordant.cli.library import entries

    library = entries()
    if as_json:
        told = {one.name: _told(one) for one in library}
        click.echo(json.dumps({"templates": TEMPLATES, "library": told} if with_templates else told, indent=2))
        return
    if with_templates:
        click.echo("Templates: accordant init NAME")
        for name, about in TEMPLATES.items():
            click.echo(f"  {name:<24}{about}")
        click.echo("\nReal agreements: accordant init --from NAME")
    for line in _columns([(e.name, e.kind, _since(e), e.confidence, e.sources[0]) for e in library]):
        click.echo(f"  {line}")


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows as lines whose columns are as wide as their longest word."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _since(entry: "Entry") -> str:
    if len(entry.effective) > 1:
        return f"{entry.effective[0]} .. {entry.effective[-1]}"
    return str(entry.effective[0]) if entry.effective else "date not stated"


def _told(entry: "Entry") -> dict[str, object]:
    return {
        "title": entry.title,
        "kind": entry.kind,
        "effective": [str(since) for since in entry.effective],
        "confidence": entry.confidence,
        "sources": list(entry.sources),
        "not confirmed": list(entry.unconfirmed),
    }
