"""Parts of a statement that it reads more than once: ClickHouse would run each anew wherever it is read."""

from collections import Counter

from sqlglot import expressions as exp

from accordant.measure.sql import quote
from accordant.measure.sql.dialects.clickhouse import CLICKHOUSE
from accordant.measure.sql.printer import parsed


def split(sql: str) -> tuple[list[tuple[str, str]], str]:
    """Return the parts of a statement that it reads more than once, to be made tables of first, and what is left.

    Each table has its name and the SELECT of its rows, as ClickHouse spells them.
    """
    tree = parsed(sql).copy()
    parts = tree.args.get("with_")
    if parts is None:
        return [], CLICKHOUSE.text_of(tree)
    tree.set("with_", None)
    bodies: dict[str, exp.Expression] = {part.alias: part.this for part in parts.expressions}
    read = Counter(name for body in (*bodies.values(), tree) for name in _names(body))
    inside: dict[str, exp.Expression] = {}
    tables = []
    for name, body in bodies.items():
        if read[name] > 1:
            tables.append((CLICKHOUSE.name_of(quote.name(name)), _with(body, inside)))
        else:
            inside[name] = body
    return tables, _with(tree, inside)


def _with(body: exp.Expression, inside: dict[str, exp.Expression]) -> str:
    """Print a statement with the parts that it reads, each of which nobody else does."""
    wanted, found = [body], dict[str, exp.Expression]()
    while wanted:
        for name in _names(wanted.pop()):
            if name in inside:
                found[name] = inside[name]
                wanted.append(inside[name])
    parts = [
        exp.CTE(this=part, alias=exp.TableAlias(this=exp.to_identifier(name, quoted=True)))
        for name, part in inside.items()
        if name in found
    ]
    if parts:
        body.set("with_", exp.With(expressions=parts))
    return CLICKHOUSE.text_of(body)


def _names(body: exp.Expression) -> list[str]:
    return [table.name for table in body.find_all(exp.Table)]
