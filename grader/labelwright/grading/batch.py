"""Grade many submissions over any concurrent.futures executor; whatever one does, the rest goes on."""

from __future__ import annotations

import atexit
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from labelwright.checks.verdicts import Origin, Outcome, OutcomeKind, Report
from labelwright.course.course import Course
from labelwright.grading.grade import grade
from labelwright.grading.sandbox.warm import Warm
from labelwright.grading.submissions import Submission

IN_FLIGHT = 4
"""Submissions a worker may have waiting; it bounds the memory that a large batch takes."""

_warm: list[Warm] = []


def grade_all(
    submissions: Iterable[Submission],
    course: Course,
    *,
    workers: int = 1,
    origin: Origin = Origin.GRADER,
    any_version: bool = False,
) -> Iterator[Report]:
    """One report for every submission, in the order they are finished."""
    if workers <= 1:
        for submission in submissions:
            yield grade_here(course.root, submission, origin, any_version)
        return
    context = multiprocessing.get_context(_start_method())
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from _over(pool, submissions, course, workers, origin, any_version)


def _start_method() -> str | None:
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else None


def _over(
    pool: Executor,
    submissions: Iterable[Submission],
    course: Course,
    workers: int,
    origin: Origin,
    any_version: bool,
) -> Iterator[Report]:
    waiting: dict[Future[Report], Submission] = {}
    for submission in submissions:
        if len(waiting) >= workers * IN_FLIGHT:
            yield from _finished(waiting)
        try:
            future = pool.submit(grade_here, course.root, submission, origin, any_version)
        except BrokenProcessPool as error:
            yield _broken(submission, error)
            continue
        waiting[future] = submission
    while waiting:
        yield from _finished(waiting)


def _finished(waiting: dict[Future[Report], Submission]) -> Iterator[Report]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        submission = waiting.pop(future)
        try:
            yield future.result()
        except Exception as error:
            yield _broken(submission, error)


def grade_here(root: Path, submission: Submission, origin: Origin, any_version: bool) -> Report:
    """Grade one submission in this process, with a warm parent that is kept for the next."""
    try:
        return grade(submission, Course(root), warm_parent(), origin=origin, any_version=any_version)
    except Exception as error:
        close_warm()
        return _broken(submission, error)


def warm_parent() -> Warm:
    """This process's warm parent, started when first needed and ended with the process."""
    if not _warm:
        _warm.append(Warm())
        atexit.register(close_warm)
    return _warm[0]


def close_warm() -> None:
    """End this process's warm parent, if there is one."""
    while _warm:
        _warm.pop().close()


def _broken(submission: Submission, error: Exception) -> Report:
    return Report(
        learner=submission.learner,
        exercise=submission.exercise[:120],
        outcome=Outcome(
            kind=OutcomeKind.NOT_GRADED,
            sentence=f"The grader could not grade this: {error or type(error).__name__}",
            advice="Nothing is lost: mend what the sentence names and grade this submission again.",
        ),
        submission_sha256=submission.sha256,
        source_name=submission.source_name,
    )
