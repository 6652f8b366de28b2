"""Grade one submission: find its exercise, run it, ask the checks within their limits, and make the report."""

from __future__ import annotations

import contextlib
import shutil
import signal
import tempfile
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from labelwright.checks.check import Check
from labelwright.checks.response_parts import read_responses
from labelwright.checks.runner import CheckTimeout, exercise_facts, load_checks, make_report, run_checks
from labelwright.checks.verdicts import ExerciseFacts, Origin, Outcome, OutcomeKind, Report
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.handed_out import EVERYONE
from labelwright.data.card import CardError
from labelwright.data.lending import lent_session
from labelwright.data.material import Material
from labelwright.data.salt import salt_mark
from labelwright.data.sample import sample_digest
from labelwright.exchange.plain_data import encode
from labelwright.grading.answer_files import HandedJournals
from labelwright.grading.outcomes import (
    cause_of_absence,
    other_sample,
    outcome_of,
    unknown_sample,
    wrong_version,
)
from labelwright.grading.sandbox.execution import Execution, Job
from labelwright.grading.sandbox.fork_server import ForkServer
from labelwright.grading.sandbox.staging import stage_data_files
from labelwright.grading.submissions import Submission

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MEMORY = 4 * 1024**3
"""Bytes of private memory that the grader's process may have while checks run."""
AGAIN = 1.0
"""Seconds that each further check gets when the time for all of them is used up."""


@contextlib.contextmanager
def limited_checks(seconds: float) -> Iterator[None]:
    """Raise CheckTimeout in the code below after `seconds` and every AGAIN seconds after that, and MemoryError over MEMORY.

    Only a process's main thread can be stopped by the clock; the executors of this package grade in main threads,
    apart from Dask's workers.
    """
    with _memory_limit(), _clock(seconds):
        yield


@contextlib.contextmanager
def _clock(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise CheckTimeout(seconds)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _memory_limit() -> Iterator[None]:
    if resource is None or not hasattr(resource, "RLIMIT_DATA"):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


CHECK_SECONDS = 60.0
"""What all checks of one submission may take, apart from the time for the learner's own code."""


def grade(
    submission: Submission,
    course: Course,
    server: ForkServer,
    *,
    origin: Origin = Origin.GRADER,
    any_version: bool = False,
) -> Report:
    """Grade one submission; any problem with it becomes a named outcome in the report."""
    if submission.problem is not None or submission.code is None:
        return _ungraded(submission, submission.problem or Outcome(kind=OutcomeKind.NOT_GRADED, sentence=""))
    try:
        exercise = course.exercise(submission.exercise)
    except ExerciseError as error:
        return _ungraded(submission, _unknown(submission, error))
    if submission.version not in (None, exercise.version) and not any_version:
        return _ungraded(submission, wrong_version(submission.version or 0, exercise.version), exercise)
    material = Material(course, exercise, submission.drawn_for or submission.learner, submission.form)
    handed = submission.sample
    if handed is not None and handed.sha256 != sample_digest(material.table):
        return _ungraded(
            submission, other_sample(handed, submission.drawn_for or submission.learner), exercise
        )
    if handed is None and exercise.sample is not None and salt_mark() and origin is Origin.GRADER:
        return _ungraded(submission, unknown_sample(), exercise)
    submission = replace(submission, notes=(*submission.notes, *_sample_notes(submission, exercise)))
    folder = tempfile.mkdtemp(dir=server.scratch)
    try:
        return _run(submission, course, exercise, material, server, Path(folder), origin)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sample_notes(submission: Submission, exercise: Exercise) -> Iterator[str]:
    """Yield what must be said about whose rows the work was graded with."""
    if exercise.sample is None or submission.code is None:
        return
    if submission.sample is not None and submission.sample.learner == EVERYONE:
        yield "It uses the sample that was handed out to everyone."
    elif submission.sample is None and "sample" in submission.code.stated:
        yield (
            "It says that its sample was handed out, but not in a form that can be read. It was graded with the sample of "
            f"{submission.drawn_for or submission.learner!r}; if its numbers are all wrong, look at which rows it used."
        )
    elif not submission.drawn_for and not submission.code.learner:
        yield (
            "The notebook does not say whose sample it uses. It was graded with the sample of "
            f"{submission.learner!r}{', the name of its file or folder' if submission.made_up else ''}."
        )


def _run(
    submission: Submission,
    course: Course,
    exercise: Exercise,
    material: Material,
    server: ForkServer,
    folder: Path,
    origin: Origin,
) -> Report:
    assert submission.code is not None
    execution = Execution(server, stage_data_files(_job(submission, exercise, material, folder), server))
    try:
        execution.run()
        journals = HandedJournals(exercise, submission.files, execution.ask)
        work = Work(
            material, journals.ask, partial(cause_of_absence, execution.failures, submission.code.cells)
        )
        checks = _checks(exercise, exercise.digest)
        # The child has its own clocks for the answers; what is beyond them is the checks' own work.
        try:
            with limited_checks(CHECK_SECONDS + 2 * exercise.limits.seconds):
                results, notes = run_checks(exercise, checks, work)
                responses = read_responses(exercise, work)
        finally:
            work.close()
    finally:
        execution.close()
    return make_report(
        exercise,
        exercise_facts(exercise, course.module(exercise.module).title, material.cards),
        outcome_of(execution.failures, submission.code.cells, submission.code.python),
        results,
        learner=submission.learner,
        form=submission.form,
        origin=origin,
        level=server.level,
        notes=(*submission.notes, *notes, *journals.notes(origin)),
        items=work.items.all(),
        submission_sha256=submission.sha256,
        exercise_sha256=_digest(exercise, material),
        source_name=submission.source_name,
        responses=responses,
    )


def _job(submission: Submission, exercise: Exercise, material: Material, folder: Path) -> Job:
    assert submission.code is not None
    session, readable = lent_session(material, folder)
    session["table"] = None if material.table is None else encode(material.table.frame())
    limits = exercise.limits
    return Job(
        cells=submission.code.cells,
        folder=str(folder),
        session=session,
        readable=readable,
        answers={
            name: b64encode(submission.files[name]).decode()
            for name in exercise.files
            if name in submission.files
        },
        cell_seconds=limits.cell_seconds,
        seconds=limits.seconds,
        memory_mb=limits.memory_mb,
    )


@cache
def _checks(exercise: Exercise, digest: str) -> tuple[Check, ...]:
    return load_checks(exercise)


def exercise_digest(course: Course, submission: Submission) -> str:
    """Return the digest of the exercise and data that this submission's grade depends on; empty without an exercise."""
    if submission.problem is not None:
        return ""
    try:
        exercise = course.exercise(submission.exercise)
        return _digest(exercise, Material(course, exercise, submission.learner, submission.form))
    except (ExerciseError, CardError):
        return ""


def _digest(exercise: Exercise, material: Material) -> str:
    pins = "".join(card.pin.fingerprint for card in material.cards)
    form = f"form {material.form}" if material.form != 1 else ""
    return sha256((exercise.digest + pins + form + salt_mark()).encode()).hexdigest()


def _unknown(submission: Submission, error: ExerciseError) -> Outcome:
    if not submission.exercise:
        sentence = 'The notebook does not say which exercise it is for: it has no cell with exercise("...").'
    else:
        sentence = str(error)
    advice = "Start from the notebook that `labelwright start` creates, and keep its first code cell."
    return Outcome(kind=OutcomeKind.UNKNOWN_EXERCISE, sentence=sentence, advice=advice)


def _ungraded(submission: Submission, outcome: Outcome, exercise: Exercise | None = None) -> Report:
    report = Report(
        learner=submission.learner,
        exercise=submission.exercise[:120],
        outcome=outcome,
        notes=submission.notes,
        submission_sha256=submission.sha256,
        source_name=submission.source_name,
        version=submission.version or 0,
        grader_version=_version(),
    )
    if exercise is None:
        return report
    facts = ExerciseFacts(title=exercise.title, module=exercise.module)
    return report.model_copy(update={"facts": facts, "max_score": exercise.max_score})


def _version() -> str:
    from labelwright.version import __version__

    return __version__


def rename_learner(submission: Submission, learner: str) -> Submission:
    """Return the submission under another learner's id, for a person who grades their own work."""
    return replace(submission, learner=learner, drawn_for=learner)
