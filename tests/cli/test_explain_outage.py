"""`accordant explain` of an outage: what opened and closed it, what is cut out of it, why not all of it counts."""

import json
from pathlib import Path

from cli.run import ROOT, run
from report.reading import Page

CASES = ROOT / "tests" / "cases"
AT = "--as-of 2026-07-01"
SHORT = CASES / "availability-outage-counts-from"
MAINTAINED = CASES / "availability-maintenance-overlapping"
HOURS = CASES / "availability-service-hours"


def told(words: str) -> str:
    return " ".join(run(f"explain {words} {AT}").stdout.split())


def test_its_own_events_are_shown_as_what_they_did() -> None:
    text = told(f"{MAINTAINED} 'less excluded' L")
    assert "Wed 10 Jun 10:00 down down: outage" in text
    assert "Wed 10 Jun 12:00 up up: outage" in text


def test_what_an_exclusion_takes_is_cut_out_by_its_name() -> None:
    text = told(f"{MAINTAINED} 'less excluded' L")
    assert "Down for 2 h; 1 h of it counts for June 2026." in text
    assert "Wed 10 Jun 11:00 Wed 10 Jun 12:00 1 h not counted, maintenance window 0 s 1 h" in text


def test_shut_hours_count_nothing_where_service_hours_are_agreed() -> None:
    text = told(f"{HOURS} 'by day' L")
    assert "Down for 64 h; 2 h of business time counts for June 2026." in text
    assert "shut, no hours on Sat and Sun 0 s 1 h" in text
    assert "Down for 64 h, and all of it counts." in told(f"{HOURS} 'by the clock' L")


def test_an_exclusion_told_by_the_entity_itself_shows_each_event_once() -> None:
    assert told(f"{HOURS} 'by the clock' L").count("Wed 10 Jun 17:30 begun") == 1


def test_what_lies_in_the_next_window_counts_there() -> None:
    text = told(f"{SHORT} up A")
    assert "Down for 5 min; 3 min of it counts for 1 June 2026." in text
    assert "2 min not counted, in the window after 0 s 3 min" in text


def test_an_outage_of_several_is_found_by_each_of_them() -> None:
    assert "Down for 5 min, and all of it counts." in told(f"{SHORT} up B")
    assert "Down for 5 min, and all of it counts." in told(f"{SHORT} up 'A, B'")


def test_one_that_is_too_short_says_from_which_length_outages_count(tmp_path: Path) -> None:
    text = (SHORT / "agreement.yaml").read_text(encoding="utf-8")
    for name in ("sources.yaml", "events.csv"):
        (tmp_path / name).write_bytes((SHORT / name).read_bytes())
    (tmp_path / "agreement.yaml").write_text(text.replace("5 minutes", "6 minutes"), encoding="utf-8")
    words = told(f"{tmp_path} up B")
    assert "Down for 5 min; none of it counts: shorter than outages that count (6 minutes or more)." in words
    assert "not counted, shorter than outages that count 0 s 0 s" in words


def test_page_and_json_say_the_same(tmp_path: Path) -> None:
    result = run(f"explain {MAINTAINED} 'less excluded' L {AT} --json --html {tmp_path / 'item.html'}")
    assert [part["counted_us"] for part in json.loads(result.stdout)["segments"]] == [3_600_000_000, 0]
    page = Page((tmp_path / "item.html").read_text(encoding="utf-8"))
    assert "not counted, maintenance window" in page.text
