"""`make bench`: run every benchmark and write what they print to docs/benchmarks.md.

`python -m benchmarks quick` does the same with fewer pairs and smaller logs; the page says so.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
PARTS = {
    "Start": (
        "benchmarks.fixed",
        "What a command costs before it does anything; whole processes, median of seven.",
    ),
    "Kernel": (
        "benchmarks.kernel",
        "Elapsed business time of random pairs, against `b - a` on the same arrays.",
    ),
    "Replay": (
        "benchmarks.replay",
        "One `time` promise with pauses on a business calendar, over a log in Parquet.",
    ),
    "Vendor": (
        "benchmarks.vendor",
        "Uptime of five years of probes, percentile and mean of latencies, month by month, from Parquet.",
    ),
}
QUICK = {"benchmarks.kernel": ["2000000"], "benchmarks.replay": ["1", "5"], "benchmarks.vendor": ["0.5", "1"]}


def machine() -> str:
    """Describe the machine in a line."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = pages * size // 2**30
    return f"{os.cpu_count()} cores, {memory} GiB, {platform.machine()}, Python {platform.python_version()}"


def run(module: str, *sizes: str) -> str:
    """Return what a benchmark printed; one that fails stops the rest."""
    print(f"{module} ...", file=sys.stderr)
    command = [sys.executable, "-m", module, *sizes]
    return subprocess.run(command, text=True, check=True, stdout=subprocess.PIPE).stdout


def main(*, quick: bool) -> None:
    """Run all and write the page."""
    busy = os.getloadavg()[0]
    made = "python -m benchmarks quick" if quick else "make bench"
    lines = [
        "# Benchmarks",
        "",
        f"Made by `{made}` on {machine()}, whose load average was {busy:.1f} when it began.",
        "Machines differ: trust the ratios inside a table, not the seconds.",
    ]
    for title, (module, about) in PARTS.items():
        printed = run(module, *(QUICK.get(module, []) if quick else [])).rstrip()
        body = printed if printed.startswith("|") else f"```\n{printed}\n```"
        lines += ["", f"## {title}", "", about, "", body]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main(quick=sys.argv[1:] == ["quick"])
