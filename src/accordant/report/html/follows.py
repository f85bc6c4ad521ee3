"""What follows, on a page: consequences with owner, due instant and state, and what is open from before."""

from collections.abc import Sequence

from accordant.report.figure import count_word
from accordant.report.follows import Follows, Step
from accordant.report.html.parts import badge, cards, folded
from accordant.report.html.shell import section
from accordant.report.markup import Markup, el, join
from accordant.report.nouns import title
from accordant.report.scorecard import Scorecard
from accordant.report.state import AT_RISK, MISSED, NO_DATA, PENDING

_FEW = 5
_HEADS = [("Consequence", False), ("Because of", False), ("Owner", False), ("Due", False), ("State", False)]


def what_follows(card: Scorecard) -> Markup:
    """Return the section of consequences."""
    told = card.follows
    parts = [_panel(card, told.here) if told.here else el("p", _none(card), class_="soft")]
    if told.earlier:
        panel = _panel(card, told.earlier, earlier=True)
        words = f"Still open from earlier windows: {len(told.earlier):,}"
        few = len(told.earlier) <= _FEW
        parts.append(join(el("h3", words, class_="under"), panel) if few else folded(words, panel))
    return section("follows", "What follows", _lead(card, told), *parts)


def _lead(card: Scorecard, told: Follows) -> str:
    missed = sum(one.state == MISSED for one in card.cards)
    if not told.here:
        return ""
    misses = f"{count_word(missed).capitalize()} {'miss' if missed == 1 else 'misses'}"
    n = len(told.here)
    return (
        f"{misses}, {count_word(n)} {'consequence' if n == 1 else 'consequences'}, from the agreement’s own text."
    )


def _none(card: Scorecard) -> str:
    if any(one.state == MISSED for one in card.cards):
        return "The agreement names nothing that follows from these misses."
    if all(one.state == NO_DATA for one in card.cards):
        return "Nothing could be judged, so nothing follows."
    if card.running or any(one.state in (PENDING, AT_RISK) for one in card.cards):
        return "Nothing is missed so far, so nothing follows yet."
    return "Nothing was missed, so nothing follows."


def _panel(card: Scorecard, steps: Sequence[Step], *, earlier: bool = False) -> Markup:
    known = {one.obligation.name: one.key for one in card.cards}
    rows = [("", _cells(step, known, earlier=earlier)) for step in steps]
    return el("div", cards(_HEADS, rows, "cons"), class_="panel pad under")


def _cells(step: Step, known: dict[str, str], *, earlier: bool) -> Sequence[Markup | str]:
    what = el("span", f" {step.what}", class_="muted") if step.what else None
    name = title(step.obligation)
    because = el("a", name, href=f"#{known[step.obligation]}") if step.obligation in known else name
    window = f", {step.window}" if earlier else None
    note = el("span", f" {step.note}", class_="muted") if step.note else None
    due, state = step.due or "no time agreed", join(badge(step.state), note)
    return (join(step.name, what), join(because, window), step.owner, due, state)
