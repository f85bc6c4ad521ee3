"""Findings: what a reader of an agreement, a source or its data should know, and where it stands."""

from dataclasses import dataclass
from enum import Enum

from accordant.terms.values import Place


class Severity(Enum):
    """How much a finding weighs: an error stops, a warning does not, `later` will be an error one day."""

    ERROR = "error"
    WARNING = "warning"
    LATER = "later"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One sentence about the text or the data, with its place, the other places involved and a hint.

    `code` is one of `docs/findings.md`; `message` is lower case, without a full stop, in the user's words.
    """

    code: str
    severity: Severity
    message: str
    at: Place | None = None
    hint: str = ""
    related: tuple[tuple[str, Place], ...] = ()
    rule: str = ""
    silenced: str = ""

    @property
    def stops(self) -> bool:
        """Say whether nothing can be evaluated before this is mended."""
        return self.severity is Severity.ERROR and not self.silenced
