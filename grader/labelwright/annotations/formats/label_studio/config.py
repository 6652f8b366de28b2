"""Write a task as Label Studio's labelling configuration (XML), and read such a configuration back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from pydantic import ValidationError

from labelwright.annotations.formats.base import FormatError
from labelwright.annotations.formats.label_studio.task_data import shown
from labelwright.annotations.record import Item
from labelwright.annotations.task import Criterion, LabelOption, LabelTask

LOSSES = (
    "Stores the question, the labels with keys and meanings, the criteria with their anchors, reasons, error types and "
    "severities.",
    "The task's name, the guideline, which spans may nest or overlap, skip reasons and idle time are not stored; paste "
    "the guideline into the project's instructions.",
    "Labels of boxes come before labels of points.",
)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BUCKETS = 4
"""The number of places in a ranking if no items say how many responses there are."""


def write_config(task: LabelTask, items: Sequence[Item] = ()) -> str:
    """Return the labelling config for `task`, with the fields that `items` use; FormatError for what XML cannot contain."""
    root = ET.Element("View")
    _add(root, "Header", value=task.question)
    names = shown(task.kind, items) or ["text"]
    for name in ("prompt", "source", "text", "image", "a", "b", "responses"):
        if name in names:
            _object(root, name)
    _controls(root, task, names, items)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode") + "\n"
    if illegal := _ILLEGAL.search(text):
        raise FormatError(
            f"the task contains the control character U+{ord(illegal[0]):04X}, which XML cannot store.",
            "Remove it from the task's names and texts.",
        )
    return text


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)


def _object(root: ET.Element, name: str) -> None:
    fields = {"a": "$response_a", "b": "$response_b"}
    tag = {"image": "Image", "responses": "List"}.get(name, "Text")
    _add(root, tag, name=name, value=fields.get(name, f"${name}"))


def _controls(root: ET.Element, task: LabelTask, names: list[str], items: Sequence[Item]) -> None:
    target = names[0]
    if task.kind in ("choice", "choices"):
        how = "single" if task.kind == "choice" else "multiple"
        _options(_add(root, "Choices", name="label", toName=target, choice=how), "Choice", task.labels)
    elif task.kind == "spans":
        _options(_add(root, "Labels", name="label", toName=target), "Label", task.labels)
    elif task.kind == "shapes":
        for shape, tag, name in (("box", "RectangleLabels", "box"), ("point", "KeyPointLabels", "point")):
            labels = [option for option in task.labels if option.shape == shape]
            if labels:
                control = _add(root, tag, name=name, toName=target)
                _options(control, "Label", labels)
                _index_points(control)
    elif task.kind == "rubric":
        for criterion in task.criteria:
            _criterion(root, criterion, target)
    elif task.kind == "errors":
        _errors(root, task, target)
    elif task.kind == "text":
        _add(root, "TextArea", name="answer", toName=target, rows="6", editable="true", maxSubmissions="1")
    elif task.kind == "pairwise":
        _pairwise(root, task, names)
    else:
        _ranking(root, task, items)


def _options(parent: ET.Element, tag: str, options: Sequence[LabelOption]) -> None:
    for option in options:
        extra = {"hotkey": option.key} if option.key else {}
        extra |= {"hint": option.meaning} if option.meaning else {}
        _add(parent, tag, value=option.name, **extra)


def _index_points(control: ET.Element) -> None:
    """Number the labels of points: Label Studio's own COCO export needs the numbers."""
    for number, element in enumerate(control if control.tag == "KeyPointLabels" else ()):
        element.set("model_index", str(number))


def _names(parent: ET.Element, tag: str, names: Sequence[str]) -> None:
    for name in names:
        _add(parent, tag, value=name)


def _criterion(root: ET.Element, criterion: Criterion, target: str) -> None:
    """Add stars if scores start at 1, otherwise a number; headers above it say what each score means."""
    scores = sorted(criterion.anchors)
    _add(root, "Header", value=criterion.title)
    for score in scores:
        _add(root, "Header", size="6", value=f"{score} = {criterion.anchors[score]}")
    if scores[0] == 1:
        _add(root, "Rating", name=criterion.id, toName=target, maxRating=str(scores[-1]))
    else:
        _add(
            root,
            "Number",
            name=criterion.id,
            toName=target,
            min=str(scores[0]),
            max=str(scores[-1]),
            step="1",
        )


def _errors(root: ET.Element, task: LabelTask, target: str) -> None:
    _names(_add(root, "Labels", name="type", toName=target), "Label", task.error_types)
    per_region = {"toName": target, "perRegion": "true"}
    _names(
        _add(root, "Choices", name="severity", choice="single", required="true", **per_region),
        "Choice",
        task.severities,
    )
    _add(root, "TextArea", name="comment", **per_region)


def _pairwise(root: ET.Element, task: LabelTask, names: list[str]) -> None:
    _add(root, "Pairwise", name="winner", toName="a,b")
    _add(root, "Rating", name="strength", toName="a", maxRating="3")
    if task.tie:
        _names(_add(root, "Choices", name="tie", toName="a", choice="single"), "Choice", ["tie"])
    if task.reasons:
        _names(_add(root, "Choices", name="reasons", toName="a", choice="multiple"), "Choice", task.reasons)
    for name in names if task.need_evidence else []:
        _names(_add(root, "Labels", name=f"evidence_{name}", toName=name), "Label", ["evidence"])
    _add(root, "TextArea", name="comment", toName="a")


def _ranking(root: ET.Element, task: LabelTask, items: Sequence[Item]) -> None:
    """Add one bucket for each place if places may be shared; otherwise the list itself is put in order."""
    ranker = _add(root, "Ranker", name="rank", toName="responses")
    places = max((len(item.responses) for item in items), default=_BUCKETS)
    for place in range(1, places + 1) if task.tie else ():
        _add(ranker, "Bucket", name=f"rank_{place}", title=f"Place {place}")


MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 60
MAX_SCORES = 100
_DECLARES = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ANCHOR = re.compile(r"(-?[0-9]{1,6}) = (.*)", re.DOTALL)


def read_config(text: str, name: str = "imported") -> LabelTask:
    """Return the task that a labelling config describes, with the name `name`.

    FormatError if the text is not XML, declares a document type or entities (which could grow without limit), is too
    large or deep, or has no control that one of our kinds of task uses.
    """
    root = _parse(text)
    found = list(root.iter())
    kind, fill = _kind(found)
    headers = [element.get("value", "") for element in found if element.tag == "Header"]
    parts = {"name": name, "kind": kind, "question": headers[0] if headers else "", **fill(found)}
    try:
        return LabelTask.model_validate(parts)
    except ValidationError as error:
        problems = "; ".join(
            problem["msg"].removeprefix("Value error, ")[:200] for problem in error.errors()[:3]
        )
        raise FormatError(f"the config is not a valid task: {problems}.", "Correct the config.") from None


def _parse(text: str) -> ET.Element:
    if len(text) > MAX_CHARACTERS:
        raise FormatError(f"a config of more than {MAX_CHARACTERS:,} characters.", "Give only the config.")
    if _DECLARES.search(text):
        raise FormatError("the config declares a document type or entities.", "Remove the declaration.")
    root: ET.Element | None = None
    depth = 0
    try:
        for event, element in ET.iterparse(io.StringIO(text), ("start", "end")):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > MAX_DEPTH:
                raise FormatError(f"nested more than {MAX_DEPTH} levels deep.", "Simplify the config.")
    except (ET.ParseError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"not valid XML: {error}.", "Copy the whole labelling config.") from None
    if root is None:
        raise FormatError("the config is empty.", "Copy the whole labelling config.")
    return root


_Fill = Callable[[list[ET.Element]], dict[str, Any]]


def _kind(found: list[ET.Element]) -> tuple[str, _Fill]:
    tags = {str(element.tag) for element in found}
    if "Labels" in tags and any(element.get("name") == "severity" for element in found):
        return "errors", _read_errors
    readers: tuple[tuple[str, str, _Fill], ...] = (
        ("Pairwise", "pairwise", _read_pairwise),
        ("Ranker", "ranking", lambda found: {"tie": any(element.tag == "Bucket" for element in found)}),
        ("RectangleLabels", "shapes", _shapes),
        ("KeyPointLabels", "shapes", _shapes),
        ("Labels", "spans", lambda found: {"labels": [*_read_options(_first(found, "Labels"))]}),
        ("Rating", "rubric", _rubric),
        ("Number", "rubric", _rubric),
        ("Choices", "choice", lambda found: {"labels": [*_read_options(_first(found, "Choices"))]}),
        ("TextArea", "text", lambda found: {}),
    )
    for tag, kind, fill in readers:
        if tag in tags:
            several = kind == "choice" and _first(found, tag).get("choice") == "multiple"
            return "choices" if several else kind, fill
    raise FormatError(
        "the config has no control that can be read here.",
        "Use Choices, Labels, RectangleLabels, KeyPointLabels, Rating, Number, Pairwise, Ranker or TextArea.",
    )


def _first(found: list[ET.Element], tag: str) -> ET.Element:
    return next(element for element in found if element.tag == tag)


def _read_options(control: ET.Element, shape: str = "box") -> Iterator[dict[str, str]]:
    for element in control.iter():
        if element.tag in ("Choice", "Label"):
            key = element.get("hotkey", "")
            option: dict[str, str] = {"name": element.get("alias", element.get("value", "")), "shape": shape}
            yield {**option, "key": key if len(key) == 1 else "", "meaning": element.get("hint", "")}


def _read_names(found: list[ET.Element], name: str) -> list[str]:
    return [
        option["name"]
        for element in found
        if element.get("name") == name
        for option in _read_options(element)
    ]


def _shapes(found: list[ET.Element]) -> dict[str, Any]:
    shapes = {"RectangleLabels": "box", "KeyPointLabels": "point"}
    controls = [(element, shapes[element.tag]) for element in found if element.tag in shapes]
    return {"labels": [option for element, shape in controls for option in _read_options(element, shape)]}


def _read_errors(found: list[ET.Element]) -> dict[str, Any]:
    types = [option["name"] for option in _read_options(_first(found, "Labels"))]
    return {"error_types": types, "severities": _read_names(found, "severity")}


def _read_pairwise(found: list[ET.Element]) -> dict[str, Any]:
    names = {element.get("name", "") for element in found}
    evidence = any(name.startswith("evidence_") for name in names)
    return {
        "tie": "tie" in names,
        "reasons": _read_names(found, "reasons"),
        "need_evidence": evidence,
    }


def _rubric(found: list[ET.Element]) -> dict[str, Any]:
    """Return the criteria: each rating or number is one; the headers before it are its title and the meanings of its scores."""
    criteria, title, meanings = list[dict[str, Any]](), "", dict[int, str]()
    for element in found:
        if element.tag == "Header":
            match = _ANCHOR.fullmatch(element.get("value", "")) if element.get("size") == "6" else None
            if match:
                meanings[int(match[1])] = match[2]
            else:
                title = element.get("value", "")
        elif element.tag in ("Rating", "Number"):
            name = element.get("name", "")
            anchors = {score: meanings.get(score, "") for score in _scores(element)}
            criteria.append({"id": name, "title": title or name, "anchors": anchors})
            title, meanings = "", {}
    return {"criteria": criteria}


def _scores(element: ET.Element) -> range:
    names = ("", "maxRating") if element.tag == "Rating" else ("min", "max")
    cells = [element.get(names[0], "1") if names[0] else "1", element.get(names[1], "5")]
    if not all(re.fullmatch(r"-?[0-9]{1,6}", cell) for cell in cells):
        raise FormatError(
            f"the {element.tag} {element.get('name')!r} has no whole numbers as its limits.", "Give them."
        )
    scores = range(int(cells[0]), int(cells[1]) + 1)
    if len(scores) > MAX_SCORES:
        raise FormatError(f"a scale of {len(scores):,} scores.", f"Give at most {MAX_SCORES}.")
    return scores
