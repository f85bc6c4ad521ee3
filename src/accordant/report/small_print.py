"""The small print of a promise in plain words: its clock, what is taken away, how its target is read."""

from typing import assert_never

from accordant.report.phrases import (
    any_called,
    bound_words,
    called,
    date_words,
    length_words,
    listed,
    quantity_words,
)
from accordant.terms.clock import Clock
from accordant.terms.condition import AnyMissed, Happened, Missed, ScoreBelow, VerdictCondition
from accordant.terms.definition import Tiers
from accordant.terms.exclusion import Exclusion, OtherSide, Relief, Surge
from accordant.terms.indicator import All, Any, Attempts, Availability, Composite, Statistic, Time
from accordant.terms.obligation import Obligation
from accordant.terms.target import AnyTarget, Dated, Target

_PARTS = {
    "prorated": "A window cut by the term owes its part of the target",
    "not judged": "A window cut by the term is not judged",
}
_DENOMINATORS = {
    "window": "Excluded time is no downtime, and stays in the time it is measured against",
    "window less excluded": "Excluded time is left out altogether",
    "30 days": "It is measured against 30 days, whatever the window",
    "service hours": "Only service hours count",
    "requests": "Requests are counted, not time",
    "intervals": "Intervals are counted, not time",
}


def small_print(obligation: Obligation) -> list[str]:
    """Say in whole sentences everything else a promise agrees on, apart from what a miss brings."""
    return [
        *_measure(obligation),
        *_readings(obligation.target),
        *_around(obligation),
        *(relief_words(relief) for relief in obligation.relief),
    ]


def relief_words(relief: Relief) -> str:
    """Say what a relief takes away, and when."""
    match relief:
        case Surge(of, beyond, plan):
            return f"{called(of)} beyond {quantity_words(beyond)} of the daily plan of {plan} are excused."
        case OtherSide(missed):
            return f"Excused when {condition_words(missed)}."
        case _:
            assert_never(relief)


def condition_words(condition: VerdictCondition) -> str:
    """Say a condition on verdicts: `speed is missed in 2 windows in a row`."""
    match condition:
        case AnyMissed(critical, run):
            which = "any critical promise" if critical else "any promise"
            return f"{which} is missed{f' in {run} windows in a row' if run > 1 else ''}"
        case Missed(name, 1, 1):
            return f"{name} is missed"
        case Missed(name, misses, among) if misses == among:
            return f"{name} is missed in {misses} windows in a row"
        case Missed(name, misses, among):
            return f"{name} is missed in {misses} of {among} windows in a row"
        case ScoreBelow(limit):
            return f"the score is below {quantity_words(limit)}"
        case Happened(definition):
            return f"there is {called(definition)}"
        case _:
            assert_never(condition)


def exclusion_words(exclusion: Exclusion) -> str:
    """Say which time does not count, for what, and on which notice."""
    scope = f"for {listed(exclusion.applies)}" if exclusion.applies else "for any promise"
    told = f", if told {length_words(exclusion.told_ahead)} ahead or more" if exclusion.told_ahead else ""
    period = f" a {exclusion.per}" if exclusion.per else ""
    ceiling = f", up to {length_words(exclusion.at_most)}{period}" if exclusion.at_most else ""
    return f"{exclusion.name}: the time of {called(exclusion.span)} does not count {scope}{told}{ceiling}."


def _measure(obligation: Obligation) -> list[str]:
    match obligation.indicator:
        case Time(clock):
            return _clock(clock)
        case Attempts(cancels=cancels):
            return _cancelled(cancels)
        case Availability():
            return _availability(obligation.indicator)
        case Statistic(interpolated=True):
            return ["Percentiles are interpolated."]
        case _:
            return []


def _clock(clock: Clock) -> list[str]:
    lines = [f"The clock stands still while {any_called(clock.pauses)}."] if clock.pauses else []
    lines += _cancelled(clock.cancels)
    lines += [f"{any_called(clock.resets)} starts the clock anew."] if clock.resets else []
    if clock.reopen:
        limit = f" within {length_words(clock.reopen.within)}" if clock.reopen.within else ""
        lines.append(f"{called(clock.reopen.when)}{limit} undoes the stop.")
    lines += [f"{any_called(clock.ends)} ends the clock for good."] if clock.ends else []
    lines += _cycles(clock)
    if clock.skew:
        lines.append(f"A stop no more than {length_words(clock.skew)} before its start counts as no time at all.")
    if clock.from_entry:
        lines.append("What comes under this promise late is measured from then on.")
    return lines


def _cycles(clock: Clock) -> list[str]:
    match clock.cycles:
        case "first":
            return []
        case "each":
            return ["Every new start after a stop counts again."]
        case "after the first":
            return ["Every new start after a stop counts again; the first one does not count."]
        case cycles:
            assert_never(cycles)


def _cancelled(names: tuple[str, ...]) -> list[str]:
    return [f"{any_called(names)} takes an item out, as if it had never been one."] if names else []


def _availability(indicator: Availability) -> list[str]:
    lines = [f"Down means {any_called(indicator.down)}."] if indicator.down else []
    if indicator.rate:
        lines.append(f"It is the average over all intervals of 100% less {called(indicator.rate)}.")
    if indicator.composite is not None:
        lines.append(f"It is up while {_composite(indicator.composite)}.")
    lines.append(f"{_DENOMINATORS.get(indicator.denominator, indicator.denominator)}.")
    if indicator.counts_from:
        lines.append(f"Outages shorter than {length_words(indicator.counts_from)} do not count.")
    if indicator.confirmation > 1:
        lines.append(f"A failure counts once {indicator.confirmation} probes in a row confirm it.")
    if indicator.gap_after:
        lines.append(f"A probe speaks until the next one, for {length_words(indicator.gap_after)} at most.")
    if indicator.gap != "removed":
        lines.append(f"Time that nobody measured counts as {indicator.gap}.")
    if indicator.unknown_at_most:
        most = quantity_words(indicator.unknown_at_most)
        lines.append(f"With more than {most} of the time unmeasured, the result is unknown.")
    return lines


def _composite(part: Composite, is_inner: bool = False) -> str:
    """Say which parts must be up; what is inside another part stands in brackets."""
    match part:
        case str():
            return f"{called(part)} is up"
        case All(parts):
            words = listed(_composite(inner, is_inner=True) for inner in parts)
        case Any(parts):
            words = listed((_composite(inner, is_inner=True) for inner in parts), "or")
    return f"({words})" if is_inner else words


def _readings(target: AnyTarget) -> list[str]:
    match target:
        case Target():
            return _reading(target)
        case Tiers(by, tiers, otherwise):
            named = [(f"If {by} is {value}: ", one) for value, one in tiers]
            named += [("Otherwise: ", otherwise)] if otherwise else []
            return [
                f"Each {by} is judged for itself.",
                *(head + line for head, one in named for line in _reading(one)),
            ]
        case Dated(since, targets):
            steps = zip(since, targets, strict=True)
            return [f"From {date_words(day)}: {line}" for day, one in steps for line in _reading(one)]


def _reading(target: Target) -> list[str]:
    lines = [f"Hoped for: {bound_words(target.stretch)}."] if target.stretch else []
    lines += [f"Expected: {bound_words(target.expected)}."] if target.expected else []
    lines += [f"The least that is useful: {bound_words(target.minimum)}."] if target.minimum else []
    if target.minimum_sample > 1:
        lines.append(f"Judged only when there are {target.minimum_sample:,} or more.")
    if target.allowed:
        few = target.allowed.fewer_than
        lines.append(
            f"{target.allowed.misses:,} {'miss is' if target.allowed.misses == 1 else 'misses are'} forgiven"
            f"{f' when there are fewer than {few:,}' if few else ''}."
        )
    return lines


def _around(obligation: Obligation) -> list[str]:
    lines = [f"Each {obligation.for_each} is judged for itself."] if obligation.for_each else []
    lines += [f"Business time is that of {obligation.calendar}."] if obligation.calendar else []
    if obligation.window.part_windows in _PARTS:
        lines.append(f"{_PARTS[obligation.window.part_windows]}.")
    lines += ["This promise is critical."] if obligation.critical else []
    lines += [f"It serves {obligation.serves}."] if obligation.serves else []
    lines += [f"The measure is collected: {obligation.collected}."] if obligation.collected else []
    return lines
