"""One exercise: its exercise.toml, its tasks and hints, and the Python modules of its folder."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from labelwright.course.root import CourseError


def load_module(exercise: Exercise, file: str) -> ModuleType:
    """Run `file` of the exercise's folder and return it as a new module; ExerciseError if it cannot be loaded.

    It may import other files of its folder (`from .crowd import votes`). It does not stay in `sys.modules`, and no
    bytecode is written: grading changes nothing in the course folder, which may be read-only.
    """
    path = exercise.folder / file
    name = f"labelwright_{path.stem}_{exercise.slug.replace('-', '_')}_{abs(hash(str(path))):x}"
    spec = importlib.util.spec_from_file_location(
        name, path, submodule_search_locations=[str(exercise.folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ExerciseError(f"{path} cannot be loaded: {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = before
        for loaded in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[loaded]
    return module


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ExerciseError(CourseError):
    """An exercise's folder breaks a rule; the message names the file, the rule and the fix."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Level(_Part):
    """What work is like that gets so many points of a criterion."""

    points: float = Field(ge=0)
    text: str = Field(min_length=1)


class Criterion(_Part):
    """One line of a rubric: at most `points`; with `levels`, a marker gives the points of one of them."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    text: str = Field(min_length=1)
    points: float = Field(gt=0)
    levels: tuple[Level, ...] = ()

    @model_validator(mode="after")
    def _levels_fit(self) -> Criterion:
        given = [level.points for level in self.levels]
        if self.levels and (len(set(given)) != len(given) or max(given) != self.points):
            raise ValueError(
                f"the levels of criterion {self.id!r} need different points, and the highest needs {self.points:g}"
            )
        return self


class Task(_Part):
    """One part of an exercise; with `must`, the exercise cannot be passed without it.

    A task that a person marks has no checks. `response` names the variables and answer files that the marker reads, and
    the points of its `criteria` add up to the task's points.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    points: float = Field(gt=0)
    must: bool = False
    marked_by: Literal["checks", "person"] = "checks"
    response: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    @property
    def by_person(self) -> bool:
        """Whether a person gives the points."""
        return self.marked_by == "person"

    @model_validator(mode="after")
    def _rubric_fits(self) -> Task:
        if not self.by_person:
            if self.response or self.criteria:
                raise ValueError(
                    f'task {self.id!r} has a response or criteria, but checks mark it; add marked_by = "person"'
                )
            return self
        if not (self.response and self.criteria):
            raise ValueError(
                f"a person marks task {self.id!r}; it needs `response`, which names what the person reads, and a rubric "
                "in [[tasks.criteria]]"
            )
        if self.must:
            raise ValueError(
                f"a person marks task {self.id!r}, so `must` cannot decide a pass; use `pass`, the share of all points"
            )
        ids = [criterion.id for criterion in self.criteria]
        if len(set(ids)) != len(ids):
            raise ValueError(f"two criteria of task {self.id!r} have the same id")
        total = sum(criterion.points for criterion in self.criteria)
        if abs(total - self.points) > 1e-9:
            raise ValueError(
                f"the criteria of task {self.id!r} have {total:g} points together, and the task has {self.points:g}"
            )
        return self


class Sample(_Part):
    """The learner's own part of a dataset: `n` random rows, fixed by learner, exercise and form.

    `pool` is a CSV file in the exercise's folder: its column `key` names the rows that may be drawn, and its other columns
    are added to the table before the draw. `columns` are the columns of the sample; empty means all. `suitable` names a
    text column: rows whose text `labelwright.data.content_filter` rejects are not drawn. `made_by` is a Python file in the
    folder; its function `make` makes the sample on the trusted side, from the drawn rows or, without a `dataset`, from the
    learner's seed only (see `labelwright.data.sample`). `n` is needed only with a `dataset`. `whole_files` names the
    datasets whose published files the notebook works on; of another, `ex.file` gives only what the sample gives.
    """

    dataset: str = ""
    n: int = Field(default=0, ge=0)
    made_by: str = Field(default="", pattern=r"^([a-z0-9_]+\.py)?$")
    key: str = ""
    stratify: str = ""
    pool: str = Field(default="", pattern=r"^([a-z0-9-]+\.csv)?$")
    columns: tuple[str, ...] = ()
    suitable: str = ""
    whole_files: tuple[str, ...] = ()


class Limits(_Part):
    """What one run may use: seconds per cell, seconds in total, and memory."""

    cell_seconds: float = Field(default=30, gt=0)
    seconds: float = Field(default=120, gt=0)
    memory_mb: int = Field(default=2048, ge=256)


class Ceiling(_Part):
    """How well people do at the same task, shown next to a learner's score."""

    note: str
    value: float | None = None


class Hint(_Part):
    """A hint of a task, in Markdown; the first gives a direction, the last nearly the answer."""

    task: str
    step: int
    text: str


class Exercise(_Part):
    """The contents of exercise.toml, and the exercise's folder."""

    slug: str
    folder: Path
    title: str
    module: str
    version: int = Field(default=1, ge=1)
    summary: str
    why: str
    minutes: int = Field(gt=0)
    kind: Literal["real", "derived", "simulated", "authored"]
    requires: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    skills: tuple[str, ...] = Field(min_length=1)
    files: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    pass_percent: float = Field(default=70, gt=0, le=100, alias="pass")
    criteria: str = ""
    sample: Sample | None = None
    limits: Limits = Limits()
    ceiling: Ceiling | None = None
    tasks: tuple[Task, ...] = Field(min_length=1)

    @field_validator("slug")
    @classmethod
    def _slug_is_plain(cls, slug: str) -> str:
        if not SLUG.fullmatch(slug):
            raise ValueError("the folder's name must be lower-case words joined by single hyphens")
        return slug

    @model_validator(mode="after")
    def _parts_agree(self) -> Exercise:
        ids = [task.id for task in self.tasks]
        if len(set(ids)) != len(ids):
            raise ValueError("two tasks have the same id")
        if self.sample and not (self.sample.dataset or self.sample.made_by):
            raise ValueError("[sample] names neither a dataset nor a file that makes it; name one")
        if self.sample and self.sample.dataset and not self.sample.n:
            raise ValueError("[sample] draws from a dataset; say with n how many rows")
        if self.sample and self.sample.dataset and self.sample.dataset not in self.datasets:
            raise ValueError(f"[sample] uses {self.sample.dataset!r}, which datasets does not list")
        for slug in self.sample.whole_files if self.sample else ():
            if slug not in self.datasets:
                raise ValueError(f"[sample] whole_files names {slug!r}, which datasets does not list")
        if self.sample and self.sample.pool and not self.sample.key:
            raise ValueError("[sample] has a pool but no key; name the column that both tables share")
        for task in self.tasks:
            for name in task.response:
                if not (name.isidentifier() or name in self.files):
                    raise ValueError(
                        f"the response of task {task.id!r} names {name!r}, which is neither a variable nor one of `files`"
                    )
        return self

    @property
    def max_score(self) -> float:
        """Return the points of all tasks together."""
        return sum(task.points for task in self.tasks)

    @property
    def checked_points(self) -> float:
        """Return the points of the tasks that checks mark."""
        return sum(task.points for task in self.tasks if not task.by_person)

    def task(self, task_id: str) -> Task:
        """Return the task with this id; ExerciseError lists the task ids."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        known = ", ".join(task.id for task in self.tasks)
        raise ExerciseError(f"{self.title} has no task called {task_id!r}. Its tasks are: {known}.")

    @cached_property
    def digest(self) -> str:
        """Return the sha256 of what decides a grade: exercise.toml and the folder's code and items, without the notebook."""
        patterns = ("*.py", "*.csv", "*.jsonl")
        paths = [path for pattern in patterns for path in sorted(self.folder.glob(pattern))]
        total = sha256()
        for path in [*paths, self.folder / "exercise.toml"]:
            if path.name not in ("notebook.py", *self.files):
                total.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
        return total.hexdigest()

    def hints(self, task_id: str) -> tuple[Hint, ...]:
        """Return the task's hints in order; empty if hints.md has none."""
        self.task(task_id)
        return read_hints(self.folder / "hints.md").get(task_id, ())


def load_exercise(folder: Path) -> Exercise:
    """Read `folder`/exercise.toml; ExerciseError says which line or field is wrong and how to fix it."""
    path = folder / "exercise.toml"
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ExerciseError(f"{path} is missing. Every exercise folder needs one.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExerciseError(f"{path} cannot be read as TOML: {error}.") from None
    try:
        return Exercise.model_validate({**fields, "slug": folder.name, "folder": folder})
    except ValidationError as error:
        raise ExerciseError(_explain(path, error)) from None


def read_hints(path: Path) -> dict[str, tuple[Hint, ...]]:
    """Read hints.md as lists of hints by task id: `## task-id` starts a list, a line `---` separates two hints.

    ExerciseError if the file is not UTF-8.
    """
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ExerciseError(f"{path} cannot be read as UTF-8 ({error.reason}). Save it as UTF-8.") from None
    hints: dict[str, tuple[Hint, ...]] = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        task = heading.strip()
        texts = [hint.strip() for hint in re.split(r"^---\s*$", body, flags=re.MULTILINE)]
        hints[task] = tuple(
            Hint(task=task, step=step, text=hint) for step, hint in enumerate(filter(None, texts), start=1)
        )
    return hints


def _explain(path: Path, error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"]) or "the whole file"
        lines.append(f"  {where}: {problem['msg']}")
    return f"{path} breaks a rule:\n" + "\n".join(lines) + "\nFix these fields and try again."
