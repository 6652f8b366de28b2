"""What every module keeps to: a docstring that says what it is for, short files, short functions, light imports."""

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
SOURCES = [path for package in PACKAGES for path in sorted(package.rglob("*.py"))]
IDS = [str(path.relative_to(ROOT)) for path in SOURCES]
MOST_LINES = 300
MOST_FUNCTION_LINES = 40
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
    """Every function: (name, its lines without its docstring)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            body = node.body
            doc = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
            told = (body[0].end_lineno or 0) - body[0].lineno + 1 if doc else 0
            found.append((node.name, (node.end_lineno or 0) - node.lineno + 1 - told))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = told.split("\n\n")[0].replace("\n", " ")
    assert first.endswith("."), f"its docstring opens with {first!r}"
    # The package itself greets notebook users and authors, so it may say two things.
    most = 2 if path == PACKAGES[0] / "__init__.py" else 1
    assert len(re.findall(r"[.!?](?=\s+[A-Z]|$)", first)) <= most, f"more than one sentence: {first!r}"


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_files_and_functions_are_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    assert [(name, lines) for name, lines in functions(source) if lines > MOST_FUNCTION_LINES] == []


def test_most_functions_are_about_ten_lines() -> None:
    lengths = [lines for path in SOURCES for _, lines in functions(path.read_text(encoding="utf-8"))]
    assert len(lengths) > 300
    assert median(lengths) <= 10


def test_no_name_is_a_bag_for_everything() -> None:
    bag = re.compile(r"Manager|Helper|Utils?\b|View\b|^Test|^[Pp]rocess$")
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | Function):
                assert not bag.search(node.name), f"{path.name}:{node.lineno} {node.name}"


def loaded_after(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after `code`."""
    told = f"{code}\nimport json, sys\nprint(json.dumps(sorted({{n.split('.')[0] for n in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
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
def test_opening_the_door_loads_nothing_heavy(code: str) -> None:
    assert loaded_after(code) & set(HEAVY) == set()


@pytest.mark.parametrize(
    "module", ["checks.verdicts", "checks.work", "course.course", "data.card", "notebook.workspace"]
)
def test_a_light_module_brings_no_table_and_no_store(module: str) -> None:
    found = loaded_after(f"import labelwright.{module}")
    assert found & (set(HEAVY) - {"pydantic"}) == set()
