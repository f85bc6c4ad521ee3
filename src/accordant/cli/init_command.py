"""`accordant init`: a new agreement from a template with invented rows, ready to be filled in and checked."""

import json
from importlib.resources import files
from pathlib import Path

import click

TEMPLATES = {
    "marketing-sales": "both sides owe: qualified leads, quality, speed, persistence, pipeline status",
    "marketing-sales-short": "one page: two points of contact, goals, three initiatives a side, what follows",
    "customer": "a provider's promises to a customer, with service credits",
    "vendor": "what a vendor owes us, with credits and claims",
    "internal": "two departments of one firm",
    "commitment": "a one-sided public promise that nobody countersigns",
}


@click.command("init")
@click.argument("template", type=click.Choice(list(TEMPLATES)), required=False)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--list", "only_list", is_flag=True, help="List the templates.")
@click.option("--json", "as_json", is_flag=True, help="With --list: as JSON.")
def command(template: str | None, folder: Path | None, only_list: bool, as_json: bool) -> None:
    """Write a new agreement folder from a template; nothing that exists is overwritten.

    \b
    Examples:
      accordant init --list
      accordant init marketing-sales
      accordant init customer acme/
    """
    if only_list or template is None:
        _list(as_json)
        return
    target = folder or Path(template)
    made = [(target / name, text) for name, text in template_files(template)]
    taken = [str(path) for path, _ in made if path.exists()]
    if taken:
        raise click.UsageError(f"{', '.join(taken)} exists already; name another folder")
    target.mkdir(parents=True, exist_ok=True)
    for path, text in made:
        path.write_text(text, encoding="utf-8")
        click.echo(f"{path} written", err=True)
    click.echo(f"Next: change what '<-' points at, then 'accordant check {target}'", err=True)
    click.echo(f"See it run on the invented rows: accordant evaluate {target} --window 2026-01", err=True)


def template_files(template: str) -> list[tuple[str, str]]:
    """Return the names and texts of a template's files."""
    folder = files("accordant.cli") / "templates" / template
    found = [
        (item.name, item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith((".yaml", ".csv"))
    ]
    return sorted(found)


def _list(as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(TEMPLATES, indent=2))
        return
    for name, about in TEMPLATES.items():
        click.echo(f"{name:<24}{about}")
