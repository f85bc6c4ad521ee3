"""The scorecard for a terminal: both sides beside each other, as wide as it is told, in colour or without."""

from collections.abc import Iterator, Sequence

from accordant.report.ansi import apart, beside, grid, measured, paint, sign, spark_line, wrapped
from accordant.report.card import Card
from accordant.report.credits_text import credit_lines, loss_text, right_text
from accordant.report.fact import plain
from accordant.report.figure import short, signed
from accordant.report.follows import Step
from accordant.report.left_out import LeftOut
from accordant.report.nouns import nouns, title
from accordant.report.period import weekday_words
from accordant.report.pictures import Fall, Wait
from accordant.report.pipeline import Pipeline
from accordant.report.scorecard import Scorecard
from accordant.report.sides import Side
from accordant.report.state import UNDECIDED
from accordant.report.subject import quoted
from accordant.report.uptime_text import budget_lines, uptime_lines
from accordant.report.variance import Variance
from accordant.report.variance_words import question, rows
from accordant.report.waiting import waited

_NARROWEST_PAIR = 96
_FEW = 6


def scorecard_text(card: Scorecard, colour: bool, width: int) -> str:
    """Return a scorecard as text of at most about `width` columns, ended by a line break."""
    writer = _Writer(card, colour, max(width, 40))
    return "\n".join(line.rstrip() for line in writer.lines()) + "\n"


class _Writer:
    """A scorecard with the way it is to be written."""

    def __init__(self, card: Scorecard, colour: bool, width: int) -> None:
        self.card, self.colour, self.width = card, colour, width

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield from self.sides()
        yield from self.follows()
        yield from credit_lines(self.card.credits, self.width, self.colour)
        yield from right_text(self.card.rights, self.width, self.colour)
        yield from loss_text(self.card.losses, self.width, self.colour)
        yield from self.charts()
        yield from self.notes()
        yield ""
        yield self.muted("Ask again:")
        for command in self.card.again:
            yield f"  {command}"

    def bold(self, words: str) -> str:
        return paint(words, "bold", self.colour)

    def muted(self, words: str) -> str:
        return paint(words, "muted", self.colour)

    def head(self) -> Iterator[str]:
        card, told = self.card, self.card.summary
        yield self.bold(f"{card.agreement}, {card.title}")
        known = f", as known at {card.known_at}" if card.known_at else ""
        running = ", still running" if card.running else ""
        when = f"as of {card.as_of} ({card.zone}), version {card.version}{known}{running}"
        yield from wrapped(when, self.width, "", "muted", self.colour)
        yield ""
        score = (
            f"  {self.bold(told.score + '%')} {self.muted(f'({told.exact}; {told.before})')}" if told.score else ""
        )
        yield f"{sign(told.state, self.colour)}{score}"
        for line in (told.lead, told.rest):
            if line:
                yield from wrapped(line, self.width)

    def sides(self) -> Iterator[str]:
        owing = [side for side in self.card.sides if side.cards]
        if self.width < _NARROWEST_PAIR or len(owing) < 2:
            for side in self.card.sides:
                yield ""
                yield from self.side(side, self.width)
            return
        pairs = [self.card.sides[i : i + 2] for i in range(0, len(self.card.sides), 2)]
        for pair in pairs:
            yield ""
            each = (self.width - 4) // 2
            parts = [list(self.blocks(side, each)) for side in pair]
            for row in range(max(map(len, parts))):
                yield from beside([part[row] if row < len(part) else [] for part in parts], self.width)

    def side(self, side: Side, width: int) -> Iterator[str]:
        for block in self.blocks(side, width):
            yield from block

    def blocks(self, side: Side, width: int) -> Iterator[list[str]]:
        """Yield the head of a side, then each card, then what was left out, as lines of a column."""
        owes = f"{side.owes}, {side.kept}" if side.cards else side.owes
        needs = [line for need in side.needs for line in wrapped(need, width, "", "muted", self.colour)]
        if len(side.party.name) + 1 + len(owes) > width:
            head = [*self.titled(side.party.name, "", width), *wrapped(owes, width, "", "muted", self.colour)]
        else:
            head = [*self.titled(side.party.name, self.muted(owes), width)]
        yield [*head, *needs]
        for card in side.cards:
            yield ["", *self.one(card, width)]
        if side.left_out:
            yield ["", *(line for out in side.left_out for line in self.out(out, width))]

    def titled(self, name: str, right: str, width: int) -> Iterator[str]:
        return apart(name, right, width, "", "bold", self.colour)

    def one(self, card: Card, width: int) -> Iterator[str]:
        yield from self.titled(card.title, sign(card.state, self.colour), width)
        values = [None if point.state in UNDECIDED else point.value for point in card.trend]
        spark = spark_line(values) if len(values) > 1 else ""
        yield from apart(f"{plain((card.value,))} {card.against}", self.muted(spark), width, "  ")
        for fact in card.facts:
            yield from wrapped(f"{fact.label}: {fact.text}", width, "  ")
        for line in card.lines:
            yield from wrapped(line, width, "  ", "muted", self.colour)
        for row in card.rows[:_FEW]:
            told = f"{row.name}: {row.value} of {row.target}"
            yield from apart(told, sign(row.state, self.colour), width, "  ")
        if len(card.rows) > _FEW:
            yield self.muted(f"  and {len(card.rows) - _FEW} more")
        if card.example:
            yield self.muted(f"  explain: {quoted(card.obligation.name)} {quoted(card.example)}")

    def out(self, out: LeftOut, width: int) -> Iterator[str]:
        yield from self.titled(out.heading, "", width)
        for label, number in out.lines:
            amount = f"{number:,}" if isinstance(number, int) else number.text
            yield from apart(label, amount, width, "  ")
        for note in out.notes:
            yield from wrapped(note, width, "  ", "muted", self.colour)

    def follows(self) -> Iterator[str]:
        told = self.card.follows
        for words, steps in (("What follows", told.here), ("Still open from earlier windows", told.earlier)):
            if steps:
                yield ""
                yield self.bold(words)
                shown = steps if steps is told.here else steps[-_FEW:]
                table = list(grid([self.step(step) for step in shown], [False] * 4))
                fits = max(map(measured, table)) <= self.width
                yield from table if fits else (line for step in shown for line in self.step_lines(step))
                if len(shown) < len(steps):
                    yield self.muted(f"  and {len(steps) - len(shown)} from before")

    def step(self, step: Step) -> Sequence[str]:
        because = f"{title(step.obligation)}, {step.window}"
        state = sign(step.state, self.colour) + (f" {self.muted(step.note)}" if step.note else "")
        return (f"  {step.name} by {step.owner}", because, _due(step), state)

    def step_lines(self, step: Step) -> Iterator[str]:
        yield from apart(f"{step.name} by {step.owner}", sign(step.state, self.colour), self.width, "  ")
        told = f"because of {title(step.obligation)}, {step.window}; {_due(step)}"
        note = f"; {step.note}" if step.note else ""
        yield from wrapped(told + note, self.width, "    ", "muted", self.colour)

    def charts(self) -> Iterator[str]:
        for fall in self.card.falls:
            yield from self.fall(fall)
        for wait in self.card.waits:
            yield from self.wait(wait)
        if self.card.pipeline:
            yield from self.pipeline(self.card.pipeline)
        if self.card.variance:
            yield from self.variance(self.card.variance)
        yield from uptime_lines(self.card.uptimes, self.width, self.colour)
        yield from budget_lines(self.card.burns, self.width, self.colour)

    def fall(self, fall: Fall) -> Iterator[str]:
        curve, unit = fall.fall, nouns(fall.card.obligation, self.card.terms).population
        day, gap = curve.then, curve.then.gap
        word = "behind" if gap < 0 else "ahead"
        pace = ""
        if curve.needed is not None and curve.needed > 0:
            verb = "needed" if curve.has_ended else "needs"
            pace = f", {verb} {short(curve.needed)} a day (planned {short(curve.planned)})"
        yield ""
        yield from self.titled(f"{fall.card.title}: waterfall of {unit}", "", self.width)
        stands = f"{weekday_words(day.date)}, day {curve.at} of {len(curve.days)}: {short(abs(gap))} {word}{pace}"
        yield from wrapped(stands, self.width, "  ")
        if cast := curve.forecast:
            yield f"  forecast {round(cast.end):,}, 8 in 10 between {round(cast.low):,} and {round(cast.high):,}"
        last = curve.last
        ended = "ended at" if curve.has_ended else "stands at"
        yield f"  {ended} {short(last.total)} of {short(curve.goal)}, {signed(last.total - curve.goal)}"
        yield f"  {self.muted(spark_line([one.gap for one in curve.days[: curve.seen]]))} gap to the line by day"

    def wait(self, wait: Wait) -> Iterator[str]:
        told = wait.wait
        yield ""
        yield from self.titled(f"{wait.card.title}: how long each waited", "", self.width)
        points = ((50, told.p50), (90, told.p90), (95, told.p95))
        yield "  " + ", ".join(f"p{p} {waited(told, at)}" for p, at in points)
        yield f"  {told.kept:,} of {told.size:,} in time, {told.waiting:,} late and still waiting"

    def pipeline(self, line: Pipeline) -> Iterator[str]:
        yield ""
        yield self.bold("Pipeline by stage and source")
        heads = [line.by or "", *line.stages]
        rows = [[f"  {s.name}", *(f"{n:,}" for n in s.reached)] for s in (*line.sources, line.total)]
        yield from grid([[f"  {heads[0]}", *heads[1:]], *rows], [False, *(True for _ in line.stages)])
        for note in line.notes:
            yield from wrapped(note, self.width, "  ", "muted", self.colour)

    def variance(self, told: Variance) -> Iterator[str]:
        yield ""
        yield self.bold(f"{title(told.promise)}: {question(told)[:1].lower()}{question(told)[1:]}")
        table = [(f"  {row.name}", row.effect, row.share, row.arithmetic) for row in rows(told)]
        yield from grid(table, [False, True, True, False])

    def notes(self) -> Iterator[str]:
        silenced = [f"{rule} is not followed: {reason}" for rule, reason in self.card.silenced]
        told = [*self.card.data_notes, *silenced]
        if told:
            yield ""
            yield self.bold("Notes")
            for note in told:
                yield from wrapped(note, self.width, "  ")


def _due(step: Step) -> str:
    return f"due {step.due}" if step.due else "no time agreed"
