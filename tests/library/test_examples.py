"""Worked examples of the agreements that need rows hold on the rows beside them; `check` works the others."""

from fractions import Fraction

import pytest

from accordant.terms.legal import Example
from accordant.terms.values import Quantity
from library.shelf import BOOKS, Book, called, evaluated, read

EXAMPLES = [(book, one) for book in BOOKS for one in read(book).agreement.examples if one.data]


@pytest.mark.parametrize(
    ("book", "example"), EXAMPLES, ids=[f"{called(book)}, {one.name}" for book, one in EXAMPLES]
)
def test_an_example_comes_to_what_it_expects(book: Book, example: Example) -> None:
    assert (read(book).folder / example.data).exists()
    for name, expected in example.expect:
        assert _rounded(_actual(book, name, example.window), expected) == expected.number


def _actual(book: Book, name: str, window: str) -> Fraction:
    """Return what an obligation (of one group, if it has groups) or a remedy came to in a window."""
    told = evaluated(book)
    values = [v for v in told.verdicts if (v.obligation, v.window.label) == (name, window)]
    (found,) = [
        *(one.actual for v in values for one in v.groups or (v,)),
        *(
            Fraction(c.gross.amount)
            for c in told.consequences
            if (c.remedy, c.window) == (name, window) and c.gross
        ),
    ]
    assert found is not None
    return found


def _rounded(actual: Fraction, expected: Quantity) -> Fraction:
    digits = max(-int(expected.number.as_tuple().exponent), 0)
    return Fraction(round((actual * 100 if expected.unit == "%" else actual) * 10**digits), 10**digits)


def test_some_examples_stand_in_the_agreements() -> None:
    assert {book[0] for book, _ in EXAMPLES} >= {"aws-ec2-region", "aws-s3-standard"}
