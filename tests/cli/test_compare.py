"""`accordant compare`: one month of a backbone line under five published rule sets; promises of one agreement."""

import json
from pathlib import Path

import pytest
from cli.run import EXAMPLES, MISSED, ROOT, USAGE, run
from report.reading import Page

CASE = ROOT / "tests" / "cases" / "sc7-backbone-five-rule-sets"
# What each rule set pays for: uptime, latency, delivery; and its limit on latency.
RULES = {
    "Verizon": ("by hour", "latency day", "delivery day", 45),
    "Each outage by itself": ("by outage", "latency day", "delivery day", 45),
    "ATT": ("by day", "latency thirtieth", "delivery thirtieth", 39),
    "Level 3": ("level 3", "", "", 45),
    "Lumen": ("lumen", "", "", 45),
}
OWED = {
    "Verizon": "750.00 USD",
    "Each outage by itself": "900.00 USD",
    "ATT": "600.00 USD",
    "Level 3": "450.00 USD",
    "Lumen": "4,500.00 USD",
}
ASKED = "--as-of 2026-12-10 --window 2026-11"


@pytest.fixture(scope="module")
def agreements(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("rules")
    text = (CASE / "agreement.yaml").read_text(encoding="utf-8")
    text = text.replace("[by hour, by outage, by day, level 3, lumen]", "UPTIME")
    text = text.replace("[latency day, latency thirtieth]", "LATENCY").replace("45 ms", "LIMIT ms")
    text = text.replace("[delivery day, delivery thirtieth]", "DELIVERY")
    for name, (uptime, latency, delivery, limit) in RULES.items():
        own = text.replace("One month of a backbone line under five published rule sets", name)
        own = own.replace("UPTIME", f"[{uptime}]").replace("LIMIT", str(limit))
        own = own.replace("LATENCY", f"[{latency}]").replace("DELIVERY", f"[{delivery}]")
        (folder / f"{name}.yaml").write_text(own, encoding="utf-8")
    return " ".join(f"'{folder / name}.yaml'" for name in RULES)


def told(agreements: str) -> dict[str, object]:
    return json.loads(run(f"compare {agreements} --sources {CASE / 'sources.yaml'} {ASKED} --json").stdout)


def test_five_rule_sets_owe_five_amounts_for_one_month(agreements: str) -> None:
    result = run(f"compare {agreements} --sources {CASE / 'sources.yaml'} {ASKED}", COLUMNS="100")
    assert result.exit_code == MISSED
    lines = [line.split("  ") for line in result.stdout.splitlines() if " of 3  " in line]
    rows = {cells[1]: [cell.strip() for cell in cells if cell.strip()] for cells in lines}
    assert {name: row[2] for name, row in rows.items()} == OWED


def test_the_spread_is_told_from_the_least_to_the_most(agreements: str) -> None:
    text = " ".join(run(f"compare {agreements} --sources {CASE / 'sources.yaml'} {ASKED}").stdout.split())
    assert "From 450.00 USD (Level 3) to 4,500.00 USD (Lumen), 10 times as much." in text


def test_every_amount_stands_with_its_arithmetic(agreements: str) -> None:
    sets = {one["name"]: one for one in told(agreements)["rule_sets"]}
    lines = {name: [credit["reckoning"] for credit in one["credits"]] for name, one in sets.items()}
    assert lines["Verizon"][0] == "2 h 30 min of downtime in steps of 1 hour: 3 x 1 day of port is 450.00 USD"
    assert all(reckoning for each in lines.values() for reckoning in each)
    assert [len(each) for each in lines.values()] == [3, 3, 3, 1, 1]


def test_facts_are_the_same_and_targets_are_each_its_own(agreements: str) -> None:
    latency = [one["promises"][1] for one in told(agreements)["rule_sets"]]
    assert {promise["value"].replace("46.20", "46.2") for promise in latency} == {"46.2 ms"}
    assert [promise["target"] for promise in latency].count("at most 39 ms") == 1


def test_the_page_draws_what_is_owed_and_tells_it_set_by_set(agreements: str, tmp_path: Path) -> None:
    run(f"compare {agreements} --sources {CASE / 'sources.yaml'} {ASKED} --html {tmp_path / 'compare.html'}")
    page = Page((tmp_path / "compare.html").read_text(encoding="utf-8"))
    assert "Level 3: 450.00 USD; Lumen: 4,500.00 USD." in page.text
    assert [one.text for one in page.all("h2")][1:] == list(RULES)
    links = {one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith("#")}
    assert links <= {f"#{one}" for one in page.ids}


def test_of_one_agreement_its_promises_are_compared_over_all_windows_too() -> None:
    told = json.loads(
        run(f"compare {EXAMPLES / 'github-status'} --as-of 2026-08-01 --window 2026-07 --json").stdout
    )
    sums = {one["name"]: one["owed_in_all_windows"] for one in told["rule_sets"]}
    assert sums["As EC2 pays"] == [{"amount": "8400", "currency": "USD"}]
    assert sums["As Verizon pays"] == [{"amount": "11700.01", "currency": "USD"}]
    assert told["spreads"][0]["least_by"] == ["As Compute Engine pays"]


def test_one_promise_alone_is_wrong_usage() -> None:
    result = run(f"compare {ROOT / 'tests' / 'cases' / 'claim-calendar-of-one-incident'} --as-of 2026-12-10")
    assert result.exit_code == USAGE
    assert "name several agreements" in result.stderr


def test_a_window_that_one_of_them_has_not_is_wrong_usage() -> None:
    result = run(f"compare {EXAMPLES / 'github-status'} --as-of 2026-08-01 --window 2031-01")
    assert result.exit_code == USAGE
    assert "there is no window '2031-01'" in result.stderr
