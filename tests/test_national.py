"""Public holidays are those of the packaged data, whichever way it is loaded."""

import subprocess
import sys

import pytest
from holidays import country_holidays

from accordant.national import UnknownHolidays, country_codes, public_holidays, subdivisions

# With parts of their own, kept on other days when they fall on a weekend, by the moon, or like another country's.
COUNTRIES = ["US", "GBR", "DE", "AU", "IN", "SA", "IL", "CN", "PR", "AX", "BR", "JP"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_holidays_of_a_country_and_of_its_parts_are_the_packages(country):
    years = range(2015, 2036)
    for part in ("", *subdivisions(country)[:3]):
        expected = country_holidays(country, part or None, years=years)
        assert public_holidays(country, part, 2015, 2035) == {day for day in expected if day.year in years}
    assert list(subdivisions(country)) == list(country_holidays(country).subdivisions)


def test_every_known_country_has_holidays():
    assert len(country_codes()) > 400
    for code in country_codes():
        assert isinstance(public_holidays(code, "", 2026, 2026), frozenset)


@pytest.mark.parametrize(("country", "part"), [("ZZ", ""), ("", ""), ("DE", "ZZ"), ("registry", "")])
def test_what_is_not_known_is_told(country, part):
    with pytest.raises(UnknownHolidays, match="no holidays are known for"):
        public_holidays(country, part, 2026, 2026)


def test_the_holidays_of_other_countries_are_not_loaded():
    asked = "import sys; from accordant.national import public_holidays; public_holidays('GB', 'ENG', 2026, 2026)"
    told = f"{asked}; print(sorted(name for name in sys.modules if name.startswith('holidays.countries')))"
    assert (
        subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "[]\n"
    )
