"""Turn a value into the regions and choices that Label Studio stores in an annotation's `result`."""

from __future__ import annotations

from typing import Any

from labelwright.annotations.values import (
    Box,
    Choice,
    Choices,
    Errors,
    Pairwise,
    Point,
    Ranking,
    Rubric,
    Shapes,
    Spans,
    Text,
    Value,
)

Region = dict[str, Any]


def results(value: Value, target: str, lowest: int = 1, tie: bool = True) -> list[Region]:
    """Return the `result` list of one annotation. `target` is the object that its controls belong to.

    `lowest` is the lowest score of a rubric: stars (`rating`) start at 1, other scales are numbers. `tie` says whether
    a ranking has one bucket for each place, so that places can be shared.
    """
    if isinstance(value, Pairwise):
        return _numbered(_pairwise(value, target))
    if isinstance(value, Errors):
        return _errors(value, target)
    if isinstance(value, Shapes):
        shapes: list[Box | Point] = [*value.boxes, *value.points]
        return _numbered([_shape(shape, value, target) for shape in shapes])
    if isinstance(value, Spans):
        return _numbered([_span("label", target, span, span.label) for span in value.spans])
    if isinstance(value, Rubric):
        kind = "rating" if lowest == 1 else "number"
        return _numbered([_region(name, target, kind, {kind: score}) for name, score in value.scores.items()])
    return _numbered(_plain(value, target, tie))


def _plain(value: Choice | Choices | Text | Ranking, target: str, tie: bool) -> list[Region]:
    if isinstance(value, Text):
        return [_region("answer", target, "textarea", {"text": [value.text]})]
    if isinstance(value, Ranking):
        return [_region("rank", target, "ranker", {"ranker": _ranker(value, tie)})]
    labels = [value.label] if isinstance(value, Choice) else list(value.labels)
    return [_region("label", target, "choices", {"choices": labels})] if labels else []


def _region(name: str, target: str, kind: str, value: dict[str, Any]) -> Region:
    return {"from_name": name, "to_name": target, "type": kind, "origin": "manual", "value": value}


def _numbered(regions: list[Region]) -> list[Region]:
    return [{"id": f"r{number}", **region} for number, region in enumerate(regions, 1)]


def _span(name: str, target: str, span: Any, label: str) -> Region:
    place = {"start": span.start, "end": span.end, "text": span.text}
    return _region(name, target, "labels", {**place, "labels": [label]})


def _shape(shape: Box | Point, value: Shapes, target: str) -> Region:
    """Return a shape in percent of the image's width and height, as Label Studio stores it."""
    place: dict[str, Any] = {"x": 100 * shape.x / value.width, "y": 100 * shape.y / value.height}
    if isinstance(shape, Box):
        kind = "rectanglelabels"
        place |= {"width": 100 * shape.width / value.width, "height": 100 * shape.height / value.height}
        place["rotation"] = 0
    else:
        kind = "keypointlabels"
        place["width"] = 0.5
    name = "box" if isinstance(shape, Box) else "point"
    size = {"original_width": value.width, "original_height": value.height, "image_rotation": 0}
    return {**_region(name, target, kind, {**place, kind: [shape.label]}), **size}


def _ranker(value: Ranking, tie: bool) -> dict[str, list[str]]:
    groups = [[str(number) for number in group] for group in value.order]
    if all(len(group) == 1 for group in groups) and not tie:
        return {"rank": [name for group in groups for name in group]}
    return {f"rank_{place}": group for place, group in enumerate(groups, 1)}


def _pairwise(value: Pairwise, target: str) -> list[Region]:
    regions = []
    if value.winner == "tie":
        regions.append(_region("tie", target, "choices", {"choices": ["tie"]}))
    else:
        side = {"selected": "left" if value.winner == "a" else "right"}
        regions.append(_region("winner", "winner", "pairwise", side))
        regions.append(_region("strength", target, "rating", {"rating": value.strength}))
    if value.reasons:
        regions.append(_region("reasons", target, "choices", {"choices": list(value.reasons)}))
    if value.note:
        regions.append(_region("comment", target, "textarea", {"text": [value.note]}))
    quotes = [_span(f"evidence_{quote.where}", quote.where, quote, "evidence") for quote in value.evidence]
    return [*regions, *quotes]


def _errors(value: Errors, target: str) -> list[Region]:
    """Return the regions of all errors; the severity and note of an error have the same id and position."""
    regions: list[Region] = []
    for number, error in enumerate(value.errors, 1):
        place = {"start": error.start, "end": error.end}
        parts = [_span("type", target, error, error.type)]
        parts.append(_region("severity", target, "choices", {**place, "choices": [error.severity]}))
        if error.note:
            parts.append(_region("comment", target, "textarea", {**place, "text": [error.note]}))
        regions += [{"id": f"r{number}", **part} for part in parts]
    return regions
