"""The corpus of wrong agreements: one folder a code, read as a user would from inside the folder.

Run as a program it rewrites every message.txt; read the difference before keeping it.
"""

import os
from pathlib import Path

from accordant.terms.finding import Finding
from accordant.text.codes import FINDINGS as CODES
from accordant.text.message import render
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources
from accordant.zone import tzdata_release

FINDINGS = Path(__file__).parents[1] / "findings"
FORMAT = Path(__file__).parents[1] / "format"


def findings_of(folder: Path) -> list[Finding]:
    """Read what a folder of the corpus holds: an agreement, one under another name, or sources."""
    if (folder / "sources.yaml").exists():
        return read_sources(folder)[1]
    draft = folder / "draft.yaml"
    return read_agreement(draft if draft.exists() else folder)[1]


def message_of(folder: Path) -> str:
    """Render the findings of a folder as people see them, with files named from inside it."""
    texts = {}
    for file in folder.rglob("*.yaml"):
        texts[str(file.relative_to(folder))] = file.read_bytes().decode("utf-8", "replace")
    here = Path.cwd()
    os.chdir(folder)
    try:
        # The message of E212 names the release that happens to be installed.
        return render(findings_of(Path()), texts).replace(tzdata_release(), "INSTALLED")
    finally:
        os.chdir(here)


def folders() -> list[Path]:
    """Return the folders of this floor's codes; the file of E102 is made when it is needed, it is too large."""
    return [FINDINGS / code for code in CODES if (FINDINGS / code).is_dir() and code != "E102"]


if __name__ == "__main__":
    for folder in folders():
        (folder / "message.txt").write_text(message_of(folder), encoding="utf-8")
