"""What a tally says of a window's value: what is certain, and what is open to go either way."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True)
class Reading:
    """Items kept, moments counted or worth added, before anything is compared.

    `kept` is certain, up to `open` more is pending, up to `unknown` more nobody could decide (None: no bound is
    known); `lost` items are certain to be missed. `population` is the number of items of a share; None where
    the value is the amount itself. `by_piece` is False of worth, which is no number of things. `to_come` says what
    a running window may still bring: items without bound, nothing that is not counted as open, or anything.
    """

    kept: Fraction
    open: Fraction = Fraction(0)
    unknown: Fraction | None = Fraction(0)
    lost: int | Fraction = 0
    population: int | None = None
    by_piece: bool = True
    to_come: Literal["unbounded", "counted", "anything"] = "unbounded"

    @property
    def most(self) -> Fraction | None:
        """Return what is kept if everything open and unknown turns out kept; None is unbounded."""
        return None if self.unknown is None else self.kept + self.open + self.unknown

    @property
    def actual(self) -> Fraction | None:
        """Return the value as it would stand if nothing open ever decided; None without any item."""
        if self.population is None:
            return self.kept
        decided = self.population - self.open - (self.unknown or 0)
        return self.kept / decided if decided else None

    @property
    def lowest(self) -> Fraction | None:
        """Return the value if everything open and unknown were missed; None of an empty population."""
        return self._value(self.kept)

    @property
    def highest(self) -> Fraction | None:
        """Return the value if everything open and unknown were kept; None: unbounded, or nothing to divide by."""
        return None if self.most is None else self._value(self.most)

    def _value(self, amount: Fraction) -> Fraction | None:
        if self.population is None:
            return amount
        return amount / self.population if self.population else None
