"""What happened: one event of one entity, as a source told it, before anybody judges it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accordant.terms.values import Instant

Cell = str | int | Decimal | bool | date | None


@dataclass(frozen=True)
class Event:
    """Something recorded about an entity.

    `kind` and `entity` name whose event it is, `name` which event (`created`); `happened` and `recorded` are
    instants. `identity` is the source's own id of the event ("" when it has none; ids are unique per kind).
    `sequence` orders events of one instant; None sorts first. `fields` are seen at this event only;
    `attributes` are what it tells of the entity: an absent key tells nothing, a None value tells NULL.
    `retracted` rows withdraw the identity. `source` and `row` (1-based) say where it was read.
    """

    kind: str
    entity: str
    name: str
    happened: Instant
    recorded: Instant
    by: str | None = None
    identity: str = ""
    sequence: int | None = None
    fields: dict[str, Cell] = field(default_factory=dict)
    attributes: dict[str, Cell] = field(default_factory=dict)
    retracted: bool = False
    source: str = ""
    row: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """A row that could not be read as an event: where, which column, why. The other rows load.

    A row of a table has no number (0): `key` is what its key columns hold.
    """

    source: str
    row: int
    column: str
    reason: str
    text: str = ""
    key: str = ""


@dataclass(frozen=True)
class EventLog:
    """All events of some sources, in no particular order, and the rows that were rejected."""

    events: tuple[Event, ...]
    rejected: tuple[Rejected, ...] = ()
    kept: dict[str, int] = field(default_factory=dict)
