"""Both sides: each party with what it owes, how it did, and what was left out of the count."""

from collections.abc import Sequence
from dataclasses import dataclass

from accordant.report.card import Card, card
from accordant.report.left_out import LeftOut, left_out
from accordant.report.phrases import listed, party_name
from accordant.report.pictures import is_behind
from accordant.report.room import Room
from accordant.report.state import MET, MISSED
from accordant.report.waterfall import Waterfall
from accordant.terms.party import Party


@dataclass(frozen=True)
class Side:
    """A party: whom it owes, what others need of it, its cards, and what they leave out."""

    party: Party
    owes: str
    needs: tuple[str, ...]
    cards: tuple[Card, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def kept(self) -> str:
        """Say how many of the judged promises were kept: `kept 1 of 3`."""
        met = sum(card.state == MET for card in self.cards)
        judged = met + sum(card.state == MISSED for card in self.cards)
        return f"kept {met} of {judged}" if judged else "nothing judged"


def sides(room: Room, found: dict[str, Waterfall | None]) -> tuple[Side, ...]:
    """Return a side for each party, in the order of the agreement; one that owes nothing has no cards."""
    return tuple(_side(room, party, found) for party in room.subject.terms.parties)


def _side(room: Room, party: Party, found: dict[str, Waterfall | None]) -> Side:
    terms = room.subject.terms
    owed = [obligation for obligation in room.obligations if obligation.owed_by == party.key]
    cards = tuple(
        card(
            room.subject,
            obligation,
            room.keys[obligation.name],
            room.standing(obligation.name),
            room.most,
            at_risk=is_behind(found.get(obligation.name)),
        )
        for obligation in owed
    )
    to = listed(dict.fromkeys(party_name(obligation.owed_to, terms) for obligation in owed))
    names = {obligation.name for obligation in owed}
    needs = [need for need in terms.needs if need.party != party.key and names & set(need.met_by)]
    return Side(
        party,
        f"owes {to}" if to else "owes nothing here",
        _needs(room, [(need.party, need.needs) for need in needs]),
        cards,
        left_out(room, cards),
    )


def _needs(room: Room, needs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Say in one sentence for each party what it needs."""
    by_party: dict[str, list[str]] = {}
    for party, what in needs:
        by_party.setdefault(party, []).append(what)
    return tuple(
        f"{party_name(party, room.subject.terms)} needs {listed(what)}." for party, what in by_party.items()
    )
