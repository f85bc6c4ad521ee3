"""The ledger as it is handed on: every transaction sums to zero, and plain-text accounting can be read back."""

import csv
import io
import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

import golden
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.cli.engine import load
from accordant.cli.upstream import evaluated_upstream
from accordant.evaluate import Evaluation, evaluate
from accordant.report.ledger import ledger_csv, ledger_journal, ledger_json, ledger_text
from accordant.settle.journal import Debt, Posting, Transaction, balances, in_order
from accordant.terms.values import Money
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources

PREFIXES = ("pool-", "earn-back-", "indemnity-", "pass-through-", "bonus-", "ledger-", "settle-credit-")
CASES = [case for case in golden.all_cases() if case.name.startswith(PREFIXES)]
HEAD = re.compile(r"(\d{4}-\d{2}-\d{2}) \(([a-z ]+)\) (\S[^;|\n]*)")
POSTING = re.compile(r"    (\S(?:[^ ]| (?! ))*) {2,}(-?\d+(?:\.\d+)?) ([A-Z]{3})")
AS_OF = [f"2026-{month:02}-01T00:00+00:00" for month in range(1, 13)] + ["2026-12-31T00:00+00:00"]


@dataclass(frozen=True)
class Read:
    """A transaction of plain-text accounting as a strict reader finds it."""

    on: date
    code: str
    description: str
    postings: tuple[tuple[str, Decimal, str], ...]


def read_journal(text: str) -> list[Read]:
    """Read a journal as hledger does, and refuse what it would read otherwise or not at all."""
    assert text.endswith("\n") and "\t" not in text
    head, *blocks = text.removesuffix("\n").split("\n\n")
    assert all(line.startswith("; ") for line in head.splitlines())
    directives, *blocks = blocks
    lines = directives.splitlines()
    assert lines[0] == "decimal-mark ."
    assert all(re.fullmatch(r"commodity 1000\.\d* [A-Z]{3}", line) for line in lines[1:])
    return [_transaction(block.splitlines(), {line[-3:] for line in lines[1:]}) for block in blocks]


def _transaction(lines: list[str], commodities: set[str]) -> Read:
    head = HEAD.fullmatch(lines[0])
    assert head, lines[0]
    postings = [POSTING.fullmatch(line) for line in lines[1:]]
    assert len(postings) >= 2 and all(postings), lines
    read = tuple((p[1], Decimal(p[2]), p[3]) for p in postings if p)
    assert {commodity for _, _, commodity in read} <= commodities
    for account, _, _ in read:
        assert all(part.strip() == part and part for part in account.split(":")), account
        assert not re.match(r"[(\[*!;=~|@]", account), account
    assert not zeros(read), lines
    return Read(date.fromisoformat(head[1]), head[2], head[3], read)


def zeros(postings: tuple[tuple[str, Decimal, str], ...]) -> dict[str, Decimal]:
    """Return the currencies in which postings do not sum to zero."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for _, amount, currency in postings:
        sums[currency] += amount
    return {currency: total for currency, total in sums.items() if total}


@cache
def evaluation(case: golden.Case, as_of: str) -> Evaluation:
    agreement, _ = read_agreement(case.folder / "agreement.yaml")
    sources, _ = read_sources(case.folder / "sources.yaml")
    assert agreement is not None and sources is not None
    at = golden.instant(as_of)
    above = evaluated_upstream(agreement, case.folder, "memory", at, at)
    return evaluate(agreement, load("memory", sources, agreement), at, at, above)


def last(case: golden.Case) -> Evaluation:
    return evaluation(case, AS_OF[-1])


def named(case: golden.Case) -> str:
    return case.name


@pytest.mark.parametrize("case", CASES, ids=named)
def test_every_transaction_sums_to_zero_and_so_does_everything(case: golden.Case) -> None:
    ledger = last(case).ledger
    for one in ledger:
        assert not zeros(tuple((p.account, p.amount.amount, p.amount.currency) for p in one.postings))
    standing = balances(ledger)
    totals = tuple((account, money.amount, money.currency) for (account, _), money in standing.items())
    assert ledger and not zeros(totals)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_ledger_of_each_month_begins_with_that_of_the_month_before(case: golden.Case) -> None:
    ledgers = [evaluation(case, as_of).ledger for as_of in AS_OF]
    for earlier, later in pairwise(ledgers):
        assert later[: len(earlier)] == earlier


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_journal_reads_back_as_the_ledger(case: golden.Case) -> None:
    found = last(case)
    read = read_journal(ledger_journal(found))
    assert [[(a, m) for a, m, _ in one.postings] for one in read] == [
        [(p.account, p.amount.amount) for p in one.postings] for one in found.ledger
    ]
    assert [one.on for one in read] == sorted(one.on for one in read)
    assert [one.code for one in read] == [one.kind for one in found.ledger]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_rows_and_the_json_say_what_the_ledger_says(case: golden.Case) -> None:
    found = last(case)
    rows = list(csv.DictReader(io.StringIO(ledger_csv(found))))
    postings = [posting for one in found.ledger for posting in one.postings]
    told_rows = [(row["account"], row["amount"]) for row in rows]
    assert told_rows == [(p.account, str(p.amount.amount)) for p in postings]
    assert {row["transaction"] for row in rows} == {str(n) for n in range(1, len(found.ledger) + 1)}
    told = json.loads(ledger_json(found))
    assert [len(one["postings"]) for one in told["ledger"]] == [len(one.postings) for one in found.ledger]
    assert all(one.kind in ledger_text(found, width=80) for one in found.ledger)


texts = st.text(min_size=1, max_size=12)


@given(texts, texts, texts, st.integers(-(10**9), 10**9))
def test_no_name_can_break_the_journal(debtor: str, item: str, text: str, units: int) -> None:
    found = last(CASES[0])
    money = Money(Decimal(units).scaleb(-2), "EUR")
    debt = Debt(debtor.replace(":", ""), "us", "service credits", item, text, "2026-01", text, item)
    read = read_journal(ledger_journal(replace(found, ledger=(debt.falls_due(0, money, text),))))
    assert [one.postings[0][1] for one in read] == [money.amount]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-99, 99)), max_size=9))
def test_balances_are_the_sums_of_the_postings_in_any_order(moved: list[tuple[int, int]]) -> None:
    debt = Debt("them", "us", "bonus", "thanks")
    made = [debt.falls_due(at, Money(Decimal(amount), "EUR"), "") for at, amount in moved]
    standing = balances(in_order(made))
    total = sum(amount for _, amount in moved)
    assert standing == balances(made)
    assert sum(money.amount for money in standing.values()) == 0
    assert not made or standing["us:receivable:them", "EUR"].amount == total


def test_a_ledger_without_money_says_so() -> None:
    empty = replace(last(CASES[0]), ledger=())
    assert ledger_text(empty, width=80) == "No money has moved or fallen due.\n"
    assert read_journal(ledger_journal(empty)) == []


def test_amounts_are_written_with_the_decimals_of_their_currency() -> None:
    five, back = Money(Decimal(5), "JPY"), Money(Decimal(-5), "JPY")
    yen = Transaction(0, "due", "", (Posting("a", five), Posting("b", back)), "thanks")
    text = ledger_journal(replace(last(CASES[0]), ledger=(yen,)))
    assert "commodity 1000. JPY" in text and "5 JPY" in text
