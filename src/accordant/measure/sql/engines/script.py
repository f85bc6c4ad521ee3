"""A script: a database that runs nothing, but writes down what another one would be told to do, in order.

Whatever depends on the data is written in its most general form: each count is said to be one, each SELECT to give
no rows. A table is made once and never changed; what changes it makes another one, with a number after its name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql import quote
from accordant.measure.sql.database import Row
from accordant.measure.sql.dialects.writing import WRITING, Writing
from accordant.measure.sql.engines.printed import PIECE, Printed, laid_out, piece_columns
from accordant.measure.sql.lookup import Steps
from accordant.measure.sql.printer import Dialect, parsed

CALENDARS = "Calendars and windows"


@dataclass(frozen=True)
class Statement:
    """A statement as the engine spells it, with what was said of it ("" nothing), and the section it belongs to.

    A remark has no text.
    """

    section: str
    about: str
    text: str


@dataclass
class Script(Printed):
    """Statements in the order in which a run asks for them."""

    spelling: Dialect
    section: str = ""
    statements: list[Statement] = field(default_factory=list)
    _said: list[str] = field(default_factory=list)
    _made: dict[str, int] = field(default_factory=dict)

    @property
    def writing(self) -> Writing:
        """Return how scripts are written in its dialect."""
        return WRITING[self.spelling.name]

    def about(self, text: str) -> None:
        """Say what the next statement is for."""
        ends = "" if text[-1:] in ".?:" else "."
        self._said.append(text[:1].upper() + text[1:] + ends)

    def do(self, text: str) -> None:
        """Write a statement down."""
        self.statements.append(Statement(self.section, "\n".join(self._said), text))
        self._said = []

    def remark(self, text: str) -> None:
        """Say something that no statement follows."""
        self.statements.append(Statement(self.section, text, ""))

    def lay_out(self, table: str, steps: Steps) -> None:
        """Write down a step table, in the section of calendars."""
        section, self.section = self.section, CALENDARS
        pieces = quote.name(f"pieces of {exp.to_table(table, dialect='duckdb').name}")
        self.send(pieces, PIECE, piece_columns(steps))
        self.about(f"Bucket k of t is (t - {steps.t0}) // {steps.width}; the value is base + slope * t.")
        self.keep(table, laid_out(pieces))
        self.section = section

    def stream(self, sql: str) -> Iterator[Row]:
        """Write a SELECT down; it gives no rows."""
        self.do(self._printed(sql))
        return iter(())

    def value(self, sql: str) -> Any:
        """Write a SELECT of one value down, and answer one: there may be some."""
        self.do(self._printed(sql))
        return 1

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:  # noqa: ARG002
        """Write down the making of a table."""
        self._make(table, sql)

    def view(self, table: str, sql: str) -> None:
        """Write down the making of a view."""
        self._make(table, sql, is_view=True)

    def extend(self, table: str, sql: str) -> None:
        """Write down another table, which has more rows."""
        self._make(table, f"SELECT * FROM {table} AS kept UNION ALL SELECT * FROM ({sql}) AS added")

    def without(self, table: str, where: str) -> None:
        """Write down another table, which has fewer rows."""
        self._make(table, f"SELECT * FROM {table} AS kept WHERE NOT coalesce({where}, FALSE)")

    def drop(self, table: str) -> None:
        """Write nothing: the tables go with the session."""

    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Write down a table of values."""
        spelled = [(self.name(quote.name(title)), self.spelling.type_of(type_)) for title, type_ in columns]
        rows = [f"({', '.join(map(self._constant, row))})" for row in zip(*values, strict=True)]
        nothing = "" if rows else "\nWHERE FALSE"
        rows = rows or [f"({', '.join('NULL' for _ in columns)})"]
        typed = ", ".join(f"CAST(v.{title} AS {type_}) AS {title}" for title, type_ in spelled)
        self._write(table, f"SELECT {typed}\nFROM {self.writing.listed(spelled, rows)}{nothing}")

    def _make(self, table: str, sql: str, is_view: bool = False) -> None:
        self._write(table, self._printed(sql), is_view)

    def _write(self, table: str, made: str, is_view: bool = False) -> None:
        name = exp.to_table(table, dialect="duckdb").name
        self._made[name] = self._made.get(name, 0) + 1
        begins = self.writing.makes_view if is_view else self.writing.makes_table
        self.do(f"{begins} {self.name(quote.name(self._latest(name)))} AS\n{made}")

    def _latest(self, name: str) -> str:
        number = self._made.get(name, 1)
        return name if number == 1 else f"{name} no {number}"

    def _printed(self, sql: str) -> str:
        """Return a statement as the engine spells it, over the latest tables of their names."""
        tree = parsed(sql).copy()
        for table in tree.find_all(exp.Table):
            if not table.db and self._made.get(table.name, 1) > 1:
                alias = table.alias or table.name
                table.this.replace(exp.to_identifier(self._latest(table.name), quoted=True))
                table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
        return self.spelling.text_of(tree, pretty=True)

    def _constant(self, value: object) -> str:
        match value:
            case None:
                return "NULL"
            case bool() | int():
                return str(value).upper()
            case _:
                return self.spelling.constant(str(value))
