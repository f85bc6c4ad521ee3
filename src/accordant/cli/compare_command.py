"""`accordant compare`: the same facts under several rule sets, side by side."""

import shutil
import sys
from pathlib import Path

import click

from accordant.cli.chosen import Chosen, engine_option
from accordant.cli.folder import MISSED, colours, sources_file
from accordant.cli.options import as_of_option, json_option, known_at_option, sources_option


@click.command("compare")
@click.argument(
    "agreements", type=click.Path(path_type=Path, exists=True), nargs=-1, metavar="AGREEMENT [AGREEMENT]..."
)
@sources_option
@as_of_option
@known_at_option
@click.option(
    "--window", metavar="WINDOW", help="The window to compare, such as 2026-10; by default the last ended."
)
@engine_option
@json_option
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the comparison as one HTML page."
)
def command(
    agreements: tuple[Path, ...],
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    window: str | None,
    engine: Chosen,
    as_json: bool,
    html: Path | None,
) -> None:
    """Put the same facts under several rule sets: values, verdicts, credits with their arithmetic, what is owed.

    All agreements are measured over the same sources, by default those beside the first. Of one agreement its
    promises are compared with each other.

    \b
    Examples:
      accordant compare verizon/ lumen/ level3/ --sources line/sources.yaml --window 2026-11
      accordant compare examples/github-status --as-of 2026-08-01 --window 2026-07
      accordant compare now.yaml proposed.yaml --sources sources.yaml --html compare.html

    Exit codes: 0 all kept, 3 something was missed, 1 findings that stop it, 2 usage.
    """
    from accordant.cli.evaluated import evaluated
    from accordant.report.compare import compare
    from accordant.report.compare_text import compare_json, compare_text
    from accordant.report.html.compare import compare_html
    from accordant.report.subject import NoSuchWindow

    named = agreements or (Path(),)
    common = sources_file(sources, named[0])
    done = [evaluated(one, common, as_of, known_at, engine).evaluation for one in named]
    if len(done) == 1 and len(done[0].versions[-1].terms.obligations) < 2:
        raise click.UsageError("there is one promise alone; name several agreements, or one with several promises")
    try:
        told = compare(done, window)
    except NoSuchWindow as error:
        raise click.BadParameter(str(error), param_hint="--window") from None
    if html:
        html.write_text(compare_html(told), encoding="utf-8")
        click.echo(f"comparison written to {html}", err=True)
    width = shutil.get_terminal_size((100, 40)).columns
    text = compare_json(told) if as_json else compare_text(told, colours(sys.stdout), width)
    click.echo(text, nl=as_json)
    sys.exit(MISSED if any(one.missed for one in told.sets) else 0)
