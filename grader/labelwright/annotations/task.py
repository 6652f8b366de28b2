"""Define a labelling task: its kind, label set, options and guideline; and read a task from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from labelwright.annotations.values import Kind, Label
from labelwright.errors import LabelwrightError

NEEDS_LABELS = frozenset({"choice", "choices", "spans", "shapes"})


class TaskError(LabelwrightError, ValueError):
    """A labelling task cannot be read, or a required part is missing; the message says what to change."""


class Part(BaseModel):
    """Base of every part of a task: unknown fields are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelOption(Part):
    """One label of the label set: its name, the key that sets it, and what it means."""

    name: Label
    key: Annotated[str, Field(max_length=1)] = ""
    """One character; if it is empty, the widget uses 1 to 9, then letters."""
    meaning: str = ""
    shape: Annotated[str, Field(pattern="^(box|point)$")] = "box"


class Criterion(Part):
    """One line of a rubric with the meaning of each score; scores are consecutive whole numbers."""

    id: Label
    title: str
    anchors: dict[int, str]

    @model_validator(mode="after")
    def _consecutive(self) -> Criterion:
        scores = sorted(self.anchors)
        if len(scores) < 2 or scores != list(range(scores[0], scores[-1] + 1)):
            raise ValueError(f"anchors of {self.id!r} must be two or more consecutive whole numbers")
        return self


class LabelTask(Part):
    """One labelling task. Fields that its kind does not need keep their defaults."""

    name: Label
    kind: Kind
    question: str
    labels: tuple[LabelOption, ...] = ()
    guideline: str = ""
    """Markdown, shown next to the item."""
    guideline_version: str = "1"
    nested: bool = True
    """Spans: whether one may be inside another."""
    overlapping: bool = False
    """Spans: whether two may overlap in part."""
    criteria: tuple[Criterion, ...] = ()
    reasons: tuple[Label, ...] = ()
    tie: bool = True
    need_evidence: bool = False
    error_types: tuple[Label, ...] = ()
    severities: tuple[Label, ...] = ("minor", "major", "critical")
    skip_reasons: tuple[Label, ...] = ("cannot tell", "not in my language", "broken item", "upsetting")
    headings: dict[
        Literal["prompt", "source", "text"], Annotated[str, Field(min_length=1, max_length=80)]
    ] = Field(default_factory=dict)
    """What is written above these parts of an item, such as `{"prompt": "Script"}`; by default *Prompt*, *Source*, *Text*."""
    idle_seconds: float = Field(default=60, gt=0)
    """Pauses longer than this do not count as time at work."""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> LabelTask:
        if self.kind in NEEDS_LABELS and not self.labels:
            raise ValueError(f"a task of kind {self.kind!r} needs labels")
        if self.kind == "rubric" and not self.criteria:
            raise ValueError("a rubric needs criteria")
        if self.kind == "errors" and not self.error_types:
            raise ValueError("an error task needs error_types")
        names = [option.name for option in self.labels]
        keys = [option.key for option in self.labels if option.key]
        if len(set(names)) != len(names) or len(set(keys)) != len(keys):
            raise ValueError("two labels have the same name or key; change one")
        return self


def make_task(stated: Mapping[str, Any], where: str) -> LabelTask:
    """Return the task in a mapping; the message of TaskError starts with `where` and says which fields to change."""
    try:
        return LabelTask.model_validate(stated)
    except ValidationError as error:
        lines = [f"{where}: the task has {error.error_count()} problem(s)."]
        for problem in error.errors(include_url=False):
            place = ".".join(str(part) for part in problem["loc"]) or "the task as a whole"
            lines.append(f"  {place}: {problem['msg'].removeprefix('Value error, ')}")
        raise TaskError("\n".join(lines)) from None


def read_task(path: Path) -> LabelTask:
    """Return the task in a TOML file; TaskError says which line or field to change."""
    try:
        return make_task(tomllib.loads(Path(path).read_text(encoding="utf-8")), str(path))
    except FileNotFoundError:
        raise TaskError(
            f"{path}: there is no such file. A task is a TOML file with name, kind and question."
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TaskError(f"{path}: not valid TOML: {error}. Correct that place.") from None
