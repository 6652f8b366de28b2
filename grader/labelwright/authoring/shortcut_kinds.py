"""The shortcuts of each kind of labelling: how a journal's values look when nobody did the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from labelwright.rng import Rng

Line = dict[str, Any]
"""One line of a journal."""
MOST_LABELS = 12
"""The most labels of which each is given to everything."""
LEAST_SHARE = 0.2
"""A label that is left out everywhere is a shortcut if it is this share of all marks; fewer are inside any tolerance."""
HALF = "every second"
"""How a shortcut is called that leaves right labels out."""
ValueChange = Callable[[dict[str, Any], Line], dict[str, Any]]
PartChange = Callable[[dict[str, Any], Line], list[dict[str, Any]]]
Changes = Iterator[tuple[str, ValueChange]]


def labels_of(values: Iterable[dict[str, Any]]) -> Counter[str]:
    """Count the labels of values of one kind, or of their parts."""
    found: Counter[str] = Counter()
    for value in values:
        for part in value.get("spans", value.get("boxes", value.get("errors", [value]))):
            found.update(filter(None, [part.get("label", part.get("type"))]))
    return found


def _by_number(counted: Counter[str]) -> list[str]:
    return [label for label, _ in counted.most_common()]


def _set(**parts: object) -> ValueChange:
    return lambda value, line: {**value, **parts}


def _each(part: str, change: PartChange) -> ValueChange:
    return lambda value, line: {**value, part: [new for one in value[part] for new in change(one, line)]}


def _some(part: str, step: int) -> ValueChange:
    return lambda value, line: {**value, part: value[part][::step]}


def _twice(one: dict[str, Any], line: Line) -> list[dict[str, Any]]:
    return [one, one]


def _exchanged(label: str, other: str) -> ValueChange:
    return lambda value, line: {**value, "label": other if value["label"] == label else value["label"]}


def _relabelled(label: str) -> PartChange:
    return lambda one, line: [{**one, "label": label}]


def _left_out(label: str) -> PartChange:
    return lambda one, line: [] if one["label"] == label else [one]


def _drawn(labels: list[str]) -> ValueChange:
    return lambda value, line: {
        **value,
        "label": labels[int(Rng(11).share_for(line["item"]) * len(labels))],
    }


def no_changes(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    """Yield nothing: kinds without shortcuts of their own have only those of every kind."""
    yield from ()


def _choices(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    labels = _by_number(counted)
    for label in labels[:MOST_LABELS]:
        yield f"{label} for everything", _set(label=label)
    yield "labels drawn at random", _drawn(labels)
    for label in _frequent(counted):
        other = labels[(labels.index(label) + 1) % len(labels)]
        yield f"{label} never used", _exchanged(label, other)


def _frequent(counted: Counter[str]) -> list[str]:
    return [label for label in _by_number(counted) if counted[label] >= LEAST_SHARE * counted.total()]


def _one_label(part: str, counted: Counter[str]) -> Changes:
    for label in _by_number(counted)[:MOST_LABELS]:
        yield f"all are {label}", _each(part, _relabelled(label))
    for label in _frequent(counted):
        yield f"without {label}", _each(part, _left_out(label))


def _spans(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    yield "nothing marked", _set(spans=[])
    yield "each span twice", _each("spans", _twice)
    yield f"{HALF} span", _some("spans", 2)
    yield from _one_label("spans", counted)
    for left, right in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, 1), (-1, -1)):
        yield f"starts {left:+}, ends {right:+}", _each("spans", _moved(left, right, texts))
    if texts:
        label = _by_number(counted)[0]

        def whole(value: dict[str, Any], line: Line) -> dict[str, Any]:
            text = texts[line["item"]]
            return {**value, "spans": [_cut(0, len(text), label, text)]}

        yield "whole texts", whole


def _moved(left: int, right: int, texts: Mapping[str, str]) -> PartChange:
    def move(one: dict[str, Any], line: Line) -> list[dict[str, Any]]:
        text = texts.get(line["item"], "")
        start, end = max(0, one["start"] + left), one["end"] + right
        end = min(end, len(text)) if text else end
        return [_cut(start, end, one["label"], text)] if start < end else []

    return move


def _cut(start: int, end: int, label: str, text: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **({"text": text[start:end]} if text else {})}


def _shapes(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    yield "no box", _set(boxes=[])
    yield "each box twice", _each("boxes", _twice)
    yield f"{HALF} box", _some("boxes", 2)
    yield "one box in each picture", _some("boxes", 1_000)
    yield "one huge box", _huge(_by_number(counted)[0])
    yield from _one_label("boxes", counted)
    yield "loose by eight pixels", _each("boxes", _grown(8))
    yield "x and y exchanged", _each("boxes", _turned)


def _huge(label: str) -> ValueChange:
    def change(value: dict[str, Any], line: Line) -> dict[str, Any]:
        box = {"x": 0, "y": 0, "width": value["width"], "height": value["height"], "label": label}
        return {**value, "boxes": [box]}

    return change


def _turned(one: dict[str, Any], line: Line) -> list[dict[str, Any]]:
    return [{**one, "x": one["y"], "y": one["x"], "width": one["height"], "height": one["width"]}]


def _grown(by: int) -> PartChange:
    def change(one: dict[str, Any], line: Line) -> list[dict[str, Any]]:
        size = {"width": one["width"] + 2 * by, "height": one["height"] + 2 * by}
        return [{**one, **size, "x": one["x"] - by, "y": one["y"] - by}]

    return change


def _pairs(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    for winner in ("a", "b"):
        yield f"always {winner}", _set(winner=winner, strength=1)
    yield "always a tie", _set(winner="tie", strength=0)


def _rubrics(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    for score in range(5):
        yield f"the score {score} for everything", _scored(score)


def _scored(score: int) -> ValueChange:
    return lambda value, line: {**value, "scores": dict.fromkeys(value["scores"], score)}


def _texts_of_people(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    yield "one word", _set(text="text")
    yield "filler", _reworded(lambda text: " ".join(["filler"] * len(text.split())))
    yield "the first half", _reworded(lambda text: text[: len(text) // 2])
    yield "everything in capitals", _reworded(lambda text: text.upper())
    if texts:
        yield "the text as it was", lambda value, line: {**value, "text": texts.get(line["item"], "")}


def _reworded(change: Callable[[str], str]) -> ValueChange:
    return lambda value, line: {**value, "text": change(value["text"])}


KINDS: dict[str, Callable[[Counter[str], Mapping[str, str]], Changes]] = {
    "choice": _choices,
    "spans": _spans,
    "shapes": _shapes,
    "pairwise": _pairs,
    "rubric": _rubrics,
    "text": _texts_of_people,
}
"""The shortcuts of each kind of labelling, as changes of a line's value; other kinds have only those of every kind."""
