"""Parts of a statement: those that it reads more than once become tables, the others stand where they are read.

Some engines run a part anew wherever it is read, and plan it anew each time.
"""

from collections import Counter
from collections.abc import Mapping
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
    read = Counter(table.name for body in (*bodies.values(), tree) for table in body.find_all(exp.Table))
    inside: dict[str, exp.Expression] = {}
    tables = []
    for name, body in bodies.items():
        _set_in(body, inside)
        if read[name] > 1:
            tables.append((quote.name(name), spelling.text_of(body)))
        else:
            inside[name] = body
    _set_in(tree, inside)
    return tuple(tables), spelling.text_of(tree)


def _set_in(body: exp.Expression, inside: Mapping[str, exp.Expression]) -> None:
    """Put the parts that a statement reads, each of which nobody else does, where it reads them."""
    for table in list(body.find_all(exp.Table)):
        if table.name in inside and not table.db:
            alias = exp.TableAlias(this=exp.to_identifier(table.alias or table.name, quoted=not table.alias))
            table.replace(exp.Subquery(this=inside[table.name], alias=alias))
