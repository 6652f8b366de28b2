"""The book builds strictly with both generators, and what cannot be built is explained."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from importlib.util import find_spec

import pytest

from labelwright.course.course import Course
from labelwright.site import generator
from labelwright.site.generator import SiteError, build_site, serve_site


def test_every_lesson_exercise_and_dataset_has_a_page(built, checkout):
    for exercise in checkout.exercises:
        assert (built / "exercises" / f"{exercise.slug}.html").is_file()
    for module in checkout.modules:
        if module.lesson:
            assert (built / module.slug / "index.html").is_file()
    assert (built / "datasets" / "vader-lexicon.html").is_file()


def test_the_navigation_is_in_reading_order(built):
    text = (built / "index.html").read_text(encoding="utf-8")
    tabs = re.findall(r'class="md-tabs__link">\s*(.*?)\s*</a>', text, flags=re.DOTALL)
    assert tabs == ["Home", "Learn", "Exercises", "Datasets", "Portfolio", "Teach", "Write", "Reference"]
    first, second = text.find("m02-data-foundations/index.html"), text.find("m05-agreement/index.html")
    assert 0 < first < second


@pytest.mark.skipif(find_spec("zensical") is None, reason="zensical is not installed")
def test_zensical_builds_the_same_navigation(course_copy, built):
    command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=course_copy.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    theirs = {str(path.relative_to(course_copy.root / "site")) for path in _pages(course_copy.root / "site")}
    assert theirs == {str(path.relative_to(built)) for path in _pages(built)}
    assert _links(course_copy.root / "site") == _links(built)


def _pages(folder):
    return folder.rglob("*.html")


def _links(folder):
    """Where the main navigation of the home page leads, in order, without links within the page."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    nav = text[text.index("md-nav--primary") :]
    links = re.findall(r'href="(?:\./)?([^"#]+\.html)"', nav[: nav.index("md-content")])
    return list(dict.fromkeys(links))


@pytest.mark.slow("builds a site")
def test_a_broken_link_stops_the_build_and_is_named(course_copy, tmp_path):
    page = course_copy.book / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[gone](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(SiteError, match=r"nowhere\.md"):
        build_site(course_copy, tmp_path / "out")


def test_a_course_without_a_site_is_told_so(course_copy, tmp_path, monkeypatch):
    (course_copy.root / "mkdocs.yml").unlink()
    monkeypatch.setenv("LABELWRIGHT_COURSE", str(course_copy.root))
    with pytest.raises(SiteError, match=r"LABELWRIGHT_COURSE names, has no mkdocs\.yml"):
        build_site(Course(course_copy.root), tmp_path / "out")


def test_a_missing_mkdocs_names_the_extra(checkout, tmp_path, monkeypatch):
    monkeypatch.setattr(generator, "find_spec", lambda name: None)
    with pytest.raises(SiteError, match=r"labelwright\[site\]"):
        build_site(checkout, tmp_path / "out")


def test_a_folder_with_other_files_is_never_emptied(course_copy, tmp_path):
    keep = tmp_path / "thesis" / "chapter.txt"
    keep.parent.mkdir()
    keep.write_text("years of work", encoding="utf-8")
    with pytest.raises(SiteError, match="would delete"):
        build_site(course_copy, keep.parent)
    assert keep.read_text(encoding="utf-8") == "years of work"


def test_a_taken_port_is_named(checkout):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SiteError, match=f"Port {port}"):
            serve_site(checkout, port)


def test_the_notice_of_material_is_silenced(monkeypatch):
    monkeypatch.delenv("NO_MKDOCS_2_WARNING", raising=False)
    assert generator._environment()["NO_MKDOCS_2_WARNING"] == "1"
    assert "NO_MKDOCS_2_WARNING" not in os.environ
