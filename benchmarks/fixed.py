"""What every command costs before it does anything: whole processes, from start to end.

Run from the root of the project: `python -m benchmarks.fixed`. Each command runs seven times after one that is not
counted; the median and the extremes are printed, beside a bare interpreter.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter_ns

RUNS = 7
AIMS = {"--version": 150, "check": 450, "evaluate, a few rows": 500}
FLAGSHIP = Path(__file__).parents[1] / "src" / "accordant" / "sample" / "marketing-sales"


def commands(folder: Path) -> dict[str, list[str]]:
    """Return the commands by name; `evaluate` runs over the few invented rows of a template."""
    ours = [sys.executable, "-m", "accordant"]
    return {
        "bare interpreter": [sys.executable, "-c", "pass"],
        "--version": [*ours, "--version"],
        "--help": [*ours, "--help"],
        "check": [*ours, "check", str(FLAGSHIP / "agreement.yaml")],
        "evaluate, a few rows": [*ours, "evaluate", str(folder), "--as-of", "2026-02-15", "--json"],
        "the same with duckdb": [
            *(*ours, "evaluate", str(folder), "--as-of", "2026-02-15", "--json", "--engine", "duckdb"),
        ],
    }


def milliseconds(command: list[str], environment: dict[str, str]) -> int:
    """Return how long one whole process took."""
    started = perf_counter_ns()
    subprocess.run(command, capture_output=True, check=False, env=environment)
    return (perf_counter_ns() - started) // 1_000_000


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "new"
        # As installed: modules are compiled once and for all, wherever this environment would have them compiled.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(name) / "compiled")
        subprocess.run(
            [sys.executable, "-m", "accordant", "init", "marketing-sales", str(folder)],
            capture_output=True,
            check=True,
        )
        print("| command | median ms | from | to | aim | |")
        print("|---|---:|---:|---:|---:|---|")
        for title, command in commands(folder).items():
            milliseconds(command, environment)
            runs = sorted(milliseconds(command, environment) for _ in range(RUNS))
            told = verdict(median(runs), AIMS.get(title))
            print(f"| {title} | {median(runs)} | {runs[0]} | {runs[-1]} | {AIMS.get(title, '')} | {told} |")


def verdict(found: float, aim: int | None) -> str:
    """Say whether an aim is reached, or by how much it is missed; "" without one."""
    if aim is None:
        return ""
    return "reached" if found <= aim else f"**missed** by {round(found / aim * 100) - 100}%"


if __name__ == "__main__":
    main()
