"""BigQuery, in its GoogleSQL: the text is made and read, and was never run.

Looked up in its reference: "Mathematical functions" (DIV cuts towards zero, as MOD
does; one NULL makes GREATEST and LEAST NULL), "Aggregate functions" (SUM of INT64 is INT64, or fails), "Window
function calls", "Data types" (a tuple has two fields at least), "Query syntax" (GROUP BY knows the names that SELECT
gives, unless a column is called likewise), "Create and use tables" (names of tables may have spaces).
"""

from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql.dialects.brackets import bare
from accordant.measure.sql.dialects.nulls import coalesced
from accordant.measure.sql.dialects.sums import may_need_room, with_room
from accordant.measure.sql.dialects.texts import joined
from accordant.measure.sql.printer import Dialect

Type = exp.DataType.Type


def _rewrite(node: exp.Expression) -> exp.Expression:
    match node:
        case exp.Greatest() | exp.Least():
            return coalesced(node)
        case exp.DataType(this=Type.INT128):
            return exp.DataType.build("BIGNUMERIC", dialect="bigquery")
        case exp.DataType(this=Type.DECIMAL):
            return exp.DataType.build(_decimal(node), dialect="bigquery")
        # Texts are compared by code point, which is the order of their bytes, unless a column has a collation.
        case exp.Encode():
            return exp.cast(node.this, "BYTES", dialect="bigquery")
        case exp.DPipe():
            return joined(node)
        case exp.Sum() if may_need_room(node):
            return with_room(node)
        # No key is NULL where the order of NULLs would matter.
        case exp.Ordered():
            node.set("nulls_first", not node.args.get("desc"))
            return node
        case _:
            return node


def _decimal(node: exp.DataType) -> str:
    """NUMERIC has 29 digits before the point and 9 after it, whatever a column says."""
    digits, scale = [int(one.name) for one in node.expressions] or (18, 3)
    return "NUMERIC" if digits - scale <= 29 and scale <= 9 else "BIGNUMERIC"


def _epoch(arguments: list[exp.Expression]) -> exp.Expression:
    """Read an instant, or a local time (DATETIME) as if it were one of UTC."""
    instant = exp.cast(arguments[0], exp.DataType.build("TIMESTAMP", dialect="bigquery"))
    return exp.Anonymous(this="UNIX_MICROS", expressions=[instant])


def _divided(self: Any, node: exp.IntDiv) -> str:
    return str(self.func("DIV", bare(node.this), bare(node.expression)))


_SPELLING = {exp.IntDiv: _divided}

BIGQUERY = Dialect("bigquery", "BigQuery", "bigquery", _rewrite, _SPELLING, {"epoch_us": _epoch})
