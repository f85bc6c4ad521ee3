"""Who promises and who is owed: parties, their contacts, shared goals and needs."""

from dataclasses import dataclass

from accordant.terms.values import Place, Quantity, at


@dataclass(frozen=True)
class Contact:
    """Somebody to call, by role: `point of contact`, `backup`, `escalation`, `representative with authority`."""

    title: str
    role: str = ""
    email: str = ""
    phone: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class Party:
    """One side of an agreement; `kind: audience` is a class of beneficiaries that signs nothing."""

    key: str
    name: str
    contacts: tuple[Contact, ...] = ()
    kind: str = "party"
    place: Place | None = at()


@dataclass(frozen=True)
class Goal:
    """What the parties want together, in numbers; every obligation may say which goal it serves."""

    name: str
    amount: Quantity | None = None
    per: str = ""
    owners: tuple[str, ...] = ()
    share: tuple[tuple[str, Quantity], ...] = ()
    text: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class Need:
    """What one party needs of the other, and the obligations that meet it."""

    party: str
    needs: str
    met_by: tuple[str, ...] = ()
    place: Place | None = at()
