"""The terms of the house: the public dataclasses of terms, measure, judge and settle, and the words in them."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Literal, get_args, get_origin, get_type_hints

import accordant.judge
import accordant.measure
import accordant.settle
import accordant.terms

FLOORS = (accordant.terms, accordant.measure, accordant.judge, accordant.settle)


@cache
def modules(floor: ModuleType) -> tuple[ModuleType, ...]:
    """Return the modules that stand in a package itself, not those of its rooms."""
    found = sorted(m.name for m in pkgutil.iter_modules(floor.__path__) if not m.ispkg)
    return tuple(importlib.import_module(f"{floor.__name__}.{name}") for name in found)


def classes(module: ModuleType) -> Iterator[type]:
    """Yield the public classes that a module defines, in the order written."""
    for name, value in vars(module).items():
        if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_"):
            yield value


def terms(floor: ModuleType) -> list[type]:
    """Return the public dataclasses of a package."""
    return [one for module in modules(floor) for one in classes(module) if is_dataclass(one)]


def words() -> Iterator[tuple[str, str]]:
    """Yield each word that stands for one of several, with the name of its field as people read it."""
    for floor in FLOORS:
        for module in modules(floor):
            for one in classes(module):
                if issubclass(one, Enum):
                    yield from ((str(member.value), one.__name__.lower()) for member in one)
                elif is_dataclass(one):
                    for name, hint in get_type_hints(one).items():
                        yield from ((str(word), name.replace("_", " ")) for word in literals(hint))


def literals(hint: object) -> Iterator[object]:
    """Yield the words of every Literal inside a type."""
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    else:
        for inner in get_args(hint):
            yield from literals(inner)


def first_sentence(one: type) -> str:
    """Return the first sentence of what a class says of itself, on one line."""
    text = " ".join((inspect.getdoc(one) or "").split("\n\n")[0].split())
    ends = [text.find(". ") + 1, text.find("; ") if len(text) > 140 else 0]
    cut = min((end for end in ends if end > 0), default=len(text))
    return text[:cut].rstrip(".;")
