"""The notebooks of the first three modules, untouched, in a real JupyterLab: every cell runs, every check answers kindly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from labelwright.course.course import Course

pytestmark = pytest.mark.slow("waits for JupyterLab, its kernels and a browser")

COURSE = Path(__file__).resolve().parents[2]

FIRST = [e.slug for e in Course(COURSE).exercises if e.module[:3] in ("m01", "m02", "m03")]


@pytest.mark.usefixtures("course_data")
@pytest.mark.parametrize("slug", FIRST)
def test_an_untouched_notebook_answers_everywhere(open_exercise, slug):
    exercise = Course(COURSE).exercise(slug)
    desk = open_exercise(slug)
    cells = desk.page.locator(".jp-Notebook .jp-CodeCell")
    for place in range(cells.count()):
        # Other tests hand in from the same JupyterLab and look at the files in these folders.
        if "ex.submit()" not in cells.nth(place).locator(".cm-content").inner_text():
            desk.run(cells.nth(place))
    shown = desk.page.locator(".jp-Notebook").inner_text()
    assert "Traceback" not in shown
    assert "Error" not in shown
    for task in exercise.tasks:
        card = desk.cell(f'ex.check("{task.id}")').locator(".lw").first
        assert re.search("(?i)not attempted|not run", card.inner_text()), f"{task.id}: {card.inner_text()}"
