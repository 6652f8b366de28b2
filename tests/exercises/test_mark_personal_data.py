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
from labelwright.checks import Span, Verdict
from labelwright.checks.results import alike
from labelwright.checks.runner import load_checks, run_checks
from labelwright.checks.work import Work
from labelwright.checks.wrong_answers import read_wrong_answers
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.quality import span_scores

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


@pytest.fixture(scope="module")
def solution(exercise):
    """The variables of the solution's cell that makes `span_f1`."""
    namespace = {}
    exec(next(cell for cell in solution_cells(exercise) if "def span_f1(" in cell), namespace)
    return namespace


@pytest.fixture(scope="module")
def wrong_ways(exercise, solution):
    """Return the name of each wrong way with a sentence to write `span_f1`, and the function."""
    found = {}
    for one in read_wrong_answers(exercise):
        if one.sentence and "span_f1" in one.changes:
            space = dict(solution)
            exec(one.code, space)
            found[one.name] = space["span_f1"]
    assert len(found) > 15
    return found


def score(gold, marked, way):
    """Return the F1 of the grader's own scores."""

    def spans(rows):
        return [Span(start=start, end=end, label=label) for start, end, label in rows]

    return float(getattr(span_scores([spans(gold)], [spans(marked)]), way).f1)


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


def test_published_span_scores(parts, solution):
    v, span_f1 = parts.vectors, solution["span_f1"]
    expected = {"strict": 1 / 3, "exact": 0.5, "partial": 2 / 3, "type": 0.5}
    assert {way: span_f1(v.SEMEVAL_GOLD, v.SEMEVAL_MARKED, way) for way in v.WAYS} == pytest.approx(expected)
    expected = {"strict": 0.4, "exact": 0.4, "partial": 0.7, "type": 1.0}
    assert {way: span_f1(v.FIVE_GOLD, v.FIVE_MARKED, way) for way in v.WAYS} == pytest.approx(expected)
    for gold, marked in ((v.SEMEVAL_GOLD, v.SEMEVAL_MARKED), (v.FIVE_GOLD, v.FIVE_MARKED)):
        assert nervaluate_scores(gold, marked) == pytest.approx(
            {way: span_f1(gold, marked, way) for way in v.WAYS}
        )


@pytest.mark.mostly_slow(2, reason="each case draws another learner's work")
@pytest.mark.parametrize("learner", [f"learner-{number}" for number in range(20)])
def test_the_solution_gives_the_grader_s_scores_and_mistakes_differ_from_it(
    exercise, parts, solution, wrong_ways, learner
):
    v = parts.vectors
    for form in (1, 2):
        given = v.span_inputs(Work(material(exercise, learner, form), None))
        assert len(given) == len(v.NOTES)
        right = [solution["span_f1"](*arguments) for arguments in given]
        assert right == pytest.approx([score(*arguments) for arguments in given])
        for name, way in wrong_ways.items():
            same = alike([way(*arguments) for arguments in given], right)
            assert same == name.startswith("empty-is-"), name
    assert all(math.isnan(solution["span_f1"](*arguments)) for arguments in v.UNDEFINED)


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


def test_the_values_to_test_oneself_with(parts, solution):
    gold, marked = (
        [[0, 9, "name"], [14, 24, "phone"]],
        [[0, 9, "name"], [14, 25, "phone"]],
    )
    assert [solution["span_f1"](gold, marked, way) for way in parts.vectors.WAYS] == [0.5, 0.5, 0.75, 1.0]


LEARNER = "ida@example.com"
"""Has one name inside an address, and three names without a space outside addresses."""


class Marked(Work):
    """A learner's work of which only the journal exists."""

    def __init__(self, drawn, spans):
        super().__init__(drawn, None)
        self.sample = drawn.sample()
        line = {"format_version": 1, "annotator": LEARNER, "task": "personal-data", "status": "done"}
        line |= {"act": "set", "seconds": 20.0, "at": "2026-01-01T12:00:00+00:00"}
        self.lines = [
            json.dumps(
                {
                    **line,
                    "id": f"x-{item}",
                    "item": item,
                    "value": {
                        "kind": "spans",
                        "spans": [{"start": a, "end": b, "label": label} for a, b, label in spans(item)],
                    },
                }
            )
            for item in self.sample["id"]
        ]

    def file(self, name):
        return "\n".join(self.lines) + "\n"


def judged(exercise, spans):
    """The results of the checks of the marks by id, for `spans(item)`."""
    checks = [one for one in load_checks(exercise) if one.task != "measure"]
    found, notes = run_checks(exercise, checks, Marked(material(exercise, LEARNER), spans))
    assert notes == []
    return {one.id: one for one in found}


INNER = {
    "right": (lambda a, b: [(a, b, "name")], True),
    "the comma taken in": (lambda a, b: [(a, b + 1, "name")], True),
    "one letter short": (lambda a, b: [(a, b - 1, "name")], True),
    "first name and surname": (lambda a, b: [(a, a + 6, "name"), (a + 7, b, "name")], True),
    "no mark": (lambda a, b: [], False),
    "another label": (lambda a, b: [(a, b, "phone")], False),
}


@pytest.mark.parametrize(("inner", "passes"), INNER.values(), ids=INNER)
def test_rule_6_asks_whether_the_name_has_a_mark_and_other_checks_judge_its_edges(
    exercise, parts, inner, passes
):
    def spans(item):
        found = []
        for one in parts.gold.notes()[item].spans:
            keep = one.text != "Robert Haugen"
            found += [(one.start, one.end, one.label)] if keep else inner(one.start, one.end)
        return found

    result = judged(exercise, spans)["names-inside-addresses-are-marked"]
    assert (result.verdict is Verdict.PASSED) == passes
    assert passes or "1 of 1 names inside an address have no mark of their own" in result.found


OUTER = {
    "the address begins at the house": (lambda a, b: [(a + 19, b, "address")], "leaves them out"),
    "the address has no mark": (lambda a, b: [], "the address around them has no mark `address`"),
    "the address has another label": (lambda a, b: [(a, b, "name")], "has no mark `address`"),
}


@pytest.mark.parametrize(("outer", "said"), OUTER.values(), ids=OUTER)
def test_rule_6_asks_for_the_name_as_part_of_the_address(exercise, parts, outer, said):
    def spans(item):
        found = []
        for one in parts.gold.notes()[item].spans:
            keep = not one.text.startswith("c/o")
            found += [(one.start, one.end, one.label)] if keep else outer(one.start, one.end)
        return found

    result = judged(exercise, spans)["names-inside-addresses-are-marked"]
    assert result.verdict is Verdict.FAILED
    assert said in result.found


def test_a_neighbour_s_right_mark_is_no_mark_with_wrong_edges(exercise, parts):
    def spans(item):
        note = parts.gold.notes()[item]
        inner = [one for one in note.spans if one.label == "address"]
        return [
            (one.start, one.end, one.label)
            for one in note.spans
            if one.label != "name"
            or (" " in one.text and not any(two.start < one.start < two.end for two in inner))
        ]

    result = judged(exercise, spans)["nothing-personal-stays-readable"]
    assert "`name` 3" in result.found
    assert "single names" in result.misconception


def test_a_company_is_no_explanation_of_many_missed_names(exercise, parts):
    def spans(item):
        note = parts.gold.notes()[item]
        found = [(one.start, one.end, one.label) for one in note.spans if one.label != "name" or one.end % 2]
        return found + [(one.start, one.end, "name") for one in note.exempt if one.label == "company"]

    results = judged(exercise, spans)
    result = results["marks-are-in-the-right-places"]
    assert result.verdict is Verdict.FAILED
    assert not result.misconception
    assert "Your spans on no gold span: 1." in result.found
    assert "look for what has no mark" in result.advice


def test_the_first_input_of_the_measure_that_is_wrong_is_short_enough_to_be_shown(
    exercise, parts, solution, wrong_ways
):
    for learner in ("ada", LEARNER):
        given = parts.vectors.span_inputs(Work(material(exercise, learner), None))
        for name, way in wrong_ways.items():
            wrong = [one for one in given if not alike(way(*one), solution["span_f1"](*one))]
            assert all(len(repr(one)) < 100 for one in (wrong[0] if wrong else ())), name


def test_each_wrong_way_is_told_from_the_others(exercise, parts, wrong_ways):
    given = parts.vectors.span_inputs(Work(material(exercise, LEARNER), None))
    results = [
        tuple(round(way(*one), 9) for one in given)
        for name, way in wrong_ways.items()
        # These are wrong only where both lists are empty.
        if not name.startswith("empty-is-")
    ]
    assert len(set(results)) == len(results)
