"""Boxes around digits: what a learner is not shown, how far a loose box gets, and the overlap's cases."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from labelwright.annotations.values import Box
from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.quality import iou, match_boxes

ROOT = Path(__file__).resolve().parents[2]
SLUG = "box-the-digits"


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


@pytest.fixture(scope="module")
def parts(exercise):
    """The modules next to checks.py."""
    return load_module(exercise, "checks.py")


@pytest.fixture
def gold(exercise):
    """The boxes of all canvases by id."""
    frame = material(exercise).frame("digit-canvases")
    return {row.id: [Box(**box) for box in json.loads(row.boxes)] for row in frame.itertuples()}


def material(exercise, learner="ada", form=1):
    return Material(Course(ROOT), exercise, learner, form)


def test_the_learner_gets_pictures_and_no_boxes(exercise):
    drawn = [material(exercise, *who).sample() for who in (("ada", 1), ("ada", 2), ("grace", 1))]
    assert [list(sample.columns) for sample in drawn] == [["id", "image"]] * 3
    assert [len(sample) for sample in drawn] == [15] * 3
    assert all(len(set(drawn[0]["id"]) & set(other["id"])) < 8 for other in drawn[1:])
    assert drawn[0]["image"].str.startswith("data:image/png;base64,").all()
    assert "drawn_boxes" not in learner_notebook(exercise)


def test_how_far_a_loose_box_gets(exercise, gold):
    def grown(box, by):
        return Box(
            x=box.x - by,
            y=box.y - by,
            width=box.width + 2 * by,
            height=box.height + 2 * by,
            label=box.label,
        )

    mean = {by: np.mean([iou(b, grown(b, by)) for boxes in gold.values() for b in boxes]) for by in (2, 4)}
    note = exercise.ceiling.note
    assert f"two pixels too large on each side has an IoU of {mean[2]:.2f}".replace("0.", ".") in note
    assert f"With four pixels on each side it is {mean[4]:.2f}".replace("0.", ".") in note


def test_without_the_cut_off_digits_nobody_gets_full_marks(exercise, gold):
    for number in range(100):
        boxes = [gold[one] for one in material(exercise, f"learner-{number}").sample()["id"]]
        whole = [[box for box in image if box.label != "cut-off"] for image in boxes]
        assert match_boxes(boxes, whole, threshold=0.5, labels=False).f1 < 0.9


def test_two_boxes_are_too_few_to_judge(exercise, parts, monkeypatch):
    work = Work(material(exercise), None)
    few = tuple(
        image.boxes[:1] if place < 2 else () for place, image in enumerate(parts.drawn.gold(work).values())
    )
    monkeypatch.setattr(parts.drawn, "given", lambda work: list(few))
    assert parts.drawn.too_few(work).startswith("Only 2 of ")


@pytest.fixture(scope="module")
def solved_iou(exercise):
    """The solution's own function."""
    names = {}
    exec(next(cell for cell in solution_cells(exercise) if "def iou(a, b)" in cell), names)
    return names["iou"]


def library_iou(a, b):
    first, second = (Box(x=x, y=y, width=width, height=height, label="box") for x, y, width, height in (a, b))
    return iou(first, second)


@pytest.mark.parametrize("learner", [f"learner-{number}" for number in range(5)])
def test_the_solution_s_overlap_is_the_library_s(exercise, parts, solved_iou, learner):
    for form in (1, 2):
        given = parts.overlaps.pairs(Work(material(exercise, learner, form), None))
        assert len(given) == len(parts.overlaps.NOTES)
        for pair in given:
            assert solved_iou(*pair) == pytest.approx(library_iou(*pair))


def test_the_values_that_the_notebook_works_out(exercise, solved_iou):
    text = (exercise.folder / "notebook.py").read_text("utf-8")
    assert round(solved_iou([0, 0, 10, 10], [5, 5, 10, 10]), 4) == 0.1429
    assert round(solved_iou([0, 0, 10, 10], [1, 1, 10, 10]), 4) == 0.6807
    assert "25/175 = .1429" in text
    assert "Test yourself: .1429, and .6807" in text


def habits(parts, labels, scope=None):
    """What is said about boxes of one picture, given as (right label, learner's label) in the order of drawing."""
    drawn = parts.habits.in_order([("canvas-001", *label) for label in labels])
    said = parts.habits.label_habits(drawn, [one for one in drawn if scope is None or scope(one)])
    return " ".join(mistake.misconception for mistake in said)


def test_a_habit_of_labels_is_named_only_where_it_explains_most_wrong_ones(parts):
    right = [(digit, digit) for digit in "0123456789"]
    mixed = [("4", "9"), ("9", "4"), ("4", "9")]
    assert "4 and 9 are mixed up 3 times" in habits(parts, [*right, *mixed])
    others = [("1", "7"), ("5", "3"), ("0", "6")]
    assert habits(parts, [*right, *mixed, *others]) == ""
    assert "are mixed up 3 times" in habits(parts, [*right, *mixed, *others[:2]])


def test_a_rule_names_mistakes_of_its_own_boxes_only(parts):
    right = [(digit, digit) for digit in "0123456789"]
    labels = [*right, *[("cut-off", "3")] * 4, *[("8", "cut-off")] * 3]
    assert "You guessed the hidden part" in habits(parts, labels, lambda one: one.truth == "cut-off")
    assert (
        habits(parts, labels, lambda one: one.truth != "cut-off") == "3 whole digits have the label cut-off."
    )


def test_nobody_is_said_to_guess_who_labels_whole_digits_wrongly_too(parts):
    labels = [("4", "1"), ("5", "2"), ("6", "9"), ("cut-off", "0"), ("cut-off", "8"), ("3", "7")]
    assert "guessed" not in habits(parts, labels, lambda one: one.truth == "cut-off")


def test_labels_that_are_one_box_late_or_early_are_recognised(parts):
    digits = "31415926535"
    late = list(zip(digits[1:], digits, strict=False))
    early = list(pairwise(digits))
    assert "drew just before them" in habits(parts, late)
    assert "drew just after them" in habits(parts, early)


def is_apart(a, b, side):
    """Whether two boxes have no overlap across (side 0) or down (side 1)."""
    return min(a[side] + a[side + 2], b[side] + b[side + 2]) <= max(a[side], b[side])


def test_boxes_apart_in_each_direction_and_both_orders_are_asked(exercise, parts):
    given = parts.overlaps.pairs(Work(material(exercise), None))
    apart = {(is_apart(a, b, 0), is_apart(a, b, 1)) for a, b in given if not library_iou(a, b)}
    assert apart == {(True, True), (True, False), (False, True)}
    drawn = zip(given, parts.overlaps.NOTES, strict=True)
    assert {a[1] < b[1] for (a, b), note in drawn if note == "random boxes"} == {True, False}


def test_only_a_box_about_a_blot_is_called_one(exercise, parts):
    image = material(exercise).sample()["image"].iloc[0]
    blots = [
        (x, y)
        for x in range(0, 464, 8)
        for y in range(0, 304, 8)
        if parts.drawn._is_blot(image, Box(x=x, y=y, width=16, height=16, label="1"))
    ]
    assert 0 < len(blots) < 60
