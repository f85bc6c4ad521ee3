from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accordant.text.comments import comments
from accordant.text.read import read_agreement_text
from accordant.text.sources import read_sources_text
from accordant.text.tree import Mapping, Scalar, Sequence, compose
from accordant.text.write import WIDTH, same, write_text

FORMAT = Path(__file__).parent.parent / "format"
AGREEMENTS = sorted(path for path in FORMAT.glob("*.yaml") if not path.name.endswith(".sources.yaml"))
SOURCES = sorted(FORMAT.glob("*.sources.yaml"))


def written(text):
    result, findings = write_text(text, "agreement.yaml")
    assert not findings, findings
    return result


def test_sections_stand_in_the_order_of_the_format():
    text = "title: T\nobligations: {}\nkind: internal\nformat: 1\nparties: {}\n"
    assert written(text) == "format: 1\ntitle: T\nkind: internal\nparties: {}\nobligations: {}\n"


def test_keys_of_a_clause_stand_in_their_order_and_names_stay_in_that_of_the_parties():
    text = """\
obligations:
  zeal:
    window: month
    owed to: sales
    count: MQL
    target: at least 3
    owed by: marketing
  ardour: {owed by: a, owed to: b, count: MQL, target: all, window: week}
"""
    assert (
        written(text)
        == """\
obligations:
  zeal:
    owed by: marketing
    owed to: sales
    count: MQL
    target: at least 3
    window: month
  ardour:
    owed by: a
    owed to: b
    count: MQL
    target: all
    window: week
"""
    )


def test_an_unknown_key_comes_last_and_is_not_lost():
    assert written("term: {colour: red, zone: UTC, from: 2026-01-01}\n") == (
        "term: {from: 2026-01-01, zone: UTC, colour: red}\n"
    )


def test_short_values_share_a_line_and_line_up():
    text = """\
definitions:
  MQL:
    when: score >= 60
    of: lead
  won: {of: lead, when: "event = 'won'"}
"""
    assert (
        written(text)
        == """\
definitions:
  MQL: {of: lead, when: score >= 60}
  won: {of: lead, when: event = 'won'}
"""
    )
    text = "definitions:\n  contact: {of: person}\n  MQL:\n    of: lead\n"
    assert written(text) == "definitions:\n  contact: {of: person}\n  MQL:     {of: lead}\n"


def test_quotes_stand_only_where_yaml_needs_them():
    text = "purpose: 'plain'\ngoals:\n  g:\n    amount: '600,000 USD'\n  h: {text: '#1: be first'}\n"
    assert written(text) == 'purpose: plain\ngoals:\n  g: {amount: "600,000 USD"}\n  h: {text: "#1: be first"}\n'


def test_words_that_other_readers_take_for_numbers_stay_as_they_are():
    text = "silence:\n  a: NO\n  b: on\n  c: 1:30\n  d: 012\n  e: ~\n  f: ''\n  g:\n"
    assert written(text) == 'silence:\n  a: NO\n  b: on\n  c: 1:30\n  d: 012\n  e: ~\n  f: ""\n  g:\n'


def test_a_long_list_of_dates_goes_over_several_lines():
    dates = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 15)]
    text = f"calendars:\n  office:\n    holidays: [{', '.join(dates)}]\n"
    lines = written(text).splitlines()
    assert len(lines) == 5 and all(len(line) <= WIDTH for line in lines)
    assert lines[2].startswith("    holidays: [2026-01-01, ") and lines[3].startswith(" " * 15 + "2026-")


def test_prose_is_folded_and_a_predicate_is_not():
    words = " ".join(["word"] * 40)
    long = " AND ".join(["score >= 60"] * 12)
    result = written(f"purpose: {words}\ndefinitions:\n  MQL:\n    of: lead\n    when: {long}\n")
    assert result.startswith("purpose: >-\n  word word")
    assert f"    when: {long}\n" in result


def test_a_text_of_several_lines_is_a_block_of_lines():
    assert written("purpose: |\n  one\n    two\ntitle: T\n") == "title: T\npurpose: |\n  one\n    two\n"
    text = 'purpose: "one\\ntwo\\n\\nthree"\n'
    assert written(text) == "purpose: |-\n  one\n  two\n\n  three\n"


def test_comments_stay_with_their_nodes_when_keys_move():
    text = """\
# about the file

kind: internal  # or customer
# the title
title: T

# who
parties:
  # one
  a: {name: A}   # first
  b: {name: B}
  # c: {name: C}
format: 1        # the only one
# the end
"""
    assert (
        written(text)
        == """\
# about the file

format: 1  # the only one
# the title
title: T
kind: internal  # or customer

# who
parties:
  # one
  a: {name: A}  # first
  b: {name: B}
  # c: {name: C}
# the end
"""
    )


def test_comments_beside_lines_stand_in_one_column():
    text = "obligations:\n  a:\n    count: MQL # x\n    target: at least 3   # y\n"
    assert written(text) == "obligations:\n  a:\n    count: MQL          # x\n    target: at least 3  # y\n"


def test_a_comment_inside_brackets_opens_them():
    text = "stages: [lead, # first\n  MQL,\n  # the heart of it\n  SAL]\nreview: {every: month} # soon\n"
    assert written(text) == (
        "stages:  # first\n  - lead\n  - MQL\n  # the heart of it\n  - SAL\nreview: {every: month}  # soon\n"
    )


def test_a_hash_inside_a_text_is_no_comment():
    text = "purpose: 'a # b'  # c\ntitle: a#b\nreview: {text: \"x # y\"}\n"
    assert written(text) == 'title: a#b\npurpose: "a # b"  # c\nreview: {text: "x # y"}\n'


def test_what_cannot_be_read_comes_back_as_it_is():
    for text in ("a: [", "a: 1\na: 2\n", "- a\n", "", "a: &x 1\n", "\ta: 1"):
        result, _ = write_text(text, "agreement.yaml")
        assert result == text


def test_what_cannot_be_written_comes_back_as_it_is_with_a_finding():
    text = f"? {'k' * 2000}\n: v\n"
    result, findings = write_text(text, "agreement.yaml")
    assert result == text and [finding.code for finding in findings] == ["E114"]


def plain(node):
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {entry.key: plain(entry.node) for entry in entries}


KEYS = [
    "format",
    "obligations",
    "target",
    "definitions",
    "remedies",
    "kind",
    "from",
    "tiers",
    "at least",
    "a: b",
    "x",
]
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029\ufeff"), max_size=12
) | st.sampled_from(
    ["at least 3", "a, b", "- c", "#d", "e # f", "g: h", "'i'", '"', "\\", "[", "?", "one\ntwo\n", "%"]
)
NAME = st.sampled_from(KEYS) | TEXT.filter(bool)
TREE = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAME, inner, max_size=4),
    max_leaves=20,
)
DOCUMENT = st.dictionaries(NAME, TREE, min_size=1, max_size=6)


def dumped(document, flow, width):
    return yaml.safe_dump(document, default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False)


@settings(max_examples=150)
@given(DOCUMENT, st.sampled_from([True, False, None]), st.sampled_from([20, 10_000]))
def test_any_tree_is_written_to_read_the_same_and_only_once(document, flow, width):
    text = dumped(document, flow, width)
    root, findings = compose(text, "a")
    assume(root is not None and not findings)
    result = written(text)
    again, findings = compose(result, "a")
    assert not findings
    assert same(root, again)
    assert written(result) == result


@settings(max_examples=150)
@given(DOCUMENT, st.sampled_from([True, False, None]), st.data())
def test_no_comment_is_ever_lost(document, flow, data):
    lines = dumped(document, flow, 60).splitlines()
    for number in range(data.draw(st.integers(1, 5))):
        where = data.draw(st.integers(0, len(lines) - 1))
        if data.draw(st.booleans()):
            lines[where] += f"  # beside {number}"
        else:
            indent = " " * data.draw(st.integers(0, 6))
            lines[where:where] = [""] * data.draw(st.integers(0, 2)) + [f"{indent}# above {number}"]
    text = "\n".join(lines) + "\n"
    root, findings = compose(text, "a")
    assume(root is not None and not findings)
    kept = comments(text, root).texts
    result, findings = write_text(text, "agreement.yaml")
    if findings:  # what has no canonical spelling is said so, and stays as it was
        assert [finding.code for finding in findings] == ["E114"] and result == text
        return
    assert Counter(comments(result, compose(result, "a")[0]).texts) == Counter(kept)
    assert written(result) == result


@settings(max_examples=150)
@given(st.data())
def test_every_comment_written_into_plain_lines_is_found(data):
    document = data.draw(
        st.dictionaries(
            st.sampled_from(KEYS), st.lists(st.sampled_from(["a", "b c"]), max_size=3) | st.just("d"), min_size=1
        )
    )
    lines = dumped(document, False, 10_000).splitlines()
    told = []
    for number in range(data.draw(st.integers(1, 6))):
        where = data.draw(st.integers(0, len(lines) - 1))
        if "#" in lines[where] or data.draw(st.booleans()):
            lines.insert(where, f"# {number}")
        else:
            lines[where] += f" # {number}"
        told.append(f"# {number}")
    text = "\n".join(lines)
    assert Counter(comments(text, compose(text, "a")[0]).texts) == Counter(told)


@pytest.mark.parametrize("path", AGREEMENTS, ids=lambda path: path.name)
def test_an_agreement_means_the_same_in_its_canonical_spelling(path):
    text = path.read_text(encoding="utf-8")
    result = written(text)
    assert read_agreement_text(result) == read_agreement_text(text)
    assert written(result) == result
    assert all(len(line.split("  #")[0]) <= WIDTH for line in result.splitlines())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sources_mean_the_same_in_their_canonical_spelling(path):
    text = path.read_text(encoding="utf-8")
    result, findings = write_text(text, path.name)
    assert findings == []
    assert read_sources_text(result) == read_sources_text(text)
    assert write_text(result, path.name) == (result, [])


def test_an_amendment_has_a_spelling_too():
    text = "changes: {definitions: {spam: removed}}\nfrom: 2026-07-01\nagreed: 2026-06-20\nformat: 1\n"
    assert write_text(text, "a") == (
        "format: 1\nagreed: 2026-06-20\nfrom: 2026-07-01\nchanges:\n  definitions:\n    spam: removed\n",
        [],
    )


def test_windows_line_ends_become_plain_ones():
    assert written("# c\r\ntitle: T\r\n\r\nkind: internal # d\r\n") == "# c\ntitle: T\n\nkind: internal  # d\n"


@pytest.mark.parametrize(
    "text", ["purpose: |\n  a\n  b\n# c\ntitle: T\n", "purpose: |  # c\n  a\n  b\ntitle: T\n"]
)
def test_a_comment_beside_or_below_a_block_of_lines_is_kept(text):
    assert "# c" in written(text)
