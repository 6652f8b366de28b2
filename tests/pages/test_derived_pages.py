"""Generated pages follow their folders: fresh, complete, without answers, and nothing else is touched."""

from __future__ import annotations

import json
import shutil

import pytest

from labelwright.course.course import Course
from labelwright.site.generator import build_site
from labelwright.site.pages import MARKER, derived_pages, stale_pages, write_pages

EXERCISE = """
title = "Count the words"
module = "m02-data-foundations"
summary = "Count words."
why = "Counts come first."
minutes = 15
kind = "authored"
skills = ["curate"]
requires = ["audit-a-published-lexicon"]

[[tasks]]
id = "count"
title = "Count | sum them"
points = 10
must = true
"""


def cell(kind, source):
    return {"cell_type": kind, "id": "a", "metadata": {}, "source": source.splitlines(keepends=True)}


def add_exercise(course):
    folder = course.root / "exercises" / "count-the-words"
    folder.mkdir()
    (folder / "exercise.toml").write_text(EXERCISE, encoding="utf-8")
    (folder / "hints.md").write_text("## count\n\nlook\n\n---\n\nlook twice\n", encoding="utf-8")
    prose = "# Count the words\n\n## 1. Begin\nThese:\n- one\n- two\n\n```\n# not a heading\n```"
    cells = [cell("markdown", prose), cell("code", "words = ...\n# Write your code here.")]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "learner.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return Course(course.root)


def names(course, paths):
    return {str(path.relative_to(course.root)) for path in paths}


def test_the_committed_pages_are_fresh(checkout):
    assert names(checkout, stale_pages(checkout)) == set()


def test_the_same_folders_give_the_same_text(checkout):
    assert derived_pages(checkout) == derived_pages(Course(checkout.root))


@pytest.mark.slow("builds every derived page")
def test_a_new_exercise_touches_its_folder_and_generated_pages_only(course_copy, tmp_path):
    course = add_exercise(course_copy)
    expected = {
        f"course/exercises/{name}" for name in ("index.md", "skills.md", ".nav.yml", "count-the-words.md")
    }
    assert names(course, stale_pages(course)) == expected
    assert names(course, write_pages(course)) == expected
    assert stale_pages(course) == []
    home = (build_site(course, tmp_path / "out") / "index.html").read_text(encoding="utf-8")
    assert 'href="exercises/count-the-words.html"' in home


def test_the_page_says_what_the_folder_says(course_copy):
    course = add_exercise(course_copy)
    text = derived_pages(course)[course.book / "exercises" / "count-the-words.md"]
    assert "| Count \\| sum them | 10 | yes | 2 |" in text
    assert "about 15 minutes" in text
    assert "[Audit a published lexicon](audit-a-published-lexicon.md)" in text
    assert "labelwright lab count-the-words" in text
    assert "### 1. Begin" in text
    assert "These:\n\n- one\n- two" in text
    assert "\n# not a heading\n" in text
    assert text.count("# Count the words\n") == 1


def test_a_removed_folder_takes_its_page_along_but_no_page_written_by_hand(course_copy):
    course = add_exercise(course_copy)
    write_pages(course)
    by_hand = course.book / "exercises" / "by-hand.md"
    by_hand.write_text("# Mine\n", encoding="utf-8")
    shutil.rmtree(course.root / "exercises" / "count-the-words")
    course = Course(course.root)
    gone = course.book / "exercises" / "count-the-words.md"
    assert gone in stale_pages(course)
    assert gone in write_pages(course)
    assert not gone.exists()
    assert by_hand.exists()


def test_no_page_shows_a_solution_or_a_hint(checkout):
    pages = derived_pages(checkout)
    for exercise in checkout.exercises:
        page = pages[checkout.book / "exercises" / f"{exercise.slug}.md"]
        assert "## The notebook" in page, f"learner.ipynb of {exercise.slug} is not built"
        assert "# solution" not in page
        assert "# Write your code here." in page
        for task in exercise.tasks:
            assert all(hint.text not in page for hint in exercise.hints(task.id))


def test_known_defects_are_folded_away_where_an_exercise_uses_the_data(checkout):
    page = derived_pages(checkout)[checkout.book / "datasets" / "vader-lexicon.md"]
    heading, _, rest = page.partition("## Known defects\n")
    section = rest.partition("\n## ")[0]
    assert heading
    assert "repeated-tokens" in section
    assert all(line.startswith("    ") for line in section.splitlines() if "|" in line)
    assert "(../exercises/audit-a-published-lexicon.md)" in page
    assert MARKER in page


def test_windows_line_ends_are_no_change(course_copy):
    write_pages(course_copy)
    page = course_copy.book / "datasets" / "index.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert stale_pages(course_copy) == []


def test_a_course_without_a_book_has_no_pages(course_copy):
    shutil.rmtree(course_copy.book)
    assert derived_pages(course_copy) == {}
    assert write_pages(course_copy) == []
