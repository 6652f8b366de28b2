"""The house's arrows and tree, held as data: imports point down only, and each engine has one home."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GRADER = ROOT / "grader" / "labelwright"
PORTFOLIO = ROOT / "portfolio_template" / "labelwright_portfolio"

ROOMS = (
    "annotations",
    "course",
    "data",
    "quality",
    "checks",
    "feedback",
    "gradebook",
    "notebook",
    "grading",
    "credentials",
    "authoring",
    "cli",
)
"""From the ground up: a room uses only those before it."""

PORTFOLIO_READS = (
    "labelwright.gradebook",
    "labelwright.credentials",
    "labelwright.quality",
    "labelwright.data",
    "labelwright.checks.verdicts",
    "labelwright_portfolio",
)
SANDBOX_READS = ("labelwright.annotations", "labelwright.grading.sandbox")
HOMES = {
    "sqlalchemy": ("gradebook",),
    "alembic": ("gradebook",),
    "jinja2": ("feedback", "labelwright_portfolio"),
    "jupytext": ("authoring",),
    "cryptography": ("credentials",),
    "pyld": ("credentials",),
    "dask": ("grading",),
    "anywidget": ("notebook",),
    "pypi_simple": ("data",),
    "evalica": ("quality",),
    "click": ("cli",),
    "xllamacpp": ("data",),
    "nervaluate": ("quality",),
    "rensa": ("quality",),
    "crowdkit": ("quality",),
    "cleanlab": ("quality",),
    "starlette": ("notebook",),
    "uvicorn": ("notebook", "cli"),
}
TOP_LEVEL = {
    "README.md",
    "pyproject.toml",
    "mkdocs.yml",
    "course",
    "exercises",
    "datasets",
    "grader",
    "portfolio_template",
    "tests",
    "benchmarks",
    "LICENSE",
    "LICENSE-CONTENT",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
}
HTML = re.compile(r"</?(html|body|div|span|p|a|img|script|style|table|t[rdh]|ul|ol|li|h[1-6]|br|svg)[\s/>]")


def imports(source: str) -> Iterator[tuple[str, int]]:
    """Every import in `source`, those inside functions too: (dotted name, line)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides its arrow"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def room_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "labelwright" and len(parts) > 1 else ""


def within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in allowed)


def faults(where: str, source: str) -> list[str]:
    """Arrows that point up, in the module `where` (dotted)."""
    found = []
    for name, line in imports(source):
        if fault := _fault(where, name):
            found.append(f"{where}:{line} {fault} {name}")
    return found


def _fault(where: str, name: str) -> str:
    package = name.split(".")[0]
    ours = package in ("labelwright", "labelwright_portfolio")
    home = HOMES.get(package)
    here = room_of(where) or where.split(".")[0]
    if home and here not in home:
        return f"takes an engine whose home is {' and '.join(home)}:"
    if not ours or name == "labelwright.__version__":
        return ""
    if where.startswith("labelwright_portfolio"):
        return "" if within(name, PORTFOLIO_READS) else "reads more than the portfolio may:"
    if package == "labelwright_portfolio":
        return "" if here == "cli" else "imports the portfolio, as only cli may:"
    if within(where, ("labelwright.grading.sandbox",)):
        return "" if within(name, SANDBOX_READS) else "brings into the sandbox:"
    if where == "labelwright":
        return ""
    target = room_of(name)
    known = target in ROOMS and here in ROOMS
    return "" if known and ROOMS.index(target) <= ROOMS.index(here) else "points up, at"


def modules() -> list[tuple[str, Path]]:
    """Every module of both packages: (dotted name, path)."""
    found = []
    for package in (GRADER, PORTFOLIO):
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(package.parent).with_suffix("").parts
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


MODULES = modules()


@pytest.mark.parametrize(("where", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_arrows_point_down(where: str, path: Path) -> None:
    assert faults(where, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("labelwright.checks.runner", "def f():\n    from labelwright.grading import grade"),
        ("labelwright.checks.work", "from labelwright.gradebook.book import Gradebook"),
        ("labelwright.checks.work", "import labelwright.feedback.card"),
        ("labelwright.course.course", "from labelwright import checks"),
        ("labelwright.grading.sandbox.child", "from labelwright.checks.check import check"),
        ("labelwright.grading.grade", "from labelwright_portfolio.build import build"),
        ("labelwright_portfolio.page", "from labelwright.grading.grade import grade"),
        ("labelwright_portfolio.page", "from labelwright.checks.runner import run_checks"),
        ("labelwright.grading.grade", "import sqlalchemy.orm"),
        ("labelwright.notebook.session", "from jinja2 import Environment"),
        ("labelwright.brand_new.room", "from labelwright.course import root"),
    ],
)
def test_an_arrow_that_points_up_is_found(where: str, source: str) -> None:
    assert len(faults(where, source)) == 1


def test_the_rooms_are_those_of_the_plan() -> None:
    there = {path.name for path in GRADER.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert there == set(ROOMS)


@pytest.mark.parametrize("path", sorted(GRADER.rglob("*.py")), ids=lambda p: str(p.relative_to(GRADER)))
def test_no_html_outside_feedback(path: Path) -> None:
    if path.relative_to(GRADER).parts[0] == "feedback":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not HTML.search(node.value), f"line {node.lineno} holds HTML: {node.value[:60]!r}"


def test_templates_live_where_html_may() -> None:
    found = [
        path
        for folder in (GRADER, PORTFOLIO)
        for path in folder.rglob("*")
        if path.suffix in (".html", ".j2")
    ]
    homes = (GRADER / "feedback", PORTFOLIO / "theme")
    assert found
    assert [path for path in found if not any(path.is_relative_to(home) for home in homes)] == []


def test_datasets_cannot_be_imported() -> None:
    assert list((ROOT / "datasets").rglob("*.py")) == []


def test_top_level_entries_are_the_agreed_ones() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is no list of what belongs to it")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    entries = {Path(line.strip('"')).parts[0] for line in listed.splitlines()}
    assert {entry for entry in entries if not entry.startswith(".")} - TOP_LEVEL == set()
    assert {name for name in TOP_LEVEL - {"benchmarks"} if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "exercises").glob("*/checks.py")), ids=lambda p: p.parent.name
)
def test_an_exercise_checks_with_the_public_rooms_only(path: Path) -> None:
    allowed = ("labelwright.checks", "labelwright.quality", "labelwright.data", "labelwright.annotations")
    own = re.compile(r"^from \.(\w+) import", re.M)
    parts = [part for part in path.parent.glob("*.py") if part.name != "notebook.py"]
    names = []
    for part in parts:
        # A long checks.py keeps parts beside it, in its own folder.
        text = part.read_text(encoding="utf-8")
        assert {found[1] for found in own.finditer(text)} <= {other.stem for other in parts}
        names += [
            name for name, _ in imports(own.sub("from own import", text)) if name.startswith("labelwright")
        ]
    assert names
    assert [name for name in names if not within(name, allowed)] == []
