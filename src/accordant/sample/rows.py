"""Stories into events: what a CRM, a mail platform and a call log would have recorded of each lead."""

from datetime import date
from random import Random

from accordant.sample import figures, office, profiles
from accordant.sample.answers import KEPT, LATE
from accordant.sample.follow_up import GIVEN_UP
from accordant.sample.log import Log
from accordant.sample.story import Fate, Profile, Story

_HUMAN, _UNSTATED = "CRM_UI", "INBOX_SYNC"
_ROBOTS = (("AUTOMATION_PLATFORM", "mktg"), ("SEQUENCES", "sdr"))


def write_story(rng: Random, log: Log, story: Story) -> None:
    """Write all events of an MQL."""
    _write_moment(rng, log, story)
    _write_routing(rng, log, story)
    _write_robots(rng, log, story)
    _write_attempts(rng, log, story)
    _write_fate(rng, log, story)
    _write_progress(rng, log, story)


def write_other(rng: Random, log: Log, lead: str, profile: Profile) -> None:
    """Write all events of a lead that never becomes an MQL."""
    _write_other_scores(rng, log, lead, profile)
    if rng.randrange(100) < 35:
        channel, team = rng.choice(_ROBOTS)
        at = profile.created + rng.randrange(office.MINUTE, office.DAY)
        log.write(lead, "email", at, channel=channel, team=team)
    if rng.randrange(100) < 10:
        log.write(lead, "call", _later(rng, profile.created), channel=_HUMAN, team="sdr")
    if rng.randrange(100) < 3:
        log.write(lead, "marked spam", _later(rng, profile.created), team="sdr")


def _later(rng: Random, at: int) -> int:
    return office.after(at, rng.randrange(office.MINUTE, 3 * office.OPEN_DAY))


def _create(log: Log, lead: str, profile: Profile, score: int | None, email: str) -> None:
    log.write(
        lead,
        "created",
        profile.created,
        team="mktg",
        channel="FORM",
        score=score,
        source=profile.source,
        email=email,
    )


def _write_other_scores(rng: Random, log: Log, lead: str, profile: Profile) -> None:
    match profile.path:
        case profiles.FREE_MAIL_LATER:
            _create(log, lead, profile, None, profile.email)
            log.write(lead, "scored", _later(rng, profile.created), team="mktg", score=profile.score)
        case profiles.FLAPPING_LOW:
            _create(log, lead, profile, profile.score, profile.email)
            for score in (rng.randrange(40, 60), rng.randrange(5, 30)):
                log.write(lead, "scored", _later(rng, profile.created), team="mktg", score=score)
        case profiles.CORRECTED_DOWN:
            _create(log, lead, profile, profile.score, profile.email)
            log.correct(log.rows[-1]._replace(score=profile.first_score))
        case _:
            _create(log, lead, profile, profile.score, profile.email)


def _write_moment(rng: Random, log: Log, story: Story) -> None:
    """Write the events by which score and address come to satisfy the definition at the MQL moment."""
    lead, profile, at = story.lead, story.profile, story.arrival.at
    log.counts[f"MQLs {profile.path}"] += profile.path != profiles.CORRECTED
    match profile.path:
        case profiles.SCORED_LATER:
            _create(log, lead, profile, None, profile.email)
            log.write(lead, "scored", at, team="mktg", score=profile.score)
        case profiles.RAISED:
            _create(log, lead, profile, profile.first_score, profile.email)
            _write_early_call(rng, log, story)
            log.write(lead, "scored", at, team="mktg", score=profile.score)
        case profiles.ADDRESS_LATER:
            _create(log, lead, profile, profile.score, profile.first_email)
            log.write(lead, "updated", at, team="mktg", email=profile.email)
        case profiles.FLAPPING:
            _create(log, lead, profile, profile.first_score, profile.email)
            between = (profile.created + at) // 2
            log.write(lead, "scored", between, team="mktg", score=rng.randrange(50, 60))
            log.write(lead, "scored", at, team="mktg", score=profile.score)
            _write_flapping(rng, log, story)
        case profiles.CORRECTED:
            _create(log, lead, profile, profile.score, profile.email)
            log.correct(log.rows[-1]._replace(score=profile.first_score))
        case _:
            _create(log, lead, profile, profile.score, profile.email)
            if not story.arrival.name and rng.randrange(100) < 3:
                _write_flapping(rng, log, story)


def _write_early_call(rng: Random, log: Log, story: Story) -> None:
    created, at = story.profile.created, story.arrival.at
    if at - created > office.HOUR and rng.randrange(100) < 25:
        early = created + rng.randrange(office.MINUTE, at - created - office.MINUTE)
        log.write(story.lead, "call", early, channel=_HUMAN, team="sdr")
        log.counts["attempts before MQL"] += 1


def _write_flapping(rng: Random, log: Log, story: Story) -> None:
    log.counts["scores that fall below 60 again"] += 1
    down = story.arrival.at + rng.randrange(office.HOUR, 4 * office.DAY)
    log.write(story.lead, "scored", down, team="mktg", score=rng.randrange(30, 60))
    log.write(story.lead, "scored", down + rng.randrange(office.HOUR, 9 * office.DAY), team="mktg", score=77)


def _write_routing(rng: Random, log: Log, story: Story) -> None:
    lead, at = story.lead, story.arrival.at
    match story.arrival.name:
        case "L2":
            log.write(lead, "assigned", office.local(date(2026, 11, 27), 520 * office.MINUTE), team="sdr")
        case "L4":
            log.write(lead, "assigned", at, team="sdr")
            log.write(lead, "reassigned", at + 110 * office.MINUTE, team="sdr")
        case "":
            delay = rng.choice((0, rng.randrange(office.MINUTE, 20 * office.MINUTE)))
            log.write(lead, "assigned", at + delay, team="sdr")
            if rng.randrange(100) < 8:
                handed_over = office.after(at, rng.randrange(office.MINUTE, office.OPEN_DAY))
                log.write(lead, "reassigned", handed_over, team="sdr")
        case _:
            pass


def _write_robots(rng: Random, log: Log, story: Story) -> None:
    """Write automatic replies, and people's mail that is not of Sales: none of it is an attempt."""
    lead, at = story.lead, story.arrival.at
    if story.arrival.name:
        delay = {"L2": 70, "L7": 60}.get(story.arrival.name)
        if delay:
            log.write(lead, "email", at + delay * office.SECOND, channel="SEQUENCES", team="sdr")
        return
    if rng.randrange(100) < 45:
        channel, team = rng.choice(_ROBOTS)
        replied = at + rng.randrange(20 * office.SECOND, 4 * office.MINUTE)
        log.write(lead, "email", replied, channel=channel, team=team)
    if story.depth.outcome == GIVEN_UP:
        for _ in range(rng.randrange(2, 7)):
            sent = office.after(at, rng.randrange(12 * office.OPEN_DAY))
            log.write(lead, "email", sent, channel="SEQUENCES", team="sdr")
    if rng.randrange(100) < 4:
        log.write(lead, "email", at + rng.randrange(office.MINUTE, office.DAY), channel=_HUMAN, team="mktg")
        log.counts["e-mails by marketing people"] += 1


def _write_attempts(rng: Random, log: Log, story: Story) -> None:
    lead, answer = story.lead, story.answer
    for n, at in enumerate(story.depth.attempts):
        event = "call" if story.arrival.name else rng.choices(("call", "email", "meeting"), (60, 35, 5))[0]
        if n == 0 and answer.claimed is not None:
            log.write(lead, "call", answer.claimed, logged=at, channel=_HUMAN, team="sdr")
            log.counts["late rows beyond 5 business days"] += 1
        else:
            log.write(lead, event, at, channel=_HUMAN, team=rng.choices(("sdr", "ae"), (80, 20))[0])
        if n == 0 and not story.arrival.name and answer.claimed is None:
            _correct_first_attempt(rng, log, story)
    if answer.doubtful is not None:
        log.write(lead, "email", answer.doubtful, channel=_UNSTATED, team="sdr")
        log.counts["doubtful first attempts"] += 1
    if story.depth.connected is not None:
        _write_contact(rng, log, story, story.depth.connected)


def _correct_first_attempt(rng: Random, log: Log, story: Story) -> None:
    """Sometimes the first attempt was first recorded at another instant: too late, or too early to be true."""
    right = log.rows[-1]
    if story.answer.outcome == KEPT and rng.randrange(100) < 2:
        wrong_at = right.occurred + 5 * office.HOUR
    elif story.answer.outcome == LATE and rng.randrange(100) < 8:
        wrong_at = office.after(story.arrival.at, 9 * office.MINUTE)
    else:
        return
    log.correct(right._replace(occurred=wrong_at, logged=wrong_at + 30 * office.SECOND))


def _write_contact(rng: Random, log: Log, story: Story, connected: int) -> None:
    log.write(story.lead, "connected", connected, team="sdr")
    if rng.randrange(100) < 2:
        log.write(story.lead, "email", _later(rng, connected), channel=_UNSTATED, team="sdr")
        log.counts["doubtful e-mails that change nothing"] += 1


def _write_fate(rng: Random, log: Log, story: Story) -> None:
    fate, at = story.arrival.fate, story.arrival.fate_at
    if at is None:
        return
    if fate in (Fate.SPAM, Fate.LATE_SPAM):
        log.write(story.lead, "marked spam", at, team="sdr")
        return
    team = "mktg" if fate is Fate.WRONG_PARTY else "sdr"
    log.write(story.lead, "rejected", at, team=team, reason=story.arrival.reason)
    if fate is Fate.REJECTED and rng.randrange(100) < 6:
        log.correct(log.rows[-1]._replace(reason=rng.choice(figures.OTHER_REASONS)))
    elif fate is Fate.OTHER_REASON and rng.randrange(100) < 12:
        log.correct(log.rows[-1]._replace(reason="duplicate"))


def _write_progress(rng: Random, log: Log, story: Story) -> None:
    lead, progress = story.lead, story.progress
    if progress.accepted is not None:
        log.write(lead, "accepted", progress.accepted, team="sdr")
    if progress.qualified is not None:
        log.write(lead, "qualified", progress.qualified, team="ae")
        if progress.won is None and rng.randrange(100) < 40:
            log.write(lead, "lost", _later(rng, progress.qualified), team="ae")
    if progress.won is not None:
        log.write(lead, "won", progress.won, team="ae")
