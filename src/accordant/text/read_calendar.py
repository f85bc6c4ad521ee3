"""Calendars and the term: open hours, holidays and dates go in as written, shifts in minutes come out."""

import re
from datetime import date

from accordant.national import country_codes, subdivisions
from accordant.terms.calendar import WEEKDAYS, Calendar, Holidays, Shift
from accordant.terms.currency import EXPONENTS
from accordant.terms.values import Place
from accordant.terms.window import Term
from accordant.text.quantity import DATE, Form, minute
from accordant.text.read_fields import (
    Fields,
    Reading,
    as_items,
    as_mapping,
    as_scalar,
    fields,
    parse,
    quoted,
)
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Mapping, Node, Scalar
from accordant.zone import tzdata_release, zone_names

_CLOSED = "closed"


def read_term(node: Node, reading: Reading) -> Term | None:
    """Read how long the agreement holds, in which zone, with which currency and calendar."""
    taken = fields(node, "'term'", clause("term"), reading)
    if taken is None:
        return None
    start, through = taken.parse("from", DATE), taken.parse("through", DATE)
    if start and through and through < start:
        reading.error("E213", f"'through' {through} is before 'from' {start}", _place(taken, "through"))
    zone = taken.read("zone", read_zone) or ""
    term = Term(
        start or date.min,
        through,
        zone,
        _currency(taken),
        taken.name("calendar", "calendar"),
        taken.text("tzdata"),
        taken.text("renews"),
        taken.place,
    )
    _check_tzdata(taken, term.tzdata)
    return term if start and zone else None


def read_calendar(entry: Entry, reading: Reading) -> Calendar | None:
    """Read one calendar: its zone, the shifts of each weekday, its holidays and dates with hours of their own."""
    what = f"calendar {quoted(entry.key)}"
    taken = fields(entry.node, what, clause("calendar"), reading, entry.place)
    if taken is None:
        return None
    zone, week = taken.read("zone", read_zone), taken.read("open", _week)
    calendar = Calendar(
        entry.key,
        zone or "",
        week or ((),) * 7,
        taken.read("holidays", _holidays) or Holidays(),
        taken.read("dates", _dates) or (),
        taken.choice("holiday shifts", "hours"),
        entry.place,
    )
    return calendar if zone and week else None


def read_zone(node: Node, reading: Reading) -> str:
    """Read the name of a zone that the packaged tzdata knows; "" when it is none."""
    scalar = as_scalar(node, "zone", "a zone like 'Europe/Berlin'", reading)
    if scalar is None or scalar.text in zone_names():
        return scalar.text if scalar else ""
    near = reading.near(scalar.text, _zones_near(scalar.text))
    hint = f"did you mean '{near}'?" if near else "use a name of tzdata such as 'Europe/Berlin' or 'UTC'"
    reading.error("E204", f"{quoted(scalar.text)} is not a zone", scalar.place, hint)
    return ""


def _zones_near(text: str) -> list[str]:
    """Zones are many: those that share the area or the city with what was written come first."""
    city = text.lower().rpartition("/")[2][:4]
    area = text.lower().partition("/")[0]
    return sorted(
        zone_names(), key=lambda zone: (city not in zone.lower(), not zone.lower().startswith(area), zone)
    )


def _currency(taken: Fields) -> str:
    word = taken.text("currency")
    if word and word not in EXPONENTS:
        message = f"{quoted(word)} is not a currency of ISO 4217"
        hint = taken.reading.suggest(word, EXPONENTS) or "use a code such as USD or EUR"
        taken.reading.error("E304", message, _place(taken, "currency"), hint)
    return word


def _check_tzdata(taken: Fields, named: str) -> None:
    if named and named != tzdata_release():
        message = f"the agreement names tzdata {quoted(named)}, and {tzdata_release()} is installed"
        hint = "install the release the parties signed, or agree on the installed one"
        taken.reading.error("E212", message, _place(taken, "tzdata"), hint)


def _place(taken: Fields, key: str) -> Place:
    node = taken.node(key)
    return node.place if node else taken.place


def _week(node: Node, reading: Reading) -> tuple[tuple[Shift, ...], ...] | None:
    mapping = as_mapping(node, "'open'", reading)
    if mapping is None:
        return None
    week: dict[int, tuple[Shift, ...]] = {}
    for entry in mapping.entries:
        shifts = read_shifts(entry.node, entry.key, reading)
        for weekday in _weekdays(entry, reading):
            if weekday in week:
                reading.error("E208", f"'{WEEKDAYS[weekday]}' has hours twice", entry.place)
            week[weekday] = shifts
    return tuple(week.get(weekday, ()) for weekday in range(7))


def _weekdays(entry: Entry, reading: Reading) -> tuple[int, ...]:
    """Read `mon`, `mon-fri`, `sat, sun`."""
    found: list[int] = []
    for part in entry.key.lower().split(","):
        first, _, last = part.strip().partition("-")
        ends = [weekday_number(word) for word in (first, last or first)]
        if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            hint = "write 'mon', 'mon-fri' or 'sat, sun'"
            reading.error("E208", f"{quoted(entry.key)} is not a day of the week", entry.place, hint)
            return ()
        found.extend(range(ends[0], ends[1] + 1))
    return tuple(found)


def weekday_number(word: str) -> int | None:
    """Return 0 for `mon` or `Monday`."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    lower = word.strip().lower()
    return next((i for i, name in enumerate(names) if lower in (name, WEEKDAYS[i])), None)


def read_shifts(node: Node, key: str, reading: Reading) -> tuple[Shift, ...]:
    """Read `09:00-17:00`, a list of them, or `closed`; shifts of one day must not overlap."""
    if isinstance(node, Scalar) and node.text == _CLOSED:
        return ()
    read = [(item, parse(item, key, _SHIFT, reading)) for item in as_items(node, key, reading)]
    shifts: list[Shift] = []
    for item, shift in sorted(((i, s) for i, s in read if s), key=lambda pair: pair[1].opens):
        if shift.opens in (shift.closes, 1440):
            hint = "a whole day is 00:00-24:00"
            reading.error("E206", f"the shift of {quoted(key)} closes when it opens", item.place, hint)
        elif shifts and shift.opens < shifts[-1].opens + shifts[-1].minutes:
            reading.error("E207", f"two shifts of {quoted(key)} overlap", item.place)
        else:
            shifts.append(shift)
    return tuple(shifts)


def _shift(text: str) -> Shift | None:
    match = re.fullmatch("([0-9:]{5})-([0-9:]{5})", text)
    if not match:
        return None
    opens, closes = minute(match[1]), minute(match[2])
    return Shift(opens, closes) if opens is not None and closes is not None else None


_SHIFT = Form(_shift, "hours", "09:00-17:00", "E203")


def _dates(node: Node, reading: Reading) -> tuple[tuple[date, tuple[Shift, ...]], ...]:
    mapping = as_mapping(node, "'dates'", reading)
    found = []
    for entry in mapping.entries if mapping else ():
        on = parse(Scalar(entry.key, entry.place), "dates", DATE, reading)
        shifts = read_shifts(entry.node, entry.key, reading)
        if on:
            found.append((on, shifts))
    return tuple(found)


def _holidays(node: Node, reading: Reading) -> Holidays:
    if not isinstance(node, Mapping):
        return Holidays(_listed(node, "holidays", reading))
    taken = Fields(node, "'holidays'", clause("holidays"), reading)
    country, subdivision = taken.text("country"), taken.text("subdivision")
    _check_country(taken, country, subdivision)
    also = taken.read("also", lambda n, r: _listed(n, "also", r)) or ()
    but = taken.read("except", lambda n, r: _listed(n, "except", r)) or ()
    return Holidays(also, country, subdivision, but)


def _listed(node: Node, key: str, reading: Reading) -> tuple[date, ...]:
    found = [parse(item, key, DATE, reading) for item in as_items(node, key, reading)]
    dates = [on for on in found if on]
    return tuple(sorted(set(dates)))


def _check_country(taken: Fields, country: str, subdivision: str) -> None:
    if not country:
        return
    known = country_codes()
    if country not in known:
        hint = taken.reading.suggest(country, known) or "use a code of ISO 3166 such as 'US' or 'DE'"
        message = f"no holidays are known of country {quoted(country)}"
        taken.reading.error("E211", message, _place(taken, "country"), hint)
        return
    parts = subdivisions(country)
    if subdivision and subdivision not in parts:
        hint = taken.reading.suggest(subdivision, parts)
        message = f"no holidays are known of subdivision {quoted(subdivision)} of {country}"
        taken.reading.error("E211", message, _place(taken, "subdivision"), hint)
