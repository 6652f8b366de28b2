"""The market claims: each draw holds the known traps, figures are in the facts file, offers separate mistakes."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks import Failed, read_task
from labelwright.checks.runner import load_checks
from labelwright.checks.wrong_answers import read_wrong_answers
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.data import load_card, verify
from labelwright.data.material import Material

ROOT = Path(__file__).resolve().parents[2]
SLUG, DATA = "read-a-market-claim", "market-claims"
LEARNERS = [f"learner-{number}" for number in range(200)]
COURSE = Course(ROOT)
EXERCISE = COURSE.exercise(SLUG)
CHECKS = {one.id: one.function for one in load_checks(EXERCISE)}
PARTS = CHECKS["the-statistic-is-named"].__globals__
MISTAKES = PARTS["statistic_mistakes"].__globals__


def rows(name):
    return [json.loads(line) for line in (EXERCISE.folder / name).read_text("utf-8").splitlines()]


CLAIMS, OFFERS = rows("gold.jsonl"), rows("offers.jsonl")
FACTS = {
    fact["id"]: fact
    for fact in tomllib.loads((ROOT / "course" / "market" / "facts.toml").read_text("utf-8"))["facts"]
}


@pytest.fixture(scope="module")
def cards():
    return verify(load_card(ROOT / "datasets" / DATA)).set_index("id")


@cache
def drawn(learner, form=1):
    return Material(COURSE, EXERCISE, learner, form).sample()


def test_every_reading_uses_the_tasks_own_words(cards):
    assert [row["id"] for row in (*CLAIMS, *OFFERS)] == list(cards.index)
    for task in ("statistic", "population", "missing"):
        allowed = {option.name for option in read_task(ROOT / "datasets" / DATA / f"{task}.toml").labels}
        used = {word for row in CLAIMS for word in row[task]}
        assert used <= allowed
        assert allowed == used, f"no card needs {allowed - used}"
    assert all(row["rationale"] for row in CLAIMS)


def test_what_a_card_says_can_be_found_in_it(cards):
    """A year, a country's name or a named source is in every card that is marked as stating it, and in no other."""
    year = re.compile(r"\b20(?:18|2\d)\b")
    country = re.compile(r"Canada|United Kingdom|United States|Ireland|Germany|Worldwide|Chile")
    source = re.compile(
        r"ZipRecruiter|Hara|Toxtli|HireArt|Deel|Fernhollow|Tallowby|Quillmark|Kesselbrand|Larkspindle"
    )
    hours = re.compile(
        r"unpaid time|unpaid tasks|unpaid|not paid|paid as work|paid hours|hours a week|while you wait"
    )
    for row in CLAIMS:
        text = cards.text[row["id"]]
        for tag, pattern in (("date", year), ("country", country), ("source", source), ("hours", hours)):
            assert bool(pattern.search(text)) != (tag in row["missing"]), (row["id"], tag, text)


def test_a_card_s_figures_are_in_the_facts_that_it_uses(cards):
    def numbers(text):
        return {float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}

    derived = {65000, 2080, 83200, 374400, 31200, 40, 52, 15, 12.5}
    for row in CLAIMS:
        known = {number for fact in row["facts"] for number in numbers(str(FACTS[fact]))}
        if row["facts"]:
            strange = numbers(cards.text[row["id"]]) - known - derived
            assert not strange, (row["id"], strange)
    invented = {"Fernhollow", "Tallowby", "Quillmark", "Kesselbrand", "Larkspindle"}
    for row in CLAIMS:
        named = [name for name in invented if name in cards.text[row["id"]]]
        assert not (named and row["facts"]), (
            "a fact of the press must not be put into an invented firm's mouth"
        )
    assert (40 * 2080) == 83200
    assert (180 * 2080) == 374400
    assert (15 * 2080) == 31200


def test_the_notebook_lists_each_fact_with_its_source():
    text = learner_notebook(EXERCISE)
    for name in {fact for row in CLAIMS for fact in row["facts"]}:
        fact = FACTS[name]
        (line,) = [line for line in text.splitlines() if f"| {fact['who']} |" in line]
        assert f"{fact['states']} | {fact['publisher']}, " in line
        assert fact["date"][:4] in line
        assert f"| {fact['mark']} source |" in line
        value = fact.get("value", fact.get("low"))
        assert f"{value:,.2f}".removesuffix(".00") in line


@pytest.mark.parametrize("form", [1, 2])
def test_every_draw_holds_the_known_traps_and_three_kinds_of_offer(form):
    kind = {row["id"]: row["statistic"][0] for row in CLAIMS} | {row["id"]: row["stratum"] for row in OFFERS}
    gaps = {row["id"]: row["missing"] for row in CLAIMS}
    for learner in LEARNERS:
        sample = drawn(learner, form)
        assert list(sample.columns) == ["id", "kind", "prompt", "text"]
        counted = Counter(kind[one] for one in sample["id"])
        assert {
            counted[one] for one in ("average", "joined", "converted", "ceiling", "weekly", "start", "task")
        } == {1}
        assert counted.total() == 11
        ticked = Counter(tag for one in sample["id"] if one in gaps for tag in gaps[one])
        assert ticked.total() >= 6
        assert ticked["country"] >= 2
        assert ticked["hours"] >= 1


@pytest.mark.slow("draws the cards of many learners")
def test_a_second_form_has_other_cards():
    shared = [len({*drawn(one)["id"]} & {*drawn(one, 2)["id"]}) for one in LEARNERS]
    assert 2.5 < sum(shared) / len(shared) < 4
    assert max(shared) < 10


SENTENCES = {
    "weekly": (
        '{firm} pays {rate} dollars for a paid hour. "That is {year:,} dollars a year", says the advert. In the contract '
        "stands: about {paid} paid hours a week. Reading changes of the guideline and waiting for tasks, about {unpaid} "
        "hours a week, is not paid."
    ),
    "start": (
        "{firm} pays {rate} dollars for a paid hour. The project lasts {weeks} weeks with {paid} paid hours each. Every week has "
        "{unpaid} hours of meetings besides, unpaid. Before the first week come {tests} hours of tests and {training} "
        "hours of training, unpaid as well."
    ),
    "task": (
        "{firm} pays {pay} dollars for each accepted task. A task takes {minutes} minutes, and {rejected} % of all tasks are "
        "rejected and not paid. You would do {tasks} tasks a week. Looking for tasks and reading the guideline takes "
        "another {unpaid} hours a week, unpaid."
    ),
}


def text_of(kind, firm, numbers):
    """What the learner reads of an offer."""
    year = round(numbers.get("rate", 0) * 2080)
    return SENTENCES[kind].format(firm=firm, year=year, **{name: f"{one:g}" for name, one in numbers.items()})


def solved(*offers):
    """The solution of the last part for these offers: (id, text)."""
    cell = next(cell for cell in solution_cells(EXERCISE) if "def hourly(" in cell)
    space = {"offers": pd.DataFrame(offers, columns=["id", "text"])}
    exec(cell, space)
    return space


def effective(kind, n):
    """Dollars that are paid by hours of work."""
    if kind == "weekly":
        return n["rate"] * n["paid"] / (n["paid"] + n["unpaid"])
    if kind == "start":
        hours = n["weeks"] * n["paid"] + n["weeks"] * n["unpaid"] + n["tests"] + n["training"]
        return n["weeks"] * n["paid"] * n["rate"] / hours
    paid = n["tasks"] * (100 - n["rejected"]) / 100
    return 60 * paid * n["pay"] / (n["tasks"] * n["minutes"] + 60 * n["unpaid"])


@pytest.mark.parametrize("offer", OFFERS, ids=[row["id"] for row in OFFERS])
def test_each_mistake_gives_another_result(cards, offer):
    kind, numbers = offer["stratum"], offer["numbers"]
    assert cards.text[offer["id"]] == text_of(kind, offer["firm"], numbers)
    space = solved(("one", cards.text[offer["id"]]))
    assert space["pay"]["one"] == pytest.approx(effective(kind, numbers))
    assert space["pay"]["one"] < numbers.get("rate", float("inf"))
    given = {"right": space["pay"]["one"]}
    for wrong in read_wrong_answers(EXERCISE):
        if wrong.sentence and "pay" in wrong.changes:
            made = dict(space, pay=dict(space["pay"]))
            exec(wrong.code, made)
            if made["pay"] != space["pay"]:
                given[wrong.name] = made["pay"]["one"]
    assert len(given) == {"weekly": 6, "start": 11, "task": 8}[kind]
    for one, other in combinations(given, 2):
        assert abs(given[one] - given[other]) > 0.11, (one, other)


def test_the_formulas_by_hand():
    texts = {
        "weekly": text_of("weekly", "A firm", {"rate": 20, "paid": 15, "unpaid": 5}),
        # 10 weeks of 8 + 2 hours and 20 hours before: 1,600 dollars for 120 hours.
        "start": text_of(
            "start", "A firm", {"rate": 20, "paid": 8, "unpaid": 2, "weeks": 10, "tests": 5, "training": 15}
        ),
        # 30 tasks of 10 minutes, a fifth rejected: 24 x 2 dollars for 5 + 3 hours.
        "task": text_of(
            "task", "A firm", {"pay": 2, "minutes": 10, "tasks": 30, "rejected": 20, "unpaid": 3}
        ),
    }
    assert solved(*texts.items())["pay"] == pytest.approx({"weekly": 15, "start": 1600 / 120, "task": 48 / 8})


def work_of(learner, **given):
    """A piece of work whose answers are given by task; what the checks' own functions ask of it."""
    return SimpleNamespace(
        sample=drawn(learner), cached=lambda key, compute: given[key], value=lambda name: given[name]
    )


@pytest.mark.parametrize(
    "kind", ["average", "joined", "converted", "ceiling", "growth", "median", "rate on offer", "range"]
)
def test_a_misread_kind_is_named_for_every_learner_who_has_it(kind):
    said = 0
    for learner in LEARNERS[:60]:
        mine = PARTS["claims"](work_of(learner))
        answers = {one: row["statistic"][0] for one, row in mine.items()}
        if kind not in answers.values():
            continue
        other = "average" if kind != "average" else "range"
        misread = {one: other if label == kind else label for one, label in answers.items()}
        named = MISTAKES["statistic_mistakes"](work_of(learner, statistic=misread))
        assert named == (MISTAKES["STATISTICS"][kind],)
        said += 1
    assert said > 20


def test_one_answer_for_all_never_passes():
    words = {
        task: [option.name for option in read_task(ROOT / "datasets" / DATA / f"{task}.toml").labels]
        for task in ("statistic", "population")
    }
    for learner in LEARNERS[:40]:
        for task, check in (("statistic", "the-statistic-is-named"), ("population", "the-people-are-named")):
            for word in words[task]:
                with pytest.raises(Failed, match=r"[0-4] of 8 cards are right"):
                    CHECKS[check](
                        work_of(learner, **{task: dict.fromkeys(PARTS["claims"](work_of(learner)), word)})
                    )
        for ticked in ((), ("date", "country", "source", "hours")):
            with pytest.raises(Failed) as said:
                CHECKS["what-is-missing-is-named"](
                    work_of(learner, missing=dict.fromkeys(PARTS["claims"](work_of(learner)), ticked))
                )
            assert "By your answers" in said.value.misconception


def test_neither_the_notebook_nor_the_lesson_quotes_a_card(cards):
    lesson = ROOT / "course" / "m01-the-job" / "index.md"
    shown = learner_notebook(EXERCISE) + (lesson.read_text("utf-8") if lesson.is_file() else "")
    assert not [text for text in cards.text if text in shown]
    assert not re.findall(r"claim-\d\d|offer-(?:0\d|1[0-2])\b", learner_notebook(EXERCISE))
