"""The long form: an agreement goes in and comes out with every default and every holiday written out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from accordant.terms.agreement import Agreement
from accordant.terms.calendar import Holidays
from accordant.terms.finding import Finding
from accordant.text.comments import Comments, comments
from accordant.text.quantity import BOUND
from accordant.text.read import read_agreement_text
from accordant.text.spelling import AGREEMENT
from accordant.text.tree import Entry, Mapping, Node, Scalar, Sequence, compose
from accordant.text.write import write_text, write_tree

Expand = Callable[[Holidays, int, int], tuple[date, ...]]
Added = tuple[tuple[str, str], ...]

# Years of holidays that an agreement without an end names; later ones are for an amendment.
_OPEN_YEARS = 10

# Source: SEMANTICS section 7 and the defaults of section 1.
_DEFINITION: Added = (("known by", "record"),)
_MOMENT: Added = (("first", "no"),)
_CALENDAR: Added = (("holiday shifts", "hours"),)
_TARGET: Added = (("minimum sample", "1"),)
_OBLIGATION: Added = (("critical", "no"), ("part windows", "judged"))
_INDICATORS: dict[str, Added] = {
    "time": (("cycles", "first"), ("counted in", "due"), ("scope", "at each instant")),
    "attempts": (("counted in", "due"),),
    "share": (("counted by", "cohort"),),
    "availability": (
        ("denominator", "window less excluded"),
        ("confirmation", "1"),
        ("gap", "removed"),
        ("unknown at most", "5%"),
    ),
    "statistic": (("interpolated", "no"),),
}
_REMEDIES: dict[str, Added] = {
    "recovery plan": (("public", "no"),),
    "make good": (("into", "next window"),),
    "service credit": (("by", "measured"), ("rounding", "half up")),
}
_PIECE: Added = (("part counts", "no"), ("counted", "together"))
_INCIDENT: Added = (("pays", "highest only"), ("revive", "no"))
_CAP: Added = (("per", "month"),)
_VERDICT: Added = (("window", "month"),)
_PARTY: Added = (("kind", "party"),)


def write_long(text: str, file: str, expand: Expand, tzdata: str) -> tuple[str, list[Finding]]:
    """Write an agreement with every default as a key of its own, so that what is signed has no hidden term.

    `expand` gives the holidays of a calendar from its first year to its last as dates: from the year the term
    begins to the one after it ends, or ten years on. `tzdata` is the release whose clocks are meant. A text
    that cannot be read comes back as it is, with findings.
    """
    root, _ = compose(text, file)
    agreement, findings = read_agreement_text(text, file)
    if agreement is None or not isinstance(root, Mapping) or any(finding.stops for finding in findings):
        return text, findings
    kept = comments(text, root)
    whole = _Long(agreement, expand, tzdata).agreement(root)
    lines = write_tree(whole, AGREEMENT, "agreement", _rehomed(kept, root))
    return write_text("\n".join(lines) + "\n", file)[0], findings


class _Long:
    """Adds to each clause the keys that it leaves to their defaults."""

    def __init__(self, agreement: Agreement, expand: Expand, tzdata: str) -> None:
        self.terms = agreement
        self.expand = expand
        self.tzdata = tzdata

    def agreement(self, root: Mapping) -> Mapping:
        sections: dict[str, Callable[[Mapping], Mapping]] = {
            "parties": lambda node: _each(node, lambda _, one: _with(one, _PARTY)),
            "term": lambda node: _with(node, (("tzdata", self.tzdata),)),
            "calendars": lambda node: _each(node, self._calendar),
            "definitions": lambda node: _each(node, _definition),
            "obligations": lambda node: _each(node, self._obligation),
            "verdict": _verdict,
            "remedies": lambda node: _each(node, _remedy),
        }
        whole = root
        for section, fill in sections.items():
            whole = _filled(whole, section, fill)
        if root.get("verdict") is None:
            nothing = Mapping((), root.place)
            whole = Mapping((*whole.entries, Entry("verdict", root.place, _verdict(nothing))), root.place)
        return _listed(whole, "caps", lambda node: _with(node, _CAP))

    def _calendar(self, name: str, node: Mapping) -> Mapping:
        calendar = next(one for one in self.terms.calendars if one.name == name)
        first = self.terms.term.start.year
        last = self.terms.term.through.year + 1 if self.terms.term.through else first + _OPEN_YEARS
        whole = _with(node, _CALENDAR)
        if calendar.holidays.country:
            dates = self.expand(calendar.holidays, first, last)
            return _put(whole, "holidays", _texts(node, [day.isoformat() for day in dates]))
        return whole if node.get("holidays") else _put(whole, "holidays", _texts(node, []))

    def _obligation(self, _: str, node: Mapping) -> Mapping:
        whole = _with(node, _OBLIGATION)
        if self.terms.term.calendar:
            whole = _with(whole, (("calendar", self.terms.term.calendar),))
        for word, added in _INDICATORS.items():
            whole = _filled(whole, word, partial(_with, added=added))
        target = node.get("target")
        return _put(whole, "target", _any_target(target)) if target else whole


def _any_target(node: Node) -> Node:
    """Write a target as a map with its minimum sample, by tier and date; `all` and `none` stay words."""
    match node:
        case Scalar(text):
            words = " ".join(text.split())
            bound = BOUND.read(words)
            relation = bound.relation if bound else "all"
            if relation in ("all", "none"):
                return node
            amount = Scalar(words[len(relation) + 1 :], node.place)
            return _with(Mapping((Entry(relation, node.place, amount),), node.place), _TARGET)
        case Sequence(items, place):
            return Sequence(tuple(_any_target(item) for item in items), place)
        case Mapping() if node.get("tiers"):
            tiered = _filled(node, "tiers", lambda tiers: _each_node(tiers, _any_target))
            otherwise = node.get("otherwise")
            return _put(tiered, "otherwise", _any_target(otherwise)) if otherwise else tiered
        case Mapping():
            return _with(node, _TARGET)


def _definition(_: str, node: Mapping) -> Mapping:
    return _with(_with(node, _MOMENT) if node.get("when") else node, _DEFINITION)


def _remedy(_: str, node: Mapping) -> Mapping:
    kind = node.get("kind")
    whole = _with(node, _REMEDIES.get(kind.text if isinstance(kind, Scalar) else "", ()))
    if node.get("for each"):
        whole = _with(whole, _PIECE)
    return _filled(whole, "one incident", lambda one: _with(one, _INCIDENT))


def _verdict(node: Mapping) -> Mapping:
    whole = _with(node, _VERDICT)
    if not node.get("degraded"):
        whole = _put(whole, "degraded", _texts(node, ["any obligation missed"]))
    return whole if node.get("breached") else _put(whole, "breached", _texts(node, []))


def _with(node: Mapping, added: Added) -> Mapping:
    """Add the keys that are not there, behind those that are."""
    new = (Entry(key, node.place, Scalar(text, node.place)) for key, text in added if node.get(key) is None)
    return Mapping((*node.entries, *new), node.place)


def _put(node: Mapping, key: str, value: Node) -> Mapping:
    """Set what a key leads to, where it stands or behind the others."""
    if node.get(key) is None:
        return Mapping((*node.entries, Entry(key, node.place, value)), node.place)
    return Mapping(
        tuple(replace(entry, node=value) if entry.key == key else entry for entry in node.entries), node.place
    )


def _filled(node: Mapping, key: str, fill: Callable[[Mapping], Mapping]) -> Mapping:
    """Change the mapping behind a key, if there is one."""
    inner = node.get(key)
    return _put(node, key, fill(inner)) if isinstance(inner, Mapping) else node


def _listed(node: Mapping, key: str, fill: Callable[[Mapping], Mapping]) -> Mapping:
    """Change each mapping of the list behind a key, if there is one."""
    inner = node.get(key)
    if not isinstance(inner, Sequence):
        return _filled(node, key, fill)
    items = tuple(fill(item) if isinstance(item, Mapping) else item for item in inner.items)
    return _put(node, key, Sequence(items, inner.place))


def _each(node: Mapping, fill: Callable[[str, Mapping], Mapping]) -> Mapping:
    """Change each named mapping."""
    entries = (
        replace(entry, node=fill(entry.key, entry.node)) if isinstance(entry.node, Mapping) else entry
        for entry in node.entries
    )
    return Mapping(tuple(entries), node.place)


def _each_node(node: Mapping, fill: Callable[[Node], Node]) -> Mapping:
    return Mapping(tuple(replace(entry, node=fill(entry.node)) for entry in node.entries), node.place)


def _texts(node: Node, texts: list[str]) -> Sequence:
    return Sequence(tuple(Scalar(text, node.place) for text in texts), node.place)


def _rehomed(kept: Comments, root: Mapping) -> Comments:
    """Move comments out of the holidays by country, which are about to become dates, to stand above them."""
    places = [path for path in _by_country(root) if any(path == inner[: len(path)] for inner in kept.opened)]
    for path in places:
        kept = kept.lifted(path)
    return kept


def _by_country(root: Mapping) -> Iterator[tuple[int, ...]]:
    for section, entry in enumerate(root.entries):
        if entry.key == "calendars" and isinstance(entry.node, Mapping):
            for number, calendar in enumerate(entry.node.entries):
                inner = calendar.node.entries if isinstance(calendar.node, Mapping) else ()
                for index, term in enumerate(inner):
                    if term.key == "holidays" and isinstance(term.node, Mapping):
                        yield section, number, index
