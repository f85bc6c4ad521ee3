"""Moments that no promise counts by themselves: a plan for those of the stages, and of what takes items away."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from accordant.evaluate import Evaluation
from accordant.plan.definition import Dictionary
from accordant.plan.plan import compile_clocks
from accordant.plan.steps import Moments, Occur, Plan, Tally, Timeline
from accordant.plan.timeline import Reign, midnight, term_start
from accordant.report.subject import group_attribute
from accordant.report.taken import Cause, causes
from accordant.terms.definition import Condition
from accordant.terms.obligation import Obligation
from accordant.terms.window import WindowSpan


def moment_plan(evaluation: Evaluation) -> Plan | None:
    """Return a plan whose items are moments: of each stage, by source, and of each cause by its words.

    An engine's `items(plan, name)` then yields them, one item a moment. None when there is nothing to yield.
    """
    last = evaluation.versions[-1].terms
    as_of = evaluation.as_of
    begins = term_start(last.term)
    whole = WindowSpan("term", begins, as_of + 1, begins, as_of + 1)
    by = source_attribute(last.obligations)
    dictionary = Dictionary(tuple(_reigns(evaluation)), compile_clocks(evaluation.versions, None, as_of))
    taking = {cause.words: _step(cause.words, _caused(dictionary, cause), whole, "") for cause in causes(last)}
    steps = taking | {name: _step(name, dictionary.moments(name), whole, by) for name in last.stages}
    lines = tuple(Timeline(name, (whole,), (whole.start, whole.stop)) for name in steps)
    return Plan(as_of, evaluation.known_at, tuple(steps.values()), lines) if steps else None


def source_attribute(promises: Iterable[Obligation]) -> str:
    """Return the first attribute by which any promise tells its items apart; empty when none does."""
    return next((by for by in map(group_attribute, promises) if by), "")


def _caused(dictionary: Dictionary, cause: Cause) -> Moments:
    moments = dictionary.moments(cause.definition)
    return _narrowed(moments, cause.narrowed) if cause.narrowed else moments


def _narrowed(moments: Moments, where: Condition) -> Moments:
    readings = (
        replace(reading, definition=replace(reading.definition, where=where)) for reading in moments.readings
    )
    return replace(moments, readings=tuple(readings))


def _step(name: str, moments: Moments, whole: WindowSpan, by: str) -> Tally:
    cells = (whole.start, whole.stop)
    return Tally(name, 1, Occur(moments.kind, moments), whole.start, whole.stop, cells, by)


def _reigns(evaluation: Evaluation) -> Iterator[Reign]:
    """Yield who says what a word means when: every version from its date on."""
    zone = evaluation.versions[0].terms.term.zone
    begins = term_start(evaluation.versions[0].terms.term)
    for version in evaluation.versions:
        since = max(begins, midnight(zone, version.since))
        yield Reign(version, version.terms.obligations[0], since, evaluation.as_of)
