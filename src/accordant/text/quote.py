"""Texts on their way into YAML: plain where they can stand so, else in quotes or as a block of lines."""

import re

# What the guard lets through unescaped, apart from line breaks and tabs.
_PRINTABLE = re.compile("[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_INDICATORS = tuple(",[]{}#&*!|>'\"%@`")


def quoted(text: str, inside: bool = False) -> str:
    """Write a text on one line, quoted only where YAML needs it; `inside` a flow collection it needs more.

    Double quotes are the usual ones; a text that holds some is written in single quotes, and one with characters
    that cannot be printed in double quotes with escapes.
    """
    if _is_plain(text, inside):
        return text
    if not _PRINTABLE.fullmatch(text):
        return '"' + "".join(map(_escaped, text)) + '"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def literal(text: str) -> list[str] | None:
    """Write a text of several lines as a literal block: its header and its lines, not yet indented.

    None when a block would not give the same text back.
    """
    body = text.removesuffix("\n")
    rows = body.split("\n")
    if len(rows) < 2 or not rows[0] or not rows[-1] or rows[0].startswith(" "):
        return None
    if any(row != row.rstrip() or not _PRINTABLE.fullmatch(row) for row in rows):
        return None
    return ["|" if body != text else "|-", *rows]


def folded(text: str, width: int) -> list[str] | None:
    """Write long prose as a folded block: its header and lines of at most `width`, broken between words.

    None when a word break would not give the same text back.
    """
    if (
        text != text.strip()
        or not _PRINTABLE.fullmatch(text)
        or "  " in text
        or text.startswith("#")
        or len(text) <= width
    ):
        return None
    rows: list[str] = []
    for word in text.split(" "):
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return [">-", *rows]


def _is_plain(text: str, inside: bool) -> bool:
    if not text or text != text.strip() or not _PRINTABLE.fullmatch(text):
        return False
    if text.startswith((*_INDICATORS, "---", "...")) or re.match("[-?:]( |$)", text):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    return not inside or not (re.search(r"[,\[\]{}?]", text) or re.match("[-:]", text))


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _PRINTABLE.fullmatch(character):
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
