"""PostgreSQL 15 and later."""

from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql.printer import Dialect

Type = exp.DataType.Type


def _rewrite(node: exp.Expression) -> exp.Expression:
    match node:
        case exp.DataType(this=Type.INT128):
            return exp.DataType.build("DECIMAL(39, 0)")
        case exp.Unnest(expressions=[exp.GenerateSeries() as series]):
            last = exp.Sub(this=series.args["end"], expression=exp.Literal.number(1))
            call = exp.Anonymous(this="generate_series", expressions=[series.args["start"], last])
            return exp.Table(this=call, alias=node.args["alias"])
        # A text column knows no order of its own here but that of its collation.
        case exp.Encode():
            return exp.Collate(this=node.this, expression=exp.to_identifier("C", quoted=True))
        case _:
            return node


def _divided(self: Any, node: exp.IntDiv) -> str:
    """Whole numbers of 64 bits are divided by `/`, which cuts the quotient; longer ones are decimals, and need DIV."""
    if any(cast.is_type(Type.DECIMAL) for cast in node.find_all(exp.Cast)):
        return str(self.func("DIV", node.this, node.expression))
    return str(self.binary(node, "/"))


def _microseconds(times: list[exp.Expression]) -> exp.Expression:
    """Return the microseconds since 1970: EXTRACT gives a decimal with all digits."""
    seconds = exp.Extract(this=exp.var("EPOCH"), expression=times[0])
    return exp.cast(exp.Mul(this=seconds, expression=exp.Literal.number(1_000_000)), "BIGINT")


POSTGRES = Dialect(
    "postgres",
    "PostgreSQL",
    "postgres",
    _rewrite,
    {exp.IntDiv: _divided},
    {"epoch_us": _microseconds},
    is_run=True,
)
