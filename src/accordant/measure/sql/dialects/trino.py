"""Trino: the text is made and read, and was never run.

Looked up in its documentation: "SELECT" (GROUP BY knows columns and places, and no name
that SELECT gives; NULLs are last in either direction), "Aggregate functions" (a sum is of the type of what is added
up), "Decimal functions and operators" (38 digits; a quotient is rounded), "Data types" (a cast to fewer digits of a
second rounds), "Comparison functions and operators" (one NULL makes greatest and least NULL), "Array functions",
"String functions" and "Date and time functions". That a sequence has ten thousand entries at most is only said by
the error of one that is longer.
"""

from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql.dialects.nulls import coalesced
from accordant.measure.sql.dialects.sums import may_need_room, with_room
from accordant.measure.sql.printer import Dialect

Type = exp.DataType.Type
_MANY = 5000


def _rewrite(node: exp.Expression) -> exp.Expression:
    match node:
        case exp.Select(args={"group": exp.Group() as group}):
            _place(node, group)
            return node
        case exp.Sum() if may_need_room(node):
            return with_room(node)
        case exp.Greatest() | exp.Least():
            return coalesced(node)
        case exp.DataType(this=Type.INT128):
            return exp.DataType.build("DECIMAL(38, 0)")
        case exp.DataType(this=Type.TIMESTAMPTZ | Type.TIMESTAMP | Type.TIMESTAMPNTZ, expressions=[]):
            # Without digits a timestamp has three of them, and instants have six.
            return exp.DataType(this=node.this, expressions=[exp.DataTypeParam(this=exp.Literal.number(6))])
        case exp.Unnest(expressions=[exp.GenerateSeries() as series]):
            node.set("expressions", [_numbers(series)])
            return node
        # Texts are compared by their bytes; so are bytes, whatever connector a column comes from.
        case exp.Encode():
            return exp.Anonymous(this="TO_UTF8", expressions=[node.this])
        case _:
            return node


def _place(select: exp.Select, group: exp.Group) -> None:
    """Group by the place of what SELECT only names: GROUP BY knows no such name."""
    for key in group.expressions:
        for i, one in enumerate(select.expressions):
            if isinstance(key, exp.Column) and not key.table and _names(one, key.name):
                key.replace(exp.Literal.number(i + 1))


def _names(one: exp.Expression, name: str) -> bool:
    """Say whether an entry of SELECT gives that name to what is neither a column of that name nor made of one."""
    if not isinstance(one, exp.Alias) or one.alias != name or one.find(exp.AggFunc):
        return False
    return all(column.name != name for column in one.find_all(exp.Column))


def _numbers(series: exp.GenerateSeries) -> exp.Expression:
    """Return the array of the numbers of a series, some thousands at a time: a sequence has ten thousand at most."""
    last = exp.Sub(this=series.args["end"], expression=exp.Literal.number(1))
    starts = exp.Anonymous(this="SEQUENCE", expressions=[series.args["start"], last, exp.Literal.number(_MANY)])
    to_next = exp.Add(this=exp.column("s"), expression=exp.Literal.number(_MANY - 1))
    until = exp.Anonymous(this="LEAST", expressions=[to_next, last.copy()])
    some = exp.Anonymous(this="SEQUENCE", expressions=[exp.column("s"), until])
    of_each = exp.Lambda(this=some, expressions=[exp.to_identifier("s")])
    return exp.Anonymous(
        this="FLATTEN", expressions=[exp.Anonymous(this="TRANSFORM", expressions=[starts, of_each])]
    )


def _epoch(arguments: list[exp.Expression]) -> exp.Expression:
    """Count the microseconds since 1970 in a session of UTC, where a local time is read as if it were one of UTC.

    Seconds are counted and the six digits after them read: `to_unixtime` is a double, which has no room for both.
    They are the first of the twelve that a time has at most, since a cast to six would round.
    """
    time = exp.cast(arguments[0], exp.DataType.build("TIMESTAMP(12) WITH TIME ZONE", dialect="trino"))
    epoch = exp.cast(exp.Literal.string("1970-01-01 00:00:00 UTC"), time.to.copy())
    unit = exp.Literal.string("second")
    whole = exp.Anonymous(this="DATE_TRUNC", expressions=[unit.copy(), time.copy()])
    seconds = exp.Anonymous(this="DATE_DIFF", expressions=[unit, epoch, whole])
    local = exp.cast(time, exp.DataType.build("TIMESTAMP(12)", dialect="trino"))
    places = [exp.Literal.number(-12), exp.Literal.number(6)]
    digits = exp.Anonymous(this="SUBSTR", expressions=[exp.cast(local, "VARCHAR"), *places])
    million = exp.Mul(this=seconds, expression=exp.Literal.number(1_000_000))
    return exp.paren(exp.Add(this=million, expression=exp.cast(digits, "BIGINT")))


def _divided(self: Any, node: exp.IntDiv) -> str:
    """Divide whole numbers of 64 bits by `/`, which cuts the quotient; of decimals it would round it."""
    if any(cast.is_type(Type.DECIMAL) for cast in node.find_all(exp.Cast)):
        of, by = (self.sql(side.unnest()) for side in (node.this, node.expression))
        return f"(({of}) - ({of}) % ({by})) / ({by})"
    return str(self.binary(node, "/"))


TRINO = Dialect("trino", "Trino", "trino", _rewrite, {exp.IntDiv: _divided}, {"epoch_us": _epoch})
