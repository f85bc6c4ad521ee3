"""A predicate in plain spelling is read as the parser of SQL reads it, or not at all."""

import re
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlglot import exp, parser, tokens

from accordant.terms.predicate import Predicate
from accordant.terms.values import Place
from accordant.text.predicate import _read_any
from accordant.text.predicate_plain import read_plain
from accordant.text.tree import Scalar

GRAMMAR = ["and", "or", "not", "in", "between", "is", "null", "true", "false"]
SHAPES = [
    *("{w}", "{w} = 1", "x = {w}", "x < {w} and y", "{w} in ('a', 'b')", "{w} not in (1)", "{w} is not null"),
    *("{w} between 1 and 2", "x between {w} and {w}", "not {w}", "{w} and x", "x or {w}", "({w} = 1) or y"),
    *("{w} is null", "{w} = {w}", "{w} > -1", "x and {w} and y", "x or ({w} or y)", "({w})", "x <> {w} or z"),
]


def known_words() -> list[str]:
    """Every word that the parser of SQL does something about."""
    found = {word for key in tokens.Tokenizer.KEYWORDS for word in key.split()}
    for value in vars(parser.Parser).values():
        if isinstance(value, dict | set | frozenset):
            found |= {word for key in value for word in (key if isinstance(key, str) else "").split()}
    found |= {kind.name for kind in tokens.TokenType} | {kind.name for kind in exp.DType}
    return sorted({word.lower() for word in found if re.fullmatch(r"[A-Za-z_]\w*", word)} - set(GRAMMAR))


def at_its_place(text: str) -> Scalar:
    return Scalar(text, Place("agreement.yaml", 3, 7, len(text)))


def by_the_parser(scalar: Scalar) -> Predicate | Exception:
    try:
        return _read_any(scalar)
    except Exception as trouble:
        return trouble


def assert_alike(text: str) -> None:
    scalar = at_its_place(text)
    plain = read_plain(scalar)
    if plain is not None:
        assert plain == by_the_parser(scalar), text


@pytest.mark.parametrize("shape", SHAPES)
def test_no_word_that_means_more_to_sql_is_taken_for_a_column(shape):
    for word in known_words():
        assert_alike(shape.format(w=word))


SIGNS = [*"(),=<>-.*;", "<>", "<=", ">=", "!=", "==", "--", "/*", '"', "'", "\\", "\n", "\t"]
words = st.sampled_from(("stage", "Score", "x_1", "_", "true", "FALSE", "null", "date", "status", "type", "end"))
parts = (
    st.sampled_from(SIGNS)
    | st.sampled_from(("and", "OR", "not", "in", "Between", "is null", "is not null", "is", "not in"))
    | st.sampled_from(("'a'", "'it''s'", "''", "'é—'", "'\\'"))
    | st.sampled_from(("1", "07", "1.50", "1e5", "123456789.5", "-2", "0x1f"))
    | words
)
operands = words | st.sampled_from(("'a'", "'it''s'", "1", "-1.5", "true"))
comparisons = st.tuples(operands, st.sampled_from(("=", "<>", "<", "<=", ">", ">=")), operands).map(" ".join)
tests = (
    words
    | comparisons
    | st.tuples(operands, st.sampled_from(("is null", "is not null"))).map(" ".join)
    | st.tuples(operands, st.sampled_from(("in", "not in")), st.lists(operands, min_size=1, max_size=3)).map(
        lambda t: f"{t[0]} {t[1]} ({', '.join(t[2])})"
    )
    | st.tuples(operands, st.sampled_from(("between", "not between")), operands, operands).map(
        lambda t: f"{t[0]} {t[1]} {t[2]} and {t[3]}"
    )
)
predicates = st.recursive(
    tests,
    lambda inner: (
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(" ".join)
        | inner.map("not {}".format)
        | inner.map("({})".format)
    ),
    max_leaves=8,
)


@given(predicates | st.lists(parts, max_size=12).map(" ".join) | st.lists(parts, max_size=8).map("".join))
@example("a = 1 is null")
@example("not a between 1 and 2 and not b in (1, true)")
@example("(a) = b")
@example("a = - 5 and b = --5")
@example("a\n=\t1 ")
@example("a\x0b= 1")
@settings(max_examples=1_000, deadline=None)
def test_plain_predicates_are_read_as_the_parser_of_sql_reads_them(text):
    assert_alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "stage = 'MQL'",
        "not (score >= 60 and country in ('DE', 'AT')) or is_test",
        "answered is not null and minutes between 0 and 1.5",
    ],
)
def test_what_is_plain_is_read_at_once(text):
    assert read_plain(at_its_place(text)) == by_the_parser(at_its_place(text))


@pytest.mark.parametrize("text", ["", "a =", "date = DATE '2026-01-01'", "a = 1 -- sure", "a and " * 50 + "a"])
def test_anything_else_is_left_to_the_parser(text):
    assert read_plain(at_its_place(text)) is None


def test_the_parser_of_sql_is_not_loaded_for_a_plain_predicate():
    asked = (
        "import sys\n"
        "from accordant.terms.values import Place\n"
        "from accordant.text.predicate import read_predicate\n"
        "assert read_predicate('stage = 1', Place('', 1, 1))[0]\n"
        "print('sqlglot' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
