"""What a learner has reached so far, kept in one small file in their folder."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from labelwright.checks.report import passes
from labelwright.checks.verdicts import CheckResult, Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.notebook.workspace import Workspace

FILE = "progress.json"


class ExerciseProgress(BaseModel):
    """The latest result of every check of one exercise, the hints opened, and what was handed in."""

    version: int = 0
    results: dict[str, CheckResult] = {}
    hints: dict[str, int] = {}
    submitted: list[str] = []

    @property
    def score(self) -> float:
        """The points of the latest results."""
        return sum(result.points for result in self.results.values())

    def attempted(self) -> bool:
        """True once any check found something to judge."""
        judged = (Verdict.PASSED, Verdict.FAILED)
        return any(result.verdict in judged for result in self.results.values())


class Progress(BaseModel):
    """All exercises' progress by slug."""

    exercises: dict[str, ExerciseProgress] = {}

    def of(self, exercise: Exercise) -> ExerciseProgress:
        """The progress in this exercise; results of another version of it no longer count."""
        kept = self.exercises.setdefault(exercise.slug, ExerciseProgress(version=exercise.version))
        if kept.version != exercise.version:
            kept.results, kept.version = {}, exercise.version
        return kept

    def passed(self, exercise: Exercise) -> bool:
        """True where the latest results pass the exercise."""
        results = self.of(exercise).results.values()
        return sum(r.max_points for r in results) >= exercise.max_score - 1e-6 and passes(exercise, results)

    def keep(self, exercise: Exercise, results: Iterable[CheckResult]) -> None:
        """Take over new results."""
        self.of(exercise).results.update({result.id: result for result in results})


def read_progress(root: Path) -> Progress:
    """The progress kept in a workspace; a file that cannot be read is set aside, never lost."""
    path = root / ".labelwright" / FILE
    if not path.is_file():
        return Progress()
    try:
        return Progress.model_validate_json(path.read_bytes())
    except ValidationError:
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".unreadable.json"))
        return Progress()


def write_progress(root: Path, progress: Progress) -> None:
    """Keep the progress; readers see the old file or the new one, never half of it."""
    folder = root / ".labelwright"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(progress.model_dump_json(indent=1))
    Path(name).replace(folder / FILE)


def next_exercise(course: Course, progress: Progress) -> Exercise | None:
    """The first exercise that is not passed and whose requirements are; None where all are passed."""
    passed = {exercise.slug for exercise in course.exercises if progress.passed(exercise)}
    waiting = [exercise for exercise in course.exercises if exercise.slug not in passed]
    ready = [exercise for exercise in waiting if set(exercise.requires) <= passed]
    return next(iter(ready or waiting), None)


def next_hint(workspace: Workspace | None, exercise: Exercise, task: str) -> tuple[str, int, int]:
    """The task's next hint as (Markdown, its number, how many there are); after the last, the last again.

    What was opened is remembered in the workspace; a guest always gets the first.
    """
    ladder = exercise.hints(task)
    if not ladder:
        return "There is no hint for this task.", 0, 0
    progress = read_progress(workspace.root) if workspace else Progress()
    opened = progress.of(exercise).hints
    step = min(opened.get(task, 0), len(ladder) - 1)
    opened[task] = step + 1
    if workspace:
        write_progress(workspace.root, progress)
    return ladder[step].text, step + 1, len(ladder)


def note_submission(workspace: Workspace, exercise: Exercise, path: Path) -> None:
    """Remember that this file was written to be handed in."""
    progress = read_progress(workspace.root)
    listed = progress.of(exercise).submitted
    if path.name not in listed:
        listed.append(path.name)
        write_progress(workspace.root, progress)


def keep_results(workspace: Workspace, exercise: Exercise, results: Iterable[CheckResult]) -> None:
    """Take new results over into the workspace's progress."""
    progress = read_progress(workspace.root)
    progress.keep(exercise, results)
    write_progress(workspace.root, progress)
