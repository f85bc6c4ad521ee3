"""Credits in every shape that carriers and clouds publish; each sum is worked by hand beside its case."""

from fractions import Fraction

import pytest
from uptimes import each_paid, outage, paid, port

# DOMAIN SC7: 130 minutes on the 9th, 20 minutes on the 17th of November.
TWO = (outage("2026-11-09T10:00", 130), outage("2026-11-17T06:00", 20, "t2"))
LEVEL3 = (
    "by: downtime, bands: {above 10 minutes: 5%, above 45 minutes: 10%, above 4 hours: 20%, above 8 hours: 30%, "
    "above 12 hours: 40%, above 16 hours: 50%, above 24 hours: 100%}"
)
LUMEN = "by: downtime, bands: {from 5 minutes: 10%, from 30 minutes: 20%, from 1 hour: 50%, from 2 hours: 100%}"


def amount(credit: str, *outages, label: str = "2026-11", **more) -> str:
    found = paid(port(credit, **more), *(outages or TWO), label=label)
    return f"{found.state} {found.amount}"


def test_hours_are_cumulated_before_a_part_counts_whole():
    # 150 min is 3 hours begun: 3 x 4,500/30 = 450.
    credit = paid(port("pays: 1/30, for each: hour of downtime, part counts: yes"), *TWO)
    assert credit.reckoning == "2 h 30 min of downtime in steps of 1 hour: 3 x 1/30 of fee is 450.00 USD"


def test_hours_of_each_outage_are_rounded_one_by_one_where_it_says_so():
    # 130 min is 3 hours begun, 20 min is 1: 4 x 150 = 600.
    assert amount("pays: 1/30, for each: hour of downtime, part counts: yes, counted: each outage") == (
        "payable 600.00 USD"
    )


def test_only_whole_pieces_count_unless_a_part_does():
    # 150 min is 2 whole hours: 2 x 150 = 300; 20 min alone is none.
    assert amount("pays: 1/30, for each: hour of downtime") == "payable 300.00 USD"
    assert amount("pays: 1/30, for each: hour of downtime", TWO[1]) == "not due None"


@pytest.mark.parametrize(
    ("pays", "label", "dollars"),
    [
        ("1/30", "2026-11", "450.00"),
        ("1 day", "2026-11", "450.00"),
        ("1 day, days: of the month", "2026-11", "450.00"),
        # December has 31 days: 3 x 4,500/31 = 435.4838...
        ("1 day, days: of the month", "2026-12", "435.48"),
        ("1 day", "2026-12", "450.00"),
    ],
)
def test_a_day_is_a_thirtieth_or_its_share_of_the_month(pays: str, label: str, dollars: str):
    month = [outage(f"{label}-09T10:00", 130), outage(f"{label}-17T06:00", 20)]
    credit = f"pays: {pays}, for each: hour of downtime, part counts: yes"
    assert amount(credit, *month, label=label) == f"payable {dollars} USD"


def test_a_day_of_a_yearly_charge_is_one_of_360():
    # 54,000 / 360 = 150 a day, as 4,500 / 30.
    assert amount("pays: 1 day, for each: outage", fee="54,000 USD", per="year") == "payable 300.00 USD"


def test_days_that_had_an_outage():
    # Two dates: 2 x 4,500/30 = 300 (AT&T's published rule).
    assert amount("pays: 1/30, for each: affected day") == "payable 300.00 USD"


def test_an_outage_over_midnight_affects_two_days_and_two_outages_of_one_day_affect_one():
    over = outage("2026-11-09T23:59", 2)
    again = outage("2026-11-10T12:00", 5)
    assert amount("pays: 1/30, for each: affected day", over, again) == "payable 300.00 USD"
    assert amount("pays: 1/30, for each: affected day, counted: each outage", over, again) == "payable 450.00 USD"


def test_an_outage_that_ends_at_midnight_does_not_affect_the_next_day():
    assert amount("pays: 1/30, for each: affected day", outage("2026-11-09T23:00", 60)) == "payable 150.00 USD"


def test_hours_of_the_clock_with_more_than_six_minutes_down_are_not_charged():
    # 10:55-11:10: five minutes of the hour of 10, ten of that of 11. One hour of 720 in 30 days: 4,500/720 = 6.25.
    hour = "pays: 1 hour, for each: affected hour with more than 6 minutes down"
    assert amount(hour, outage("2026-11-09T10:55", 15)) == "payable 6.25 USD"
    # Six minutes are not more than six; two outages of one hour add up.
    assert amount(hour, outage("2026-11-09T10:00", 6)) == "not due None"
    assert amount(hour, outage("2026-11-09T10:00", 4), outage("2026-11-09T10:30", 3)) == "payable 6.25 USD"


def test_each_outage_pays_once():
    assert amount("pays: 25 USD, for each: outage") == "payable 50.00 USD"


def test_downtime_in_excess_of_what_the_target_allows():
    # 99.99% of 43,200 min allow 4.32 min; 150 - 4.32 = 145.68 min is one step of 4 hours begun: 1 day = 150.
    rule = "pays: 1 day, for each: 4 hours of downtime above target, part counts: yes"
    assert amount(rule, target="at least 99.99%") == "payable 150.00 USD"
    # 244.32 min are exactly 4 hours above: still one; a second more begins another.
    exact = Fraction(24_432, 100)
    assert amount(rule, outage("2026-11-09T10:00", exact), target="at least 99.99%") == "payable 150.00 USD"
    more = outage("2026-11-09T10:00", exact + Fraction(1, 60))
    assert amount(rule, more, target="at least 99.99%") == "payable 300.00 USD"


@pytest.mark.parametrize(
    ("minutes", "dollars"),
    [
        (10, None),
        (11, "225.00"),
        (45, "225.00"),
        (46, "450.00"),
        (240, "450.00"),
        (241, "900.00"),
        (1441, "4,500.00"),
    ],
)
def test_bands_of_cumulated_downtime(minutes: int, dollars: str | None):
    state = f"payable {dollars} USD" if dollars else "not due None"
    assert amount(LEVEL3, outage("2026-11-09T00:00", minutes)) == state


def test_level_3_and_lumen_of_sc7():
    # 2 h 30 min: above 45 minutes, 10% = 450; from 2 hours, 100% = 4,500.
    assert amount(LEVEL3) == "payable 450.00 USD"
    assert amount(LUMEN) == "payable 4,500.00 USD"


def test_the_longest_outage_alone():
    # 130 min: from 2 hours; each alone of 100 min would not reach it.
    assert amount("by: longest outage, bands: {from 2 hours: 10%}") == "payable 450.00 USD"
    apart = (outage("2026-11-01T00:00", 100), outage("2026-11-02T00:00", 100))
    assert amount("by: longest outage, bands: {from 2 hours: 10%}", *apart) == "not due None"


def test_downtime_as_a_share_of_the_month():
    # 432 of 43,200 min are 1%: from 1%, not above it.
    one = outage("2026-11-09T00:00", 432)
    assert amount("by: downtime, bands: {from 1%: 10%}", one) == "payable 450.00 USD"
    assert amount("by: downtime, bands: {above 1%: 10%}", one) == "not due None"


ZIPLY = (
    "by: elapsed, bands: {from 2 hours: 5%, from 4 hours: 20%, from 6 hours: 30%}, "
    "then: 10% for each further 2 hours"
)


@pytest.mark.parametrize(
    ("hours", "percent"), [(1, None), (2, 5), (4, 20), (6, 30), (7, 30), (8, 40), (10, 50), (20, 100)]
)
def test_a_repair_pays_by_its_length_in_further_steps_of_two_hours(hours: int, percent: int | None):
    # Ziply: 5% from 2 h, 20% from 4 h, 30% from 6 h, 10% more for each further 2 h.
    (found,) = each_paid(port(ZIPLY, each=True, fee="1,000 USD"), outage("2026-11-09T00:00", hours * 60))
    assert str(found.amount) == (f"{percent * 10:,}.00 USD" if percent else "None")


def test_each_outage_is_paid_for_itself_by_its_own_length():
    paid_each = each_paid(port("by: elapsed, bands: {from 1 hour: 10%}", each=True), *TWO)
    assert [(one.item, one.state, str(one.amount)) for one in paid_each] == [
        ("t1", "payable", "450.00 USD"),
        ("t2", "not due", "None"),
    ]


def test_an_installation_fee_is_given_back_whole_or_in_part():
    # 50% of what was paid once, in a month of 30 days or 31.
    assert amount("pays: 50%", fee="600 USD", per="once") == "payable 300.00 USD"
    assert amount("pays: 50%", outage("2026-12-01T00:00", 1), label="2026-12", fee="600 USD", per="once") == (
        "payable 300.00 USD"
    )


def test_days_of_service_instead_of_money():
    found = paid(port("pays: 1 day, for each: affected day, days: added to the term"), *TWO)
    assert (found.state, found.amount, found.service) == ("payable", None, 2)
    assert found.reckoning == "affected days: 2 x 1 day of service is 2 days"


@pytest.mark.parametrize(
    ("credit", "why"),
    [
        ("by: overshoot, bands: {from 10%: 5%}", "there is no overshoot of a target with an upper bound"),
        ("by: elapsed, bands: {from 1 hour: 5%}", "no item was timed"),
        ("pays: 1/30, for each: hour above target", "no item was timed above target"),
        ("pays: 1/30, for each: 5 ms above target", "no value was measured above target"),
        ("table: [{from: 1 hour, below: 50%, pays: 5%}]", "no value was measured"),
        (
            "by: downtime, table: [{from: 1 hour, pays: 5%}, {below: 50%, pays: 6%}]",
            "undetermined: its rows are in lengths of time and in figures",
        ),
        ("bands: {below 99.9%: 5%}, days: added to the term", "only days can be added to the term"),
        ("text: As the parties agree.", "it pays what is agreed in words"),
    ],
)
def test_what_nobody_can_reckon_is_owed_with_the_reason(credit: str, why: str):
    found = paid(port(credit), *TWO)
    assert (found.state, found.gross, found.reckoning) == ("owed", None, why)


def test_a_day_of_what_is_paid_once_has_no_price():
    found = paid(port("pays: 1 day", per="once"), *TWO)
    assert (found.state, found.reckoning) == ("owed", "the charge 'fee' has no amount for this window")


def test_further_steps_begin_as_the_last_band_does():
    # At 8 h exactly the first step beyond `from 6 hours` is reached, beyond `above 6 hours` it is not.
    eight = outage("2026-11-09T00:00", 480)
    step = "then: 10% for each further 2 hours"
    assert amount(f"by: downtime, bands: {{from 6 hours: 30%}}, {step}", eight) == "payable 1,800.00 USD"
    assert amount(f"by: downtime, bands: {{above 6 hours: 30%}}, {step}", eight) == "payable 1,350.00 USD"
    # A part of a step counts where it says so: 30% and one step begun.
    assert amount(f"by: downtime, bands: {{above 6 hours: 30%}}, {step}, part counts: yes", eight) == (
        "payable 1,800.00 USD"
    )


def test_a_value_near_a_limit_is_shown_in_as_many_digits_as_tell_it_apart():
    # 43.2 min are 99.9% of November: a microsecond more is below, and does not print as 99.9%.
    found = paid(
        port("bands: {below 99.9%: 10%}"), outage("2026-11-09T00:00", Fraction(432, 10) + Fraction(1, 60_000_000))
    )
    assert found.reckoning.startswith("99.89999999996% is below 99.9%")
