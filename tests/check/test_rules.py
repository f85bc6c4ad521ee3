"""What rules say where one wrong agreement is not enough to show it."""

from pathlib import Path

import pytest

from accordant.check.check import check
from accordant.check.clock import compared
from accordant.check.verdict import windows_in
from accordant.terms.window import Term, Window
from accordant.text.quantity import day, length
from accordant.text.read import read_agreement, read_agreement_text

from .corpus import BASE, FINDINGS, FORMAT
from .edits import checked, checked_with, edited, rules, without
from .test_neighbours import SOURCES


def messages(text: str, rule: str) -> list[str]:
    return [finding.message for finding in checked(text) if finding.rule == rule]


# Silence.


def test_a_silenced_rule_keeps_its_reason_and_is_no_longer_counted() -> None:
    silence = "silence:\n  no-review: We sit at one table.\nexamples:"
    review = "review: {every: month, within: 5 business days, attend: [desk, workshop]}\n"
    found = checked(edited(BASE, ((review, ""), ("examples:", silence))))
    assert [(finding.rule, finding.silenced) for finding in found] == [("no-review", "We sit at one table.")]


def test_an_error_cannot_be_silenced() -> None:
    silence = "silence:\n  impossible-target: We aim high.\nexamples:"
    found = checked(
        edited(BASE, (("    target: at least 95%", "    target: at least 105%"), ("examples:", silence)))
    )
    assert sorted((finding.rule, finding.silenced) for finding in found) == [
        ("impossible-target", ""),
        ("unknown-silence", ""),
    ]


def test_a_rule_about_sources_may_be_silenced_in_the_agreement() -> None:
    text = edited(
        BASE,
        (
            ("to: event = 'up'", "to: event = 'mended'"),
            ("examples:", "silence:\n  untold-event: Soon.\nexamples:"),
        ),
    )
    assert rules(checked(text)) == set()
    assert [(f.rule, f.silenced) for f in checked_with(text, SOURCES)] == [("untold-event", "Soon.")]


# Order and versions.


def test_findings_are_told_in_the_order_of_the_text() -> None:
    text = edited(BASE, (("purpose: A customer's bicycle is back on the road within the week.\n", ""),))
    text = edited(
        text, (("    target: at most 5%", "    target: at most 100%"), (CONTACT, "role: backup, email: shop"))
    )
    found = checked(text)
    assert [finding.rule for finding in found] == ["no-purpose", "no-contact", "effortless-target"]


CONTACT = "role: point of contact, email: shop"


def test_what_an_amendment_spoils_is_found_and_what_versions_share_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text(edited(BASE, ((CONTACT, "role: backup, email: shop"),)))
    (tmp_path / "amendments").mkdir()
    amendment = "format: 1\nagreed: 2026-06-15\nfrom: 2026-07-01\nchanges:\n  review: removed\n"
    (tmp_path / "amendments" / "2026-07-01.yaml").write_text(amendment)
    agreement, findings = read_agreement(tmp_path)
    assert agreement is not None and not findings
    assert [finding.rule for finding in check(agreement)] == ["no-review", "no-contact"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("from: 2026-07-01", "from: 9999-12-31", "term-beyond-reach"),
        ("agreed: 2026-06-15", "agreed: 0001-01-01", "term-beyond-reach"),
        ("zone: Europe/Berlin", "zone: Asia/Tokyo", "calendar-changes-zone"),
    ],
)
def test_an_amendment_keeps_to_the_years_and_the_zone(old: str, new: str, rule: str, tmp_path: Path) -> None:
    term = next(line for line in BASE.split("\n") if line.startswith("term:"))
    amendment = f"format: 1\nagreed: 2026-06-15\nfrom: 2026-07-01\nchanges:\n  {term}\n"
    for text, found in ((amendment, set()), (amendment.replace(old, new), {rule})):
        (tmp_path / "agreement.yaml").write_text(BASE)
        (tmp_path / "amendments").mkdir(exist_ok=True)
        (tmp_path / "amendments" / "2026-07-01.yaml").write_text(text)
        agreement, findings = read_agreement(tmp_path)
        assert agreement is not None and not findings
        assert {finding.rule for finding in check(agreement)} == found


# Marketing and sales.


def test_a_count_of_leads_alone_asks_for_value_or_quality() -> None:
    flagship = (FORMAT / "marketing-sales.yaml").read_text("utf-8")
    text = without(flagship, "lead quality")
    edits = ((", lead quality: 20", ""), (", lead quality]", "]"), (", lead quality: 23.980%", ""))
    assert messages(edited(text, edits), "count-without-value") == [
        "'marketing' owes numbers alone: 'qualified leads' can be kept by the worst that count"
    ]


def test_a_wrong_worked_example_shows_both_numbers_and_the_sum() -> None:
    flagship = (FORMAT / "marketing-sales.yaml").read_text("utf-8")
    found = checked(edited(flagship, (("lead quality: 23.980%", "lead quality: 24.1%"),)))
    assert [finding.message for finding in found] == [
        "example 'November, volume and quality' expects 24.1% of 'lead quality', and the rule gives 24.0%"
    ]
    assert [note for note, _ in found[0].related] == ["the rule: 141 / (640 - 52)"]


@pytest.mark.parametrize(
    ("written", "is_right"), [("24%", 1), ("24.0%", 1), ("23.98%", 1), ("23.9796%", 1), ("23.9%", 0)]
)
def test_a_percentage_of_an_example_is_compared_at_the_digits_written(written: str, is_right: int) -> None:
    flagship = (FORMAT / "marketing-sales.yaml").read_text("utf-8")
    found = checked(edited(flagship, (("lead quality: 23.980%", f"lead quality: {written}"),)))
    assert len(found) == 1 - is_right


def test_sales_that_owe_nothing_make_it_a_commitment() -> None:
    text = (FORMAT / "marketing-sales.yaml").read_text("utf-8")
    for name in ("speed", "persistence", "pipeline status"):
        text = without(text, name)
    agreement, _ = read_agreement_text(text)
    assert agreement is not None
    told = [finding.message for finding in check(agreement)]
    assert "'sales' owes nothing: a promise of one side is a commitment" in told


# Worked examples of each indicator.


def worked(facts: str, expect: str) -> str:
    old = "    facts: {order: 420, withdrawn: 8, clear: 399, report: 4}\n"
    expected = "    expect: {orders: 412, clear orders: 95.0%, weekly report: 100%}"
    return edited(BASE, ((old, f"    facts: {facts}\n"), (expected, f"    expect: {expect}")))


@pytest.mark.parametrize(
    ("facts", "expect", "told"),
    [
        ("{order: 420, withdrawn: 8}", "{orders: 412}", None),
        ("{order: 420}", "{orders: 420}", None),
        ("{order: 420, withdrawn: 430}", "{orders: 0}", "more of 'withdrawn' than of 'order'"),
        ("{order: 4.5}", "{orders: 4.5}", "'order: 4.5' is not a number of things"),
        ("{withdrawn: 8}", "{orders: 0}", "the facts do not say how much 'order' was"),
        (
            "{order: 10, clear: 11}",
            "{clear orders: 110%}",
            "11 of 'clear' are more than the 10 of 'order' they are among",
        ),
        ("{order: 0, clear: 0}", "{clear orders: 0%}", "the facts give no value for 'clear orders': 0 / 0"),
        ("{report: 3}", "{weekly report: 75%}", None),
        ("{report: 5}", "{weekly report: 100%}", "5 of 'report' are more than the 4 that were due"),
        (
            "{order: 1}",
            "{credit: 50.00 EUR}",
            "'credit' of example 'November' is not run yet: 'time' needs events",
        ),
    ],
)
def test_facts_are_judged_by_the_rules_or_what_is_wrong_with_them_is_said(
    facts: str, expect: str, told: str | None
) -> None:
    found = checked(worked(facts, expect))
    assert len(found) == (told is not None)
    assert told is None or told in found[0].message


UPTIME = (
    ("share: {good: returned, of: repaired}\n    within: 10 days\n    target: at most 5%", "UPTIME"),
    ("  withdrawn:", "  broken:    {of: machine, from: event = 'broke', to: event = 'ran'}\n  withdrawn:"),
    ("for: [time]", "for: [availability]"),
    ("  credit:\n", "  rent back: {kind: service credit, base: fee, RULE, form: by itself}\n  credit:\n"),
)


@pytest.mark.parametrize(
    ("facts", "expect", "told"),
    [
        # November has 43,200 minutes: 43 down of 43,200 - 300 is 99.899767%.
        ("{broken: 43 minutes, stoppage: 5 h}", "{lasting: 99.899767%, rent back: 100 EUR}", None),
        ("{broken: 43 minutes}", "{lasting: 99.900463%, rent back: 0 EUR}", None),
        (
            "{broken: 43 minutes}",
            "{rent back: 100 EUR}",
            "expects 100 EUR of 'rent back', and the rule gives 0 EUR",
        ),
        # 510 minutes are 8.5 hours, and 390 are not: 98.819444%, not 99.097222%.
        (
            "{broken: 8.5 hours}",
            "{lasting: 99.097222%}",
            "expects 99.097222% of 'lasting', and the rule gives 98.819444%",
        ),
        ("{broken: 390 minutes}", "{lasting: 99.097222%}", None),
        ("{order: 1}", "{lasting: 100%}", "the facts do not say how long 'broken' lasted"),
        (
            "{broken: 4 bicycles}",
            "{lasting: 100%}",
            "'broken: 4 bicycles' is not a length of time like '90 minutes'",
        ),
        ("{broken: 31 days}", "{lasting: 0%}", "the facts tell of more time than the 720 h of 2026-11"),
    ],
)
def test_examples_of_uptime_and_of_credits_are_worked(facts: str, expect: str, told: str | None) -> None:
    uptime = "availability: {down: broken}\n    target: at least 99.9%"
    edits = [
        (old, new.replace("UPTIME", uptime).replace("RULE", "bands: {below 99.9%: 10%}")) for old, new in UPTIME
    ]
    old = "    on miss: [plan]\nverdict:"
    found = checked(edited(worked(facts, expect), (*edits, (old, "    on miss: [rent back]\nverdict:"))))
    examples = [finding.message for finding in found if finding.rule.startswith("example")]
    assert len(examples) == (told is not None)
    assert told is None or told in examples[0]


def test_the_worth_of_an_example_is_compared_exactly() -> None:
    edits = (
        ("    count: order\n    less: withdrawn\n", "    sum: order\n    less: withdrawn\n"),
        ("event = 'ordered', first: yes", "event = 'ordered', worth: price, first: yes"),
        ("    target: at least 400\n", "    target: at least 4,000 EUR\n"),
        ("    facts: {order: 420, withdrawn: 8, clear: 399, report: 4}\n", "    facts: {order: 4100.55 EUR}\n"),
        ("{orders: 412, clear orders: 95.0%, weekly report: 100%}", "{orders: 4100.5 EUR}"),
    )
    assert messages(edited(BASE, edits), "example-differs") == [
        "example 'November' expects 4,100.5 EUR of 'orders', and the rule gives 4,100.55 EUR"
    ]


def test_a_year_of_which_no_holidays_are_known_is_found() -> None:
    edits = (("from: 2026-01-01", "from: 1900-01-01"), ("[2026-01-01, 2026-12-25]", "{country: DE}"))
    assert messages(edited(BASE, edits), "holidays-end-early") == [
        "no holidays of DE are known in 1900, which 'office' needs"
    ]


# Lengths and windows.


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("61 minutes", "1 hour", 1),
        ("24 hours", "1 day", 0),
        ("1 week", "8 days", -1),
        ("1 quarter", "3 months", 0),
        ("4 business hours", "5 business hours", -1),
        ("2 business days", "1 business day", 1),
        ("9 business hours", "1 business day", None),
        ("4 business hours", "4 hours", None),
        ("30 days", "1 month", None),
    ],
)
def test_lengths_are_compared_only_where_no_calendar_decides(one: str, other: str, order: int | None) -> None:
    first, second = length(one), length(other)
    assert first is not None and second is not None
    assert compared(first, second) == order
    assert compared(second, first) == (None if order is None else -order)


@pytest.mark.parametrize(
    ("first", "last", "unit", "number"),
    [
        ("2026-01-01", "2026-12-31", "month", 12),
        ("2026-01-31", "2026-02-01", "month", 2),
        ("2026-02-01", "2026-12-31", "quarter", 4),
        ("2025-12-31", "2026-01-01", "year", 2),
        ("2026-01-04", "2026-01-05", "week", 2),
        ("2026-01-05", "2026-01-11", "week", 1),
        ("2026-01-01", "2026-01-31", "day", 31),
        ("2026-01-01", "2026-01-31", "term", 1),
        ("2026-01-01", "", "month", None),
    ],
)
def test_windows_of_a_term_are_counted_as_they_are_laid_out(
    first: str, last: str, unit: str, number: int | None
) -> None:
    start, through = day(first), day(last) if last else None
    assert start is not None
    assert windows_in(Term(start, through, "UTC"), Window(unit)) == number  # type: ignore[arg-type]


def test_every_folder_of_findings_belongs_to_a_code() -> None:
    from accordant.check.codes import RULES
    from accordant.text.codes import FINDINGS as TEXT_CODES

    codes = {code for code, _ in RULES.values()} | set(TEXT_CODES)
    assert {folder.name for folder in FINDINGS.iterdir()} <= codes


@pytest.mark.parametrize(
    ("length", "is_found"),
    [
        ("9999999 years", True),
        ("9999999 days", True),
        ("101 years", True),
        ("100 years", False),
        ("9000 business hours", True),
        ("8000 business hours", False),
        ("9999999 hours", True),
    ],
)
def test_a_length_ends_where_calendars_are_kept(length: str, is_found: bool) -> None:
    for old in ("    within: 4 business hours", "due: 5 business days", "within: 2 business days of order"):
        new = old.replace("4 business hours", length).replace("5 business days", length)
        text = edited(BASE, ((old, new.replace("2 business days", length)),))
        assert ("length-beyond-reach" in rules(checked(text))) is is_found, old


def test_a_delivery_has_no_tiers_of_targets_either() -> None:
    tiers = "target: {by: region, tiers: {north: at least 90%}}"
    text = edited(BASE, (("    due: Friday 17:00\n    target: all", f"    due: Friday 17:00\n    {tiers}"),))
    assert "grouped-delivery" in rules(checked(text))
