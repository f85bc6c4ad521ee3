"""Claims: an evaluation goes in; a letter for each credit that can still be claimed comes out, with evidence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from accordant.evaluate import Evaluation
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item, Outage, Outcome
from accordant.report.credits import Line, credit_line, standing_of
from accordant.report.follow import remedy_words
from accordant.report.measured import is_measured
from accordant.report.nouns import title
from accordant.report.period import look_words, period_words
from accordant.report.phrases import bound_words, duration, moment, party_name, quantity_words
from accordant.report.promise import promise
from accordant.report.subject import Asked, Subject, subject
from accordant.report.trend import value_text
from accordant.settle.consequence import Consequence
from accordant.terms.agreement import Agreement
from accordant.terms.indicator import Availability
from accordant.terms.obligation import Obligation
from accordant.terms.party import Party
from accordant.terms.remedy import AtRiskPool, Remedy, ServiceCredit
from accordant.terms.values import Place

Items = Callable[[str], Iterable[Item]]
_MOST = 40


@dataclass(frozen=True)
class Row:
    """One outage, value or item that a claim rests on: its name, when it was, and how much it counts."""

    name: str
    when: str
    amount: str


@dataclass(frozen=True)
class Letter:
    """A claim that can still be made, with everything it has to say.

    `clause` are the promise and the remedy in words, each with its place; `rows` what it rests on, of `total` in
    all; `running` says why the amount may still change.
    """

    line: Line
    date: str
    sender: str
    receiver: str
    agreement: str
    window: str
    clause: tuple[tuple[str, str], ...]
    measured: str
    running: str
    rows_of: str
    rows: tuple[Row, ...]
    total: int
    again: str
    zone: str


@dataclass(frozen=True)
class Claims:
    """The letters that can still be sent, and the credits that nobody claimed in time."""

    letters: tuple[Letter, ...]
    expired: tuple[Line, ...]
    title: str


class NoSuchRemedy(ValueError):
    """A remedy that the agreement has not."""


def claims(
    evaluation: Evaluation,
    items: Items,
    window: str | None = None,
    remedy: str | None = None,
    asked: Asked | None = None,
) -> Claims:
    """Return the claims of every window, or of one window or remedy alone. Raises NoSuchRemedy."""
    terms = evaluation.versions[-1].terms
    if remedy is not None and all(one.name != remedy for v in evaluation.versions for one in v.terms.remedies):
        known = ", ".join(one.name for one in terms.remedies if isinstance(one, ServiceCredit | AtRiskPool))
        raise NoSuchRemedy(f"there is no remedy '{remedy}'; those that pay are {known or 'none'}")
    about = subject(evaluation, None, asked or Asked())
    mine = [
        one
        for one in evaluation.consequences
        if window in (None, one.window) and remedy in (None, one.remedy) and one.deadlines
    ]
    expired = [one for one in mine if one.state == "expired" and one.answered is None]
    return Claims(
        tuple(_letter(about, one, items) for one in mine if standing_of(one) == "to claim"),
        tuple(credit_line(about, one) for one in expired),
        terms.title,
    )


def _letter(about: Subject, one: Consequence, items: Items) -> Letter:
    evaluation = about.evaluation
    verdict = _verdict(evaluation, one)
    terms = about.terms_of(verdict)
    obligation, remedy = terms.obligation(one.obligation), terms.remedy(one.remedy)
    rows_of, rows = _rows(about, verdict, obligation, one, items)
    return Letter(
        line=credit_line(about, one),
        date=look_words(evaluation.as_of, about.zone),
        sender=_addressed(_claimant(remedy, obligation), terms),
        receiver=_addressed(obligation.owed_by, terms),
        agreement=_agreement(about, verdict),
        window=period_words(one.window),
        clause=_clause(obligation, remedy, terms),
        measured=_measured(obligation, verdict),
        running=_running(evaluation, verdict),
        rows_of=rows_of,
        rows=tuple(rows[:_MOST]),
        total=len(rows),
        again=about.again("evaluate", "--items", "items.csv"),
        zone=about.zone,
    )


def _verdict(evaluation: Evaluation, one: Consequence) -> Verdict:
    whole = next(v for v in evaluation.verdicts if (v.obligation, v.window.label) == (one.obligation, one.window))
    return next((group for group in whole.groups if group.group == one.group), whole)


def _claimant(remedy: Remedy, obligation: Obligation) -> str:
    claim = remedy.claim if isinstance(remedy, ServiceCredit | AtRiskPool) else None
    return claim.by if claim and claim.by else obligation.owed_to


def _addressed(key: str, terms: Agreement) -> str:
    party = next((party for party in terms.parties if party.key == key), Party(key, party_name(key, terms)))
    contact = next((one for one in party.contacts if one.role == "point of contact"), None)
    told = ", ".join(filter(None, (contact.title, contact.email, contact.phone))) if contact else ""
    return f"{party.name} ({told})" if told else party.name


def _agreement(about: Subject, verdict: Verdict) -> str:
    version = about.evaluation.versions[verdict.window.version - 1]
    mark = f", fingerprint {version.terms.fingerprint[:16]}" if version.terms.fingerprint else ""
    return f"{version.terms.title}, version {version.number} in force since {version.since}{mark}"


def _clause(obligation: Obligation, remedy: Remedy, terms: Agreement) -> tuple[tuple[str, str], ...]:
    said = [(f"{title(obligation.name)}: {promise(obligation, terms)}.", _place(obligation.place))]
    said += [(f"“{obligation.text}”", "")] if obligation.text else []
    words = " ".join(remedy_words(remedy, terms))
    return (*said, (title(words), _place(remedy.place)))


def _place(place: Place | None) -> str:
    return f"{PurePath(place.file).name}, line {place.line}" if place else ""


def _measured(obligation: Obligation, verdict: Verdict) -> str:
    against = f" against {bound_words(verdict.target.bound)}" if verdict.target else ""
    group = f"{verdict.group}: " if verdict.group else ""
    told = verdict.reason or f"{value_text(obligation, verdict)}{against}"
    return f"{title(verdict.outcome.value)}: {group}{told}."


def _running(evaluation: Evaluation, verdict: Verdict) -> str:
    if evaluation.as_of >= verdict.window.stop:
        return ""
    return f"{title(period_words(verdict.window.label))} is not over: the amount can still change."


def _rows(
    about: Subject, verdict: Verdict, obligation: Obligation, one: Consequence, items: Items
) -> tuple[str, list[Row]]:
    """Return what a claim rests on, in time; of values those that are worst come first."""
    uptime = verdict.tally.uptime if verdict.tally else None
    if isinstance(obligation.indicator, Availability) and uptime is not None and not one.item:
        return "Outages, as they count", [_outage(outage, about.zone) for outage in uptime.outages]
    found = [item for item in items(obligation.name) if _is_meant(item, verdict, one)]
    values = [item for item in found if item.value is not None]
    if is_measured(obligation) and values:
        return _values(verdict, values, about.zone)
    missed = [item for item in found if item.outcome is Outcome.MISSED]
    return "What was missed", [_missed(item, about.zone) for item in missed]


def _is_meant(item: Item, verdict: Verdict, one: Consequence) -> bool:
    window = verdict.window
    if not window.first_cell <= item.window <= window.last_cell or (one.group and item.group != one.group):
        return False
    return not one.item or item.entity == one.item


def _outage(outage: Outage, zone: str) -> Row:
    stop = f"to {moment(outage.stop, zone)}" if outage.ended else "and not over"
    whole = outage.stop - outage.start
    counted = duration(outage.counted)
    amount = counted if outage.counted == whole else f"{counted} counted of {duration(whole)}"
    return Row(", ".join(outage.entities), f"{moment(outage.start, zone)} {stop}", amount)


def _values(verdict: Verdict, found: Sequence[Item], zone: str) -> tuple[str, list[Row]]:
    bound = verdict.target.bound if verdict.target else None
    quantity = bound and (bound.low or bound.high)
    unit = f" {quantity.unit}" if quantity and quantity.unit else ""
    high_is_worse = bool(bound and bound.high)
    ordered = sorted(found, key=lambda item: item.value or 0, reverse=high_is_worse)
    rows = [Row(item.entity, moment(item.start, zone), f"{item.value}{unit}") for item in ordered]
    return "Values, the worst first", rows


def _missed(item: Item, zone: str) -> Row:
    stop = f" to {moment(item.stop, zone)}" if item.stop is not None else ""
    due = f", due {moment(item.due, zone)}" if item.due is not None else ""
    elapsed = duration(item.elapsed) if item.elapsed is not None else item.reason
    return Row(item.entity or "not delivered", f"{moment(item.start, zone)}{stop}{due}", elapsed)


def reckoned(letter: Letter) -> Iterator[str]:
    """Yield how the amount comes about: the arithmetic, the amount itself, whether it can change."""
    reckoning = letter.line.reckoning
    yield f"{reckoning[:1].upper()}{reckoning[1:]}." if reckoning else "The agreement does not say how."
    one = letter.line.consequence
    if one.gross is not None and one.amount is not None and one.gross != one.amount:
        yield f"{quantity_words(one.gross)} before caps and shared incidents."
    if letter.running:
        yield letter.running
