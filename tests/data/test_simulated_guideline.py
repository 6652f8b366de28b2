"""One guideline file for people and program: what it may say, how it reads, and which faults are found in it."""

from __future__ import annotations

from datetime import date

import pytest

from labelwright.annotations.task import LabelTask
from labelwright.simulation import (
    Change,
    GuidelineError,
    guideline_markdown,
    guideline_task,
    lint_guideline,
    make_guideline,
    parse_guideline,
    read_guideline,
)

TOML = """
name = "Customer intents"
version = "2"
question = "What does the customer want?"
introduction = "Read the whole message first."

[[labels]]
name = "refund"
key = "r"
meaning = "money back"

[[labels]]
name = "complaint"

[[rules]]
id = "refund"
kind = "definition"
covers = ["refund"]
text = "The customer wants money back."

[[rules]]
id = "angry-refund"
kind = "decision"
covers = ["refund", "complaint"]
when = { contains = ["money back", "refund"] }
says = "refund"
text = "However angry the message is."

[[rules]]
id = "shame"
kind = "example"
covers = ["complaint"]
when = { contains = ["shame"] }

[[rules]]
id = "just-asking"
kind = "counter-example"
covers = ["refund", "complaint"]
when = { matches = "refund policy" }
says = "complaint"

[[rules]]
id = "in-doubt"
kind = "tie"
covers = ["refund", "complaint"]
says = "complaint"

[[rules]]
id = "empty"
kind = "skip"
when = { longest = 2 }
reason = "broken item"

[[changes]]
version = "2"
what = "Angry messages can be refunds."
why = "9 of 50 pilot items"
rules = ["angry-refund"]
made = 2026-01-31
"""
MARKDOWN = """# Customer intents

Version 2

What does the customer want?

Read the whole message first.

## Labels

- **refund**: money back
- **complaint**

## Rules

1. *Definition* (`refund`). The customer wants money back.
2. *Decision* (`angry-refund`). Between **refund** and **complaint**, if the text contains "money back" or \
"refund", the label is **refund**. However angry the message is.
3. *Example* (`shame`). If the text contains "shame", the label is **complaint**.
4. *Counter-example* (`just-asking`). Between **refund** and **complaint**, if the pattern `refund policy` is found, \
the label is **complaint**.
5. *Tie* (`in-doubt`). If no other rule helps, between **refund** and **complaint**, the label is **complaint**.
6. *Skip* (`empty`). If the text has at most 2 characters, skip the item: broken item.

## Changes

- **2** (2026-01-31; `angry-refund`): Angry messages can be refunds. Why: 9 of 50 pilot items
"""
LABELS = [{"name": "refund"}, {"name": "complaint"}, {"name": "other"}]


def guideline(*rules, **fields):
    return make_guideline(
        {"name": "Intents", "question": "Which?", "labels": LABELS, "rules": rules, **fields}
    )


def rule(identifier="r", kind="decision", covers=("refund", "complaint"), says="refund", **when):
    return {"id": identifier, "kind": kind, "covers": covers, "says": says, "when": when}


def test_one_file_is_read_by_program_and_people(tmp_path):
    path = tmp_path / "guideline.toml"
    path.write_text(TOML, encoding="utf-8-sig")
    read = read_guideline(path)
    assert read == parse_guideline(TOML)
    assert read.label_names == ("refund", "complaint")
    assert read.changes[0] == Change(
        version="2",
        what="Angry messages can be refunds.",
        why="9 of 50 pilot items",
        rules=("angry-refund",),
        made=date(2026, 1, 31),
    )
    assert guideline_markdown(read) == MARKDOWN


def test_people_label_with_the_same_guideline():
    task = guideline_task(parse_guideline(TOML))
    assert isinstance(task, LabelTask)
    assert (task.kind, task.guideline, task.guideline_version) == ("choice", MARKDOWN, "2")
    assert [option.key for option in task.labels] == ["r", ""]
    assert task.skip_reasons.count("broken item") == 1


def test_prose_of_many_lines_stays_in_its_entry():
    prose = {**rule(contains=["x"]), "text": "One.\n\n- two\n"}
    assert "the label is **refund**. One.\n   \n   - two\n" in guideline_markdown(guideline(prose))


def test_the_order_is_said_where_it_decides():
    said = "The first rule that fits decides."
    assert said in guideline_markdown(guideline(rule(), first_fits=True))
    assert said not in guideline_markdown(guideline(rule()))


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"says": "other"}, "rule 'r': says must be one of 'refund' and 'complaint', not 'other'"),
        ({"covers": ["refund", "refund"]}, "two different labels"),
        ({"covers": []}, "covers must name one label"),
        ({"covers": ["refund", "gone"]}, "covers 'gone', which is not a label here"),
        ({"covers": ["refund"]}, "would label every item 'refund'"),
        ({"covers": ["refund"], "kind": "tie"}, "a tie is between two labels"),
        ({"kind": "skip"}, "a skip rule needs a reason; remove says"),
        ({"kind": "hint"}, "rule 'r', kind: Input should be"),
        ({"when": {"matches": "(a+)+"}}, "rule 'r', when.matches: the pattern '(a+)+'"),
        ({"id": "A b"}, "rule 'A b', id"),
        ({"strength": 1}, "strength: Extra inputs"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_its_id(stated, said):
    with pytest.raises(GuidelineError) as caught:
        guideline({**rule(), **stated})
    assert said in str(caught.value)
    assert str(caught.value).startswith("the guideline: 1 thing to change.")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"labels": LABELS[:1]}, "labels: "),
        ({"labels": [*LABELS, LABELS[0]]}, "'refund' is in labels twice"),
        ({"labels": [{"name": "a", "key": "x"}, {"name": "b", "key": "x"}]}, "have the key 'x'"),
        ({"rules": [rule(), rule()]}, "two rules have the id 'r'"),
        ({"version": 2}, "version: "),
        ({"rules": [rule(f"r{n}", matches="a.*b") for n in range(51)]}, "patterns can match in about 5,1"),
        ({"rules": 3}, "rules: "),
        ({"rules": [3]}, "rule 1: "),
    ],
)
def test_a_guideline_that_makes_no_sense_is_refused(fields, said):
    with pytest.raises(GuidelineError) as caught:
        make_guideline({"name": "Intents", "question": "Which?", "labels": LABELS, **fields}, "v1.toml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("v1.toml: ")


def test_unreadable_files_say_so(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    for call, said in (
        (lambda: read_guideline(tmp_path / "gone.toml"), "this file does not exist"),
        (lambda: read_guideline(tmp_path / "bytes.toml"), "UTF-8"),
        (lambda: parse_guideline("name ="), "not valid TOML"),
        (lambda: parse_guideline("a = " + "[" * 5_000), "not valid TOML"),
        (lambda: parse_guideline(" " * 200_001), "Shorten it"),
        (lambda: parse_guideline("[[rules]]\n" * 200), "and "),
    ):
        with pytest.raises(GuidelineError, match=said):
            call()


def kinds(found):
    return sorted((fault.kind, fault.where) for fault in found)


def about_rules(found):
    return [pair for pair in kinds(found) if not pair[0].startswith("no-")]


def test_each_label_needs_a_rule_an_example_and_a_counter_example():
    assert kinds(lint_guideline(guideline())) == sorted(
        (kind, label["name"]) for label in LABELS for kind in ("no-rule", "no-example", "no-counter-example")
    )
    whole = [
        rule(f"{kind}-{label}", kind, (label, other), says, contains=[f"{kind} {label}"])
        for label, other in (("refund", "complaint"), ("complaint", "other"), ("other", "refund"))
        for kind, says in (("example", label), ("counter-example", other))
    ]
    assert lint_guideline(guideline(*whole)) == []


ITEMS = [
    {"id": "a", "text": "refund now"},
    {"id": "b", "text": "shame, refund"},
    {"id": "c", "text": "shame"},
    {"id": "d", "text": "hello"},
]


def test_rules_that_match_nothing_or_one_item_are_found():
    found = lint_guideline(
        guideline(
            rule("two", contains=["refund"]), rule("one", contains=["hello"]), rule("none", shortest=99)
        ),
        ITEMS,
    )
    assert about_rules(found) == [("never-matches", "none"), ("one-item", "one")]
    assert "none of 4 items" in " ".join(map(str, found))


def test_a_rule_that_only_people_can_use_is_found():
    found = lint_guideline(guideline(rule(kind="definition", covers=["refund"])), ITEMS)
    assert about_rules(found) == [("people-only", "r")]


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (rule("a", contains=["refund"]), rule("b", contains=["shame"], says="complaint"), True),
        (rule("a", contains=["refund"]), rule("b", contains=["hello"], says="complaint"), False),
        (rule("a", contains=["refund"]), rule("b", contains=["shame"]), False),
        (rule("a", contains=["refund"]), rule("b", "tie", says="complaint"), False),
        (rule("a", contains=["refund"]), {"id": "b", "kind": "skip", "when": {"contains": ["shame"]}}, False),
        (
            rule("a", contains=["refund"]),
            rule("b", covers=("complaint", "other"), says="other", contains=["shame"]),
            True,
        ),
        (
            rule("a", "example", ["refund"], contains=["refund"]),
            rule("b", says="complaint", shortest=1),
            True,
        ),
    ],
)
def test_two_rules_that_disagree_on_an_item_are_found(one, other, contradict):
    found = [fault for fault in lint_guideline(guideline(one, other), ITEMS) if fault.kind == "contradiction"]
    assert bool(found) is contradict
    assert not [
        fault
        for fault in lint_guideline(guideline(one, other, first_fits=True), ITEMS)
        if fault.kind == "contradiction"
    ]


def test_without_items_only_equal_conditions_contradict():
    same = guideline(rule("a", contains=["x"]), rule("b", contains=["x"], says="complaint"))
    other = guideline(rule("a", contains=["x"]), rule("b", contains=["y"], says="complaint"))
    assert about_rules(lint_guideline(same)) == [("contradiction", "a, b")]
    assert about_rules(lint_guideline(other)) == []


def test_a_rule_below_one_that_always_decides_is_found():
    wide, narrow = rule("wide", shortest=1), rule("narrow", contains=["refund"], says="complaint")
    found = lint_guideline(guideline(wide, narrow, first_fits=True), ITEMS)
    assert about_rules(found) == [("never-decides", "narrow")]
    assert about_rules(lint_guideline(guideline(narrow, wide, first_fits=True), ITEMS)) == []
    softer = rule("wide", "example", shortest=1)
    assert about_rules(lint_guideline(guideline(softer, narrow, first_fits=True), ITEMS)) == []


def test_a_new_version_needs_an_entry_in_the_change_log():
    entry = {"version": "2", "what": "More."}
    assert about_rules(lint_guideline(guideline(version="2"))) == [("unlogged", "Intents")]
    assert about_rules(lint_guideline(guideline(version="3", changes=[entry]))) == [("unlogged", "Intents")]
    assert about_rules(lint_guideline(guideline(version="2", changes=[entry]))) == []
