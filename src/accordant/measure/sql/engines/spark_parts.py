"""Parts of a statement: those that it reads more than once become tables, the others stand where they are read.

Spark would run a part anew wherever it is read, and plan it anew each time.
"""

from collections import Counter
from functools import lru_cache

from sqlglot import expressions as exp

from accordant.measure.sql import quote
from accordant.measure.sql.dialects.spark import SPARK
from accordant.measure.sql.printer import parsed


@lru_cache(maxsize=1024)
def split(sql: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the tables to be made first, by canonical name and SELECT as Spark spells it, and what is left to run."""
    tree = parsed(sql).copy()
    parts = tree.args.get("with_")
    if parts is None:
        return (), SPARK.text_of(tree)
    tree.set("with_", None)
    bodies: dict[str, exp.Expression] = {part.alias: part.this for part in parts.expressions}
    read = Counter(table.name for body in (*bodies.values(), tree) for table in body.find_all(exp.Table))
    inside: dict[str, exp.Expression] = {}
    tables = []
    for name, body in bodies.items():
        whole = _filled(body, inside)
        if read[name] > 1:
            tables.append((quote.name(name), SPARK.text_of(whole)))
        else:
            inside[name] = whole
    return tuple(tables), SPARK.text_of(_filled(tree, inside))


def _filled(body: exp.Expression, inside: dict[str, exp.Expression]) -> exp.Expression:
    """Return a statement with the parts that it alone reads in the place of their names."""
    for table in list(body.find_all(exp.Table)):
        if table.name in inside:
            alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name, quoted=True))
            table.replace(exp.Subquery(this=inside[table.name], alias=alias, joins=table.args.get("joins")))
    return body
