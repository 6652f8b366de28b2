"""The first shift: planted faults are there, every draw holds what the checks rely on, known mistakes are recognised."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks.labels import label_mistakes, score_labels
from labelwright.checks.runner import load_checks
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.data import load_card, verify
from labelwright.data.material import Material
from labelwright.text_checks import judge

ROOT = Path(__file__).resolve().parents[2]
SLUG, DATA = "first-shift", "first-shift-items"
LEARNERS = [f"learner-{number}" for number in range(200)]
COURSE = Course(ROOT)
EXERCISE = COURSE.exercise(SLUG)
CHECKS = {one.id: one.function for one in load_checks(EXERCISE)}
PARTS = CHECKS["labels-follow-the-guideline"].__globals__
KNOWN, GOLD = PARTS["known_labels"], PARTS["gold"]
ROWS = [json.loads(line) for line in (EXERCISE.folder / "gold.jsonl").read_text("utf-8").splitlines()]


@cache
def drawn(learner, form=1):
    """What the checks read of a learner's work besides the journal."""
    return SimpleNamespace(sample=Material(COURSE, EXERCISE, learner, form).sample())


@pytest.fixture(scope="module")
def items():
    return verify(load_card(ROOT / "datasets" / DATA)).set_index("id")


def test_every_item_has_one_verdict_and_its_reason(items):
    assert [row["id"] for row in ROWS] == list(items.index)
    for row in ROWS:
        assert bool(row["skip"]) != bool(row["accept"])
        assert set(row["accept"]) | set(row["accept_1_1"]) <= {"keep", "edit", "drop"}
        assert re.search(r"S[123]|line \d|Right|corrected|quarter|Polite|8\.15", row["rationale"]), row["id"]


def test_each_planted_fault_that_a_program_can_see_is_there(items):
    seen = [row for row in ROWS if row["check"]]
    for row in seen:
        asked = {name: value for name, value in row["check"].items() if name != "expect"}
        found = judge(asked, items.prompt[row["id"]], items.text[row["id"]])
        assert found.passed is row["check"]["expect"], (row["id"], found)
    assert len(seen) >= 40
    # A limit is broken where the label says so, and nowhere else among those that a program can count.
    assert {row["accept"][0] for row in seen if row["stratum"] == "limit"} == {"edit"}
    assert {row["accept"][0] for row in seen if row["stratum"] == "plain"} == {"keep"}


def test_version_1_1_changes_the_items_whose_only_fault_is_an_offer():
    moved = {
        row["id"]: (row["accept"], row["accept_1_1"]) for row in ROWS if row["accept"] != row["accept_1_1"]
    }
    assert set(moved) == {row["id"] for row in ROWS if row["stratum"] == "offer"}
    assert set(map(str, moved.values())) == {"(['edit'], ['keep'])"}


@pytest.mark.mostly_slow("1", reason="each case draws for many learners")
@pytest.mark.parametrize("form", [1, 2])
def test_every_draw_holds_each_kind_of_item(form):
    wanted = Counter(row["stratum"] for row in ROWS)
    stratum = {row["id"]: row["stratum"] for row in ROWS}
    for learner in LEARNERS:
        sample = drawn(learner, form).sample
        assert list(sample.columns) == ["id", "prompt", "text"]
        assert Counter(stratum[one] for one in sample["id"]) == {name: n // 3 for name, n in wanted.items()}


@pytest.mark.slow("draws the items of many learners")
def test_a_second_form_and_another_learner_have_other_items():
    first = [set(drawn(learner).sample["id"]) for learner in LEARNERS]
    second = [set(drawn(learner, 2).sample["id"]) for learner in LEARNERS]
    retried = [len(one & two) for one, two in zip(first, second, strict=True)]
    neighbours = [len(one & two) for one, two in pairwise(first)]
    assert 5 < sum(retried) / len(retried) < 8
    assert max(retried) <= 13
    assert 5 < sum(neighbours) / len(neighbours) < 8
    assert max(neighbours) < 17


@pytest.mark.slow("draws the items of many learners")
def test_each_known_mistake_is_named_for_every_learner():
    heard = Counter()
    for learner in LEARNERS[:80]:
        work = drawn(learner)
        right = GOLD(work)
        best = {one: accepted[0] for one, accepted in right.items()}
        for known in KNOWN(work):
            given = {**best, **known.labels}
            given = {one: label for one, label in given.items() if one in right}
            telling = sum(label not in right[one] for one, label in given.items())
            if telling < 3:
                continue
            first = next(label_mistakes(given, right, score_labels(given, right), known=KNOWN(work)))
            assert first.misconception == known.misconception, (learner, known.misconception)
            heard[known.misconception] += 1
    assert len(heard) == 7
    assert min(heard.values()) > 40, heard


@pytest.mark.slow("draws the items of many learners")
def test_taste_length_and_one_label_for_all_do_not_pass():
    for learner in LEARNERS:
        work = drawn(learner)
        right = GOLD(work)
        wrong = [known.labels for known in KNOWN(work)[:2]]
        for labels in [*wrong, *(dict.fromkeys(right, label) for label in ("keep", "edit", "drop"))]:
            share = score_labels({one: labels[one] for one in right}, right).accuracy
            assert share < 0.65, (learner, share)


def test_the_scripted_labeller_knows_the_reviewed_verdicts():
    space: dict[str, object] = {}
    (cell,) = [cell for cell in solution_cells(EXERCISE) if "REVIEWED = {" in cell]
    exec(cell[cell.index("REVIEWED") : cell.index("REASONS")], space)
    labelled = {one: verdict for verdict, ids in space["REVIEWED"].items() for one in ids.split()}
    assert labelled == {row["id"]: row["skip"] or row["accept"][0] for row in ROWS}


def test_no_item_is_given_away_before_it_is_labelled(items):
    lesson = ROOT / "course" / "m01-the-job" / "index.md"
    shown = [
        learner_notebook(EXERCISE),
        (ROOT / "datasets" / DATA / "guideline.md").read_text("utf-8"),
        (EXERCISE.folder / "hints.md").read_text("utf-8"),
        lesson.read_text("utf-8") if lesson.is_file() else "",
    ]
    for text in (*items.prompt, *items.text):
        if len(text.split()) > 3:
            assert not [page for page in shown if text in page], text
    assert not re.findall(r"pr-(?:0\d|[1-5]\d|60)", shown[0])


def test_the_reading_times_that_are_promised():
    words = len((ROOT / "datasets" / DATA / "guideline.md").read_text("utf-8").split())
    # Slow reading of rules, 150 to 200 words a minute.
    assert words / 200 <= 6 <= words / 150 + 1, words
