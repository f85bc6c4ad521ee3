"""Local time of named zones, as calendars need it; it lives below this floor because sources need it too."""

from accordant.zone import (
    UnknownZone,
    abbreviation,
    local_instant,
    local_time,
    offset_at,
    transitions,
    tzdata_release,
    zone_names,
)

__all__ = [
    "UnknownZone",
    "abbreviation",
    "local_instant",
    "local_time",
    "offset_at",
    "transitions",
    "tzdata_release",
    "zone_names",
]
