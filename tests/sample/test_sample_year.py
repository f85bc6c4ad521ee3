"""The sample year: its truth against a recount of its own files, the agreed figures, and the disorder in it."""

import ast
import csv
import json
import re
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from recount import (
    AS_OF,
    BUSINESS_DAY,
    NEW_YORK,
    REJECTED,
    SHUT,
    histories,
    is_business,
    month,
    open_between,
    open_date,
    persistence_of,
    recount,
    rows_of,
    speed_of,
)

from accordant.sample import office, write_year
from accordant.sample.figures import MONTHS

SEEDS = (2026, 7)
NAMES = [month.name for month in MONTHS]
OTHER_HALF_DAY = timedelta(hours=4)


class Year:
    """A sample written to a folder, its truth, and its recount."""

    def __init__(self, folder, seed):
        self.folder = folder
        self.truth = write_year(folder, seed)
        self.leads, self.counts = recount(folder)
        self.rows = rows_of(folder)


@pytest.fixture(scope="module", params=SEEDS)
def year(request, tmp_path_factory):
    return Year(tmp_path_factory.mktemp("year"), request.param)


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def local_minute(text):
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=NEW_YORK)


def utc_text(instant):
    return None if instant is None else instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_equal_seeds_give_equal_bytes_and_other_seeds_other_ones(tmp_path):
    for name, seed in (("first", 3), ("again", 3), ("other", 4)):
        write_year(tmp_path / name, seed)
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in names:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
    parquet = "lead_events.parquet"
    assert (tmp_path / "first" / parquet).read_bytes() != (tmp_path / "other" / parquet).read_bytes()


def test_the_folder_holds_the_agreement_its_sources_and_every_file_they_name(year):
    named = re.findall(r"^ +file: (\S+)", (year.folder / "sources.yaml").read_text(), re.MULTILINE)
    expected = {*named, "agreement.yaml", "sources.yaml", "truth.json"}
    assert {path.name for path in year.folder.iterdir()} == expected
    assert (year.folder / "agreement.yaml").read_text().count("owed by:") == 6


def test_the_events_have_the_columns_and_types_that_the_sources_file_maps(year):
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM '{year.folder}/lead_events.parquet'").fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [
        ("lead_id", "VARCHAR"),
        ("event_type", "VARCHAR"),
        ("event_id", "VARCHAR"),
        ("occurred_at", "TIMESTAMP"),
        ("logged_at", "TIMESTAMP"),
        ("actor_team", "VARCHAR"),
        ("reason", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("score", "INTEGER"),
        ("source", "VARCHAR"),
        ("email", "VARCHAR"),
    ]
    assert not any(value == "" for row in year.rows for value in row.values())
    assert any(row["occurred_at"].microsecond for row in year.rows)


def test_the_small_files_are_written_as_the_sources_file_says(year):
    assert all(local_minute(row["sent_at"]) for row in table(year.folder / "status_reports.csv"))
    assert {row["kind"] for row in table(year.folder / "status_reports.csv")} == {"pipeline by source", "forecast"}
    assert {row["team"] for row in table(year.folder / "initiatives.csv")} == {"mktg"}
    assert any(not row["done_at"] for row in table(year.folder / "initiatives.csv"))
    people = table(year.folder / "people.csv")
    assert all(datetime.strptime(row["first_seen_at"], "%Y-%m-%dT%H:%M:%S") for row in people)
    assert any(not row["email"] for row in people)
    assert len({row["person_id"] for row in people}) == len(people)


def test_there_are_between_20_and_25_thousand_leads_and_about_667_mqls_a_month(year):
    assert 20_000 <= len(year.leads) <= 25_000
    assert year.truth.about["leads"] == len(year.leads)
    assert year.truth.about["rows"] == len(year.rows)
    assert year.truth.about["mqls"] == sum(lead.mql is not None for lead in year.leads.values())
    for name in NAMES:
        assert 550 <= year.counts[name]["counted"] <= 750


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_of_a_month_of_leads_is_what_a_recount_of_the_files_gives(year, name):
    told, counted = year.truth.months[name], year.counts[name]
    assert told["leads"] == counted["leads"]
    assert told["undecided"] == counted["undecided"]
    leads = told["qualified leads"]
    by_reason = leads["rejected_by_reason"]
    assert by_reason == {reason: counted[f"rejected: {reason}"] for reason in by_reason}
    assert leads["rejected"] == sum(counted[reason] for reason in REJECTED)
    for key in leads.keys() - {"rejected", "rejected_by_reason"}:
        assert leads[key] == counted[key], key
    quality = told["lead quality"]
    assert quality["valid"] == counted["counted"]
    assert quality["pending"] == counted["quality pending"]
    for key in ("good", "qualified_too_late", "accepted", "won"):
        assert quality[key] == counted[key], key


@pytest.mark.parametrize("name", [*NAMES, "2027-01"])
def test_the_truth_of_a_month_of_follow_up_is_what_a_recount_of_the_files_gives(year, name):
    told, counted = year.truth.months[name], year.counts[name]
    persistence = told["persistence"]
    assert persistence["judged"] == persistence["kept"] + persistence["given_up"]
    assert persistence["kept"] == persistence["connected"] + persistence["six_attempts"]
    for key in ("connected", "six_attempts", "given_up", "cancelled", "pending"):
        assert persistence[key] == counted[f"persistence {key.replace('_', ' ')}"], key
    speed = told.get("speed")
    if speed is None:
        assert not any(key.startswith("speed") for key in counted)
        return
    assert speed["judged"] == speed["kept"] + speed["late"] + speed["never"]
    for key in ("kept", "late", "never", "cancelled", "pending", "unknown"):
        assert speed[key] == counted[f"speed {key}"], key
    assert speed["excused_late"] == counted["speed excused late"]
    assert speed["excused"] == counted["speed excused late"] + counted["speed excused kept"]


def test_every_item_of_the_truth_is_what_a_recount_of_its_events_gives(year):
    assert len(year.truth.items) == year.truth.about["mqls"]
    for item in year.truth.items:
        lead = year.leads[item["lead"]]
        window, due, stop, elapsed, outcome = speed_of(lead)
        speed = item["speed"]
        assert (item["created"], item["mql"]) == (utc_text(lead.created), utc_text(lead.mql))
        assert item["source"] == lead.source
        assert (speed["window"], speed["due"], speed["stop"]) == (window, utc_text(due), utc_text(stop))
        assert speed["elapsed_us"] == elapsed // timedelta(microseconds=1)
        assert speed["outcome"].removeprefix("excused ") == outcome
        persistence = item["persistence"]
        found = (persistence["window"], persistence["due"], persistence["outcome"])
        window, due, outcome = persistence_of(lead)
        assert found == (window, utc_text(due), outcome)
        assert persistence["attempts"] == len(lead.happened["attempt"])
        assert item["qualified"] == utc_text(lead.first("qualified"))


def test_the_file_of_the_truth_holds_the_months_and_a_part_of_the_items(year):
    told = json.loads((year.folder / "truth.json").read_text())
    assert told["months"]["2026-08"] == year.truth.months["2026-08"]
    assert {"L1", "L8"} <= {item["lead"] for item in told["items"]}
    assert 200 <= len(told["items"]) <= 300
    assert told["as_of"] == utc_text(AS_OF)


def test_november_has_the_figures_of_the_worked_month(year):
    told = year.truth.months["2026-11"]
    leads, quality = told["qualified leads"], told["lead quality"]
    assert (leads["mqls"], leads["rejected"], leads["counted"]) == (640, 52, 588)
    assert (leads["rejected_for_another_reason"], leads["rejected_too_late"]) == (6, 3)
    assert (quality["good"], quality["valid"], quality["pending"], quality["won"]) == (141, 588, 0, 17)
    assert quality["accepted"] == 431
    speed, persistence = told["speed"], told["persistence"]
    assert (speed["kept"], speed["judged"], speed["late"], speed["never"]) == (546, 600, 47, 7)
    assert (persistence["kept"], persistence["judged"]) == (577, 620)
    assert told["initiatives"] == {"done": 3}
    assert told["pipeline status"] == {"due": 4, "on_time": 3, "late": 1, "late_by_minutes": [65]}
    assert told["undecided"] == 31


def test_november_is_delivered_day_by_day_and_source_by_source_as_on_the_scorecard(year):
    delivered = Counter(open_date(lead.mql).day for lead in year.leads.values() if month_of(lead) == "2026-11")
    expected = (25, 38, 43, 30, 36, 24, 40, 32, 36, 33, 37, 33, 31, 35, 27, 33, 31, 25, 20, 31)
    assert tuple(count for _, count in sorted(delivered.items())) == expected
    rejected = [lead.first(*REJECTED) for lead in year.leads.values() if month_of(lead) == "2026-11"]
    by_day = Counter(open_date(at).day for at in rejected if at is not None)
    assert tuple(count for _, count in sorted(by_day.items())) == (
        *(2, 3, 4, 1, 3, 2, 4, 2, 4, 2, 3, 2, 3, 2, 2, 3, 2, 3, 2, 3),
    )
    by_source = year.truth.months["2026-11"]["by source"]
    shown = {name: (told["speed_judged"], told["speed_kept"], told["good"]) for name, told in by_source.items()}
    assert shown == {
        "demo request": (150, 133, 58),
        "webinar": (172, 157, 31),
        "whitepaper": (148, 134, 17),
        "paid search": (0, 0, 0),
        "trade show": (74, 69, 15),
        "referral": (56, 53, 20),
    }


def month_of(lead):
    return lead.mql and month(lead.mql)


def test_half_the_leads_of_november_wait_20_minutes_and_one_in_ten_longer_than_101(year):
    waits = sorted(
        (stop is None, elapsed)
        for window, _, stop, elapsed, outcome in map(speed_of, filter(month_of, year.leads.values()))
        if window == "2026-11" and outcome in ("kept", "late", "never")
    )
    minutes = [round(waits[rank - 1][1] / timedelta(minutes=1)) for rank in (300, 540, 570)]
    assert minutes == [20, 101, 176]


@pytest.mark.parametrize(
    ("lead", "minutes", "outcome"),
    [
        ("L1", 75, "kept"),
        ("L2", 150, "late"),
        ("L3", 0, "kept"),
        ("L4", 220, "late"),
        ("L6", 120, "kept"),
        ("L7", 180, "late"),
        ("L8", 5, "kept"),
    ],
)
def test_the_leads_of_the_worked_clock_wait_as_told(year, lead, minutes, outcome):
    _, _, _, elapsed, found = speed_of(year.leads[lead])
    assert (elapsed, found) == (timedelta(minutes=minutes), outcome)


def test_l3_waits_over_the_end_of_daylight_time_and_l5_is_never_tried(year):
    lead = year.leads["L3"]
    assert lead.first("attempt") - lead.mql == timedelta(hours=21, minutes=30)
    assert speed_of(year.leads["L5"])[4] == "never"


def test_one_day_of_february_is_a_surge_and_no_other_day_is(year):
    by_date = Counter(open_date(lead.mql) for lead in year.leads.values() if lead.mql)
    assert {day: count for day, count in by_date.items() if count > 45} == {date(2026, 2, 10): 62}
    assert year.truth.about["surge_days"] == [
        {
            "date": "2026-02-10",
            "mqls": 62,
            "ceiling": "2001/40",
            "relieved": 12,
            "late": 11,
            "late_relieved": 8,
        }
    ]
    assert year.truth.months["2026-02"]["speed"]["excused"] == 12


def test_august_and_november_miss_their_numbers_and_all_other_months_keep_them(year):
    for name in NAMES[:11]:
        told = year.truth.months[name]
        speed, persistence, quality = told["speed"], told["persistence"], told["lead quality"]
        bad = name in ("2026-08", "2026-11")
        assert (told["qualified leads"]["counted"] < 667) is bad
        assert (100 * speed["kept"] < 95 * (speed["judged"] + speed["unknown"])) is bad
        assert 100 * persistence["kept"] >= 90 * persistence["judged"]
        assert (100 * quality["good"] < 25 * quality["valid"]) is (name == "2026-11")
        assert told["initiatives"]["done"] >= 3


def test_the_reports_and_initiatives_of_the_files_are_those_of_the_truth(year):
    reports = sorted(
        local_minute(row["sent_at"])
        for row in table(year.folder / "status_reports.csv")
        if row["kind"] == "pipeline by source"
    )
    fridays = [datetime.combine(date(2026, 1, 2) + timedelta(days=7 * n), time(17), NEW_YORK) for n in range(52)]
    on_time = Counter(f"{due:%Y-%m}" for due, sent in zip(fridays, reports, strict=True) if sent <= due)
    assert all(later > due for due, later in pairwise(fridays))
    assert all(sent > due - timedelta(days=7) for due, sent in zip(fridays, reports, strict=True))
    done = Counter(
        row["done_at"][6:10] + "-" + row["done_at"][3:5] for row in table(year.folder / "initiatives.csv")
    )
    for name in NAMES:
        assert year.truth.months[name]["pipeline status"]["on_time"] == on_time[name]
        assert year.truth.months[name]["initiatives"]["done"] == done[name]


def test_one_recovery_plan_after_november_is_in_time_and_one_is_late(year):
    sent = {row["plan_id"]: row["sent_at"] for row in table(year.folder / "recovery_plans.csv")}
    assert (sent["P3"], sent["P4"]) == ("07/12/2026 15:40", "10/12/2026 11:05")
    assert [plan["plan"] for plan in year.truth.about["recovery_plans"]] == list(sent)


def test_contacts_are_the_persons_with_an_address(year):
    seen = [
        datetime.strptime(row["first_seen_at"] + "+0000", "%Y-%m-%dT%H:%M:%S%z")
        for row in table(year.folder / "people.csv")
        if row["email"]
    ]
    counted = Counter(map(month, seen))
    assert {name: year.truth.months[name]["contacts"] for name in NAMES} == counted


def test_duplicates_corrections_late_rows_and_disorder_are_in_the_file_as_often_as_told(year):
    features = year.truth.about["features"]
    by_id = defaultdict(list)
    for row in year.rows:
        by_id[row["event_id"]].append(tuple(row.values()))
    assert features["duplicated rows"] == len(year.rows) - len(set(map(tuple, map(dict.values, year.rows))))
    assert features["corrected rows"] == sum(len(set(rows)) == 2 for rows in by_id.values())
    assert max(len(set(rows)) for rows in by_id.values()) == 2
    latest, disordered = year.rows[0]["logged_at"], 0
    for row in year.rows:
        disordered += row["logged_at"] < latest
        latest = max(latest, row["logged_at"])
    assert features["rows out of order"] == disordered
    late = {
        key: rows[0]
        for key, rows in by_id.items()
        if len(set(rows)) == 1 and rows[0][4] - rows[0][3] > timedelta(hours=1)
    }
    beyond = sum(open_between(row[3], row[4]) > 5 * BUSINESS_DAY for row in late.values())
    assert features["late rows beyond 5 business days"] == beyond
    assert features["late rows within 5 business days"] == len(late) - beyond
    assert min(features[name] for name in features if "rows" in name) > 10


def test_a_row_is_never_recorded_before_it_happened_nor_corrected_at_an_equal_instant(year):
    assert all(row["logged_at"] > row["occurred_at"] for row in year.rows)
    recorded = {(row["event_id"], row["logged_at"]): tuple(row.values()) for row in year.rows}
    assert all(recorded[row["event_id"], row["logged_at"]] == tuple(row.values()) for row in year.rows)
    assert max(row["logged_at"] for row in year.rows) <= AS_OF - OTHER_HALF_DAY


def test_no_lateness_rejection_or_report_lies_so_near_its_limit_that_a_reading_would_matter(year):
    for row in year.rows:
        late = row["logged_at"] - row["occurred_at"]
        if late > timedelta(days=3):
            business = open_between(row["occurred_at"], row["logged_at"])
            assert abs(business - 5 * BUSINESS_DAY) >= OTHER_HALF_DAY
    for lead in year.leads.values():
        refused = lead.first(*REJECTED, "rejected too late", "spam", "spam too late")
        if refused is not None:
            assert abs(open_between(lead.mql, refused) - 2 * BUSINESS_DAY) >= timedelta(minutes=15)


def test_scores_come_late_rise_flap_and_stay_away(year):
    paths = Counter(item["path"] for item in year.truth.items)
    assert set(paths) == {"at once", "scored later", "raised", "address later", "flapping", "corrected"}
    features = year.truth.about["features"]
    assert all(features[f"MQLs {path}"] == paths[path] for path in paths if path != "corrected")
    fallen = sum(
        any(at > year.leads[name].mql and row["score"] is not None and row["score"] < 60 for at, row in history)
        for name, history in histories(year.rows).items()
        if year.leads[name].mql is not None
    )
    assert fallen > 100
    assert all(20 <= year.counts[name]["undecided"] <= 40 for name in NAMES)


def test_machines_and_marketing_write_mail_that_is_no_attempt(year):
    mail = Counter((row["channel"], row["actor_team"]) for row in year.rows if row["event_type"] == "email")
    for kind in (("SEQUENCES", "sdr"), ("AUTOMATION_PLATFORM", "mktg"), ("CRM_UI", "mktg"), ("INBOX_SYNC", "sdr")):
        assert mail[kind] > 30, kind
    assert year.counts["2026-03"]["speed unknown"] == 3
    assert year.truth.months["2026-03"]["speed"]["unknown"] == 3


def test_leads_are_rejected_reassigned_marked_as_spam_and_lost(year):
    events = Counter(row["event_type"] for row in year.rows)
    for event in ("rejected", "reassigned", "marked spam", "lost", "won", "connected", "accepted", "updated"):
        assert events[event] > 100, event
    total = Counter()
    for name in NAMES:
        total.update(
            {key: n for key, n in year.truth.months[name]["qualified leads"].items() if isinstance(n, int)}
        )
    assert min(total[key] for key in total) >= 3


def test_people_come_on_weekdays_in_office_hours_but_also_on_the_days_on_which_clocks_change(year):
    created = [lead.created.astimezone(NEW_YORK) for lead in year.leads.values()]
    by_weekday = Counter(at.weekday() for at in created if at.date() not in SHUT)
    assert min(by_weekday[day] for day in range(5)) > 2 * max(by_weekday[5], by_weekday[6])
    by_hour = Counter(at.hour for at in created)
    assert by_hour[10] > 3 * by_hour[21] > 9 * by_hour[3] > 0
    for day in (date(2026, 3, 8), date(2026, 11, 1)):
        assert sum(
            lead.mql is not None and lead.mql.astimezone(NEW_YORK).date() == day for lead in year.leads.values()
        )
    folds = {at.fold for at in created if (at.month, at.day, at.hour) == (11, 1, 1)}
    assert folds == {0, 1}
    for day in SHUT - {date(2027, 1, 1)}:
        assert any(at.date() == day for at in created)


def test_sources_score_differently_and_free_mail_never_makes_an_mql(year):
    scores = defaultdict(list)
    for row in year.rows:
        if row["event_type"] == "created" and row["score"] is not None:
            scores[row["source"]].append(row["score"])
    medians = {source: sorted(found)[len(found) // 2] for source, found in scores.items()}
    assert medians["demo request"] > medians["webinar"] > medians["whitepaper"] > medians["paid search"]
    free = [row for row in year.rows if row["event_type"] == "created" and is_business(row["email"]) is False]
    assert any((row["score"] or 0) >= 60 for row in free)


def test_the_office_of_the_sample_agrees_with_the_zone_database():
    for name in ("2026-03", "2026-10", "2026-11"):
        for day in office.dates_of(name):
            for hour in (0, 9, 17):
                at = datetime.combine(day, time(hour), NEW_YORK)
                assert office.local(day, hour * office.HOUR) == at.timestamp() * 1_000_000
                assert office.date_of(office.local(day, hour * office.HOUR)) == day
    assert office.local(date(2026, 3, 8), 150 * office.MINUTE) == office.local(
        date(2026, 3, 8), 210 * office.MINUTE
    )


def test_the_sample_knows_nothing_of_how_promises_are_measured():
    for path in (Path(office.__file__).parent).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert all(n.startswith("accordant.sample") for n in names if n.startswith("accordant")), path
