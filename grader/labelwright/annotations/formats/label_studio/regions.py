"""The regions of Label Studio's JSON, written from values and read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from labelwright.annotations.formats.base import FormatError
from labelwright.annotations.formats.label_studio.task_data import Page, value
from labelwright.annotations.formats.source_text import expect_list, expect_object
from labelwright.annotations.values import (
    Box,
    Choice,
    Choices,
    Errors,
    Kind,
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


_BUCKET = re.compile(r"rank_([0-9]{1,6})")
_QUOTED = ("a", "b", "source", "prompt", "text")


def build(kind: Kind, page: Page) -> dict[str, Any] | None:
    """Return the parts of a value of `kind`; None if the annotation lacks what that kind needs."""
    parts = _READERS[kind](page)
    return None if parts is None else {"kind": kind, **parts}


def _choice(page: Page) -> dict[str, Any] | None:
    labels = page.picked(page.one_control("choices"), "choices")
    if len(labels) > 1:
        page.problems.append(
            f"{page.where}: {len(labels)} labels, but the task asks for one; the first was read."
        )
    return {"label": labels[0]} if labels else None


def _choices(page: Page) -> dict[str, Any]:
    return {"labels": page.picked(page.one_control("choices"), "choices")}


def _spans(page: Page) -> dict[str, Any]:
    regions = page.one_control("labels")
    return {
        "spans": [{**page.place(r), "label": label} for r in regions for label in page.picked([r], "labels")]
    }


def _text(page: Page) -> dict[str, Any] | None:
    written = page.picked(page.one_control("textarea"), "text")
    if len(written) > 1:
        page.problems.append(f"{page.where}: {len(written)} texts; they were joined, each on its own line.")
    return {"text": "\n".join(map(str, written))} if written else None


def _rubric(page: Page) -> dict[str, Any] | None:
    scores = {str(r.get("from_name")): value(r).get(r["type"]) for r in page.of("rating", "number")}
    for region in page.of("choices"):
        labels = page.picked([region], "choices")
        if len(labels) == 1 and re.fullmatch(r"-?[0-9]{1,6}", str(labels[0])):
            scores[str(region.get("from_name"))] = int(labels[0])
    return {"scores": scores} if scores else None


def _read_pairwise(page: Page) -> dict[str, Any] | None:
    sides = {"left": "a", "right": "b"}
    winner = next((sides.get(str(value(r).get("selected"))) for r in page.of("pairwise")), None)
    if winner is None and page.named("tie", "choices"):
        winner = "tie"
    if winner is None:
        return None
    strength = next((value(r).get("rating") for r in page.named("strength", "rating")), 1)
    note = page.picked(page.named("comment", "textarea"), "text")
    evidence = [
        {**page.place(region, on), "where": on, "text": str(value(region).get("text", ""))}
        for region in page.of("labels")
        if (on := str(region.get("to_name"))) in _QUOTED
    ]
    reasons = page.picked(page.named("reasons", "choices"), "choices")
    parts = {"winner": winner, "strength": 0 if winner == "tie" else strength, "reasons": reasons}
    return {**parts, "evidence": evidence, "note": "\n".join(map(str, note))}


def _ranking(page: Page) -> dict[str, Any] | None:
    found = page.one_control("ranker")
    if not found:
        return None
    columns = expect_object(value(found[0]).get("ranker"), page.where)
    buckets = sorted((int(match[1]), name) for name in columns if (match := _BUCKET.fullmatch(name)))
    names = [name for _, name in buckets] or [name for name in columns if name != "_"]
    groups = [
        [_number(part, page) for part in expect_list(columns[name], page.where, "a ranking")]
        for name in names
    ]
    if len(groups) == 1 and not buckets:
        groups = [[number] for number in groups[0]]
    return {"order": [group for group in groups if group]}


def _number(name: Any, page: Page) -> int:
    found = page.responses.get(str(name))
    if found is None and not re.fullmatch(r"[0-9]{1,6}", str(name)):
        problem = f"the ranking names {str(name)[:40]!r}, which is not a response of the task."
        raise FormatError(problem, "Export the tasks with their data.", page.where)
    return int(name) if found is None else found


def _shapes(page: Page) -> dict[str, Any] | None:
    boxes, points, (width, height) = list[Any](), list[Any](), page.size
    for region in page.of("rectanglelabels", "keypointlabels"):
        parts, kind = value(region), str(region["type"])
        width, height = region.get("original_width", width), region.get("original_height", height)
        if parts.get("rotation") or region.get("image_rotation"):
            page.problems.append(
                f"{page.where}: a rotated box or image was skipped; only boxes that are not rotated can be read."
            )
            continue
        names = ("x", "y", "width", "height") if kind == "rectanglelabels" else ("x", "y")
        place = {
            name: _pixels(parts.get(name), width if name in ("x", "width") else height, page)
            for name in names
        }
        target = boxes if kind == "rectanglelabels" else points
        target += [{**place, "label": label} for label in page.picked([region], kind)]
    if width is None or height is None:
        return None
    return {"boxes": boxes, "points": points, "width": width, "height": height}


def _pixels(percent: Any, whole: Any, page: Page) -> float:
    if not isinstance(percent, (int, float)) or not isinstance(whole, (int, float)):
        problem = "a shape without numbers as its position, or without the size of its image."
        raise FormatError(problem, "Export the project as JSON, not JSON-MIN.", page.where)
    exact = percent * whole / 100
    return round(exact, 6) or exact


def _read_errors(page: Page) -> dict[str, Any]:
    found = []
    for region in page.one_control("labels"):
        parts = [other for other in page.regions if other.get("id") == region.get("id")]
        severity = page.picked([r for r in parts if r.get("type") == "choices"], "choices")
        note = page.picked([r for r in parts if r.get("type") == "textarea"], "text")
        if not severity:
            page.problems.append(f"{page.where}: an error without a severity was skipped.")
            continue
        tail = {"severity": severity[0], "note": "\n".join(map(str, note))}
        found += [{**page.place(region), "type": name, **tail} for name in page.picked([region], "labels")]
    return {"errors": found}


_READERS: dict[Kind, Callable[[Page], dict[str, Any] | None]] = {
    "choice": _choice,
    "choices": _choices,
    "spans": _spans,
    "shapes": _shapes,
    "pairwise": _read_pairwise,
    "rubric": _rubric,
    "errors": _read_errors,
    "text": _text,
    "ranking": _ranking,
}
