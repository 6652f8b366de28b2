"""Grade many submissions over any concurrent.futures executor; whatever one does, the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path

from labelwright.checks.verdicts import Origin, Outcome, OutcomeKind, Report
from labelwright.course.course import Course
from labelwright.grading.grade import grade
from labelwright.grading.sandbox.fork_server import close_warm, warm_parent
from labelwright.grading.submissions import Submission

IN_FLIGHT = 3
"""Submissions a worker may have waiting; it bounds the memory that a large batch takes."""

MAX_LOSSES = 2
"""How often a submission may end its worker, alone, before it is reported as not graded."""

Known = Callable[[Submission], Report | None]


def grade_all(
    submissions: Iterable[Submission],
    course: Course,
    *,
    executor: Callable[[], Executor] | None = None,
    workers: int = 1,
    origin: Origin = Origin.GRADER,
    any_version: bool = False,
    known: Known | None = None,
) -> Iterator[Report]:
    """One report for every submission, in the order they are finished.

    `executor` opens the executor that grades, or None for this process alone; it is opened again where it
    breaks. `known` may give the report of unchanged work, which is then not graded again.
    """
    job = (course.root, origin, any_version)
    if executor is None:
        for submission in submissions:
            kept = known(submission) if known else None
            yield kept or grade_here(course.root, submission, origin, any_version)
        return
    yield from _Batch(executor, workers, job, known).run(submissions)


class _Batch:
    """A queue of independent jobs over one executor at a time."""

    def __init__(
        self,
        executor: Callable[[], Executor],
        workers: int,
        job: tuple[Path, Origin, bool],
        known: Known | None,
    ) -> None:
        self._open = executor
        self._pool = executor()
        self._most = max(1, workers) * IN_FLIGHT
        self._job = job
        self._known = known
        self._waiting: dict[Future[Report], Submission] = {}

    def run(self, submissions: Iterable[Submission]) -> Iterator[Report]:
        try:
            for submission in submissions:
                if (kept := self._known(submission) if self._known else None) is not None:
                    yield kept
                    continue
                while len(self._waiting) >= self._most:
                    yield from self._finished()
                self._submit(submission)
            while self._waiting:
                yield from self._finished()
        finally:
            _close(self._pool)

    def _submit(self, submission: Submission) -> None:
        root, origin, any_version = self._job
        try:
            future = self._pool.submit(grade_here, root, submission, origin, any_version)
        except BrokenExecutor:
            self._reopen()
            future = self._pool.submit(grade_here, root, submission, origin, any_version)
        self._waiting[future] = submission

    def _finished(self) -> Iterator[Report]:
        done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        # Where a worker died, what others had finished by then is not handed out again.
        for future in sorted(done, key=lambda future: future.exception() is not None):
            submission = self._waiting.pop(future, None)
            if submission is None:
                continue
            try:
                report = future.result()
            except BrokenExecutor as error:
                yield from self._lost(submission, error)
            except Exception as error:
                yield _broken(submission, error)
            else:
                yield report

    def _lost(self, submission: Submission, error: Exception) -> Iterator[Report]:
        """A worker died and took all that was in flight with it: try each of these again, alone.

        Alone, a submission that ends its worker takes no other along.
        """
        lost = [submission, *self._waiting.values()]
        self._waiting.clear()
        self._reopen()
        for each in lost:
            yield self._alone(each) or _broken(each, error)

    def _alone(self, submission: Submission) -> Report | None:
        for _ in range(MAX_LOSSES):
            try:
                return self._pool.submit(grade_here, self._job[0], submission, *self._job[1:]).result()
            except BrokenExecutor:
                self._reopen()
        return None

    def _reopen(self) -> None:
        _close(self._pool)
        self._pool = self._open()


def _close(pool: Executor) -> None:
    for future in getattr(pool, "_futures", ()):
        future.cancel()
    pool.shutdown(wait=False)


def grade_here(root: Path, submission: Submission, origin: Origin, any_version: bool) -> Report:
    """Grade one submission in this process, with a warm parent that is kept for the next."""
    try:
        return grade(submission, Course(root), warm_parent(), origin=origin, any_version=any_version)
    except Exception as error:
        close_warm()
        return _broken(submission, error)


def _broken(submission: Submission, error: Exception) -> Report:
    reason = str(error) or type(error).__name__
    return Report(
        learner=submission.learner,
        exercise=submission.exercise[:120],
        outcome=Outcome(
            kind=OutcomeKind.NOT_GRADED,
            sentence=f"The grader could not grade this: {reason[:500]}",
            advice="Nothing is lost: mend what the sentence names and grade this submission again.",
        ),
        submission_sha256=submission.sha256,
        source_name=submission.source_name,
    )
