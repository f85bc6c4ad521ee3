"""What a benchmark prints: Markdown tables, with the aims and whether they are reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """A number that should be at most, or at least, so much; None: it was not measured this time."""

    what: str
    asked: float
    found: float | None
    at_least: bool = False
    unit: str = "x"

    @property
    def verdict(self) -> str:
        """Say plainly whether it is reached, and by how much it is missed."""
        if self.found is None:
            return "not measured"
        if self.found == self.asked or (self.found > self.asked) == self.at_least:
            return "reached"
        return f"**missed** by {abs(self.found / self.asked - 1):.0%}" if self.asked else "**missed**"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; all columns after the first are numbers, and stand to the right."""
    marks = ["---", *["---:"] * (len(heads) - 1)]
    lines = [heads, marks, *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def aims(found: Sequence[Aim]) -> str:
    """Return the table of the aims of a benchmark."""
    rows = [
        (
            aim.what,
            f"{'>=' if aim.at_least else '<='} {aim.asked:g} {aim.unit}".strip(),
            "-" if aim.found is None else f"{aim.found:.3g} {aim.unit}".strip(),
            aim.verdict,
        )
        for aim in found
    ]
    return table(("ratio", "aim", "measured", "verdict"), rows)
