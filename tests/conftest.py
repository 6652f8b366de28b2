"""What many tests share: the quick suite and the slow rest, the course, a small fast course, golden files.

`pytest` runs the quick suite and `pytest -m "slow or not slow"` runs everything; tests/README.md explains the two.
`pytest --regenerate` writes the golden files in tests/golden/ from what the code gives now, instead of comparing with
them. Read the difference before you commit it.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from labelwright import settings
from labelwright.authoring.learner_notebook import filled_notebook
from labelwright.authoring.new import new_card, new_exercise
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.data.card import load_card
from labelwright.data.fetch.fetch import fetch
from labelwright.grading.sandbox.fork_server import close_fork_server

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).resolve().parent / "golden"


QUICK = "not slow"
"""The marker expression of the quick suite; pyproject.toml makes it the default."""
EXAMPLES = {"quick": 20, "ci": 50, "nightly": 500}
"""How many examples a property test draws, by hypothesis profile."""

for _name, _examples in EXAMPLES.items():
    # A limit in seconds for one example would fail on a busy machine; with CI set, every run draws the same examples.
    hypothesis.settings.register_profile(
        _name,
        max_examples=_examples,
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        derandomize=bool(os.environ.get("CI")),
        database=None,
        print_blob=True,
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files again")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--hypothesis-profile") is None:
        hypothesis.settings.load_profile("quick" if config.option.markexpr == QUICK else "ci")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark as slow what a `mostly_slow` marker does not name, before pytest selects by marker."""
    groups: dict[tuple[str, int], list[pytest.Item]] = {}
    markers: dict[tuple[str, int], pytest.Mark] = {}
    for item in items:
        slow = item.get_closest_marker("slow")
        if slow is not None and not (slow.args and isinstance(slow.args[0], str)):
            raise pytest.UsageError(f"{item.nodeid}: say in its slow marker what the test waits for")
        marker = item.get_closest_marker("mostly_slow")
        if marker is not None and slow is None:
            if not (marker.args and marker.kwargs.get("reason")):
                raise pytest.UsageError(
                    f"{item.nodeid}: mostly_slow names what stays quick, and gives a reason"
                )
            # A marker of a module belongs to each of its tests, so it is known by the file and its own identity.
            key = (item.location[0], id(marker))
            groups.setdefault(key, []).append(item)
            markers[key] = marker
    whole = not any("::" in str(argument) for argument in config.args)
    faults = [fault for key, group in groups.items() if (fault := _mark_slow(group, markers[key])) and whole]
    if faults:
        raise pytest.UsageError("\n".join(faults))


def pytest_collection_finish(session: pytest.Session) -> None:
    # The collector need not look at thousands of tests again each time that it runs.
    gc.collect()
    gc.freeze()


def _mark_slow(group: list[pytest.Item], marker: pytest.Mark) -> str:
    """Mark the items of `group` slow, apart from those that the marker names or, for a number, a spread of that many.

    Returns what is wrong with the marker; empty where nothing is.
    """
    fault = ""
    quick: set[str] = set()
    named = {item.nodeid: _names(item) for item in group}
    if isinstance(marker.args[0], int):
        count = min(marker.args[0], len(group))
        quick = {group[index * len(group) // count].nodeid for index in range(count)}
    else:
        known = set().union(*named.values())
        if missing := set(marker.args) - known:
            fault = f"{group[0].location[0]}: mostly_slow names no test or case: {sorted(missing)}"
        quick = {nodeid for nodeid, names in named.items() if names & set(marker.args)}
    for item in group:
        if item.nodeid not in quick:
            item.add_marker(pytest.mark.slow(marker.kwargs["reason"]))
    return fault


def _names(item: pytest.Item) -> set[str]:
    """The names by which `mostly_slow` may name an item: test, test[case] and case."""
    case = getattr(item, "callspec", None)
    return {item.name, getattr(item, "originalname", item.name), *([case.id] if case else [])}


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
        pytest.skip("Chromium is not installed on this machine")
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
def _fork_server_ends() -> Iterator[None]:
    yield
    close_fork_server()


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


def make_sampled(root: Path, sample: str, files: dict[str, str], more: str = "") -> Counting:
    """Make the small course with a dataset `own-messages` of these files, and this [sample]; `more` joins `datasets`."""
    made = make_counting(root)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8", newline="")
    folder = new_card(made.course, "own-messages", [root / next(iter(files))]).parent
    fields = {"kind": '"authored"', "date_published": '"2026-11-30"', "skills": '["label"]', "year": "2026"}
    text = (folder / "dataset.toml").read_text(encoding="utf-8")
    for field, value in fields.items():
        text = re.sub(rf'^{field} = \[?"FILL IN.*$', f"{field} = {value}", text, flags=re.MULTILINE)
    text = re.sub(r'"FILL IN[^"]*"', '"Our own."', text)
    for name, content in list(files.items())[1:]:
        data = content.encode()
        (folder / name).write_bytes(data)
        pinned = (
            f'[[pin.files]]\npath = "{name}"\nsha256 = "{sha256(data).hexdigest()}"\nbytes = {len(data)}\n'
        )
        text = text.replace("[shape]", f"{pinned}\n[shape]")
    (folder / "dataset.toml").write_text(text, encoding="utf-8")
    path = made.exercise.folder / "exercise.toml"
    stated = path.read_text(encoding="utf-8").replace("datasets = []", f'datasets = ["own-messages"{more}]')
    path.write_text(stated.replace("\n[limits]", f"\n[sample]\n{sample}\n\n[limits]"), encoding="utf-8")
    course = Course(root)
    return Counting(course, course.exercises[0])


@pytest.fixture
def sampled(tmp_path: Path) -> Callable[..., Counting]:
    """Makes a small course with a sample of a dataset of its own; see `make_sampled`."""
    return lambda *given: make_sampled(tmp_path / "sampled-course", *given)


@pytest.fixture
def own_counting(tmp_path: Path) -> Counting:
    """A small course of the test's own, which it may spoil."""
    return make_counting(tmp_path / "own-course")
