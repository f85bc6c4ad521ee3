"""A door by HTTP to an embedded ClickHouse, as far as its clients need one: statements in, what it answers out.

The engine behind it is the real one; only the door is ours. Its sessions live as long as it does.
"""

import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import chdb

USER, PASSWORD = "reader", "of tables"
KNOWN = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
LOCK = threading.Lock()


@cache
def _session(_name: str) -> chdb.connect:
    """Return the session of a name; each has tables of its own."""
    return chdb.connect(":memory:")


class Door(BaseHTTPRequestHandler):
    """One request: a statement in the address or the body, of a session that the address names."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Run the statement of an address."""
        self.do_POST()

    def do_POST(self) -> None:
        """Run the statement of a body."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        statement = "\n".join(filter(None, (asked.get("query", ""), body)))
        if self.headers.get("Authorization") != KNOWN:
            self._answer(403, b"Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)", "516")
            return
        with LOCK:
            session = _session(asked.get("session_id", ""))
            try:
                found = session.query(statement, asked.get("default_format", "TabSeparated")).bytes()
            except RuntimeError as error:
                message = str(error)
                self._answer(500, message.encode(), message.partition("Code: ")[2].partition(".")[0])
                return
        self._answer(200, found)

    def _answer(self, status: int, body: bytes, code: str = "") -> None:
        self.send_response(status)
        if code:
            self.send_header("X-ClickHouse-Exception-Code", code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """Open the door on a free port of this machine, and close it at last."""
    # The engine ends in the thread that it began in.
    _session("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"clickhouse://127.0.0.1:{server.server_port}/default"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
