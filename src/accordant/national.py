"""Public holidays of countries: a code and years go in, dates come out, by the packaged data only."""

from datetime import date
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any


class UnknownHolidays(ValueError):
    """A country or subdivision that the packaged holidays do not have."""


@cache
def country_codes() -> tuple[str, ...]:
    """Return the codes of the countries whose holidays are known, of two and three letters."""
    from holidays.registry import COUNTRIES

    return tuple(code for _, *codes in COUNTRIES.values() for code in codes if len(code) in (2, 3))


def subdivisions(country: str) -> tuple[str, ...]:
    """Return the codes of a country's subdivisions that have holidays of their own. Raises UnknownHolidays."""
    return tuple(_country(country).subdivisions)


@cache
def public_holidays(country: str, subdivision: str, first_year: int, last_year: int) -> frozenset[date]:
    """Return the public holidays, as observed, of a country or its subdivision, from year to year inclusive.

    Raises UnknownHolidays.
    """
    years = range(first_year, last_year + 1)
    try:
        found = _country(country)(years=years, subdiv=subdivision or None)
    except NotImplementedError:
        raise _unknown(f"{country} {subdivision}") from None
    return frozenset(day for day in found if day.year in years)


@cache
def _country(code: str) -> Any:
    """Return the class of a country's holidays, loaded alone: with its package come those of all countries."""
    import holidays
    from holidays.registry import COUNTRIES

    found = ((module, names[0]) for module, names in COUNTRIES.items() if code in names[1:])
    module, name = next(found, ("", ""))
    folder = Path(holidays.__file__).parent / "countries"
    spec = PathFinder.find_spec(f"holidays.countries.{module}", [str(folder)]) if module else None
    if spec is None or spec.loader is None:
        raise _unknown(code)
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return getattr(loaded, name)


def _unknown(where: str) -> UnknownHolidays:
    return UnknownHolidays(f"no holidays are known for '{where.strip()}'")
