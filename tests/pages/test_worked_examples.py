"""Each lesson says what its worked example computes, and no number that is neither computed nor sourced."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from labelwright.authoring.build import build_all, stale_files
from labelwright.course.course import Course
from labelwright.course.root import CourseError
from labelwright.data import DataMissing
from labelwright.site.figures import FigureError, axes, svg
from labelwright.site.worked_examples import (
    WorkedResult,
    missing_parts,
    run_worked_example,
    uncomputed_numbers,
    worked_examples,
)

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = [path.parent.name for path in worked_examples(Course(ROOT))]
LESSONS = sorted(path.parent.name for path in (ROOT / "course").glob("m[0-9]*/index.md"))


def test_every_lesson_has_a_worked_example():
    assert EXAMPLES == LESSONS


@pytest.mark.mostly_slow(
    "m02-data-foundations", "m05-agreement", reason="each case computes a module's worked examples"
)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_says_what_was_computed_and_shows_the_figures(checkout, name):
    try:
        worked = run_worked_example(checkout, checkout.book / name / "worked.py")
    except DataMissing as missing:
        pytest.skip(str(missing))
    page = (checkout.book / name / "index.md").read_text(encoding="utf-8")
    assert worked.said
    assert missing_parts(page, worked) == []
    assert uncomputed_numbers(page, worked) == [], "a number that is neither computed nor quoted"
    assert worked.figures
    for figure, text in worked.figures.items():
        assert re.search(rf"!\[[^\]]{{40,}}\]\({figure}\.svg\)", page), (
            f"{figure}.svg with a text that says its finding"
        )
        assert (checkout.book / name / f"{figure}.svg").read_text(encoding="utf-8") == text
        ElementTree.fromstring(text)


PAGE = """# Title 3

Said 17 of 20, and `42` too. Code `x = 99` is none.

```python
y = 1
```

1. In a list.

??? question "2. What is 5?"
    Nothing.

See [page 8](m08.md), 3.5 %, and 1,200.

## Sources

- A, B. (1999).
"""


def test_what_counts_as_a_number_of_the_page():
    found = [said.partition(" in ")[0] for said in uncomputed_numbers(PAGE, WorkedResult((), (), {}))]
    assert found == ["17", "20", "42", "5", "8", "3.5", "1,200"]
    assert len(uncomputed_numbers(PAGE, WorkedResult(("Said 17 of 20",), ("1,200",), {}))) == 4


def test_a_part_that_the_page_lacks_is_told():
    assert missing_parts(PAGE, WorkedResult(("17 of 20", "18 of 20"), ("list",), {})) == ["18 of 20"]


@pytest.mark.parametrize(
    "text", ["said = []", "said, quoted, figures = 'a', [], {}", "said, quoted, figures = [], [], {'a': 'b'}"]
)
def test_a_worked_example_without_its_three_names_is_explained(checkout, tmp_path, text):
    path = tmp_path / "worked.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="must set"):
        run_worked_example(checkout, path)


def test_a_figure_is_the_same_each_time_and_takes_no_other_colours():
    def draw(colour):
        figure, ax = axes()
        ax.plot([0, 1], [1, 0], **({"color": colour} if colour else {}))
        return svg(figure, "A < B", "Falls & ends.")

    assert draw(None) == draw(None)
    assert "A &lt; B" in draw(None)
    with pytest.raises(FigureError, match="#ff0000"):
        draw("#ff0000")


def test_build_draws_a_changed_figure_again(two_pages):
    path = two_pages.book / "m01-new" / "line.svg"
    path.write_text("<svg/>", encoding="utf-8")
    assert stale_files(two_pages) == [path]
    assert build_all(two_pages) == [path]
    assert stale_files(two_pages) == []
