"""The agreement: its sections as one version has them, and the amendments that change them by date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from accordant.terms.calendar import Calendar
from accordant.terms.condition import VerdictRule
from accordant.terms.definition import Definition
from accordant.terms.exclusion import Exclusion
from accordant.terms.legal import Example, Indemnity, Publication, Review, Right, Silence, Warranty
from accordant.terms.obligation import Obligation
from accordant.terms.party import Goal, Need, Party
from accordant.terms.remedy import Cap, Charge, Remedy
from accordant.terms.values import Place, at
from accordant.terms.window import Term

T = TypeVar("T", Definition, Obligation, Remedy)

Kind = Literal["internal", "customer", "vendor", "multilevel", "commitment"]


@dataclass(frozen=True)
class Agreement:
    """What the parties promised, as one version of the text says it. Tuples keep the order written."""

    title: str
    kind: Kind
    term: Term
    parties: tuple[Party, ...]
    obligations: tuple[Obligation, ...]
    definitions: tuple[Definition, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    profile: str = ""
    over: str = ""
    purpose: str = ""
    charges: tuple[Charge, ...] = ()
    goals: tuple[Goal, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    stages: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    verdict: VerdictRule = VerdictRule()
    remedies: tuple[Remedy, ...] = ()
    caps: tuple[Cap, ...] = ()
    warranties: tuple[Warranty, ...] = ()
    indemnities: tuple[Indemnity, ...] = ()
    review: Review | None = None
    ending: tuple[Right, ...] = ()
    publication: Publication | None = None
    examples: tuple[Example, ...] = ()
    silence: tuple[Silence, ...] = ()
    amendments: tuple["Amendment", ...] = ()
    fingerprint: str = ""
    place: Place | None = at()

    def definition(self, name: str) -> Definition:
        """Return a definition by its name; KeyError when there is none."""
        return _named(self.definitions, name)

    def obligation(self, name: str) -> Obligation:
        """Return an obligation by its name; KeyError when there is none."""
        return _named(self.obligations, name)

    def remedy(self, name: str) -> Remedy:
        """Return a remedy by its name; KeyError when there is none."""
        return _named(self.remedies, name)

    def party(self, key: str) -> Party:
        """Return a party by its key; KeyError when there is none."""
        for party in self.parties:
            if party.key == key:
                return party
        raise KeyError(key)


@dataclass(frozen=True)
class Amendment:
    """A dated change both parties agreed to: `agreement` is the whole text as it reads from `since` on.

    `windows`: `next` begins with the first window on or after `since`, `split` cuts the running one there;
    `open_items`: items open at that instant take the new terms too.
    """

    agreed: date
    since: date
    agreement: Agreement
    windows: Literal["next", "split"] = "next"
    open_items: bool = False
    retroactive: bool = False
    reason: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class Version:
    """One text of an agreement and the local date from which it holds; `number` counts from 1."""

    number: int
    since: date
    terms: Agreement
    amendment: Amendment | None = None

    @property
    def splits(self) -> bool:
        """Say whether it cuts the running window on its date instead of waiting for the next one."""
        return self.amendment is not None and self.amendment.windows == "split"


def _named(terms: Iterable[T], name: str) -> T:
    for term in terms:
        if term.name == name:
            return term
    raise KeyError(name)
