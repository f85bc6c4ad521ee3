"""Sessions of Spark: one of our own beside the active one, or on a master; its settings touch nobody else's."""

import atexit
import logging
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from typing import Any, Final

from pyspark.sql import SparkSession
from pyspark.sql.utils import is_remote

from accordant.measure.sql.database import Refused

# What canonical SQL takes for granted: errors instead of wrong numbers, texts as they stand, names by their letters.
_SETTINGS: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "false",
    "spark.sql.caseSensitive": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.variable.substitute": "false",
}
# Rules of the optimizer that cost more than they save where rows are few: they look at every node of every plan.
_IDLE: Final = (
    "EliminateOuterJoin",
    "EliminateSorts",
    "FoldablePropagation",
    "InferFiltersFromGenerate",
    "OptimizeOneRowRelationSubquery",
    "PruneFilters",
    "RemoveRedundantAliases",
    "SimplifyConditionals",
    "TransposeWindow",
)
# A few rows are done with before code for them is compiled, or before they are sent anywhere: planning is what costs.
_FEW: Final = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.exchange.reuse": "false",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.maxPlanStringLength": "0",
    "spark.sql.optimizer.dynamicPartitionPruning.enabled": "false",
    "spark.sql.optimizer.excludedRules": ",".join(
        f"org.apache.spark.sql.catalyst.optimizer.{rule}" for rule in _IDLE
    ),
    "spark.sql.optimizer.runtime.bloomFilter.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.ui.explainMode": "simple",
}
_PARTITIONS: Final = "spark.sql.shuffle.partitions"
_QUIET: Final = {"spark.log.level": "OFF", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}


def opened(master: str) -> tuple[SparkSession, SparkSession, bool]:
    """Return a session of our own, the one beside which it stands, and whether that one was started here.

    `master` "" is that of the active session, or else of Spark's own settings, in the end `local[*]`. Raises
    Refused for another master than the active one's, and for Spark Connect, which keeps nothing in memory for us.
    """
    if is_remote():
        raise Refused("sessions of Spark Connect are not supported: connect to the master itself")
    active = SparkSession.getActiveSession()
    known = active is not None
    beside = active or _started(master)
    if master and beside.sparkContext.master != master:
        raise Refused(f"a session of {beside.sparkContext.master} is active, and there is one master a process")
    ours = beside.newSession()
    for key, value in _SETTINGS.items():
        ours.conf.set(key, value)
    return ours, beside, not known


def _started(master: str) -> SparkSession:
    # Spark makes a folder for tables, even if nobody makes tables.
    folder = tempfile.mkdtemp(prefix="accordant-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    builder = SparkSession.builder.appName("accordant").config(map={**_QUIET, "spark.sql.warehouse.dir": folder})
    with warnings.catch_warnings():
        # It says which pandas it knows: none is used here.
        warnings.simplefilter("ignore")
        session = (builder.master(master) if master else builder).getOrCreate()
    # What goes wrong is told once, by whoever asked.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    return session


def for_few(session: SparkSession) -> Mapping[str, Any]:
    """Set a session up for few rows. Returns what to set it back to, None for Spark's own."""
    before = {key: session.conf.get(key, None) for key in _FEW}
    for key, value in _FEW.items():
        session.conf.set(key, value)
    return before


def for_many(session: SparkSession, before: Mapping[str, Any]) -> None:
    """Set a session back to what it was; on one machine there are some tasks a thread: Spark's own number is that of a cluster."""
    for key, value in before.items():
        if value is None:
            session.conf.unset(key)
        else:
            session.conf.set(key, value)
    context = session.sparkContext
    if context.master.startswith("local") and before[_PARTITIONS] is None:
        session.conf.set(_PARTITIONS, str(4 * context.defaultParallelism))
