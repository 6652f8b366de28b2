"""Facility, discrimination, doubtful keys and reliability, against other implementations and made-up classes."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
from scipy.stats import pointbiserialr

from labelwright.checks.labels import labels_agree
from labelwright.checks.reading import read_annotations
from labelwright.checks.verdicts import Failed, ItemAnswer
from labelwright.checks.work import Work
from labelwright.credentials.evidence import evidence
from labelwright.desk.exercise_page import histogram
from labelwright.desk.item_analysis import check_facts
from labelwright.desk.labelled_items import labelled
from labelwright.exchange.inspect import answer
from labelwright.feedback.entry import entry_of
from labelwright.feedback.html import feedback_page
from labelwright.feedback.text import report_line, report_markdown
from labelwright.gradebook.exports import results_json

LABELS = ("keep", "edit", "drop")


def test_facility_and_discrimination_are_those_of_scipy(report):
    rng = random.Random(5)
    reports = []
    for _ in range(60):
        ability = rng.gauss(0, 1)
        reports.append(
            report(verdicts="".join("P" if rng.gauss(ability, 1) > bar else "F" for bar in (-1, 0, 1)))
        )
    for place, facts in enumerate(check_facts(reports)):
        passed = [each.checks[place].points > 0 for each in reports]
        rest = [each.score - each.checks[place].points for each in reports]
        assert facts.discrimination == pytest.approx(pointbiserialr(passed, rest).statistic)
        assert facts.facility == pytest.approx(sum(passed) / 60)
        assert facts.passed + facts.failed == facts.n == 60


@pytest.mark.parametrize(
    ("verdicts", "count", "why"),
    [("PF", 5, "fewer than 20 learners"), ("PP", 20, "everybody passed"), ("FF", 20, "nobody passed")],
)
def test_a_discrimination_that_is_not_known_says_why(report, verdicts, count, why):
    facts = check_facts([report(verdicts=verdicts) for _ in range(count)])
    assert (facts[0].discrimination, facts[0].why) == (None, why)


def test_a_histogram_counts_everybody_once():
    bins = histogram([0, 9.99, 10, 55, 99.9, 100, 120, -1], 100)
    assert [each.count for each in bins] == [3, 1, 0, 0, 0, 1, 0, 0, 0, 3]
    assert histogram([], 100) == histogram([1], 0) == ()


def make_class(wrong_keys=(), learners=12, items=30, bad=("l0",)):
    """Answers of a class: most are right nine times in ten, `bad` ones guess, and some keys are wrong."""
    rng = random.Random(3)
    found = {}
    for number in range(learners):
        answers = []
        for item in range(items):
            true = LABELS[item % 3]
            right = rng.random() < (0.34 if f"l{number}" in bad else 0.9)
            given = true if right else rng.choice([label for label in LABELS if label != true])
            key = LABELS[(item + 1) % 3] if item in wrong_keys else true
            answers.append(
                ItemAnswer(
                    item=f"i{item}", given=given, accepted=(key,), credit=float(given == key), seconds=2.0
                )
            )
        found[f"l{number}"] = answers
    return found


def test_wrong_keys_are_suspected_and_right_ones_are_not():
    assert labelled(make_class()).suspects == ()
    found = labelled(make_class(wrong_keys=(4, 17)))
    assert [suspect.item for suspect in found.suspects] == ["i17", "i4"] or [
        suspect.item for suspect in found.suspects
    ] == ["i4", "i17"]
    assert {item.item for item in found.items[:2]} == {"i4", "i17"}
    [suspect] = [one for one in found.suspects if one.item == "i4"]
    assert (suspect.label, suspect.accepted) == (LABELS[1], (LABELS[2],))


def test_two_able_learners_are_too_few_to_doubt_a_key():
    few = make_class(wrong_keys=(4,), learners=4, bad=())
    assert labelled(few).suspects == ()


def test_a_learner_who_guesses_is_the_least_reliable():
    found = labelled(make_class(bad=("l7",)))
    assert found.reliability[0].learner == "l7"
    assert found.reliability[0].value < 0.6 < found.reliability[1].value
    assert found.reliability[0].right == pytest.approx(found.reliability[0].value, abs=0.15)


def test_reliability_without_enough_labels_says_why():
    found = labelled(make_class(learners=2))
    assert found.reliability == ()
    assert "2 learners share 30 items" in found.why
    assert labelled({}) is None


def test_checks_note_what_was_given_and_what_the_key_accepts():
    given = {"a": "keep", "b": "drop", "c": "edit"}
    work = Work(SimpleNamespace(learner="ada"), lambda question: answer({"labels": given}, None, question))
    annotations = read_annotations(work, "labels", items=["a", "b", "c"])
    with pytest.raises(Failed) as failed:
        labels_agree(annotations, {"a": "keep", "b": ["keep", "edit"]}, full=0.8)
    work.items.compare(failed.value.items)
    assert {one.item: (one.given, one.accepted, one.credit) for one in work.items.all()} == {
        "a": ("keep", ("keep",), 1.0),
        "b": ("drop", ("keep", "edit"), 0.0),
        "c": ("edit", (), None),
    }


def test_the_key_of_an_item_is_on_no_page_of_a_learner(report):
    work = report(items=(ItemAnswer(item="a", given="keep", accepted=("only-in-the-key",), credit=0.0),))
    assert "only-in-the-key" in work.model_dump_json()
    shown = (
        feedback_page("ada", [entry_of(work)]),
        report_line(work),
        report_markdown(work),
        results_json(work),
    )
    for text in (*shown, evidence(work).decode()):
        assert "only-in-the-key" not in text
