"""Engines that hold the log as a table of their own: started, filled and connected to, for benchmarks."""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import duckdb

from benchmarks import session
from benchmarks.session import Missing

if TYPE_CHECKING:
    from accordant.measure.sql.warehouse import Tables

_PORT = "54331"
_SETTINGS = {
    "listen_addresses": "",
    "port": _PORT,
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "max_wal_size": "4GB",
    "fsync": "off",
}


def postgres(log: Path) -> "Tables":
    """Start PostgreSQL as a process of ours, with the log in the table `leads`. Raises Missing."""
    import psycopg

    from accordant.measure.sql.engines.postgres import Postgres

    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    reached = f"host={folder} port={_PORT} user=benchmark dbname=postgres"
    _start(folder)
    for _ in range(100):
        try:
            connection = psycopg.connect(reached, autocommit=True)
            break
        except psycopg.OperationalError:
            sleep(0.1)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE leads (lead text, event text, happened timestamp)")
        with cursor.copy("COPY leads FROM STDIN") as copy, duckdb.connect() as reader:
            rows = reader.execute(f"SELECT * FROM '{log}'")
            while batch := rows.fetchmany(50_000):
                for row in batch:
                    copy.write_row(row)
        cursor.execute("VACUUM ANALYZE leads")
    return Postgres(reached)


def _start(folder: Path) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    programs = found[-1] if found else Path(shutil.which("initdb") or "").parent
    if not (programs / "initdb").exists():
        raise Missing("initdb, of Debian's package postgresql")
    # It refuses to be run by root.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    made = [programs / "initdb", "-D", data, "-A", "trust", "-U", "benchmark", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(made, user=user, cwd="/", stdout=subprocess.DEVNULL, check=True)
    settings = [f"--{key}={value}" for key, value in {**_SETTINGS, "unix_socket_directories": folder}.items()]
    with (folder / "log").open("w") as said:
        command = [programs / "postgres", "-D", data, *settings]
        server = subprocess.Popen(command, user=user, cwd="/", stdout=said, stderr=said)
    atexit.register(_stop, server)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    server.wait()


def spark(log: Path) -> "Tables":
    """Start Spark, with the table `leads` over the log as it lies in Parquet. Raises Missing."""
    session.session(log)
    from accordant.measure.sql.engines.spark import Spark

    return Spark()


def clickhouse(log: Path) -> "Tables":
    """Start ClickHouse inside this process, with the log in the table `leads`. Raises Missing."""
    from accordant.measure.sql.engines.clickhouse import ClickHouse
    from accordant.measure.sql.engines.clickhouse_door import Embedded

    try:
        door = Embedded()
    except ImportError as error:
        raise Missing("chdb") from error
    list(door.run(f"CREATE TABLE leads ENGINE = Memory AS SELECT * FROM file('{log}', Parquet)"))
    return ClickHouse(door)


SERVERS = {"PostgreSQL": postgres, "Spark": spark, "ClickHouse": clickhouse}
