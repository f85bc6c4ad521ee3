"""The parts a report is made of: numbers with their evidence, facts with a label, lists of items."""

from dataclasses import dataclass, field

from accordant.measure.measurement import Item


@dataclass(frozen=True)
class Listed:
    """The items behind a number, cut to what a page holds; `total` is how many there are."""

    items: tuple[Item, ...]
    total: int
    zone: str


@dataclass(frozen=True)
class Number:
    """A number that leads to its evidence: row `key` under "Every number".

    `text` is rounded to be read, `exact` the arithmetic unrounded; `what` it is, `how` it was counted, and `ask`
    the command that lists everything behind it.
    """

    key: str
    text: str
    what: str = field(default="", compare=False)
    how: str = field(default="", compare=False)
    exact: str = field(default="", compare=False)
    ask: str = field(default="", compare=False)
    listed: Listed | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Bold:
    """Words that matter most in a line."""

    text: str


Piece = str | Number | Bold


@dataclass(frozen=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Return the fact without its label, as plain text."""
        return plain(self.pieces)


def plain(pieces: tuple[Piece, ...]) -> str:
    """Return pieces as plain text."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)
