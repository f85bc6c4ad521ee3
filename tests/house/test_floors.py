"""The house holds: imports go down, sizes stay small, and only the doors know what time it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "accordant"
FLOORS = [
    ["terms"],
    ["zone", "national"],
    ["text", "record"],
    ["agree", "check", "plan"],
    ["measure"],
    ["judge"],
    ["settle"],
    ["evaluate"],
    ["worked", "report"],
    ["sample"],
    ["cli"],
]
FLOOR = {name: n for n, row in enumerate(FLOORS) for name in row}
# A check reads what plans compile, how examples are judged, what is settled: it stands beside the sentence.
ABOVE = {"check": {"agree", "plan", "judge", "measure", "settle"}}
DOORS = {"cli", "__init__", "__main__"}
FILES = sorted(path for path in SRC.rglob("*.py") if path.stat().st_size)


def home(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def ids(path: Path) -> str:
    return str(path.relative_to(SRC))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "accordant":
                yield from (f"accordant.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", [path for path in FILES if home(path) not in DOORS], ids=ids)
def test_imports_go_down(path: Path) -> None:
    own = home(path)
    for module in imported(ast.parse(path.read_text(encoding="utf-8"))):
        parts = module.split(".")
        if parts[0] != "accordant" or len(parts) < 2 or parts[1].startswith("_"):
            continue
        allowed = parts[1] == own or FLOOR[parts[1]] < FLOOR[own] or parts[1] in ABOVE.get(own, set())
        assert allowed, f"{own} may not import {parts[1]}"


@pytest.mark.parametrize("path", [path for path in FILES if home(path) == "terms"], ids=ids)
def test_terms_need_nothing_but_the_standard_library(path: Path) -> None:
    import sys

    for module in imported(ast.parse(path.read_text(encoding="utf-8"))):
        top = module.split(".")[0]
        assert top in sys.stdlib_module_names or module.startswith("accordant.terms"), module


ONLY = {
    "yaml": lambda path: home(path) == "text",
    "duckdb": lambda path: (
        "measure/sql" in ids(path) or ids(path) == "record/tables.py" or ids(path) == "sample/write.py"
    ),
    "sqlglot": lambda path: ids(path).startswith("text/predicate") or "measure/sql" in ids(path),
    "click": lambda path: home(path) in DOORS,
    "holidays": lambda path: ids(path) == "national.py",
}


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_a_library_is_known_in_one_place_only(path: Path) -> None:
    for module in imported(ast.parse(path.read_text(encoding="utf-8"))):
        top = module.split(".")[0]
        assert top not in ONLY or ONLY[top](path), f"{ids(path)} may not import {top}"


@pytest.mark.parametrize("path", [path for path in FILES if home(path) not in DOORS], ids=ids)
def test_only_the_doors_know_what_time_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not names & {"now", "today", "utcnow", "environ", "getenv"}, "pass it in instead"
    modules = {
        "urllib" if m == "urllib.request" else m.split(".")[0] for m in imported(tree) if m != "urllib.parse"
    }
    assert not modules & {"secrets", "uuid", "socket", "urllib", "http", "requests"}
    assert "random" not in modules or home(path) == "sample", "only the seeded sample draws numbers"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, "a module of more than 400 lines wants to be two"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_every_module_says_what_it_is(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc, "a module begins with a sentence that says what goes in and what comes out"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_public_names_have_a_docstring(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} says nothing of itself"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_nothing_is_called_a_helper(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


@pytest.mark.parametrize(
    "path", [p for p in FILES if home(p) in ("judge", "settle", "measure", "plan", "terms")], ids=ids
)
def test_no_binary_float_on_the_way_to_a_verdict(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
        assert not is_float, f"line {node.lineno}: a binary float"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "float", f"line {node.lineno}: a binary float"
