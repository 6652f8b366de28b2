"""Read the questions of the placement test and render them; without JavaScript they are questions with answers."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from string import Template

from markdown_it import MarkdownIt
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from labelwright.course.course import Course
from labelwright.course.root import CourseError


class Question(BaseModel):
    """One question: its module's short name (m01), its text, its choices, which of them is right, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    module: str = Field(pattern=r"^m\d\d$")
    text: str = Field(min_length=1)
    code: str = ""
    choices: tuple[str, ...] = Field(min_length=2, max_length=6)
    right: int = Field(ge=0)
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _right_is_a_choice(self) -> Question:
        if self.right >= len(self.choices):
            raise ValueError(
                f"right is {self.right}, and there are {len(self.choices)} choices, counted from 0"
            )
        if len(set(self.choices)) != len(self.choices):
            raise ValueError("two choices are the same")
        return self


def load_questions(path: Path) -> tuple[Question, ...]:
    """The questions in order of their modules; CourseError names the file and the question at fault."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))["questions"]
        questions = tuple(Question(**one) for one in told)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path} cannot be read as a placement test: {error}. Each question is a block [[questions]]."
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "the question"
        raise CourseError(f"{path}: {field}: {first['msg']} (found {str(first['input'])[:80]!r}).") from None
    modules = [question.module for question in questions]
    if modules != sorted(modules):
        raise CourseError(f"{path}: the questions must stand in the order of their modules.")
    return questions


def placement_blocks(course: Course, questions: Sequence[Question]) -> dict[str, str]:
    """The generated place `questions` of the placement page, as HTML that Markdown passes on as it is.

    A question about a module whose lesson is not written is left out: the test could send nobody there.
    """
    lessons = {module.slug[:3]: module for module in course.modules if module.lesson}
    asked = [question for question in questions if question.module in lessons]
    listed = [
        f"{name};{lessons[name].title};../{lessons[name].slug}/index.html"
        for name, _ in groupby(question.module for question in asked)
    ]
    body = "\n".join(_question(number, question) for number, question in enumerate(asked, start=1))
    return {"questions": _filled("placement", modules=escape("|".join(listed)), questions=body).rstrip()}


def _question(number: int, question: Question) -> str:
    choices = "\n".join(
        _filled("placement_choice", number=str(number), place=str(place), text=_inline(text)).rstrip()
        for place, text in enumerate(question.choices)
    )
    code = _filled("placement_code", code=escape(question.code.strip())) if question.code else ""
    return _filled(
        "placement_question",
        module=question.module,
        right=str(question.right),
        number=str(number),
        text=_inline(question.text),
        code=code,
        choices=choices,
        answer=_inline(question.choices[question.right]),
        why=_inline(question.why),
    ).rstrip()


def _inline(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": False}).renderInline(text))


def _filled(name: str, **values: str) -> str:
    template = files("labelwright.site") / "templates" / f"{name}.html.txt"
    return Template(template.read_text(encoding="utf-8")).substitute(values)
