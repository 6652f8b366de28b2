"""Provide the object behind `exercise("...")` in a learner's own notebook: data, checks, hints, handing in."""

from __future__ import annotations

import ast
import atexit
import os
import shutil
import tempfile
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from labelwright import settings
from labelwright.checks.check import Check
from labelwright.checks.runner import load_checks, passes, run_checks
from labelwright.checks.verdicts import CheckResult
from labelwright.checks.work import Work
from labelwright.course.course import Course, open_course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.handed_out import NOT_CHECKED_HERE
from labelwright.data.lending import Lent, lend
from labelwright.data.material import Material
from labelwright.exchange.inspect import answer, makes_name
from labelwright.feedback.card import Card, HintCard
from labelwright.feedback.words import number, rubric
from labelwright.notebook.progress import (
    Progress,
    next_hint,
    read_progress,
    record_submission,
    write_progress,
)
from labelwright.notebook.submission_file import is_saved, watch, write_submission
from labelwright.notebook.workspace import GUEST, Workspace, WorkspaceError, find_workspace

if TYPE_CHECKING:
    import pandas as pd

    from labelwright.annotations.labelling import LabellingSession


class Session:
    """One learner's work on one exercise; `results` holds the results of the last check as data."""

    def __init__(
        self, course: Course, exercise: Exercise, workspace: Workspace | None, namespace: dict[str, Any]
    ) -> None:
        self.results: list[CheckResult] = []
        self._course = course
        self._exercise = exercise
        self._workspace = workspace
        self._namespace = namespace
        learner = workspace.learner if workspace else GUEST
        self._material = Material(course, exercise, learner)
        self._lent: dict[str, Lent] = {}

    def __repr__(self) -> str:
        """Return the exercise's title and the learner."""
        return f"{self._exercise.title}, for {self._material.learner}"

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        return load_checks(self._exercise)

    def file(self, dataset: str) -> Path:
        """Return the path of the dataset's published file, or of a copy that holds only what your sample gives."""
        if dataset not in self._lent:
            self._lent[dataset] = lend(self._material, dataset, _copies() / uuid4().hex / dataset)
        lent = self._lent[dataset]
        if not lent.files:
            raise ExerciseError(lent.why_not)
        return lent.files[0]

    def sample(self) -> pd.DataFrame:
        """Return a new copy of your own sample of the data."""
        return self._material.sample()

    def label(self, items: Any, task: Any, guideline: str | None = None) -> LabellingSession:
        """Label the items here. Every action is saved next to the notebook, in a file that you hand in with it.

        `items` and `task` are what `labelwright.label` takes; `guideline` is Markdown, shown next to the items.
        """
        from labelwright.notebook.widgets.show import show

        return show(items, task, annotator=self._material.learner, guideline=guideline)

    def check(self, task: str | None = None) -> None:
        """Check one task, or all tasks, and show what is right, what is wrong, and what to try next."""
        if task is not None and self._exercise.task(task).by_person:
            _show(HintCard(self._title(task), rubric(self._exercise.task(task))))
            return
        if self._material.handout is not None:
            _show(HintCard(self._title(task), f"{NOT_CHECKED_HERE}: `ex.submit()` makes the file to send."))
            return
        work = Work(self._material, self._answer, _syntax_error_before)
        self.results, notes = run_checks(self._exercise, self._checks, work, task)
        work.close()
        progress = self._save(self.results)
        _show(Card(self._title(task), self._headline(task, progress), tuple(self.results), " ".join(notes)))

    def _answer(self, question: dict[str, Any]) -> bytes:
        from IPython.utils.capture import capture_output

        # A check calls the learner's function with hidden rows, so what the function prints or warns is not shown.
        with capture_output():
            return answer(self._namespace, Path.cwd(), question)

    def hint(self, task: str | None = None) -> None:
        """Show the next hint of the task; after the last hint, the last one again. Without a task, list the tasks."""
        if task is None:
            tasks = "\n".join(f'- `ex.hint("{task.id}")`: {task.title}' for task in self._exercise.tasks)
            _show(HintCard("Hints for which task?", tasks))
            return
        text, step, steps = next_hint(self._workspace, self._exercise, task)
        title = self._exercise.task(task).title
        _show(HintCard(f"{title}: hint {step} of {steps}" if steps else title, text))

    def submit(self) -> None:
        """Write the file that you hand in, from the notebook as it is saved on disk."""
        if self._workspace is None:
            raise WorkspaceError(
                "You are working as a guest, and a guest cannot hand in. Run `labelwright start` in a terminal, then open "
                "the notebook that it makes for you and hand in from there."
            )
        path = self._notebook(self._workspace)
        if not is_saved(path):
            raise WorkspaceError(
                "The notebook on disk is older than what you ran. Save it (Ctrl+S or Cmd+S), then run this cell again."
            )
        target = write_submission(self._workspace, self._exercise, path)
        record_submission(self._workspace, self._exercise, target)
        _show(
            HintCard(
                "Ready to hand in",
                f"Send this file to your instructor: `{target.name}`, in `{target.parent.name}`.",
            )
        )

    def _title(self, task: str | None) -> str:
        return self._exercise.task(task).title if task else self._exercise.title

    def _headline(self, task: str | None, progress: Progress) -> str:
        points = sum(result.points for result in self.results)
        most = sum(result.max_points for result in self.results)
        text = f"{number(round(points, 2))} of {number(round(most, 2))} points"
        exercise_progress = progress.of(self._exercise)
        if task is not None and self._workspace:
            return (
                f"{text}; {number(round(exercise_progress.score, 2))} of "
                f"{number(self._exercise.max_score)} in the whole exercise"
            )
        if task is None:
            by_person = self._exercise.max_score - self._exercise.checked_points
            if by_person and self._exercise.checked_points == 0:
                return f"A person gives all {number(by_person)} points after you hand in"
            if passes(self._exercise, self.results):
                return f"{text}, passed" + (f"; a person gives {number(by_person)} more" if by_person else "")
            if by_person:
                return f"{text} so far; a person gives up to {number(by_person)} more after you hand in"
            return f"{text}, not passed yet"
        return text

    def _progress(self) -> Progress:
        return read_progress(self._workspace.root) if self._workspace else Progress()

    def _save(self, results: list[CheckResult]) -> Progress:
        progress = self._progress()
        progress.add(self._exercise, results)
        if self._workspace:
            write_progress(self._workspace.root, progress)
        return progress

    def _notebook(self, workspace: Workspace) -> Path:
        named = os.environ.get("JPY_SESSION_NAME", "")
        open_now = Path(named)
        if named.endswith(".ipynb") and open_now.is_file():
            return open_now
        return workspace.notebook(self._exercise.slug)


def _syntax_error_before(name: str) -> str:
    """Return a sentence if the last cell that was run to make `name` is not Python; else an empty text."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    for source in reversed(shell.user_ns.get("In", []) if shell is not None else []):
        if isinstance(source, str) and makes_name(source, name):
            try:
                ast.parse(shell.transform_cell(source))
            except SyntaxError as error:
                return f"It has a SyntaxError in line {error.lineno}: {error.msg}."
            return ""
    return ""


def open_session(slug: str, namespace: dict[str, Any]) -> Session:
    """Return the session for an exercise, over the caller's variables; CourseError says what is missing."""
    watch()
    workspace = find_workspace()
    course = open_course(None if settings.COURSE.read() or not workspace else workspace.course)
    return Session(course, course.exercise(slug), workspace, namespace)


@cache
def _copies() -> Path:
    """Return this process's folder for copies of data files; it is removed when the process ends."""
    folder = tempfile.mkdtemp(prefix="labelwright-files-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _show(card: Card | HintCard) -> None:
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(card)
    else:
        display(card)
