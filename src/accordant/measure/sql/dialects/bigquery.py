"""BigQuery, in its GoogleSQL: the text is made and read, and was never run."""

from collections.abc import Sequence

from sqlglot import expressions as exp

from accordant.measure.sql.dialects.nulls import coalesced
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
        # Nothing but texts is joined.
        case exp.DPipe():
            return exp.DPipe(this=_text(node.this), expression=_text(node.expression))
        # No key is NULL where the order of NULLs would matter.
        case exp.Ordered():
            node.set("nulls_first", not node.args.get("desc"))
            return node
        case exp.Anonymous() if node.name.lower() == "epoch_us":
            return exp.Anonymous(this="UNIX_MICROS", expressions=[exp.cast(node.expressions[0], "TIMESTAMP")])
        case _:
            return node


def _decimal(node: exp.DataType) -> str:
    """NUMERIC has 29 digits before the point and 9 after it, whatever a column says."""
    digits, scale = [int(one.name) for one in node.expressions] or (18, 3)
    return "NUMERIC" if digits - scale <= 29 and scale <= 9 else "BIGNUMERIC"


def _text(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.DPipe) or (isinstance(node, exp.Literal) and node.is_string):
        return node
    return exp.cast(node, "STRING", dialect="bigquery")


def _listed(columns: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
    """Return the rows as an array of structs, whose columns the first names."""
    typed = ", ".join(f"{name} {type_}" for name, type_ in columns)
    lines = ",\n  ".join(rows)
    return f"UNNEST(ARRAY<STRUCT<{typed}>>[\n  {lines}\n]) AS v"


BIGQUERY = Dialect(
    "bigquery",
    "BigQuery",
    "bigquery",
    _rewrite,
    makes_table="CREATE TEMP TABLE",
    makes_view="CREATE TEMP TABLE",
    listed=_listed,
)
