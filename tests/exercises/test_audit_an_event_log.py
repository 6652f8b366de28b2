"""The event log: what is planted is what the schema forbids, nothing else is, and every learner's reports differ."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.authoring.learner_notebook import filled_notebook, learner_notebook
from labelwright.authoring.prove import SEEDS
from labelwright.checks.verdicts import Origin
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data import seed
from labelwright.data.material import Material
from labelwright.grading.batch import grade_here
from labelwright.grading.notebooks import read_notebook
from labelwright.grading.submissions import Submission
from labelwright.quality import wilson

ROOT = Path(__file__).resolve().parents[2]
SLUG = "audit-an-event-log"
EXERCISE = Course(ROOT).exercise(SLUG)
EVENTS, MISTAKES = (load_module(EXERCISE, name) for name in ("events.py", "diagnoses.py"))
KINDS = EVENTS.KINDS


@pytest.fixture(scope="module")
def solution():
    """The names of the solution's cells on rules and intervals, run on the log of seed 1."""
    log = "\n".join(EVENTS.simulate(1).lines) + "\n"
    names = {"log": SimpleNamespace(read_text=lambda encoding: log), "pd": pd}
    for cell in solution_cells(EXERCISE):
        if any(text in cell for text in ("FIELDS = [", "def broken_rule(", "def wilson(")):
            exec(cell, names)
    return names


def faults(solution, lines):
    seen = set()
    found = {number: solution["broken_rule"](line, seen) for number, line in enumerate(lines, start=1)}
    return {number: rule for number, rule in found.items() if rule}


@pytest.mark.slow("draws many whole event logs")
@given(st.integers(0, 2**64 - 1))
def test_the_solution_finds_what_is_planted_and_nothing_else(solution, drawn):
    log = EVENTS.simulate(drawn)
    assert len(log.lines) == 400
    assert faults(solution, log.lines) == {number: kind.rule for number, kind in log.planted.items()}
    assert len({kind.name for kind in log.planted.values()}) == len(log.planted) == 12
    assert {kind.rule for kind in log.planted.values()} == set(range(1, 11))


@pytest.mark.slow("draws many whole event logs")
@given(st.integers(0, 2**64 - 1))
def test_the_sound_events_hold_what_the_prose_says(drawn):
    log = EVENTS.simulate(drawn)
    sound = pd.DataFrame([json.loads(line) for n, line in enumerate(log.lines, 1) if n not in log.planted])
    assert set(sound["annotator"]) == set(EVENTS.ROSTER)
    assert all(unicodedata.is_normalized("NFC", name) for name in [*EVENTS.ROSTER, *sound["text"]])
    sound["seconds"] = (pd.to_datetime(sound["ended"]) - pd.to_datetime(sound["began"])).dt.total_seconds()
    by = sound.groupby("annotator")
    assert by.size().between(45, 85).all()
    assert (by["flagged"].sum() == 0).any()
    assert (by["seconds"].mean() > by["seconds"].median() + 10).all()
    assert sound["item_id"].duplicated().sum() > 250
    assert (sound["end"] == sound["text"].str.len()).sum() > 10
    integers = [
        n for n, line in enumerate(log.lines, 1) if '"confidence": 1,' in line and n not in log.planted
    ]
    assert len(integers) > 20


@pytest.mark.slow("draws many whole event logs")
def test_every_kind_is_drawn_and_says_how_it_is_missed():
    drawn = {kind.name for one in range(60) for kind in EVENTS.simulate(one).planted.values()}
    assert drawn == {kind.name for kind in KINDS}
    assert len({kind.missed for kind in KINDS}) == len(KINDS)


def test_learners_and_forms_differ_and_come_again():
    course = Course(ROOT)
    made = {
        (who, form): tuple(Material(course, EXERCISE, who, form).sample()["line"])
        for who in SEEDS
        for form in (1, 2)
    }
    assert len(set(made.values())) == len(made)
    assert made["ada", 2] == EVENTS.simulate(seed("ada", SLUG, 2)).lines


def test_the_learner_is_given_lines_and_no_key():
    assert list(Material(Course(ROOT), EXERCISE, "ada").sample().columns) == ["number", "line"]
    published = learner_notebook(EXERCISE)
    assert [kind.missed for kind in KINDS if kind.missed in published] == []


def flags(seed_of_log):
    log = EVENTS.simulate(seed_of_log)
    rows = [json.loads(line) for n, line in enumerate(log.lines, 1) if n not in log.planted]
    return pd.DataFrame(rows)[["annotator", "flagged"]]


@pytest.mark.slow("draws many whole event logs")
@given(st.integers(0, 2**32))
def test_known_formulas_are_separated_from_wilsons(drawn):
    events = flags(drawn)
    counts = events.groupby("annotator")["flagged"].agg(["sum", "size"])

    def misconception(formula):
        given = {name: formula(int(row["sum"]), int(row["size"])) for name, row in counts.iterrows()}
        return MISTAKES.interval_mistake(given, events, events)[0]

    assert "Wald's interval, which fails near 0 and 1" in misconception(MISTAKES.wald)
    assert "90 %" in misconception(lambda k, n: wilson(k, n, 0.9))
    assert "Clopper" in misconception(MISTAKES.exact)
    assert "Agresti" in misconception(MISTAKES.agresti_coull)
    assert "not flagged" in misconception(lambda k, n: wilson(n - k, n))
    assert "wrong order" in misconception(lambda k, n: wilson(k, n)[::-1])


@pytest.mark.parametrize(("k", "n"), [(0, 60), (1, 64), (7, 66), (60, 60)])
def test_the_solution_s_interval_is_the_library_s(solution, k, n):
    assert solution["wilson"](k, n) == pytest.approx(wilson(k, n), abs=1e-4)


def test_the_solution_s_roster_is_that_of_the_events(solution):
    assert tuple(solution["ROSTER"]) == EVENTS.ROSTER


@pytest.mark.parametrize(
    "line", ["", "[]", "3", '{"event_id": 1}', "null", '"text"', "{", '{"confidence": Infinity}']
)
def test_the_solution_reads_any_line(solution, line):
    assert solution["broken_rule"](line, set()) in (1, 2)


MISS_ONE = """
missed = min(number for number, rule in faults.items() if rule == 10)
faults = {number: rule for number, rule in faults.items() if number != missed}
sound = pd.DataFrame([json.loads(line) for number, line in enumerate(lines, start=1) if number not in faults])
flags = sound.groupby("annotator")["flagged"].agg(["sum", "size"])
flag_intervals = {name: wilson(row["sum"], row["size"]) for name, row in flags.iterrows()}
times = pd.to_datetime(sound["ended"]) - pd.to_datetime(sound["began"])
median_seconds = times.dt.total_seconds().groupby(sound["annotator"]).median()
"""


def graded(*more):
    code = read_notebook(filled_notebook(EXERCISE, [*solution_cells(EXERCISE), *more], "mary"))
    submission = Submission("mary", "mary", SLUG, EXERCISE.version, code=code, sha256="0" * 64)
    return grade_here(ROOT, submission, Origin.SELF, False)


def test_a_learner_who_misses_one_fault_is_judged_on_their_own_log():
    report = graded(MISS_ONE)
    # Only the check that asks for every rule fails; the later parts go by the learner's own list.
    assert [check.id for check in report.checks if check.points < check.max_points] == ["leaves-no-rule-out"]


def test_reports_of_a_log_with_faults_say_so():
    report = graded(
        "faults = {}", "median_seconds = {name: value + 3 for name, value in median_seconds.items()}"
    )
    said = {check.id: check.message for check in report.checks}
    assert "Your list of faulty lines is not right yet" in said["medians-are-right"]
    assert {check.id for check in report.checks if check.points} == {"intervals-are-wilsons"}
    assert not report.passed


def test_ten_of_twelve_faults_do_not_pass():
    report = graded("faults = {number: rule for number, rule in faults.items() if rule not in (4, 5)}")
    assert report.score < 70
    assert not report.passed
