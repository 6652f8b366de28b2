"""Grade many submissions with any concurrent.futures executor; one submission never stops the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path

from labelwright import settings
from labelwright.checks.verdicts import Origin, Outcome, OutcomeKind, Report
from labelwright.course.course import Course
from labelwright.data.salt import SaltError, salt_mark
from labelwright.grading.grade import grade
from labelwright.grading.sandbox.fork_server import close_fork_server, shared_fork_server
from labelwright.grading.submissions import Submission

log = logging.getLogger(__name__)

IN_FLIGHT = 3
"""How many submissions may wait for each worker; this limits the memory of a large batch."""

MAX_LOSSES = 2
"""How often a submission that runs alone may end its worker before it is reported as not graded."""

TIMED_OUT_TWICE = "It ran out of time twice, the second time while nothing else was being graded."

PreviousReport = Callable[[Submission], Report | None]


def grade_all(
    submissions: Iterable[Submission],
    course: Course,
    *,
    executor: Callable[[], Executor] | None = None,
    workers: int = 1,
    origin: Origin = Origin.GRADER,
    any_version: bool = False,
    previous_report: PreviousReport | None = None,
) -> Iterator[Report]:
    """Yield one report for every submission, in the order they finish.

    `executor` opens the executor that grades, and is called again if that breaks; None grades in this process.
    `previous_report` may return the report of unchanged work, which is then not graded again.
    """
    job = (course.root, origin, any_version, salt_mark())
    if executor is None:
        for submission in submissions:
            report = previous_report(submission) if previous_report else None
            yield report or grade_here(course.root, submission, origin_of(submission, origin), any_version)
        return
    yield from _Batch(executor, workers, job, previous_report).run(submissions)


def origin_of(submission: Submission, origin: Origin) -> Origin:
    """Return who grades a submission: its own learner, or else `origin`."""
    return Origin.SELF if submission.is_own else origin


def grade_here(
    root: Path, submission: Submission, origin: Origin, any_version: bool, mark: str | None = None
) -> Report:
    """Grade one submission in this process, with a fork server that the next one uses too.

    `mark` tells the salt of the process that asks. With another salt the samples would be wrong, so nothing is graded.
    """
    try:
        if mark is not None and mark != salt_mark():
            raise SaltError(f"This worker has another {settings.SALT.name} than you. Set the same one there.")
        return grade(submission, Course(root), shared_fork_server(), origin=origin, any_version=any_version)
    except Exception as error:
        log.info("%s: could not be graded", submission.source_name, exc_info=True)
        close_fork_server()
        return _not_graded(submission, error)


class _Batch:
    """A queue of independent jobs over one executor at a time."""

    def __init__(
        self,
        executor: Callable[[], Executor],
        workers: int,
        job: tuple[Path, Origin, bool, str],
        previous_report: PreviousReport | None,
    ) -> None:
        self._open = executor
        self._pool = executor()
        self._workers = workers
        self._capacity = max(1, workers) * IN_FLIGHT
        self._job = job
        self._previous_report = previous_report
        self._waiting: dict[Future[Report], Submission] = {}
        self._timed_out: list[Submission] = []

    def run(self, submissions: Iterable[Submission]) -> Iterator[Report]:
        try:
            for submission in submissions:
                previous = self._previous_report(submission) if self._previous_report else None
                if previous is not None:
                    yield previous
                    continue
                while len(self._waiting) >= self._capacity:
                    yield from self._finished_reports()
                self._submit(submission)
            while self._waiting:
                yield from self._finished_reports()
            yield from self._grade_timed_out()
        finally:
            _close(self._pool)

    def _submit(self, submission: Submission) -> None:
        try:
            future = self._send(submission)
        except BrokenExecutor:
            self._reopen()
            future = self._send(submission)
        self._waiting[future] = submission

    def _send(self, submission: Submission) -> Future[Report]:
        root, origin, any_version, mark = self._job
        return self._pool.submit(
            grade_here, root, submission, origin_of(submission, origin), any_version, mark
        )

    def _finished_reports(self) -> Iterator[Report]:
        done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        # If a worker died, submissions that others had finished by then are not graded again.
        for future in sorted(done, key=lambda future: future.exception() is not None):
            submission = self._waiting.pop(future, None)
            if submission is None:
                continue
            try:
                report = future.result()
            except BrokenExecutor as error:
                yield from self._grade_lost(submission, error)
            except Exception as error:
                yield _not_graded(submission, error)
            else:
                if report.outcome.kind is OutcomeKind.TIMED_OUT and self._workers > 1:
                    # Other work may have taken its processor, so this is not final yet.
                    self._timed_out.append(submission)
                else:
                    yield report

    def _grade_timed_out(self) -> Iterator[Report]:
        """Grade every submission that ran out of time once more, alone, when no other work is being graded."""
        for submission in self._timed_out:
            log.info("%s: ran out of time; grading again, alone", submission.source_name)
            report = self._grade_alone(submission)
            if report is None:
                yield _not_graded(submission, BrokenExecutor("it ended its worker"))
            elif report.outcome.kind is OutcomeKind.TIMED_OUT:
                yield report.model_copy(update={"notes": (*report.notes, TIMED_OUT_TWICE)})
            else:
                yield report

    def _grade_lost(self, submission: Submission, error: Exception) -> Iterator[Report]:
        """Grade every submission that was lost with a dead worker again, one by one.

        Alone, a submission that ends its worker harms no other.
        """
        lost = [submission, *self._waiting.values()]
        self._waiting.clear()
        log.info("A worker ended (%s). Grading again, one by one: %d submissions", error, len(lost))
        self._reopen()
        for waiting in lost:
            yield self._grade_alone(waiting) or _not_graded(waiting, error)

    def _grade_alone(self, submission: Submission) -> Report | None:
        for number in range(1, MAX_LOSSES + 1):
            log.info("%s: grading again, attempt %d of %d", submission.source_name, number, MAX_LOSSES)
            try:
                return self._send(submission).result()
            except BrokenExecutor as error:
                log.info("%s: ended its worker again (%s)", submission.source_name, error)
                self._reopen()
        return None

    def _reopen(self) -> None:
        _close(self._pool)
        self._pool = self._open()


def _close(pool: Executor) -> None:
    for future in getattr(pool, "_futures", ()):
        future.cancel()
    pool.shutdown(wait=False)


def _not_graded(submission: Submission, error: Exception) -> Report:
    reason = str(error) or type(error).__name__
    return Report(
        learner=submission.learner,
        exercise=submission.exercise[:120],
        outcome=Outcome(
            kind=OutcomeKind.NOT_GRADED,
            sentence=f"The grader could not grade this: {reason[:500]}",
            advice="Nothing is lost. Fix the problem above and grade this submission again.",
        ),
        submission_sha256=submission.sha256,
        source_name=submission.source_name,
    )
