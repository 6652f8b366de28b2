"""Label Studio's labelling config: the XML of a labelling page, written from a task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from labelwright.annotations.formats.labelstudio.items import shown
from labelwright.annotations.formats.parts.base import FormatError
from labelwright.annotations.record import Item
from labelwright.annotations.task import Criterion, LabelOption, LabelTask

LOSSES = (
    "Holds the question, the labels with keys and meanings, the criteria with their anchors, reasons, error types and "
    "severities.",
    "The task's name, the guideline, which spans may nest or overlap, skip reasons and idle time are not kept; paste "
    "the guideline into the project's instructions.",
    "Labels of boxes come before labels of points.",
)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BUCKETS = 4
"""Places of a ranking where no items say how many responses there are."""


def write_config(task: LabelTask, items: Sequence[Item] = ()) -> str:
    """The labelling config for `task`, showing the fields that `items` fill; FormatError for what XML cannot hold."""
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
            f"the task holds the control character U+{ord(illegal[0]):04X}, which XML cannot.",
            "Take it out of the task's names and texts.",
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
    """Number the labels of points, which Label Studio's own COCO export asks for."""
    for number, element in enumerate(control if control.tag == "KeyPointLabels" else ()):
        element.set("model_index", str(number))


def _names(parent: ET.Element, tag: str, names: Sequence[str]) -> None:
    for name in names:
        _add(parent, tag, value=name)


def _criterion(root: ET.Element, criterion: Criterion, target: str) -> None:
    """Stars where scores begin at 1, else a number; what each score means stands above."""
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
    own = {"toName": target, "perRegion": "true"}
    _names(
        _add(root, "Choices", name="severity", choice="single", required="true", **own),
        "Choice",
        task.severities,
    )
    _add(root, "TextArea", name="comment", **own)


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
    """One bucket a place where places may be shared, else the list itself is put in order."""
    ranker = _add(root, "Ranker", name="rank", toName="responses")
    places = max((len(item.responses) for item in items), default=_BUCKETS)
    for place in range(1, places + 1) if task.tie else ():
        _add(ranker, "Bucket", name=f"rank_{place}", title=f"Place {place}")
