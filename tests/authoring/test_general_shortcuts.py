"""The shortcuts of each kind of labelling: what they hand in, and that a lenient exercise lets them through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from labelwright.annotations.journal import Entry
from labelwright.annotations.values import Value
from labelwright.authoring.new import new_exercise
from labelwright.authoring.prove import prove_shortcuts
from labelwright.authoring.shortcuts import shortcuts
from labelwright.course.course import Course

VALUES: dict[str, list[dict[str, Any]]] = {
    "choice": [{"label": "ham"}, {"label": "spam"}, {"label": "ham"}],
    "spans": [{"spans": [{"start": 4, "end": 7, "label": "name", "text": "Lov"}]}, {"spans": []}],
    "shapes": [
        {"boxes": [{"x": 1, "y": 2, "width": 3, "height": 4, "label": "7"}], "width": 40, "height": 30}
    ],
    "pairwise": [{"winner": "a", "strength": 2}, {"winner": "tie", "strength": 0}],
    "rubric": [{"scores": {"clear": 3, "right": 2}}],
    "text": [{"text": "One two three four."}],
    "errors": [{"errors": [{"start": 0, "end": 2, "type": "typo", "severity": "minor"}]}],
}
FEWEST = {"choice": 10, "spans": 15, "shapes": 12, "pairwise": 8, "rubric": 10, "text": 9, "errors": 5}


def lines_of(kind: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"l{number}",
            "item": f"i{number}",
            "annotator": "ada",
            "task": "t",
            "status": "done",
            "value": {"kind": kind, **value},
            "seconds": 20.0,
            "at": "2026-01-01T12:00:00+00:00",
        }
        for number, value in enumerate(VALUES[kind])
    ]


@pytest.mark.parametrize("kind", VALUES)
def test_each_shortcut_is_a_journal_that_can_be_read_and_differs(kind: str) -> None:
    lines = lines_of(kind)
    texts = {line["item"]: "Ada Lovelace wrote this." for line in lines}
    found = list(shortcuts({"t.annotations.jsonl": lines}, texts))
    assert len({one.name for one in found}) == len(found) >= FEWEST[kind]
    for one in found:
        changed = [one.change(line) for line in lines]
        for line in changed:
            Entry.model_validate(line)
            if line.get("value"):
                TypeAdapter(Value).validate_python(line["value"])
        # One line has no second one, and one label is the label of all.
        if not one.name.startswith(("every second", "one box")) and one.name not in (
            "7 never used",
            "every second box",
            "one box in each picture",
            "all are 7",
            "all are name",
        ):
            assert changed != lines, one.name
    assert lines == lines_of(kind)


NOTEBOOK = """\
# %%
from labelwright import exercise

ex = exercise("count-the-labels")
TASK = {{"name": "spam", "kind": "choice", "question": "Spam?", "labels": [{{"name": "spam"}}, {{"name": "ham"}}]}}
items = [{{"id": f"m{{n}}", "text": f"message {{n}}"}} for n in range(6)]
work = ex.label(items, TASK)

# %% tags=["solution"]
import json
from pathlib import Path

lines = [
    dict(
        format_version=1, id=f"s{{n}}", act="set", item=f"m{{n}}", annotator=work.annotator or "x", task="spam",
        status="done", value=dict(kind="choice", label="spam" if n % 2 else "ham"), seconds=9.0,
        at="2026-01-01T12:00:00+00:00",
    )
    for n in range(6)
]
Path("spam.annotations.jsonl").write_text("".join(json.dumps(line) + "\\n" for line in lines))

# %%
spam_share = ...
# solution
work = ex.label(items, TASK)
labels = [one.value.label for one in work.annotations if one.value]
spam_share = labels.count("spam") / len(labels) if labels else 0.0

# %%
ex.check("counts")

# %%
ex.check("share")
"""
CHECKS = '''\
"""Checks."""

from labelwright.checks import Failed, Work, check, chosen_labels, read_annotations

GOLD = {{f"m{{n}}": "spam" if n % 2 else "ham" for n in range(6)}}


@check("counts")
def labels_are_right(work: Work) -> None:
    """Your labels are right."""
    found = chosen_labels(read_annotations(work, "spam.annotations.jsonl"))
    right = sum(found.get(item) == label for item, label in GOLD.items())
    if right < {least}:
        raise Failed(f"{{right}} of 6 are right.")


@check("share")
def share_is_stated(work: Work) -> None:
    """`spam_share` is a number."""
    work.number("spam_share")
'''


@pytest.mark.parametrize(
    ("least", "survive"), [(6, set()), (3, {"ham for everything", "spam for everything"})]
)
def test_a_lenient_exercise_lets_shortcuts_pass(tmp_path: Path, least: int, survive: set[str]) -> None:
    course = Course(tmp_path)
    folder = new_exercise(course, "count-the-labels", module="m01-new")
    toml = (folder / "exercise.toml").read_text(encoding="utf-8")
    toml = toml.replace('skills = ["label"]', 'skills = ["label"]\nfiles = ["spam.annotations.jsonl"]')
    (folder / "exercise.toml").write_text(toml, encoding="utf-8")
    (folder / "notebook.py").write_text(NOTEBOOK.format(), encoding="utf-8")
    (folder / "checks.py").write_text(CHECKS.format(least=least), encoding="utf-8")
    exercise = Course(tmp_path).exercise("count-the-labels")
    proof = prove_shortcuts(course, exercise, "ada")
    named = {fault.split(":")[0] for fault in proof.faults}
    assert named >= survive
    assert bool(named - {"0 seconds each", "0.3 seconds each", "somebody else's labels"}) is bool(survive)
    listed = (f"[[shortcut]]\nname = {json.dumps(name)}\nwhy = 'It is a test.'\n" for name in sorted(named))
    (folder / "proof.toml").write_text("\n".join(listed), encoding="utf-8")
    assert prove_shortcuts(course, exercise, "ada").faults == ()
