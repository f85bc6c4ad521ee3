"""ClickHouse.

Its numbers wrap without a word, its columns are never NULL unless they say so, and its texts have escapes.
"""

from collections import Counter
from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql.printer import Dialect, Spell

Type = exp.DataType.Type

_INSTANT = "Nullable(DateTime64(6, 'UTC'))"
_DATE = "Nullable(FixedString(10))"
_RANKS = (exp.RowNumber, exp.DenseRank, exp.Count)
_BYTE = 255


def _rewrite(node: exp.Expression) -> exp.Expression:
    match node:
        # A date of ClickHouse is of the years 1900 to 2299; ten letters know every year, and their order.
        case exp.DataType(this=Type.DATE):
            return exp.DataType.build(_DATE, dialect="clickhouse")
        case exp.DataType(this=Type.TIMESTAMPTZ | Type.TIMESTAMPNTZ):
            return exp.DataType.build(_INSTANT, dialect="clickhouse")
        case exp.Select():
            return _select(node)
        # After WITH no parenthesis is understood.
        case exp.Union(this=exp.Subquery(this=exp.Select() as first)):
            node.set("this", first)
            return node
        case _:
            return node


def _select(node: exp.Select) -> exp.Expression:
    """Name every column, which of a join would else have its table's name too; make series of arrays."""
    for join in list(node.args.get("joins") or []):
        if isinstance(join.this, exp.Unnest):
            _unnest(node, join)
    names = Counter(one.alias_or_name for one in node.expressions)
    node.set("expressions", [_named(one) if names[one.alias_or_name] == 1 else one for one in node.expressions])
    stars = {
        one.table for one in node.expressions if isinstance(one, exp.Column) and isinstance(one.this, exp.Star)
    }
    joins = node.args.get("joins") or []
    if stars and len(joins) > 1:
        for one in (node.args["from_"], *joins):
            if one.this.alias_or_name not in stars:
                _rename(node, one)
    return node


def _rename(node: exp.Select, joined: exp.Expression) -> None:
    """Give the columns of a joined table names of their own: all columns of another would lose theirs to them."""
    table = joined.this
    clauses = [node.args.get(key) for key in ("where", "group", "having")]
    clauses += [*node.expressions, *(join.args.get("on") for join in node.args["joins"])]
    used = [column for clause in clauses if clause for column in clause.find_all(exp.Column)]
    columns = [column for column in used if column.table == table.alias_or_name]
    named = {column.name: f"{table.alias_or_name} {column.name}" for column in columns}
    for column in columns:
        column.set("this", exp.to_identifier(named[column.name], quoted=True))
    inner = exp.select(*(exp.alias_(exp.column(old, quoted=True), new, quoted=True) for old, new in named.items()))
    joined.set("this", inner.from_(table, copy=False).subquery(table.alias_or_name, copy=False))


def _named(one: exp.Expression) -> exp.Expression:
    is_bare = isinstance(one, exp.Column) and one.table and not isinstance(one.this, exp.Star)
    return exp.alias_(one, one.name, quoted=True, copy=False) if is_bare else one


def _unnest(node: exp.Select, join: exp.Join) -> None:
    """Replace CROSS JOIN UNNEST(range(a, b)) AS t(k) by the function that makes a row of each entry."""
    alias = join.this.args["alias"]
    series = join.this.expressions[0]
    column = alias.columns[0].name
    join.pop()
    for one in node.expressions:
        if isinstance(one, exp.Column) and (one.table, one.name) == (alias.name, column):
            made = exp.Anonymous(this="range", expressions=[series.args["start"], series.args["end"]])
            rows = exp.Anonymous(this="arrayJoin", expressions=[made])
            one.replace(exp.alias_(rows, column, quoted=True))


def _counted(self: Any, node: exp.Expression) -> str:
    """Count in numbers with a sign: those without one have no type in common with them."""
    text = str(self.function_fallback_sql(node))
    return text if isinstance(node.parent, exp.Window) else f"toInt64({text})"


def _window(self: Any, node: exp.Window) -> str:
    text = str(self.window_sql(node))
    return f"toInt64({text})" if isinstance(node.this, _RANKS) else text


def _cast(self: Any, node: exp.Cast) -> str:
    """Cast a sum only if it fits; make a date of a time by way of its text."""
    value = self.sql(node, "this")
    if isinstance(node.this, exp.Sum) and node.to.is_type(Type.BIGINT):
        return f"accurateCast({value}, 'Nullable(Int64)')"
    if node.to.is_type(Type.FIXEDSTRING) and not isinstance(node.this, exp.Literal | exp.Null):
        return f"CAST(CAST({value} AS Nullable(String)) AS {_DATE})"
    return str(self.cast_sql(node))


def _sum(self: Any, node: exp.Sum) -> str:
    """Add up in 76 digits: sums of 64 bits and of 38 digits wrap. Few are as small as counts."""
    small = all(_is_small(value) for value in _values(node.this))
    return f"sum({self.sql(node, 'this') if small else _widened(self, node.this)})"


def _widened(self: Any, node: exp.Expression) -> str:
    """Print a number in 76 digits; of a product the first factor, so that none of its digits is lost."""
    if isinstance(node, exp.Mul):
        return f"{_widened(self, node.this)} * {self.sql(node, 'expression')}"
    return f"toDecimal256(1, 0) * ({self.sql(node)})"


def _values(node: exp.Expression) -> list[exp.Expression]:
    if not isinstance(node, exp.Case):
        return [node]
    rest = node.args.get("default")
    return [*(one.args["true"] for one in node.args["ifs"]), *([rest] if rest else [])]


def _is_small(node: exp.Expression) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and int(node.this) <= _BYTE


def _exists(self: Any, node: exp.Exists) -> str:
    """Ask whether a key is among others: a query for each row is not known to every version."""
    query = node.this
    inner = query.args["from_"].this.alias_or_name
    one, other = query.args["where"].this.left, query.args["where"].this.right
    if one.table != inner:
        one, other = other, one
    among = exp.select(one.copy()).from_(query.args["from_"].this.copy())
    return f"{self.sql(other)} IN ({self.sql(among)})"


def _among(self: Any, node: exp.In) -> str:
    """Compare with decimals one by one: a list must be of the very type of what is looked for."""
    if not any(isinstance(one, exp.Cast) for one in node.expressions):
        return str(self.in_sql(node))
    return "(" + " OR ".join(f"{self.sql(node, 'this')} = {self.sql(one)}" for one in node.expressions) + ")"


def _identifier(_: Any, node: exp.Identifier) -> str:
    """Quote a name, which has escapes here, as a text has."""
    return '"' + str(node.name).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _literal(_: Any, node: exp.Literal) -> str:
    """Give whole numbers beyond 31 bits a sign: they would have no type in common with those that have one."""
    if node.is_string:
        return "'" + str(node.name).replace("\\", "\\\\").replace("'", "\\'") + "'"
    number = str(node.this)
    return f"toInt64({number})" if number.isdigit() and int(number) >> 31 else number


def _epoch_us(expressions: list[exp.Expression]) -> exp.Expression:
    """Return microseconds since 1970; a time without a zone is one of UTC, as it is stored."""
    instant = exp.cast(expressions[0], exp.DataType.build(_INSTANT, dialect="clickhouse"))
    return exp.Anonymous(this="toUnixTimestamp64Micro", expressions=[instant])


_SPELLING: dict[type[exp.Expression], Spell] = {
    exp.IntDiv: lambda self, node: self.func("intDiv", node.this, node.expression),
    exp.LogicalAnd: lambda self, node: self.func("min", node.this),
    exp.LogicalOr: lambda self, node: self.func("max", node.this),
    exp.Encode: lambda self, node: self.sql(node, "this"),
    exp.Count: _counted,
    exp.Window: _window,
    exp.Cast: _cast,
    exp.Sum: _sum,
    exp.Exists: _exists,
    exp.In: _among,
    exp.Identifier: _identifier,
    exp.Literal: _literal,
    exp.Translate: lambda self, node: (
        f"translate({self.format_args(node.this, node.args['from_'], node.args['to'])})"
    ),
}

CLICKHOUSE = Dialect(
    "clickhouse", "ClickHouse", "clickhouse", _rewrite, _SPELLING, {"epoch_us": _epoch_us}, is_run=True
)
