"""What many tests share: the course, a small course that grades in a blink, and the flag for golden files.

`pytest --regenerate` writes the golden files in tests/golden/ anew from what the code gives now, in place of comparing
with them. Read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from labelwright import settings
from labelwright.authoring.learner_notebook import filled_notebook
from labelwright.authoring.new import new_exercise
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.data.card import load_card
from labelwright.data.fetch.fetch import fetch
from labelwright.grading.sandbox.fork_server import close_warm

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).resolve().parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew")


@dataclass(frozen=True)
class Golden:
    """Compare text with a file in tests/golden/, or write it where --regenerate was given."""

    writing: bool

    def __call__(self, name: str, text: str) -> None:
        path = GOLDEN / name
        if self.writing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing; run pytest --regenerate"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; see pytest --regenerate"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(bool(request.config.getoption("--regenerate")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium, ended with the module: playwright's event loop must not outlive its tests."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(autouse=True)
def _no_course_in_the_environment() -> Iterator[None]:
    os.environ.pop(settings.COURSE.name, None)
    yield
    os.environ.pop(settings.COURSE.name, None)


@pytest.fixture(scope="session", autouse=True)
def _warm_parent_ends() -> Iterator[None]:
    yield
    close_warm()


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def course() -> Course:
    return Course(ROOT)


@pytest.fixture(scope="session")
def course_data(course: Course) -> None:
    """Every exercise's data is here: fetched once where it is not, and the test skipped where that cannot be."""
    slugs = {slug for exercise in course.exercises for slug in exercise.datasets}
    for card, error in fetch(load_card(course.datasets / slug) for slug in sorted(slugs)):
        if error is not None:
            pytest.skip(f"the data of {card.slug} is not here: {error}")


@dataclass(frozen=True)
class Counting:
    """A course of one small exercise, made by `author new`, whose cells may run for 1.5 seconds."""

    course: Course
    exercise: Exercise

    def solved(self) -> list[str]:
        """The solved notebook's code cells: open, counts, check, share, check, submit."""
        return solution_cells(self.exercise)

    def notebook(self, cells: list[str] | None = None, learner: str = "ada") -> bytes:
        """A notebook with these code cells, by default the solved ones."""
        return filled_notebook(self.exercise, self.solved() if cells is None else cells, learner)

    def document(self, cells: list[str] | None = None, learner: str = "ada") -> dict[str, Any]:
        """The same as parsed JSON, to be spoiled."""
        document: dict[str, Any] = json.loads(self.notebook(cells, learner))
        return document


def make_counting(root: Path) -> Counting:
    """Make the small course in `root`."""
    (root / "exercises").mkdir(parents=True)
    (root / "datasets").mkdir()
    folder = new_exercise(Course(root), "count-the-labels", module="m01-new")
    stated = (folder / "exercise.toml").read_text(encoding="utf-8")
    quick = stated.replace("cell_seconds = 20", "cell_seconds = 1.5").replace("seconds = 60", "seconds = 6")
    assert quick != stated
    (folder / "exercise.toml").write_text(quick, encoding="utf-8")
    course = Course(root)
    return Counting(course, course.exercises[0])


@pytest.fixture(scope="session")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Counting:
    return make_counting(tmp_path_factory.mktemp("counting") / "course")


@pytest.fixture
def own_counting(tmp_path: Path) -> Counting:
    """A small course of the test's own, which it may spoil."""
    return make_counting(tmp_path / "own-course")
