"""The agreement in plain words: sections of sentences, every number taken from the terms."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from accordant.report.follow import cap_words, charge_words, remedy_words
from accordant.report.meaning import calendar_words, definition_words
from accordant.report.phrases import (
    called,
    date_words,
    length_words,
    listed,
    notice_words,
    party_name,
    quantity_words,
)
from accordant.report.promise import aftermath, promise
from accordant.report.small_print import condition_words, exclusion_words, small_print
from accordant.terms.agreement import Agreement
from accordant.terms.legal import Example, Indemnity, Right
from accordant.terms.party import Contact, Goal, Party
from accordant.terms.values import Place, at


@dataclass(frozen=True)
class Sentence:
    """One line of plain words; `measured` is false for prose that is agreed but nothing computes.

    With `follows` it says more about what the sentences before it are about.
    """

    text: str
    measured: bool = True
    follows: bool = False
    place: Place | None = at()


@dataclass(frozen=True)
class Section:
    """Sentences under a heading, in the order of the file."""

    title: str
    sentences: tuple[Sentence, ...]


def show(agreement: Agreement) -> list[Section]:
    """Say the whole agreement in plain words; sections that have nothing to say are left out."""
    return [*_sections(agreement), *_amendments(agreement)]


def _sections(agreement: Agreement) -> list[Section]:
    sections = [Section(title, tuple(say(agreement))) for title, say in _SECTIONS]
    return [section for section in sections if section.sentences]


def _said(lines: Iterable[str], place: Place | None = None) -> Iterator[Sentence]:
    """Give lines about one thing: the first names it, the others follow."""
    return (Sentence(line, follows=number > 0, place=place) for number, line in enumerate(lines))


def _agreed(text: str, place: Place | None = None, follows: bool = True) -> Iterator[Sentence]:
    """Give prose as a sentence that nothing measures; none for no prose."""
    if text:
        yield Sentence(text, measured=False, follows=follows, place=place)


def _about(agreement: Agreement) -> Iterator[Sentence]:
    sides = listed(party.name for party in agreement.parties)
    article = "an" if agreement.kind == "internal" else "a"
    what = "commitment of" if agreement.kind == "commitment" else "agreement between"
    kind = "" if agreement.kind == "commitment" else f"{agreement.kind} "
    yield Sentence(f"{agreement.title}: {article} {kind}{what} {sides}.", place=agreement.place)
    yield from _agreed(agreement.purpose, agreement.place, follows=False)
    if agreement.over:
        yield Sentence(f"It replaces and adds to the clauses of {agreement.over}.", place=agreement.place)
    if agreement.profile:
        yield Sentence(f"It follows the profile {agreement.profile}.", place=agreement.place)
    yield from _said(_term(agreement), agreement.term.place)


def _term(agreement: Agreement) -> Iterator[str]:
    term = agreement.term
    end = f" through {date_words(term.through)}" if term.through else " until it is ended"
    yield f"It holds from {date_words(term.start)}{end}, by the clocks of {term.zone}."
    if term.renews:
        yield f"It renews: {term.renews}."
    if term.calendar:
        yield f"Business time is that of {term.calendar}, unless a promise names another."
    if term.currency:
        yield f"Amounts are in {term.currency}."
    if term.tzdata:
        yield f"Clocks are those of tzdata {term.tzdata}."


def _parties(agreement: Agreement) -> Iterator[Sentence]:
    for party in agreement.parties:
        yield Sentence(_party(party), place=party.place)


def _party(party: Party) -> str:
    contacts = "; ".join(map(_contact, party.contacts))
    sort = "" if party.kind == "party" else f" ({party.kind}: owed to, signs nothing)"
    return f"{party.name}{sort}{f': {contacts}' if contacts else ''}."


def _contact(contact: Contact) -> str:
    return ", ".join(filter(None, (contact.title, contact.role, contact.email, contact.phone)))


def _calendars(agreement: Agreement) -> Iterator[Sentence]:
    for calendar in agreement.calendars:
        yield from _said(calendar_words(calendar), calendar.place)


def _charges(agreement: Agreement) -> Iterator[Sentence]:
    for charge in agreement.charges:
        yield Sentence(charge_words(charge), place=charge.place)


def _goals(agreement: Agreement) -> Iterator[Sentence]:
    for goal in agreement.goals:
        yield Sentence(_goal(goal, agreement), place=goal.place)
        yield from _agreed(goal.text, goal.place)


def _goal(goal: Goal, agreement: Agreement) -> str:
    amount = f": {quantity_words(goal.amount)}{f' per {goal.per}' if goal.per else ''}" if goal.amount else ""
    owners = listed(party_name(key, agreement) for key in goal.owners)
    shares = listed(f"{quantity_words(part)} by {party_name(key, agreement)}" for key, part in goal.share)
    return f"{goal.name}{amount}{f', owned by {owners}' if owners else ''}{f'; {shares}' if shares else ''}."


def _definitions(agreement: Agreement) -> Iterator[Sentence]:
    for definition in agreement.definitions:
        yield Sentence(definition_words(definition, agreement), place=definition.place)
        meaning = f"{definition.name} means: {definition.meaning}" if definition.meaning else ""
        yield from _agreed(meaning, definition.place)
    if agreement.stages:
        yield Sentence(f"Stages, in order: {', '.join(agreement.stages)}.", place=agreement.place)


def _exclusions(agreement: Agreement) -> Iterator[Sentence]:
    for exclusion in agreement.exclusions:
        yield Sentence(exclusion_words(exclusion), place=exclusion.place)


def _needs(agreement: Agreement) -> Iterator[Sentence]:
    for need in agreement.needs:
        met = f"; met by {listed(need.met_by)}" if need.met_by else ""
        yield Sentence(f"{party_name(need.party, agreement)} needs {need.needs}{met}.", place=need.place)


def _promises(agreement: Agreement) -> Iterator[Sentence]:
    for obligation in agreement.obligations:
        said = [f"{obligation.name}: {promise(obligation, agreement)}.", *small_print(obligation)]
        yield from _said(said + aftermath(obligation, agreement), obligation.place)
        yield from _agreed(obligation.text, obligation.place)


def _verdict(agreement: Agreement) -> Iterator[Sentence]:
    rule = agreement.verdict
    if rule.weights:
        weights = listed(f"{name} {weight:,}" for name, weight in rule.weights)
        yield Sentence(f"Each {rule.window} has a score; the promises weigh: {weights}.", place=rule.place)
    else:
        yield Sentence(f"Each {rule.window} has a score; all promises weigh the same.", place=rule.place)
    for state, conditions in (("Degraded", rule.degraded), ("Breached", rule.breached)):
        when = listed(map(condition_words, conditions), "or")
        yield Sentence(f"{state}: {f'when {when}' if when else 'never'}.", place=rule.place)


def _remedies(agreement: Agreement) -> Iterator[Sentence]:
    for remedy in agreement.remedies:
        yield from _said(remedy_words(remedy, agreement), remedy.place)
        yield from _agreed(getattr(remedy, "text", ""), remedy.place)
    for cap in agreement.caps:
        yield Sentence(cap_words(cap), place=cap.place)


def _legal(agreement: Agreement) -> Iterator[Sentence]:
    for warranty in agreement.warranties:
        by = party_name(warranty.by, agreement)
        yield from _agreed(f"{by} warrants {warranty.name}: {warranty.text}", warranty.place, follows=False)
    for indemnity in agreement.indemnities:
        yield from _said(_indemnity(indemnity, agreement), indemnity.place)
        yield from _agreed(indemnity.text, indemnity.place)
        excludes = "; ".join(text.rstrip(".") for text in indemnity.excludes)
        yield from _agreed(f"Not covered: {excludes}." if excludes else "", indemnity.place)


def _indemnity(indemnity: Indemnity, agreement: Agreement) -> Iterator[str]:
    held = listed(party_name(key, agreement) for key in indemnity.beneficiaries)
    covers = f"; it covers {listed(map(called, indemnity.covers))}" if indemnity.covers else ""
    less = f", less {listed(map(called, indemnity.less))}" if indemnity.less else ""
    by = party_name(indemnity.by, agreement)
    yield f"{indemnity.name}: {by} bears the cost for {held}{covers}{less}."
    if indemnity.within:
        late = f"; late means {indemnity.late}" if indemnity.late else ""
        filed = called(indemnity.filed) or "it is filed"
        within = length_words(indemnity.within)
        yield f"It is reported by {called(indemnity.told)} within {within} of {filed}{late}."
    if indemnity.before_tender == "excluded":
        yield f"What was spent before {called(indemnity.told) or 'it was told'} is not borne."
    if indemnity.paid:
        yield f"It is paid once there is {called(indemnity.paid)}."
    if indemnity.cap:
        yield f"At most {quantity_words(indemnity.cap)}{f' per {indemnity.cap_per}' if indemnity.cap_per else ''}."
    if indemnity.service_credits:
        yield f"Service credits {indemnity.service_credits}."


def _review(agreement: Agreement) -> Iterator[Sentence]:
    if not agreement.review:
        return
    review = agreement.review
    who = listed(party_name(key, agreement) for key in review.attend) or "the parties"
    within = f", within {length_words(review.within)} of its end" if review.within else ""
    yield Sentence(f"After every {review.every}{within}, {who} look at the numbers together.", place=review.place)
    yield from _agreed(review.text, review.place)


def _ending(agreement: Agreement) -> Iterator[Sentence]:
    for right in agreement.ending:
        yield Sentence(_right(right, agreement), place=right.place)
        yield from _agreed(right.text, right.place)


def _right(right: Right, agreement: Agreement) -> str:
    by = party_name(right.by, agreement) if right.by else "either party"
    when = f" when {listed(map(condition_words, right.when), 'or')}" if right.when else ""
    notice = f", with {notice_words(right.notice)}" if right.notice else ""
    said = f", noticed by {called(right.made)}" if right.made else ""
    noticed = f"{said}, said no later than {right.noticed}" if right.noticed else said
    refund = f"; {right.refund} are paid back" if right.refund else ""
    return f"{right.name}: {by} may end the agreement{when}{notice}{noticed}{refund}."


def _publication(agreement: Agreement) -> Iterator[Sentence]:
    if not agreement.publication:
        return
    history = f", with the last {agreement.publication.history}" if agreement.publication.history else ""
    yield Sentence(f"The results are public{history}.", place=agreement.publication.place)
    yield from _agreed(agreement.publication.text, agreement.publication.place)


def _examples(agreement: Agreement) -> Iterator[Sentence]:
    for example in agreement.examples:
        yield Sentence(_example(example), place=example.place)


def _example(example: Example) -> str:
    facts = listed(f"{name} {quantity_words(number)}" for name, number in example.facts)
    given = facts or example.data or f"{len(example.events):,} events"
    expect = listed(f"{name} {quantity_words(number)}" for name, number in example.expect)
    return f"{example.name} ({example.window}): with {given}, this must come out: {expect}."


def _silence(agreement: Agreement) -> Iterator[Sentence]:
    for silence in agreement.silence:
        yield Sentence(f"{silence.rule} is not followed: {silence.reason}", place=silence.place)


_SECTIONS: tuple[tuple[str, Callable[[Agreement], Iterator[Sentence]]], ...] = (
    ("The agreement", _about),
    ("Parties", _parties),
    ("Business time", _calendars),
    ("Charges", _charges),
    ("Goals", _goals),
    ("What words mean", _definitions),
    ("Time that does not count", _exclusions),
    ("Needs", _needs),
    ("Promises", _promises),
    ("The verdict", _verdict),
    ("What follows a miss", _remedies),
    ("Warranties and indemnities", _legal),
    ("Review", _review),
    ("Ending", _ending),
    ("Publication", _publication),
    ("Worked examples", _examples),
    ("Rules not followed", _silence),
)


def _amendments(agreement: Agreement) -> list[Section]:
    """Say what each amendment changes: the sentences that the text before it did not have."""
    sections, before = [], agreement
    for amendment in agreement.amendments:
        known = {sentence for section in _sections(before) for sentence in section.sentences}
        after = [sentence for section in _sections(amendment.agreement) for sentence in section.sentences]
        why = [Sentence(amendment.reason, measured=False, place=amendment.place)] if amendment.reason else []
        title = f"From {date_words(amendment.since)} (agreed {date_words(amendment.agreed)})"
        sections.append(Section(title, (*why, *(new for new in after if new not in known))))
        before = amendment.agreement
    return sections
