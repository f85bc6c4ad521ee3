"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, reached by a socket in it alone."""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

PORT = "54329"
# Nothing in it outlives the tests: that what is written stays written need not be waited for.
SETTINGS = f"-c fsync=off -c listen_addresses= -c port={PORT} -c max_connections=20"
MISSING = "PostgreSQL is not installed: 'apt-get install postgresql', or leave it out by '--engines duckdb'"


@cache
def postgres() -> str:
    """Start a server and return how libpq reaches it; it stops when the process ends."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="accordant-pg-"))
    data = folder / "data"
    user = _user()
    if user:
        shutil.chown(folder, user)
    _run(
        [programs / "initdb", "-D", data, "-A", "trust", "-U", "accordant", "-E", "UTF8", "--locale=C.UTF-8"], user
    )
    options = f"{SETTINGS} -c unix_socket_directories={folder}"
    _run([programs / "pg_ctl", "-D", data, "-o", options, "-w", "-l", folder / "log", "start"], user)
    atexit.register(_stop, programs, folder, user)
    return f"host={folder} port={PORT} user=accordant dbname=postgres"


def _stop(programs: Path, folder: Path, user: str | None) -> None:
    _run([programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], user)
    shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Return the folder of the server's programs: that of Debian's package, or of what is in the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if initdb is None:
        pytest.fail(MISSING, pytrace=False)
    return Path(initdb).parent


def _user() -> str | None:
    """Return who runs the server: it refuses to be run by root."""
    return "postgres" if os.geteuid() == 0 else None


def _run(command: list[object], user: str | None) -> None:
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(words, user=user, cwd="/", stdout=said, stderr=said, check=False)
        said.seek(0)
        assert done.returncode == 0, said.read().decode()
