"""What the items of a promise are called: its things, those that kept it and those that did not."""

from dataclasses import dataclass

from accordant.report.phrases import listed, many_called, plural
from accordant.terms.agreement import Agreement
from accordant.terms.indicator import Attempts, Availability, Count, Deliver, Share, Statistic, Sum, Time
from accordant.terms.obligation import Obligation


@dataclass(frozen=True)
class Nouns:
    """Words for one promise: `thing` and `things` counted, `population` they make, `kept` and `lost` ones."""

    thing: str
    things: str
    population: str
    kept: str
    lost: str

    def of(self, number: int) -> str:
        """Return a number with its noun: `1 lead`, `79 leads`."""
        return f"{number:,} {self.thing if abs(number) == 1 else self.things}"


def nouns(obligation: Obligation, terms: Agreement) -> Nouns:
    """Return the words for the items of a promise."""
    match obligation.indicator:
        case Time(clock):
            thing = _kind(clock.starts[0], terms)
            return Nouns(thing, plural(thing), f"{plural(thing)} due", "In time", "Late or never")
        case Attempts(per=per):
            thing = _kind(per, terms)
            return Nouns(thing, plural(thing), f"{plural(thing)} due", "Kept up", "Given up early")
        case Deliver(of):
            thing = _kind(of, terms)
            return Nouns(thing, plural(thing), f"{plural(thing)} due", "On time", "Late or missing")
        case Share(good, of):
            return Nouns(of, many_called(of), many_called(of), f"Became {good}", f"Did not become {good}")
        case Count(of) | Sum(of):
            thing = _kind(of, terms)
            population = plural(thing) if " " in of else many_called(of)
            return Nouns(thing, plural(thing), population, "Counted", "Lost")
        case Availability() | Statistic():
            return Nouns("item", "items", "items", "Kept", "Lost")


def stop_words(obligation: Obligation) -> str:
    """Say what the clock of a promise waits for: `MQL to attempt`."""
    match obligation.indicator:
        case Time(clock):
            return f"{listed(clock.starts, 'or')} to {listed(clock.stops, 'or')}"
        case Attempts(of=of, per=per):
            return f"{per} to {of}"
        case _:
            return ""


def title(name: str) -> str:
    """Write a name with a capital: `qualified leads` is `Qualified leads`."""
    return name[:1].upper() + name[1:]


def _kind(definition: str, terms: Agreement) -> str:
    return next((d.of for d in terms.definitions if d.name == definition), definition)
