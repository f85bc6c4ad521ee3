"""Owners: who has to do what follows a miss."""

from accordant.settle.raised import Raised
from accordant.terms.agreement import Agreement


def owner_of(each: Raised) -> str:
    """Return the title of the obligor's first point of contact, or else the obligor's name."""
    return contact_of(each.obligation.owed_by, each.terms)


def contact_of(key: str, terms: Agreement) -> str:
    """Return the title of a party's first point of contact, or else the party's name."""
    party = terms.party(key)
    titles = (contact.title for contact in party.contacts if contact.role == "point of contact")
    return next(titles, party.name)
