"""Apache Spark as a database: temporary views of a session of one's own over rows that Spark keeps in memory.

Nothing is ever written into a catalogue. While all tables sent are small and none of the catalogue is read, what is
kept is a handful of rows in the driver; after that, it stays with the executors until it is dropped.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pyarrow
from py4j.protocol import Py4JJavaError
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import DataFrame
from pyspark.sql import types as of

from accordant.measure.sql import quote
from accordant.measure.sql.database import Refused, Row, Unfit
from accordant.measure.sql.dialects.spark import SPARK
from accordant.measure.sql.engines.parts import split
from accordant.measure.sql.engines.printed import PIECE, Printed, piece_columns
from accordant.measure.sql.engines.spark_session import for_few, for_many, opened
from accordant.measure.sql.lookup import Steps

_FEW: Final = 10_000
_UNFIT: Final = re.compile(
    r"\[([A-Z_]*OVERFLOW|NUMERIC_VALUE_OUT_OF_RANGE|DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION)[].]"
)
_MISSING: Final = ("TABLE_OR_VIEW_NOT_FOUND", "SCHEMA_NOT_FOUND", "TABLE_NOT_FOUND")
_TYPES: Final[dict[type[of.DataType], str]] = {
    of.ByteType: "integer",
    of.ShortType: "integer",
    of.IntegerType: "integer",
    of.LongType: "integer",
    of.BooleanType: "boolean",
    of.DateType: "date",
    of.TimestampNTZType: "timestamp",
    of.TimestampType: "timestamptz",
    of.FloatType: "double",
    of.DoubleType: "double",
}


@dataclass(frozen=True)
class Held:
    """The rows of a view: how they are read, which frames Spark keeps in memory for it, and how many there are then."""

    frame: DataFrame
    kept: tuple[DataFrame, ...] = ()
    rows: int = 0


class Spark(Printed):
    """A session of Spark."""

    spelling = SPARK

    def __init__(self, master: str = "") -> None:
        """Open a session beside the active one, or on a master such as `spark://host:7077` or `local[2]`.

        Raises Refused.
        """
        self.session, self._beside, self._is_started = opened(master)
        self._datasets = self.session._jvm.org.apache.spark.sql.classic.Dataset
        self._held: dict[str, Held] = {}
        self._laid: dict[str, DataFrame] = {}
        self._before = for_few(self.session)
        self._is_few = True

    def rows(self, sql: str) -> list[Row]:
        """Return all rows of a SELECT. Raises Unfit for numbers that fit no column, Refused for any other error."""
        with self._frame(sql) as frame:
            return [tuple(row) for row in frame.collect()]

    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT, a partition fetched at a time. Raises Unfit and Refused."""
        with self._frame(sql) as frame:
            yield from map(tuple, frame.collect() if self._is_few else frame.toLocalIterator())

    def do(self, text: str) -> None:
        """Run a statement. Raises Unfit and Refused."""
        with _told():
            self._sql(text)

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:
        """Keep the rows of a SELECT in memory under a name; those read once are not kept, unless parts of them are."""
        if once and not split(self.spelling, sql)[0]:
            self.view(table, sql)
            return
        self.keep_and_count(table, sql)

    def keep_and_count(self, table: str, sql: str) -> int:
        """Keep the rows of a SELECT in memory under a name, and return how many they are."""
        with self._frame(sql) as frame:
            held = self._in_memory(frame)
        self._name(table, held)
        return held.rows

    def view(self, table: str, sql: str) -> None:
        """Give a SELECT a name."""
        with _told():
            self._name(table, Held(self._sql(self.spelling.printed(sql))))

    def extend(self, table: str, sql: str) -> None:
        """Add the rows of a SELECT to those kept."""
        with self._frame(sql) as frame:
            before, more = self._held.pop(table), self._in_memory(frame)
            self._name(table, Held(before.frame.unionAll(more.frame), before.kept + more.kept))

    def without(self, table: str, where: str) -> None:
        """Keep the other rows."""
        self.keep(table, f"SELECT * FROM {table} WHERE NOT coalesce({where}, FALSE)")

    def drop(self, table: str) -> None:
        """Forget rows that were kept, if they are there."""
        if table in self._held:
            with _told():
                self._sql(f"DROP VIEW IF EXISTS {self.name(table)}")
            _forget(self._held.pop(table))
            self._laid.pop(table, None)

    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Send values by column."""
        if values and len(values[0]) > _FEW:
            self._expect_many()
        typed = [(title, _arrow(self.spelling.type_of(type_))) for title, type_ in columns]
        arrays = [
            pyarrow.array([_sent(value, type_) for value in column], type_)
            for column, (_, type_) in zip(values, typed, strict=True)
        ]
        with _told():
            sent = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(typed))
            # Whichever session makes a frame of Python's values is the active one after that.
            frame = self._over(self._beside.createDataFrame(sent)._jdf.queryExecution().analyzed())
            self._name(table, Held(self._together(frame)))

    def lay_out(self, table: str, steps: Steps) -> None:
        """Send the pieces, and let each task lay them out in memory: their joins need no shuffle."""
        pieces = quote.name("pieces")
        self.send(pieces, PIECE, piece_columns(steps))
        with _told():
            spread = "explode(sequence(first_k, last_k)) AS k, since, until, base, slope"
            frame = self._sql(f"SELECT {spread} FROM {self.name(pieces)}").persist()
            self._laid[table] = frame
            self._name(table, Held(frame.hint(self._way), (frame,)))
        self.drop(pieces)

    def columns_of(self, table: str) -> dict[str, str]:
        """Return the columns of a table or view with their neutral types; none if it is not there."""
        self._expect_many()
        name = ".".join(self.name(quote.name(part)) for part in table.split("."))
        with _told():
            try:
                frame = self._beside.table(name)
                if self._beside.catalog.getTable(name).isTemporary:
                    frame = self._over(frame._jdf.queryExecution().analyzed())
                    frame.createOrReplaceTempView(name)
            except AnalysisException as error:
                if error.getCondition() not in _MISSING:
                    raise
                return {}
        return {field.name: _neutral(field.dataType) for field in frame.schema.fields}

    def close(self) -> None:
        """Forget all that was kept; the session stops if it was started here."""
        for table in list(self._held):
            self.drop(table)
        if self._is_started:
            self._beside.stop()

    def _expect_many(self) -> None:
        if self._is_few:
            self._is_few = False
            for_many(self.session, self._before)
            for table, frame in self._laid.items():
                frame.hint(self._way).createOrReplaceTempView(self.name(table))

    @contextmanager
    def _frame(self, sql: str) -> Iterator[DataFrame]:
        """Give the frame of a SELECT; the parts that it reads more than once are kept until it is done with."""
        parts, text = split(self.spelling, sql)
        with _told():
            try:
                for name, made in parts:
                    self._name(name, self._in_memory(self._sql(made)))
                yield self._sql(text)
            finally:
                for name, _ in parts:
                    self.drop(name)

    def _in_memory(self, frame: DataFrame) -> Held:
        """Run a frame, and return one of its rows, of which the plan knows no more than where they are."""
        if self._is_few:
            rows = frame._jdf.collectAsList()
            made = self.session._jsparkSession.createDataFrame(rows, frame._jdf.schema())
            return Held(self._together(DataFrame(made, self.session)), rows=rows.size())
        frame.persist()
        count = frame.count()
        return Held(self._over(frame._jdf.queryExecution().withCachedData()), (frame,), count)

    def _together(self, frame: DataFrame) -> DataFrame:
        """Return a frame of a few rows as one of one partition, whose rows need be sent nowhere to be joined."""
        return frame.coalesce(1) if self._is_few else frame

    @property
    def _way(self) -> str:
        """Return how pieces are joined: within the one task, or sent to each."""
        return "shuffle_hash" if self._is_few else "broadcast"

    def _over(self, plan: Any) -> DataFrame:
        """Return the frame of a plan of Spark's."""
        return DataFrame(self._datasets.ofRows(self.session._jsparkSession, plan), self.session)

    def _sql(self, text: str) -> DataFrame:
        """Return the frame of a statement; `session.sql` first asks each jar for the classes that it needs to do so."""
        return DataFrame(self.session._jsparkSession.sql(text), self.session)

    def _name(self, table: str, held: Held) -> None:
        held.frame.createOrReplaceTempView(self.name(table))
        before = self._held.pop(table, None)
        self._held[table] = held
        if before is not None:
            _forget(before)


def _forget(held: Held) -> None:
    for frame in held.kept:
        frame.unpersist()


@contextmanager
def _told() -> Iterator[None]:
    """Tell the errors of Spark in our own words."""
    try:
        yield
    except (PySparkException, Py4JJavaError) as error:
        said = " ".join(str(error).split())
        raise (Unfit if _UNFIT.search(said) else Refused)(said[:1000]) from error


def _arrow(type_: str) -> Any:
    match type_:
        case "STRING":
            return pyarrow.string()
        case "BIGINT":
            return pyarrow.int64()
        case "BOOLEAN":
            return pyarrow.bool_()
        case "DATE":
            return pyarrow.date32()
        case _:
            return pyarrow.decimal128(*map(int, re.findall(r"\d+", type_)))


def _sent(value: Any, type_: Any) -> Any:
    """Return a value as its column takes it: decimals, dates and great integers come as they are or as texts."""
    if value is None:
        return None
    if pyarrow.types.is_decimal(type_):
        return Decimal(value)
    return date.fromisoformat(value) if pyarrow.types.is_date(type_) and isinstance(value, str) else value


def _neutral(type_: of.DataType) -> str:
    """Return the neutral type; texts that are not compared by their bytes are none of ours."""
    if isinstance(type_, of.DecimalType):
        return f"decimal({type_.precision}, {type_.scale})"
    if isinstance(type_, of.StringType):
        return "text" if type_ == of.StringType() else "other"
    return _TYPES.get(type(type_), "other")
