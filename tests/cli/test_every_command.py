"""What holds for every command: help with examples that parse, results and talk apart, errors that help."""

import re
import shlex
from pathlib import Path

import click
import pytest
from cli.run import FINDINGS, FORMAT, USAGE, made, run

from accordant.cli import COMMANDS, main

READING = ["check", "show", "fmt --check", "evaluate", "explain . speed L1"]


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def examples(name: str) -> list[str]:
    text = run(f"{name} --help" if name else "--help").stdout
    return re.findall(r"^ +accordant (.+)$", text.partition("Examples:")[2], re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_examples_of_the_command(name: str) -> None:
    shown = examples(name)
    assert shown
    assert all(line.split()[0] == name for line in shown)


def test_help_of_the_whole_names_every_command_and_exit_code() -> None:
    text = run("--help").stdout
    assert all(re.search(rf"^  {name} ", text, re.MULTILINE) for name in COMMANDS)
    assert all(re.search(rf"\b{code}\s", text.partition("Exit codes")[2]) for code in (0, 1, 2, 3))


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name in COMMANDS for line in examples(name)], ids=lambda value: value
)
def test_examples_of_the_help_can_be_typed(name: str, line: str) -> None:
    words = shlex.split(re.sub(r" > \S+$", "", line), comments=True)[1:]
    found = command(name)
    parser = found.make_parser(click.Context(found))
    parser.parse_args(words)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    options = [option for option in command(name).params if isinstance(option, click.Option)]
    assert all(option.help and option.help.endswith(".") for option in options)


@pytest.mark.parametrize("name", COMMANDS)
def test_short_help_is_that_of_the_list(name: str) -> None:
    assert COMMANDS[name] == COMMANDS[name].rstrip(".")
    assert len(COMMANDS[name]) <= 60


def test_an_unknown_command_is_wrong_usage() -> None:
    result = run("evalute")
    assert result.exit_code == USAGE
    assert "No such command 'evalute'" in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("words", READING)
def test_a_folder_without_an_agreement_is_wrong_usage(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(words)
    assert result.exit_code == USAGE
    assert "there is no agreement at '.'" in result.stderr
    assert "accordant init" in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("words", ["check", "show", "evaluate", "explain . speed L1"])
def test_an_agreement_that_cannot_be_read_says_where_and_what_to_do(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (FORMAT / "customer-city-requests.yaml").read_text(encoding="utf-8")
    Path("agreement.yaml").write_text(text.replace("within: 30 days", "witin: 30 days"), encoding="utf-8")
    result = run(words)
    assert result.exit_code == FINDINGS
    told = result.stdout if words == "check" else result.stderr
    assert re.search(r"agreement\.yaml:\d+:\d+: error E120: .*witin", told)
    assert "did you mean 'within'?" in told
    assert "^^^^^" in told


@pytest.mark.parametrize("words", ["check", "show", "evaluate --as-of 2026-03-15 --window 2026-01"])
def test_no_color_is_respected(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made("vendor", tmp_path))
    monkeypatch.setattr("accordant.cli.folder.sys.stdout.isatty", lambda: True, raising=False)
    result = run(words, NO_COLOR="1")
    assert "\x1b[" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "words",
    [
        "evaluate --as-of 2026-03-15 --window 2026-01 --html {0}/page.html",
        "evaluate --as-of 2026-03-15 --window 2026-01 --items {0}/items.csv",
        "evaluate --as-of 2026-03-15 --window 2026-01 --rejected {0}/rejected.csv",
        "explain replies R2 --as-of 2026-03-15 --html {0}/item.html",
    ],
)
def test_a_file_that_cannot_be_written_is_told_in_a_sentence(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made("internal", tmp_path))
    result = run(words.format(tmp_path / "nowhere"))
    assert result.exit_code == USAGE
    assert "nowhere" in result.stderr
    assert "no such file or directory" in result.stderr
