"""Trino: the text is made and read, and was never run."""

from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql.dialects.nulls import coalesced
from accordant.measure.sql.printer import Dialect

Type = exp.DataType.Type


def _rewrite(node: exp.Expression) -> exp.Expression:
    match node:
        case exp.Greatest() | exp.Least():
            return coalesced(node)
        case exp.DataType(this=Type.INT128):
            return exp.DataType.build("DECIMAL(38, 0)")
        case exp.DataType(this=Type.TIMESTAMPTZ | Type.TIMESTAMP):
            # Without digits a timestamp has three of them, and instants have six.
            return exp.DataType(this=node.this, expressions=[exp.DataTypeParam(this=exp.Literal.number(6))])
        # Texts are compared by their bytes; so are bytes, whatever connector a column comes from.
        case exp.Encode():
            return exp.Anonymous(this="TO_UTF8", expressions=[node.this])
        case exp.Anonymous() if node.name.lower() == "epoch_us":
            return _microseconds(node.expressions[0])
        case _:
            return node


def _microseconds(time: exp.Expression) -> exp.Expression:
    """Count the microseconds since 1970: `to_unixtime` is a double, which has no room for all of them."""
    epoch = "CAST('1970-01-01 00:00:00.000000 UTC' AS TIMESTAMP(6) WITH TIME ZONE)"
    since = exp.maybe_parse(epoch, dialect="trino")
    return exp.Anonymous(this="DATE_DIFF", expressions=[exp.Literal.string("microsecond"), since, time])


def _divided(self: Any, node: exp.IntDiv) -> str:
    """Divide whole numbers of 64 bits by `/`, which cuts the quotient; of decimals it would round it."""
    if any(cast.is_type(Type.DECIMAL) for cast in node.find_all(exp.Cast)):
        rest = exp.Mod(this=exp.paren(node.this.copy()), expression=exp.paren(node.expression.copy()))
        whole = exp.paren(exp.Sub(this=exp.paren(node.this.copy()), expression=rest))
        return f"{self.sql(whole)} / {self.sql(exp.paren(node.expression.copy()))}"
    return str(self.binary(node, "/"))


TRINO = Dialect(
    "trino",
    "Trino",
    "trino",
    _rewrite,
    {exp.IntDiv: _divided},
    makes_table="CREATE TABLE",
    makes_view="CREATE VIEW",
)
