"""Read and write Label Studio's JSON: tasks with their data and every annotator's results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from labelwright.annotations.formats.base import (
    KINDS,
    Context,
    Format,
    FormatError,
    ItemLookup,
    ParsedFile,
    build_annotation,
    fill_quotes,
    items_by_id,
    need_item,
)
from labelwright.annotations.formats.label_studio import task_data as tasks
from labelwright.annotations.formats.label_studio.regions import build as build_value
from labelwright.annotations.formats.label_studio.regions import results
from labelwright.annotations.formats.label_studio.task_data import Page, Region
from labelwright.annotations.formats.source_text import dumps, expect_list, expect_object, parse
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Kind, Shapes

LOSSES = (
    "Stores every kind of value, the annotator, the time at work, the last change and whether an item was skipped.",
    "The task's name, why an item was skipped, notes, flags, the guideline's version and the origin are not stored.",
    "Positions on images are percentages: coordinates are exact to a hundred-thousandth of a pixel.",
    "Rotated boxes, polygons, masks, taxonomies, relations and regions in HTML are not read.",
)
_TYPES = {
    "choices", "labels", "rectanglelabels", "keypointlabels", "rating", "number", "pairwise", "ranker", "textarea",
}  # fmt: skip


def dump(annotations: Sequence[Annotation], context: Context) -> str:
    """Return every given item as a task with its annotations; an item without annotations is a task still to label.

    FormatError for an annotation whose item is not given.
    """
    items = items_by_id(context.items)
    work: dict[str, list[Annotation]] = {item.id: [] for item in context.items}
    for annotation in annotations:
        work[need_item(annotation, items).id].append(fill_quotes(annotation, items[annotation.item], ""))
    kinds = {annotation.value.kind for annotation in annotations if annotation.value}
    targets = {kind: (tasks.shown(kind, context.items) or ["text"])[0] for kind in kinds}
    rows = [
        _task(items[name], annotations_of_item, number, context.task, targets)
        for number, (name, annotations_of_item) in enumerate(work.items(), 1)
    ]
    return "[\n" + ",\n".join(map(dumps, rows)) + "\n]\n"


def _task(
    item: Item, annotations: list[Annotation], number: int, task: LabelTask | None, targets: dict[Kind, str]
) -> dict[str, Any]:
    data = tasks.data(item)
    for annotation in annotations:
        if isinstance(value := annotation.value, Shapes):
            data |= {"image_width": value.width, "image_height": value.height}
    done = [
        _annotation(annotation, 1_000_000 * number + place, task, targets)
        for place, annotation in enumerate(annotations, 1)
    ]
    return {"id": number, "data": data, "annotations": done, "predictions": []}


def _annotation(
    annotation: Annotation, number: int, task: LabelTask | None, targets: dict[Kind, str]
) -> dict[str, Any]:
    value = annotation.value
    lowest = min((score for line in task.criteria for score in line.anchors), default=1) if task else 1
    if value is not None and value.kind == "rubric":
        lowest = min((lowest, *value.scores.values()))
    at = annotation.at.isoformat() if annotation.at else None
    return {
        "id": number,
        "completed_by": {"email": annotation.annotator},
        "lead_time": annotation.seconds,
        "was_cancelled": annotation.status == "skipped",
        "ground_truth": False,
        "created_at": at,
        "updated_at": at,
        "result": results(value, targets[value.kind], lowest, task.tie if task else True) if value else [],
    }


def load(text: str, context: Context) -> ParsedFile:
    """Read an export in Label Studio's `JSON` format (not JSON-MIN); without a task the kind is guessed."""
    parsed = parse(text)
    rows = [
        expect_object(row, f"task {n}")
        for n, row in enumerate(parsed if isinstance(parsed, list) else [parsed], 1)
    ]
    found, lookup, read = (
        ParsedFile(),
        ItemLookup(context.items),
        list[tuple[str, Item, dict[str, Any], dict[str, Any]]](),
    )
    for number, row in enumerate(rows, 1):
        where = f"task {number}"
        data = expect_object(row.get("data"), where) if "data" in row else _no_data(where)
        item = tasks.read(data, row.get("id", number), lookup, where)
        found.items.append(item)
        done = expect_list(row.get("annotations", row.get("completions", [])), where, "`annotations`")
        read += [(where, item, data, expect_object(part, where)) for part in done]
    kind = context.kind(_guess([_regions(part, where) for where, _, _, part in read]))
    strange = Counter[str]()
    for where, item, data, part in read:
        regions = _regions(part, where)
        strange.update(
            str(region.get("type"))[:40] for region in regions if str(region.get("type")) not in _TYPES
        )
        page = _page(where, item, data, regions, context)
        if annotation := _read(part, kind, page, item, context):
            found.annotations.append(annotation)
        found.problems += page.problems
    found.problems += [
        f"{number} results of type {name!r} were not read." for name, number in strange.items()
    ]
    return found


def _no_data(where: str) -> dict[str, Any]:
    raise FormatError("a task without `data`.", "Export the project again as `JSON`, not as JSON-MIN.", where)


def _regions(part: dict[str, Any], where: str) -> list[Region]:
    return [expect_object(region, where) for region in expect_list(part.get("result", []), where, "`result`")]


def _page(where: str, item: Item, data: dict[str, Any], regions: list[Region], context: Context) -> Page:
    letters = dict(zip("ab", item.responses, strict=False))
    texts = {"text": item.text, "source": item.source, "prompt": item.prompt, **letters}
    names = (context.name, "label", "type", "answer", "rank")
    size = (data.get("image_width"), data.get("image_height"))
    return Page(regions, texts, where, names, tasks.numbers(data), size)


def _read(part: dict[str, Any], kind: Kind, page: Page, item: Item, context: Context) -> Annotation | None:
    record: dict[str, Any] = {"item": item.id, "annotator": _annotator(part, context), "task": context.name}
    record |= {"origin": "imported", "seconds": part.get("lead_time")}
    record["at"] = part.get("updated_at") or part.get("created_at")
    if part.get("was_cancelled"):
        return build_annotation({**record, "status": "skipped"}, page.where, item)
    value = build_value(kind, page)
    if value is None:
        page.problems.append(f"{page.where}: an annotation without a {kind} was skipped.")
        return None
    return build_annotation({**record, "value": value}, page.where, item)


def _annotator(part: dict[str, Any], context: Context) -> str:
    by = part.get("completed_by")
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    return str(by) if by is not None and by != "" else context.annotator


def _guess(annotations: Sequence[list[Region]]) -> Kind:
    """Return the kind of value that the types of results suggest; the clearest signs are tried first."""
    regions = [region for results in annotations for region in results]
    types = {str(region.get("type")) for region in regions}
    names = {str(region.get("from_name")) for region in regions}
    if "labels" in types and "severity" in names:
        return "errors"
    if "tie" in names:
        return "pairwise"
    signs: tuple[tuple[str, Kind], ...] = (
        ("pairwise", "pairwise"), ("ranker", "ranking"), ("rectanglelabels", "shapes"), ("keypointlabels", "shapes"),
        ("labels", "spans"), ("rating", "rubric"), ("number", "rubric"), ("textarea", "text"),
    )  # fmt: skip
    for name, kind in signs:
        if name in types:
            return kind
    counts = [len(Page(each, {}, "").picked(each, "choices")) for each in annotations if each]
    return "choice" if counts and max(counts) == 1 else "choices"


def likelihood(text: str) -> int:
    """Return 3 if the JSON has `data` and annotations, otherwise 0."""
    if text.lstrip()[:1] not in ("[", "{"):
        return 0
    return 3 if '"data"' in text and ('"annotations"' in text or '"completions"' in text) else 0


FORMAT = Format("labelstudio", "Label Studio JSON", ".json", KINDS, LOSSES, likelihood, load, dump)
