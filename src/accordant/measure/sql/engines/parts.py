"""Parts of a statement: those that it reads more than once become tables, the others stay with whoever reads them.

Some engines run a part anew wherever it is read, and plan it anew each time.
"""

from collections import Counter
from functools import lru_cache

from sqlglot import expressions as exp

from accordant.measure.sql import quote
from accordant.measure.sql.printer import Dialect, parsed

Tables = tuple[tuple[str, str], ...]
"""Names of tables in canonical SQL, each with the SELECT of its rows as an engine spells it."""


@lru_cache(maxsize=1024)
def split(spelling: Dialect, sql: str) -> tuple[Tables, str]:
    """Return the tables to be made first, in order, and the statement that is left to run."""
    tree = parsed(sql).copy()
    parts = tree.args.get("with_")
    if parts is None:
        return (), spelling.text_of(tree)
    tree.set("with_", None)
    bodies: dict[str, exp.Expression] = {part.alias: part.this for part in parts.expressions}
    read = Counter(name for body in (*bodies.values(), tree) for name in _names(body))
    inside: dict[str, exp.Expression] = {}
    tables = []
    for name, body in bodies.items():
        if read[name] > 1:
            tables.append((quote.name(name), spelling.text_of(_with(body, inside))))
        else:
            inside[name] = body
    return tuple(tables), spelling.text_of(_with(tree, inside))


def _with(body: exp.Expression, inside: dict[str, exp.Expression]) -> exp.Expression:
    """Return a statement with the parts that it reads, each of which nobody else does."""
    wanted, found = [body], set[str]()
    while wanted:
        for name in _names(wanted.pop()):
            if name in inside and name not in found:
                found.add(name)
                wanted.append(inside[name])
    parts = [
        exp.CTE(this=part, alias=exp.TableAlias(this=exp.to_identifier(name, quoted=True)))
        for name, part in inside.items()
        if name in found
    ]
    if parts:
        body.set("with_", exp.With(expressions=parts))
    return body


def _names(body: exp.Expression) -> list[str]:
    return [table.name for table in body.find_all(exp.Table)]
