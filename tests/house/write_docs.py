"""The generated parts of docs/cli.md, engines.md, library.md, vocabulary.md: made from the code, kept by a test.

`make docs` writes them anew; the text between the marks is then the code's own.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from engines.gaps import GAPS
from house.terms import FLOORS, classes, first_sentence, modules, terms

from accordant.cli import COMMANDS, main
from accordant.cli.library import entries
from accordant.cli.warehouse import EXTRAS, KNOWN, scheme
from accordant.measure.sql.dialects.known import DIALECTS
from accordant.measure.sql.printer import Dialect

DOCS = Path(__file__).parents[2] / "docs"
BEGINS, ENDS = "<!-- made by 'make docs' from here -->", "<!-- to here -->"


def commands() -> Iterator[str]:
    """Yield what each command says of itself: what it does, its examples, its options."""
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        yield f"## accordant {name}\n"
        said, examples = _said(command)
        yield f"{said}\n"
        yield f"```sh\n{usage(name, command)}\n\n{examples}\n```\n"
        options = [option for option in command.params if isinstance(option, click.Option)]
        if options:
            yield "| option | |\n|---|---|"
            yield from (_option(option) for option in options)
            yield ""


def usage(name: str, command: click.Command) -> str:
    """Return the line that shows how a command is written."""
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    return " ".join(["accordant", name, *map(_argument, arguments), *(["[OPTIONS]"] if command.params else [])])


def _argument(argument: click.Argument) -> str:
    if argument.metavar:
        return argument.metavar
    choices = getattr(argument.type, "choices", ())
    word = "|".join(map(str, choices)) if choices else (argument.name or "").upper()
    return word if argument.required else f"[{word}]"


def _said(command: click.Command) -> tuple[str, str]:
    """Return what a command says in prose, and its examples."""
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    said, _, rest = text.partition("Examples:\n")
    lines = rest.splitlines()
    shown = [line[2:] for line in lines if line.startswith("  ")]
    after = " ".join(line for line in lines if line and not line.startswith("  "))
    return " ".join(filter(None, [*said.split(), *after.split()])), "\n".join(shown)


def _option(option: click.Option) -> str:
    spelled = ", ".join(option.opts)
    if not option.is_flag:
        choices = getattr(option.type, "choices", ())
        word = "|".join(map(str, choices)) if choices else option.metavar or _kind(option)
        spelled += f" {word}"
    said = option.help or ""
    shown = f" Default: `{option.default}`." if option.show_default else ""
    return f"| `{spelled}` | {said}{shown} |".replace("|", "\\|").replace("\\| `", "| `").replace(" \\|", " |")


def _kind(option: click.Option) -> str:
    return {"file": "FILE", "directory": "FOLDER", "path": "FILE", "integer": "NUMBER"}.get(
        option.type.name, "TEXT"
    )


def vocabulary() -> Iterator[str]:
    """Yield a table of the terms of each package, with what each says of itself."""
    for floor in FLOORS:
        package = floor.__name__.rpartition(".")[2]
        yield f"### {package}\n"
        yield "| term | what it is | where |\n|---|---|---|"
        for module in modules(floor):
            for one in classes(module):
                if one in terms(floor):
                    where = f"`{module.__name__.rpartition('.')[2]}.py`"
                    said = first_sentence(one).replace("|", "\\|")
                    yield f"| {one.__name__} | {said} | {where} |"
        yield ""


def library() -> Iterator[str]:
    """Yield a table of the library, then what is to know of each of its agreements."""
    yield "| name | agreement | kind | held from | confidence |\n|---|---|---|---|---|"
    for one in entries():
        since = ", ".join(map(str, one.effective)) or "not stated"
        yield f"| [{one.name}](#{one.name}) | {one.title} | {one.kind} | {since} | {one.confidence} |"
    for one in entries():
        yield f"\n## {one.name}\n"
        yield f"{one.title}. Sources: {', '.join(f'<{source}>' for source in one.sources)}\n"
        yield from (f"- {remark}" for remark in one.remarks)
        yield from (f"- **Not confirmed:** {what}" for what in one.unconfirmed)
    yield ""


def engines() -> Iterator[str]:
    """Yield a table of the engines, then one of what those that measure where the events are cannot do."""
    yield "| engine | `accordant sql --dialect` | `--engine` | run by the tests |\n|---|---|---|---|"
    for dialect in DIALECTS.values():
        run = "yes, all golden cases" if dialect.is_run else "no: text only"
        yield f"| {dialect.title} | `{dialect.name}` | {_named(dialect)} | {run} |"
    yield "\n| what has no form in SQL | why | where | shown by |\n|---|---|---|---|"
    for gap in GAPS:
        where = ", ".join(DIALECTS[name].title for name in gap.engines)
        yield f"| {gap.what} | {gap.reason} | {where} | `tests/cases/{gap.case}` |"
    for dialect in DIALECTS.values():
        yield from (f"| {step} | {reason} | {dialect.title} | |" for step, reason in dialect.gaps.items())
    yield ""


def _named(dialect: Dialect) -> str:
    """Return how an engine of a dialect is named on the command line."""
    named = [one for one in KNOWN if EXTRAS[scheme(one)] == dialect.name]
    return ", ".join(f"`{one}`" for one in named) or ("`duckdb`, the default" if dialect.is_run else "none")


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "cli.md": commands,
    "engines.md": engines,
    "library.md": library,
    "vocabulary.md": vocabulary,
}


def renewed(name: str) -> str:
    """Return a page with its generated part made anew."""
    text = (DOCS / name).read_text(encoding="utf-8")
    made = "\n".join(PAGES[name]())
    pattern = re.escape(BEGINS) + ".*?" + re.escape(ENDS)
    return re.sub(pattern, lambda _: f"{BEGINS}\n\n{made}\n{ENDS}", text, count=1, flags=re.DOTALL)


if __name__ == "__main__":
    for page in PAGES:
        (DOCS / page).write_text(renewed(page), encoding="utf-8")
