"""The rules that every module keeps: a docstring that says what it is for, short files, short functions, light imports.

How files and functions are named is in CONTRIBUTING; tests/test_architecture.py holds that no file name occurs twice.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (ROOT / "grader" / "labelwright", ROOT / "portfolio_template" / "labelwright_portfolio")
SOURCES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for package in PACKAGES
    for path in sorted(package.rglob("*.py"))
}
MAX_LINES = 400
MAX_FUNCTION_LINES = 50
"""A file is one thing: split it by reason, not by length. A file at the limit is a sign to look again."""
HEAVY = (
    "pandas",
    "numpy",
    "pydantic",
    "sqlalchemy",
    "evalica",
    "pyld",
    "jinja2",
    "IPython",
    "rich",
    "cryptography",
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: str) -> list[tuple[str, int]]:
    """Return every function of `source`: (name, its number of lines without its docstring)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            first = node.body[0]
            has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring_lines = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
            found.append((node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring_lines))
    return found


def docstring_fault(name: str, source: str) -> str:
    """Return what is wrong with a module's docstring; empty where it opens with one sentence."""
    docstring = ast.get_docstring(ast.parse(source)) or ""
    first = docstring.split("\n\n")[0].replace("\n", " ")
    if not first.endswith("."):
        return f"its docstring opens with {first!r}"
    # The package itself greets notebook users and authors, so it may say two things.
    most = 2 if name == "grader/labelwright/__init__.py" else 1
    if len(re.findall(r"[.!?](?=\s+[A-Z]|$)", first)) > most:
        return f"more than one sentence: {first!r}"
    return ""


def test_every_module_says_what_it_is_for() -> None:
    faults = {name: docstring_fault(name, source) for name, source in SOURCES.items()}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_docstring_rule_finds_a_fault() -> None:
    assert "opens with" in docstring_fault("a.py", "x = 1")
    assert "more than one" in docstring_fault("a.py", '"""One thing. And another."""')
    assert docstring_fault("a.py", '"""One thing.\n\nMore. Much more."""') == ""


def test_files_are_short() -> None:
    lengths = {name: len(source.splitlines()) for name, source in SOURCES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_functions_are_short() -> None:
    long = [
        f"{name}: {function} has {lines} lines"
        for name, source in SOURCES.items()
        for function, lines in functions(source)
        if lines > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_function_length_leaves_out_the_docstring() -> None:
    assert functions('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n') == [("f", 2)]


def test_most_functions_have_about_ten_lines() -> None:
    lengths = [lines for source in SOURCES.values() for _, lines in functions(source)]
    assert len(lengths) > 300
    assert median(lengths) <= 10


def loaded_after(code: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter holds after `code`."""
    program = f"{code}\nimport json, sys\nprint(json.dumps(sorted({{n.split('.')[0] for n in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_measurement_sees_a_heavy_import() -> None:
    assert "pydantic" in loaded_after("import labelwright.checks.verdicts")


@pytest.mark.parametrize(
    "code",
    [
        "import labelwright",
        "import labelwright.data, labelwright.quality",
        "import labelwright.exchange.plain_data, labelwright.exchange.inspect, labelwright.exchange.grading_session",
        "import labelwright.cli",
        "import sys; from labelwright.cli import cli; cli(['--help'], standalone_mode=False)",
    ],
)
def test_package_import_loads_nothing_heavy(code: str) -> None:
    assert loaded_after(code) & set(HEAVY) == set()


@pytest.mark.parametrize(
    "module", ["checks.verdicts", "checks.work", "course.course", "data.card", "notebook.workspace"]
)
def test_a_light_module_brings_no_table_and_no_store(module: str) -> None:
    found = loaded_after(f"import labelwright.{module}")
    assert found & (set(HEAVY) - {"pydantic"}) == set()
