"""`accordant show`: plain words, every number generated from its rule."""

import json
from pathlib import Path

from cli.run import FORMAT, made, run
from click.testing import CliRunner

from accordant.cli import main


def test_every_obligation_is_told_with_its_numbers() -> None:
    result = run(f"show {FORMAT / 'marketing-sales.yaml'}")
    assert result.exit_code == 0
    for figure in ("667", "25%", "30 business minutes", "2 business hours", "95%", "15 business days"):
        assert figure in result.stdout
    assert not result.stderr


def test_a_changed_number_changes_the_words(tmp_path: Path) -> None:
    folder = made("customer", tmp_path)
    before = run(f"show {folder}").stdout
    file = folder / "agreement.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("at least 95%", "at least 97%"), encoding="utf-8")
    after = run(f"show {folder}").stdout
    assert before != after
    assert "97%" in after


def test_prose_is_marked_as_agreed_and_not_measured(tmp_path: Path) -> None:
    assert "(agreed, not measured)" in run(f"show {made('vendor', tmp_path)}").stdout


def test_words_as_json() -> None:
    sections = json.loads(run(f"show {FORMAT / 'customer-city-requests.yaml'} --json").stdout)
    assert all(section["title"] and section["sentences"] for section in sections)


def test_no_color_means_no_bold_titles_either(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["show", str(made("internal", tmp_path))], color=True, env={"NO_COLOR": "1"})
    assert result.exit_code == 0
    assert "\x1b[" not in result.stdout
