"""What a credit is paid for one by one, as people write it."""

import pytest

from accordant.terms.remedy import Piece
from accordant.terms.values import Length
from accordant.text.read_piece import piece


@pytest.mark.parametrize(
    "text",
    [
        "hour of downtime",
        "2 hours of downtime",
        "day of downtime",
        "4 hours of downtime above target",
        "outage",
        "affected day",
        "affected hour with more than 6 minutes down",
        "hour above target",
        "2 days above target",
        "5 ms above target",
        "0.1% below target",
        "10 below target",
    ],
)
def test_a_piece_is_written_back_as_it_was_read(text: str) -> None:
    found = piece(text)
    assert found is not None
    assert str(found) == text


def test_one_may_be_written_out_and_words_may_be_plural() -> None:
    assert piece("1 hour of downtime") == piece("hour of downtime") == Piece("downtime", Length(1, "hour"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hour",
        "0 hours of downtime",
        "business hour of downtime",
        "month of downtime",
        "affected week",
        "affected hour with more than 6 outages down",
        "0 ms above target",
        "-5 ms above target",
        "hours being down",
    ],
)
def test_what_cannot_be_counted_is_none(text: str) -> None:
    assert piece(text) is None
