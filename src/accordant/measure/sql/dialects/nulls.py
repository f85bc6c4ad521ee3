"""The greatest and the least of what is not NULL, for engines to which one NULL makes all of it NULL."""

from sqlglot import expressions as exp


def coalesced(node: exp.Greatest | exp.Least) -> exp.Expression:
    """Take of each operand that is NULL another one instead, which changes nothing else; return the node."""
    operands = [node.this, *node.expressions]
    filled = [_filled(operands, i) for i in range(len(operands))]
    node.set("this", filled[0])
    node.set("expressions", filled[1:])
    return node


def _filled(operands: list[exp.Expression], i: int) -> exp.Expression:
    if _is_known(operands[i]):
        return operands[i].copy()
    others = [one.copy() for j, one in enumerate(operands) if j != i]
    # After a constant no other operand is ever taken.
    known = next((k for k, one in enumerate(others) if _is_known(one)), len(others) - 1)
    return exp.Coalesce(this=operands[i].copy(), expressions=others[: known + 1])


def _is_known(node: exp.Expression) -> bool:
    return isinstance(node.unnest(), exp.Literal)
