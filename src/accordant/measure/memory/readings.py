"""The readings of what is UNKNOWN: plain, in favour of the obligor, and against it (SEMANTICS 2, Outcome)."""

from dataclasses import dataclass

from accordant.measure.memory.moments import Sight

# What helps the obligor when UNKNOWN is taken for TRUE; the other roles help it when taken for FALSE.
_HELPS = {
    "stop": True,
    "end": True,
    "cancel": True,
    "pause": True,
    "resume": False,
    "reset": False,
    "reopen": False,
}


@dataclass(frozen=True)
class Readings:
    """What UNKNOWN is taken for, role by role: never a moment in the plain reading, and never a start."""

    sight: Sight
    favourable: bool | None = None

    def of(self, role: str) -> Sight:
        """Return the sight that a role is read with."""
        if self.favourable is None or role not in _HELPS:
            return self.sight.taking(False)
        return self.sight.taking(_HELPS[role] is self.favourable)
