"""Comparison: the same facts under several rule sets, each with its promises, credits and what it comes to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accordant.evaluate import Evaluation
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.report.credits import MONEY, Line, credits, standing_of, worth
from accordant.report.figure import short
from accordant.report.nouns import title
from accordant.report.period import look_words, period_words
from accordant.report.phrases import bound_words, quantity_words
from accordant.report.room import shown
from accordant.report.state import NO_DATA, State, of_outcome
from accordant.report.subject import Asked, Subject, subject
from accordant.report.trend import value_text
from accordant.settle.consequence import Consequence
from accordant.settle.money import added, less
from accordant.terms.values import Money

_GONE = ("expired", "capped", "other")


@dataclass(frozen=True)
class Kept:
    """One promise in the window: its value and target in words, how it stands and why."""

    name: str
    value: str
    target: str
    state: State
    reason: str


@dataclass(frozen=True)
class RuleSet:
    """One agreement, or one promise of an agreement: what it says of the window's facts.

    `owed` and `so_far` are what its credits come to in the window, and in all windows up to it, by currency: what
    expired, was capped or was earned back is not in them. `unclear` counts credits nobody can reckon;
    `pays` says whether any miss of it can bring money at all.
    """

    name: str
    promises: tuple[Kept, ...]
    credits: tuple[Line, ...]
    owed: tuple[Money, ...]
    so_far: tuple[Money, ...]
    unclear: int = 0
    pays: bool = True

    @property
    def missed(self) -> int:
        """Return how many of its promises were missed."""
        return sum(one.state == of_outcome(Outcome.MISSED) for one in self.promises)

    def amount(self, currency: str) -> Money:
        """Return what is owed in a currency; nothing where there is none."""
        return next((money for money in self.owed if money.currency == currency), added([], currency))


@dataclass(frozen=True)
class Spread:
    """The rule sets that owe least and most in one currency, of those that pay.

    `times` is most by least (None: the least is nothing).
    """

    least: Money
    most: Money
    by_least: tuple[str, ...]
    by_most: tuple[str, ...]
    times: Fraction | None

    @property
    def words(self) -> str:
        """Say it in a sentence without a full stop."""
        low, high = quantity_words(self.least), quantity_words(self.most)
        if self.least == self.most:
            return f"every rule set owes {low}"
        ratio = f", {short(self.times, 1)} times as much" if self.times else ""
        return f"from {low} ({', '.join(self.by_least)}) to {high} ({', '.join(self.by_most)}){ratio}"


@dataclass(frozen=True)
class Comparison:
    """Rule sets over the same facts in one window, in the order they were named."""

    window: str
    title: str
    as_of: str
    zone: str
    sets: tuple[RuleSet, ...]
    spreads: tuple[Spread, ...]


def compare(evaluations: Sequence[Evaluation], window: str | None = None) -> Comparison:
    """Put the window of several agreements, or of one agreement's promises, side by side.

    Without a window it is the last that has ended of the first agreement. Raises NoSuchWindow.
    """
    first = subject(evaluations[0], window, Asked())
    looks = [first, *(subject(one, first.window.label, Asked()) for one in evaluations[1:])]
    if len(looks) == 1:
        names = [obligation.name for obligation in first.terms.obligations]
        sets = tuple(_rule_set(first, title(name), [name]) for name in names)
    else:
        sets = tuple(_of_agreement(look, name) for look, name in zip(looks, _names(looks), strict=True))
    return Comparison(
        first.window.label,
        period_words(first.window.label),
        look_words(first.evaluation.as_of, first.zone),
        first.zone,
        sets,
        tuple(_spreads(sets)),
    )


def _names(looks: Sequence[Subject]) -> Iterator[str]:
    """Yield the titles, numbered where two agreements have the same."""
    titles = [look.terms.title for look in looks]
    for i, name in enumerate(titles):
        yield f"{name} ({titles[: i + 1].count(name)})" if titles.count(name) > 1 else name


def _of_agreement(look: Subject, name: str) -> RuleSet:
    return _rule_set(look, name, [obligation.name for obligation in look.terms.obligations])


def _rule_set(look: Subject, name: str, promises: Sequence[str]) -> RuleSet:
    told = credits(look)
    here = [line for line in told.here if line.consequence.obligation in promises]
    every = [line for line in (*told.earlier, *told.here) if line.consequence.obligation in promises]
    kept = tuple(_kept(look, one) for one in promises)
    unclear = sum(line.standing == "other" and line.state.word == "owed" for line in here)
    return RuleSet(name, kept, tuple(here), _sum(here), _sum(every), unclear, _pays(look, promises))


def _pays(look: Subject, promises: Sequence[str]) -> bool:
    rules = [rule for one in look.terms.obligations if one.name in promises for rule in one.on_miss]
    named = {name for rule in rules for name in rule.remedies}
    return any(one.name in named and one.word in MONEY for one in look.terms.remedies)


def _kept(look: Subject, name: str) -> Kept:
    verdict = shown(look, name)
    if verdict is None:
        return Kept(title(name), "no data", "", NO_DATA, "no window of it has begun")
    obligation = look.obligation_of(verdict)
    target = bound_words(verdict.target.bound) if verdict.target else ""
    value = _grouped(verdict) if verdict.groups else value_text(obligation, verdict)
    return Kept(title(name), value, target, of_outcome(verdict.outcome), verdict.reason)


def _grouped(verdict: Verdict) -> str:
    met = sum(group.outcome is Outcome.MET for group in verdict.groups)
    return f"{met} of {len(verdict.groups)} kept"


def _sum(lines: Sequence[Line]) -> tuple[Money, ...]:
    known = [money for line in lines if (money := _still_owed(line.consequence)) is not None]
    currencies = sorted({money.currency for money in known})
    return tuple(added([money for money in known if money.currency == c], c) for c in currencies)


def _still_owed(one: Consequence) -> Money | None:
    money = worth(one)
    if money is None or standing_of(one) in _GONE:
        return None
    return less(money, one.returned) if one.returned is not None else money


def _spreads(sets: Sequence[RuleSet]) -> Iterator[Spread]:
    for currency in sorted({money.currency for one in sets for money in one.owed}):
        paying = [one for one in sets if one.pays or one.owed]
        amounts = [one.amount(currency) for one in paying]
        least, most = (pick(amounts, key=lambda money: money.amount) for pick in (min, max))
        times = Fraction(most.amount) / Fraction(least.amount) if least.amount else None
        named = [tuple(o.name for o in paying if o.amount(currency) == edge) for edge in (least, most)]
        yield Spread(least, most, named[0], named[1], times)
