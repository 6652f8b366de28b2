"""Define the values of an annotation, one model for each kind of labelling task."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Label = Annotated[str, Field(min_length=1, max_length=200)]
Offset = Annotated[int, Field(ge=0)]
Pixels = Annotated[float, Field(allow_inf_nan=False)]
Kind = Literal["choice", "choices", "spans", "shapes", "pairwise", "rubric", "errors", "text", "ranking"]


class Part(BaseModel):
    """Base of every value: unknown fields are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Part):
    """A part of a text: code points start (inclusive) to end (exclusive); `text` is what it contains."""

    start: Offset
    end: Offset
    label: Label
    text: str = ""

    @model_validator(mode="after")
    def _forwards(self) -> Span:
        if self.end <= self.start:
            raise ValueError(f"a span must end after it starts, not {self.start} to {self.end}")
        return self


class Box(Part):
    """A rectangle in pixels of the stored image; (x, y) is its upper left corner."""

    x: Pixels
    y: Pixels
    width: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    height: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    label: Label


class Point(Part):
    """A point in pixels of the stored image."""

    x: Pixels
    y: Pixels
    label: Label


class Quote(Part):
    """Evidence: a part of one response (`a`, `b`), of the source, the prompt or the text."""

    where: Literal["a", "b", "source", "prompt", "text"]
    start: Offset
    end: Offset
    text: str = ""


class ErrorSpan(Part):
    """An error in a text as MQM counts it: where it is, its type, and how severe it is."""

    start: Offset
    end: Offset
    type: Label
    severity: Label
    text: str = ""
    note: str = ""


class Choice(Part):
    """One label from several."""

    kind: Literal["choice"] = "choice"
    label: Label


class Choices(Part):
    """Any number of labels, including none."""

    kind: Literal["choices"] = "choices"
    labels: tuple[Label, ...]


class Spans(Part):
    """Labelled parts of a text, in order of start, then end."""

    kind: Literal["spans"] = "spans"
    spans: tuple[Span, ...]


class Shapes(Part):
    """Boxes and points on an image of `width` by `height` pixels."""

    kind: Literal["shapes"] = "shapes"
    boxes: tuple[Box, ...] = ()
    points: tuple[Point, ...] = ()
    width: int = Field(gt=0)
    height: int = Field(gt=0)


class Pairwise(Part):
    """Which of two responses is better, how much (0 for a tie, 1 slightly to 3 much), why, and the evidence."""

    kind: Literal["pairwise"] = "pairwise"
    winner: Literal["a", "b", "tie"]
    strength: int = Field(default=1, ge=0, le=3)
    reasons: tuple[Label, ...] = ()
    evidence: tuple[Quote, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _a_tie_has_no_strength(self) -> Pairwise:
        if (self.winner == "tie") != (self.strength == 0):
            raise ValueError("strength is 0 for a tie and 1 to 3 otherwise")
        return self


class Rubric(Part):
    """A whole-number score for each criterion of a rubric, by the criterion's id."""

    kind: Literal["rubric"] = "rubric"
    scores: dict[Label, int]


class Errors(Part):
    """The errors found in a text; an empty list means that there are none."""

    kind: Literal["errors"] = "errors"
    errors: tuple[ErrorSpan, ...]


class Text(Part):
    """A text written or corrected by the annotator: a transcript, a rewrite, an answer."""

    kind: Literal["text"] = "text"
    text: str


class Ranking(Part):
    """Responses from best to worst, by their number from 0; responses in one group are tied."""

    kind: Literal["ranking"] = "ranking"
    order: tuple[tuple[int, ...], ...]

    @model_validator(mode="after")
    def _each_once(self) -> Ranking:
        ranked = [number for group in self.order for number in group]
        if len(set(ranked)) != len(ranked) or any(not group for group in self.order):
            raise ValueError("a ranking names each response once and has no empty group")
        return self


Value = Annotated[
    Choice | Choices | Spans | Shapes | Pairwise | Rubric | Errors | Text | Ranking,
    Field(discriminator="kind"),
]
