"""A comparison for a terminal, and as JSON."""

import json
from collections.abc import Iterator

from accordant.report.ansi import apart, grid, measured, paint, sign, wrapped
from accordant.report.compare import Comparison, RuleSet
from accordant.report.json import exact, money
from accordant.report.phrases import quantity_words
from accordant.settle.consequence import Consequence
from accordant.terms.values import Money


def compare_text(told: Comparison, colour: bool, width: int) -> str:
    """Return a comparison as text of at most about `width` columns, ended by a line break."""
    return "\n".join(line.rstrip() for line in _lines(told, colour, max(width, 40))) + "\n"


def _lines(told: Comparison, colour: bool, width: int) -> Iterator[str]:
    yield paint(f"The same facts under {len(told.sets)} rule sets, {told.title}", "bold", colour)
    yield paint(f"as of {told.as_of} ({told.zone})", "muted", colour)
    yield ""
    heads = ("  rule set", "missed", "owed", "all windows so far")
    rows = [
        (f"  {o.name}", f"{o.missed} of {len(o.promises)}", amounts(o.owed), amounts(o.so_far)) for o in told.sets
    ]
    table = list(grid([heads, *rows], [False, True, True, True]))
    if max(map(measured, table)) <= width:
        yield from table
    else:
        for one in told.sets:
            yield from apart(one.name, amounts(one.owed), width, "  ")
    yield ""
    for spread in told.spreads:
        yield from wrapped(f"{spread.words[:1].upper()}{spread.words[1:]}.", width)
    for one in told.sets:
        yield ""
        yield from _one(one, colour, width)


def _one(one: RuleSet, colour: bool, width: int) -> Iterator[str]:
    yield from apart(one.name, amounts(one.owed), width, "", "bold", colour)
    for kept in one.promises:
        against = f" of {kept.target}" if kept.target else ""
        yield from apart(f"{kept.name}: {kept.value}{against}", sign(kept.state, colour), width, "  ")
    for line in one.credits:
        how = f": {line.reckoning}" if line.reckoning else ""
        yield from wrapped(f"{line.name}{how} ({line.state.word})", width, "    ", "muted", colour)
    if one.unclear:
        yield from wrapped(f"{one.unclear} of them nobody can reckon: the sum is without them.", width, "    ")


def amounts(owed: tuple[Money, ...]) -> str:
    """Write what is owed in each currency; `nothing` when it is nothing."""
    return ", ".join(quantity_words(one) for one in owed if one.amount) or "nothing"


def compare_json(told: Comparison) -> str:
    """Return a comparison as JSON by fixed keys; amounts are text."""
    body = {
        "accordant": 1,
        "window": told.window,
        "as_of": told.as_of,
        "rule_sets": [_told(one) for one in told.sets],
        "spreads": [
            {
                "least": money(one.least),
                "most": money(one.most),
                "times": exact(one.times),
                "least_by": list(one.by_least),
                "most_by": list(one.by_most),
            }
            for one in told.spreads
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def _told(one: RuleSet) -> dict[str, object]:
    return {
        "name": one.name,
        "owed": [money(each) for each in one.owed],
        "owed_in_all_windows": [money(each) for each in one.so_far],
        "promises": [
            {
                "name": kept.name,
                "value": kept.value,
                "target": kept.target,
                "outcome": kept.state.word,
                "reason": kept.reason,
            }
            for kept in one.promises
        ],
        "credits": [_credit(line.consequence) for line in one.credits],
    }


def _credit(one: Consequence) -> dict[str, object]:
    return {
        "remedy": one.remedy,
        "obligation": one.obligation,
        "state": one.state,
        "amount": money(one.amount),
        "gross": money(one.gross),
        "reckoning": one.reckoning,
    }
