"""What is told of leads: addresses, scores, and the ways in which they come to be MQLs or do not."""

from datetime import date
from random import Random

from accordant.sample import figures, office
from accordant.sample.figures import Month
from accordant.sample.moments import moment, source_on
from accordant.sample.story import Arrival, Profile

AT_ONCE, SCORED_LATER, RAISED = "at once", "scored later", "raised"
ADDRESS_LATER, FLAPPING, CORRECTED = "address later", "flapping", "corrected"
_PATHS = (AT_ONCE, SCORED_LATER, RAISED, ADDRESS_LATER, FLAPPING, CORRECTED)
_PATH_ODDS = (68, 11, 11, 4, 4, 2)

LOW, FREE_MAIL, FREE_MAIL_LATER = "low", "free mail", "free mail, scored later"
NO_ADDRESS_LOW, FLAPPING_LOW, CORRECTED_DOWN = "no address, low", "flapping low", "corrected down"
_OTHER_PATHS = (LOW, FREE_MAIL, FREE_MAIL_LATER, NO_ADDRESS_LOW, FLAPPING_LOW, CORRECTED_DOWN)
_OTHER_ODDS = (560, 330, 45, 20, 30, 15)
NEVER_SCORED, NO_ADDRESS = "never scored", "no address"

_AUTUMN_NIGHT = (date(2026, 11, 1), 6 * office.HOUR + 30 * office.MINUTE)
_FIRST = (
    *("alex", "anna", "ben", "carla", "chris", "dana", "david", "elena", "emma", "eric", "farah"),
    *("felix", "grace", "hana", "ivan", "jack", "jana", "kim", "lara", "leo", "lina", "marco", "maria"),
    *("mei", "mina", "nadia", "noah", "olga", "omar", "paul", "priya", "rosa", "sam", "sara", "tom"),
    *("uma", "vera", "wei"),
)
_LAST = (
    *("abbott", "adler", "banks", "becker", "castro", "chen", "cole", "costa", "diaz", "evans"),
    *("fischer", "garcia", "gupta", "haas", "ito", "jones", "kaya", "khan", "klein", "lopez", "meyer"),
    *("moreau", "nguyen", "novak", "okoye", "park", "patel", "reyes", "rossi", "sato", "silva", "smith"),
    *("tanaka", "weber", "young"),
)
_FIRM = (
    *("alder", "amber", "beacon", "birch", "cedar", "delta", "ember", "falcon", "granite"),
    *("harbor", "indigo"),
)
_TRADE = (
    *("analytics", "bank", "foods", "freight", "health", "labs", "media", "motors", "power"),
    *("systems", "works"),
)


def business_address(rng: Random) -> str:
    """Return an address at a made-up firm."""
    return f"{_person(rng)}@{rng.choice(_FIRM)}{rng.choice(_TRADE)}.example"


def free_address(rng: Random) -> str:
    """Return an address at a provider of free mail."""
    return f"{_person(rng)}{rng.randrange(1, 9999)}@{rng.choice(figures.FREE_DOMAINS)}"


def _person(rng: Random) -> str:
    return f"{rng.choice(_FIRST)}.{rng.choice(_LAST)}{rng.randrange(1, 99)}"


def of_mql(rng: Random, arrival: Arrival) -> Profile:
    """Return what is told of an MQL so that both terms of its definition first hold at its moment."""
    (path,) = rng.choices(_PATHS, _PATH_ODDS)
    created = arrival.at - rng.randrange(5 * office.MINUTE, 3 * office.DAY)
    if path in (AT_ONCE, CORRECTED) or arrival.name or created < office.TERM_START:
        path, created = (CORRECTED if path == CORRECTED and not arrival.name else AT_ONCE), arrival.at
    low, high = figures.SCORES[arrival.source]
    score = 72 if arrival.name == "L2" else rng.randrange(low, high + 1)
    first_email = ""
    if path == ADDRESS_LATER and rng.randrange(3):
        first_email = free_address(rng)
    first_score = rng.randrange(20, 60)
    return Profile(created, path, arrival.source, score, business_address(rng), first_score, first_email)


def of_others(rng: Random, month: Month) -> list[Profile]:
    """Return the leads of a month that never become MQLs."""
    never_scored, no_address = month.undecided
    paths = rng.choices(_OTHER_PATHS, _OTHER_ODDS, k=month.others)
    paths += [NEVER_SCORED] * never_scored + [NO_ADDRESS] * no_address
    dates = [day for day in office.dates_of(month.name) if day <= office.date_of(office.LAST_EVENT)]
    weights = [_weight(day) for day in dates]
    moments = [moment(rng, day) for day in rng.choices(dates, weights, k=len(paths))]
    if month.name == "2026-11":
        # The second 01:30 of the night in which the clocks go back; L3 arrives at the first.
        moments[0] = office.local(_AUTUMN_NIGHT[0], 0) + _AUTUMN_NIGHT[1] - 4 * office.HOUR
    return [_other(rng, path, at) for path, at in zip(paths, moments, strict=True)]


def _weight(day: date) -> int:
    return 100 if office.is_open_date(day) else 28


def _other(rng: Random, path: str, created: int) -> Profile:
    source = source_on(rng, office.date_of(created), figures.OTHER_SOURCES)
    low = rng.randrange(figures.LOW_SCORES[source][0], figures.LOW_SCORES[source][1] + 1)
    high = rng.randrange(figures.SCORES[source][0], figures.SCORES[source][1] + 1)
    match path:
        case "free mail" | "free mail, scored later":
            return Profile(created, path, source, rng.choice((low, low, high)), free_address(rng))
        case "no address":
            return Profile(created, path, source, high, "")
        case "no address, low":
            return Profile(created, path, source, low, "")
        case "never scored":
            return Profile(created, path, source, None, business_address(rng))
        case _:
            return Profile(created, path, source, low, business_address(rng), high)
