"""Beside each rule stand good agreements that come close to breaking it, about which it must say nothing."""

from itertools import groupby
from pathlib import Path

import pytest

from accordant.check.codes import RULES

from .corpus import BASE
from .edits import Edit, checked, checked_with, edited, rules, without

HERE = Path(__file__).parent
SOURCES = (HERE / "base.sources.yaml").read_text("utf-8")

# What is about a whole party or a missing section has no neighbour a line away; below, or the base itself.
ELSEWHERE = {
    # In test_upstream: they are about two agreements.
    "upstream-in-a-circle",
    "downstream-above-upstream",
    "needless-silence",
    "calendar-changes-zone",
    "speed-without-depth",
    "too-many-measures",
    "too-few-measures",
    "commitment-binds-the-other-side",
    "no-purpose",
    "no-review",
    "no-ending",
    "unserved-goal",
    "goalless-obligation",
    "nothing-to-make-good",
}


def neighbours() -> list[tuple[str, str]]:
    """Return the rule and the changes of each good neighbour."""
    blocks = (HERE / "neighbours.txt").read_text("utf-8").split("\n## ")[1:]
    return [(block.partition("\n")[0], block.partition("\n")[2]) for block in blocks]


def edits_of(block: str, marks: str) -> tuple[Edit, ...]:
    """Pair the lines that go with those that come: `-` and `+`, or `<` and `>`."""
    lines = [(line[0], line[2:]) for line in block.splitlines() if line[1:2] == "|" and line[0] in marks]
    texts = ["\n".join(text for _, text in group) for _, group in groupby(lines, key=lambda line: line[0])]
    return tuple(zip(texts[::2], texts[1::2], strict=True))


@pytest.mark.parametrize(("rule", "block"), neighbours())
def test_a_good_neighbour_is_left_alone(rule: str, block: str) -> None:
    text = edited(BASE, edits_of(block, "-+"))
    sources = edited(SOURCES, edits_of(block, "<>"))
    found = checked_with(text, sources) if RULES[rule][0][1:3] == "62" else checked(text)
    assert rule not in rules(found)


def test_every_rule_has_a_neighbour() -> None:
    assert {rule for rule, _ in neighbours()} | ELSEWHERE == set(RULES)


def one_sided() -> str:
    """Return the agreement in which only the desk owes something."""
    text = BASE
    for name in ("acceptance", "repair", "lasting"):
        text = without(text, name)
    edits = (
        (", acceptance: 10, repair: 20, lasting: 20}", "}"),
        (", repair missed in 2 consecutive windows]", "]"),
        ("  - {party: desk, needs: bicycles that stay repaired, met by: [repair, lasting]}\n", ""),
    )
    return edited(text, edits)


def test_a_commitment_needs_no_counterpart() -> None:
    broken = rules(checked(edited(one_sided(), (("kind: internal", "kind: commitment"),))))
    assert not broken & {"one-sided", "commitment-binds-the-other-side", "too-few-measures", "no-goal"}


def test_a_party_that_pays_owes_enough() -> None:
    assert "one-sided" not in rules(checked(one_sided()))


def test_attempts_beside_speed_are_depth_enough() -> None:
    text = without(BASE, "lasting")
    edits = (
        (", lasting: 20}", "}"),
        ("met by: [repair, lasting]", "met by: [repair]"),
        ("time: {from: order, to: accepted,", "attempts: {of: accepted, per: order, at least: 2,"),
    )
    assert "speed-without-depth" not in rules(checked(edited(text, edits)))
