"""How times are written: a format such as `DD/MM/YYYY hh:mm` goes in, the shape of such texts comes out.

Tokens: `YYYY` · `MM` or `M` · `DD` or `D` · `hh` or `h` · `mm` · `ss` · `f` to `fffffffff` (digits of a second) ·
`AM` (`AM` or `PM` in either case) · `Z` (an offset: `Z`, `UTC`, `+01`, `+01:00`, `-0500`) · `T` and every
character that is no letter stand for themselves. Two letters are two digits, one letter is one or two.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Part = Literal["year", "month", "day", "hour", "minute", "second", "fraction", "half", "offset"]

_OFFSET = r"(Z|z|UTC|[+-](?:0[0-9]|1[0-9]|2[0-3])(?::?[0-5][0-9])?)"
_TOKENS: dict[str, tuple[Part, str]] = {
    "YYYY": ("year", "(000[1-9]|00[1-9][0-9]|0[1-9][0-9][0-9]|[1-9][0-9][0-9][0-9])"),
    "MM": ("month", "(0[1-9]|1[0-2])"),
    "M": ("month", "(0?[1-9]|1[0-2])"),
    "DD": ("day", "(0[1-9]|[12][0-9]|3[01])"),
    "D": ("day", "(0?[1-9]|[12][0-9]|3[01])"),
    "hh": ("hour", "([01][0-9]|2[0-3])"),
    "h": ("hour", "([01]?[0-9]|2[0-3])"),
    "mm": ("minute", "([0-5][0-9])"),
    "ss": ("second", "([0-5][0-9])"),
    "AM": ("half", "(AM|PM|am|pm)"),
    "Z": ("offset", _OFFSET),
}
_HALF_DAY = {"hh": "(0[1-9]|1[0-2])", "h": "(0?[1-9]|1[0-2])"}
_SPLIT = re.compile("YYYY|MM?|DD?|hh?|mm|ss|f{1,9}|AM|Z|[^a-zA-Z]|T")
_NEEDS: dict[Part, Part] = {"minute": "hour", "second": "minute", "fraction": "second", "half": "hour"}
_SPECIAL = re.compile(r"([.^$*+?()\[\]{}|\\])")
_ISO = (
    f"{_TOKENS['YYYY'][1]}-{_TOKENS['MM'][1]}-{_TOKENS['DD'][1]}[T ]{_TOKENS['hh'][1]}:{_TOKENS['mm'][1]}"
    f"(?::{_TOKENS['ss'][1]}(?:[.,]([0-9]+))?)?"
)
_ISO_PARTS: tuple[Part, ...] = ("year", "month", "day", "hour", "minute", "second", "fraction")


class FormatError(ValueError):
    """A format of times that says too little, too much, or nothing we know."""


@dataclass(frozen=True)
class Shape:
    """A regular expression (RE2's grammar, to be matched in full) and what each of its groups holds, in order."""

    pattern: str
    parts: tuple[Part, ...]

    @property
    def has_time(self) -> bool:
        """Say whether it holds a time of day."""
        return "hour" in self.parts


ISO_LOCAL = Shape(_ISO, _ISO_PARTS)
ISO_OFFSET = Shape(f"{_ISO} ?{_OFFSET}", (*_ISO_PARTS, "offset"))


@lru_cache(maxsize=256)
def shape(times: str) -> Shape:
    """Return the shape of a format, that of ISO 8601 without an offset for "". Raises FormatError."""
    if not times:
        return ISO_LOCAL
    tokens = _tokens(times)
    half = "AM" in tokens
    patterns, parts = [], []
    for token in tokens:
        part, pattern = _token(token)
        patterns.append(_HALF_DAY.get(token, pattern) if half else pattern)
        parts += [part] if part else []
    _complete(times, parts)
    return Shape("".join(patterns), tuple(parts))


@lru_cache(maxsize=256)
def date_shape(times: str) -> Shape:
    """Return the shape of a date alone: the format up to its last date token. Raises FormatError.

    "" is ISO 8601 (`YYYY-MM-DD`).
    """
    return shape(date_format(times))


def date_format(times: str) -> str:
    """Return the format of a date alone: from the first date token of a format to its last. Raises FormatError.

    "" is ISO 8601 (`YYYY-MM-DD`).
    """
    tokens = _tokens(times or "YYYY-MM-DD")
    last = max((i for i, token in enumerate(tokens) if token[0] in "YMD"), default=-1)
    first = min((i for i, token in enumerate(tokens) if token[0] in "YMD"), default=0)
    return "".join(tokens[first : last + 1])


def places(times: str) -> tuple[tuple[Part, int, int], ...]:
    """Return where each part of a format stands: its first character, from 1, and how many; () where that varies.

    Raises FormatError.
    """
    found, at = [], 1
    for token in _tokens(times):
        part, _ = _token(token)
        if part == "offset" or (part and len(token) == 1 and part != "fraction"):
            return ()
        found += [(part, at, len(token))] if part else []
        at += len(token)
    return tuple(found)


def _tokens(times: str) -> list[str]:
    tokens = _SPLIT.findall(times)
    if "".join(tokens) != times:
        raise FormatError("times are written with YYYY MM DD hh mm ss fff AM Z and the characters between them")
    return tokens


def _token(token: str) -> tuple[Part | None, str]:
    if token[0] == "f":
        return "fraction", f"([0-9]{{{len(token)}}})"
    if token in _TOKENS:
        return _TOKENS[token]
    return None, _SPECIAL.sub(r"\\\1", token)


def _complete(times: str, parts: list[Part]) -> None:
    for part in parts:
        if parts.count(part) > 1:
            raise FormatError(f"'{times}' tells the {part} twice")
        if part in _NEEDS and _NEEDS[part] not in parts:
            raise FormatError(f"'{times}' tells the {part} without the {_NEEDS[part]}")
    for wanted in ("year", "month", "day"):
        if wanted not in parts:
            raise FormatError(f"'{times}' does not tell the {wanted}")
