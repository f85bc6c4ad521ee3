"""The scorecard: an evaluation goes in, one window of it comes out as everything a page or a terminal shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accordant.evaluate import Evaluation
from accordant.report.burn import Burn, burns
from accordant.report.card import Card
from accordant.report.credits import Credits, credits
from accordant.report.fact import Number
from accordant.report.follows import Follows, follows
from accordant.report.left_out import undecided
from accordant.report.nouns import title
from accordant.report.past import Past, past
from accordant.report.period import look_words, period_words
from accordant.report.phrases import date_words
from accordant.report.pictures import Fall, Wait, fall_of, falls, waits
from accordant.report.pipeline import Pipeline, cohort_promise, counted, pipeline
from accordant.report.room import Room, room, shown
from accordant.report.sides import Side, sides
from accordant.report.standing import LossLine, RightLine, loss_lines, right_lines
from accordant.report.state import MISSED
from accordant.report.subject import Asked, Items, Subject, subject
from accordant.report.summary import Summary, summary
from accordant.report.uptime import UptimeDays, uptime_days
from accordant.report.variance import Variance, variance
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.indicator import Time
from accordant.zone import tzdata_release


@dataclass(frozen=True)
class Scorecard:
    """One window of an agreement, ready to be shown: exact values are in the parts, texts are for reading.

    `terms` is the text that governs it, `window` its label, `title` that in words; `running` says that it is
    not over. `numbers` are all numbers that lead to evidence, in reading order; `listed` is how many items a
    list holds at most. `silenced` are the rules of `check` not followed, with the reason. `under` says what the
    window was judged by, `again` are the commands that give this answer again.
    """

    terms: Agreement
    window: str
    title: str
    as_of: str
    known_at: str
    zone: str
    version: int
    running: bool
    summary: Summary
    sides: tuple[Side, ...]
    follows: Follows
    falls: tuple[Fall, ...]
    waits: tuple[Wait, ...]
    pipeline: Pipeline | None
    variance: Variance | None
    past: tuple[Past, ...]
    numbers: tuple[Number, ...]
    listed: int
    silenced: tuple[tuple[str, str], ...]
    data_notes: tuple[str, ...]
    under: tuple[str, ...]
    again: tuple[str, ...]
    uptimes: tuple[UptimeDays, ...] = ()
    burns: tuple[Burn, ...] = ()
    credits: Credits = Credits((), (), ())
    rights: tuple[RightLine, ...] = ()
    losses: tuple[LossLine, ...] = ()

    @property
    def agreement(self) -> str:
        """Return the agreement's title."""
        return self.terms.title

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return all cards, one side after the other."""
        return tuple(card for side in self.sides for card in side.cards)


def scorecard(
    evaluation: Evaluation,
    items: Items | None = None,
    window: str | None = None,
    findings: Iterable[Finding] = (),
    data_notes: Iterable[str] = (),
    moments: Items | None = None,
    asked: Asked | None = None,
) -> Scorecard:
    """Look at an evaluation through one window of the agreement, by default the last that has ended.

    `items` gives the items of an obligation, `moments` those of a stage or cause (see `moments.moment_plan`);
    without them what rests on them is left out. `findings` tell which rules were silenced, `data_notes` what
    could not be read. Raises NoSuchWindow.
    """
    about = subject(evaluation, window, asked or Asked())
    gathered = room(about, items, moments)
    laid_out = {obligation.name: fall_of(gathered, obligation) for obligation in gathered.obligations}
    both = sides(gathered, laid_out)
    cards = tuple(card for side in both for card in side.cards)
    return Scorecard(
        terms=about.terms,
        window=about.window.label,
        title=title(period_words(about.window.label)),
        as_of=look_words(evaluation.as_of, about.zone),
        known_at="" if evaluation.known_at == evaluation.as_of else look_words(evaluation.known_at, about.zone),
        zone=about.zone,
        version=about.window.version,
        running=not about.has_ended,
        summary=summary(about),
        sides=both,
        follows=follows(about, cards),
        falls=falls(gathered, cards, laid_out),
        waits=waits(gathered, cards),
        pipeline=_pipeline(gathered, moments),
        variance=variance(about),
        past=past(about),
        numbers=tuple(number for card in cards for number in card.numbers),
        listed=gathered.most,
        silenced=_silenced(about, findings),
        data_notes=(*data_notes, *undecided(gathered)),
        under=tuple(_under(about)),
        again=_again(about, cards),
        uptimes=uptime_days(gathered, cards),
        burns=burns(gathered, cards),
        credits=credits(about),
        rights=right_lines(evaluation),
        losses=loss_lines(evaluation),
    )


def _pipeline(gathered: Room, moments: Items | None) -> Pipeline | None:
    promise = cohort_promise(gathered.subject)
    chosen = shown(gathered.subject, promise.name) if promise else None
    if promise is None or chosen is None or moments is None:
        return None
    return pipeline(gathered.subject, counted(gathered.begun(promise.name, chosen.window)), moments)


def _silenced(about: Subject, findings: Iterable[Finding]) -> tuple[tuple[str, str], ...]:
    """Return rules that the parties do not follow: those written in the agreement, then any told as findings."""
    written = [(silence.rule, silence.reason) for silence in about.terms.silence]
    told = [(finding.rule or finding.code, finding.silenced) for finding in findings if finding.silenced]
    return tuple(dict.fromkeys([*written, *told]))


def _under(about: Subject) -> Iterable[str]:
    version = about.evaluation.versions[about.window.version - 1]
    mark = f", fingerprint {version.terms.fingerprint[:16]}" if version.terms.fingerprint else ""
    yield f"Agreement version {version.number}, in force since {date_words(version.since)}{mark}."
    for calendar in version.terms.calendars:
        yield f"Calendar {calendar.name}, {calendar.zone}."
    yield f"Time zone rules {tzdata_release()}."


def _again(about: Subject, cards: Sequence[Card]) -> tuple[str, ...]:
    """Return the commands for this page, for one item of it, and for all items (the last)."""
    window = ["--window", about.window.label]
    told = sorted((card for card in cards if card.example), key=_tells_little)
    explain = [about.again("explain", card.obligation.name, card.example) for card in told[:1]]
    return (
        about.again("evaluate", *window),
        *explain,
        about.again("evaluate", *window, "--items", "items.csv"),
    )


def _tells_little(card: Card) -> tuple[bool, bool]:
    """Rank what is worth explaining: a clock before anything else, a miss before what was kept."""
    return (not isinstance(card.obligation.indicator, Time), card.state != MISSED)
