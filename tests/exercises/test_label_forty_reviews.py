"""The forty reviews: which may be drawn, what a learner is not shown, and every figure that the lesson prints."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labelwright.annotations.inputs import read_submitted_labels
from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.data.sample import with_pool
from labelwright.exchange.grading_session import GradingSession
from labelwright.exchange.plain_data import Table
from labelwright.quality import cohen, cohen_kappa
from labelwright.quality.calibration import acceptance, acceptance_ceiling

ROOT = Path(__file__).resolve().parents[2]
SLUG, DATA = "label-forty-reviews", "hutto-amazon-snippets"
LABELS = ["negative", "neutral", "positive"]
LEARNERS = [f"learner-{number}" for number in range(400)]


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


@pytest.fixture
def data(exercise):
    return Material(Course(ROOT), exercise, "ada").frame(DATA)


@pytest.fixture
def drawn_from(data, exercise):
    return with_pool(data, exercise.folder / "pool.csv", "id")


def counts(rows):
    return rows[LABELS].mul(20).round().astype(int).to_numpy()


def lesson():
    return " ".join((ROOT / "course" / "m04-labelling" / "index.md").read_text("utf-8").split())


def test_the_pool_is_what_its_rule_gives(data, exercise):
    rule = load_module(exercise, "pool.py")
    written = (exercise.folder / "pool.csv").read_text("utf-8")
    assert rule.pool(data).to_csv(index=False, lineterminator="\n") == written


def test_ten_of_forty_divide_the_crowd_and_ten_of_each_label_do_not(drawn_from, exercise):
    stratum = drawn_from.set_index("id")["stratum"]
    leading = pd.Series(counts(drawn_from).max(axis=1), index=drawn_from["id"])
    for learner in ("ada", "grace", "annie"):
        ids = Material(Course(ROOT), exercise, learner).sample()["id"]
        assert stratum[ids].value_counts().to_dict() == dict.fromkeys(["divided", *LABELS], 10)
        assert (leading[ids[stratum[ids].to_numpy() == "divided"]] <= 11).all()
        assert (leading[ids[stratum[ids].to_numpy() != "divided"]] >= 14).all()
    assert data_is_shown(drawn_from)


def data_is_shown(rows):
    return rows["shown"].all() and not rows["text"].duplicated().any()


def test_the_sample_has_no_rating_and_two_learners_differ(exercise):
    ada, grace = (Material(Course(ROOT), exercise, learner).sample() for learner in ("ada", "grace"))
    assert list(ada.columns) == ["id", "text"]
    assert len(set(ada["id"]) & set(grace["id"])) < 10


def test_neither_the_notebook_nor_the_lesson_quotes_a_sentence(data, exercise):
    published = " ".join((learner_notebook(exercise) + lesson()).casefold().split())
    long = [text.casefold() for text in data["text"] if len(text.split()) >= 4]
    assert [text for text in long if text in published] == []


@pytest.mark.slow("computes every ceiling again")
def test_the_ceilings_that_are_printed(drawn_from, exercise):
    whole = acceptance_ceiling(counts(drawn_from), 0.3).mean()
    assert f"{100 * whole:.0f} %" == "88 %"
    assert exercise.ceiling is not None
    assert exercise.ceiling.value == round(whole, 2)
    for text in (lesson(), exercise.ceiling.note):
        assert "88 %" in text
    assert len(drawn_from) == 800
    rng, ceilings, gaps = np.random.default_rng(0), [], []
    strata = [rows for _, rows in drawn_from.groupby("stratum")]
    for _ in LEARNERS * 4:
        votes = np.concatenate([counts(rows.sample(10, random_state=rng)) for rows in strata])
        label = (votes.cumsum(axis=1) <= rng.integers(0, 20, (40, 1))).sum(axis=1)
        ceilings.append(acceptance_ceiling(votes, 0.3).mean())
        gaps.append(acceptance(votes, 0.3)[np.arange(40), label].mean() - ceilings[-1])
    assert np.mean((np.array(ceilings) >= 0.83) & (np.array(ceilings) <= 0.93)) > 0.98
    assert "between 83 % and 93 %" in exercise.ceiling.note
    assert 1 / 55 < np.mean(np.array(gaps) < -0.08) < 1 / 30
    assert "about one such hand-in in forty" in lesson()


def test_the_lesson_s_worked_examples(drawn_from):
    assert acceptance(np.array([[1, 1, 18], [9, 8, 3]]), 0.3).round().tolist() == [[0, 0, 1], [1, 1, 0]]
    table = {"aa": 7, "bb": 16, "cc": 7, "ab": 2, "ac": 1, "ba": 2, "bc": 2, "ca": 1, "cb": 2}
    pairs = [tuple(pair) for pair, times in table.items() for _ in range(times)]
    shares = [np.mean([pair[side] == label for pair in pairs]) for side in (0, 1) for label in "abc"]
    assert shares == [0.25, 0.5, 0.25] * 2
    assert np.mean([a == b for a, b in pairs]) == 0.75
    assert round(cohen(np.array(pairs, dtype=object)).value, 2) == 0.6
    assert ".375/.625 = .60" in lesson()
    assert 15 <= drawn_from["text"].str.split().str.len().median() <= 17


def test_a_grading_run_reads_the_journal_and_shows_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = (
        '{"id": "1", "item": "a", "annotator": "ada", "task": "t", "status": "done", "at": "2026-01-01T00:00:00Z", '
        '"value": {"kind": "choice", "label": "x"}}\n'
    )
    Path("t.annotations.jsonl").write_text(line, "utf-8")
    task = {"name": "t", "kind": "choice", "question": "?", "labels": [{"name": "x"}, {"name": "y"}]}
    table = Table(["id", "text"], [0, 1], [["a", "b"], ["A", "B"]])
    session = GradingSession("some-exercise", {}, table, read_submitted_labels)
    work = session.label(session.sample(), task)
    assert [one.value.label for one in work.annotations] == ["x"]
    assert work.remaining == 1


def test_the_guideline_and_its_card_have_the_same_order(exercise):
    text = learner_notebook(exercise)
    assert len(re.findall(r'"# ?\d\. \*|"\d\. \*', text)) == 6
    assert text.count("Tie: **neutral**") == 1
    assert "**The tie rule.**" in text


def solution_functions(exercise, *names):
    """These functions of the solution."""
    nodes = [node for cell in solution_cells(exercise) for node in ast.parse(cell).body]
    chosen = [node for node in nodes if getattr(node, "name", "") in names]
    space = {"LABELS": LABELS, "np": np, "pd": pd, "spelt": dict(zip((-1, 0, 1), LABELS, strict=True))}
    exec(compile(ast.Module(chosen, []), "notebook.py", "exec"), space)
    return [space[name] for name in names]


def test_the_solution_s_kappa_is_the_library_s(exercise):
    _, kappa = solution_functions(exercise, "chance", "cohens_kappa")
    rng = np.random.default_rng(0)
    for _ in range(200):
        own = rng.choice(LABELS, 35, p=[0.5, 0.2, 0.3])
        crowd = np.where(rng.random(35) < 0.7, own, rng.choice(LABELS, 35))
        assert kappa(own, crowd) == pytest.approx(cohen_kappa(own.tolist(), crowd.tolist()))


def test_the_solution_s_majority_is_the_leading_sign(exercise):
    (majority,) = solution_functions(exercise, "majority")
    assert majority([4, 1, -1]) == "positive"
    assert majority([-4, 1, 1]) == "positive"
    assert majority([0, 0, 2, -3]) == "neutral"
    assert majority([1, 2, -1, -4, 0]) is None


def test_words_that_can_decide_alone_are_no_empty_words(exercise):
    empty = load_module(exercise, "diagnoses.py").EMPTY
    assert not empty & {
        "not",
        "but",
        "no",
        "never",
        "only",
        "too",
        "so",
        "had",
        "would",
        "wish",
        "like",
        "well",
    }
    assert {"the", "it", "is", "and"} <= empty
