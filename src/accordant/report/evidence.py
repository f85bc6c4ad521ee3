"""Evidence: the numbers of a promise in a window, each with the items behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item, Outcome
from accordant.report.fact import Listed, Number
from accordant.report.figure import quotient
from accordant.report.nouns import Nouns, nouns, title
from accordant.report.period import period_words
from accordant.report.subject import Subject, counts_of
from accordant.terms.indicator import Attempts, Availability, Count, Deliver, Share, Sum, Time
from accordant.terms.obligation import Obligation

_KEY = {
    Outcome.MET: "met",
    Outcome.MISSED: "missed",
    Outcome.PENDING: "pending",
    Outcome.EXCUSED: "excused",
    Outcome.CANCELLED: "cancelled",
    Outcome.NO_DATA: "no-data",
    Outcome.UNKNOWN: "unknown",
}
_WHY = {
    Outcome.PENDING: "not decided at the as-of instant",
    Outcome.EXCUSED: "relief took them out of the count, kept or not",
    Outcome.CANCELLED: "taken away or cancelled, and out of the count",
    Outcome.NO_DATA: "nothing to judge",
    Outcome.UNKNOWN: "cannot be told: what was recorded contradicts itself or is missing",
}


@dataclass(frozen=True)
class Evidence:
    """The numbers of one promise: its value, all its items, those judged, and its items by outcome."""

    value: Number
    population: Number
    judged: Number
    by_outcome: dict[Outcome, Number]

    def of(self, outcome: Outcome) -> Number | str:
        """Return the number of items with an outcome; a plain 0 when there are none."""
        return self.by_outcome.get(outcome, "0")

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Return all of them, in the order of reading."""
        return (self.value, self.population, self.judged, *self.by_outcome.values())


def evidence(
    subject: Subject, verdict: Verdict, key: str, shown: str, items: Sequence[Item] | None, most: int
) -> Evidence:
    """Collect the numbers of a promise's window; `shown` is its value as read, lists hold at most `most` items."""
    obligation, terms = subject.obligation_of(verdict), subject.terms_of(verdict)
    words = nouns(obligation, terms)
    counts = counts_of(verdict)
    by_outcome = {
        outcome: _number(subject, verdict, key, words, (outcome, counts[outcome]), items, most)
        for outcome in Outcome
        if counts.get(outcome)
    }
    period = period_words(verdict.window.label)
    value = Number(
        f"{key}.value",
        shown,
        f"{verdict.obligation}, {period}",
        verdict.reason,
        _arithmetic(verdict, obligation),
        subject.again("explain", verdict.obligation, *filter(None, [example(items)])),
    )
    total = sum(counts.values()) or verdict.valid
    population = Number(
        f"{key}.all",
        f"{total:,}",
        f"all {words.population} in {period}",
        _standing(obligation),
        _sum(counts),
        _rows(verdict),
    )
    is_amount = isinstance(obligation.indicator, Count | Sum)
    met, missed = counts.get(Outcome.MET, 0), counts.get(Outcome.MISSED, 0)
    number = verdict.valid or met + missed
    judged = Number(
        f"{key}.judged",
        f"{number:,}",
        f"{words.population} judged, {period}",
        "counted" if is_amount else "met or missed",
        "" if is_amount else f"{met:,} + {missed:,}",
        f"{_rows(verdict)}, outcome {'met' if is_amount else 'met or missed'}",
    )
    return Evidence(value, population, judged, by_outcome)


def outages(
    subject: Subject, verdict: Verdict, key: str, items: Sequence[Item] | None, most: int
) -> tuple[Number, ...]:
    """Return the outages of a window that count, as a number that leads to them; none without any."""
    found = [item for item in items or () if item.outcome is Outcome.MISSED]
    if not found or not isinstance(subject.obligation_of(verdict).indicator, Availability):
        return ()
    what = f"{title(verdict.obligation)}: outages, {period_words(verdict.window.label)}"
    ask = f"{_rows(verdict)}, outcome missed"
    listed = Listed(tuple(found[:most]), len(found), subject.zone)
    return (Number(f"{key}.outages", f"{len(found):,}", what, "down in the window, and counted", "", ask, listed),)


def example(items: Sequence[Item] | None) -> str:
    """Return an item worth explaining: the first that was missed, or else the first; empty without items."""
    missed = (item.entity for item in items or () if item.outcome is Outcome.MISSED and item.entity)
    return next(missed, next((item.entity for item in items or () if item.entity), ""))


def _number(
    subject: Subject,
    verdict: Verdict,
    key: str,
    words: Nouns,
    counted: tuple[Outcome, int],
    items: Sequence[Item] | None,
    most: int,
) -> Number:
    outcome, number = counted
    behind = None if items is None else [item for item in items if item.outcome is outcome]
    listed = None if behind is None else Listed(tuple(behind[:most]), len(behind), subject.zone)
    what = {Outcome.MET: words.kept, Outcome.MISSED: words.lost}.get(outcome, outcome.value.capitalize())
    obligation = subject.obligation_of(verdict)
    how = _WHY.get(outcome) or _rule(obligation, kept=outcome is Outcome.MET)
    ask = f"{_rows(verdict)}, outcome {outcome.value}"
    name = f"{title(verdict.obligation)}: {what[:1].lower()}{what[1:]}"
    return Number(f"{key}.{_KEY[outcome]}", f"{number:,}", name, how, "", ask, listed)


def _rows(verdict: Verdict) -> str:
    """Say which rows of the file of items are meant."""
    return f"obligation {verdict.obligation}, window {verdict.window.label}"


def _arithmetic(verdict: Verdict, obligation: Obligation) -> str:
    if verdict.actual is None or verdict.groups:
        return ""
    if isinstance(obligation.indicator, Count | Sum):
        return quotient(verdict.actual, verdict.low) if verdict.low else ""
    return quotient(verdict.good, verdict.valid) if verdict.valid else ""


def _sum(counts: Mapping[Outcome, int]) -> str:
    parts = [f"{number:,} {outcome.value}" for outcome, number in counts.items()]
    return " + ".join(parts) if len(parts) > 1 else ""


def _standing(obligation: Obligation) -> str:
    """Say why an item stands in a window."""
    match obligation.indicator:
        case Time(clock):
            return {"due": "due", "start": "begun", "stop": "stopped"}[clock.counted_in] + " in the window"
        case Attempts(counted_in=counted_in):
            return "due in the window" if counted_in == "due" else "begun in the window"
        case Deliver():
            return "due in the window"
        case _:
            return "happened in the window"


def _rule(obligation: Obligation, *, kept: bool) -> str:
    match obligation.indicator:
        case Time():
            return "elapsed no more than the limit" if kept else "elapsed more than the limit, stopped or not"
        case Attempts(at_least=least, of=of):
            enough = f"{least} of {of}, or what ends them, in time"
            return enough if kept else f"fewer than {least} of {of} in time, and nothing that ends them"
        case Deliver():
            return "delivered after the due before it, up to its own" if kept else "not delivered when it was due"
        case Share(good=good):
            return f"{good} in time" if kept else f"no {good} in time"
        case _:
            return "happened in the window, and nothing takes it away"
