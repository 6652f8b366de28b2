"""Read and write COCO detection JSON: images, categories and boxes in pixels; a point is a keypoint of its category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from labelwright.annotations.formats import base
from labelwright.annotations.formats.base import (
    Context,
    Format,
    FormatError,
    ParsedFile,
    build_annotation,
    build_item,
    items_by_id,
)
from labelwright.annotations.formats.source_text import dumps, expect_list, expect_object, parse
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.values import Box, Point, Shapes

LOSSES = (
    "Stores boxes and points. A point is an object with one keypoint and an empty box, in its own category.",
    "An image without objects is read as finished with nothing found; skipped items are not stored.",
    "Annotators, times, notes, flags and guideline versions are not stored.",
    "In files of other tools, masks and polygons are not read (the objects' boxes are), and it is lost which keypoints "
    "belong to one object.",
)


def dump(annotations: Sequence[Annotation], context: Context) -> str:
    """Return the annotations as one COCO object; an image has our id as `item` in addition to the standard fields.

    FormatError for kinds other than shapes and for several annotators.
    """
    base.need_kinds(annotations, "COCO", ("shapes",))
    base.need_one_annotator(annotations, "COCO")
    items, numbers = items_by_id(context.items), dict[tuple[str, bool], int]()
    for option in context.task.labels if context.task else ():
        _number(numbers, option.name, option.shape == "point")
    images, objects = list[dict[str, Any]](), list[dict[str, Any]]()
    for annotation in annotations:
        if isinstance(value := annotation.value, Shapes):
            images.append(_image(annotation.item, value, items, len(images) + 1))
            shapes: list[Box | Point] = [*value.boxes, *value.points]
            for shape in shapes:
                number = _number(numbers, shape.label, isinstance(shape, Point))
                objects.append(_object(shape, len(objects) + 1, len(images), number))
    categories = [_category(name, point, number) for (name, point), number in numbers.items()]
    parts = [("images", images), ("annotations", objects), ("categories", categories)]
    body = ",\n".join(
        f'"{name}": [\n' + ",\n".join(map(dumps, rows)) + "\n]" if rows else f'"{name}": []'
        for name, rows in parts
    )
    return f"{{{body}}}\n"


def _number(numbers: dict[tuple[str, bool], int], label: str, point: bool) -> int:
    return numbers.setdefault((label, point), len(numbers) + 1)


def _category(name: str, point: bool, number: int) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": number, "name": name, "supercategory": ""}
    return {**plain, "keypoints": [name], "skeleton": []} if point else plain


def _image(name: str, value: Shapes, items: dict[str, Item], number: int) -> dict[str, Any]:
    path = items[name].image if name in items else ""
    shown = name if not path or path.startswith("data:") else path
    return {"id": number, "file_name": shown, "width": value.width, "height": value.height, "item": name}


def _object(shape: Box | Point, number: int, image: int, category: int) -> dict[str, Any]:
    head: dict[str, Any] = {"id": number, "image_id": image, "category_id": category, "iscrowd": 0}
    if isinstance(shape, Point):
        point = {"keypoints": [shape.x, shape.y, 2], "num_keypoints": 1}
        return {**head, **point, "bbox": [shape.x, shape.y, 0, 0], "area": 0}
    box = [shape.x, shape.y, shape.width, shape.height]
    return {**head, "bbox": box, "area": shape.width * shape.height, "segmentation": []}


def load(text: str, context: Context) -> ParsedFile:
    """Read a COCO object; each image is an item, found among the given items by our `item` or by its file name."""
    found, whole = ParsedFile(), expect_object(parse(text), "")
    categories = {_id(row, "categories"): row for row in _rows(whole, "categories")}
    objects: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(whole, "annotations"):
        objects[_id(row, "annotations", "image_id")].append(row)
    known = items_by_id(context.items)
    by_file = {item.image: item for item in context.items if item.image}
    for image in _rows(whole, "images"):
        number = _id(image, "images")
        where, name, file = f"image {number}", image.get("item"), image.get("file_name")
        item = known.get(str(name or file)) or by_file.get(str(file))
        item = item or build_item({"id": name or file or str(number), "image": file or ""}, where)
        value = _shapes(image, objects.pop(number, []), categories, where, found)
        record = {"item": item.id, "annotator": context.annotator, "task": context.name, "origin": "imported"}
        found.annotations.append(build_annotation({**record, "value": value}, where))
        found.items.append(item)
    if objects:
        found.problems.append(f"objects on {len(objects)} images that the file does not list were skipped.")
    return found


def _rows(whole: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = expect_list(whole.get(name, [] if name != "images" else None), "", f"`{name}`")
    return [expect_object(row, f"{name} {number}") for number, row in enumerate(rows, 1)]


def _id(row: dict[str, Any], part: str, name: str = "id") -> int | str:
    number = row.get(name)
    if not isinstance(number, (int, str)):
        raise FormatError(f"a row of `{part}` has no {name}.", f"Give every row its {name}.")
    return number


def _shapes(
    image: dict[str, Any],
    rows: list[dict[str, Any]],
    categories: dict[Any, dict[str, Any]],
    where: str,
    found: ParsedFile,
) -> Any:
    value: dict[str, Any] = {"kind": "shapes", "boxes": [], "points": []}
    value |= {"width": image.get("width"), "height": image.get("height")}
    for row in rows:
        category, box = categories.get(row.get("category_id"), {}), row.get("bbox")
        points = _points(row, category)
        value["points"] += points
        if isinstance(box, list) and len(box) == 4:
            if not points or (len(points) > 1 and all(side != 0 for side in box[2:])):
                place = dict(zip(("x", "y", "width", "height"), box, strict=True))
                value["boxes"].append({**place, "label": category.get("name")})
        elif not points:
            found.problems.append(
                f"{where}: the object {row.get('id')!r:.40} has no box of four numbers and was skipped."
            )
        if row.get("segmentation"):
            found.problems.append(f"{where}: the object {row.get('id')!r:.40} has a mask; its box was read.")
    return value


def _points(row: dict[str, Any], category: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the keypoints that are marked as labelled (v above 0), each with its own name or its category's."""
    flat, names = row.get("keypoints"), category.get("keypoints")
    if not isinstance(flat, list) or len(flat) % 3:
        return []
    names = (
        names
        if isinstance(names, list) and len(names) * 3 == len(flat)
        else [category.get("name")] * len(flat)
    )
    triples = zip(flat[::3], flat[1::3], flat[2::3], names, strict=False)
    return [{"x": x, "y": y, "label": name} for x, y, seen, name in triples if seen not in (0, None)]


def likelihood(text: str) -> int:
    """Return 3 if a JSON object names images and categories, otherwise 0."""
    start = text.lstrip()[:1]
    return 3 if start == "{" and '"images"' in text and '"categories"' in text else 0


FORMAT = Format("coco", "COCO", ".json", ("shapes",), LOSSES, likelihood, load, dump)
