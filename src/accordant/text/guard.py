"""Guards before parsing: bytes of a stranger go in, plain text or findings come out; nothing is built yet."""

import re
from pathlib import Path

from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place
from accordant.text.place import top

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 20_000

# YAML 1.1 breaks lines at NEL, LS and PS, YAML 1.2 does not: refused, so that lines are those of every editor.
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TAB = re.compile(r"^ *(\t)", re.MULTILINE)


def load(path: Path, file: str) -> tuple[str | None, list[Finding]]:
    """Read a file of at most 1 MiB as text; None when it cannot be read, is too large or is not UTF-8."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "no such file").lower()
        return None, [_error("E101", f"the file cannot be read: {reason}", top(file))]
    except ValueError:
        return None, [_error("E101", "the file cannot be read: not a file name", top(file))]
    return decode(data, file)


def decode(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """Turn bytes into text: UTF-8, with or without a byte order mark, at most 1 MiB."""
    if len(data) > MAX_BYTES:
        return None, [_error("E102", f"the file is larger than {MAX_BYTES:,} bytes", top(file))]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return None, [_error("E103", "the file is not UTF-8 text", _at_byte(data, error.start, file))]


def inspect(text: str, file: str) -> list[Finding]:
    """Find what must not stand in a text at all: too many characters, unprintable ones, tabs as indentation."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return [_error("E102", f"the file is larger than {MAX_BYTES:,} bytes", top(file))]
    found = []
    if odd := _UNPRINTABLE.search(text):
        code = f"U+{ord(odd[0]):04X}"
        found.append(
            _error("E103", f"the character {code} must not stand in a file", _at(text, odd.start(), file))
        )
    if tab := _TAB.search(text):
        hint = "indent with spaces"
        found.append(_error("E104", "a tab must not indent a line", _at(text, tab.start(1), file), hint))
    return found


def _error(code: str, message: str, place: Place, hint: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, place, hint)


def _at(text: str, index: int, file: str) -> Place:
    before = text[:index]
    line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
    lines = len(re.findall("\r\n|\r|\n", before))
    return Place(file, lines + 1, index - line_start + 1)


def _at_byte(data: bytes, index: int, file: str) -> Place:
    """Columns count characters, so the bytes before the bad one are decoded; they are known to be good."""
    before = data[:index].decode("utf-8")
    return _at(before, len(before), file)
