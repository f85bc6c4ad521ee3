"""Conditions in SQL: parts go in, their conjunction or disjunction comes out, without what decides nothing."""

from collections.abc import Iterable

TRUE = "TRUE"
FALSE = "FALSE"


def every(conditions: Iterable[str]) -> str:
    """Return the AND of conditions; of none, TRUE."""
    parts = list(dict.fromkeys(one for one in conditions if one != TRUE))
    if FALSE in parts:
        return FALSE
    return " AND ".join(f"({one})" for one in parts) if len(parts) > 1 else parts[0] if parts else TRUE


def some(conditions: Iterable[str]) -> str:
    """Return the OR of conditions; of none, FALSE."""
    parts = list(dict.fromkeys(one for one in conditions if one != FALSE))
    if TRUE in parts:
        return TRUE
    return " OR ".join(f"({one})" for one in parts) if len(parts) > 1 else parts[0] if parts else FALSE


def no(condition: str) -> str:
    """Return the opposite of a condition that is never NULL."""
    return {TRUE: FALSE, FALSE: TRUE}.get(condition, f"NOT ({condition})")
