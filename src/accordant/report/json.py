"""An evaluation as canonical JSON: fixed shape, sorted keys, no float; equal evaluations give equal bytes."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from accordant.evaluate import Evaluation
from accordant.judge.budget import ErrorBudget
from accordant.judge.verdict import AgreementVerdict, Part, Verdict
from accordant.measure.measurement import Measurement, Outage, Outcome, Sample, Tally, Uptime
from accordant.report.period import iso_exact
from accordant.settle.consequence import Consequence
from accordant.settle.indemnity import Cost, Loss
from accordant.settle.journal import Transaction
from accordant.settle.right import RightStanding
from accordant.terms.agreement import Version
from accordant.terms.values import Instant, Money
from accordant.terms.window import WindowSpan
from accordant.zone import tzdata_release

VERSION = 1
_SAFE = 2**53

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def as_json(evaluation: Evaluation) -> str:
    """Return an evaluation as one line of JSON, ended by nothing.

    Keys are sorted. Fractions and decimals are text (`47/196`, `12.5`), whole numbers beyond 2^53 too, instants
    ISO 8601 with the agreement's offset and microseconds, windows their label with `from` and `to`.
    """
    told = Teller(evaluation.versions[-1].terms.term.zone).evaluation(evaluation)
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Teller:
    """Turns each part of an evaluation into JSON, with instants in one zone."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    def evaluation(self, evaluation: Evaluation) -> Json:
        return {
            "accordant": VERSION,
            "title": evaluation.versions[-1].terms.title,
            "zone": self.zone,
            "tzdata": tzdata_release(),
            "as_of": self.at(evaluation.as_of),
            "known_at": self.at(evaluation.known_at),
            "versions": [self.version(version) for version in evaluation.versions],
            "agreement": [self.overall(one) for one in evaluation.agreement],
            "verdicts": [self.verdict(one) for one in evaluation.verdicts],
            "without_exclusions": [self.bare(one) for one in evaluation.without_exclusions],
            "consequences": [self.consequence(one) for one in evaluation.consequences],
            "ledger": [self.transaction(one) for one in evaluation.ledger],
            "rights": [self.right(one) for one in evaluation.rights],
            "losses": [self.loss(one) for one in evaluation.losses],
            "measurements": [self.measurement(one) for one in evaluation.measurements],
            "unmeasured": [{"obligation": name, "reason": why} for name, why in evaluation.unmeasured],
        }

    def at(self, instant: Instant | None) -> Json:
        return None if instant is None else iso_exact(instant, self.zone)

    def version(self, version: Version) -> Json:
        return {
            "number": version.number,
            "since": version.since.isoformat(),
            "fingerprint": version.terms.fingerprint,
        }

    def window(self, window: WindowSpan) -> Json:
        return {
            "label": window.label,
            "from": self.at(window.start),
            "to": self.at(window.stop),
            "part": window.is_part,
            "version": window.version,
        }

    def overall(self, one: AgreementVerdict) -> Json:
        return {
            "window": self.window(one.window),
            "state": one.state,
            "score": [exact(one.score_low), exact(one.score_high)],
            "parts": [self.part(part) for part in one.parts],
            "because": list(one.because),
        }

    def part(self, part: Part) -> Json:
        return {
            "obligation": part.obligation,
            "weight": exact(part.weight),
            "attained": [exact(part.attained_low), exact(part.attained_high)],
            "outcome": part.outcome.value,
        }

    def bare(self, one: Verdict) -> Json:
        return {
            "obligation": one.obligation,
            "window": self.window(one.window),
            "outcome": one.outcome.value,
            "actual": exact(one.actual),
            "groups": [
                {"group": g.group, "outcome": g.outcome.value, "actual": exact(g.actual)} for g in one.groups
            ],
        }

    def verdict(self, one: Verdict) -> Json:
        bound = one.target.bound if one.target else None
        return {
            "obligation": one.obligation,
            "group": one.group,
            "window": self.window(one.window),
            "outcome": one.outcome.value,
            "outcome_before_relief": one.raw.value,
            "target": str(bound) if bound else None,
            "low": exact(one.low),
            "high": exact(one.high),
            "actual": exact(one.actual),
            "actual_before_relief": exact(one.raw_actual),
            "between": [exact(one.lowest), exact(one.highest)],
            "good": whole(one.good),
            "valid": whole(one.valid),
            "spare": exact(one.spare),
            "attained": [exact(one.attained_low), exact(one.attained_high)],
            "reached": list(one.reached),
            "error_budget": _budget(one.budget) if one.budget else None,
            "missed_at": self.at(one.missed_at),
            "reason": one.reason,
            "tally": self.tally(one.tally) if one.tally else None,
            "groups": [self.verdict(group) for group in one.groups],
        }

    def tally(self, tally: Tally) -> Json:
        return {
            "counts": counts(tally.counts),
            "counts_before_relief": counts(tally.raw),
            "total": exact(tally.total),
            "total_before_relief": exact(tally.raw_total),
            "open_total": exact(tally.open_total),
            "good": whole(tally.good),
            "valid": whole(tally.valid),
            "first_miss": self.at(tally.first_miss),
            "time": self.time(tally.uptime) if tally.uptime else None,
            "sample": _sample(tally.sample) if tally.sample else None,
        }

    def time(self, time: Uptime) -> Json:
        """Return agreed time in microseconds, and the outages as they count in it."""
        return {
            "whole": whole(time.whole),
            "seen": whole(time.seen),
            "excluded": whole(time.excluded),
            "unknown": whole(time.unknown),
            "down": whole(time.down),
            "outages": [self.outage(outage) for outage in time.outages],
        }

    def outage(self, outage: Outage) -> Json:
        return {
            "start": self.at(outage.start),
            "stop": self.at(outage.stop) if outage.ended else None,
            "counted": whole(outage.counted),
            "entities": list(outage.entities),
        }

    def consequence(self, one: Consequence) -> Json:
        return {
            "remedy": one.remedy,
            "kind": one.kind,
            "obligation": one.obligation,
            "window": one.window,
            "group": one.group,
            "item": one.item,
            "owner": one.owner,
            "raised": self.at(one.raised),
            "due": self.at(one.due),
            "answered": self.at(one.answered),
            "state": one.state,
            "amount": money(one.amount),
            "gross": money(one.gross),
            "returned": money(one.returned),
            "recovered": money(one.recovered),
            "carried": exact(one.carried),
            "made": exact(one.made),
            "into": one.into,
            "caused_by": one.caused_by,
            "service_days": exact(one.service),
            "deadlines": [
                {"written": each.written, "last": self.at(each.last), "note": each.note} for each in one.deadlines
            ],
            "evidence": list(one.evidence),
            "days_left": one.days_left,
            "reckoning": one.reckoning,
        }

    def transaction(self, one: Transaction) -> Json:
        return {
            "at": self.at(one.at),
            "kind": one.kind,
            "clause": one.remedy,
            "obligation": one.obligation,
            "window": one.window,
            "group": one.group,
            "item": one.item,
            "text": one.text,
            "postings": [{"account": each.account, "amount": money(each.amount)} for each in one.postings],
        }

    def right(self, one: RightStanding) -> Json:
        return {
            "name": one.name,
            "by": one.by,
            "state": one.state,
            "why": one.why,
            "since": self.at(one.since),
            "evidence": [
                {
                    "obligation": each.obligation,
                    "window": each.window,
                    "missed_at": self.at(each.missed_at),
                    "due": self.at(each.due),
                    "noticed": self.at(each.noticed),
                }
                for each in one.evidence
            ],
            "notice": str(one.notice) if one.notice else None,
            "earliest_end": self.at(one.earliest_end),
            "refund": money(one.refund),
            "reckoning": one.reckoning,
        }

    def loss(self, one: Loss) -> Json:
        return {
            "indemnity": one.indemnity,
            "case": one.case,
            "by": one.by,
            "payee": one.payee,
            "state": one.state,
            "payable": money(one.payable),
            "filed": self.at(one.filed),
            "told": self.at(one.told),
            "due": self.at(one.due),
            "late": one.is_late,
            "recovered": money(one.recovered),
            "offset": money(one.offset),
            "paid": self.at(one.paid),
            "reckoning": one.reckoning,
            "costs": [self.cost(cost) for cost in one.costs],
        }

    def cost(self, one: Cost) -> Json:
        return {
            "definition": one.definition,
            "at": self.at(one.happened),
            "amount": money(one.amount),
            "borne": one.borne,
            "why": one.why,
        }

    def measurement(self, one: Measurement) -> Json:
        return {
            "obligation": one.obligation,
            "windows": [window.label for window in one.windows],
            "undecided": {name: whole(number) for name, number in one.undecided.items()},
            "notes": list(one.notes),
        }


def exact(value: Fraction | Decimal | None) -> str | None:
    """Write an exact number as text: a whole one without a denominator, a decimal without trailing noughts."""
    if value is None:
        return None
    if isinstance(value, Fraction):
        return str(value)
    text = f"{value:f}"
    return "0" if not value else text.rstrip("0").rstrip(".") if "." in text else text


def whole(number: int) -> str | int:
    """Write a whole number; one that a reader of doubles would change, as text."""
    return number if abs(number) <= _SAFE else str(number)


def money(amount: Money | None) -> Json:
    """Write an amount with its currency."""
    return None if amount is None else {"amount": exact(amount.amount), "currency": amount.currency}


def _budget(budget: ErrorBudget) -> Json:
    return {
        "allowance": exact(budget.allowance),
        "spent": exact(budget.spent),
        "burn_rate": exact(budget.burn_rate),
    }


def _sample(sample: Sample) -> Json:
    return {
        "n": whole(sample.n),
        "total": exact(sample.total),
        "value": exact(sample.value),
        "gaps": whole(sample.gaps),
        "unknown": whole(sample.unknown),
    }


def counts(by_outcome: Mapping[Outcome, int]) -> Json:
    """Write numbers by outcome."""
    return {outcome.value: whole(number) for outcome, number in by_outcome.items()}
