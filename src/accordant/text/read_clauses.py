"""The clauses beside the promises: warranties, indemnities, review, ending, publication, examples, silence."""

from accordant.terms.legal import Example, Indemnity, Publication, Review, Right, Silence, Warranty
from accordant.terms.values import Money, Quantity
from accordant.text.quantity import LENGTH, QUANTITY, SHARE_OR_MONEY
from accordant.text.read_condition import read_conditions
from accordant.text.read_deadline import read_deadline
from accordant.text.read_fields import (
    Fields,
    Reading,
    as_items,
    as_mapping,
    as_scalar,
    fields,
    is_bare,
    parse,
    quoted,
)
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Mapping, Node, Scalar


def read_warranty(entry: Entry, reading: Reading) -> Warranty | None:
    """Read what a party guarantees, in words."""
    taken = fields(entry.node, f"warranty {quoted(entry.key)}", clause("warranty"), reading, entry.place)
    return Warranty(entry.key, taken.name("by", "party"), taken.text("text"), entry.place) if taken else None


def read_indemnity(entry: Entry, reading: Reading) -> Indemnity | None:
    """Read who bears third parties' claims, which costs, less what, up to where, and how soon to report."""
    taken = fields(entry.node, f"indemnity {quoted(entry.key)}", clause("indemnity"), reading, entry.place)
    if taken is None:
        return None
    report = taken.read("report", lambda n, r: fields(n, "'report'", clause("report"), r))
    cap = taken.read("cap", _cap)
    return Indemnity(
        entry.key,
        taken.name("by", "party"),
        taken.names("for", "party"),
        taken.text("text"),
        taken.names("covers", "value"),
        taken.read("excludes", _excludes) or (),
        report.name("filed", "moment") if report else "",
        report.name("told", "moment") if report else "",
        report.parse("within", LENGTH) if report else None,
        report.choice("late") if report else "",
        taken.names("less", "value"),
        cap[0] if cap else None,
        cap[1] if cap else "",
        taken.choice("service credits"),
        entry.place,
        "excluded" if taken.choice("before tender") == "excluded" else "covered",
        taken.name("paid", "moment"),
    )


def read_review(node: Node, reading: Reading) -> Review | None:
    """Read when the parties look at the numbers together."""
    taken = fields(node, "'review'", clause("review"), reading)
    if taken is None:
        return None
    every, within = taken.choice("every"), taken.parse("within", LENGTH)
    return Review(every, within, taken.names("attend", "party"), taken.text("text"), taken.place)


def read_right(entry: Entry, reading: Reading) -> Right | None:
    """Read one way to end the agreement: at will with notice, or on conditions."""
    taken = fields(entry.node, f"right {quoted(entry.key)}", clause("right"), reading, entry.place)
    if taken is None:
        return None
    noticed, written, refund = taken.node("noticed"), taken.text("noticed"), taken.text("refund")
    return Right(
        entry.key,
        _right_of(taken),
        read_conditions(taken.node("when"), "when", reading),
        taken.parse("notice", LENGTH),
        written,
        refund,
        taken.text("text"),
        entry.place,
        taken.name("made", "moment"),
        read_deadline(noticed, "noticed", reading) if noticed else None,
        written.endswith(" of each"),
        refund.removeprefix("prorated ") if refund.startswith("prorated ") else "",
    )


def read_publication(node: Node, reading: Reading) -> Publication | None:
    """Read how much history a public page shows."""
    taken = fields(node, "'publication'", clause("publication"), reading)
    return Publication(taken.text("history"), taken.text("text"), taken.place) if taken else None


def read_example(node: Node, reading: Reading) -> Example | None:
    """Read a worked example: its window, the facts or data that enter, and what is expected."""
    taken = fields(node, "an example", clause("example"), reading)
    if taken is None:
        return None
    events = taken.node("events")
    read = [_event(item, reading) for item in as_items(events, "events", reading)] if events else []
    return Example(
        taken.text("name"),
        taken.text("window"),
        taken.read("facts", lambda n, r: _figures(n, "facts", "definition", r)) or (),
        taken.text("data"),
        tuple(event for event in read if event),
        taken.read("expect", lambda n, r: _figures(n, "expect", "expected", r)) or (),
        taken.place,
    )


def read_silence(node: Node, reading: Reading) -> tuple[Silence, ...]:
    """Read the rules that the parties do not follow, each with its reason."""
    mapping = as_mapping(node, "'silence'", reading)
    found = []
    for entry in mapping.entries if mapping else ():
        reason = as_scalar(entry.node, entry.key, "a reason", reading)
        if reason:
            found.append(Silence(entry.key, reason.text, entry.place))
    return tuple(found)


def _right_of(taken: Fields) -> str:
    node = taken.node("by")
    if isinstance(node, Scalar) and node.text == "either party":
        return node.text
    return taken.name("by", "party")


def _excludes(node: Node, reading: Reading) -> tuple[str, ...]:
    """Read what is not borne: prose, alone, in a list or as `{text: ...}`.

    Inside `{}` a comma ends a value: the rest of such a sentence arrives as keys without values.
    """
    if isinstance(node, Mapping):
        taken = Fields(node, "'excludes'", clause("indemnity", "excludes"), reading)
        return (", ".join((taken.text("text"), *(e.key for e in node.entries if is_bare(e.node)))),)
    scalars = [as_scalar(item, "excludes", "text", reading) for item in as_items(node, "excludes", reading)]
    return tuple(scalar.text for scalar in scalars if scalar)


def _cap(node: Node, reading: Reading) -> tuple[Quantity | Money, str] | None:
    taken = fields(node, "'cap'", clause("indemnity", "cap"), reading)
    limit = taken.parse("at most", SHARE_OR_MONEY) if taken else None
    return (limit, taken.choice("per")) if taken and limit else None


def _figures(node: Node, key: str, wants: str, reading: Reading) -> tuple[tuple[str, Quantity], ...]:
    mapping = as_mapping(node, f"'{key}'", reading)
    found = []
    for entry in mapping.entries if mapping else ():
        reading.refer(Scalar(entry.key, entry.place), wants, key)
        figure = parse(entry.node, entry.key, QUANTITY, reading)
        if figure:
            found.append((entry.key, figure))
    return tuple(found)


def _event(node: Node, reading: Reading) -> tuple[tuple[str, str], ...]:
    mapping = as_mapping(node, "an event", reading)
    read = [
        (entry.key, as_scalar(entry.node, entry.key, "text", reading))
        for entry in (mapping.entries if mapping else ())
    ]
    return tuple((key, scalar.text) for key, scalar in read if scalar)
