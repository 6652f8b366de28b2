"""One grading run: known work, recording, feedback pages, Ctrl-C and watching a folder."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import IO

import click

from labelwright.checks.verdicts import Origin, Report
from labelwright.course.course import Course, open_course
from labelwright.feedback.html import feedback_page
from labelwright.feedback.json_lines import report_line
from labelwright.feedback.words import out_of
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.queries import WorkKey
from labelwright.grading.batch import PreviousReport, grade_all
from labelwright.grading.executors import ExecutorSpec, parse_executor
from labelwright.grading.grade import exercise_digest
from labelwright.grading.sandbox.fork_server import shared_fork_server
from labelwright.grading.sandbox.probe import quick_probe
from labelwright.grading.submissions import Submission, collect
from labelwright.notebook.submission_file import safe_name
from labelwright.notebook.workspace import find_workspace
from labelwright.version import __version__

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Run:
    """One run so far: outcomes by name, when work was handed in, and whose pages may have to be written."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    changed: set[str] = field(default_factory=set)
    graded: dict[str, datetime] = field(default_factory=dict)
    """Every learner of the run, with the time of their newest report in it."""
    handed_in: datetime | None = None
    """When all of it was handed in; None takes each file's own time."""
    _came: dict[str, datetime] = field(default_factory=dict)

    def came(self, submission: Submission) -> Submission:
        """Note when a submission was handed in; a time that has not come yet counts as now."""
        when = self.handed_in or submission.handed_in
        if when is not None:
            when = min(when, datetime.now(UTC))
            self._came[submission.sha256] = min(when, self._came.get(submission.sha256, when))
        return submission

    def keep(self, report: Report, book: Gradebook, lines: IO[str] | None) -> bool:
        """Record one report and count it; False where the book held it already."""
        new = book.record(report, self._came.pop(report.submission_sha256, None))
        if lines is not None:
            lines.write(report_line(report) + "\n")
            lines.flush()
        self.outcomes[report.outcome.kind.value] += 1
        self.graded[report.learner] = max(report.graded_at, self.graded.get(report.learner, _NEVER))
        if new:
            self.changed.add(report.learner)
        return new


def stale_pages(book: Gradebook, run: Run, folder: Path) -> Iterator[str]:
    """Learners of the run whose page is missing or older than their reports or the last thing anybody said."""
    said = book.last_manual_entry() or _NEVER
    for learner, graded in sorted(run.graded.items()):
        written = _written(page_of(learner, folder))
        if learner in run.changed or written is None or written <= max(graded, said):
            yield learner


def page_of(learner: str, folder: Path) -> Path:
    """Where a learner's feedback page is written."""
    return folder / f"{safe_name(learner)}.html"


def _written(page: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(page.stat().st_mtime, UTC)
    except OSError:
        return None


def write_pages(book: Gradebook, learners: Iterable[str], folder: Path) -> list[Path]:
    """Write one feedback page a learner into `folder`; the pages written."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for learner in learners:
        path = page_of(learner, folder)
        reports = book.reports(learner)
        notes = {slug: _said(book, learner, slug) for slug in {report.exercise for report in reports}}
        path.write_text(feedback_page(learner, reports, notes), encoding="utf-8")
        pages.append(path)
    return pages


def _said(book: Gradebook, learner: str, exercise: str) -> list[str]:
    """What people said of this work, each with the task it concerns."""
    notes = book.notes_for(learner, exercise)
    return [f"{note.task}: {note.text}" if note.task else note.text for note in notes]


@dataclass(frozen=True)
class Settings:
    """What `grade` and `watch` share: pages, executor, and what is allowed."""

    feedback: Path
    executor: str
    trust_learners: bool
    any_version: bool
    regrade: bool
    handed_in: datetime | None


def run_once(
    paths: Iterable[Path], course_dir: str | None, place: str, settings: Settings, json_file: Path | None
) -> int:
    """Grade everything in `paths` once; the exit code: 0, or 130 where it was stopped with Ctrl-C."""
    course, chosen = open_course(course_dir), parse_executor(settings.executor)
    with Gradebook(place) as book:
        if not settings.trust_learners:
            require_isolation()
        run, stopped = _grade_paths(list(paths), course, book, chosen, settings, json_file)
    _say(run, place, settings, json_file)
    if stopped:
        click.echo("Stopped. What is counted above is recorded; run the same command again for the rest.")
    return 130 if stopped else 0


def _grade_paths(
    paths: list[Path],
    course: Course,
    book: Gradebook,
    chosen: ExecutorSpec,
    settings: Settings,
    json_file: Path | None,
) -> tuple[Run, bool]:
    """Grade and record the work in `paths` and write its pages: (what was done, whether Ctrl-C stopped it)."""
    run, stop = Run(handed_in=settings.handed_in), Stop()
    origin = Origin.SELF if all(_own_work(path) for path in paths) else Origin.GRADER
    submissions = takewhile(lambda _: not stop.asked, collect(paths))
    # A pool is not worth starting for a handful.
    first = list(islice(submissions, 3))
    if len(first) < 3 and settings.executor.startswith("processes"):
        chosen = ExecutorSpec(None, 1)
    reports = _reports(chain(first, submissions), course, book, chosen, settings, run, origin)
    with (
        stop,
        _lines(json_file) as lines,
        click.progressbar(reports, label="Grading", show_eta=False, item_show_func=_shown) as bar,
    ):
        for report in bar:
            run.keep(report, book, lines)
    write_pages(book, stale_pages(book, run, settings.feedback), settings.feedback)
    return run, stop.asked


class Stop:
    """Ctrl-C once: hand out no more work and record what is under way. Twice: end at once."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Stop:
        """Take over Ctrl-C."""
        with suppress(ValueError):
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *ended: object) -> None:
        """Give Ctrl-C back."""
        with suppress(ValueError):
            signal.signal(signal.SIGINT, self._before)

    def wait(self, seconds: float) -> None:
        """Sleep, but not past Ctrl-C."""
        until = time.monotonic() + seconds
        while not self.asked and time.monotonic() < until:
            time.sleep(min(0.2, seconds))

    def _ask(self, number: int, frame: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        click.echo(
            "\nStopping once what is being graded is done; press Ctrl-C again to stop at once.", err=True
        )


def watch_folder(folder: Path, course_dir: str | None, place: str, settings: Settings, every: float) -> None:
    """Grade what lands in `folder` until Ctrl-C."""
    course, chosen = open_course(course_dir), parse_executor(settings.executor)
    with Gradebook(place) as book:
        if not settings.trust_learners:
            require_isolation()
        click.echo(f"Watching {folder}. Stop with Ctrl-C.")
        with Stop() as stop:
            _watch(folder, course, book, chosen, settings, every, stop)
    click.echo("Stopped watching.")


def _watch(
    folder: Path,
    course: Course,
    book: Gradebook,
    chosen: ExecutorSpec,
    settings: Settings,
    every: float,
    stop: Stop,
) -> None:
    seen: dict[Path, tuple[int, float]] = {}
    done: dict[Path, tuple[int, float]] = {}
    while not stop.asked:
        now = _sizes(folder)
        # A file that changed since the last look may still be growing.
        ready = [path for path, size in now.items() if seen.get(path) == size != done.get(path)]
        if ready:
            run = Run(handed_in=settings.handed_in)
            found = chain.from_iterable(_inside(folder, path) for path in sorted(ready))
            submissions = takewhile(lambda _: not stop.asked, found)
            for report in _reports(submissions, course, book, chosen, settings, run):
                if run.keep(report, book, None):
                    click.echo(f"{report.source_name}: {report.learner}, {_line(report)}")
            write_pages(book, stale_pages(book, run, settings.feedback), settings.feedback)
            done.update({path: now[path] for path in ready})
        seen = now
        stop.wait(every)


def require_isolation() -> None:
    """Refuse to run other people's code where an attempt at a forbidden thing was not stopped."""
    server = shared_fork_server()
    possible = [attempt.action for attempt in quick_probe(server) if not attempt.refused]
    if possible or not server.is_isolated:
        raise click.ClickException(
            f"This machine cannot isolate learner code: it could {', '.join(possible) or 'do anything'}. "
            "Run `labelwright doctor` to see which isolation is missing. If you trust everyone whose work this is, "
            "or use a machine with nothing else on it, pass --trust-learners."
        )


def _reports(
    submissions: Iterable[Submission],
    course: Course,
    book: Gradebook,
    chosen: ExecutorSpec,
    settings: Settings,
    run: Run,
    origin: Origin = Origin.GRADER,
) -> Iterator[Report]:
    previous_report = None if settings.regrade else _previous_report(course, book, run, origin)
    return grade_all(
        map(run.came, submissions),
        course,
        executor=chosen.open,
        workers=chosen.workers,
        origin=origin,
        any_version=settings.any_version,
        previous_report=previous_report,
    )


def _own_work(path: Path) -> bool:
    """Whether `path` lies in a learner's own workspace, so that whoever grades it grades themselves."""
    workspace = find_workspace(path.resolve())
    return workspace is not None and path.resolve().is_relative_to(workspace.root)


def _previous_report(course: Course, book: Gradebook, run: Run, origin: Origin) -> PreviousReport:
    def previous_report(submission: Submission) -> Report | None:
        digest = exercise_digest(course, submission)
        key = WorkKey(submission.sha256, digest, __version__)
        report = book.known_all([key], origin=origin).get(key)
        run.unchanged += report is not None
        return report

    return previous_report


def _lines(json_file: Path | None) -> IO[str]:
    """Where the JSON lines go; a stream that keeps nothing where no file was named."""
    if json_file is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    json_file.parent.mkdir(parents=True, exist_ok=True)
    return json_file.open("w", encoding="utf-8")


def _shown(report: Report | None) -> str:
    return f"{report.learner[:24]}: {report.outcome.kind.value}" if report else ""


def _line(report: Report) -> str:
    if not report.checks:
        return report.outcome.sentence
    return f"{out_of(report)}, {report.outcome.kind.value.replace('_', ' ')}"


def _inside(folder: Path, path: Path) -> Iterator[Submission]:
    """The submissions in one file of a watched folder, named as they lie in it."""
    from labelwright.grading.submissions import from_file

    return from_file(path, path.relative_to(folder).as_posix())


def _sizes(folder: Path) -> dict[Path, tuple[int, float]]:
    from labelwright.grading.submissions import candidates

    found = {}
    for path in candidates(folder):
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_size, status.st_mtime)
    return found


def _say(run: Run, place: str, settings: Settings, json_file: Path | None) -> None:
    total = run.outcomes.total()
    if not total:
        click.echo("No notebook, submission file or archive was found there.")
        return
    listed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(run.outcomes.items()))
    again = f" {run.unchanged} unchanged, not graded again." if run.unchanged else ""
    click.echo(f"{total} submission{'s' if total != 1 else ''}: {listed}.{again}")
    click.echo(
        f"Gradebook: {place if '://' not in place else place.split('://')[0]}. Feedback: {settings.feedback}."
    )
    if json_file is not None:
        click.echo(f"JSON lines: {json_file}.")
