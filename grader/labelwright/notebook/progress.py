"""Save what a learner has reached so far in one small file in their folder."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from labelwright.checks.runner import passes
from labelwright.checks.verdicts import CheckResult, Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.handed_out import handed_out
from labelwright.notebook.workspace import Workspace

FILE = "progress.json"


class ExerciseProgress(BaseModel):
    """The latest result of every check of one exercise, the hints that were opened, and what was handed in."""

    version: int = 0
    results: dict[str, CheckResult] = {}
    hints: dict[str, int] = {}
    submitted: list[str] = []

    @property
    def score(self) -> float:
        """Return the points of the latest results."""
        return sum(result.points for result in self.results.values())

    def attempted(self) -> bool:
        """Return whether any check found an answer to check."""
        judged = (Verdict.PASSED, Verdict.FAILED)
        return any(result.verdict in judged for result in self.results.values())


class Progress(BaseModel):
    """The progress in all exercises, by slug."""

    exercises: dict[str, ExerciseProgress] = {}

    def of(self, exercise: Exercise) -> ExerciseProgress:
        """Return the progress in this exercise; results of another version of it no longer count."""
        progress = self.exercises.setdefault(exercise.slug, ExerciseProgress(version=exercise.version))
        if progress.version != exercise.version:
            progress.results, progress.version = {}, exercise.version
        return progress

    def passed(self, exercise: Exercise) -> bool:
        """Return whether the latest results pass the exercise."""
        results = self.of(exercise).results.values()
        return sum(r.max_points for r in results) >= exercise.checked_points - 1e-6 and passes(
            exercise, results
        )

    def waits_for_person(self, exercise: Exercise) -> bool:
        """Return whether the checks do not decide: with the points that a person gives, the exercise could be passed."""
        results = list(self.of(exercise).results.values())
        by_person = exercise.max_score - exercise.checked_points
        if not by_person or self.passed(exercise):
            return False
        complete = sum(r.max_points for r in results) >= exercise.checked_points - 1e-6
        musts = all(r.verdict is Verdict.PASSED for r in results if r.must)
        most = sum(r.points for r in results) + by_person
        return complete and musts and most >= exercise.max_score * exercise.pass_percent / 100 - 1e-9

    def add(self, exercise: Exercise, results: Iterable[CheckResult]) -> None:
        """Add new results; each replaces the older result of the same check."""
        self.of(exercise).results.update({result.id: result for result in results})


def read_progress(root: Path) -> Progress:
    """Return the progress saved in a workspace; a file that cannot be read is renamed, never deleted."""
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
    """Save the progress; a reader sees the old file or the new one, never half of it."""
    folder = root / ".labelwright"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(progress.model_dump_json(indent=1))
    Path(name).replace(folder / FILE)


def next_exercise(course: Course, progress: Progress) -> Exercise | None:
    """Return the first exercise that is not done but whose requirements are; None if all are done.

    Done is what is passed, and what is handed in where only a person can say whether it is passed. In a folder that was
    handed out without checks, done is what is handed in.
    """
    unchecked = handed_out(course.root) is not None

    def is_done(exercise: Exercise) -> bool:
        handed_in = bool(progress.of(exercise).submitted)
        return progress.passed(exercise) or (handed_in and (unchecked or progress.waits_for_person(exercise)))

    done = {exercise.slug for exercise in course.exercises if is_done(exercise)}
    waiting = [exercise for exercise in course.exercises if exercise.slug not in done]
    ready = [exercise for exercise in waiting if set(exercise.requires) <= done]
    return next(iter(ready or waiting), None)


def next_hint(workspace: Workspace | None, exercise: Exercise, task: str) -> tuple[str, int, int]:
    """Return the task's next hint as (Markdown, its number, how many there are); after the last, the last again.

    The workspace remembers which hints were opened; a guest always gets the first.
    """
    ladder = exercise.hints(task)
    if not ladder:
        return "This task has no hints.", 0, 0
    progress = read_progress(workspace.root) if workspace else Progress()
    opened = progress.of(exercise).hints
    step = min(opened.get(task, 0), len(ladder) - 1)
    opened[task] = step + 1
    if workspace:
        write_progress(workspace.root, progress)
    return ladder[step].text, step + 1, len(ladder)


def record_submission(workspace: Workspace, exercise: Exercise, path: Path) -> None:
    """Record that this file was written to be handed in."""
    progress = read_progress(workspace.root)
    listed = progress.of(exercise).submitted
    if path.name not in listed:
        listed.append(path.name)
        write_progress(workspace.root, progress)


def save_results(workspace: Workspace, exercise: Exercise, results: Iterable[CheckResult]) -> None:
    """Save new results in the workspace's progress; what passed there before stays passed.

    A run from the top in a new process may miss what only the open notebook has, so it never takes a pass away.
    """
    progress = read_progress(workspace.root)
    earlier = progress.of(exercise).results
    passed = {name for name, result in earlier.items() if result.verdict is Verdict.PASSED}
    progress.add(exercise, [result for result in results if result.id not in passed])
    write_progress(workspace.root, progress)
