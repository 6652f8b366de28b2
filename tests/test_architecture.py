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

GROUND = ("errors", "log", "loopback", "rng", "settings", "version")
"""Modules below every room: each may be used from everywhere and uses only the others."""

ROOMS = (
    "exchange",
    "annotations",
    "course",
    "simulation",
    "quality",
    "text_checks",
    "data",
    "checks",
    "widgets",
    "feedback",
    "site",
    "gradebook",
    "notebook",
    "grading",
    "credentials",
    "authoring",
    "desk",
    "cli",
)
"""From the ground up: a room uses only those before it."""

PORTFOLIO_READS = (
    *(f"labelwright.{module}" for module in GROUND),
    "labelwright.annotations",
    "labelwright.quality",
    "labelwright.data",
    "labelwright.checks.verdicts",
    "labelwright.feedback",
    "labelwright.gradebook",
    "labelwright.credentials",
    "labelwright_portfolio",
)
SANDBOX_READS = (
    *(f"labelwright.{module}" for module in GROUND),
    "labelwright.exchange",
    "labelwright.grading.sandbox",
)
SAME_NAMES = {
    "boxes": ("quality", "checks"),
    "build": ("authoring", "cli", "labelwright_portfolio"),
    "card": ("data", "feedback"),
    "certify": ("credentials", "cli"),
    "check": ("checks", "cli"),
    "grade": ("grading", "cli"),
    "handout": ("authoring", "cli"),
    "jsonl": ("annotations", "data"),
    "progress": ("notebook", "cli"),
    "spans": ("quality", "checks"),
    "verify": ("credentials", "cli", "labelwright_portfolio"),
}
"""File names that occur in several rooms: the same noun in another role, or a command and what it calls."""
HOMES = {
    "sqlalchemy": ("gradebook",),
    "alembic": ("gradebook",),
    "jinja2": ("feedback", "desk", "labelwright_portfolio"),
    "jupytext": ("course", "authoring"),
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
    "starlette": ("notebook", "desk"),
    "uvicorn": ("loopback", "notebook"),
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
    "ARCHITECTURE.md",
    "SECURITY.md",
    "Makefile",
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
        return f"uses an engine whose home is {' and '.join(home)}:"
    if not ours:
        return ""
    target = room_of(name)
    if where.startswith("labelwright_portfolio"):
        return "" if within(name, PORTFOLIO_READS) else "reads more than the portfolio may:"
    if package == "labelwright_portfolio":
        return "" if here == "cli" else "imports the portfolio, as only cli may:"
    if within(where, ("labelwright.grading.sandbox",)):
        return "" if within(name, SANDBOX_READS) else "brings into the sandbox:"
    if where == "labelwright" or (target in GROUND and here in (*GROUND, *ROOMS)):
        return ""
    known = target in ROOMS and here in ROOMS
    return "" if known and ROOMS.index(target) <= ROOMS.index(here) else "points up, at"


def modules() -> dict[str, Path]:
    """Every module of both packages: dotted name -> path."""
    found = {}
    for package in (GRADER, PORTFOLIO):
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(package.parent).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def graph(sources: dict[str, str], public: dict[str, str]) -> dict[str, set[str]]:
    """Which module imports which, type-only and late imports included; a public name counts as the module it lives in."""
    arrows: dict[str, set[str]] = {where: set() for where in sources}
    for where, source in sources.items():
        for name, _ in imports(source):
            target = public.get(name, name)
            while target not in sources and "." in target:
                target = target.rpartition(".")[0]
            if target in sources and target != where:
                arrows[where].add(target)
    return arrows


def public_homes() -> dict[str, str]:
    """The public names of the rooms with a stub: labelwright.checks.Work -> labelwright.checks.work."""
    homes = {}
    for where, path in MODULES.items():
        stub = path.with_suffix(".pyi")
        if path.name == "__init__.py" and stub.exists():
            for node in ast.walk(ast.parse(stub.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    homes |= {f"{where}.{alias.name}": f"{where}.{node.module}" for alias in node.names}
    return homes


def cycles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules each of which imports the others, directly or not."""
    reached: dict[str, set[str]] = {}
    for start in arrows:
        seen, todo = set(), [start]
        while todo:
            for target in arrows[todo.pop()] - seen:
                seen.add(target)
                todo.append(target)
        reached[start] = seen
    groups = {
        tuple(sorted({start} | {other for other in reached[start] if start in reached[other]}))
        for start in arrows
        if start in reached[start]
    }
    return [list(group) for group in sorted(groups)]


def test_arrows_point_down() -> None:
    found = [
        fault for where, path in MODULES.items() for fault in faults(where, path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_module_imports_itself_by_a_detour() -> None:
    sources = {where: path.read_text(encoding="utf-8") for where, path in MODULES.items()}
    assert cycles(graph(sources, public_homes())) == []


def test_a_cycle_of_late_and_type_only_imports_is_found() -> None:
    sources = {
        "labelwright.a": "if TYPE_CHECKING:\n    from labelwright.b import B",
        "labelwright.b": "def f():\n    from labelwright.rooms import c",
        "labelwright.rooms": "",
        "labelwright.rooms.inner": "import labelwright.a",
    }
    found = cycles(graph(sources, {"labelwright.rooms.c": "labelwright.rooms.inner"}))
    assert found == [["labelwright.a", "labelwright.b", "labelwright.rooms.inner"]]


def test_a_file_name_stands_once_in_a_room() -> None:
    homes: dict[str, list[str]] = {}
    for where, path in MODULES.items():
        if path.name != "__init__.py":
            room = room_of(where) if where.startswith("labelwright.") else "labelwright_portfolio"
            homes.setdefault(path.stem, []).append("" if room in GROUND else room)
    assert {name: rooms for name, rooms in homes.items() if len(set(rooms)) < len(rooms)} == {}
    several = {name: set(rooms) for name, rooms in homes.items() if len(rooms) > 1}
    assert several == {name: set(rooms) for name, rooms in SAME_NAMES.items()}
    assert len(SAME_NAMES) <= 15


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("labelwright.checks.runner", "def f():\n    from labelwright.grading import grade"),
        ("labelwright.checks.work", "from labelwright.gradebook.book import Gradebook"),
        ("labelwright.checks.work", "import labelwright.feedback.card"),
        ("labelwright.course.course", "from labelwright import checks"),
        ("labelwright.settings", "from labelwright.course import root"),
        ("labelwright.grading.sandbox.child", "from labelwright.annotations.record import Item"),
        ("labelwright.grading.sandbox.child", "from labelwright.checks.check import check"),
        ("labelwright.grading.grade", "from labelwright_portfolio.build import build"),
        ("labelwright_portfolio.pages.render", "from labelwright.grading.grade import grade"),
        ("labelwright_portfolio.pages.render", "from labelwright.checks.runner import run_checks"),
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


def test_no_html_outside_feedback() -> None:
    found = []
    for path in sorted(GRADER.rglob("*.py")):
        if path.relative_to(GRADER).parts[0] == "feedback":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and HTML.search(node.value):
                found.append(f"{path}:{node.lineno} holds HTML: {node.value[:60]!r}")
    assert found == []


def test_templates_live_where_html_may() -> None:
    found = [
        path
        for folder in (GRADER, PORTFOLIO)
        for path in folder.rglob("*")
        if path.suffix in (".html", ".j2")
    ]
    homes = (GRADER / "feedback", GRADER / "desk" / "templates", PORTFOLIO / "theme")
    assert found
    assert [path for path in found if not any(path.is_relative_to(home) for home in homes)] == []


def test_datasets_cannot_be_imported() -> None:
    assert list((ROOT / "datasets").rglob("*.py")) == []


def test_top_level_entries_are_the_agreed_ones() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so no list says what belongs to it")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    entries = {Path(line.strip('"')).parts[0] for line in listed.splitlines()}
    assert {entry for entry in entries if not entry.startswith(".")} - TOP_LEVEL == set()
    assert {name for name in TOP_LEVEL - {"benchmarks"} if not (ROOT / name).exists()} == set()


def test_exercises_use_the_public_rooms_only() -> None:
    allowed = (
        "labelwright.checks",
        "labelwright.quality",
        "labelwright.data",
        "labelwright.annotations",
        "labelwright.exchange",
        "labelwright.simulation",
        "labelwright.text_checks",
        "labelwright.rng",
    )
    own = re.compile(r"^from \.(\w+) import", re.M)
    found = []
    for checks in sorted((ROOT / "exercises").glob("*/checks.py")):
        parts = [part for part in checks.parent.glob("*.py") if part.name != "notebook.py"]
        names = []
        for part in parts:
            # A long checks.py has parts in its own folder.
            text = part.read_text(encoding="utf-8")
            strangers = {match[1] for match in own.finditer(text)} - {other.stem for other in parts}
            found += [f"{part}: .{name} is not in its folder" for name in strangers]
            names += [
                name
                for name, _ in imports(own.sub("from own import", text))
                if name.startswith("labelwright")
            ]
        assert names
        found += [f"{checks.parent.name}: {name}" for name in names if not within(name, allowed)]
    assert found == []
