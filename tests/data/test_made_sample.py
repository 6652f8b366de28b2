"""An exercise may make the learner's sample in its own folder: seeded, on the trusted side, and told where broken."""

from __future__ import annotations

import sys

import pytest

from labelwright.authoring.lint import lint
from labelwright.course.course import Course
from labelwright.course.exercise import ExerciseError
from labelwright.data import seed
from labelwright.data.material import Material

MAKER = """
import pandas as pd

from .spoil import spoiled


def make(seed, rows):
    return pd.DataFrame({"seed": [str(seed)], "rows": [0 if rows is None else len(rows)], "said": spoiled})
"""
SAMPLE = '[sample]\nn = 5\nmade_by = "events.py"\n'


@pytest.fixture
def folder(own_counting):
    found = own_counting.exercise.folder
    (found / "events.py").write_text(MAKER, encoding="utf-8")
    (found / "spoil.py").write_text('spoiled = "yes"\n', encoding="utf-8")
    return found


def material(course, folder, sample=SAMPLE, learner="ada", form=1):
    path = folder / "exercise.toml"
    stated = path.read_text(encoding="utf-8")
    if "\n[sample]" not in stated:
        path.write_text(stated.replace("\n[[tasks]]", f"\n{sample}\n[[tasks]]", 1), encoding="utf-8")
    again = Course(course.root)
    return Material(again, again.exercises[0], learner, form)


def test_it_is_made_from_the_learners_seed_and_leaves_no_trace(own_counting, folder):
    one = material(own_counting.course, folder)
    before = set(sys.modules)
    assert one.sample().to_dict("records") == [
        {"seed": str(seed("ada", one.exercise.slug)), "rows": 0, "said": "yes"}
    ]
    assert [name for name in set(sys.modules) - before if "events" in name or "spoil" in name] == []
    assert list(folder.rglob("*.pyc")) == []
    assert one.source_rows is None
    others = {
        material(own_counting.course, folder, learner=learner, form=form).sample()["seed"][0]
        for learner, form in (("ada", 1), ("ada", 2), ("grace", 1))
    }
    assert len(others) == 3


def test_make_gets_what_it_asks_for_by_name(own_counting, folder):
    code = "import pandas as pd\n\ndef make(form, learner):\n    return pd.DataFrame({'id': [f'{learner}-{form}']})\n"
    (folder / "events.py").write_text(code, encoding="utf-8")
    made = material(own_counting.course, folder, '[sample]\nmade_by = "events.py"\n', "bo", 2)
    assert made.sample()["id"].tolist() == ["bo-2"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("make = 1\n", "no function `make`"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("def make(seed):\n    return 1 / 0\n", "cannot make the sample: ZeroDivisionError"),
        ("def make(seed):\n    return [1]\n", "must return a DataFrame"),
        (
            "def make(mood):\n    return [1]\n",
            "has the parameter 'mood'; it may have seed, rows, learner, form",
        ),
    ],
)
def test_a_broken_file_is_told(own_counting, folder, code, said):
    (folder / "events.py").write_text(code, encoding="utf-8")
    with pytest.raises(ExerciseError, match=said):
        material(own_counting.course, folder).sample()


def test_a_missing_file_is_told(own_counting, folder):
    one = material(own_counting.course, folder)
    (folder / "events.py").unlink()
    with pytest.raises(ExerciseError, match="is missing"):
        one.sample()


def test_lint_misses_the_file(own_counting, folder):
    one = material(own_counting.course, folder)
    (folder / "events.py").unlink()
    assert any("made_by names events.py" in finding for finding in lint(one.course, one.exercise))


def test_a_sample_needs_one_of_the_two(own_counting, folder):
    with pytest.raises(ExerciseError, match="neither a dataset nor a file that makes it"):
        material(own_counting.course, folder, "[sample]\nn = 5\n")


def test_a_draw_needs_its_number_of_rows(own_counting, folder):
    with pytest.raises(ExerciseError, match="say with n how many rows"):
        material(own_counting.course, folder, '[sample]\ndataset = "x"\n').sample()
