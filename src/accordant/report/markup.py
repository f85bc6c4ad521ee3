"""HTML and SVG as values: an element's name, attributes and children go in, escaped text comes out."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

_VOID = frozenset({"br", "link", "meta"})


class Markup(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


Child = str | Markup | int | None | Iterable["Child"]
Value = str | int | float | Decimal | bool | None


def el(tag: str, /, *children: Child, **attributes: Value) -> Markup:
    """Return an element with its children; plain text is escaped, None is left out.

    An attribute's name is the keyword with `-` for `_`, a last `_` dropped (`class_`, `stroke_width`). None and
    False leave the attribute out, True gives it without a value. Numbers are written by `coordinate`.
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{tag}{told}>")
    return Markup(f"<{tag}{told}>{join(*children)}</{tag}>")


def join(*children: Child) -> Markup:
    """Return children one after the other, plain text escaped."""
    return Markup("".join(map(_child, children)))


def coordinate(number: float | Decimal) -> str:
    """Write a length of a drawing to a tenth, without trailing noughts: `12.5`, `0`."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _child(child: Child) -> str:
    match child:
        case None:
            return ""
        case Markup():
            return child
        case str():
            return escape(child, quote=False)
        case int():
            return str(child)
        case _:
            return join(*child)


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = value if isinstance(value, str) else str(value) if isinstance(value, int) else coordinate(value)
    return f' {name}="{escape(text)}"'
