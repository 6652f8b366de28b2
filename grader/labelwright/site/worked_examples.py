"""Run a lesson's worked example: the numbers on its page, and the figures that are drawn from the data.

`course/<module>/worked.py` is a notebook in percent format. Its cells compute what the lesson says, and it sets three
names: `said`, the parts of the page with computed numbers, made with f-strings; `quoted`, the parts with numbers that
are definitions or come from a source that the page names; `figures`, SVG texts by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labelwright.course.course import Course, open_course
from labelwright.course.root import CourseError
from labelwright.data import DataMissing, load, load_card

if TYPE_CHECKING:
    import pandas as pd

FILE = "worked.py"
_course: ContextVar[Course | None] = ContextVar("course", default=None)


@dataclass(frozen=True)
class WorkedResult:
    """The result of a worked example: parts of the page, and figures as SVG text by name."""

    said: tuple[str, ...]
    quoted: tuple[str, ...]
    figures: Mapping[str, str]


def dataset(slug: str) -> pd.DataFrame:
    """Return a whole dataset of the course, for a worked example; DataMissing if it was not downloaded."""
    course = _course.get() or open_course()
    return load(load_card(course.datasets / slug))


def worked_examples(course: Course) -> list[Path]:
    """Return the worked examples of the course, in folder order."""
    return sorted(course.book.glob(f"m[0-9]*/{FILE}"))


def run_worked_example(course: Course, path: Path) -> WorkedResult:
    """Run the file and return its result.

    CourseError if one of the three names is missing or has the wrong type; DataMissing if its data is not on this
    computer. Errors of the file itself are passed on: it is the author's own code.
    """
    names: dict[str, Any] = {"__name__": "worked", "__file__": str(path)}
    with _use_course(course):
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return WorkedResult(
        said=_texts(path, names, "said"),
        quoted=_texts(path, names, "quoted"),
        figures=_figures(path, names),
    )


def draw_figures(course: Course) -> dict[Path, str]:
    """Return every figure of the course, path to SVG text, except those whose data is not on this computer."""
    texts: dict[Path, str] = {}
    for path in worked_examples(course):
        with suppress(DataMissing):
            figures = run_worked_example(course, path).figures
            texts |= {path.with_name(f"{name}.svg"): text for name, text in figures.items()}
    return texts


def join_spaces(text: str) -> str:
    """Return the text with every run of white space as one space; sentences are compared in this form."""
    return " ".join(text.split())


def missing_parts(page: str, worked: WorkedResult) -> list[str]:
    """Return the parts of `worked` that are not on the page."""
    whole = join_spaces(page)
    return [part for part in (*worked.said, *worked.quoted) if join_spaces(part) not in whole]


def uncomputed_numbers(page: str, worked: WorkedResult) -> list[str]:
    """Return the numbers in the page's text and tables that no part of `worked` contains, with the words around them.

    Left out: code blocks, the section of sources, headings, the numbers of questions, link targets, and inline code
    that starts with a letter.
    """
    text = join_spaces(_prose(page))
    covered = [False] * len(text)
    for part in (*worked.said, *worked.quoted):
        for place in _places(text, join_spaces(_plain(part))):
            covered[place : place + len(join_spaces(_plain(part)))] = [True] * len(join_spaces(_plain(part)))
    return [
        f"{found.group()} in “{text[max(0, found.start() - 40) : found.end() + 25]}”"
        for found in re.finditer(r"(?<![\w.])[-−]?\d[\d,.]*\d|(?<![\w.])[-−]?\.?\d", text)
        if not all(covered[found.start() : found.end()])
    ]


def _prose(page: str) -> str:
    page = re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL)
    page = re.sub(r"^## Sources$.*?(?=^## |\Z)", "", page, flags=re.DOTALL | re.MULTILINE)
    page = re.sub(r"^( *)```.*?^\1```", "", page, flags=re.DOTALL | re.MULTILINE)
    page = re.sub(r"^#+ .*$", "", page, flags=re.MULTILINE)
    page = re.sub(r'^(\?\?\? question ")\d+\. ', r"\1", page, flags=re.MULTILINE)
    page = re.sub(r"^(?: *)\d+\. ", "", page, flags=re.MULTILINE)
    return _plain(page)


def _plain(text: str) -> str:
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"`[A-Za-z_.][^`]*`", "``", text)


def _places(text: str, part: str) -> Iterator[int]:
    place = text.find(part) if part else -1
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _texts(path: Path, names: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = names.get(name)
    if (
        not isinstance(value, Sequence)
        or isinstance(value, str)
        or not all(isinstance(v, str) for v in value)
    ):
        raise CourseError(f"{path} must set `{name}` to a list of texts; it may be empty.")
    return tuple(value)


def _figures(path: Path, names: Mapping[str, Any]) -> Mapping[str, str]:
    value = names.get("figures")
    if not isinstance(value, Mapping) or not all(
        isinstance(text, str) and text.startswith("<svg") for text in value.values()
    ):
        raise CourseError(
            f"{path} must set `figures` to a mapping from names to texts of `labelwright.site.figures.svg`; "
            "it may be empty."
        )
    return value


@contextmanager
def _use_course(course: Course) -> Iterator[None]:
    token = _course.set(course)
    try:
        yield
    finally:
        _course.reset(token)
