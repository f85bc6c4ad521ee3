"""Sums of more digits than an engine gives them that adds 64-bit numbers up in 64 bits, or fails."""

from sqlglot import expressions as exp


def may_need_room(node: exp.Sum) -> bool:
    """Say whether a sum may have more digits than 64 bits hold.

    One that is cast to as many bits, one of constants, and a running one fail alike everywhere.
    """
    return not isinstance(node.parent, exp.Cast | exp.Window) and not isinstance(node.this, exp.Case)


def with_room(node: exp.Sum) -> exp.Expression:
    """Multiply what is added up by a decimal 1, which makes decimals of whole numbers; return the node."""
    one = exp.cast(exp.Literal.number(1), "DECIMAL(1, 0)", dialect="duckdb")
    node.set("this", exp.Mul(this=exp.paren(node.this), expression=one))
    return node
