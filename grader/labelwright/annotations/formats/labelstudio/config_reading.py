"""Read a Label Studio labelling config back as a task; the XML is parsed only where it declares nothing of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

from pydantic import ValidationError

from labelwright.annotations.formats.parts.base import FormatError
from labelwright.annotations.task import LabelTask

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 60
MAX_SCORES = 100
_DECLARES = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ANCHOR = re.compile(r"(-?[0-9]{1,6}) = (.*)", re.DOTALL)


def read_config(text: str, name: str = "imported") -> LabelTask:
    """The task that a labelling config describes; `name` becomes its name.

    FormatError where the text is no XML, declares a document type or entities (which could grow without end), is too
    large or deep, or holds no control that a kind of task here has.
    """
    root = _parse(text)
    found = list(root.iter())
    kind, fill = _kind(found)
    headers = [element.get("value", "") for element in found if element.tag == "Header"]
    parts = {"name": name, "kind": kind, "question": headers[0] if headers else "", **fill(found)}
    try:
        return LabelTask.model_validate(parts)
    except ValidationError as error:
        told = "; ".join(problem["msg"].removeprefix("Value error, ")[:200] for problem in error.errors()[:3])
        raise FormatError(f"the config makes no task: {told}.", "Correct the config.") from None


def _parse(text: str) -> ET.Element:
    if len(text) > MAX_CHARACTERS:
        raise FormatError(f"a config of more than {MAX_CHARACTERS:,} characters.", "Give the config alone.")
    if _DECLARES.search(text):
        raise FormatError("the config declares a document type or entities.", "Take the declaration out.")
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
        return "errors", _errors
    telling: tuple[tuple[str, str, _Fill], ...] = (
        ("Pairwise", "pairwise", _pairwise),
        ("Ranker", "ranking", lambda found: {"tie": any(element.tag == "Bucket" for element in found)}),
        ("RectangleLabels", "shapes", _shapes),
        ("KeyPointLabels", "shapes", _shapes),
        ("Labels", "spans", lambda found: {"labels": [*_options(_first(found, "Labels"))]}),
        ("Rating", "rubric", _rubric),
        ("Number", "rubric", _rubric),
        ("Choices", "choice", lambda found: {"labels": [*_options(_first(found, "Choices"))]}),
        ("TextArea", "text", lambda found: {}),
    )
    for tag, kind, fill in telling:
        if tag in tags:
            several = kind == "choice" and _first(found, tag).get("choice") == "multiple"
            return "choices" if several else kind, fill
    raise FormatError(
        "no control that is read here.",
        "Use Choices, Labels, RectangleLabels, KeyPointLabels, Rating, Number, Pairwise, Ranker or TextArea.",
    )


def _first(found: list[ET.Element], tag: str) -> ET.Element:
    return next(element for element in found if element.tag == tag)


def _options(control: ET.Element, shape: str = "box") -> Iterator[dict[str, str]]:
    for element in control.iter():
        if element.tag in ("Choice", "Label"):
            key = element.get("hotkey", "")
            option: dict[str, str] = {"name": element.get("alias", element.get("value", "")), "shape": shape}
            yield {**option, "key": key if len(key) == 1 else "", "meaning": element.get("hint", "")}


def _names(found: list[ET.Element], name: str) -> list[str]:
    return [
        option["name"] for element in found if element.get("name") == name for option in _options(element)
    ]


def _shapes(found: list[ET.Element]) -> dict[str, Any]:
    shapes = {"RectangleLabels": "box", "KeyPointLabels": "point"}
    controls = [(element, shapes[element.tag]) for element in found if element.tag in shapes]
    return {"labels": [option for element, shape in controls for option in _options(element, shape)]}


def _errors(found: list[ET.Element]) -> dict[str, Any]:
    types = [option["name"] for option in _options(_first(found, "Labels"))]
    return {"error_types": types, "severities": _names(found, "severity")}


def _pairwise(found: list[ET.Element]) -> dict[str, Any]:
    names = {element.get("name", "") for element in found}
    evidence = any(name.startswith("evidence_") for name in names)
    return {"tie": "tie" in names, "reasons": _names(found, "reasons"), "need_evidence": evidence}


def _rubric(found: list[ET.Element]) -> dict[str, Any]:
    """Every rating or number is a criterion; the headers before it are its title and what its scores mean."""
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
            f"the {element.tag} {element.get('name')!r} has no whole numbers as bounds.", "Give them."
        )
    scores = range(int(cells[0]), int(cells[1]) + 1)
    if len(scores) > MAX_SCORES:
        raise FormatError(f"a scale of {len(scores):,} scores.", f"Give at most {MAX_SCORES}.")
    return scores
