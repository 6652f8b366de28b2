"""The course's book in a copy of the checkout, built once, and a browser where there is one."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest

from labelwright.authoring.build import build_all
from labelwright.authoring.new import new_exercise
from labelwright.course.course import Course
from labelwright.site.generator import build_site

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PARTS = ("course", "exercises", "datasets")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Building the whole site takes most of a minute, so no test of the quick suite may need it."""
    for item in items:
        if item.path.parent == HERE and {"built", "served"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow("waits for the whole site to be built"))


def copy_course(target):
    """The parts of the checkout that the site is made of, in a folder of their own."""
    for part in PARTS:
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return Course(target)


@pytest.fixture(scope="session")
def checkout():
    return Course(ROOT)


@pytest.fixture
def course_copy(tmp_path):
    return copy_course(tmp_path / "copy")


WORKED = """
from labelwright.site.figures import axes, svg

figure, ax = axes()
ax.plot([0, 1], [1, 0])
said, quoted, figures = ["one line"], [], {"line": svg(figure, "A line", "It falls.")}
"""


@pytest.fixture
def two_pages(tmp_path):
    """A built course of one exercise and a book of two pages: a lesson with a figure, and the page about pay."""
    root = tmp_path / "two-pages"
    (root / "exercises").mkdir(parents=True)
    (root / "datasets").mkdir()
    new_exercise(Course(root), "count-the-labels", module="m01-new")
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    shutil.copytree(ROOT / "course" / "market", root / "course" / "market")
    lesson = root / "course" / "m01-new"
    lesson.mkdir()
    (lesson / "index.md").write_text("# New\n", encoding="utf-8")
    (lesson / "worked.py").write_text(WORKED, encoding="utf-8")
    course = Course(root)
    build_all(course)
    return course


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    pytest.importorskip("mkdocs", reason="the site's extra is not installed")
    folder = tmp_path_factory.mktemp("site")
    return build_site(copy_course(folder / "copy"), folder / "out")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def served(built):
    handler = functools.partial(_Quiet, directory=str(built))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
