"""Apache Spark 4 and later, in ANSI mode."""

from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql.dialects.sums import may_need_room, with_room
from accordant.measure.sql.printer import Dialect

Type = exp.DataType.Type


def _rewrite(node: exp.Expression) -> exp.Expression:
    match node:
        case exp.DataType(this=Type.INT128):
            return exp.DataType.build("DECIMAL(38, 0)")
        # Texts are compared by their bytes.
        case exp.Encode():
            return node.this
        # A row's number needs an order, be it that of a constant.
        case exp.Window(this=exp.RowNumber(), args={"order": None}):
            node.set("order", exp.Order(expressions=[exp.Ordered(this=exp.null())]))
            return node
        case exp.Sum() if may_need_room(node):
            return with_room(node)
        case _:
            return node


def _divided(self: Any, node: exp.IntDiv) -> str:
    """Divide whole numbers: no dividend is below zero."""
    return str(self.binary(node, "DIV"))


def _numbered(self: Any, node: exp.Window) -> str:
    """Number rows in 64 bits, as everything else is: Spark would bend other numbers to its 32."""
    spelled = str(self.window_sql(node))
    return f"CAST({spelled} AS BIGINT)" if isinstance(node.this, exp.RowNumber | exp.DenseRank) else spelled


def _epoch(arguments: list[exp.Expression]) -> exp.Expression:
    """Read an instant, or a local time as if it were one of UTC, which the session's zone is."""
    return exp.Anonymous(this="unix_micros", expressions=[exp.cast(arguments[0], "TIMESTAMPTZ", dialect="duckdb")])


SPARK = Dialect(
    "spark",
    "Apache Spark",
    "spark",
    _rewrite,
    {exp.IntDiv: _divided, exp.Window: _numbered},
    {"epoch_us": _epoch},
    is_run=True,
)
