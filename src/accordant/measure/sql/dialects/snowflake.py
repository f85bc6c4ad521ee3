"""Snowflake: the text is made and read, and was never run."""

from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql.printer import Dialect

Type = exp.DataType.Type


def _rewrite(node: exp.Expression) -> exp.Expression:
    match node:
        case exp.DataType(this=Type.INT128):
            return exp.DataType.build("DECIMAL(38, 0)")
        # A column may have a collation of its own; bytes have none.
        case exp.Encode():
            return exp.Anonymous(this="TO_BINARY", expressions=[node.this, exp.Literal.string("UTF-8")])
        case exp.Window(this=exp.RowNumber()) if not node.args.get("order"):
            node.set("order", exp.Order(expressions=[exp.Literal.number(1)]))
            return node
        case exp.Anonymous() if node.name.lower() == "epoch_us":
            unit = exp.Literal.string("epoch_microsecond")
            return exp.Anonymous(this="DATE_PART", expressions=[unit, node.expressions[0]])
        case _:
            return node


def _divided(self: Any, node: exp.IntDiv) -> str:
    """Divide what is left without the rest, which loses nothing: a quotient with a fraction would be rounded."""
    of, by = (exp.paren(side.copy()) for side in (node.this.unnest(), node.expression.unnest()))
    rest = exp.Anonymous(this="MOD", expressions=[of.this.copy(), by.this.copy()])
    whole = exp.Div(this=exp.paren(exp.Sub(this=of, expression=rest)), expression=by)
    return str(self.sql(exp.cast(whole, "DECIMAL(38, 0)")))


SNOWFLAKE = Dialect("snowflake", "Snowflake", "snowflake", _rewrite, {exp.IntDiv: _divided})
