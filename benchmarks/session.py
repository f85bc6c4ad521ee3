"""A Spark session on this machine: two threads, quiet, without a page of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "6g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    # As many tasks as there are threads, and a few more: the default of 200 is made for a cluster.
    "spark.sql.shuffle.partitions": "8",
}


class Missing(Exception):
    """An engine that is not installed here. Carries what is missing."""


def session(log: Path) -> "SparkSession":
    """Start Spark in local mode, with the table `leads` over a log in Parquet, in whose folder it may write.

    Raises Missing.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Missing("pyspark") from error
    builder = SparkSession.builder.master("local[2]").appName("benchmark")
    folders = dict.fromkeys(("spark.local.dir", "spark.sql.warehouse.dir"), str(log.parent / "spark"))
    for key, value in {**_SETTINGS, **folders}.items():
        builder = builder.config(key, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    # A table of the catalogue, which every session sees; a view would be of this session alone.
    found.sql(f"CREATE TABLE IF NOT EXISTS leads USING parquet LOCATION '{log}'")
    return found
