import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place
from accordant.text.message import as_json, render, summary

TEXT = """\
definitions:
  MQL: {of: lead, when: score >= 60}
obligations:
  speed:
    time: {from: MQL, to: SQL-accepted}
"""

UNDEFINED = Finding(
    "E104",
    Severity.ERROR,
    "'SQL-accepted' is not defined",
    Place("agreement.yaml", 5, 27, 12),
    hint="did you mean: MQL",
    related=(("defined here", Place("agreement.yaml", 2, 3, 3)),),
)


def test_a_finding_shows_its_line_a_caret_and_the_places_involved():
    assert (
        render([UNDEFINED], {"agreement.yaml": TEXT})
        == """\
agreement.yaml:5:27: error E104: 'SQL-accepted' is not defined
    5 |     time: {from: MQL, to: SQL-accepted}
      |                           ^^^^^^^^^^^^
    2 |   MQL: {of: lead, when: score >= 60}
      |   ^^^ defined here
  hint: did you mean: MQL
"""
    )


def test_a_related_place_in_another_file_is_named():
    finding = Finding("E1", Severity.WARNING, "odd", Place("a", 1, 1), related=(("there", Place("b", 1, 3, 2)),))
    assert (
        render([finding], {"a": "x", "b": "y zz"})
        == """\
a:1:1: warning E1: odd
    1 | x
      | ^
  b:1:3:
    1 | y zz
      |   ^^ there
"""
    )


def test_a_related_place_whose_text_is_not_at_hand_is_still_told():
    finding = Finding("E1", Severity.ERROR, "odd", None, related=(("see there", Place("b", 1, 3, 2)),))
    assert render([finding], {}) == "error E1: odd\n  b:1:3: see there\n"


def test_the_caret_stands_under_wide_characters():
    finding = Finding("E1", Severity.ERROR, "odd", Place("a", 1, 5, 1))
    assert render([finding], {"a": "東京: 大阪"}).splitlines()[1:] == ["    1 | 東京: 大阪", "      |       ^^"]


def test_the_caret_stands_under_what_follows_a_tab():
    finding = Finding("E1", Severity.ERROR, "odd", Place("a", 1, 4, 1))
    assert render([finding], {"a": "a\tbc"}).splitlines()[1:] == ["    1 | a   bc", "      |      ^"]


def test_a_combining_accent_takes_no_column():
    finding = Finding("E1", Severity.ERROR, "odd", Place("a", 1, 3, 1))
    assert render([finding], {"a": "e\u0301x"}).splitlines()[2] == "      |  ^"


def test_escape_sequences_of_a_file_do_not_reach_the_terminal():
    finding = Finding("E1", Severity.ERROR, "'\x1b[2J' is odd", Place("a\x1b", 1, 1), hint="\u202e")
    shown = render([finding], {"a\x1b": "\x1b[31m\x9b\x07"})
    assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in shown.replace("\n", ""))


def test_a_very_long_line_is_cut_around_the_caret():
    finding = Finding("E1", Severity.ERROR, "odd", Place("a", 1, 501, 3))
    _, source, caret = render([finding], {"a": "-" * 500 + "abc" + "-" * 500}).splitlines()
    assert len(source) < 140 and source[8] == source[-1] == "…"
    assert source[caret.index("^") : caret.rindex("^") + 1] == "abc"


def test_the_end_of_a_file_has_a_place_too():
    finding = Finding("E1", Severity.ERROR, "'parties' is missing", Place("a", 2, 1))
    assert render([finding], {"a": "format: 1\n"}).splitlines()[1:] == ["    2 |", "      | ^"]


def test_findings_stand_in_the_order_of_the_text():
    first, second = (Finding("E1", Severity.ERROR, str(n), Place("a", n, 1)) for n in (2, 11))
    assert render([second, first], {}).splitlines() == ["a:2:1: error E1: 2", "a:11:1: error E1: 11"]


def test_colour_only_adds_escapes():
    plain = render([UNDEFINED], {"agreement.yaml": TEXT})
    tinted = render([UNDEFINED], {"agreement.yaml": TEXT}, colour=True)
    for escape in ("\x1b[1;31m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"):
        assert escape in tinted
        tinted = tinted.replace(escape, "")
    assert tinted == plain


def test_findings_are_counted_in_words():
    silenced = Finding("W1", Severity.WARNING, "odd", silenced="agreed so")
    assert summary([UNDEFINED, UNDEFINED, silenced]) == "2 errors, 1 silenced"
    assert summary([UNDEFINED]) == "1 error"
    assert summary([]) == "no findings"


def test_findings_as_data_carry_everything():
    data = as_json([UNDEFINED])
    assert data["format"] == "accordant.findings/1"
    assert data["findings"] == [
        {
            "code": "E104",
            "severity": "error",
            "message": "'SQL-accepted' is not defined",
            "at": {"file": "agreement.yaml", "line": 5, "column": 27, "length": 12},
            "hint": "did you mean: MQL",
            "related": [
                {"message": "defined here", "at": {"file": "agreement.yaml", "line": 2, "column": 3, "length": 3}}
            ],
            "rule": "",
            "silenced": "",
        }
    ]


@given(st.text(), st.integers(1, 5), st.integers(1, 300), st.integers(0, 300))
def test_any_place_in_any_text_can_be_shown(text, line, column, length):
    shown = render([Finding("E1", Severity.ERROR, text, Place(text, line, column, length))], {text: text})
    rows = shown.removesuffix("\n").split("\n")
    assert len(rows) in (1, 3)
    assert len(rows) == 1 or set(rows[2][8:].strip()) == {"^"}
