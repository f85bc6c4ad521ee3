"""A warehouse: the tables that sources name stay where they are, and plans run over them there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from accordant.measure.measurement import Measured
from accordant.measure.sql.database import Database
from accordant.measure.sql.engine import SqlEngine
from accordant.measure.sql.run import Run
from accordant.measure.sql.tables.open import relations
from accordant.measure.sql.unmeasurable import require
from accordant.plan.steps import Plan
from accordant.record.rows import LateLimit
from accordant.terms.source import Sources


class Tables(Database, Protocol):
    """A database that has tables of its own."""

    def columns_of(self, table: str) -> Mapping[str, str]:
        """Return the columns of a table, by its name in sources.yaml, with neutral types; none if it is not there.

        Neutral types are text, integer, decimal(p, s), boolean, date, timestamp (of no zone), timestamptz, double
        and other.
        """

    def close(self) -> None:
        """End the session."""


class Warehouse(SqlEngine):
    """Relations of the events of tables, and plans run over them."""

    def __init__(self, database: Tables, sources: Sources, *, late_limit: LateLimit | None = None) -> None:
        """Find the tables that sources name. Raises TablesDoNotFit before anything is read."""
        super().__init__(database)
        self.kinds, self._rejected = relations(database, sources, late_limit, database.columns_of)

    def measure(self, plan: Plan) -> Measured:
        """Return the tallies of every obligation. Raises Unmeasurable before anything runs, Unfit for its numbers."""
        require(plan, self.kinds, self.database.dialect)
        return super().measure(plan)

    def run(self, plan: Plan) -> Run:
        """Return a run that never fetches all events of a kind."""
        return replace(super().run(plan), may_fetch=False)
