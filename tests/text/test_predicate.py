"""Predicates: a small allow-list of SQL becomes our tree; everything else is a finding with its column."""

import string
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordant.terms.predicate import (
    And,
    Between,
    Column,
    Compare,
    Constant,
    In,
    IsNull,
    Not,
    Or,
    Predicate,
    Truth,
    columns,
)
from accordant.terms.values import Place
from accordant.text.predicate import read_predicate
from accordant.text.read import read_agreement_text

HERE = Place("a.yaml", 7, 20)
A, B, C = Truth(Column("a")), Truth(Column("b")), Truth(Column("c"))


def read(text: str) -> Predicate:
    condition, findings = read_predicate(text, HERE)
    assert condition is not None, findings
    return condition.tree


def refusal(text: str) -> tuple[str, int, int]:
    """Return the code of the one finding, and the offset and length of what it points at."""
    condition, findings = read_predicate(text, HERE)
    assert condition is None
    (finding,) = findings
    assert finding.at is not None
    return finding.code, finding.at.column - HERE.column, finding.at.length


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("NOT a", Not(A)),
        ("a AND b AND c", And((A, B, C))),
        ("a OR b AND NOT c", Or((A, And((B, Not(C)))))),
        ("(a OR b) AND c", And((Or((A, B)), C))),
        ("score >= 60", Compare(Column("score"), ">=", Constant(60))),
        ("score <> -1.50", Compare(Column("score"), "<>", Constant(Decimal("-1.50")))),
        ("60 < score", Compare(Constant(60), "<", Column("score"))),
        ("kind = 'it''s'", Compare(Column("kind"), "=", Constant("it's"))),
        ("a = TRUE", Compare(Column("a"), "=", Constant(True))),
        ("a = b", Compare(Column("a"), "=", Column("b"))),
        ("x BETWEEN 1 AND 2", Between(Column("x"), Constant(1), Constant(2))),
        ("x NOT BETWEEN 1 AND 2", Not(Between(Column("x"), Constant(1), Constant(2)))),
        ("x IN ('a', 'b')", In(Column("x"), (Constant("a"), Constant("b")))),
        ("x NOT IN (1)", Not(In(Column("x"), (Constant(1),)))),
        ("x IS NULL", IsNull(Column("x"))),
        ("x IS NOT NULL", Not(IsNull(Column("x")))),
        ("d >= DATE '2026-01-01'", Compare(Column("d"), ">=", Constant("2026-01-01"))),
        ("Score > 1 and not B", And((Compare(Column("Score"), ">", Constant(1)), Not(Truth(Column("B")))))),
        ("type = 'x'", Compare(Column("type"), "=", Constant("x"))),
    ],
)
def test_the_language_becomes_a_tree(text: str, tree: Predicate) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "code", "offset", "length"),
    [
        ("lower(a) = 'x'", "E402", 0, 5),
        ("a LIKE 'x%'", "E402", 2, 4),
        ("a + 1 = 2", "E402", 2, 1),
        ("a != 1", "E402", 2, 2),
        ("a == 1", "E402", 2, 2),
        ('a = "x"', "E402", 4, 3),
        ("a::int = 1", "E402", 1, 2),
        ("CAST(a AS INT) = 1", "E402", 0, 4),
        ("a IN (SELECT 1)", "E402", 6, 6),
        ("a = ?", "E402", 4, 1),
        ("a = :p", "E402", 4, 1),
        ("a; b", "E402", 1, 1),
        ("a IS TRUE", "E402", 0, 1),
        ("a IN (b)", "E402", 0, 1),
        ("a ISNULL", "E402", 2, 6),
        ("t.a = 1", "E402", 1, 1),
        ("a = 1 = 1", "E402", 0, 1),
        ("a AND 'x'", "E402", 0, 1),
        ("a = 1e5", "E404", 4, 3),
        ("a = 9e", "E404", 4, 2),
        ("a = 1234567890123456789", "E404", 4, 19),
        ("b IS NULL AND a = NULL", "E404", 18, 4),
        ("a IN ('NULL', NULL)", "E404", 14, 4),
        ("d = DATE '2026-02-31'", "E404", 0, 1),
        ("a = 'x' -- why", "E405", 8, 6),
        ("a /* why */ = 1", "E405", 2, 9),
        ("a = ", "E401", 2, 1),
        ("a = 'x", "E401", 4, 1),
        ("a = 1 2", "E401", 6, 1),
        ("", "E401", 0, 1),
        ("a AND\n b = 1 2", "E401", 13, 1),
        ("x" * 2001, "E403", 0, 1),
        ("(" * 25 + "a" + ")" * 25, "E403", 24, 1),
        ("NOT " * 65 + "a", "E403", 256, 1),
        (" OR ".join(["a = 1"] * 120), "E403", 0, 1),
    ],
)
def test_whatever_else_is_refused_at_its_column(text: str, code: str, offset: int, length: int) -> None:
    assert refusal(text) == (code, offset, length)


def test_the_limits_themselves_are_read() -> None:
    assert read("(" * 24 + "a" + ")" * 24) == A
    assert read("NOT " * 64 + "b") is not None


def test_columns_know_where_they_stand() -> None:
    tree = read("score >= 60 AND NOT automated")
    places = [column.place for column in columns(tree)]
    assert [(place.column - HERE.column, place.length) for place in places if place] == [(0, 5), (20, 9)]


def test_a_column_of_a_file_is_found_behind_its_quotes() -> None:
    text = "definitions:\n  x: {of: lead, when: \"event = 'a' AND lower(b)\"}\n"
    found = [f.at for f in read_agreement_text(text)[1] if f.code == "E402"]
    assert found == [Place("agreement.yaml", 2, text.split("\n")[1].index("lower") + 1, 5)]


def test_a_predicate_over_several_lines_is_found_at_its_start() -> None:
    text = "definitions:\n  x:\n    of: lead\n    when: |\n      a AND\n      lower(b)\n"
    found = [f.at for f in read_agreement_text(text)[1] if f.code == "E402"]
    assert [(place.line, place.column) for place in found if place] == [(4, 11)]


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_reading_raise(text: str) -> None:
    condition, findings = read_predicate(text, HERE)
    assert (condition is None) == bool(findings)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "b",
                "(",
                ")",
                "AND",
                "OR",
                "NOT",
                "=",
                "<",
                ",",
                "IN",
                "BETWEEN",
                "IS",
                "NULL",
                "1",
                "'x'",
                "-",
                "TRUE",
            ]
        ),
        max_size=14,
    )
)
def test_no_words_of_the_language_make_reading_raise(words: list[str]) -> None:
    condition, findings = read_predicate(" ".join(words), HERE)
    assert (condition is None) == bool(findings)


PLAIN = st.text(string.ascii_lowercase, min_size=1, max_size=6).map(lambda name: f"c_{name}")


@settings(deadline=None)
@given(PLAIN, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), st.decimals(-(10**9), 10**9, places=4))
def test_every_number_is_exact(name: str, op: str, number: Decimal) -> None:
    assert read(f"{name} {op} {number:f}") == Compare(Column(name), op, Constant(number))
