"""The doors to ClickHouse: HTTP to a server, and `chdb`, which is the same engine inside this process.

Both take statements as text and answer with bytes.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import urlsplit

from accordant.measure.sql import database

_CODE = re.compile(r"Code: (\d+)")
_READ_ONLY = 164
_DENIED = 497
# Seconds: how long the server keeps a session that says nothing, and how long one statement may take.
_SESSION = 3600
_PATIENCE = 86_400
_PORTS = {"clickhouse": 8123, "clickhouses": 8443}


class Refused(database.Refused):
    """A statement that ClickHouse did not run. Carries the number of the error and what it says."""

    def __init__(self, message: str) -> None:
        """Find the number in what ClickHouse says."""
        found = _CODE.search(message)
        self.code = int(found[1]) if found else 0
        if self.code in (_READ_ONLY, _DENIED):
            message = (
                "This ClickHouse user may not make temporary tables, in which all work is done: it needs"
                f" 'readonly = 2' or 0, and the grant CREATE TEMPORARY TABLE. {message}"
            )
        super().__init__(message)


class Door(Protocol):
    """A session of ClickHouse."""

    def run(self, statement: str) -> Iterator[bytes]:
        """Run a statement, and yield in pieces what it answers. Raises Refused."""


class Embedded:
    """The engine inside this process, with nothing in it but what is sent."""

    def __init__(self) -> None:
        """Start it, or open one more session of it."""
        import chdb

        self._connection: Any = chdb.connect(":memory:")

    def run(self, statement: str) -> Iterator[bytes]:
        """Run a statement, and yield in pieces what it answers. Raises Refused."""
        try:
            yield self._connection.query(statement, "TSV").bytes()
        except RuntimeError as error:
            raise Refused(str(error)) from error


class Http:
    """A session of a server, by HTTP."""

    def __init__(self, url: str, user: str, password: str) -> None:
        """Connect to `clickhouse://host:port/database`, or `clickhouses://` for HTTPS. Raises Refused, also for a URL that is none."""
        import clickhouse_connect
        from clickhouse_connect.driver.exceptions import ClickHouseError

        # What the client would tell the log is in the error that it raises too.
        logging.getLogger("clickhouse_connect").addHandler(logging.NullHandler())
        self._error = ClickHouseError
        parts = urlsplit(url)
        try:
            self._client = clickhouse_connect.get_client(
                host=parts.hostname or "localhost",
                port=parts.port or _PORTS[parts.scheme],
                username=user,
                password=password,
                database=parts.path.strip("/") or "__default__",
                secure=parts.scheme == "clickhouses",
                autogenerate_session_id=True,
                settings={"session_timeout": _SESSION, "wait_end_of_query": 1},
                send_receive_timeout=_PATIENCE,
            )
        except (ClickHouseError, ValueError) as error:
            raise Refused(str(error)) from error

    def run(self, statement: str) -> Iterator[bytes]:
        """Run a statement, and yield in pieces what it answers. Raises Refused."""
        try:
            with self._client.raw_stream(statement) as answer:
                while piece := answer.read(1 << 20):
                    yield piece
        except self._error as error:
            raise Refused(str(error)) from error
