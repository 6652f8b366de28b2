"""The messy sheet: every planted fault can be recognised and corrected without a guess, for any learner and form."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.authoring.prove import SEEDS
from labelwright.checks import table_repaired
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data import seed
from labelwright.data.material import Material

ROOT = Path(__file__).resolve().parents[2]
SLUG = "clean-a-messy-table"
COURSE = Course(ROOT)
EXERCISE = COURSE.exercise(SLUG)
SHEETS, CODEBOOK, CHECKS, MISTAKES = (
    load_module(EXERCISE, name) for name in ("sheets.py", "codebook.py", "checks.py", "diagnoses.py")
)
LEARNERS = [*SEEDS, *(f"learner-{number}" for number in range(15))]
KINDS = {
    "spelling",
    "date form",
    "unit in the cell",
    "sentinel",
    "kilograms",
    "decimal comma",
    "exchanged",
    "centimetres",
}


@pytest.fixture(scope="module")
def penguins():
    return Material(COURSE, EXERCISE, "ada").frame("penguins-raw")


@pytest.fixture(scope="module")
def clean(penguins):
    """The solution's own function."""
    cell = next(cell for cell in solution_cells(EXERCISE) if "def clean(raw)" in cell)
    names = {"pd": pd, "raw": SHEETS.sheet(1, penguins.head(60)).raw}
    exec(cell, names)
    return names["clean"]


def sheet(learner, form=1):
    drawn = Material(COURSE, EXERCISE, learner, form)
    return SHEETS.sheet(seed(learner, SLUG, form), drawn.source_rows)


@pytest.mark.mostly_slow(2, reason="each case draws another learner's work")
@pytest.mark.parametrize("learner", LEARNERS)
def test_the_solution_finds_every_true_cell(clean, learner):
    whole = sheet(learner)
    once = clean(whole.raw)
    said = table_repaired(once, whole.truth, CHECKS.as_typed(whole), key="record", full=1.0)
    assert said.measured == 1.0
    pd.testing.assert_frame_equal(clean(once), once)
    assert set(whole.planted.values()) >= KINDS
    assert len(whole.twice) == 9
    assert (whole.raw["record"] == "record").sum() == 2
    assert ((whole.raw["island"] == "") & (whole.raw["record"] != "")).sum() == 6


@pytest.mark.mostly_slow(1, reason="each case draws another learner's work")
@pytest.mark.parametrize("learner", LEARNERS[:5])
def test_a_month_read_first_moves_at_least_ten_dates(learner):
    whole = sheet(learner)
    truth = dict(zip(whole.truth["record"], whole.truth["egg_date"], strict=True))
    slashed = [record for (record, name), kind in whole.planted.items() if kind == "date form"]
    ambiguous = [one for one in slashed if int(truth[one][8:]) <= 12 and truth[one][5:7] != truth[one][8:]]
    assert len(ambiguous) >= 10


def test_the_codebook_tells_the_truth_about_the_published_data(penguins):
    true = CODEBOOK.true_table(penguins)
    assert len(true) == 344
    assert true["record"].is_unique
    assert true["bird"].duplicated(keep=False).sum() > 200
    assert set(true["species"]) == {"Adelie", "Chinstrap", "Gentoo"}
    assert set(true["island"]) == {"Torgersen", "Biscoe", "Dream"}
    assert set(true["study"]) == {"PAL0708", "PAL0809", "PAL0910"}
    assert set(true["sex"]) == {"female", "male", None}
    assert set(true["egg_date"].str[5:7]) == {"11", "12"}
    for name, (low, high) in CODEBOOK.NUMBERS.items():
        assert true[name].dropna().astype(float).between(low, high).all()
    # The ranges tell units and columns apart: no value in another unit, and no exchanged bill, falls into them.
    assert true["mass_g"].dropna().astype(float).max() / 1000 < CODEBOOK.NUMBERS["mass_g"][0]
    assert true["flipper_mm"].dropna().astype(float).max() / 10 < CODEBOOK.NUMBERS["flipper_mm"][0]
    assert CODEBOOK.NUMBERS["bill_depth_mm"][1] < CODEBOOK.NUMBERS["bill_length_mm"][0]


def test_learners_forms_and_the_unseen_sheet_differ():
    made = [sheet(who, form).raw.to_csv() for who in SEEDS for form in (1, 2)]
    assert len(set(made)) == len(made)
    assert list(Material(COURSE, EXERCISE, "ada").sample().columns) == [*CODEBOOK.COLUMNS, "extra"]
    assert Material(COURSE, EXERCISE, "ada").sample().to_csv() == sheet("ada").raw.to_csv()


def test_the_spellings_are_not_in_the_notebook():
    published = learner_notebook(EXERCISE)
    assert [word for word in ("Chinstrp", "Torgerson", "Dreem", "fem.") if word in published] == []
