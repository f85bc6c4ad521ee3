"""Every dialect by its name: those that are run first, then those that are text only."""

from accordant.measure.sql.dialects.bigquery import BIGQUERY
from accordant.measure.sql.dialects.clickhouse import CLICKHOUSE
from accordant.measure.sql.dialects.duckdb import DUCKDB
from accordant.measure.sql.dialects.postgres import POSTGRES
from accordant.measure.sql.dialects.snowflake import SNOWFLAKE
from accordant.measure.sql.dialects.spark import SPARK
from accordant.measure.sql.dialects.trino import TRINO

DIALECTS = {one.name: one for one in (DUCKDB, POSTGRES, SPARK, CLICKHOUSE, TRINO, SNOWFLAKE, BIGQUERY)}
