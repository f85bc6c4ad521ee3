"""The pipeline as a chart: one bar a source and stage, all on one scale, shares of the source's own."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from accordant.report.chart.drawing import Telling, box, drawing, fitted, path, text
from accordant.report.figure import decimal
from accordant.report.markup import Markup, el, join
from accordant.report.pipeline import Pipeline, Source

_LABEL, _ROW, _TEXT = 112.0, 34, 86.0


def funnel_chart(line: Pipeline, period: str) -> Markup:
    """Draw a pipeline."""
    told = "; ".join(f"{source.name}: {_reached(source, line.stages)}" for source in (*line.sources, line.total))
    telling = Telling("pipeline", f"Pipeline by stage and source, those of {period}", f"{told}.")
    rows = len(line.sources)
    return join(
        drawing(telling, "wide", (960, 58 + _ROW * rows), *_wide(line)),
        drawing(telling, "narrow", (312, 62 + 48 * rows), *_narrow(line)),
    )


def _wide(line: Pipeline) -> Iterator[Markup]:
    step = (960 - _LABEL) / len(line.stages)
    top = _most(line)
    scale = (step - _TEXT) / top
    for i, stage in enumerate(line.stages):
        yield text(fitted(stage, step), _LABEL + i * step, 12)
    for row, source in enumerate(line.sources):
        y = 23 + _ROW * row
        yield path("grid", f"M0 {y}H960")
        yield text(fitted(source.name, _LABEL - 6), 0, y + 21, "lb")
        for i, reached in enumerate(source.reached):
            x, width = _LABEL + i * step, max(reached * scale, 1.0 if reached else 0.0)
            look = "done-f" if i and i == len(source.reached) - 1 else "bar-f"
            yield box(look, x, y + 10, width, 14)
            yield text(f"{reached:,}", x + width + 7, y + 21, "lb", "", _share(source, i))
    y = 23 + _ROW * len(line.sources)
    yield path("axis", f"M0 {y}H960")
    yield text("All" if line.sources else "", 0, y + 21, "lb")
    for i, reached in enumerate(line.total.reached):
        yield text(f"{reached:,}", _LABEL + i * step, y + 21, "lb", "", _share(line.total, i))


def _narrow(line: Pipeline) -> Iterator[Markup]:
    step = 312 / len(line.stages)
    scale = (step - 34) / _most(line)
    for i, stage in enumerate(line.stages):
        yield text(fitted(stage, step - 4), i * step, 12)
    for row, source in enumerate(line.sources):
        y = 19 + 48 * row
        yield path("grid", f"M0 {y}H312")
        yield text(source.name, 0, y + 16, "")
        for i, reached in enumerate(source.reached):
            width = max(reached * scale, 1.0 if reached else 0.0)
            yield box("bar-f", i * step, y + 27, width, 9)
            yield text(f"{reached:,}", i * step + width + 5, y + 36)
    y = 19 + 48 * len(line.sources)
    yield path("axis", f"M0 {y}H312")
    yield text("All", 0, y + 16, "lb")
    for i, reached in enumerate(line.total.reached):
        yield text(f"{reached:,}", i * step, y + 36, "lb")


def _reached(source: Source, stages: Sequence[str]) -> str:
    return ", ".join(f"{number:,} {stage}" for number, stage in zip(source.reached, stages, strict=True))


def _most(line: Pipeline) -> int:
    return max([1, *(n for source in line.sources for n in source.reached)])


def _share(source: Source, stage: int) -> Markup | None:
    if stage == 0 or not source.reached[0]:
        return None
    share = decimal(Fraction(source.reached[stage] * 100, source.reached[0]), 1)
    return el("tspan", f"{share}%", class_="ax", dx="7", font_weight="400")
