"""Layers: expressions that are named where they are computed go in, nested SELECTs come out.

What one cell tells is used many times: in its value, in whether it can be read, in flags. Each layer computes its
expressions once a row, from the columns of the file and the names of the layers below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accordant.measure.sql import quote


@dataclass(frozen=True)
class Layers:
    """Expressions by layer, lowest first; equal ones are named once."""

    named: list[dict[str, str]] = field(default_factory=list)

    def let(self, layer: int, sql: str) -> str:
        """Return the name of an expression that uses names of lower layers only."""
        while len(self.named) <= layer:
            self.named.append({})
        names = self.named[layer]
        return names.setdefault(sql, f"let_{layer}_{len(names)}")

    def over(self, base: str) -> str:
        """Return the relation with every name, over a base SELECT."""
        for names in self.named:
            if names:
                base = f"SELECT *, {_titled(names)} FROM ({base}) AS b"
        return f"({base})"


def _titled(names: Mapping[str, str]) -> str:
    return quote.listed(f"{sql} AS {name}" for sql, name in names.items())
