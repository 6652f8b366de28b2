"""Annotations are read from files and variables; anything wrong comes back as a message that teaches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.formats import write
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Choice, Pairwise, Span, Spans
from labelwright.checks import (
    Failed,
    NotAttempted,
    Work,
    all_labelled,
    chosen_labels,
    enough_time,
    own_annotations,
    read_annotations,
    read_gold,
    reading_seconds,
)
from labelwright.exchange.inspect import answer

TASK = LabelTask.model_validate(
    {"name": "mail", "kind": "choice", "question": "Spam?", "labels": [{"name": "spam"}, {"name": "ham"}]}
)
ITEMS = [Item(id=f"m{n}", text=f"text {n}") for n in range(6)]
PAIRS = LabelTask(name="pairs", kind="pairwise", question="Which is better?")
SPANS = LabelTask.model_validate(
    {"name": "names", "kind": "spans", "question": "Names?", "labels": [{"name": "person"}]}
)
RUBRIC = LabelTask.model_validate(
    {
        "name": "r",
        "kind": "rubric",
        "question": "Score.",
        "criteria": [{"id": "clear", "title": "Clear", "anchors": {0: "no", 1: "yes"}}],
    }
)


def work_over(folder: Path, **namespace: Any) -> Work:
    """Work over variables and the files of a folder; no exercise is needed to read annotations."""

    class Material:
        learner = "ada"
        form = 1

    return Work(Material(), lambda question: answer(namespace, folder, question))  # type: ignore[arg-type]


def made(item: str, label: str = "spam", **parts: Any) -> Annotation:
    return Annotation(item=item, annotator="ada", task="mail", value=Choice(label=label), **parts)


@pytest.mark.parametrize("name", ["labels.jsonl", "labels.csv", "labels.json"])
def test_an_answer_file_is_read_in_any_format(tmp_path: Path, name: str) -> None:
    annotations = [made("m0"), made("m1", "ham")]
    write(tmp_path / name, annotations, ITEMS, TASK)
    found = read_annotations(work_over(tmp_path), name, task=TASK, items=ITEMS)
    assert chosen_labels(found) == {"m0": "spam", "m1": "ham"}
    assert chosen_labels(read_gold(tmp_path / name, TASK)) == {"m0": "spam", "m1": "ham"}


def test_a_journal_is_read_up_to_its_last_word(tmp_path: Path) -> None:
    line = '{"id":"%s","item":"m0","annotator":"ada","task":"mail","status":"%s","value":%s,"act":"set","at":"2026-01-01T00:00:00Z"}'
    lines = [
        line % ("1", "open", '{"kind":"choice","label":"spam"}'),
        line % ("2", "done", '{"kind":"choice","label":"ham"}'),
        '{"torn',
    ]
    (tmp_path / "mail.annotations.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = read_annotations(work_over(tmp_path), "mail.annotations.jsonl", task=TASK)
    assert chosen_labels(found) == {"m0": "ham"}


@pytest.mark.parametrize(
    "value",
    [
        {"m0": "spam", "m1": "ham", "m2": None},
        pd.Series({"m0": "spam", "m1": "ham"}),
        pd.DataFrame({"item": ["m0", "m1"], "label": ["spam", "ham"], "other": [1, 2]}),
        [made("m0"), made("m1", "ham")],
        [{"item": "m0", "value": {"kind": "choice", "label": "spam"}}, made("m1", "ham")],
    ],
    ids=["dict", "series", "frame", "records", "mixed"],
)
def test_a_variable_gives_annotations_in_many_dresses(tmp_path: Path, value: object) -> None:
    found = read_annotations(work_over(tmp_path, labels=value), "labels", task=TASK, items=ITEMS)
    assert chosen_labels(found) == {"m0": "spam", "m1": "ham"}
    assert {one.annotator for one in found} == {"ada"}


@pytest.mark.parametrize(
    ("task", "raw", "value"),
    [
        (PAIRS, "tie", Pairwise(winner="tie", strength=0)),
        (PAIRS, -3, Pairwise(winner="a", strength=3)),
        (PAIRS, 1, Pairwise(winner="b", strength=1)),
        (SPANS, [(0, 3, "person")], Spans(spans=(Span(start=0, end=3, label="person"),))),
        (
            SPANS,
            [{"start": 0, "end": 3, "label": "person"}],
            Spans(spans=(Span(start=0, end=3, label="person"),)),
        ),
    ],
)
def test_a_short_form_becomes_the_task_s_value(
    tmp_path: Path, task: LabelTask, raw: object, value: object
) -> None:
    assert read_annotations(work_over(tmp_path, x={"m0": raw}), "x", task=task)[0].value == value


FAULTS = {
    "unknown item": (
        {"m0": "spam", "m9": "ham"},
        "contains 1 item that is not among your 6: `m9`",
        "Some program changed the ids",
    ),
    "other form": ({"a": "spam", "b": "ham"}, "2 items that are not among", "another form"),
    "case": (
        {"m0": "Spam"},
        "uses the label `Spam` 1 time, first in item `m0`",
        "only in capital letters or spaces",
    ),
    "typo": ({"m0": "spm"}, "uses the label `spm`", "similar to `spam`"),
    "strange": ({"m0": "zzz"}, "uses the label `zzz`", ""),
    "kind": ({"m0": {"kind": "text", "text": "x"}}, "a value of the kind text", ""),
    "shape": ({"m0": {"a": 1}}, "which is not one label", ""),
    "truth": ({"m0": True}, "which is not one label", ""),
    "list": (["spam", "ham"], "should contain annotations, but it is a list of 2 texts, such as 'spam'", ""),
    "number": (7, "but it is 7.", ""),
    "twice": (
        pd.DataFrame({"item": ["m0", "m0"], "label": ["spam", "ham"]}),
        "more than one annotation for 1 item: `m0`",
        "",
    ),
    "columns": (pd.DataFrame({"message": ["m0"], "label": ["spam"]}), "the columns `item` and `label`", ""),
    "task": ([made("m0").model_copy(update={"task": "other"})], "none for the task `mail`", "another task"),
}


@pytest.mark.parametrize(("value", "found", "misconception"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_what_it_is(
    tmp_path: Path, value: object, found: str, misconception: str
) -> None:
    with pytest.raises(Failed) as caught:
        read_annotations(work_over(tmp_path, x=value), "x", task=TASK, items=ITEMS)
    assert found in caught.value.found
    assert misconception in caught.value.misconception
    assert caught.value.why


def test_a_score_off_its_anchors_and_an_unknown_criterion_are_outside_the_list(tmp_path: Path) -> None:
    work = work_over(tmp_path, x={"m0": {"clear": 2}}, y={"m0": {"kind_": 1}}, z={"m0": {"clear": 1}})
    with pytest.raises(Failed, match="score of clear `2`"):
        read_annotations(work, "x", task=RUBRIC)
    with pytest.raises(Failed, match="criterion `kind_`"):
        read_annotations(work, "y", task=RUBRIC)
    assert len(read_annotations(work, "z", task=RUBRIC)) == 1


def test_a_file_that_is_not_there_or_not_readable_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotAttempted):
        read_annotations(work_over(tmp_path), "labels.jsonl", task=TASK)
    (tmp_path / "labels.jsonl").write_text('{"item": 3', encoding="utf-8")
    with pytest.raises(Failed, match=r"`labels.jsonl` cannot be read"):
        read_annotations(work_over(tmp_path), "labels.jsonl", task=TASK)


@pytest.mark.parametrize(
    ("raw", "label"), [(1, "1"), (1.0, "1"), (float("inf"), ""), (1.5, ""), (10**400, "")]
)
def test_a_whole_number_is_a_label_and_no_other_number_is(tmp_path: Path, raw: float, label: str) -> None:
    task = LabelTask.model_validate(
        {"name": "n", "kind": "choice", "question": "?", "labels": [{"name": "1"}]}
    )
    try:
        found = chosen_labels(read_annotations(work_over(tmp_path, x={"m0": raw}), "x", task=task)).get(
            "m0", ""
        )
    except Failed:
        found = ""
    assert found == label


def test_reasons_outside_the_task_s_are_told_and_free_without_them(tmp_path: Path) -> None:
    value = {"m0": {"winner": "a", "strength": 1, "reasons": ["because"]}}
    strict = PAIRS.model_copy(update={"reasons": ("facts",)})
    assert len(read_annotations(work_over(tmp_path, x=value), "x", task=PAIRS)) == 1
    with pytest.raises(Failed, match="uses the reason `because`"):
        read_annotations(work_over(tmp_path, x=value), "x", task=strict)


def test_an_absurd_box_is_refused_where_it_is_read(tmp_path: Path) -> None:
    task = LabelTask.model_validate(
        {"name": "b", "kind": "shapes", "question": "?", "labels": [{"name": "coin"}]}
    )
    box = {"x": 1e308, "y": 0, "width": 1e308, "height": 1e308, "label": "coin"}
    with pytest.raises(Failed, match="beyond 1,000,000 pixels"):
        read_annotations(
            work_over(tmp_path, x={"m0": {"boxes": [box], "width": 9, "height": 9}}), "x", task=task
        )


def test_several_annotators_may_be_expected(tmp_path: Path) -> None:
    two = [made("m0"), made("m0", "ham").model_copy(update={"annotator": "grace"})]
    with pytest.raises(Failed, match="more than one annotation"):
        read_annotations(work_over(tmp_path, x=two), "x", task=TASK)
    assert len(read_annotations(work_over(tmp_path, x=two), "x", task=TASK, several=True)) == 2


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(junk, st.sampled_from([None, TASK, PAIRS, SPANS, RUBRIC]))
def test_no_value_brings_the_reader_down(value: object, task: LabelTask | None) -> None:
    try:
        found = read_annotations(work_over(Path(), x=value), "x", task=task, items=ITEMS)
    except (Failed, NotAttempted):
        return
    assert all(isinstance(one, Annotation) for one in found)


@given(st.text(max_size=200))
def test_no_file_brings_the_reader_down(text: str) -> None:
    class Only(Work):
        def file(self, name: str) -> str:
            return text

        learner = "ada"

    said = "read"
    try:
        read_annotations(Only(None, lambda question: b""), "x.jsonl", task=TASK, items=ITEMS)  # type: ignore[arg-type]
    except Failed as failed:
        said = failed.found
    assert said


def skipped(item: str, reason: str = "", who: str = "ada") -> Annotation:
    return Annotation(item=item, annotator=who, task="mail", status="skipped", reason=reason, seconds=1)


def test_missing_items_are_named_and_skips_are_shown_not_punished() -> None:
    work = [made("m0", seconds=4), made("m1", seconds=2), skipped("m2", "cannot tell"), skipped("m3")]
    with pytest.raises(Failed) as caught:
        all_labelled(work, ITEMS)
    assert caught.value.found.startswith("You did not label 2 of 6 items: `m4`, `m5`.")
    assert caught.value.credit == pytest.approx(4 / 6 / 2)
    passed = all_labelled(work, ITEMS[:4], fast=5)
    assert passed.note.startswith("2 items skipped: cannot tell (1 time); no reason given (1 time).")
    assert "Half of the items took 1.5 seconds or less. Less than 5 seconds is hardly enough" in passed.note
    assert passed.measures[0].value == 1.5
    with pytest.raises(Failed, match="You skipped 2 of 4 items"):
        all_labelled(work, ITEMS[:4], most_skipped=0.25)
    assert all_labelled(work, ITEMS[:4], most_skipped=0.5).measured == 4


def test_skips_of_several_people_name_them() -> None:
    passed = all_labelled([skipped("m0", "odd"), skipped("m1", "odd", "grace")], ["m0", "m1"])
    assert "odd (1 time, by ada); odd (1 time, by grace)" in passed.note


def timed(*seconds: float | None) -> list[Annotation]:
    return [made(f"m{number}", seconds=each) for number, each in enumerate(seconds)]


LEAST = dict.fromkeys((f"m{number}" for number in range(6)), 1.5)


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.3, 1.4])
def test_labels_given_faster_than_anybody_reads_fail_whatever_they_are(seconds: float) -> None:
    with pytest.raises(Failed) as caught:
        enough_time(timed(*[seconds] * 6), LEAST)
    assert caught.value.found == (
        f"6 of 6 items took less time than it takes to look at them. Half took {seconds:.2g} seconds or less. Reading one "
        "of them, at 600 words a minute, takes at least 1.5 seconds."
    )
    assert caught.value.misconception == ""
    assert caught.value.credit == 0


@pytest.mark.parametrize(
    "seconds",
    [[4.0] * 6, [0.2, 0.2, 0.2, 1.6, 2.0, 9.0], [1.5] * 6, [None, None, 0.1, 3.0, 3.0, 3.0]],
    ids=["slow", "half of them quick", "just enough", "some without a time"],
)
def test_whoever_reads_half_of_the_items_or_more_has_taken_the_time(seconds: list[float | None]) -> None:
    assert enough_time(timed(*seconds), LEAST).note.startswith("Half of the items took ")


def test_a_file_without_times_is_not_judged_and_says_so() -> None:
    assert (
        enough_time(timed(None, None), LEAST).note
        == "Your file holds no working times, so they are not judged."
    )


def test_a_long_text_takes_longer_to_read_and_no_item_takes_nothing() -> None:
    assert reading_seconds("word " * 40) == 4
    assert reading_seconds("") == reading_seconds("one two") == 0.5


JOURNAL_LINE = (
    '{"id":"%s","item":"%s","annotator":"%s","task":"mail","status":"done","value":{"kind":"choice","label":"spam"},'
    '"act":"set","seconds":3,"at":"2026-01-01T00:00:00Z"}'
)


@pytest.mark.parametrize(
    ("annotator", "others"),
    [("ada", ""), (" Ada ", ""), ("scripted", ""), ("grace", "`grace`"), ("ada2", "`ada2`")],
)
def test_a_journal_of_somebody_else_is_refused_with_both_names(
    tmp_path: Path, annotator: str, others: str
) -> None:
    name = "mail.annotations.jsonl"
    lines = [JOURNAL_LINE % (number, f"m{number}", annotator) for number in range(3)]
    (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    work = work_over(tmp_path)
    found = read_annotations(work, name, task=TASK)
    if not others:
        assert own_annotations(work, name, found) == found
        return
    with pytest.raises(Failed) as caught:
        own_annotations(work, name, found)
    assert caught.value.found == f"The labels in `{name}` were made by {others}, not by `ada`."


def test_a_file_from_another_tool_may_name_its_people_as_it_likes(tmp_path: Path) -> None:
    write(tmp_path / "labels.json", [made("m0").model_copy(update={"annotator": "user 7"})], ITEMS, TASK)
    work = work_over(tmp_path)
    found = read_annotations(work, "labels.json", task=TASK, items=ITEMS)
    assert own_annotations(work, "labels.json", found) == found
