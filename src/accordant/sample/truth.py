"""What is known of the sample because it was made so: numbers by month and promise, and the leads one by one.

Nothing here is measured from events. The fields are described in the docstring of `accordant.sample`.
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction

from accordant.sample import answers, figures, follow_up, office
from accordant.sample.figures import MONTHS, SOURCES
from accordant.sample.papers import PLANS, Report
from accordant.sample.profiles import NEVER_SCORED, NO_ADDRESS
from accordant.sample.story import REVIEW_LIMIT, Fate, Profile, Story

Json = dict[str, "Json"] | list["Json"] | str | int | None
Numbers = dict[str, Json]
QUALITY_LIMIT = 30 * office.DAY


@dataclass(frozen=True)
class Made:
    """All that was made, before it is counted."""

    seed: int
    stories: list[Story]
    others: list[Profile]
    reports: list[Report]
    initiatives: list[int]
    contacts: list[int]
    features: Counter[str]
    rows: int


@dataclass(frozen=True)
class Truth:
    """The numbers by month, what else the sample holds, and every MQL; the file keeps a part of the MQLs."""

    months: dict[str, Numbers]
    about: Numbers
    items: tuple[Numbers, ...]

    def text(self) -> str:
        """Return `truth.json`, with the worked examples and every fortieth MQL as items."""
        kept: list[Json] = [dict(item) for n, item in enumerate(self.items) if item["example"] or n % 40 == 0]
        months: Json = {name: dict(numbers) for name, numbers in self.months.items()}
        return json.dumps({**self.about, "months": months, "items": kept}, indent=1) + "\n"


def truth_of(made: Made) -> Truth:
    """Count what was made, by the month of each promise's own window."""
    groups = _grouped(made)
    months = {month.name: _month(made, groups, month.name) for month in MONTHS}
    months["2027-01"] = {"persistence": _persistence(groups.follow_ups["2027-01"])}
    about: Numbers = {
        "seed": made.seed,
        "as_of": office.text(office.AS_OF),
        "leads": len(made.stories) + len(made.others),
        "mqls": len(made.stories),
        "rows": made.rows,
        "surge_days": [_surge(made.stories)],
        "recovery_plans": [_plan(*plan) for plan in PLANS],
        "features": dict(sorted(made.features.items())),
    }
    return Truth(months, about, tuple(_item(story) for story in made.stories))


@dataclass(frozen=True)
class _Groups:
    """By month: leads and persons when first seen; MQLs by their moment, their speed and persistence items."""

    leads: Counter[str]
    undecided: Counter[str]
    contacts: Counter[str]
    mqls: dict[str, list[Story]]
    first_attempts: dict[str, list[Story]]
    follow_ups: dict[str, list[Story]]


def _grouped(made: Made) -> _Groups:
    created = [*(story.profile for story in made.stories), *made.others]
    undecided = [profile for profile in made.others if profile.path in (NEVER_SCORED, NO_ADDRESS)]
    groups = _Groups(
        leads=Counter(office.month_of(profile.created) for profile in created),
        undecided=Counter(office.month_of(profile.created) for profile in undecided),
        contacts=Counter(map(office.month_of, made.contacts)),
        mqls=defaultdict(list),
        first_attempts=defaultdict(list),
        follow_ups=defaultdict(list),
    )
    for story in made.stories:
        groups.mqls[office.month_of(story.arrival.at)].append(story)
        groups.first_attempts[_window(story, story.arrival.speed_due)].append(story)
        groups.follow_ups[_window(story, story.arrival.depth_due)].append(story)
    return groups


def _month(made: Made, groups: _Groups, name: str) -> Numbers:
    mine, first_attempts = groups.mqls[name], groups.first_attempts[name]
    return {
        "leads": groups.leads[name],
        "undecided": groups.undecided[name],
        "contacts": groups.contacts[name],
        "qualified leads": _qualified_leads(mine),
        "lead quality": _lead_quality(mine),
        "initiatives": {"done": sum(office.month_of(at) == name for at in made.initiatives)},
        "speed": _speed(first_attempts),
        "persistence": _persistence(groups.follow_ups[name]),
        "pipeline status": _reports(made.reports, name),
        "by source": {source: _source(mine, first_attempts, source) for source in SOURCES},
    }


def _qualified_leads(mine: list[Story]) -> Numbers:
    fates = Counter(story.arrival.fate for story in mine)
    reasons = Counter(story.arrival.reason for story in mine if story.arrival.fate is Fate.REJECTED)
    counted = [story for story in mine if story.arrival.fate is not Fate.REJECTED]
    review = [s for s in counted if office.open_between(s.arrival.at, office.AS_OF) <= REVIEW_LIMIT]
    return {
        "mqls": len(mine),
        "rejected": fates[Fate.REJECTED],
        "rejected_by_reason": {reason: reasons[reason] for reason in figures.REASONS},
        "rejected_for_another_reason": fates[Fate.OTHER_REASON],
        "rejected_too_late": fates[Fate.TOO_LATE],
        "rejected_by_the_wrong_party": fates[Fate.WRONG_PARTY],
        "spam": fates[Fate.SPAM],
        "spam_too_late": fates[Fate.LATE_SPAM],
        "counted": len(counted),
        "under_review": len(review),
    }


def _lead_quality(mine: list[Story]) -> Numbers:
    valid = [story for story in mine if story.arrival.fate is not Fate.REJECTED]
    good = sum(map(_is_good, valid))
    qualified = sum(story.progress.qualified is not None for story in valid)
    pending = sum(not _is_good(s) and s.arrival.at + QUALITY_LIMIT >= office.AS_OF for s in valid)
    return {
        "valid": len(valid),
        "good": good,
        "pending": pending,
        "qualified_too_late": qualified - good,
        "accepted": sum(story.progress.accepted is not None for story in valid),
        "won": sum(story.progress.won is not None for story in valid),
    }


def _is_good(story: Story) -> bool:
    qualified = story.progress.qualified
    return qualified is not None and qualified <= story.arrival.at + QUALITY_LIMIT


def _speed(items: list[Story]) -> Numbers:
    due = Counter(story.answer.outcome for story in items)
    kept, late, never = (due[outcome] for outcome in (answers.KEPT, answers.LATE, answers.NEVER))
    excused_late = due[f"{answers.EXCUSED} {answers.LATE}"]
    return {
        "judged": kept + late + never,
        "kept": kept,
        "late": late,
        "never": never,
        "cancelled": due[answers.CANCELLED],
        "excused": excused_late + due[f"{answers.EXCUSED} {answers.KEPT}"],
        "excused_late": excused_late,
        "pending": due[answers.PENDING],
        "unknown": due[answers.UNKNOWN],
    }


def _window(story: Story, due: int) -> str:
    """Return the window of an item: that of its due instant, or of its cancel."""
    fate_at = story.arrival.fate_at
    return office.month_of(fate_at if story.arrival.is_cancelled and fate_at is not None else due)


def _persistence(items: list[Story]) -> Numbers:
    due = Counter(story.depth.outcome for story in items)
    connected, six, given_up = due[follow_up.CONNECTED], due[follow_up.SIX], due[follow_up.GIVEN_UP]
    return {
        "judged": connected + six + given_up,
        "kept": connected + six,
        "connected": connected,
        "six_attempts": six,
        "given_up": given_up,
        "cancelled": due[answers.CANCELLED],
        "pending": due[answers.PENDING],
    }


def _reports(reports: list[Report], month: str) -> Numbers:
    mine = [report for report in reports if office.month_of(report.due) == month]
    late = [report for report in mine if report.is_late]
    late_by: list[Json] = [office.open_between(r.due, r.sent) // office.MINUTE for r in late]
    return {"due": len(mine), "on_time": len(mine) - len(late), "late": len(late), "late_by_minutes": late_by}


def _source(mine: list[Story], first_attempts: list[Story], source: str) -> Numbers:
    of_source = [story for story in mine if story.arrival.source == source]
    quality = _lead_quality(of_source)
    speed = _speed([story for story in first_attempts if story.arrival.source == source])
    return {
        "mqls": len(of_source),
        "counted": quality["valid"],
        "accepted": quality["accepted"],
        "good": quality["good"],
        "won": quality["won"],
        "speed_judged": speed["judged"],
        "speed_kept": speed["kept"],
    }


def _surge(stories: list[Story]) -> Numbers:
    """Describe the surge day: the ceiling is 150% of the month's target over its open dates."""
    month = figures.SURGE_DATE.isoformat()[:7]
    mine = [story for story in stories if office.date_of(story.arrival.at) == figures.SURGE_DATE]
    ceiling = Fraction(667, sum(map(office.is_open_date, office.dates_of(month)))) * Fraction(3, 2)
    late = [story for story in mine if story.answer.outcome.endswith(answers.LATE)]
    return {
        "date": figures.SURGE_DATE.isoformat(),
        "mqls": len(mine),
        "ceiling": f"{ceiling.numerator}/{ceiling.denominator}",
        "relieved": sum(story.answer.outcome.startswith(answers.EXCUSED) for story in mine),
        "late": len(late),
        "late_relieved": sum(story.answer.outcome.startswith(answers.EXCUSED) for story in late),
    }


def _plan(plan: str, day: object, minute: int, party: str, obligation: str, window: str) -> Numbers:
    sent = f"{day}T{minute // 60:02d}:{minute % 60:02d}"
    return {"plan": plan, "sent": sent, "party": party, "obligation": obligation, "window": window}


def _item(story: Story) -> Numbers:
    arrival = story.arrival
    return {
        "lead": story.lead,
        "example": bool(arrival.name),
        "source": arrival.source,
        "path": story.profile.path,
        "created": office.text(story.profile.created),
        "mql": office.text(arrival.at),
        "fate": arrival.fate.value,
        "fate_at": _instant(arrival.fate_at),
        "speed": _speed_item(story),
        "persistence": _persistence_item(story),
        "accepted": _instant(story.progress.accepted),
        "qualified": _instant(story.progress.qualified),
        "good": _is_good(story) and arrival.fate is not Fate.REJECTED,
        "won": _instant(story.progress.won),
    }


def _instant(at: int | None) -> str | None:
    return None if at is None else office.text(at)


def _speed_item(story: Story) -> Numbers:
    stop = story.answer.stop
    return {
        "due": office.text(story.arrival.speed_due),
        "limit_us": story.arrival.limit,
        "stop": _instant(stop),
        "elapsed_us": office.open_between(story.arrival.at, office.AS_OF if stop is None else stop),
        "outcome": story.answer.outcome,
        "window": _window(story, story.arrival.speed_due),
    }


def _persistence_item(story: Story) -> Numbers:
    return {
        "due": office.text(story.arrival.depth_due),
        "attempts": len(story.depth.attempts),
        "connected": _instant(story.depth.connected),
        "outcome": story.depth.outcome,
        "window": _window(story, story.arrival.depth_due),
    }
