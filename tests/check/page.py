"""docs/findings.md: the registries of codes and the corpus of wrong agreements go in, the page comes out.

Headings, severities and examples are made; the sentences after `Why:` and `What to do:` are written in the page
itself and kept. Run as a program it rewrites the page: `python -m check.page` in the folder `tests`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from accordant.check.codes import RULES
from accordant.record.codes import FINDINGS as OF_RECORD
from accordant.text.codes import FINDINGS as OF_TEXT

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "findings.md"
CORPUS = ROOT / "tests" / "findings"
BROKEN = ROOT / "tests" / "record" / "broken"
SEVERITIES = {"E": "error", "W": "warning", "N": "note"}
RULE_OF = {code: name for name, (code, _) in RULES.items()}
MEANINGS = {**OF_TEXT, **OF_RECORD, **dict(RULES.values())}

SUBJECTS = (
    ("Words and structure", ("10", "11", "12", "13", "14", "15", "16", "17")),
    ("Time and calendars", ("20", "21", "22")),
    ("Figures and money", ("30", "31", "32", "33", "34", "38")),
    ("Definitions and what reads what", ("40", "41", "43")),
    ("Measures and clocks", ("45", "46", "47")),
    ("Balance and consequences", ("51", "52")),
    ("Sources and their files", ("60", "61", "62", "65", "66")),
)
HEAD = """# Findings

Everything `accordant` can say about an agreement, its sources and the files behind them. A finding has a code, a
sentence, the line it is about with a caret, the other places involved and, where there is one, what to do. An
*error* stops evaluation, a *warning* is about good design, a *note* only tells. All of them are told, not only the
first.

What has a rule name and is no error can be silenced in the agreement, with a reason that the scorecard shows:

```yaml
silence:
  too-few-measures: The pilot has one measure; more follow in July.
```

Headings and examples of this page are made from the registries and the corpus of wrong agreements
(`tests/findings`), the sentences between them are written here by hand: `python -m check.page` in the folder
`tests` makes the page anew and keeps them.
"""


def page(prose: dict[str, tuple[str, str]]) -> str:
    """Write the page; a code without prose gets empty sentences, which a test does not allow."""
    parts = [HEAD, _contents()]
    for subject, groups in SUBJECTS:
        parts.append(f"# {subject}\n")
        parts += [_section(code, *prose.get(code, ("", ""))) for code in _codes(groups)]
    return "\n".join(parts)


def prose_of(text: str) -> dict[str, tuple[str, str]]:
    """Read the sentences written by hand out of a page."""
    found = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        why, to_do = (re.search(rf"^{word}: ?(.*)$", section, re.MULTILINE) for word in ("Why", "What to do"))
        found[section[:4]] = (why[1] if why else "", to_do[1] if to_do else "")
    return found


def _contents() -> str:
    lines = []
    for subject, groups in SUBJECTS:
        codes = _codes(groups)
        lines.append(f"- [{subject}](#{subject.lower().replace(' ', '-')}): {codes[0]} to {codes[-1]}")
    return "\n".join(lines) + "\n"


def _codes(groups: tuple[str, ...]) -> list[str]:
    return sorted((code for code in MEANINGS if code[1:3] in groups), key=lambda code: (code[1:], code))


def _section(code: str, why: str, to_do: str) -> str:
    rule = f" · rule `{RULE_OF[code]}`" if code in RULE_OF else ""
    lines = [f"## {code} {MEANINGS[code]}", "", f"{SEVERITIES[code[0]]}{rule}", ""]
    lines += [f"Why: {why}", "", f"What to do: {to_do}", ""]
    example = next(_examples(code), "")
    lines += ["```text", example.rstrip("\n"), "```", ""] if example else []
    return "\n".join(lines)


def _examples(code: str) -> Iterator[str]:
    """Yield what people see: the message of a wrong agreement, or of a broken file."""
    message = CORPUS / code / "message.txt"
    if message.exists():
        yield message.read_text("utf-8")
    for file in sorted(BROKEN.glob("*/expected.json")):
        for found, sentence, *hint in json.loads(file.read_text("utf-8"))["findings"]:
            if found == code:
                more = f"\n  hint: {hint[0]}" if hint and hint[0] else ""
                yield f"sources.yaml: {SEVERITIES[code[0]]} {code}: {sentence}{more}"


if __name__ == "__main__":
    PAGE.write_text(page(prose_of(PAGE.read_text("utf-8"))), encoding="utf-8")
