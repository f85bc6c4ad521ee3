"""Texts joined by `||`, for engines that join nothing but texts."""

from sqlglot import expressions as exp


def joined(node: exp.DPipe) -> exp.Expression:
    """Make a text of each side that may be none; return the node."""
    node.set("this", _text(node.this))
    node.set("expression", _text(node.expression))
    return node


def _text(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.DPipe | exp.Chr) or (isinstance(node, exp.Literal) and node.is_string):
        return node
    return exp.cast(node, "VARCHAR", dialect="duckdb")
