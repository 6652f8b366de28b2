"""Define an annotation, what one annotator said about one item, and an item; every widget, format and check uses them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from labelwright.annotations.values import Value

Status = Literal["done", "skipped"]
Origin = Literal["human", "simulated", "model", "imported"]
Id = Annotated[str, Field(min_length=1, max_length=500)]


class Annotation(BaseModel):
    """One annotator's judgement of one item, or the reason it was skipped.

    `value` is one of the kinds in `annotations.values`, with its `kind`; a skipped item has none.
    `seconds` is the time at work on the item, without idle time. `at` is the time of the last change, with its
    time zone. Offsets in spans are Unicode code points, start inclusive, end exclusive, as Python slices text.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: Id
    annotator: Id
    task: Id
    value: Value | None = None
    status: Status = "done"
    reason: str = ""
    """Why it was skipped, in the annotator's words."""
    flag: str = ""
    """What is doubtful, if the annotator wants somebody to check the item again."""
    note: str = ""
    seconds: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    at: datetime | None = None
    guideline: str = ""
    """The version of the guideline that the annotator used."""
    origin: Origin = "human"
    format_version: Literal[1] = 1

    @model_validator(mode="after")
    def _value_or_reason(self) -> Annotation:
        if self.status == "done" and self.value is None:
            raise ValueError("a finished annotation needs a value; if there is none, mark it as skipped")
        if self.status == "skipped" and self.value is not None:
            raise ValueError("a skipped item has no value; remove the value or mark it as done")
        return self


class Item(BaseModel):
    """One thing to label. Which fields are needed depends on the task's kind.

    `text` for choices, spans, text and error spans; `image` for shapes (a path, or a `data:` address); `prompt` and
    two or more `responses` for pairwise, rubric and ranking; `source` is what `text` is compared with. Text is plain text
    and is never read as HTML or Markdown. `meta` is kept with the item and is not shown to the annotator.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    text: str = ""
    prompt: str = ""
    responses: tuple[str, ...] = ()
    source: str = ""
    image: str = ""
    language: str = ""
    """BCP 47 tag of the text, such as `ar`; it sets the direction of the text and the voice of a screen reader."""
    meta: dict[str, Any] = Field(default_factory=dict)
