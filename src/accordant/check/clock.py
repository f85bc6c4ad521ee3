"""Clocks: limits, starts and stops go in; findings come out where a limit contradicts another, or itself."""

from collections.abc import Iterator
from itertools import permutations

from accordant.check.found import found, quoted
from accordant.check.names import beginning, definitions, limits
from accordant.terms.agreement import Agreement
from accordant.terms.clock import Clock
from accordant.terms.definition import Tiers
from accordant.terms.finding import Finding
from accordant.terms.indicator import Attempts, Count, Deliver, Share, Sum, Time
from accordant.terms.obligation import Obligation
from accordant.terms.values import MICROSECONDS, Length

_RESPONSE = ("respon", "answer", "acknowledg", "accept", "contact", "touch", "attempt", "repl")
_RESOLUTION = ("resol", "restor", "clos", "fix", "solv", "complet", "done", "finish")
_FAMILY = {
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("month", 12),
}
_DAY = 86_400_000_000
# Days that the longest and the shortest of each have.
_WINDOW = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
SHORTEST = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}


def response_and_resolution(agreement: Agreement) -> Iterator[Finding]:
    """Find a first response that may take longer than the resolution, both counted from the same start."""
    for first, last in permutations(agreement.obligations, 2):
        if _clock(first) is None or not _same_items(first, last) or not _is_earlier(first, last, agreement):
            continue
        pair = _longer_than(first, last)
        if pair:
            message = f"'{first.name}' may take {pair[0]}, and '{last.name}' must be done within {pair[1]}"
            related = (f"'{last.name}' is here", last.place)
            hint = "what comes first needs the shorter limit"
            yield found("response-after-resolution", message, first.place, hint, related)


def update_and_response(agreement: Agreement) -> Iterator[Finding]:
    """Tell of a repeated update that is due before the first response: it usually applies only after it."""
    for update in agreement.obligations:
        again = _clock(update)
        if again is None or again.cycles != "each" or again.ends:
            continue
        pairs = ((response, _slower(response, update)) for response in agreement.obligations)
        for response, pair in [(response, pair) for response, pair in pairs if pair][:1]:
            message = f"'{update.name}' is due after {pair[1]}, and '{response.name}' only after {pair[0]}"
            related = (f"'{response.name}' is here", response.place)
            hint = "'cycles: after the first' makes updates due after the first response"
            yield found("update-before-response", message, update.place, hint, related)


def _slower(response: Obligation, update: Obligation) -> tuple[Length, Length] | None:
    once = _clock(response)
    if once is None or once.cycles != "first" or not _same_items(update, response):
        return None
    return _longer_than(response, update)


def cycles(agreement: Agreement) -> Iterator[Finding]:
    """Find clocks that nothing stops, and clocks of many cycles whose start happens once."""
    by_name = definitions(agreement)
    for obligation in agreement.obligations:
        clock = _clock(obligation)
        if clock is None:
            continue
        if clock.cycles == "first" and set(clock.stops) <= set(clock.starts):
            message = f"'{obligation.name}' is stopped only by what starts it, {quoted(clock.stops)}"
            hint = "'cycles: each' lets a start end the cycle before it; or name another stop"
            yield found("clock-never-stops", message, obligation.place, hint)
        known = [by_name[name] for name in clock.starts if name in by_name]
        if clock.cycles != "first" and known and all(definition.first for definition in known):
            message = f"'{obligation.name}' counts cycles, and {quoted(clock.starts)} happens once: 'first: yes'"
            yield found("first-in-each", message, obligation.place, "take 'first: yes' away, or 'cycles'")


def attempts(agreement: Agreement) -> Iterator[Finding]:
    """Find so many attempts, so far apart, that they cannot all lie within the limit."""
    for obligation in agreement.obligations:
        match obligation.indicator:
            case Attempts(of=of, at_least=least, apart=apart) if apart:
                needed = Length((least - 1) * apart.amount, apart.unit, apart.business)
                for limit in limits(obligation.within):
                    if (order := compared(needed, limit)) is not None and order > 0:
                        takes = f"{least} of '{of}', {apart} apart, take {needed}"
                        message = f"{takes}, and '{obligation.name}' allows {limit}"
                        hint = "fewer attempts, closer together, or a longer limit"
                        yield found("attempts-do-not-fit", message, obligation.place, hint)


def no_time(agreement: Agreement) -> Iterator[Finding]:
    """Find limits of nothing; `end of day` alone leaves the day."""
    terms = [(f"'{o.name}'", limits(o.within), o.place) for o in agreement.obligations]
    terms += [(f"'{d.name}'", (d.within.length,), d.place) for d in agreement.definitions if d.within]
    for name, lengths, place in terms:
        for length in lengths:
            if length.amount == 0 and not length.end_of_day:
                yield found("zero-limit", f"{name} leaves no time: within {length}", place, "such as '4 hours'")


def horizons(agreement: Agreement) -> Iterator[Finding]:
    """Find a cohort share without an end, and a limit of a flow, which has no use for one."""
    for obligation in agreement.obligations:
        match obligation.indicator:
            case Share(good, of, "cohort") if obligation.within is None:
                message = f"'{obligation.name}' never says how long after '{of}' a '{good}' still counts"
                hint = "add 'within: 30 days'; without it every window stays open"
                yield found("cohort-without-horizon", message, obligation.place, hint)
            case Share(counted_by="flow") if obligation.within is not None:
                message = f"the limit of '{obligation.name}' has no effect: a flow counts both in the same window"
                hint = "write 'counted by: cohort', or leave 'within' away"
                yield found("idle-limit", message, obligation.place, hint)


def reviews(agreement: Agreement) -> Iterator[Finding]:
    """Find items of a count or share that may be taken away without end, so that no window is ever final."""
    by_name = definitions(agreement)
    for obligation in agreement.obligations:
        if not isinstance(obligation.indicator, Count | Sum | Share):
            continue
        of = obligation.indicator.of
        for name in obligation.less:
            definition = by_name.get(name)
            if definition is None or (definition.within and definition.within.of == of):
                continue
            message = f"nothing limits how long after '{of}' a '{name}' may take items of '{obligation.name}' away"
            runs = f", and its limit runs from '{definition.within.of}'" if definition.within else ""
            related = (f"'{name}' is defined here{runs}", definition.place)
            hint = f"add 'within: 2 business days of {of}' to '{name}'"
            yield found("open-ended-review", message, obligation.place, hint, related)


def schedules(agreement: Agreement) -> Iterator[Finding]:
    """Find deliveries due less often than their windows end: most windows would hold nothing to judge."""
    for obligation in agreement.obligations:
        schedule, unit = obligation.schedule, obligation.window.unit
        if schedule is None or not isinstance(obligation.indicator, Deliver) or unit == "term":
            continue
        days = obligation.window.days if unit == "rolling" else _WINDOW[unit]
        if days < SHORTEST[schedule.every]:
            window = f"each {unit}" if unit != "rolling" else f"over {obligation.window}"
            message = f"'{obligation.name}' is due every {schedule.every} and judged {window}"
            hint = f"window: {schedule.every}"
            yield found("rarer-than-its-window", message, obligation.place, hint)


def grouped_deliveries(agreement: Agreement) -> Iterator[Finding]:
    """Find deliveries judged by groups: what is due on a date is nobody's until it comes, and is of no group."""
    for obligation in agreement.obligations:
        tiered = isinstance(obligation.target, Tiers)
        if isinstance(obligation.indicator, Deliver) and (obligation.for_each or tiered):
            by = obligation.target.by if isinstance(obligation.target, Tiers) else obligation.for_each
            message = f"'{obligation.name}' is judged by '{by}', and what is due on a date belongs to none"
            hint = "write an obligation for each, and say in its 'where' whose delivery it means"
            yield found("grouped-delivery", message, obligation.place, hint)


def compared(one: Length, other: Length) -> int | None:
    """Return -1, 0 or 1 as a length is shorter, equal or longer; None where only a calendar could say.

    A day is 24 hours, roughly, where both are real time; business days compare with business days alone.
    """
    sizes = _size(one), _size(other)
    if sizes[0][0] != sizes[1][0]:
        return None
    return (sizes[0][1] > sizes[1][1]) - (sizes[0][1] < sizes[1][1])


def _size(length: Length) -> tuple[str, int]:
    if length.business:
        exact = length.is_exact
        return ("open time", length.microseconds) if exact else ("business days", length.amount)
    if length.unit in MICROSECONDS:
        return "time", length.microseconds
    family, number = _FAMILY[length.unit]
    return ("time", length.amount * number * _DAY) if family == "day" else ("months", length.amount * number)


def _clock(obligation: Obligation) -> Clock | None:
    return obligation.indicator.clock if isinstance(obligation.indicator, Time) else None


def _same_items(one: Obligation, other: Obligation) -> bool:
    """Say whether two clocks of one party start at the same moments, in the same scope."""
    scopes = [obligation.where.text if obligation.where else "" for obligation in (one, other)]
    starts = set(beginning(one)) & set(beginning(other))
    return (
        isinstance(other.indicator, Time)
        and bool(starts)
        and scopes[0] == scopes[1]
        and one.owed_by == other.owed_by
    )


def _is_earlier(first: Obligation, last: Obligation, agreement: Agreement) -> bool:
    """Say whether one clock's stop comes before the other's in the life of an item: by the stages, or by name."""
    stops = [clock.stops for clock in (_clock(first), _clock(last)) if clock]
    ranks = [[agreement.stages.index(name) for name in names if name in agreement.stages] for names in stops]
    if all(ranks):
        return max(ranks[0]) < min(ranks[1])
    return _sounds_like(first, stops[0], _RESPONSE) and _sounds_like(last, stops[1], _RESOLUTION)


def _sounds_like(obligation: Obligation, stops: tuple[str, ...], words: tuple[str, ...]) -> bool:
    names = " ".join((obligation.name, *stops)).casefold()
    return any(word in names for word in words)


def _longer_than(one: Obligation, other: Obligation) -> tuple[Length, Length] | None:
    """Return the first limits, tier by tier, of which the first is longer than the second."""
    for mine, yours in _tier_by_tier(one, other):
        if (order := compared(mine, yours)) is not None and order > 0:
            return mine, yours
    return None


def _tier_by_tier(one: Obligation, other: Obligation) -> Iterator[tuple[Length, Length]]:
    match one.within, other.within:
        case Tiers() as mine, Tiers() as yours if mine.by == yours.by:
            theirs = dict(yours.tiers)
            for tier, length in mine.tiers:
                against = theirs.get(tier, yours.otherwise)
                if against:
                    yield length, against
            if mine.otherwise and yours.otherwise:
                yield mine.otherwise, yours.otherwise
        case mine, Length() as yours:
            yield from ((length, yours) for length in limits(mine))
        case Length() as mine, yours:
            yield from ((mine, length) for length in limits(yours))
