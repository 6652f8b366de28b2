"""The rescued crowd: what every learner's simulated crowd holds, that its truth stays behind, and the printed ranges."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.data.material import Material
from labelwright.quality import majority_vote

ROOT = Path(__file__).resolve().parents[2]
SLUG = "rescue-a-bad-crowd"
LEARNERS = [f"learner-{number}" for number in range(24)]


crowd, notes = (load_module(Course(ROOT).exercise(SLUG), file) for file in ("crowd.py", "notes.py"))


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


@pytest.fixture(scope="module")
def crowds():
    return [crowd.crowd(learner, 1) for learner in LEARNERS]


@pytest.mark.slow("draws and fits many crowds")
def test_every_crowd_is_what_the_notebook_says(crowds):
    for one in crowds:
        assert Counter(one.seats.values()) == {"honest": 5, "one answer": 2, "exchanges two labels": 1}
        assert len(one.votes) == 1440
        assert len({item for item, _, _ in one.votes}) == 300
        assert set(Counter(item for item, _, _ in one.votes).values()) == {4, 5}
        for name, seat in one.seats.items():
            own = one.of(name)
            right = np.mean([one.truth[item] == label for item, label in own.items()])
            if seat == "one answer":
                assert len(set(own.values())) == 1
            elif seat == "honest":
                assert 0.55 < right < 0.97
            else:
                assert right < 0.5


@pytest.mark.slow("draws and fits many crowds")
def test_the_model_tells_the_three_from_the_five_and_the_vote_does_not(crowds):
    for one in crowds:
        diagonal = {name: np.trace(table) / 3 for name, table in one.fit.confusion.items()}
        assert {name for name, mean in diagonal.items() if mean < 0.5} == set(one.bad)
        assert one.least_agreeing() != set(one.bad)
        assert one.rescued - one.majority_accuracy >= 0.08


@pytest.mark.slow("draws and fits many crowds")
def test_a_vote_of_the_honest_is_worth_half_the_points_at_most_for_most(crowds):
    full = 0
    for one in crowds:
        kept = majority_vote([vote for vote in one.votes if vote[1] not in one.bad]).winners
        share = np.mean(
            [(right in kept[item]) / len(kept[item]) for item, right in one.truth.items() if item in kept]
        )
        full += share >= one.rescued - 0.02
    assert full <= len(crowds) / 4


@pytest.mark.slow("draws and fits many crowds")
def test_the_printed_ranges(crowds, exercise):
    model = [100 * one.rescued for one in crowds]
    vote = [100 * one.majority_accuracy for one in crowds]
    said = [int(number) for number in re.findall(r"(\d+) %", exercise.ceiling.note)]
    assert said == [round(min(model)), round(max(model)), round(min(vote)), round(max(vote))]


def test_the_learner_gets_votes_and_no_truth(exercise):
    ada, grace, again = (
        Material(Course(ROOT), exercise, *who).sample() for who in (("ada", 1), ("grace", 1), ("ada", 2))
    )
    assert list(ada.columns) == ["item", "annotator", "label"]
    assert not ada.equals(grace)
    assert not ada.equals(again)
    assert ada.equals(Material(Course(ROOT), exercise, "ada").sample())
    assert all(name.startswith("simulated-") for name in ada["annotator"])
    shown = learner_notebook(exercise)
    assert "crowd.py" not in shown
    assert "seed(" not in shown


def test_the_solution_counts_agreement_as_the_crowd_does(exercise):
    work = Work(Material(Course(ROOT), exercise, "ada"), None)
    try:
        found = work.solution.mapping("agreement")
    finally:
        work.close()
    assert found == pytest.approx(crowd.crowd("ada", 1).agreement)


def good_note(one, name):
    true, given = one.confusions(name).most_common(1)[0][0]
    own, decided, sure = one.of(name), one.fit.decided, one.fit.certainty
    shown = [i for i, label in own.items() if label == given and decided[i] == true and sure[i] >= 0.8][:3]
    text = (
        f"Hello {name}. On {shown[0]} and others you gave {given} where the labels of the others point to {true}. "
        + "word " * 20
    )
    step = "practise this pair" if one.seats[name] == "honest" else "pause and talk"
    return {"confuses": [true, given], "evidence": shown, "next": step, "note": text}


@pytest.mark.slow("draws and fits many crowds")
def test_a_good_note_passes_for_every_annotator_of_every_crowd(crowds):
    for one in crowds[:15]:
        written = {name: good_note(one, name) for name in one.seats}
        faults = [
            notes.note_fault(one, name, written, part) for name in written for part in ("evidence", "prose")
        ]
        assert set(faults) == {None}


@pytest.mark.slow("draws and fits many crowds")
@pytest.mark.parametrize(
    ("change", "part", "said"),
    [
        ({"confuses": ["fault", "fault"]}, "evidence", "confuses is"),
        ({"evidence": ["t001"]}, "evidence", "three different tickets"),
        ({"next": "fire"}, "evidence", "next is 'fire'"),
        ({"note": 3}, "prose", "not a text"),
        ({"note": "short"}, "prose", "has 1 words"),
        (
            {
                "note": "Please be less lazy with these tickets. Many of your labels for faults and questions look "
                "hurried, so read each ticket to its end before you choose, and tell me where the guideline is not clear."
            },
            "prose",
            "judges the person",
        ),
    ],
)
def test_each_fault_of_a_note_is_named(crowds, change, part, said):
    one = crowds[0]
    name = next(iter(one.seats))
    written = {who: good_note(one, who) for who in one.seats}
    written[name] = {**written[name], **change}
    assert said in " ".join(notes.note_fault(one, name, written, part))


@pytest.mark.slow("fits a crowd for many learners")
def test_a_note_of_filler_words_fails_although_it_names_all_it_must(crowds):
    one = crowds[0]
    written = {name: good_note(one, name) for name in one.seats}
    name = next(iter(written))
    note = written[name]
    text = f"{note['confuses'][0]} {note['confuses'][1]} {note['evidence'][0]} " + "word " * 40
    found = notes.note_fault(one, name, {**written, name: {**note, "note": text}}, "prose")
    assert "different ones" in found[0]
