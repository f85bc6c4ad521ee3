"""Business email: an address goes in, and whether its domain is not in a dated list of free ones comes out."""

import re
from functools import cache
from importlib.resources import files

ADDRESS = r"[^@ \t\r\n]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
_ADDRESS = re.compile(ADDRESS)


class UnknownList(ValueError):
    """A list that this release does not carry."""


def lists() -> tuple[str, ...]:
    """Return the names of the lists that this release carries."""
    folder = files("accordant.record").joinpath("lists")
    return tuple(sorted(entry.name.removesuffix(".txt") for entry in folder.iterdir()))


@cache
def domains(name: str) -> frozenset[str]:
    """Return the domains of a list, in lower case. Raises UnknownList."""
    if name not in lists():
        raise UnknownList(f"there is no list '{name}'")
    text = files("accordant.record").joinpath("lists", f"{name}.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def read_business_email(text: str, free: frozenset[str]) -> bool | None:
    """Say whether an address is one of a business: its domain, in lower case, is not in the list.

    None (NULL) for a text that does not fit `ADDRESS`, which a domain with letters beyond ASCII does not.
    Subdomains count for themselves: only the whole domain is looked up.
    """
    match = _ADDRESS.fullmatch(text)
    return None if match is None else match[1].lower() not in free
