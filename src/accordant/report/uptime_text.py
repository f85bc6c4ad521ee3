"""Uptime by day and error budgets for a terminal: a bar a date, a line a window, a sentence a budget."""

from collections.abc import Iterator, Sequence

from accordant.report.ansi import grid, measured, paint, sign, wrapped
from accordant.report.burn import Burn, runs_out, told
from accordant.report.figure import felt
from accordant.report.period import period_short
from accordant.report.state import MISSED
from accordant.report.uptime import DAY, Bars, Day, DayKind, Span, UptimeDays
from accordant.terms.values import Microseconds

_SIGNS: dict[DayKind, str] = {"up": "▁", "unknown": "?", "no data": "·", "shut": "_", "to come": " "}
_KEY = "▁ no minute down, ▂ to █ down by how long, ? in part not told, · no data, _ no service hours"
_BARS = "▂▃▄▅▆▇█"
_FEW, _LONG = 6, 14


def uptime_lines(told: Sequence[UptimeDays], width: int, colour: bool) -> Iterator[str]:
    """Yield the windows of each promise day by day, and a key; nothing when no promise is about uptime."""
    for one in told:
        yield ""
        yield paint(f"{one.card.title}: day by day, by date of {one.zone}", "bold", colour)
        worst = sorted(one.bars, key=lambda bars: -bars.spans[-1].down)
        rows = [row for bars in worst[:_FEW] for row in _rows(bars, colour)]
        table = list(grid(rows, [False, False, True, False]))
        if max(map(measured, table)) > width:
            table = list(grid([(row[0], row[1], row[3]) for row in rows], [False] * 3))
        yield from table
        if len(worst) > _FEW:
            yield paint(f"  and {len(worst) - _FEW} more, that were down for less", "muted", colour)
    if told:
        yield from wrapped(_KEY, width, "  ", "muted", colour)


def budget_lines(burns: Sequence[Burn], width: int, colour: bool) -> Iterator[str]:
    """Yield a sentence for each error budget; of groups those that are overdrawn or spent most."""
    if not burns:
        return
    yield ""
    yield paint("Error budgets", "bold", colour)
    for key in dict.fromkeys(burn.card.key for burn in burns):
        mine = sorted((b for b in burns if b.card.key == key), key=lambda burn: burn.left / burn.allowance)
        for burn in mine[:_FEW]:
            yield from wrapped(_sentence(burn), width, "  ")
        if len(mine) > _FEW:
            yield paint(f"  and {len(mine) - _FEW} more of {mine[0].card.title}, spent less", "muted", colour)


def _sentence(burn: Burn) -> str:
    name = ", ".join(filter(None, (burn.card.title, burn.group)))
    out = runs_out(burn)
    return f"{name}: {told(burn)}{f'; at this pace nothing is left after {out}' if out else ''}"


def _rows(bars: Bars, colour: bool) -> Iterator[tuple[str, str, str, str]]:
    """Yield a line a window; short windows, and those of a group, share one with the value of the last."""
    if bars.group or any(len(span.days) < _LONG for span in bars.spans[:-1]):
        last = bars.spans[-1]
        name = ", ".join(filter(None, (bars.group, period_short(last.label) if last.label != "term" else "")))
        yield _row(name, bars.days, last, colour)
    else:
        yield from (_row(period_short(span.label), span.days, span, colour) for span in bars.spans)


def _row(name: str, days: Sequence[Day], span: Span, colour: bool) -> tuple[str, str, str, str]:
    most = max((day.down for day in days), default=0)
    drawn = "".join(_bar(day, most, colour) for day in days).rstrip()
    down = f"{felt(span.down, DAY)} down" if span.down else ""
    return f"  {name}", drawn, down, f"{span.value} {sign(span.state, colour)}"


def _bar(day: Day, most: Microseconds, colour: bool) -> str:
    if day.kind != "down":
        return _SIGNS[day.kind]
    bar = _BARS[(day.down * len(_BARS) - 1) // most]
    return paint(bar, MISSED.look, colour)
