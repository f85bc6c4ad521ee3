"""`accordant demo`: the main job on shipped data, from agreement file to scorecard."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordant.cli.folder import colours, read_agreement_or_exit, read_sources_or_exit
from accordant.cli.moment import instant

if TYPE_CHECKING:
    from accordant.cli.engine import Loaded
    from accordant.evaluate import Evaluation
    from accordant.terms.source import Sources

_YEAR_AS_OF = "2026-12-31T00:00:00-05:00"


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("accordant-demo"),
    show_default=True,
    help="Where to write the sample and the pages.",
)
@click.option("--seed", default=2026, show_default=True, help="The seed of the sample year.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def command(folder: Path, seed: int, as_json: bool) -> None:
    """Show the main job: Marketing and Sales over a year of leads, then a city over its residents' requests.

    \b
    Examples:
      accordant demo
      accordant demo --folder /tmp/look --seed 7
    """
    from accordant.cli.progress import talking
    from accordant.sample import write_year
    from accordant.sample.boston import AS_OF, WINDOW, boston_folder

    year = folder / "marketing-sales"
    year.mkdir(parents=True, exist_ok=True)
    with talking("writing a year of leads, reproducible from its seed"):
        write_year(year, seed)
    shown = _show(year, _YEAR_AS_OF, "2026-11", folder / "marketing-sales.html", as_json)
    pages = [
        folder / "marketing-sales.html",
        _explain(shown, year, "speed", "L2", folder / "lead-L2.html"),
        folder / "boston-311.html",
    ]
    _show(boston_folder(), AS_OF, WINDOW, folder / "boston-311.html", as_json)
    if as_json:
        click.echo(
            json.dumps({"accordant": 1, "folder": str(folder), "pages": [str(page) for page in pages]}, indent=2)
        )
        return
    click.echo("\nOpen in a browser:", err=True)
    for page in pages:
        click.echo(f"  {page.resolve().as_uri()}", err=True)
    click.echo(f"\nNext: accordant explain {year} speed L2 --as-of {_YEAR_AS_OF}", err=True)


@dataclass(frozen=True)
class Shown:
    """What was evaluated, and by what."""

    evaluation: "Evaluation"
    engine: "Loaded"
    sources: "Sources"


def _show(folder: Path, as_of: str, window: str, page_file: Path, quiet: bool) -> Shown:
    from accordant.cli.engine import load
    from accordant.cli.progress import talking
    from accordant.cli.scorecard import page, print_scorecard, scorecard_of
    from accordant.evaluate import evaluate
    from accordant.report.subject import Asked

    agreement, findings = read_agreement_or_exit(folder)
    sources = read_sources_or_exit(None, folder)
    with talking(f"measuring '{agreement.title}'"):
        engine = load("duckdb", sources, agreement)
        evaluation = evaluate(agreement, engine, instant(as_of, agreement.term.zone, "--as-of"))
        asked = Asked(str(folder), str(folder / "sources.yaml"))
        card = scorecard_of(evaluation, engine, window, findings, asked)
    if not quiet:
        print_scorecard(card, colours(sys.stdout))
        click.echo()
    page_file.write_text(page(card), encoding="utf-8")
    return Shown(evaluation, engine, sources)


def _explain(shown: Shown, folder: Path, obligation: str, entity: str, page_file: Path) -> Path:
    from accordant.cli.explaining import explain
    from accordant.report.item import item_html
    from accordant.report.subject import Asked

    asked = Asked(str(folder), str(folder / "sources.yaml"))
    explained = explain(shown.evaluation, shown.engine, shown.sources, obligation, entity, asked)
    assert explained is not None, "the sample has this lead"
    page_file.write_text(item_html(explained), encoding="utf-8")
    return page_file
