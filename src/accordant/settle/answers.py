"""Answers: moments that may answer consequences go in, which consequence each one answers comes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from accordant.measure.measurement import Answer
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Asked:
    """A consequence that waits for a moment of `definition`, told by `party` since the miss at `since`.

    An answer after `until` is no answer (None: late ones count, as late).
    """

    definition: str
    party: str
    obligation: str
    window: str
    since: Instant
    until: Instant | None = None


def matched(asked: Sequence[Asked], answers: Sequence[Answer]) -> dict[int, Answer]:
    """Return the answer of each position in `asked` that has one.

    In order of time, each answer takes the obligation and window that its event names, of several the oldest it
    is in time for; else the oldest unanswered of its declarer, raised before it (an answer that tells no declarer:
    of anybody). The first answer stands. Of equally old ones that which stands first.
    Source: SEMANTICS 1 (Answers).
    """
    found: dict[int, Answer] = {}
    by_age = sorted(range(len(asked)), key=lambda i: (asked[i].since, i))
    for answer in sorted(answers, key=_order):
        fitting = [i for i in by_age if i not in found and _fits(asked[i], answer)]
        in_time = (i for i in fitting if _is_in_time(asked[i], answer))
        if fitting:
            found[next(in_time, fitting[0])] = answer
    return found


def _order(answer: Answer) -> tuple[Instant, bytes, str, str, str, str]:
    named = (answer.by, answer.obligation, answer.window)
    return (answer.happened, answer.entity.encode(), answer.definition, *named)


def _fits(asked: Asked, answer: Answer) -> bool:
    if answer.definition != asked.definition or (answer.by and answer.by != asked.party):
        return False
    if answer.obligation or answer.window:
        is_named = answer.obligation in ("", asked.obligation) and answer.window in ("", asked.window)
        return is_named and (bool(answer.obligation and answer.window) or asked.since <= answer.happened)
    return asked.since <= answer.happened and _is_in_time(asked, answer)


def _is_in_time(asked: Asked, answer: Answer) -> bool:
    return asked.until is None or answer.happened <= asked.until
