"""`accordant init --from`: an agreement of the library, in the version that held on a date."""

import json
from pathlib import Path

import pytest
from cli.run import USAGE, run

from library.shelf import ENTRIES


@pytest.mark.parametrize(
    ("on", "target", "claimed"),
    [
        ("2016-01-01", "99.95%", "30 days after window end"),
        ("2020-01-12", "99.95%", "30 days after window end"),
        ("2020-01-13", "99.99%", "30 days after window end"),
        ("2026-06-30", "99.99%", "60 days after window end"),
        ("", "99.99%", "60 days after window end"),
    ],
)
def test_the_version_of_the_date_is_written(on: str, target: str, claimed: str, tmp_path: Path) -> None:
    result = run(f"init --from google-compute-zones {tmp_path / 'new'} {f'--on {on}' if on else ''}")
    assert result.exit_code == 0
    text = (tmp_path / "new" / "agreement.yaml").read_text()
    assert f"target: at least {target}" in text
    assert claimed in text
    assert "as it held from" in result.stderr
    assert "Not confirmed: From which day on" in result.stderr


def test_before_the_first_version_there_was_none(tmp_path: Path) -> None:
    result = run(f"init --from google-compute-zones {tmp_path / 'new'} --on 2014-01-01")
    assert result.exit_code == USAGE
    assert "its versions are from 2015-10-16, 2017-11-30" in result.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ENTRIES)
def test_every_name_that_is_listed_can_be_written(name: str, tmp_path: Path) -> None:
    result = run(f"init --from {name} {tmp_path / 'new'}")
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} >= {"about.yaml", "agreement.yaml", "sources.yaml"}
    assert f"evaluate {tmp_path / 'new'} {ENTRIES[name].run}" in result.stderr
    assert run(f"init --from {name} {tmp_path / 'new'}").exit_code == USAGE


def test_the_list_tells_what_is_known_of_each() -> None:
    told = json.loads(run("init --from --json").stdout)
    assert list(told) == sorted(ENTRIES)
    assert told["google-compute-zones"]["effective"][0] == "2015-10-16"
    assert told["lumen-edge"]["effective"] == ["2021-02-02"]
    assert all(one["sources"] and one["confidence"] and one["kind"] for one in told.values())
