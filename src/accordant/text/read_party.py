"""Parties, goals and needs: who promises, who is owed and what both want goes in, their terms come out."""

from accordant.terms.party import Contact, Goal, Need, Party
from accordant.terms.values import Quantity
from accordant.text.quantity import PERCENTAGE, QUANTITY
from accordant.text.read_fields import Reading, as_items, as_mapping, fields, parse, quoted
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Node, Scalar


def read_party(entry: Entry, reading: Reading) -> Party | None:
    """Read one party: its name and whom to call."""
    taken = fields(entry.node, f"party {quoted(entry.key)}", clause("party"), reading, entry.place)
    if taken is None:
        return None
    contacts = taken.node("contacts")
    read = [_contact(item, reading) for item in as_items(contacts, "contacts", reading)] if contacts else []
    kind = taken.choice("kind", "party")
    known = tuple(contact for contact in read if contact)
    return Party(entry.key, taken.text("name", entry.key), known, kind, entry.place)


def read_goal(entry: Entry, reading: Reading) -> Goal | None:
    """Read what both sides want, in numbers."""
    taken = fields(entry.node, f"goal {quoted(entry.key)}", clause("goal"), reading, entry.place)
    if taken is None:
        return None
    return Goal(
        entry.key,
        taken.parse("amount", QUANTITY),
        taken.choice("per"),
        taken.names("owners", "party"),
        taken.read("share", _shares) or (),
        taken.text("text"),
        entry.place,
    )


def read_need(node: Node, reading: Reading) -> Need | None:
    """Read what one party needs and which obligations meet it."""
    taken = fields(node, "a need", clause("need"), reading)
    if taken is None:
        return None
    party, needs = taken.name("party", "party"), taken.text("needs")
    return Need(party, needs, taken.names("met by", "obligation"), node.place) if party else None


def _contact(node: Node, reading: Reading) -> Contact | None:
    taken = fields(node, "a contact", clause("contact"), reading)
    if taken is None:
        return None
    return Contact(taken.text("title"), taken.text("role"), taken.text("email"), taken.text("phone"), node.place)


def _shares(node: Node, reading: Reading) -> tuple[tuple[str, Quantity], ...]:
    mapping = as_mapping(node, "'share'", reading)
    found = []
    for entry in mapping.entries if mapping else ():
        reading.refer(Scalar(entry.key, entry.place), "party", "share")
        share = parse(entry.node, entry.key, PERCENTAGE, reading)
        if share:
            found.append((entry.key, share))
    return tuple(found)
