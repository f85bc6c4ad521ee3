"""A variance in words: what was to be worth how much, and a row for each effect with its arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from accordant.report.figure import decimal, short, signed
from accordant.report.phrases import called, many_called
from accordant.report.variance import Chain, Variance

ORDER = "Order of substitution: number, then conversion, then value of each."


@dataclass(frozen=True)
class Row:
    """One effect: what it is called, how it was reckoned, how much it is, and its share of the whole."""

    name: str
    arithmetic: str
    effect: str
    share: str


def outcome(told: Variance) -> str:
    """Say what the plan was and what of it was reached: `of 360,000 USD (17 won at 18,000 USD): 85.0%`."""
    each = f"{told.won:,} {many_called(told.good)} at {_amount(told, told.actual.each)}"
    reached = decimal(told.actual.worth / told.planned.worth * 100, 1)
    return f"of {_amount(told, told.planned.worth)} ({each}): {reached}%"


def question(told: Variance) -> str:
    """Ask for the causes: `Why it was 54,000 USD short`."""
    total = told.effects.total
    gap = _amount(told, abs(total))
    return f"Why it was {gap} short" if total < 0 else f"Why it was {gap} beyond" if total else "As planned"


def rows(told: Variance) -> Iterator[Row]:
    """Yield a row for each effect, in the order of substitution, and the sum."""
    effects, planned, actual = told.effects, told.planned, told.actual
    counted, good = many_called(told.counted), called(told.good)
    part, each = _percent(planned), _amount(told, planned.each)
    number = f"({short(actual.number)} − {short(planned.number)}) × {part} × {each}"
    yield _row(told, f"{_more(effects.volume, 'Fewer', 'As many')} {counted}", number, effects.volume)
    came = f"{short(actual.number)} × ({told.won:,} ÷ {short(actual.number)} − {part}) × {each}"
    name = f"{_more(effects.conversion, 'Fewer', 'As many')} of them {good}"
    yield _row(told, name, came, effects.conversion)
    worth = f"{told.won:,} × ({short(actual.each)} − {short(planned.each)})"
    yield _row(told, f"{_more(effects.value, 'Less', 'As much')} each", worth, effects.value)
    word = "Short of the plan" if effects.total < 0 else "Beyond the plan" if effects.total else "As planned"
    yield _row(told, word, "", effects.total)


def _row(told: Variance, name: str, arithmetic: str, effect: Fraction) -> Row:
    total = told.effects.total
    share = decimal(effect / total * 100, 2).replace("-", "−") + "%" if total else ""
    return Row(name, arithmetic, f"{signed(effect)} {told.unit}".rstrip(), share)


def _more(effect: Fraction, less: str, same: str) -> str:
    return less if effect < 0 else "More" if effect else same


def _percent(chain: Chain) -> str:
    return f"{short(chain.part * 100, 3)}%"


def _amount(told: Variance, value: Fraction) -> str:
    return f"{short(value)} {told.unit}".rstrip()
