"""The ledger for people and programs: as a table, as CSV, as a journal of plain-text accounting, as JSON."""

import csv
import io
import json
import re
from collections.abc import Iterator

from accordant.evaluate import Evaluation
from accordant.report.json import VERSION, Json, Teller, money
from accordant.report.period import iso_exact, period_words
from accordant.report.phrases import quantity_words
from accordant.settle.journal import Posting, Transaction, balances
from accordant.terms.values import Instant, Money
from accordant.zone import local_time

COLUMNS = (
    "transaction",
    "at",
    "date",
    "kind",
    "clause",
    "obligation",
    "window",
    "group",
    "item",
    "account",
    "amount",
    "currency",
    "text",
)
# What would end an account's name, or begin another part of a line, in plain-text accounting.
_NOT_IN_ACCOUNTS = re.compile(r"[^\w .'&/+-]|  +")


def ledger_csv(evaluation: Evaluation) -> str:
    """Return the postings as CSV, one a row, those of one transaction by its number; instants in ISO 8601."""
    zone = evaluation.versions[-1].terms.term.zone
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, one in enumerate(evaluation.ledger, 1):
        named = (one.kind, one.remedy, one.obligation, one.window, one.group, one.item)
        for posting in one.postings:
            amount = (posting.account, f"{posting.amount.amount:f}", posting.amount.currency)
            at = iso_exact(one.at, zone), _date(one.at, zone)
            writer.writerow((str(number), *at, *named, *amount, one.text))
    return out.getvalue()


def ledger_journal(evaluation: Evaluation) -> str:
    """Return the transactions as a journal that hledger and its kin read; amounts as `1234.50 EUR`.

    Dates are those of the agreement's zone. Commodities are letters alone, so none is quoted.
    """
    zone = evaluation.versions[-1].terms.term.zone
    lines = [f"; {_line(evaluation.versions[-1].terms.title)}"]
    lines += [f"; as of {iso_exact(evaluation.as_of, zone)}", "", "decimal-mark ."]
    currencies = {posting.amount.currency: posting.amount for one in evaluation.ledger for posting in one.postings}
    lines += [f"commodity {_sample(money)}" for _, money in sorted(currencies.items())]
    for one in evaluation.ledger:
        lines += ["", f"{_date(one.at, zone)} ({one.kind}) {_described(one)}"]
        width = max(len(account_name(posting.account)) for posting in one.postings)
        lines += [f"    {_posted(posting, width)}" for posting in one.postings]
    return "\n".join(lines) + "\n"


def ledger_text(evaluation: Evaluation, *, width: int) -> str:
    """Return the transactions and what stands on each account, as lines for a terminal."""
    if not evaluation.ledger:
        return "No money has moved or fallen due.\n"
    return "\n".join([*_listed(evaluation, width), "", *_accounts(evaluation)]) + "\n"


def ledger_json(evaluation: Evaluation) -> str:
    """Return the transactions and the balances as one line of JSON with sorted keys; amounts are text."""
    zone = evaluation.versions[-1].terms.term.zone
    standing, teller = balances(evaluation.ledger), Teller(zone)
    told: Json = {
        "accordant": VERSION,
        "title": evaluation.versions[-1].terms.title,
        "zone": zone,
        "as_of": iso_exact(evaluation.as_of, zone),
        "known_at": iso_exact(evaluation.known_at, zone),
        "ledger": [teller.transaction(one) for one in evaluation.ledger],
        "balances": [{"account": account, "amount": money(amount)} for (account, _), amount in standing.items()],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def account_name(account: str) -> str:
    """Write an account as plain-text accounting has it: single spaces, and `:` between its parts alone."""
    parts = (_NOT_IN_ACCOUNTS.sub(" ", part).strip(" '") for part in account.split(":"))
    return ":".join(re.sub(" +", " ", part) or "-" for part in parts)


def _date(at: Instant, zone: str) -> str:
    return local_time(zone, at).date().isoformat()


def _line(text: str) -> str:
    """Write text as a part of one line; a semicolon would begin a comment, a bar another part."""
    return " ".join(text.replace(";", ",").replace("|", "/").split())


def _described(one: Transaction) -> str:
    about = " ".join(filter(None, (one.obligation, one.group, one.item, one.window)))
    return _line(": ".join(filter(None, (one.remedy, about, one.text))))


def _posted(posting: Posting, width: int) -> str:
    return f"{account_name(posting.account):<{width}}  {_amount(posting.amount):>18}"


def _amount(amount: Money) -> str:
    return f"{amount.amount:f} {amount.currency}"


def _sample(amount: Money) -> str:
    """Write the directive that gives a commodity its decimals."""
    exponent = amount.amount.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return f"1000.{'0' * places} {amount.currency}"


def _listed(evaluation: Evaluation, width: int) -> Iterator[str]:
    zone = evaluation.versions[-1].terms.term.zone
    for one in evaluation.ledger:
        about = " ".join(filter(None, (one.obligation, one.group, one.item)))
        window = period_words(one.window) if one.window else ""
        head = ", ".join(filter(None, (one.remedy, about, window)))
        yield f"{_date(one.at, zone)}  {one.kind:<12}{head}"
        if one.text:
            yield from _folded(one.text, width)
        for posting in one.postings:
            yield f"    {posting.account:<44}{quantity_words(posting.amount):>20}"


def _folded(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + len(word) + 5 > width:
            yield f"    {line}"
            line = ""
        line = f"{line} {word}" if line else word
    yield f"    {line}"


def _accounts(evaluation: Evaluation) -> Iterator[str]:
    yield "What stands on each account:"
    for (account, _), amount in balances(evaluation.ledger).items():
        yield f"    {account:<44}{quantity_words(amount):>20}"
