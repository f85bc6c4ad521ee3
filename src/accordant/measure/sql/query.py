"""A statement in the making: named parts go in, one WITH statement comes out; equal parts are written once."""

from dataclasses import dataclass, field

from accordant.measure.sql import quote


@dataclass
class Query:
    """Common table expressions in the order in which they were asked for."""

    parts: dict[str, str] = field(default_factory=dict)

    def part(self, hint: str, sql: str) -> str:
        """Return the quoted name of a part with this text, adding it when it is new."""
        for known, text in self.parts.items():
            if text == sql:
                return known
        part = quote.name(f"{hint} {len(self.parts) + 1}")
        self.parts[part] = sql
        return part

    def statement(self, select: str) -> str:
        """Return the statement that ends in `select`."""
        parts = ",\n".join(f"{part} AS (\n{sql}\n)" for part, sql in self.parts.items())
        return f"WITH {parts}\n{select}" if parts else select
