"""Snowflake: the text is made and read, and was never run.

Looked up in its SQL reference: "ARRAY_GENERATE_RANGE" (its end is left out), "FLATTEN",
"CONCAT, ||" (joins texts alone), "GROUP BY" (a column goes before a name that SELECT gives), "Window function syntax
and usage" (a number in ORDER BY is a constant), "VALUES" (at most 200,000 rows), "DATE_PART".
"""

from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql.dialects.brackets import bare
from accordant.measure.sql.dialects.texts import joined
from accordant.measure.sql.printer import Dialect

Type = exp.DataType.Type


def _rewrite(node: exp.Expression) -> exp.Expression:
    match node:
        case exp.DataType(this=Type.INT128):
            return exp.DataType.build("DECIMAL(38, 0)")
        case exp.Select(args={"joins": [exp.Join(this=exp.Unnest() as series)]}):
            return _numbered(node, series.args["alias"])
        # A column may have a collation of its own; bytes have none.
        case exp.Encode():
            return exp.Anonymous(this="TO_BINARY", expressions=[node.this, exp.Literal.string("UTF-8")])
        case exp.DPipe():
            return joined(node)
        case exp.Window(this=exp.RowNumber()) if not node.args.get("order"):
            node.set("order", exp.Order(expressions=[exp.Literal.number(1)]))
            return node
        case _:
            return node


def _numbered(select: exp.Select, alias: exp.TableAlias) -> exp.Select:
    """Make the numbers of a series numbers: they come out of an array, whose entries are of any type."""
    name = alias.columns[0].name
    for one in select.expressions:
        if isinstance(one, exp.Column) and (one.table, one.name) == (alias.name, name):
            one.replace(exp.alias_(exp.cast(one.copy(), "BIGINT"), name, quoted=True))
    return select


def _divided(self: Any, node: exp.IntDiv) -> str:
    """Divide what is left without the rest, which loses nothing: a quotient with a fraction would be rounded."""
    of, by = bare(node.this), bare(node.expression)
    rest = exp.Anonymous(this="MOD", expressions=[of.copy(), by.copy()])
    even = exp.Sub(this=_term(of), expression=rest)
    whole = exp.Div(this=exp.paren(even), expression=_term(by))
    return str(self.sql(exp.cast(whole, "DECIMAL(38, 0)")))


def _term(node: exp.Expression) -> exp.Expression:
    return exp.paren(node.copy()) if isinstance(node, exp.Binary) else node.copy()


def _epoch(arguments: list[exp.Expression]) -> exp.Expression:
    """Read an instant, or a local time as if it were one of UTC."""
    return exp.Anonymous(this="DATE_PART", expressions=[exp.Literal.string("epoch_microsecond"), arguments[0]])


SNOWFLAKE = Dialect("snowflake", "Snowflake", "snowflake", _rewrite, {exp.IntDiv: _divided}, {"epoch_us": _epoch})
