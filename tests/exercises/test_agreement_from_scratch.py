"""Four coefficients from scratch: published values, random tables that are never degenerate, and mistakes that show."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pytest

from labelwright.checks.results import alike
from labelwright.checks.runner import load_checks, run_checks
from labelwright.checks.verdicts import Verdict
from labelwright.checks.work import Work
from labelwright.checks.wrong_answers import read_wrong_answers
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.exchange import grading_session
from labelwright.exchange.inspect import answer
from labelwright.quality import cohen, cohen_kappa, fleiss, krippendorff_alpha, ratings_from_counts

ROOT = Path(__file__).resolve().parents[2]
SLUG = "agreement-from-scratch"
LEARNERS = [f"learner-{number}" for number in range(25)]
ALPHA = "krippendorff_alpha"
LABELS_CHANGED = ("case-and-spaces-ignored", "case-ignored", "spaces-ignored")
OF_ALL_FOUR = (
    "cut-off-at-zero",
    "nan-for-full-agreement",
    "rounded-to-one-place",
    "rounded-to-two-places",
    "rounded-to-three-places",
)
RARE = {*OF_ALL_FOUR, *LABELS_CHANGED, "zeros-dropped"}
"""Mistakes that are wrong on few inputs."""
GAPS = (
    "gap-as-zero",
    "items-with-a-gap-left-out",
    "lone-ratings-in-the-bag",
    "lone-ratings-in-the-bag-and-in-n",
    "every-pair-the-same",
    "mean-over-items",
)
"""Mistakes that are possible at each level."""


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


@pytest.fixture(scope="module")
def parts(exercise):
    """The modules next to checks.py: `parts.vectors`."""
    return load_module(exercise, "checks.py")


@pytest.fixture(scope="module")
def solution(exercise, tmp_path_factory):
    return solved(exercise, tmp_path_factory.mktemp("solution"))


@pytest.fixture(scope="module")
def wrong_answers(exercise, solution):
    """Return the name of each wrong answer with a sentence, and its variables after the solution."""
    found = {}
    for one in read_wrong_answers(exercise):
        if one.sentence:
            found[one.name] = space = dict(solution)
            exec(one.code, space)
    return found


def work_of(exercise, learner, form=1, ask=None):
    return Work(Material(Course(ROOT), exercise, learner, form), ask)


def solved(exercise, folder):
    """The namespace of the solution, run here."""
    grading_session.install(grading_session.GradingSession(SLUG))
    namespace, before = {}, Path.cwd()
    try:
        os.chdir(folder)
        for cell in solution_cells(exercise):
            exec(cell, namespace)
    finally:
        os.chdir(before)
        grading_session._active.clear()
    return namespace


def weighted(a, b, labels, weights):
    return float(cohen(np.array([a, b], dtype=object).T, weights=weights, categories=labels).value)


REFERENCES = {
    "cohen_kappa": cohen_kappa,
    "weighted_kappa": weighted,
    "fleiss_kappa": lambda counts: float(fleiss(ratings_from_counts(counts)).value),
    ALPHA: krippendorff_alpha,
}
"""What each of the solution's functions is held against."""


def complete_inputs(parts, work):
    """Yield (function, level, inputs) for each check of complete data."""
    v = parts.vectors
    yield "cohen_kappa", "", v.cohen_inputs(work)
    yield "weighted_kappa", "", v.weighted_inputs(work)
    yield "fleiss_kappa", "", v.fleiss_inputs(work)
    for level in v.LEVELS:
        yield ALPHA, level, v.alpha_inputs(work, level)


def gap_inputs(parts, work):
    levels = parts.vectors.LEVELS
    return [(table, level) for level in levels for table, _ in parts.vectors.tables_with_gaps(work, level)]


def all_inputs(parts, work):
    yield from complete_inputs(parts, work)
    yield ALPHA, "gaps", gap_inputs(parts, work)


def given(function, arguments):
    try:
        return function(*arguments)
    except Exception:
        return "no result"


def share_right(found, right):
    return sum(alike(one, other) for one, other in zip(found, right, strict=True)) / len(right)


def test_published_values_of_the_hidden_tables(parts):
    v = parts.vectors
    kappas = [cohen_kappa(*v.two_raters(table, [1, 2, 3][: len(table)])) for _, table in v.TABLES]
    assert np.round(kappas, 4).tolist() == [0.1304, 0.2593, 0.6995, 0.3182, 0.4842]
    c, d = v.two_raters(v.TABLES[-1][1], [1, 2, 3])
    assert round(weighted(c, d, [1, 2, 3], v.linear(3)), 4) == 0.4701
    a, b = v.two_raters(v.COHEN_1968, v.DIAGNOSES)
    assert len(a) == 200
    assert round(cohen_kappa(a, b), 3) == 0.492
    assert round(weighted(a, b, v.DIAGNOSES, v.COHEN_1968_WEIGHTS), 3) == 0.348
    counts = v.counts_of(v.FLEISS_1971)
    assert {sum(row) for row in counts} == {6}
    assert round(fleiss(ratings_from_counts(counts)).value, 7) == 0.4302445
    assert round(fleiss(ratings_from_counts([[7, 1], [3, 5]])).value, 6) == 0.161905
    assert round(fleiss(ratings_from_counts([[6, 1, 0], [0, 7, 0]])).value, 6) == 0.708333
    for table, level, value in (
        (v.KRIPPENDORFF_A, "nominal", 0.095),
        (v.KRIPPENDORFF_B, "nominal", 0.692),
        (v.WITH_GAPS, "nominal", 0.691),
        (v.WITH_GAPS, "ordinal", 0.807),
        (v.WITH_GAPS, "interval", 0.811),
    ):
        assert round(krippendorff_alpha(v.by_item(table), level), 3) == value


def test_the_patients_are_first_ratings_of_five_observers(exercise, parts):
    table = parts.vectors.patients(work_of(exercise, "ada"))
    assert (len(table), {len(row) for row in table}) == (45, {5})
    found = [round(krippendorff_alpha(table, level), 4) for level in ("nominal", "ordinal", "interval")]
    assert found == [0.5843, 0.8119, 0.7979]


def test_what_the_notebook_prints_and_works_out_by_hand(exercise, tmp_path, capsys):
    namespace = solved(exercise, tmp_path)
    printed = [float(line.split()[-1]) for line in capsys.readouterr().out.splitlines()]
    assert np.round(printed, 4).tolist() == [0.4, 0.7059, 0.863, 0.2, 0.2099, 0.7434, 0.8491, 0.8154]
    text = (exercise.folder / "notebook.py").read_text("utf-8")
    for line in ("Test yourself: .4\n", "Test yourself: .7059 and .8630", "Test yourself: .2, then .2099"):
        assert line in text
    assert "Test yourself: .743, .849 and .815" in text
    first, second = namespace["first"], namespace["second"]
    assert (len(first), first.count("yes"), second.count("yes")) == (50, 25, 30)
    assert sum(a == b for a, b in zip(first, second, strict=True)) == 35
    assert (round(22 / 36, 4), round(49 / 144 + 25 / 144, 4)) == (0.6111, 0.5139)
    bag = [1, 1, 2, 2, 2, 3, 4, 4]
    assert len([value for value in bag if value <= 3]) == 6
    assert ((6 - 1 - 0.5) ** 2, (5 - 1 - 1.5) ** 2) == (20.25, 6.25)


@pytest.mark.parametrize("learner", LEARNERS[:5])
def test_the_solution_gives_what_the_library_gives(exercise, parts, solution, learner):
    for form in (1, 2):
        for name, _, inputs in all_inputs(parts, work_of(exercise, learner, form)):
            for arguments in inputs:
                value = solution[name](*arguments)
                assert value == pytest.approx(REFERENCES[name](*arguments), abs=1e-9)
                assert math.isfinite(value)


def test_the_solution_gives_nan_where_the_library_does(parts, solution):
    for name, inputs in parts.vectors.UNDEFINED.items():
        *undefined, perfect = inputs
        for function in (solution[name], REFERENCES[name]):
            assert all(math.isnan(function(*arguments)) for arguments in undefined)
            assert function(*perfect) == pytest.approx(1)


@pytest.mark.slow("computes every coefficient for each known mistake, for each learner")
@pytest.mark.parametrize("learner", LEARNERS[:5])
def test_a_mistake_loses_half_the_points_unless_it_is_rare(exercise, parts, solution, wrong_answers, learner):
    for form in (1, 2):
        for name, level, inputs in all_inputs(parts, work_of(exercise, learner, form)):
            right = [solution[name](*arguments) for arguments in inputs]
            wrong_ones = set()
            for mistake, space in wrong_answers.items():
                share = share_right([given(space[name], arguments) for arguments in inputs], right)
                if share < 1:
                    wrong_ones.add(mistake)
                    assert share < 0.75 or mistake in RARE, (name, level, mistake)
            if level != "gaps":
                assert set(OF_ALL_FOUR) <= wrong_ones
            assert name != "cohen_kappa" or set(LABELS_CHANGED) <= wrong_ones
            assert name != ALPHA or "zeros-dropped" in wrong_ones


@pytest.mark.slow("computes alpha for each known mistake with gaps")
def test_a_mistake_with_gaps_at_one_level_is_no_other_mistake(exercise, parts, solution, wrong_answers):
    inputs = gap_inputs(parts, work_of(exercise, "ada"))
    right = [solution[ALPHA](*arguments) for arguments in inputs]
    answers = []
    for mistake in GAPS:
        found = [given(wrong_answers[mistake][ALPHA], arguments) for arguments in inputs]
        answers.append(found)
        for only in parts.vectors.LEVELS:
            mixed = [
                one if level == only else other
                for one, other, (_, level) in zip(found, right, inputs, strict=True)
            ]
            assert share_right(mixed, right) < 0.75, (mistake, only)
            answers.append(mixed)
    for place, mine in enumerate(answers):
        assert not any(alike(mine, other) for other in answers[place + 1 :])


def exchanged(arguments):
    """The same inputs with the tables turned, and with the two people exchanged."""
    a, b, labels, weights = arguments
    yield a, b, labels, [list(row) for row in zip(*weights, strict=True)]
    yield b, a, labels, weights


@pytest.mark.parametrize("learner", LEARNERS[:3])
def test_weights_read_the_other_way_round_are_wrong_and_named(exercise, parts, wrong_answers, learner):
    inputs = parts.vectors.weighted_inputs(work_of(exercise, learner))
    right = [weighted(*arguments) for arguments in inputs]
    named = [wrong_answers["people-exchanged"]["weighted_kappa"](*arguments) for arguments in inputs]
    for place in (0, 1):
        found = [weighted(*list(exchanged(arguments))[place]) for arguments in inputs]
        assert sum(alike(*pair) for pair in zip(found, right, strict=True)) <= len(inputs) - 3
        assert alike(named, found)


def test_all_checks_have_full_agreement_with_more_than_one_label(exercise, parts):
    for name, _, inputs in complete_inputs(parts, work_of(exercise, "ada")):
        values = [REFERENCES[name](*arguments) for arguments in inputs]
        assert sum(math.isclose(value, 1) for value in values) >= 2
        assert not any(math.isnan(value) for value in values)


def test_each_input_has_its_note(exercise, parts):
    v, work = parts.vectors, work_of(exercise, "ada")
    assert len(v.COHEN_NOTES) == len(v.cohen_inputs(work))
    assert len(v.WEIGHTED_NOTES) == len(v.weighted_inputs(work))
    assert len(v.FLEISS_NOTES) == len(v.fleiss_inputs(work))
    for level in v.LEVELS:
        assert len(v.alpha_notes(level)) == len(v.alpha_inputs(work, level))


def test_ratings_are_also_0_halves_and_negative_and_have_gaps_at_each_level(exercise, parts):
    v, work = parts.vectors, work_of(exercise, "ada")
    for level in v.LEVELS:
        values = {value for table, _ in v.alpha_inputs(work, level) for row in table for value in row}
        numbers = {value for value in values if not isinstance(value, str)}
        assert 0 in numbers
        assert min(numbers) < 0
        assert any(value % 1 for value in numbers)
        gaps = [table for table, _ in v.tables_with_gaps(work, level)]
        assert len(gaps) >= 4
        for table in gaps:
            assert any(sum(value is not None for value in row) == 1 for row in table)


def test_gaps_are_not_asked_at_a_level_that_is_not_solved(exercise, tmp_path):
    namespace = solved(exercise, tmp_path)
    right = namespace[ALPHA]
    namespace[ALPHA] = lambda ratings, level: right(ratings, "nominal")
    work = work_of(exercise, "ada", 1, lambda question: answer(namespace, tmp_path, question))
    try:
        results, _ = run_checks(exercise, load_checks(exercise), work)
    finally:
        work.close()
    verdicts = {result.id: result.verdict for result in results}
    assert verdicts["alpha-is-right-for-ranks"] is Verdict.FAILED
    assert verdicts["alpha-bears-gaps"] is Verdict.PASSED


def test_a_mistake_with_gaps_at_one_level_is_named(exercise, tmp_path):
    namespace = solved(exercise, tmp_path)
    right = namespace[ALPHA]

    def leaves_out(ratings, level):
        return right([row for row in ratings if level != "interval" or None not in row], level)

    namespace[ALPHA] = leaves_out
    work = work_of(exercise, "ada", 1, lambda question: answer(namespace, tmp_path, question))
    try:
        results, _ = run_checks(exercise, load_checks(exercise), work)
    finally:
        work.close()
    (failed,) = [result for result in results if result.verdict is Verdict.FAILED]
    assert failed.misconception.startswith("You left out every item with a gap.")
    assert failed.misconception.endswith('This happens at the level "interval" only.')


def test_learners_and_forms_have_tables_of_their_own(exercise, parts):
    drawn = [
        parts.vectors.cohen_inputs(work_of(exercise, learner, form))[-4:]
        for learner, form in (("ada", 1), ("ada", 2), ("grace", 1))
    ]
    assert drawn[0] != drawn[1] != drawn[2] != drawn[0]


def test_gaps_leave_items_with_one_rating_and_with_none(exercise, parts):
    tables = [table for table, _ in gap_inputs(parts, work_of(exercise, "ada"))]
    rated = {sum(value is not None for value in row) for table in tables for row in table}
    assert {1, 2, 3} <= rated


def test_the_solution_solves_another_form(exercise, tmp_path):
    namespace = solved(exercise, tmp_path)
    for learner in ("ada", "grace"):
        work = work_of(exercise, learner, 2, lambda question: answer(namespace, tmp_path, question))
        try:
            results, notes = run_checks(exercise, load_checks(exercise), work)
        finally:
            work.close()
        assert {result.verdict for result in results} == {Verdict.PASSED}
        assert notes == []
