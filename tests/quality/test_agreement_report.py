"""`agreement_report` finds the design, picks what fits, says why, and warns; from annotations and from tables."""

import math

import numpy as np
import pandas as pd
import pytest

from labelwright.annotations.record import Annotation
from labelwright.annotations.task import Criterion, LabelOption, LabelTask
from labelwright.annotations.values import (
    Box,
    Choice,
    Choices,
    Errors,
    ErrorSpan,
    Pairwise,
    Ranking,
    Rubric,
    Shapes,
    Span,
    Spans,
    Text,
)
from labelwright.quality import (
    agreement_report,
    cohen,
    fleiss,
    krippendorff,
    ratings_from_counts,
    ratings_from_table,
)

FAST = {"n_resamples": 100}


def records(table, make, task="t"):
    """One record per cell of a table items x annotators; None for no record."""
    return [
        Annotation(item=f"i{row}", annotator="abcdef"[column], task=task, value=make(cell))
        for row, cells in enumerate(table)
        for column, cell in enumerate(cells)
        if cell is not None
    ]


def choice(label):
    return Choice(label=label)


def ratings(items=60, raters=2, steps=5, seed=1):
    generator = np.random.Generator(np.random.PCG64(seed))
    truth = generator.integers(1, steps + 1, (items, 1))
    noise = generator.integers(-1, 2, (items, raters)) * (generator.random((items, raters)) < 0.4)
    return (truth + noise).clip(1, steps)


def people(table):
    return pd.DataFrame(table, columns=["ann", "bo", "cy", "di", "ed"][: np.shape(table)[1]])


def names(report, section=0):
    return [one.coefficient for one in report.sections[section].coefficients]


BALANCED = ratings_from_table([[40, 9], [6, 45]], ["no", "yes"])
PARADOX = ratings_from_table([[80, 10], [5, 5]], ["no", "yes"])


def test_two_people_and_labels_without_order():
    report = agreement_report(people(BALANCED), **FAST)
    assert names(report) == ["Cohen's kappa", "Krippendorff's alpha, nominal", "percent agreement"]
    section = report.sections[0]
    assert section.headline.value == pytest.approx(0.6995, abs=5e-5)
    assert "Two people" in section.why
    assert (section.confusion.rows, section.confusion.columns) == ("ann", "bo")
    assert section.confusion.table == ((40.0, 9.0), (6.0, 45.0))
    assert not section.warnings


def test_the_prevalence_paradox_brings_what_explains_it():
    section = agreement_report(people(PARADOX), **FAST).sections[0]
    found = {one.coefficient: one.value for one in section.coefficients}
    assert found["Gwet's AC1"] == pytest.approx(0.808, abs=5e-4)
    assert found["PABAK"] == pytest.approx(0.7)
    assert any("prevalence paradox" in text for text in section.warnings)


def test_columns_that_are_no_people_get_no_cohen_and_no_judgement_of_people():
    report = agreement_report(PARADOX, **FAST)
    assert names(report)[0] == "Scott's pi"
    assert report.sections[0].tendencies == ()
    assert "raters='people'" in report.design
    report = agreement_report(PARADOX, raters="people", **FAST)
    assert names(report)[0] == "Cohen's kappa"
    assert [one.rater for one in report.sections[0].tendencies] == ["1", "2"]


def test_many_complete_and_many_with_holes():
    table = ratings_from_counts([[3, 0, 1], [0, 4, 0], [1, 1, 2]] * 12, ["a", "b", "c"])
    report = agreement_report(table, **FAST)
    assert names(report)[0] == "Fleiss' kappa"
    assert report.sections[0].headline.value == pytest.approx(fleiss(table).value)
    table[0, 0] = None
    assert names(agreement_report(table, **FAST))[:2] == ["Krippendorff's alpha, nominal", "Gwet's AC1"]


def test_two_people_on_a_scale():
    table = ratings()
    section = agreement_report(people(table), **FAST).sections[0]
    assert [one.coefficient for one in section.coefficients] == [
        "Cohen's kappa, quadratic weights",
        "Cohen's kappa, linear weights",
        "Krippendorff's alpha, ordinal",
        "percent agreement",
    ]
    assert section.headline.value == pytest.approx(cohen(table, weights="quadratic").value)


def test_a_step_nobody_used_keeps_its_place():
    table = np.array([[1, 1], [2, 2], [5, 5], [1, 2], [2, 5], [1, 1]])
    found = agreement_report(people(table), **FAST).sections[0]
    assert found.headline.value == pytest.approx(
        cohen(table, weights="quadratic", categories=range(1, 6)).value
    )
    assert found.headline.value != pytest.approx(cohen(table, weights="quadratic").value)


def test_many_on_a_scale_and_on_a_fine_scale():
    assert names(agreement_report(ratings(raters=4), **FAST))[:2] == [
        "Krippendorff's alpha, ordinal",
        "Gwet's AC2, ordinal weights",
    ]
    fine = ratings(raters=3) * 1.37 + np.arange(60)[:, None] * 0.01
    section = agreement_report(people(fine), **FAST).sections[0]
    assert [one.coefficient for one in section.coefficients] == ["Krippendorff's alpha, interval"]
    assert section.confusion is None
    assert section.headline.value == pytest.approx(krippendorff(fine, level="interval").value)
    assert all(math.isnan(one.agreement) for one in section.tendencies)


def test_words_in_order():
    words = np.array(["bad", "fair", "good"], dtype=object)[ratings(steps=3) - 1]
    section = agreement_report(people(words), "ordinal", categories=["bad", "fair", "good"], **FAST).sections[
        0
    ]
    expected = cohen(ratings(steps=3), weights="quadratic").value
    assert section.headline.value == pytest.approx(expected)
    with pytest.raises(ValueError, match=r"categories=\[...\]"):
        agreement_report(people(words), "ordinal")


def test_a_lenient_person_is_named_and_the_others_are_not():
    table = ratings(items=120, raters=4).clip(1, 4)
    table[:, 2] += 1
    found = agreement_report(people(table), **FAST).sections[0].tendencies
    lenient = next(one for one in found if one.rater == "cy")
    assert lenient.low > 0.8 and "higher" in lenient.note  # noqa: PT018
    assert lenient.bias == pytest.approx((table[:, 2] - table[:, [0, 1, 3]].mean(axis=1)).mean())


def test_a_habit_of_one_label_is_named():
    table = np.array([["ham", "ham", "spam"], ["ham", "ham", "ham"], ["spam", "spam", "spam"]] * 10)
    note = agreement_report(people(table), **FAST).sections[0].tendencies[2].note
    assert note == "says spam for 67% of items, the others for 33% of the same items"


def test_the_worst_items_come_first_with_who_said_what():
    table = pd.DataFrame([[1, 1], [1, 5], [2, 3]], columns=["ann", "bo"], index=["x", "y", "z"])
    worst = agreement_report(table, **FAST).sections[0].worst
    assert [one.item for one in worst] == ["y", "z"]
    assert worst[0].ratings == (("ann", "1"), ("bo", "5"))


def test_one_label_only_is_told_and_not_scored():
    report = agreement_report([["yes", "yes"]] * 40, **FAST)
    section = report.sections[0]
    assert math.isnan(section.headline.value)
    assert any("Only the label yes was used" in text for text in section.warnings)
    assert "Undefined" in repr(report)


def test_few_items_and_lost_items_are_told():
    warnings = agreement_report([["a", "b"], ["a", None], ["b", "b"]], **FAST).sections[0].warnings
    assert any("Only 2 items" in text for text in warnings)
    assert any("1 items have one rating" in text for text in warnings)


def test_perfect_agreement_is_no_certainty():
    section = agreement_report(people([["a", "a"], ["b", "b"]] * 20), **FAST).sections[0]
    assert section.headline.value == 1
    assert any("does not mean certainty" in text for text in section.warnings)


def test_annotations_of_single_choices():
    task = LabelTask(
        name="t", kind="choice", question="?", labels=[LabelOption(name=n) for n in ("no", "yes", "odd")]
    )
    report = agreement_report(records(PARADOX, choice), task=task, **FAST)
    assert report.sections[0].headline.value == pytest.approx(0.3182, abs=5e-5)
    assert "2 annotators: 100 items, everyone did every item" in report.design
    assert "Never used: odd." in report.sections[0].warnings


def test_the_last_word_counts_and_skipped_items_do_not():
    made = records([["a", "a"], ["b", "a"], ["b", "b"]], choice)
    made.append(Annotation(item="i1", annotator="b", task="t", value=choice("b")))
    made.append(Annotation(item="i2", annotator="a", task="t", status="skipped", reason="broken"))
    section = agreement_report(made, **FAST).sections[0]
    assert section.headline.value == 1
    assert section.headline.n_items == 2


def test_a_rubric_has_a_section_for_each_criterion_with_its_whole_scale():
    criteria = [Criterion(id="fact", title="Facts", anchors={1: "a", 2: "b", 3: "c", 4: "d"})]
    task = LabelTask(name="t", kind="rubric", question="?", criteria=criteria)
    table = ratings(steps=3)
    made = records(table.tolist(), lambda score: Rubric(scores={"fact": score, "tone": 4 - score}))
    report = agreement_report(made, task=task, **FAST)
    assert [section.title for section in report.sections] == ["Facts", "tone"]
    assert report.sections[0].confusion.labels == (1, 2, 3, 4)
    expected = cohen(table, weights="quadratic", categories=range(1, 5)).value
    assert report.sections[0].headline.value == pytest.approx(expected)


def test_multiple_choices_are_judged_as_sets_and_label_by_label():
    table = [["ab", "ab"], ["a", "ab"], ["", "a"], ["b", "b"]] * 10
    report = agreement_report(records(table, lambda given: Choices(labels=tuple(given))), **FAST)
    assert [section.title for section in report.sections] == ["Sets of labels", "Label a", "Label b"]
    assert names(report)[0] == "Krippendorff's alpha, jaccard distance"
    assert report.sections[1].headline.value == pytest.approx(
        cohen([("a" in x, "a" in y) for x, y in table]).value
    )
    assert report.sections[0].worst[0].ratings == (("a", "none"), ("b", "a"))


def test_preferences_are_judged_by_side_and_by_strength():
    def prefer(strength):
        winner = "tie" if strength == 0 else "a" if strength > 0 else "b"
        return Pairwise(winner=winner, strength=abs(strength))

    table = (ratings(steps=7) - 4).tolist()
    report = agreement_report(records(table, prefer), **FAST)
    assert report.sections[0].headline.value == pytest.approx(cohen(np.sign(table)).value)
    assert report.sections[1].headline.value == pytest.approx(
        cohen(table, weights="quadratic", categories=range(-3, 4)).value
    )


def test_spans_with_what_one_marked_and_the_other_did_not():
    def mark(parts):
        return Spans(spans=tuple(Span(start=s, end=e, label=label) for s, e, label in parts))

    table = [[[(0, 3, "PER"), (5, 9, "LOC")], [(0, 3, "PER")]], [[(0, 3, "PER")], [(0, 3, "ORG")]]]
    made = records(table, mark)
    report = agreement_report(made, texts={"i0": "Ann in Rome", "i1": "Bob is"}, **FAST)
    assert names(report) == ["span F1, strict", "span F1, partial", "token kappa"]
    section = report.sections[0]
    assert section.headline.value == pytest.approx(2 * 1 / 5)
    cells = {(one.row, one.column): one.times for one in section.confusion.most_confused()}
    assert cells == {("LOC", "(nothing)"): 1.0, ("PER", "ORG"): 1.0}
    assert section.worst[0].item == "i1"
    assert section.tendencies[0].note == "draws 1.5 spans per item, the others 1.0 on the same items"
    assert "token kappa needs the texts" in agreement_report(made, **FAST).sections[0].why


def test_errors_are_spans_and_shapes_are_boxes():
    def error(kind):
        return Errors(errors=(ErrorSpan(start=0, end=2, type=kind, severity="minor"),))

    assert (
        agreement_report(records([["x", "x"], ["x", "y"]], error), **FAST).sections[0].headline.value == 0.5
    )

    def shape(x):
        return Shapes(boxes=(Box(x=x, y=0, width=10, height=10, label="d"),), width=50, height=50)

    report = agreement_report(records([[0, 0], [0, 30]], shape), **FAST)
    assert [one.value for one in report.sections[0].coefficients] == [0.5, 1]


def test_the_seed_fixes_every_interval():
    one, same, other = (agreement_report(ratings(raters=3), seed=seed, **FAST) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_text_is_plain_narrow_and_harmless():
    table = [["\x1b[31mred", "b\u202e"], ["b\u202e", "b\u202e"]] * 20
    text = repr(agreement_report(people(table), **FAST))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "Cohen's kappa" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (records([["a", "b"]], choice) + records([["a", "b"]], choice, "u"), "belong to 2 tasks"),
        (records([["a"], ["b"]], choice), r"of 1 annotator\(s\)"),
        (records([["a", None], [None, "b"]], choice), "no item has two ratings"),
        (records([["a", "b"]], lambda text: Text(text=text)), "word error rate"),
        (records([["a", "b"]], lambda _: Ranking(order=((0,), (1,)))), "pairwise"),
        ([*records([["a", "b"]], choice), ["a", "b"]], "mixes Annotation records"),
        ([], "shape"),
    ],
)
def test_what_cannot_be_reported_is_taught(given, said):
    with pytest.raises(ValueError, match=said):
        agreement_report(given)
