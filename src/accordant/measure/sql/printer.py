"""The printer: a statement in canonical SQL goes in, the same statement as another engine spells it comes out.

sqlglot parses and prints; what it would print with another meaning is put right in the file of each dialect.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import sqlglot
from sqlglot import expressions as exp
from sqlglot.dialects.dialect import Dialect as Glot

_LONGEST = 60

Rewrite = Callable[[exp.Expression], exp.Expression]
"""What replaces one node of a tree; most are returned as they are."""

Spell = Callable[[Any, Any], str]
"""How a generator prints one class of nodes, as sqlglot's TRANSFORMS have it."""


@dataclass(frozen=True, eq=False)
class Dialect:
    """How an engine spells canonical SQL: only what differs from how sqlglot would print it.

    `rewrite` replaces nodes that the engine understands differently; `spelling` prints classes of nodes; `functions`
    are calls that sqlglot does not know, by their canonical name in lower case. `is_run`: there is an engine of it
    here; of the others the text is all there is. `gaps` are the steps that it cannot do, each with the reason.
    """

    name: str
    title: str
    glot: str
    rewrite: Rewrite = lambda node: node
    spelling: Mapping[type[exp.Expression], Spell] = field(default_factory=dict)
    functions: Mapping[str, Callable[[list[exp.Expression]], exp.Expression]] = field(default_factory=dict)
    is_run: bool = False
    gaps: Mapping[str, str] = field(default_factory=dict)

    def printed(self, sql: str, *, pretty: bool = False) -> str:
        """Return a statement as this engine spells it."""
        return self.text_of(parsed(sql).copy(), pretty=pretty)

    def text_of(self, tree: exp.Expression, *, pretty: bool = False) -> str:
        """Return a statement, parsed from canonical SQL, as this engine spells it; the tree is used up."""
        return self._text(tree.transform(self._common, copy=False).transform(self.rewrite, copy=False), pretty)

    def name_of(self, table: str) -> str:
        """Return the name of a table, quoted in canonical SQL or plain, as this engine spells it."""
        return _named(self, table)

    def type_of(self, canonical: str) -> str:
        """Return a type as this engine spells it."""
        return self._text(exp.DataType.build(canonical, dialect="duckdb").transform(self.rewrite))

    def constant(self, value: str) -> str:
        """Return a text constant as this engine spells it."""
        return self._text(exp.Literal.string(value))

    def _text(self, tree: exp.Expression, pretty: bool = False) -> str:
        generator = _generator(self)(dialect=self.glot, pretty=pretty, identify=True)
        return str(generator.generate(tree, copy=False))

    def _common(self, node: exp.Expression) -> exp.Expression:
        """Replace what is DuckDB's own in canonical SQL, and names too long for some engine."""
        match node:
            case exp.Identifier(this=str(name)) if len(name.encode()) > _LONGEST:
                return exp.to_identifier(short(name), quoted=True)
            case exp.Not(this=exp.Is(this=exp.Anonymous() as call)) if call.name.lower() == "list_position":
                constants, text = call.expressions
                among = exp.In(this=text, expressions=constants.expressions)
                return exp.Paren(this=exp.Coalesce(this=among, expressions=[exp.false()]))
            case exp.Subquery() if not node.alias and isinstance(node.parent, exp.From | exp.Join):
                return exp.alias_(node, "q", table=True)
            case exp.Anonymous() if node.name.lower() in self.functions:
                return self.functions[node.name.lower()](node.expressions)
            case _:
                return node


@lru_cache(maxsize=4096)
def parsed(sql: str) -> exp.Expression:
    """Parse a statement in canonical SQL."""
    return sqlglot.parse_one(sql, dialect="duckdb")


@lru_cache(maxsize=4096)
def _named(dialect: Dialect, table: str) -> str:
    return dialect.text_of(exp.to_table(table, dialect="duckdb"))


def short(name: str) -> str:
    """Return a name of at most 60 bytes; different names stay different."""
    start = name.encode()[: _LONGEST - 9].decode(errors="ignore")
    return f"{start} {sha256(name.encode()).hexdigest()[:8]}"


@cache
def _generator(dialect: Dialect) -> Any:
    """Return sqlglot's generator of a dialect with our own spelling."""
    known = Glot.get_or_raise(dialect.glot).generator_class
    return type("Spelled", (known,), {"TRANSFORMS": {**known.TRANSFORMS, **dialect.spelling}})
