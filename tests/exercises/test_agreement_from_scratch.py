"""Four coefficients from scratch: published values, random tables that are never degenerate, and mistakes that show."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pytest

from labelwright.checks.functions import alike
from labelwright.checks.runner import load_checks, run_checks
from labelwright.checks.verdicts import Verdict
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.exchange import grading_session
from labelwright.exchange.inspect import answer
from labelwright.quality import cohen_kappa, fleiss, krippendorff_alpha, ratings_from_counts

ROOT = Path(__file__).resolve().parents[2]
SLUG = "agreement-from-scratch"
LEARNERS = [f"learner-{number}" for number in range(25)]


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


@pytest.fixture(scope="module")
def parts(exercise):
    """The modules next to checks.py: `parts.vectors`, `parts.diagnoses`."""
    return load_module(exercise, "checks.py")


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


def test_published_values_of_the_hidden_tables(parts):
    v = parts.vectors
    kappas = [cohen_kappa(*v.two_raters(table, [1, 2, 3][: len(table)])) for _, table in v.TABLES]
    assert np.round(kappas, 4).tolist() == [0.1304, 0.2593, 0.6995, 0.3182, 0.4842]
    c, d = v.two_raters(v.TABLES[-1][1], [1, 2, 3])
    assert round(v.weighted(c, d, [1, 2, 3], v.linear(3)), 4) == 0.4701
    a, b = v.two_raters(v.COHEN_1968, v.DIAGNOSES)
    assert len(a) == 200
    assert round(cohen_kappa(a, b), 3) == 0.492
    assert round(v.weighted(a, b, v.DIAGNOSES, v.COHEN_1968_WEIGHTS), 3) == 0.348
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


def all_cases(parts, work):
    v, m, a = parts.vectors, parts.diagnoses, parts.alpha_mistakes
    yield v.cohen_cases(work), m.COHEN
    yield v.weighted_cases(work), m.WEIGHTED
    yield v.fleiss_cases(work), m.FLEISS
    for level, ways in (("nominal", a.NOMINAL), ("interval", a.INTERVAL), ("ordinal", a.ORDINAL)):
        yield v.alpha_cases(work, level), ways
    yield v.missing_cases(work), a.MISSING


def given(way, case):
    try:
        return way.function(*case.arguments)
    except Exception:
        return "no result"


@pytest.mark.slow("computes every coefficient for each known mistake, for each learner")
@pytest.mark.parametrize("learner", LEARNERS[:10])
def test_every_reference_value_exists_and_each_known_mistake_loses_half_the_points(exercise, parts, learner):
    for form in (1, 2):
        for cases, ways in all_cases(parts, work_of(exercise, learner, form)):
            assert all(math.isfinite(case.result) for case in cases)
            for way in ways:
                right = sum(alike(given(way, case), case.result) for case in cases)
                assert right < 0.75 * len(cases), way.misconception


@pytest.mark.slow("computes every coefficient for each known mistake")
def test_no_two_mistakes_are_taken_for_one_another(exercise, parts):
    for cases, ways in all_cases(parts, work_of(exercise, "ada")):
        answers = [[given(way, case) for case in cases] for way in ways]
        for place, mine in enumerate(answers):
            assert not any(alike(mine, other) for other in answers[place + 1 :]), ways[place].misconception


def exchanged(arguments):
    """The same inputs with the two people exchanged, or the tables turned."""
    if len(arguments) == 4:
        a, b, labels, weights = arguments
        yield a, b, labels, [list(row) for row in zip(*weights, strict=True)]
        yield b, a, labels, weights


@pytest.mark.parametrize("learner", LEARNERS[:3])
def test_weights_read_the_other_way_round_are_wrong_and_named(exercise, parts, learner):
    v, m = parts.vectors, parts.variants
    cases = v.weighted_cases(work_of(exercise, learner))
    for place in (0, 1):
        given = [v.weighted(*list(exchanged(case.arguments))[place]) for case in cases]
        right = [alike(value, case.result) for value, case in zip(given, cases, strict=True)]
        assert sum(right) <= len(cases) - 3
    turned = [m.weights_turned(*case.arguments) for case in cases]
    assert alike(turned, [v.weighted(*next(exchanged(case.arguments))) for case in cases])


@pytest.mark.parametrize("learner", LEARNERS[:3])
def test_a_cut_at_0_is_wrong_for_each_function_and_is_no_other_mistake(exercise, parts, learner):
    cuts = [ways[0] for ways in parts.diagnoses.RARE.values()]
    for (cases, ways), cut in zip(list(all_cases(parts, work_of(exercise, learner)))[:6], cuts, strict=True):
        values = [given(cut, case) for case in cases]
        assert alike(values, [max(0.0, case.result) for case in cases])
        assert any(not alike(value, case.result) for value, case in zip(values, cases, strict=True))
        assert not any(alike(values, [given(way, case) for case in cases]) for way in ways)


@pytest.mark.slow("computes every coefficient for each rare mistake, for each learner")
@pytest.mark.parametrize("learner", LEARNERS[:5])
def test_each_rare_mistake_is_wrong_somewhere_and_is_no_other_mistake(exercise, parts, learner):
    rare = [*parts.diagnoses.RARE.values()]
    for (cases, ways), few in zip(list(all_cases(parts, work_of(exercise, learner)))[:6], rare, strict=True):
        answers = [[given(way, case) for case in cases] for way in (*few, *ways)]
        right = [case.result for case in cases]
        for place, mine in enumerate(answers):
            assert not alike(mine, right)
            assert not any(alike(mine, other) for other in answers[place + 1 :])


def test_all_checks_have_full_agreement_with_more_than_one_label(exercise, parts):
    for cases, _ in list(all_cases(parts, work_of(exercise, "ada")))[:6]:
        assert sum(math.isclose(case.result, 1) for case in cases) >= 2
        assert not any(math.isnan(case.result) for case in cases)


def test_ratings_are_also_0_halves_and_negative_and_have_gaps_at_each_level(exercise, parts):
    v, work = parts.vectors, work_of(exercise, "ada")
    for level in v.LEVELS:
        values = {value for case in v.alpha_cases(work, level) for row in case.arguments[0] for value in row}
        numbers = {value for value in values if not isinstance(value, str)}
        assert 0 in numbers
        assert min(numbers) < 0
        assert any(value % 1 for value in numbers)
        gaps = [case.arguments[0] for case in v.missing_cases(work, [level])]
        assert len(gaps) >= 4
        for table in gaps:
            assert any(sum(value is not None for value in row) == 1 for row in table)


def test_gaps_are_not_asked_at_a_level_that_is_not_solved(exercise, tmp_path):
    namespace = solved(exercise, tmp_path)
    right = namespace["krippendorff_alpha"]
    namespace["krippendorff_alpha"] = lambda ratings, level: right(ratings, "nominal")
    work = work_of(exercise, "ada", 1, lambda question: answer(namespace, tmp_path, question))
    results, _ = run_checks(exercise, load_checks(exercise), work)
    verdicts = {result.id: result.verdict for result in results}
    assert verdicts["alpha-is-right-for-ranks"] is Verdict.FAILED
    assert verdicts["alpha-bears-gaps"] is Verdict.PASSED


def test_learners_and_forms_have_tables_of_their_own(exercise, parts):
    drawn = [
        [case.arguments for case in parts.vectors.cohen_cases(work_of(exercise, learner, form))][-4:]
        for learner, form in (("ada", 1), ("ada", 2), ("grace", 1))
    ]
    assert drawn[0] != drawn[1] != drawn[2] != drawn[0]


def test_gaps_leave_items_with_one_rating_and_with_none(exercise, parts):
    tables = [case.arguments[0] for case in parts.vectors.missing_cases(work_of(exercise, "ada"))]
    rated = {sum(value is not None for value in row) for table in tables for row in table}
    assert {1, 2, 3} <= rated


def test_the_solution_solves_another_form(exercise, tmp_path):
    namespace = solved(exercise, tmp_path)
    for learner in ("ada", "grace"):
        work = work_of(exercise, learner, 2, lambda question: answer(namespace, tmp_path, question))
        results, notes = run_checks(exercise, load_checks(exercise), work)
        assert {result.verdict for result in results} == {Verdict.PASSED}
        assert notes == []
