"""Run a lesson's worked example: the numbers its page states, and the figures that are drawn from the data.

`course/<module>/worked.py` is a notebook in percent format. Its cells compute what the lesson says; it ends in three
names: `said`, the parts of the page that hold computed numbers, made by f-strings; `quoted`, the parts whose numbers
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
class Worked:
    """What a worked example gives: parts of the page, and figures as SVG text by name."""

    said: tuple[str, ...]
    quoted: tuple[str, ...]
    figures: Mapping[str, str]


def dataset(slug: str) -> pd.DataFrame:
    """The whole dataset of the course, for a worked example; DataMissing where it was not fetched."""
    course = _course.get() or open_course()
    return load(load_card(course.datasets / slug))


def worked_examples(course: Course) -> list[Path]:
    """The worked examples of the book, in folder order."""
    return sorted(course.book.glob(f"m[0-9]*/{FILE}"))


def run_worked(course: Course, path: Path) -> Worked:
    """Run the file and return what it gives.

    Raises CourseError where one of the three names is missing or of another kind, DataMissing where its data is not
    on this computer. Its own errors come through as they are: the file is the author's own code.
    """
    names: dict[str, Any] = {"__name__": "worked", "__file__": str(path)}
    with _in(course):
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return Worked(
        said=_texts(path, names, "said"),
        quoted=_texts(path, names, "quoted"),
        figures=_figures(path, names),
    )


def drawn_figures(course: Course) -> dict[Path, str]:
    """Every figure of the book as path to SVG text, but for those whose data is not on this computer."""
    drawn: dict[Path, str] = {}
    for path in worked_examples(course):
        with suppress(DataMissing):
            figures = run_worked(course, path).figures
            drawn |= {path.with_name(f"{name}.svg"): text for name, text in figures.items()}
    return drawn


def folded(text: str) -> str:
    """The text with every run of white space as one space, as sentences are compared."""
    return " ".join(text.split())


def unsaid(page: str, worked: Worked) -> list[str]:
    """The parts that `worked` states and the page does not hold."""
    whole = folded(page)
    return [part for part in (*worked.said, *worked.quoted) if folded(part) not in whole]


def uncovered(page: str, worked: Worked) -> list[str]:
    """The numbers of the page's prose and tables that no stated part covers, each with the words round it.

    Left out: code blocks, the section of sources, headings, the numbers of questions, link targets, and code in
    a line that begins with a letter.
    """
    text = folded(_prose(page))
    covered = [False] * len(text)
    for part in (*worked.said, *worked.quoted):
        for place in _places(text, folded(_plain(part))):
            covered[place : place + len(folded(_plain(part)))] = [True] * len(folded(_plain(part)))
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
        raise CourseError(f"{path} must end in a list of texts called `{name}`; it may be empty.")
    return tuple(value)


def _figures(path: Path, names: Mapping[str, Any]) -> Mapping[str, str]:
    value = names.get("figures")
    if not isinstance(value, Mapping) or not all(
        isinstance(text, str) and text.startswith("<svg") for text in value.values()
    ):
        raise CourseError(
            f"{path} must end in `figures`, a mapping of a name to the text that `labelwright.site.figures.svg` "
            "gives; it may be empty."
        )
    return value


@contextmanager
def _in(course: Course) -> Iterator[None]:
    token = _course.set(course)
    try:
        yield
    finally:
        _course.reset(token)
