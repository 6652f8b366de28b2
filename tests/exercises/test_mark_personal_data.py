"""Sixty notes: the marks match the texts, what a learner is not shown, published span scores, and the mistakes that show."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from pathlib import Path

import pytest
from nervaluate import Evaluator

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks import Span
from labelwright.checks.functions import alike
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.data.material import Material

ROOT = Path(__file__).resolve().parents[2]
SLUG = "mark-personal-data"
LABELS = {"name", "address", "email", "phone", "birth-date", "account"}


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


@pytest.fixture(scope="module")
def parts(exercise):
    """The modules next to checks.py."""
    return load_module(exercise, "checks.py")


def material(exercise, learner="ada", form=1):
    return Material(Course(ROOT), exercise, learner, form)


def test_the_marked_notes_are_the_texts_that_learners_get(exercise, parts):
    texts = material(exercise).frame("desk-notes").set_index("id")["text"]
    assert {item: note.text for item, note in parts.gold.notes().items()} == texts.to_dict()
    pool = (exercise.folder / "pool.csv").read_text("utf-8").splitlines()[1:]
    stated = [json.loads(line) for line in parts.gold.GOLD.read_text("utf-8").splitlines()]
    assert pool == [f"{row['id']},{row['stratum']}" for row in stated]
    assert Counter(row["stratum"] for row in stated) == dict.fromkeys(
        ("plain", "exempt", "letters", "nested"), 15
    )


def test_spans_have_known_labels_and_clean_edges(parts):
    seen = Counter()
    for note in parts.gold.notes().values():
        for span in note.spans:
            seen[span.label] += 1
            assert span.text == span.text.strip(" ,;:!?")
            assert span.label == "name" or not span.text.endswith(".")
        assert {span.label for span in note.exempt} <= set(parts.marks.EXEMPT)
    assert set(seen) == LABELS
    assert min(seen.values()) >= 6


def test_numbers_and_addresses_reach_nobody(parts):
    for note in parts.gold.notes().values():
        for span in note.spans:
            digits = re.sub(r"\D", "", span.text)
            if span.label == "phone":
                assert re.search(r"(5550(1\d\d))$|^(44|0)(1632960\d{3}|7700900\d{3})$", digits), span.text
            if span.label == "email":
                assert re.search(r"@example\.(com|org|net)$", span.text)
            if span.label == "account" and len(digits) >= 12:
                assert re.match(r"[A-Z]{2}00 ", span.text), span.text


@pytest.mark.mostly_slow(2, reason="each case draws another learner's work")
@pytest.mark.parametrize("form", [1, 2])
@pytest.mark.parametrize("learner", [f"learner-{number}" for number in range(20)])
def test_every_learner_meets_every_difficulty(exercise, parts, learner, form):
    drawn = [parts.gold.notes()[one] for one in material(exercise, learner, form).sample()["id"]]
    assert len(drawn) == 30
    assert len({span.label for note in drawn for span in note.spans}) >= 5
    spans, exempt = (
        sum(len(note.spans) for note in drawn),
        Counter(s.label for n in drawn for s in n.exempt),
    )
    assert 40 <= spans <= 65
    assert exempt["famous"] >= 2
    assert exempt["title"] >= 2
    assert exempt["job"] >= 2
    assert any(not note.text.isascii() for note in drawn)
    assert any(not note.spans for note in drawn)


def test_the_learner_sees_no_mark(exercise):
    sample = material(exercise).sample()
    assert list(sample.columns) == ["id", "text"]
    published = learner_notebook(exercise)
    assert not [text for text in sample["text"] if text[:40] in published]


def nervaluate_scores(gold, marked):
    """The four F1 as nervaluate gives them, its ends inclusive."""
    entities = [
        [[{"label": label, "start": start, "end": end - 1} for start, end, label in rows]]
        for rows in (gold, marked)
    ]
    tags = sorted({label for _, _, label in [*gold, *marked]})
    found = Evaluator(*entities, tags=tags, loader="dict").evaluate()["overall"]
    return {
        way: found[name].f1
        for way, name in (
            ("strict", "strict"),
            ("exact", "exact"),
            ("partial", "partial"),
            ("type", "ent_type"),
        )
    }


def test_published_span_scores(parts):
    v = parts.vectors
    expected = {"strict": 1 / 3, "exact": 0.5, "partial": 2 / 3, "type": 0.5}
    assert {way: v.score(v.SEMEVAL_GOLD, v.SEMEVAL_MARKED, way) for way in v.WAYS} == pytest.approx(expected)
    expected = {"strict": 0.4, "exact": 0.4, "partial": 0.7, "type": 1.0}
    assert {way: v.score(v.FIVE_GOLD, v.FIVE_MARKED, way) for way in v.WAYS} == pytest.approx(expected)
    for gold, marked in ((v.SEMEVAL_GOLD, v.SEMEVAL_MARKED), (v.FIVE_GOLD, v.FIVE_MARKED)):
        assert nervaluate_scores(gold, marked) == pytest.approx(
            {way: v.score(gold, marked, way) for way in v.WAYS}
        )


@pytest.mark.mostly_slow(2, reason="each case draws another learner's work")
@pytest.mark.parametrize("learner", [f"learner-{number}" for number in range(20)])
def test_the_formula_of_the_notebook_is_nervaluate_s_and_mistakes_differ_from_it(exercise, parts, learner):
    v = parts.vectors
    for form in (1, 2):
        given = v.cases(Work(material(exercise, learner, form), None))
        for case in given:
            gold, marked, way = case.arguments
            assert v._f1(v.earned(gold, marked, way), gold, marked) == pytest.approx(case.result)
        for way in v.KNOWN:
            assert sum(alike(way.function(*case.arguments), case.result) for case in given) < len(given)
    assert all(math.isnan(case.result) for case in v.UNDEFINED)


def test_a_street_named_after_somebody_may_be_marked_in_an_address(parts):
    note = parts.gold.parse("Near <-title:Dr> <name:Ng>, <address:6 <-famous:Mozart> Row>")
    gold = {span.label: span for span in note.spans}
    street, famous = gold["address"], note.exempt[1]
    wide = Span(start=5, end=gold["name"].end, label="name")
    assert parts.marks._part_of(famous, street, note)
    assert not parts.marks._part_of(famous, Span(start=famous.start, end=famous.end, label="name"), note)
    assert not parts.marks._part_of(note.exempt[0], wide, note)
    assert parts.marks.covered(gold["name"], (wide,)) == 1
    assert parts.marks.covered(street, (Span(start=0, end=street.start + 3, label="x"),)) == pytest.approx(
        0.25
    )


def test_the_values_to_test_oneself_with(parts):
    gold, marked = (
        [[0, 9, "name"], [14, 24, "phone"]],
        [[0, 9, "name"], [14, 25, "phone"]],
    )
    assert [parts.vectors.score(gold, marked, way) for way in parts.vectors.WAYS] == [0.5, 0.5, 0.75, 1.0]
