"""Balance: parties and what each owes go in; findings come out where one side only receives."""

from collections.abc import Iterator

from accordant.check.found import found, quoted
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.party import Party


def one_sided(agreement: Agreement) -> Iterator[Finding]:
    """Find an agreement in which only one side owes something: by its content it is a commitment.

    A party that pays `charges` owes them; an audience signs nothing and owes nothing.
    """
    owing = _owing(agreement)
    idle = [party for party in agreement.parties if party.key not in owing]
    if agreement.kind == "commitment" or not owing or not idle or agreement.charges:
        return
    binding = [party for party in idle if party.kind != "audience"]
    if not binding and len(owing) > 1:
        return
    party = (binding or idle)[0]
    why = "owes nothing" if binding else "is an audience and signs nothing"
    message = f"'{party.key}' {why}: a promise of one side is a commitment"
    hint = f"write what '{party.key}' owes in return, or call it what it is: 'kind: commitment'"
    yield found("one-sided", message, party.place, hint)


def commitment(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations of a second party in a commitment, which is the promise of one."""
    if agreement.kind != "commitment" or not agreement.obligations:
        return
    giver = _giver(agreement)
    for obligation in agreement.obligations:
        if obligation.owed_by != giver:
            message = f"'{obligation.owed_by}' owes '{obligation.name}', and a commitment binds one side only"
            hint = "make it an SLA: 'kind: customer', 'vendor' or 'internal'"
            first = next(o for o in agreement.obligations if o.owed_by == giver)
            related = (f"what '{giver}' owes", first.place)
            yield found("commitment-binds-the-other-side", message, obligation.place, hint, related)


def _owing(agreement: Agreement) -> set[str]:
    return {obligation.owed_by for obligation in agreement.obligations}


def _giver(agreement: Agreement) -> str:
    """Return who makes the commitment: the first party that signs, else who owes the first obligation."""
    signing = [party.key for party in agreement.parties if party.kind != "audience"]
    return signing[0] if signing else agreement.obligations[0].owed_by


def contacts(agreement: Agreement) -> Iterator[Finding]:
    """Find parties that nobody can call: a point of contact, or a representative with authority."""
    for party in agreement.parties:
        if party.kind != "audience" and not _can_be_called(party):
            have = quoted(contact.title for contact in party.contacts)
            rest = f", only {have}" if have else ""
            message = f"party '{party.key}' has no point of contact{rest}"
            hint = "contacts: [{title: ..., role: point of contact, email: ...}]"
            yield found("no-contact", message, party.place, hint)


def _can_be_called(party: Party) -> bool:
    roles = {contact.role.strip().casefold() for contact in party.contacts}
    return bool(roles & {"point of contact", "representative with authority"})
