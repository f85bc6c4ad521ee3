"""Values -> the number that a statistic takes of them; common to all engines. Exact: SEMANTICS 4."""

from collections.abc import Sequence
from fractions import Fraction

from accordant.measure.measurement import Sample


def merged(parts: Sequence[Sample]) -> Sample | None:
    """Add up the samples of the cells of a window; what a rank picks is taken of the values themselves."""
    if not parts:
        return None
    return Sample(
        sum(part.n for part in parts),
        sum((part.total for part in parts), Fraction(0)),
        gaps=sum(part.gaps for part in parts),
    )
