"""Pieces: what a credit is paid for one by one goes in as written, its kind and size come out."""

import re
from typing import cast

from accordant.terms.remedy import Piece, PieceOf
from accordant.terms.values import Length
from accordant.text.quantity import length, quantity
from accordant.text.read_fields import Reading, as_line, quoted
from accordant.text.tree import Node

_DOWNTIME = re.compile("(.+) of (downtime(?: above target)?)")
_AFFECTED = re.compile("affected (hour|day)(?: with more than (.+) down)?")
_BEYOND = re.compile("(.+) ((?:above|below) target)")
_HINT = (
    "write '2 hours of downtime', 'hour of downtime above target', 'outage', 'affected day', "
    "'hour above target' or '5 ms above target'"
)
_UNITS = ("second", "minute", "hour", "day")


def read_piece(node: Node, reading: Reading) -> Piece | None:
    """Read what a credit is paid for one by one, and say how it may be written."""
    scalar = as_line(node, "for each", "text like 'hour of downtime'", reading)
    found = piece(" ".join(scalar.text.split())) if scalar else None
    if scalar and found is None:
        message = f"nothing can be counted by {quoted(scalar.text)}"
        reading.error("E313", message, scalar.place, _HINT)
    return found


def piece(text: str) -> Piece | None:
    """Read `2 hours of downtime`, `affected day`, `outage`, `5 ms above target`."""
    if text == "outage":
        return Piece("outage")
    if match := _AFFECTED.fullmatch(text):
        return _affected(length(f"1 {match[1]}"), match[2])
    if match := _DOWNTIME.fullmatch(text):
        size = _time(match[1])
        return Piece(cast(PieceOf, match[2]), size) if size else None
    if match := _BEYOND.fullmatch(text):
        beyond = _time(match[1], business=True) or quantity(match[1])
        is_some = isinstance(beyond, Length) or (beyond is not None and beyond.number > 0)
        return Piece(cast(PieceOf, match[2]), beyond) if is_some else None
    return None


def _affected(size: Length | None, more_than: str | None) -> Piece | None:
    least = _time(more_than) if more_than else None
    return None if more_than and not least else Piece("affected", size, least)


def _time(text: str, *, business: bool = False) -> Length | None:
    """Read `2 hours`; `hour` alone is one. Business time is that of a clock, of which business days are none."""
    found = length(text) or length(f"1 {text}")
    if found is None or not found.amount or found.unit not in _UNITS:
        return None
    return found if not found.business or (business and found.is_exact) else None
