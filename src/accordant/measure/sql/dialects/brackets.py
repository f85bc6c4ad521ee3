"""Operands without the brackets around them, where a function has its own."""

from sqlglot import expressions as exp


def bare(node: exp.Expression) -> exp.Expression:
    """Return what stands in brackets; a query keeps its own, without which it is no operand."""
    while isinstance(node, exp.Paren):
        node = node.this
    return node
