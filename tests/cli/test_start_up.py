"""Starting up loads nothing that the command does not need."""

import subprocess
import sys

import pytest

HEAVY = {"duckdb", "sqlglot", "yaml", "rich", "holidays", "numpy", "accordant.measure", "accordant.text"}
SCRIPT = """
import sys
from accordant.cli import main
try:
    main({words!r})
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def loaded(*words: str) -> tuple[str, set[str]]:
    """Return what a new process prints for a command, and the modules it has loaded by then."""
    script = SCRIPT.format(words=list(words))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout, set(done.stderr.split())


@pytest.mark.parametrize("words", [["--version"], ["--help"]])
def test_version_and_help_load_nothing_heavy(words: list[str]) -> None:
    printed, modules = loaded(*words)
    assert "accordant" in printed
    assert not modules & HEAVY


@pytest.mark.parametrize("name", ["evaluate", "check", "try", "explain"])
def test_help_of_a_command_loads_no_engine(name: str) -> None:
    _, modules = loaded(name, "--help")
    assert not modules & {"duckdb", "sqlglot", "rich", "holidays"}


def test_check_loads_no_engine(tmp_path) -> None:
    from cli.run import FORMAT

    _, modules = loaded("check", str(FORMAT / "marketing-sales.yaml"))
    assert not modules & {"duckdb", "rich", "numpy"}


def test_the_version_is_that_of_the_package() -> None:
    from accordant import __version__

    assert loaded("--version")[0] == f"accordant {__version__}\n"
