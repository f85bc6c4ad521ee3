"""The pipeline: how many of a window's cohort reached each stage, by source."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accordant.measure.measurement import Item, Near, Outcome
from accordant.report.moments import source_attribute
from accordant.report.phrases import length_words, many_called
from accordant.report.room import shown
from accordant.report.subject import Items, Subject
from accordant.terms.indicator import Count, Share
from accordant.terms.obligation import Obligation
from accordant.terms.values import Instant, Length


@dataclass(frozen=True)
class Source:
    """One source of the cohort (or all of it): how many entities reached each stage."""

    name: str
    reached: tuple[int, ...]


@dataclass(frozen=True)
class Pipeline:
    """The stages from the cohort's on, the sources that have any, and all together; `by` names the attribute.

    `notes` say where a promise counts fewer at a stage than reached it.
    """

    stages: tuple[str, ...]
    by: str
    sources: tuple[Source, ...]
    total: Source
    notes: tuple[str, ...] = ()


def pipeline(subject: Subject, cohort: Sequence[Item], stages: Items) -> Pipeline | None:
    """Follow the entities of `cohort` through the stages after their own, up to the as-of instant.

    A stage is reached when it has a moment at or after the one that made the entity one of the cohort. None
    when the agreement has no stages, or no promise counts one of them.
    """
    promise = cohort_promise(subject)
    if promise is None or not cohort:
        return None
    names = subject.terms.stages
    names = names[names.index(_of(promise)) :]
    began = {item.entity: item.start for item in cohort}
    later = Near(0, -1, min(began.values()), subject.evaluation.as_of + 1)
    first = {item.entity: item.group for item in stages(names[0], later) if item.entity in began}
    reached = [set(began), *(_reached(stages(name, later), began) for name in names[1:])]
    sources: dict[str, list[int]] = defaultdict(lambda: [0] * len(names))
    for entity in began:
        for i, those in enumerate(reached):
            sources[first.get(entity, "")][i] += entity in those
    ordered = sorted(sources.items(), key=lambda pair: (-pair[1][0], pair[0].encode()))
    by = source_attribute(subject.terms.obligations)
    named = [Source(name or "not told", tuple(counts)) for name, counts in ordered]
    total = Source("All", tuple(map(len, reached)))
    return Pipeline(names, by, tuple(named) if by else (), total, tuple(_notes(subject, names, total)))


def _notes(subject: Subject, stages: Sequence[str], total: Source) -> Iterator[str]:
    """Say where a share of the same cohort counts fewer than ever reached a stage: only those in time are good."""
    for promise in subject.terms.obligations:
        share, verdict = promise.indicator, shown(subject, promise.name)
        if not isinstance(share, Share) or (share.of, share.counted_by) != (stages[0], "cohort"):
            continue
        if verdict is None or share.good not in stages or verdict.valid != total.reached[0]:
            continue
        number = total.reached[stages.index(share.good)]
        if verdict.good != number:
            within = f"within {length_words(promise.within)}" if isinstance(promise.within, Length) else "in time"
            good = many_called(share.good)
            yield f"Of the {number:,} {good}, {verdict.good:,} came {within}, as {promise.name} asks."


def cohort_promise(subject: Subject) -> Obligation | None:
    """Return the promise whose items are the cohort: the first that counts a stage, or the first share of one."""
    promises = subject.terms.obligations
    counts = [o for o in promises if isinstance(o.indicator, Count)]
    shares = [o for o in promises if isinstance(o.indicator, Share)]
    return next((o for o in (*counts, *shares) if _of(o) in subject.terms.stages), None)


def counted(items: Iterable[Item]) -> list[Item]:
    """Return the items of a cohort: those that were not taken away."""
    return [item for item in items if item.outcome is not Outcome.CANCELLED]


def _of(promise: Obligation) -> str:
    return getattr(promise.indicator, "of", "")


def _reached(moments: Iterable[Item], began: dict[str, Instant]) -> set[str]:
    return {item.entity for item in moments if item.entity in began and item.start >= began[item.entity]}
