"""Upstream agreements: those whose credits an agreement passes on, read and evaluated before it."""

from pathlib import Path
from typing import TYPE_CHECKING

from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.remedy import PassThrough
from accordant.terms.source import Sources
from accordant.terms.values import Instant

if TYPE_CHECKING:
    from accordant.cli.chosen import Chosen
    from accordant.evaluate import Evaluation


def upstream_names(agreement: Agreement) -> tuple[str, ...]:
    """Return the folders that the remedies of any version name, each once."""
    texts = (agreement, *(amendment.agreement for amendment in agreement.amendments))
    named = (one.upstream for text in texts for one in text.remedies if isinstance(one, PassThrough))
    return tuple(dict.fromkeys(name for name in named if name))


def circles(agreement: Agreement, folder: Path) -> list[Finding]:
    """Find the upstream agreements of one in a folder that lead back to it."""
    from accordant.check.upstream import in_a_circle

    names = (n for n in upstream_names(agreement) if leads_back(folder, folder / n / "agreement.yaml", ()))
    return [finding for name in names for finding in in_a_circle(agreement, name)]


def upstream_findings(agreement: Agreement, folder: Path) -> list[Finding]:
    """Find circles, and what is promised above what the upstream agreements that can be read pay."""
    from accordant.check.upstream import beyond_upstream
    from accordant.text.read import read_agreement

    files = {name: folder / name / "agreement.yaml" for name in upstream_names(agreement)}
    above = {name: read_agreement(file)[0] for name, file in files.items() if file.is_file()}
    known = {name: read for name, read in above.items() if read is not None}
    return [*circles(agreement, folder), *beyond_upstream(agreement, known)]


def leads_back(start: Path, file: Path, passed: tuple[Path, ...]) -> bool:
    """Say whether the agreements upstream of a file lead back to a folder, or to one that was passed."""
    from accordant.text.read import read_agreement

    here = file.parent.resolve()
    if here == start.resolve() or here in passed:
        return True
    read = read_agreement(file)[0] if file.is_file() else None
    names = upstream_names(read) if read else ()
    return any(leads_back(start, here / name / "agreement.yaml", (*passed, here)) for name in names)


def stopping(agreement: Agreement, folder: Path) -> list[Finding]:
    """Find what keeps upstream agreements from being evaluated: circles, clauses and data that stop them."""
    from accordant.cli.evaluated import data_findings

    found = circles(agreement, folder)
    if found:
        return found
    for name in upstream_names(agreement):
        read, sources, findings = _read(folder / name)
        if read is not None and sources is not None:
            findings += [*data_findings(read, sources), *stopping(read, folder / name)]
        found += [finding for finding in findings if finding.stops]
    return found


def evaluated_upstream(
    agreement: Agreement, folder: Path, engine: "Chosen | str", as_of: Instant, known_at: Instant
) -> dict[str, "Evaluation"]:
    """Evaluate the agreements upstream of one in a folder, by name; those without sources are left out.

    `stopping` finds what must not stand in the way: circles, and what cannot be read.
    """
    from accordant.cli.engine import load
    from accordant.evaluate import evaluate

    found = {}
    for name in upstream_names(agreement):
        read, sources, _ = _read(folder / name)
        if read is not None and sources is not None:
            above = evaluated_upstream(read, folder / name, engine, as_of, known_at)
            found[name] = evaluate(read, load(engine, sources, read), as_of, known_at, above)
    return found


def _read(folder: Path) -> tuple[Agreement | None, Sources | None, list[Finding]]:
    """Read the agreement and the sources of a folder; None where there is no such file."""
    from accordant.text.read import read_agreement
    from accordant.text.sources import read_sources

    files = folder / "agreement.yaml", folder / "sources.yaml"
    if not all(file.is_file() for file in files):
        return None, None, []
    (read, findings), (sources, more) = read_agreement(files[0]), read_sources(files[1])
    return read, sources, [*findings, *more]
