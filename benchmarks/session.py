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


def session(folder: Path) -> "SparkSession":
    """Start Spark in local mode; what it writes for itself goes to the folder."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("benchmark")
    for key, value in _SETTINGS.items():
        builder = builder.config(key, value)
    found = (
        builder.config("spark.local.dir", str(folder)).config("spark.sql.warehouse.dir", str(folder)).getOrCreate()
    )
    found.sparkContext.setLogLevel("ERROR")
    return found
