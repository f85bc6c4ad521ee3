"""One item in words: what it is, how it came out, why it fell due when it did, what it means for the promise."""

from fractions import Fraction

from accordant.measure.measurement import Outcome
from accordant.report.explained import Explained
from accordant.report.figure import quotient, share_text
from accordant.report.nouns import nouns, title
from accordant.report.period import clock_words, period_words
from accordant.report.phrases import bound_words, duration, length_words
from accordant.report.subject import counts_of
from accordant.report.trend import value_text
from accordant.report.waiting import day_length
from accordant.terms.indicator import Attempts, Availability, Count, Sum, Time
from accordant.terms.values import Microseconds


def heading(explained: Explained) -> str:
    """Name the item and its promise: `Lead L2, speed`."""
    kind = nouns(explained.obligation, explained.terms).thing
    entity = explained.item.entity or "not delivered"
    return f"{title(kind)} {entity}, {explained.obligation.name}"


def day_of(explained: Explained) -> Microseconds:
    """Return how long a day of the item's clock is: the open time that most open dates have."""
    return day_length(explained.open_time)


def limit_words(explained: Explained) -> str:
    """Say the limit as agreed, and exactly where that differs."""
    limit = explained.item.limit
    exact = duration(limit) if limit is not None else "none"
    if explained.length is None:
        return exact
    agreed = length_words(explained.length)
    return agreed if explained.length.is_exact else f"{agreed}, here {exact}"


def answer(explained: Explained) -> str:
    """Say in a sentence or two how the item came out."""
    item, zone = explained.item, explained.zone
    kind = "business time" if explained.open_time is not None else "time"
    elapsed = f"{duration(item.elapsed)} of {kind}" if item.elapsed is not None else ""
    limit = f"; agreed: {limit_words(explained)}" if item.limit is not None else ""
    if item.elapsed is None:
        return f"{title(item.reason)}." if item.reason else f"{title(item.outcome.value)}."
    if isinstance(explained.obligation.indicator, Availability):
        return _outage(explained, explained.obligation.indicator)
    match item.outcome:
        case Outcome.MET:
            return f"Stopped after {elapsed}{limit}."
        case Outcome.MISSED if item.stop is None:
            return f"Still without a stop after {elapsed}{limit}. It is missed, and its clock runs on."
        case Outcome.MISSED:
            return f"Stopped after {elapsed}{limit}."
        case Outcome.PENDING:
            due = f"; due {clock_words(item.due, zone)}" if item.due is not None else ""
            return f"Running: {elapsed} so far{limit}{due}."
        case _:
            return f"{title(item.outcome.value)}: {item.reason}. Its clock had {elapsed}."


def _outage(explained: Explained, indicator: Availability) -> str:
    """Say how long an outage lasted, how much of it counts in its window, and why not all of it does."""
    item, whole = explained.item, explained.until - explained.item.start
    lasted = f"Down for {duration(whole)}" if item.stop is not None else f"Still down after {duration(whole)}"
    if item.outcome is not Outcome.MISSED:
        least = indicator.counts_from
        short = least is not None and least.is_exact and whole < least.microseconds
        limit = f" ({length_words(least)} or more)" if short and least is not None else ""
        return f"{lasted}; none of it counts: {item.reason}{limit}."
    if item.elapsed == whole:
        return f"{lasted}, and all of it counts."
    kind = "business time" if explained.open_time is not None else "it"
    period = f" for {period_words(explained.verdict.window.label)}" if explained.verdict else ""
    return f"{lasted}; {duration(item.elapsed or 0)} of {kind} counts{period}."


def why_due(explained: Explained) -> list[str]:
    """Say why the due instant is what it is, and that it is shown and never compared."""
    item = explained.item
    if item.due is None or item.elapsed is None or item.limit is None:
        return []
    due = clock_words(item.due, explained.zone)
    lines = [f"{due} is the first instant at which {duration(item.limit)} are used if nothing more pauses."]
    if item.last_moment is not None and item.last_moment != item.due:
        last = clock_words(item.last_moment, explained.zone)
        lines.append(f"The last such instant is {last}: until then nothing more is counted.")
    lines.append(
        f"It is shown; the verdict compares {duration(item.elapsed)} with {duration(item.limit)}, never two dates."
    )
    return lines


def means(explained: Explained) -> list[str]:
    """Say what the item is among those of its window, and how the window would stand with it turned round."""
    verdict, item = explained.verdict, explained.item
    if verdict is None:
        return ["It stands in no window that is judged."]
    period = title(period_words(verdict.window.label))
    is_amount = isinstance(explained.obligation.indicator, Count | Sum)
    target = f" against {bound_words(verdict.target.bound)}" if verdict.target and not is_amount else ""
    lines = [f"{period}: {value_text(explained.obligation, verdict)}{target}, {verdict.outcome.value}."]
    number = counts_of(verdict).get(item.outcome, 0)
    if number:
        one = "the only one that is" if number == 1 else f"one of {number:,} that are"
        lines.append(f"It is {one} {item.outcome.value}.")
    return lines + _turned(explained)


def _turned(explained: Explained) -> list[str]:
    verdict, item = explained.verdict, explained.item
    is_share = isinstance(explained.obligation.indicator, Time | Attempts)
    if verdict is None or item.outcome is not Outcome.MISSED or not is_share or not verdict.valid:
        return []
    bound = verdict.target.bound if verdict.target else None
    value = quotient(verdict.good + 1, verdict.valid)
    met = verdict.low is None or (verdict.good + 1) >= verdict.low * verdict.valid
    outcome = Outcome.MET if met else Outcome.MISSED
    share = share_text(Fraction(verdict.good + 1, verdict.valid), bound, outcome)
    still = "still " if outcome is verdict.outcome else ""
    return [f"Without this miss {value}, {share}: {still}{outcome.value}."]


def asking(explained: Explained) -> str:
    """Return the command that explains this item again."""
    named = (explained.obligation.name, explained.entity or explained.item.entity)
    as_of, known_at = explained.as_of, explained.known_at
    return explained.asked.command("explain", *named, as_of=as_of, known_at=known_at, zone=explained.zone)
