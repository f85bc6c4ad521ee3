"""The corpus of unwise and impossible agreements: one folder a code, read and checked as a user would.

Run as a program it rewrites every message.txt; read the difference before keeping it.
"""

import os
from pathlib import Path

from accordant.check.check import check
from accordant.check.codes import RULES
from accordant.check.sources import check_sources
from accordant.cli.upstream import upstream_findings
from accordant.terms.finding import Finding
from accordant.text.message import render
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources

FINDINGS = Path(__file__).parents[1] / "findings"
FORMAT = Path(__file__).parents[1] / "format"
BASE = (Path(__file__).parent / "base.yaml").read_text("utf-8")
CODES = {code: name for name, (code, _) in RULES.items()}


def findings_of(folder: Path) -> list[Finding]:
    """Read and check the agreement of a folder, with its sources when it has some."""
    agreement, found = read_agreement(folder / "agreement.yaml")
    assert agreement is not None, found
    found = [*found, *check(agreement), *upstream_findings(agreement, folder)]
    if (folder / "sources.yaml").exists():
        sources, more = read_sources(folder / "sources.yaml")
        assert sources is not None, more
        found = [*found, *more, *check_sources(agreement, sources)]
    return found


def message_of(folder: Path) -> str:
    """Render the findings of a folder as people see them, with files named from inside it."""
    texts = {str(file.relative_to(folder)): file.read_text("utf-8") for file in folder.rglob("*.yaml")}
    here = Path.cwd()
    os.chdir(folder)
    try:
        return render(findings_of(Path()), texts)
    finally:
        os.chdir(here)


if __name__ == "__main__":
    for code in CODES:
        folder = FINDINGS / code
        (folder / "message.txt").write_text(message_of(folder), encoding="utf-8")
