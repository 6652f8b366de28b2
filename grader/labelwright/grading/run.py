"""A run of the grader: which work is unchanged, what is recorded, which feedback pages are out of date, and Ctrl-C.

It returns and yields plain data and prints nothing; the commands `grade`, `watch` and `demo` print.
"""

from __future__ import annotations

import logging
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from itertools import chain, islice, takewhile
from pathlib import Path

from labelwright.checks.verdicts import Origin, Report
from labelwright.course.course import Course, open_course
from labelwright.course.handed_out import handed_out
from labelwright.course.root import COURSE_FOLDERS, CourseError, is_course
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn, settle
from labelwright.gradebook.identity import NO_CLAIMS, Claims, Identity, People, identify
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.queries import WorkKey
from labelwright.gradebook.writes import learner_key
from labelwright.grading.answer_files import answer_files_of
from labelwright.grading.batch import PreviousReport, grade_all, origin_of
from labelwright.grading.drop_folder import DropFolder
from labelwright.grading.executors import ExecutorSpec, parse_executor
from labelwright.grading.feedback_pages import stale_pages, write_pages
from labelwright.grading.grade import exercise_digest
from labelwright.grading.hand_ins import Request, collect, collect_folder
from labelwright.grading.sandbox.fork_server import SandboxError, shared_fork_server
from labelwright.grading.sandbox.probe import quick_probe
from labelwright.grading.stamps import HERE
from labelwright.grading.submissions import Submission
from labelwright.grading.times import Times, read_times
from labelwright.notebook.workspace import WorkspaceError, find_workspace
from labelwright.version import __version__

log = logging.getLogger(__name__)


class IsolationError(SandboxError):
    """This machine cannot isolate learners' code; the text says what the code could do and what to do about it."""


@dataclass(frozen=True)
class RunOptions:
    """What the instructor chose for a run: where pages go, the executor, and what is allowed."""

    feedback: Path
    executor: str
    trust_learners: bool = False
    any_version: bool = False
    regrade: bool = False
    retry_cut_short: bool = False
    """Grade unchanged work again if its last run ended early: out of time or memory, or crashed."""
    handed_in: datetime | None = None
    """When all of the work was handed in; None takes what an LMS or a list says."""
    times: tuple[Path, ...] = ()
    """CSV lists of times, and grading worksheets of Moodle."""
    zone: tzinfo | None = None
    """The zone of times that name none; None means this computer's."""
    policy: Policy = Policy.BEST
    """Which submission counts on the feedback pages."""


@dataclass
class Run:
    """What a run has done so far: how many submissions ended how, and whose they are."""

    handed_in: datetime | None = None
    times: Times = field(default_factory=Times)
    people: People = field(default_factory=People)
    """Everybody whom the gradebook knows, and those whom this run found."""
    outcomes: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    graded: set[str] = field(default_factory=set)
    """Every learner of the run."""
    without_time: list[str] = field(default_factory=list)
    """The sources of submissions of which nobody said when they came."""
    late_without_time: list[str] = field(default_factory=list)
    """The sources of those among them that an LMS marks as late."""
    zone_of_computer: int = 0
    """How many times named no zone and were read in this computer's."""
    leftovers: list[str] = field(default_factory=list)
    """Files that are next to work and are not work, such as an instructor's own list."""
    remarks: list[str] = field(default_factory=list)
    """What the instructor must know about the run, as sentences."""
    open_identity: int = 0
    """How many submissions in the gradebook wait for a person to decide whose they are, after the run."""
    same_work: list[tuple[str, str]] = field(default_factory=list)
    """Files with the same content and the same learner as an earlier one, with that one: both are one submission."""
    _received: dict[tuple[str, str], tuple[HandedIn, Identity, str]] = field(default_factory=dict)

    def received(self, submission: Submission) -> Submission:
        """Say whose a submission is, remember when it was handed in, and return it; a time in the future counts as now."""
        identity, handed = self._identity(submission), submission
        submission = replace(handed, learner=identity.learner, made_up=identity.made_up)
        listed = self.times.of(submission)
        if listed == UNKNOWN and handed.made_up:
            # A list may have the name that the LMS wrote.
            listed = self.times.of(handed)
        said = settle(submission.handed_in, listed)
        if self.handed_in is not None:
            said = settle(said, HandedIn.stated(self.handed_in))
        if said.when is not None:
            said = replace(said, when=min(said.when, datetime.now(UTC)))
            self.zone_of_computer += HERE in said.source
        else:
            self.without_time.append(submission.source_name)
            self.late_without_time += [submission.source_name] if said.marked_late else []
        key = submission.learner, submission.sha256
        before = self._received.get(key)
        name = submission.source_name
        if before is not None:
            said = settle(before[0], said)
            self.same_work.append((name, before[2]))
        self._received[key] = said, identity, before[2] if before is not None else name
        return submission

    def _identity(self, submission: Submission) -> Identity:
        claims = submission.claims
        if claims == NO_CLAIMS:
            name = submission.learner
            claims = Claims(file=name) if submission.made_up else Claims(stated=name)
        identity = identify(claims, self.people, submission.exercise, submission.sha256)
        self.people.learn(identity)
        return identity

    def record(self, report: Report, book: Gradebook) -> bool:
        """Record a report and count it; return False if the gradebook had it already."""
        known = self._received.get((report.learner, report.submission_sha256))
        handed_in, identity = known[:2] if known is not None else (UNKNOWN, None)
        is_new = book.record(report, handed_in, identity=identity)
        self.outcomes[report.outcome.kind.value] += 1
        self.graded.add(report.learner)
        return is_new


class Stop:
    """Ctrl-C once: grade no more work, and record what is being graded. Twice: stop at once."""

    def __init__(self, on_request: Callable[[], None]) -> None:
        """Call `on_request` at the first Ctrl-C."""
        self.requested = False
        self._on_request = on_request

    def __enter__(self) -> Stop:
        """Handle Ctrl-C from now on; outside the main thread nothing changes."""
        with suppress(ValueError):
            self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *error: object) -> None:
        """Give Ctrl-C back to the handler that was there before."""
        with suppress(ValueError):
            signal.signal(signal.SIGINT, self._before)

    def wait(self, seconds: float) -> None:
        """Sleep, but wake up at Ctrl-C."""
        until = time.monotonic() + seconds
        while not self.requested and time.monotonic() < until:
            time.sleep(min(0.2, seconds))

    def _handle(self, number: int, frame: object) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True
        self._on_request()


@dataclass(frozen=True)
class Grader:
    """What all runs of one command share: the course, the open gradebook, the executor and the options."""

    course: Course
    book: Gradebook
    executor: ExecutorSpec
    options: RunOptions

    def new_run(self) -> Run:
        """Return a run with the times that the instructor gave; raise GradebookError if a list cannot be read."""
        times = read_times(self.options.times, self.options.zone)
        return Run(self.options.handed_in, times, self.book.people())

    def grade(
        self, submissions: Iterable[Submission], run: Run, origin: Origin = Origin.GRADER
    ) -> Iterator[tuple[Report, bool]]:
        """Grade and record each submission; yield its report, and whether that is new in the gradebook."""
        reports = grade_all(
            map(run.received, submissions),
            self.course,
            executor=self.executor.open,
            workers=self.executor.workers,
            origin=origin,
            any_version=self.options.any_version,
            previous_report=None if self.options.regrade else self._previous_report(run, origin),
        )
        for report in reports:
            is_new = run.record(report, self.book)
            log.info("%s: %s, %s", report.source_name, report.learner, report.outcome.kind.value)
            yield report, is_new

    def grade_paths(self, paths: Sequence[Path], run: Run, stop: Stop) -> Iterator[Report]:
        """Grade everything in `paths` once, until Ctrl-C; yield each report."""
        found = chain.from_iterable(self._submissions_in(path, run) for path in paths)
        submissions = takewhile(lambda _: not stop.requested, found)
        # A pool is not worth starting for a handful.
        first = list(islice(submissions, 3))
        is_small = len(first) < 3 and self.options.executor.startswith("processes")
        grader = replace(self, executor=ExecutorSpec(None, 1)) if is_small else self
        for report, _ in grader.grade(chain(first, submissions), run):
            yield report

    def watch(self, folder: Path, seconds: float, stop: Stop) -> Iterator[Report]:
        """Look into `folder` every few seconds until Ctrl-C, grade new files, and yield each new report.

        A file is graded when its size and time are the same in two looks: until then it may still grow.
        """
        drop = DropFolder(folder, (self.options.feedback,))
        while not stop.requested:
            ready = drop.look()
            if ready:
                run = self.new_run()
                request = Request(answer_files_of(self.course), [], drop.without, ready, drop.still)
                found = drop.complete(collect_folder(folder, request))
                for report, is_new in self.grade(takewhile(lambda _: not stop.requested, found), run):
                    if is_new:
                        yield report
                self.write_pages(run)
                drop.done(ready)
            stop.wait(seconds)

    def _submissions_in(self, path: Path, run: Run) -> Iterator[Submission]:
        """Yield what was handed in at `path`; the own work of the workspace that it is in is marked as such."""
        own = _own_learner(path, run)
        request = Request(answer_files_of(self.course), run.leftovers, self._not_handed_in(path))
        for submission in collect([path], zone=self.options.zone, request=request):
            yield replace(submission, is_own=True) if own and own == _stated(submission) else submission

    def _not_handed_in(self, path: Path) -> tuple[Path, ...]:
        """Return the folders below `path` that hold no hand-ins: our own pages, and the parts of a course."""
        parts = [path / name for name in COURSE_FOLDERS] if is_course(path) else []
        return (self.options.feedback, *parts)

    def write_pages(self, run: Run) -> list[Path]:
        """Write the feedback pages that the run left out of date; return them."""
        run.open_identity = len(self.book.identity_report())
        folder, policy = self.options.feedback, self.options.policy
        order = [exercise.slug for exercise in self.course.exercises]
        stale = list(stale_pages(self.book, run.graded, folder, policy, order))
        return write_pages(self.book, stale, folder, policy, order)

    def _previous_report(self, run: Run, origin: Origin) -> PreviousReport:
        def previous_report(submission: Submission) -> Report | None:
            digest = exercise_digest(self.course, submission)
            if not digest:
                return None
            key = WorkKey(submission.sha256, digest, __version__)
            known = self.book.known_all(
                [key],
                cut_short=not self.options.retry_cut_short,
                origin=origin_of(submission, origin),
                source_name=submission.source_name,
            )
            report = known.get(key)
            if report is not None:
                report = _under(report, submission)
            if report is not None:
                run.unchanged += 1
                log.debug("%s: unchanged, not graded again", submission.source_name)
            return report

        return previous_report


def _under(report: Report, submission: Submission) -> Report | None:
    """Return the report of the same bytes under this submission's learner; None if they must be graded for that learner.

    Work that does not say whose sample it uses is graded with its learner's. What a report notes about the files next to
    one person's work is wrong for another person's.
    """
    if report.learner == submission.learner:
        return report
    if not submission.drawn_for or report.source_name != submission.source_name:
        return None
    return report.model_copy(update={"learner": submission.learner})


@contextmanager
def open_grader(course_dir: str | Path | None, place: str, options: RunOptions) -> Iterator[Grader]:
    """Open the course, the executor and the gradebook at `place`; close the gradebook at the end.

    Raises IsolationError if the options do not trust the learners and this machine cannot isolate their code.
    """
    course, executor = open_course(course_dir), parse_executor(options.executor)
    if handed_out(course.root) is not None:
        raise CourseError(
            f"{course.root} was handed out without checks, so nothing can be graded with it. "
            "Name the instructor's course: --course DIR."
        )
    with Gradebook(place) as book:
        if not options.trust_learners:
            require_isolation()
        yield Grader(course, book, executor, options)


def require_isolation() -> None:
    """Raise IsolationError if learners' code could do a forbidden thing on this machine; each one is tried."""
    server = shared_fork_server()
    possible = [attempt.action for attempt in quick_probe(server) if not attempt.refused]
    possible += [] if server.limits_threads else ["start any number of threads"]
    if possible or not server.is_isolated:
        raise IsolationError(
            f"This machine cannot isolate learners' code: it could {', '.join(possible) or 'do anything'}. "
            "Run `labelwright doctor` to see what is missing. If you trust everyone whose work this is, "
            "or if nothing else is on this machine, pass --trust-learners."
        )


def _own_learner(path: Path, run: Run) -> str:
    """Return the key of the learner in whose own workspace `path` is: that person grades; empty if it is in none."""
    try:
        workspace = find_workspace(path.resolve())
    except (WorkspaceError, OSError, RuntimeError) as error:
        # One damaged file must not end the batch; the work then counts as other people's.
        run.remarks.append(f"{error} Until then, no work there counts as graded by its own learner.")
        return ""
    is_inside = workspace is not None and path.resolve().is_relative_to(workspace.root)
    return learner_key(workspace.learner) if workspace and is_inside else ""


def _stated(submission: Submission) -> str:
    """Return the key of the learner whom the work itself states; empty if it states none."""
    stated = submission.code.learner if submission.made_up and submission.code else ""
    return learner_key(stated if submission.made_up else submission.learner)
