"""Every exercise that labels shows its widget in a real JupyterLab, with its first item and, where it has any, its picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelwright.course.course import Course

pytestmark = pytest.mark.slow("waits for JupyterLab, its kernels and a browser")

COURSE = Path(__file__).resolve().parents[2]
ELSEWHERE = "label-forty-reviews"
"""Its own test labels all forty in the same JupyterLab."""
PICTURES = {"box-the-digits", "review-flagged-labels"}
LABELLING = [
    e.slug
    for e in Course(COURSE).exercises
    if e.slug != ELSEWHERE and "ex.label(" in (e.folder / "notebook.py").read_text("utf-8")
]


@pytest.mark.usefixtures("course_data")
@pytest.mark.parametrize("slug", LABELLING)
def test_the_widget_shows_the_first_item(open_exercise, slug):
    desk = open_exercise(slug)
    cells = desk.page.locator(".jp-Notebook .jp-CodeCell")
    for place in range(cells.count()):
        source = cells.nth(place).locator(".cm-content").inner_text()
        if "ex.check(" in source or "ex.submit(" in source:
            continue
        desk.run(cells.nth(place))
        if "ex.label(" in source:
            break
    widget = desk.page.locator(".lwl").first
    widget.locator(".lwl-item > *").first.wait_for()
    assert "Item 1 of " in widget.locator(".lwl-place").inner_text()
    assert "Traceback" not in desk.page.locator(".jp-Notebook").inner_text()
    pictures = widget.locator("img").all()
    assert bool(pictures) is (slug in PICTURES)
    for picture in pictures:
        assert picture.evaluate("e => e.complete && e.naturalWidth > 0")
