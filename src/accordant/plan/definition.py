"""Definitions -> moments and spans: each name as every version of the agreement reads it, in its time."""

from collections.abc import Sequence
from dataclasses import dataclass

from accordant.plan.clocks import Clocks
from accordant.plan.steps import AnySpans, Bounded, JoinedSpans, Limit, Moments, Reading, Spans
from accordant.plan.timeline import Reign
from accordant.terms.definition import Definition, Joined, Moment, Span, Value, While
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Dictionary:
    """The definitions that one obligation sees: those of the version that governs it at each instant."""

    reigns: Sequence[Reign]
    clocks: Clocks

    def moments(self, name: str) -> Moments:
        """Return the moments of a definition over all versions."""
        readings = self._readings(name)
        return Moments(name, readings[-1].definition.of, readings)

    def told(self, name: str) -> tuple[Moments, ...]:
        """Return what answers by a definition's name: its moments or values, or those that open its spans."""
        last = self._readings(name)[-1].definition
        match last.shape:
            case Moment() | Value():
                return (self.moments(name),)
            case Span() | While():
                return Spans(name, last.of, self._readings(name)).openings
            case _:
                return ()

    def spans(self, name: str) -> AnySpans:
        """Return the spans of a definition over all versions; a joined one is read as its last version joins."""
        last = self._readings(name)[-1].definition
        if isinstance(last.shape, Joined):
            parts = tuple(self.spans(part) for part in last.shape.names)
            return JoinedSpans(name, last.of, parts, last.shape.least)
        return Spans(name, last.of, self._readings(name))

    def review(self, name: str, of: str) -> Limit | None:
        """Return the limit within which definition `name` may follow `of`, if it has one of that name."""
        within = self._readings(name)[-1].definition.within
        return self.clocks.limit(within.length) if within and within.of == of else None

    def _readings(self, name: str) -> tuple[Reading, ...]:
        found: list[tuple[Definition, Instant]] = []
        for reign in self.reigns:
            definition = next((d for d in reign.version.terms.definitions if d.name == name), None)
            if definition and (not found or found[-1][0] != definition):
                found.append((definition, reign.since))
        if not found:
            raise KeyError(name)
        bounds = [None, *(since for _, since in found[1:]), None]
        return tuple(
            Reading(definition, bounds[i], bounds[i + 1], self._within(definition))
            for i, (definition, _) in enumerate(found)
        )

    def _within(self, definition: Definition) -> Bounded | None:
        if definition.within is None:
            return None
        return Bounded(self.moments(definition.within.of), self.clocks.limit(definition.within.length))
