"""The charts of a page, each with what it says in a sentence before it and its data in a folded table after it."""

from collections.abc import Iterator
from fractions import Fraction

from accordant.report.card import Card
from accordant.report.chart.distribution import distribution_chart
from accordant.report.chart.drawing import hatch
from accordant.report.chart.funnel import funnel_chart
from accordant.report.chart.waterfall import waterfall_chart
from accordant.report.fact import Number
from accordant.report.figure import decimal, felt, short, signed
from accordant.report.html.parts import badge, folded, piece, table
from accordant.report.html.shell import section
from accordant.report.html.uptime import uptime_sections
from accordant.report.markup import Child, Markup, el, join
from accordant.report.nouns import nouns, stop_words
from accordant.report.period import day_words, weekday_words
from accordant.report.phrases import bound_words, listed, many_called
from accordant.report.pictures import Fall, Wait
from accordant.report.pipeline import Pipeline, Source
from accordant.report.scorecard import Scorecard
from accordant.report.state import AT_RISK
from accordant.report.waiting import Waiting, waited
from accordant.report.waterfall import Waterfall
from accordant.terms.indicator import Sum


def charts(card: Scorecard) -> Iterator[tuple[str, str, Markup]]:
    """Yield each chart's section with its id and its words for the list of places."""
    for fall in card.falls:
        key = f"{fall.card.key}.waterfall"
        yield key, f"{fall.card.title}: waterfall", _waterfall(card, fall, key)
    for wait in card.waits:
        key = f"{wait.card.key}.response"
        yield key, f"{wait.card.title}: waiting times", _response(wait, key)
    if card.pipeline:
        yield "pipeline-section", "Pipeline", _pipeline(card, card.pipeline)
    yield from uptime_sections(card)


def _waterfall(card: Scorecard, fall: Fall, key: str) -> Markup:
    unit = _unit(card, fall.card)
    curve = fall.fall
    figure = el(
        "figure",
        el("p", *_behind(curve), class_="says"),
        el("p", *_then(curve), class_="soft small"),
        _waterfall_key(fall),
        waterfall_chart(fall, key + "-chart", card.title, unit),
        el("figcaption", _caption(curve, unit)),
        class_="chart panel",
    )
    return section(key, f"{fall.card.title}: waterfall", None, figure, _days(fall))


def _unit(card: Scorecard, one: Card) -> str:
    if isinstance(one.obligation.indicator, Sum):
        bound = one.verdict.target.bound if one.verdict and one.verdict.target else None
        return (bound.low.unit if bound and bound.low else "") or "worth"
    return nouns(one.obligation, card.terms).population


def _behind(curve: Waterfall) -> Iterator[Child]:
    """Say it in a sentence: `23.5 behind, needs 35.7 a day (was 33.35).`"""
    if curve.has_ended:
        gap = curve.last.gap
        told = f"{short(-gap)} short" if gap < 0 else f"{short(gap)} beyond" if gap else "Exactly"
        yield el("em", told) if gap < 0 else told
        yield f" of {short(curve.goal)}." if gap < 0 else f" the goal of {short(curve.goal)}."
        yield f" On {weekday_words(curve.then.date)} it was "
    yield from _pace(curve)


def _pace(curve: Waterfall) -> Iterator[Child]:
    gap = curve.then.gap
    yield el("em", f"{short(-gap)} behind") if gap < 0 else f"{short(gap)} ahead"
    if curve.needed is not None and curve.needed > 0:
        verb = "needed" if curve.has_ended else "needs"
        yield f", {'and ' if curve.has_ended else ''}{verb} {short(curve.needed)} a day "
        yield el("span", f"(planned {short(curve.planned)})", class_="muted")
    yield "."


def _then(curve: Waterfall) -> Iterator[Child]:
    kind = "business day" if curve.by_business_day else "day"
    day = curve.then
    yield f"{short(day.total)} of {short(day.goal)} due on {kind} {curve.at} of {len(curve.days)}. "
    if curve.forecast and curve.forecast.end < curve.goal:
        yield badge(AT_RISK)
        yield " " if not curve.has_ended else " as it looked then. "
    taken = f", {signed(-day.taken)} taken off" if day.taken else ""
    yield f"That day: {signed(day.came)} delivered{taken}."


def _waterfall_key(fall: Fall) -> Markup:
    curve = fall.fall
    at = day_words(curve.then.date)
    marks: list[Child] = [_key(_line("2.75"), f"delivered to {at}")]
    if curve.seen > curve.at:
        marks.append(_key(_line("1.25"), "what came after"))
    if cast := curve.forecast:
        band = (
            f"forecast on {at}: {round(cast.end):,}, 8 in 10 between {round(cast.low):,} and {round(cast.high):,}"
        )
        ground = el("rect", class_="band-f", width="22", height="10")
        marks.append(_key(join(ground, _line("1.5", stroke_dasharray="5 4")), band))
    marks.append(_key(el("path", class_="goal", stroke_width="1.25", d="M0 5H22"), "goal"))
    if curve.before:
        same = len(curve.before) == len(curve.days)
        drawn = "" if same else f", {len(curve.before)} days drawn over {len(curve.days)}"
        line = el("path", class_="prev", stroke_width="1.25", stroke_dasharray="1.5 3", d="M0 5H22")
        marks.append(_key(line, f"{fall.before}{drawn}"))
    return el("div", *marks, class_="key under")


def _line(width: str, **more: str) -> Markup:
    return el("path", class_="line", stroke_width=width, d="M0 5H22", **more)


def _key(mark: Markup, words: str) -> Markup:
    return el("span", el("svg", mark, viewBox="0 0 22 10", aria_hidden="true"), words)


def _caption(curve: Waterfall, unit: str) -> str:
    told = [f"{unit[:1].upper()}{unit[1:]}, less those taken off on the day it happened."]
    if curve.open:
        told.append(f"{short(curve.open)} of them can still be taken off.")
    if curve.by_business_day:
        told.append("Business days by the agreement’s calendar; what comes on a shut day counts on the next one.")
    if curve.forecast:
        pace = f"{short(curve.then.total)} ÷ {curve.at} × {len(curve.days)}"
        told.append(f"The forecast goes on at the pace so far ({pace});")
        told.append(f"its band comes from the spread of those {curve.at} days.")
    if len(curve.shut) > 3:
        told.append(f"Shut: {listed(map(day_words, curve.shut))}.")
    return " ".join(told)


def _days(fall: Fall) -> Markup:
    curve = fall.fall
    heads = [("Day", False), ("Date", False), *((w, True) for w in _COLUMNS)]
    rows = [
        (f"{i}", weekday_words(day.date), *_numbers(day.came, day.taken, day.total, day.goal), _gap(day.gap))
        for i, day in enumerate(curve.days[: curve.seen], 1)
    ]
    last = curve.last
    came = sum((day.came for day in curve.days[: curve.seen]), Fraction(0))
    taken = sum((day.taken for day in curve.days[: curve.seen]), Fraction(0))
    rows.append(("All", "", *_numbers(came, taken, last.total, last.goal), _gap(last.gap)))
    sums = ", ".join(short(total) for total in curve.before)
    before = el("p", f"{fall.before}, total by day: {sums}.", class_="soft") if curve.before else None
    return folded("The waterfall as a table", table(heads, rows, total=True), before)


_COLUMNS = ("Delivered", "Taken off", "Counted", "Total", "Goal", "Ahead or behind")


def _gap(value: Fraction) -> str:
    """Write a difference with its sign and always two decimals, as a column needs it."""
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{decimal(abs(value), 2)}"


def _numbers(came: Fraction, taken: Fraction, total: Fraction, goal: Fraction) -> tuple[str, str, str, str, str]:
    return (short(came), short(taken), short(came - taken), short(total), decimal(goal, 2))


def _response(wait: Wait, key: str) -> Markup:
    told, one = wait.wait, wait.card
    figure = el(
        "figure",
        el("p", _says(told), class_="says"),
        el("p", *_counts(wait), class_="soft small"),
        _response_key(told, key),
        distribution_chart(told, key + "-chart", f"{one.title}: waiting times", stop_words(one.obligation)),
        el("figcaption", _response_caption(told)),
        class_="chart panel",
    )
    return section(key, f"{one.title}: how long each waited", None, figure, _columns(told))


def _says(told: Waiting) -> str:
    half = "More than half are still waiting" if told.p50 is None else f"Half within {felt(told.p50, told.day)}"
    if told.p90 is None:
        return f"{half}, and more than one in ten is late and still waiting."
    if told.limits and told.p90 <= told.limits[0].at:
        return f"{half}, nine in ten within {felt(told.p90, told.day)}."
    return f"{half}, but one in ten waited longer than {felt(told.p90, told.day)}."


def _counts(wait: Wait) -> Iterator[Child]:
    told, numbers = wait.wait, {number.key: number for number in wait.card.numbers}
    key = wait.card.key
    yield _linked(numbers, f"{key}.met", told.kept)
    yield " of "
    yield _linked(numbers, f"{key}.judged", told.size)
    share = decimal(Fraction(told.kept * 100, told.size), 1)
    yield f" within their limit, {share}%{_against(wait)}. "
    late = told.size - told.kept
    if late:
        yield "No mean is shown; it would hide the "
        yield _linked(numbers, f"{key}.missed", late)
        yield " that were not."
    if told.open:
        yield f" {told.open:,} more are open and within their limit; they are in no percentile."


def _against(wait: Wait) -> str:
    target = wait.card.verdict.target if wait.card.verdict else None
    return f" against {bound_words(target.bound)}" if target else ""


def _linked(numbers: dict[str, Number], key: str, number: int) -> Child:
    found = numbers.get(key)
    return piece(found) if found and found.text == f"{number:,}" else f"{number:,}"


def _response_key(told: Waiting, key: str) -> Markup:
    marks = [_key(el("rect", class_="bar-f", width="22", height="10"), "in time")]
    marks.append(_key(el("rect", class_="late-f", width="22", height="10"), "late"))
    if told.waiting:
        pattern = f"{key}-key-hatch"
        mark = el("rect", width="22", height="10", fill=f"url(#{pattern})")
        marks.append(_key(join(hatch(pattern), mark), "late and still waiting, counted as longest"))
    if told.open:
        pattern = f"{key}-key-open"
        mark = el("rect", width="22", height="10", fill=f"url(#{pattern})")
        marks.append(_key(join(hatch(pattern, look="bar-f"), mark), "open and within their limit"))
    return el("div", *marks, class_="key under")


def _response_caption(told: Waiting) -> str:
    waiting = ", those still waiting included" if told.waiting else ""
    at_once = f" {told.at_once:,} took no time of the clock: it stood still." if told.at_once else ""
    hours = f" A day of this clock is {felt(told.day, told.day + 1)}." if told.business else ""
    return (
        "Each column is a span of waiting, wider to the right; the columns show counts, not density. "
        f"Percentiles are nearest rank over all {told.size:,}{waiting}.{at_once}{hours}"
    )


def _columns(told: Waiting) -> Markup:
    heads = [("Waited", False), ("All", True), ("In time", True), ("Late", True)]
    rows = []
    for column in told.columns:
        over = "" if not column.over else f"over {felt(column.over, told.day)}"
        upto = "" if column.upto is None else f"to {felt(column.upto, told.day)}"
        rows.append((", ".join(filter(None, (over, upto))), *_row(column.kept, column.late)))
    rows.append(("still waiting", *_row(0, told.waiting)))
    rows.append(("All", *_row(told.kept, told.size - told.kept)))
    percentiles = [(f"p{p}", waited(told, at)) for p, at in ((50, told.p50), (90, told.p90), (95, told.p95))]
    parts = [table(heads, rows, total=True), table([("Percentile", False), ("Waited", True)], percentiles)]
    if told.groups:
        parts.append(_groups(told))
    return folded("The distribution as a table", *parts)


def _row(kept: int, late: int) -> tuple[str, str, str]:
    return (f"{kept + late:,}", f"{kept:,}", f"{late:,}")


def _groups(told: Waiting) -> Markup:
    heads = [("Of them", False), ("Judged", True), ("In time", True), ("Share", True), ("Late", True)]
    rows = [
        (
            group.name,
            f"{group.judged:,}",
            f"{group.kept:,}",
            _share(group.kept, group.judged),
            f"{group.judged - group.kept:,}",
        )
        for group in told.groups
    ]
    return table(heads, rows)


def _share(part: int, whole: int) -> str:
    return f"{decimal(Fraction(part * 100, whole), 1)}%" if whole else "no data"


def _pipeline(card: Scorecard, line: Pipeline) -> Markup:
    cohort = many_called(line.stages[0])
    lead = (
        f"The {cohort} of {card.title}, followed until {card.as_of}. "
        f"One scale for all bars; shares are of the source’s own {cohort}."
    )
    notes = (el("figcaption", note) for note in line.notes)
    figure = el("figure", funnel_chart(line, card.title), *notes, class_="chart panel")
    heads = [(line.by.capitalize() or "All", False)]
    for stage in line.stages:
        heads += [(stage, True)] if stage == line.stages[0] else [(stage, True), ("Share", True)]
    rows = [_stages(source) for source in (*line.sources, line.total)]
    stages = folded("The pipeline as a table", table(heads, rows, total=bool(line.sources)))
    return section("pipeline-section", "Pipeline by stage and source", lead, figure, stages)


def _stages(source: Source) -> list[str]:
    cells = [source.name, f"{source.reached[0]:,}"]
    for reached in source.reached[1:]:
        cells += [f"{reached:,}", _share(reached, source.reached[0])]
    return cells
