"""Read the questions of the placement test and write them as HTML; without JavaScript they show their answers."""

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
    """One question: its module's short name (m01), its text, its choices, the number of the right one, and why."""

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
                f"right is {self.right}, but there are only {len(self.choices)} choices, numbered from 0"
            )
        if len(set(self.choices)) != len(self.choices):
            raise ValueError("two choices are the same")
        return self


def load_questions(path: Path) -> tuple[Question, ...]:
    """Return the questions in order of their modules; CourseError names the file and the problem."""
    try:
        blocks = tomllib.loads(path.read_text(encoding="utf-8"))["questions"]
        questions = tuple(Question(**block) for block in blocks)
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
        raise CourseError(f"{path}: the questions must be in the order of their modules.")
    return questions


def placement_blocks(course: Course, questions: Sequence[Question]) -> dict[str, str]:
    """Return the generated place `questions` of the placement page, as HTML that Markdown leaves unchanged.

    A question about a module without a lesson is left out, because the test could not send anybody there.
    """
    lessons = {module.slug[:3]: module for module in course.modules if module.lesson}
    shown = [question for question in questions if question.module in lessons]
    listed = [
        f"{name};{lessons[name].title};../{lessons[name].slug}/index.html"
        for name, _ in groupby(question.module for question in shown)
    ]
    body = "\n".join(_question(number, question) for number, question in enumerate(shown, start=1))
    return {
        "questions": _fill_template("placement", modules=escape("|".join(listed)), questions=body).rstrip()
    }


def _question(number: int, question: Question) -> str:
    choices = "\n".join(
        _fill_template("placement_choice", number=str(number), place=str(place), text=_inline(text)).rstrip()
        for place, text in enumerate(question.choices)
    )
    code = _fill_template("placement_code", code=escape(question.code.strip())) if question.code else ""
    return _fill_template(
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


def _fill_template(name: str, **values: str) -> str:
    template = files("labelwright.site") / "templates" / f"{name}.html.txt"
    return Template(template.read_text(encoding="utf-8")).substitute(values)
