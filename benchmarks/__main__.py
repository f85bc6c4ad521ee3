"""`make bench`: run every benchmark and write what they print to docs/benchmarks.md, each in its section.

`python -m benchmarks scale --most 80` runs one, with arguments of its own, and writes its section alone;
`python -m benchmarks quick` runs all with fewer pairs and smaller logs. `python -m benchmarks.scale` only prints.
"""

import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

What it costs to evaluate an agreement, beside what one would write instead. Made by `make bench`, which anybody
may run; each section says with which command, on which machine. Machines differ: trust the ratios inside a
table, not the seconds. Where an aim is missed, its table says by how much. Each candidate runs in its own
process and gives an answer that is compared with those of the others; its costs are those of the run with the
median time, out of three. Ratios are of CPU time, which other work disturbs less; the time of the clock stands
beside it."""


@dataclass(frozen=True)
class Part:
    """A benchmark: the title of its section, what it is about, the arguments of a quick run.

    `why` an aim is missed, if one is, and what the next step would be.
    """

    title: str
    about: str
    quick: tuple[str, ...] = ()
    why: str = ""


PARTS = {
    "fixed": Part(
        "Start",
        "What a command costs before it does anything; whole processes, median of seven.",
        why="Why: two fifths of it make some 300 data classes, whose methods Python writes and compiles"
        " anew at each start, a tenth lays out the calendars of seven years. Next: the classes of"
        " pages and settlements only when a window needs them.",
    ),
    "kernel": Part(
        "Kernel",
        "Elapsed business time of random pairs, and due instants, against `b - a` on the same arrays.",
        ("2000000",),
    ),
    "peers": Part(
        "Instead",
        "Share of leads answered within 60 business minutes, waiting taken out, by the month of creation, from a"
        " log in Parquet: accordant, what else one would write, and how much more that takes.",
        ("--events", "0.5"),
    ),
    "replay": Part(
        "Replay",
        "One `time` promise with pauses on a business calendar, from a log in Parquet and the text of an agreement"
        " to its verdicts, by month due; against SQL by hand, and a GROUP BY that answers nothing.",
        ("1", "2"),
        "Why: the statement by hand takes for granted that every history is regular. Ours tests it in the"
        " same GROUP BY, by the last pause, resumption and cancellation of each lead, and reckons those"
        " that are not by themselves; reading the agreement and its data's first and last instant is the"
        " rest. Next: tests by the counts of each role, which take less room in the hash table than"
        " instants.",
    ),
    "vendor": Part(
        "Vendor",
        "Uptime of five years of probes, percentile and mean of latencies, month by month, from Parquet.",
        ("0.5", "1"),
    ),
    "scale": Part(
        "Scale",
        "How the cost of an evaluation grows with events, obligations, calendars, windows; in little memory too.",
        ("--most", "2", "--width", "0.5"),
        "Why: the work grows by less than the log, as its CPU time says; by the clock both cores wait for"
        " memory once the table of first instants outgrows the caches. Next: that table by ranges of"
        " entities, one after the other.",
    ),
    "incremental": Part(
        "Again", "What a log that grew by a thousandth costs, measured whole and measured again.", ("1",)
    ),
    "spark": Part("Spark", "The same plan on Apache Spark in local mode, against Spark SQL by hand.", ("1",)),
    "engines": Part("Engines", "One agreement on every engine: rows that differ, and time.", ("0.1",)),
}


def machine() -> str:
    """Describe the machine in a line."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = pages * size // 2**30
    return f"{os.cpu_count()} cores, {memory} GiB, {platform.machine()}, Python {platform.python_version()}"


def run(name: str, arguments: Sequence[str]) -> tuple[str, bool]:
    """Run a benchmark; return the text of its section, "" if it told nothing, and whether it failed."""
    busy = os.getloadavg()[0]
    command = shlex.join(["python", "-m", "benchmarks", name, *arguments])
    print(f"{command} ...", file=sys.stderr)
    asked = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    done = subprocess.run(asked, text=True, check=False, stdout=subprocess.PIPE)
    body = done.stdout.rstrip()
    if not body:
        return "", True
    made = f"`{command}` on {machine()}, whose load average was {busy:.1f} when it began."
    why = [PARTS[name].why] if "**missed**" in body and PARTS[name].why else []
    return "\n\n".join([PARTS[name].about, body, *why, made]), done.returncode != 0


def sections() -> dict[str, str]:
    """Return the sections that the page has, by title."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    parts = text.split("\n## ")[1:]
    return {title: body.strip() for title, _, body in (part.partition("\n") for part in parts)}


def write(found: Mapping[str, str]) -> None:
    """Write the page with new sections, keeping the others."""
    known = {**sections(), **found}
    kept = [f"## {part.title}\n\n{known[part.title]}" for part in PARTS.values() if part.title in known]
    PAGE.write_text("\n\n".join([HEAD, *kept]) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Run one benchmark or all; leave with 1 when one failed, after the others have been written."""
    name, *own = arguments or [""]
    if name in PARTS:
        todo = {name: tuple(own)}
    elif arguments in ([], ["quick"]):
        todo = {name: part.quick if arguments else () for name, part in PARTS.items()}
    else:
        raise SystemExit(f"'{name}' is no benchmark; there are {', '.join(PARTS)}, and 'quick' for all")
    failed = []
    for name, own in todo.items():
        section, has_failed = run(name, own)
        failed += [name] if has_failed else []
        if section:
            write({PARTS[name].title: section})
            print(f"## {PARTS[name].title}\n\n{section}\n", flush=True)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main(sys.argv[1:])
