"""The credit ledger for a terminal: a credit with its arithmetic and its claim, totals; rights and losses."""

from collections.abc import Iterator, Sequence

from accordant.report.ansi import apart, paint, sign, wrapped
from accordant.report.credits import Credits, Line
from accordant.report.phrases import listed, quantity_words
from accordant.report.standing import LossLine, RightLine


def credit_lines(told: Credits, width: int, colour: bool) -> Iterator[str]:
    """Yield the credits of the window and the totals of all; nothing when there never was any."""
    if not told.here and not told.earlier:
        return
    yield ""
    yield paint("Credits", "bold", colour)
    for line in told.here:
        yield from _line(line, width, colour)
    yield from total_lines(told, width)


def total_lines(told: Credits, width: int) -> Iterator[str]:
    """Yield a line a currency: how much stands how."""
    for total in told.totals:
        parts = [f"{quantity_words(amount)} {standing}" for standing, amount in total.amounts]
        parts += [f"{quantity_words(total.cut)} cut by caps or shared incidents"] if total.cut else []
        if parts:
            yield from wrapped(f"All windows so far: {', '.join(parts)}", width, "  ")


def _line(line: Line, width: int, colour: bool) -> Iterator[str]:
    amount = f"{line.amount} " if line.amount else ""
    yield from apart(f"{line.name}, {line.about}", f"{amount}{sign(line.state, colour)}", width, "  ")
    if line.reckoning:
        yield from wrapped(line.reckoning, width, "    ", "muted", colour)
    if line.countdown:
        yield from wrapped(line.countdown, width, "    ")
    for one in line.deadlines if len(line.deadlines) > 1 or any(d.note for d in line.deadlines) else ():
        told = ", ".join(filter(None, (one.last, one.left, one.note)))
        yield from wrapped(f"{one.rule}: {told}", width, "      ", "muted", colour)
    if line.evidence and line.standing == "to claim":
        yield from wrapped(f"with {listed(line.evidence)}", width, "    ", "muted", colour)


def right_text(rights: Sequence[RightLine], width: int, colour: bool) -> Iterator[str]:
    """Yield the rights to end the agreement with their evidence; nothing without any."""
    for i, one in enumerate(rights):
        yield from () if i else ("", paint("Rights to end the agreement", "bold", colour))
        yield from apart(f"{one.name}, of {one.by}", sign(one.state, colour), width, "  ")
        for line in (one.why, *one.evidence, *(f"{label.lower()}: {words}" for label, words in one.facts)):
            yield from wrapped(line, width, "    ", "muted", colour)


def loss_text(losses: Sequence[LossLine], width: int, colour: bool) -> Iterator[str]:
    """Yield the losses borne under indemnities, each cost with how it counts; nothing without any."""
    for i, one in enumerate(losses):
        yield from () if i else ("", paint("Losses under indemnities", "bold", colour))
        amount = f"{one.payable} " if one.payable else ""
        yield from apart(f"{one.name}: {one.who}", f"{amount}{sign(one.state, colour)}", width, "  ")
        costs = (f"{name} {amount}, {how}" for name, amount, how in one.costs)
        for line in (one.reckoning, *costs, *(f"{label.lower()}: {words}" for label, words in one.facts)):
            yield from wrapped(line, width, "    ", "muted", colour)
