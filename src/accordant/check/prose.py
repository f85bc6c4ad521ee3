"""Prose: what is said in words goes in; findings come out where it says another figure than the rule beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from accordant.check.found import found, quoted
from accordant.check.names import conditions
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Definition
from accordant.terms.finding import Finding
from accordant.terms.indicator import Count
from accordant.terms.obligation import Obligation
from accordant.terms.predicate import Column, Constant, Predicate, operands, tests
from accordant.terms.values import Length, Money, Place, Quantity, inside

_NUMBER = r"(?<![\w.,/:-])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|(?<![\w.,/:-])[0-9]+(?:\.[0-9]+)?"
_UNIT = r"(?:(business|working) )?(second|minute|hour|day|week|month|quarter|year)s?(?![\w-])"
_FIGURE = re.compile(rf"({_NUMBER})(?:\s*(%)| (percent)(?!\w)|[ -]{_UNIT}| ([A-Z]{{3}})(?!\w))", re.ASCII)


@dataclass(frozen=True)
class Figure:
    """A number of a kind that can be compared: `%`, a currency, `hour`, `business day`, or a column's name."""

    number: Decimal
    kind: str

    @property
    def size(self) -> tuple[str, Decimal]:
        """Return the figure in the smallest unit of its kind: 60 minutes are 1 hour, a day is not 24 hours."""
        *business, unit = self.kind.split()
        small, factor = _SMALLEST.get(unit, (unit, 1))
        return " ".join((*business, small)), self.number * factor

    def __str__(self) -> str:
        gap = "" if self.kind == "%" else " "
        plural = "s" if self.kind.rsplit(maxsplit=1)[-1] in _UNITS and self.number != 1 else ""
        return f"{self.number:,}{gap}{self.kind}{plural}"


_UNITS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")
_SMALLEST = {
    "minute": ("second", 60),
    "hour": ("second", 3600),
    "week": ("day", 7),
    "quarter": ("month", 3),
    "year": ("month", 12),
}


def differing(agreement: Agreement) -> Iterator[Finding]:
    """Find figures in prose that the rule beside it does not have, where it has others of their kind."""
    for noun, name, prose, rule, place in _terms(agreement):
        ruled = set(rule)
        for figure in dict.fromkeys(_said(prose, {one.kind for one in ruled})):
            alike = [one for one in ruled if _family(one.kind) == _family(figure.kind)]
            if alike and figure.size not in {one.size for one in alike}:
                shown = quoted(dict.fromkeys(sorted(map(str, alike))))
                message = f"the prose of {noun} '{name}' says '{figure}', and its rule says {shown}"
                yield found("prose-differs-from-rule", message, place, "the rule is what is measured")


Prose = tuple[str, str, str, Iterator[Figure], Place | None]


def _terms(agreement: Agreement) -> Iterator[Prose]:
    for definition in agreement.definitions:
        yield "definition", definition.name, definition.meaning, _defined(definition), definition.place
    for obligation in agreement.obligations:
        rule = _promised(obligation)
        yield "obligation", obligation.name, obligation.text, rule, obligation.place
    for remedy in agreement.remedies:
        prose = getattr(remedy, "text", "")
        yield "remedy", remedy.name, prose, figures(remedy), remedy.place
    for right in agreement.ending:
        yield "right", right.name, right.text, figures(right), right.place
    for goal in agreement.goals:
        yield "goal", goal.name, goal.text, figures(goal), goal.place
    if agreement.review:
        yield "the", "review", agreement.review.text, figures(agreement.review), agreement.review.place


def _defined(definition: Definition) -> Iterator[Figure]:
    yield from figures(definition)
    for condition in conditions(definition):
        yield from _compared(condition.tree)


def _promised(obligation: Obligation) -> Iterator[Figure]:
    yield from figures(obligation)
    if isinstance(obligation.indicator, Count):
        for quantity in inside(obligation.target, Quantity):
            if not quantity.unit:
                yield Figure(quantity.number, obligation.indicator.of)


def figures(term: object) -> Iterator[Figure]:
    """Yield every length, percentage and amount of money of a term."""
    for part in inside(term, (Length, Quantity, Money)):
        match part:
            case Length(amount, unit, business) if amount:
                yield Figure(Decimal(amount), f"business {unit}" if business else unit)
            case Quantity(number, unit) if unit:
                yield Figure(number, unit)
            case Money(amount, currency):
                yield Figure(amount, currency)


def _compared(tree: Predicate) -> Iterator[Figure]:
    """Yield the numbers that a predicate compares a column with, under the column's name."""
    for test in tests(tree):
        names = [one.name for one in operands(test) if isinstance(one, Column)]
        for one in operands(test):
            if isinstance(one, Constant) and names and not isinstance(one.value, str | bool):
                yield Figure(Decimal(one.value), names[0])


def _said(prose: str, kinds: set[str]) -> Iterator[Figure]:
    """Yield the figures that prose states: with a unit, or beside the name of something the rule counts."""
    for match in _FIGURE.finditer(prose):
        number, sign, percent, business, unit, currency = match.groups()
        kind = "%" if sign or percent else currency or f"{'business ' if business else ''}{unit}"
        yield Figure(_decimal(number), kind)
    for kind in sorted(kinds):
        words = re.escape(kind.replace("_", " "))
        near = rf"{words}s?(?: [a-z]+){{0,3}} ({_NUMBER})(?!\s*[%\w])|({_NUMBER}) {words}s?(?!\w)"
        for match in re.finditer(near, prose, re.IGNORECASE | re.ASCII) if kind not in (*_UNITS, "%") else ():
            yield Figure(_decimal(match[1] or match[2]), kind)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _family(kind: str) -> str:
    return "length" if kind.rsplit(maxsplit=1)[-1] in _UNITS else kind


def unmeasured(agreement: Agreement) -> Iterator[Finding]:
    """Tell the clauses that are prose alone: agreed, and measured by nothing."""
    for noun, name, place in _prose_alone(agreement):
        message = f"{noun} '{name}' is agreed, not measured"
        yield found("agreed-not-measured", message, place)


def _prose_alone(agreement: Agreement) -> Iterator[tuple[str, str, Place | None]]:
    yield from (("warranty", warranty.name, warranty.place) for warranty in agreement.warranties)
    yield from (("the text of indemnity", i.name, i.place) for i in agreement.indemnities if i.text or i.excludes)
    yield from (("the text of obligation", o.name, o.place) for o in agreement.obligations if o.text)
    for remedy in agreement.remedies:
        if getattr(remedy, "text", ""):
            yield "the text of remedy", remedy.name, remedy.place
    yield from (("the text of right", right.name, right.place) for right in agreement.ending if right.text)
    yield from (("goal", goal.name, goal.place) for goal in agreement.goals if goal.amount is None)
    if agreement.review and agreement.review.text:
        yield "the text of", "review", agreement.review.place
    if agreement.publication and agreement.publication.text:
        yield "the text of", "publication", agreement.publication.place
