"""Owners: who has to do what follows a miss."""

from accordant.settle.raised import Raised


def owner_of(each: Raised) -> str:
    """Return the title of the obligor's first point of contact, or else the obligor's name."""
    party = each.terms.party(each.obligation.owed_by)
    titles = (contact.title for contact in party.contacts if contact.role == "point of contact")
    return next(titles, party.name)
