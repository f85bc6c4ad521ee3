"""Commands run as a user runs them: words go in, what was printed where and the exit code come out."""

import shlex
from pathlib import Path

from click.testing import CliRunner, Result

from accordant.cli import main

ROOT = Path(__file__).parents[2]
FORMAT = ROOT / "tests" / "format"
EXAMPLES = ROOT / "examples"
FINDINGS, USAGE, MISSED = 1, 2, 3


def run(words: str, **environment: str) -> Result:
    """Run one command line; a crash is a failed test and never an exit code."""
    return CliRunner().invoke(main, shlex.split(words), env=environment, catch_exceptions=False)


def made(template: str, folder: Path) -> Path:
    """Write a template into a folder below and return it."""
    made = folder / template
    assert run(f"init {template} {made}").exit_code == 0
    return made
