"""What a file format is: its name, what it carries and loses, and its two functions from text and to text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Kind

Losses = tuple[str, ...]
"""Sentences, each saying one thing that a file does not carry; empty where nothing is lost."""

KINDS: tuple[Kind, ...] = (
    "choice",
    "choices",
    "spans",
    "shapes",
    "pairwise",
    "rubric",
    "errors",
    "text",
    "ranking",
)
"""Every kind of value, in the order of `annotations.values`."""


class FormatError(ValueError):
    """A file that cannot be read or written in a format; the text says where, what was expected and what to do.

    `where` is the place inside the file (`line 3`, `task 2`), empty where the whole file is meant; `path` is filled in
    by `read` and `write`.
    """

    def __init__(self, found: str, todo: str, where: str = "") -> None:
        self.found, self.todo, self.where, self.path = found, todo, where, ""
        super().__init__(found)

    def __str__(self) -> str:
        """The whole message on one line: file, place, what was found, what to do."""
        place = ", ".join(part for part in (self.path, self.where) if part)
        return f"{place}: {self.found} {self.todo}" if place else f"{self.found} {self.todo}"


@dataclass(frozen=True)
class Context:
    """What is known beside the file: the task, the items it was labelled on, and who labelled where no name stands."""

    task: LabelTask | None = None
    items: tuple[Item, ...] = ()
    annotator: str = "unknown"

    @property
    def name(self) -> str:
        """The name that annotations carry as their task where the file does not say."""
        return self.task.name if self.task else "imported"

    def kind(self, fallback: Kind) -> Kind:
        """The kind of value to build: the task's own, or `fallback` where no task was given."""
        return self.task.kind if self.task else fallback


@dataclass
class Found:
    """What a format's reader found, before duplicates are settled; `problems` are sentences for the reader."""

    annotations: list[Annotation] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """A file as records: `losses` say what its format cannot hold, `problems` what in this very file was passed over."""

    annotations: tuple[Annotation, ...]
    items: tuple[Item, ...]
    losses: Losses
    problems: tuple[str, ...]
    format: str


@dataclass(frozen=True)
class Format:
    """One file format. `load` and `dump` work on text; files, bounds and guessing belong to the registry.

    `looks` says how likely a text is in this format, from 0 (not) to 3 (surely).
    """

    name: str
    title: str
    suffix: str
    kinds: tuple[Kind, ...]
    losses: Losses
    looks: Callable[[str], int]
    load: Callable[[str, Context], Found]
    dump: Callable[[Sequence[Annotation], Context], str]


def need_kinds(annotations: Iterable[Annotation], format_: str, kinds: Sequence[Kind]) -> None:
    """Raise FormatError where an annotation is of a kind that the format cannot carry."""
    for annotation in annotations:
        if annotation.value is not None and annotation.value.kind not in kinds:
            raise FormatError(
                f"{format_} carries {', '.join(kinds)}; the annotation of {annotation.item!r} is a "
                f"{annotation.value.kind}.",
                "Write it as labelwright's JSONL, which carries every kind.",
            )


def need_one_annotator(annotations: Iterable[Annotation], format_: str) -> None:
    """Raise FormatError where several people's work would become one file that holds no names."""
    names = sorted({annotation.annotator for annotation in annotations})
    if len(names) > 1:
        raise FormatError(
            f"{format_} has no place for names, and here are {len(names)} annotators: {', '.join(names[:5])}.",
            "Write one file for each annotator, or use JSONL, CSV or Label Studio's JSON.",
        )
