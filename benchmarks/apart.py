"""Candidates of a benchmark, each in a process of its own: what it took, how much memory, and its answer.

A module of benchmarks has `CANDIDATES`: by name, a function of texts that prepares a run and returns it. What is
prepared is not measured. `python -m benchmarks.apart MODULE BEFORE RUNS NAME [TEXT ...]` prints the costs as JSON.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter_ns, process_time_ns

Answer = Mapping[str, int | str]
Run = Callable[[], Answer]
Candidates = Mapping[str, Callable[..., Run]]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """The run whose wall time is the median: seconds of the clock and of all processors, and the peak of memory.

    `notes` are what the candidate tells beside its answer: the keys of it that begin with `~`.
    """

    wall: float
    cpu: float
    megabytes: int
    answer: dict[str, int | str]
    notes: dict[str, int | str]
    walls: list[float]


class Failed(Exception):
    """A candidate that gave no answer. Carries the last line that it said."""


def measured(module: str, name: str, *texts: str, runs: int = 3, before: int = 0) -> Cost:
    """Run a candidate in a process of its own, once for each of `runs`, after those `before` that do not count.

    Raises Failed.
    """
    command = [sys.executable, "-m", "benchmarks.apart", module, str(before), str(runs), name, *texts]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    if done.returncode:
        raise Failed((done.stderr.strip() or "it ended without a word").splitlines()[-1])
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def same(costs: Mapping[str, Cost]) -> None:
    """Leave with an error when two candidates of one question answer differently."""
    (first, expected), *others = costs.items()
    for name, cost in others:
        if cost.answer != expected.answer:
            keys = [
                key
                for key in {**expected.answer, **cost.answer}
                if expected.answer.get(key) != cost.answer.get(key)
            ]
            told = ", ".join(
                f"{key}: {expected.answer.get(key)} and {cost.answer.get(key)}" for key in sorted(keys)[:3]
            )
            raise SystemExit(f"'{first}' and '{name}' differ in {len(keys)} numbers: {told}")


def _processes(pid: int) -> Iterator[int]:
    """Yield a process and all that it started and that still run."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            yield from _processes(int(child))


def _cpu() -> float:
    """Return the seconds of all processors that this process, and those it started, have had so far."""
    ticks = 0
    for pid in list(_processes(os.getpid()))[1:]:
        # After the name in brackets: user, system, and the same of children that have ended.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return process_time_ns() / 1e9 + ticks / _TICKS


def _peak() -> int:
    """Return the megabytes that this process, and those it started, had at their peaks."""
    total = 0
    for pid in _processes(os.getpid()):
        # Not ru_maxrss, which a new process takes over from the one that started it.
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        lines = dict(line.split(":", 1) for line in status.splitlines())
        total += int(lines.get("VmHWM", "0 kB").split()[0])
    return total // 1024


def _run(module: str, before: int, runs: int, name: str, texts: list[str]) -> Cost:
    candidates: Candidates = importlib.import_module(module).CANDIDATES
    run = candidates[name](*texts)
    for _ in range(before):
        run()
    costs: list[tuple[float, float]] = []
    for _ in range(runs):
        cpu, began = _cpu(), perf_counter_ns()
        told = run()
        costs.append(((perf_counter_ns() - began) / 1e9, _cpu() - cpu))
    wall, cpu = sorted(costs)[len(costs) // 2]
    answer = {key: value for key, value in told.items() if not key.startswith("~")}
    notes = {key[1:]: value for key, value in told.items() if key.startswith("~")}
    return Cost(wall, cpu, _peak(), answer, notes, [wall for wall, _ in costs])


if __name__ == "__main__":
    _, _module, _before, _runs, _name, *_texts = sys.argv
    print(json.dumps(asdict(_run(_module, int(_before), int(_runs), _name, _texts))))
