"""Forty-eight designs: accepted sets and rules say the same, each learner meets every family, and no answer is shown."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks.runner import load_checks, run_checks
from labelwright.checks.verdicts import Verdict
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.exchange import grading_session
from labelwright.exchange.inspect import answer

ROOT = Path(__file__).resolve().parents[2]
SLUG = "pick-the-statistic"


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


@pytest.fixture(scope="module")
def rules(exercise):
    return load_module(exercise, "rules.py")


def material(exercise, learner="ada", form=1):
    return Material(Course(ROOT), exercise, learner, form)


def listed(exercise, name):
    """The options that the notebook offers under `name`."""
    text = (exercise.folder / "notebook.py").read_text("utf-8")
    return json.loads(re.search(rf"^{name} = (\[.*?\])", text, re.S | re.M)[1].replace(",\n]", "\n]"))


def test_what_is_accepted_is_what_misses_no_property(rules):
    for design in rules.designs().values():
        fits = {measure for measure in rules.RULES if not rules.missed(measure, design)}
        assert fits == set(design.accepted), design.text


def test_measures_and_parts_are_those_that_the_notebook_offers(exercise, rules):
    assert set(listed(exercise, "measures")) == set(rules.RULES)
    parts = set(listed(exercise, "parts"))
    used = [part for design in rules.designs().values() for part in design.decides]
    assert set(used) == parts
    accepted = {measure for design in rules.designs().values() for measure in design.accepted}
    assert accepted == set(rules.RULES)
    assert max(Counter(used).values()) < 24


def test_no_measure_and_no_part_fits_enough_designs_to_pass(exercise, rules):
    for number in range(60):
        for form in (1, 2):
            mine = [
                rules.designs()[one] for one in material(exercise, f"learner-{number}", form).sample()["id"]
            ]
            assert Counter(design.family for design in mine) == dict.fromkeys(
                {design.family for design in rules.designs().values()}, 1
            )
            assert max(Counter(measure for d in mine for measure in d.accepted).values()) <= 4
            assert max(Counter(part for d in mine for part in d.decides).values()) <= 6


def test_the_designs_are_the_texts_that_learners_get(exercise, rules):
    texts = material(exercise).frame("agreement-designs").set_index("id")["text"]
    assert texts.to_dict() == {one: design.text for one, design in rules.designs().items()}
    pool = (exercise.folder / "pool.csv").read_text("utf-8").splitlines()[1:]
    assert pool == [f'{one},"{design.family}"' for one, design in rules.designs().items()]
    assert Counter(design.family for design in rules.designs().values()).most_common()[-1][1] == 4
    assert list(material(exercise).sample().columns) == ["id", "text"]
    published = learner_notebook(exercise)
    assert not [text for text in texts if text[:40] in published]


def solved(exercise, given, folder):
    grading_session.install(grading_session.GradingSession(SLUG, {}, given.table))
    namespace, before = {}, Path.cwd()
    try:
        os.chdir(folder)
        for cell in solution_cells(exercise):
            exec(cell, namespace)
    finally:
        os.chdir(before)
        grading_session._active.clear()
    work = Work(given, lambda question: answer(namespace, folder, question))
    return namespace, work


@pytest.mark.mostly_slow(1, reason="each case draws another learner's work")
@pytest.mark.parametrize("form", [1, 2, 3])
@pytest.mark.parametrize("learner", ["ada", "grace", "mary"])
def test_the_solution_solves_every_form(exercise, tmp_path, learner, form):
    _, work = solved(exercise, material(exercise, learner, form), tmp_path)
    results, notes = run_checks(exercise, load_checks(exercise), work)
    assert [(one.id, one.message) for one in results if one.verdict is not Verdict.PASSED] == []
    assert notes == []


def test_the_scripted_reader_knows_all_designs(exercise, rules, tmp_path):
    namespace, _ = solved(exercise, material(exercise), tmp_path)
    for design in rules.designs().values():
        assert namespace["pick"](design.text) in design.accepted
        assert namespace["reasons"][namespace["pick"](design.text)] in design.decides


@pytest.mark.parametrize(("wrong", "credit"), [(2, 1.0), (3, 0.5), (4, 0.5), (5, 0.0)])
def test_ten_of_twelve_are_enough_and_eight_are_half(exercise, rules, tmp_path, wrong, credit):
    namespace, work = solved(exercise, material(exercise), tmp_path)
    labels = dict(namespace["right"])
    for item in list(labels)[:wrong]:
        labels[item] = next(one for one in rules.RULES if rules.missed(one, rules.designs()[item]))
    before = Path.cwd()
    try:
        os.chdir(tmp_path)
        namespace["write_labels"]("which-statistic", labels)
    finally:
        os.chdir(before)
    results, _ = run_checks(exercise, load_checks(exercise), work)
    found = {one.id: one for one in results}["measures-fit-their-designs"]
    assert found.points == pytest.approx(credit * found.max_points)
    if wrong > 2:
        shown = found.message
        for item in list(labels)[: min(wrong, 3)]:
            assert (
                f"For {item} you chose {labels[item]}: {rules.missed(labels[item], rules.designs()[item])}"
                in shown
            )
        assert not any(
            one in shown
            for one in (namespace["right"][i] for i in list(labels)[:2])
            if one not in labels.values()
        )


def facts(table):
    """The four facts of a table of ratings, by pandas."""
    frame = pd.DataFrame(table)
    sizes = frame.count(axis="columns")
    rated = sizes[sizes > 0]
    return {
        "pairable": (sizes > 1).sum(),
        "fewest": rated.min(),
        "most": rated.max(),
        "top_share": frame.stack().value_counts(normalize=True).max(),
    }


def test_the_solution_reads_the_facts_of_a_table_as_pandas_does(exercise, tmp_path):
    namespace, _ = solved(exercise, material(exercise), tmp_path)
    table = [["yes", "yes", None], ["yes", "no", "yes"], [None, None, "no"], [None, None, None]]
    assert namespace["read_design"](table) == {"pairable": 2, "fewest": 1, "most": 3, "top_share": 4 / 6}
    checks = load_module(exercise, "checks.py")
    for form in (1, 2):
        for (given,) in checks.tables(Work(material(exercise, "grace", form), None)):
            assert namespace["read_design"](given) == pytest.approx(facts(given))
