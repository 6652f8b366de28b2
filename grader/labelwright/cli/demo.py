"""The command `demo`: the notebooks of three learners, from grading to a verified page and the course site."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.checks.wrong_answers import WrongAnswer
    from labelwright.course.course import Course
    from labelwright.course.exercise import Exercise

MOST_EXERCISES = 4
RIGHT, ERRORS, CRASH = "demo-right", "demo-two-errors", "demo-crash"


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where everything goes [default: a new temporary folder].",
)
@course_option
def demo(out: Path | None, course_dir: str | None) -> None:
    """Grade, record, explain, certify and publish the work of three made-up learners, and build the site.

    Nothing is faked: the notebooks are graded in the sandbox, and the page is signed and verified. One learner is
    right, one makes two typical errors, and the notebook of the third ends its own process.
    """
    from labelwright.course.course import open_course

    course = open_course(course_dir)
    folder = _folder(out)
    click.echo(f"Everything goes to {folder}\n")
    exercises = _one_per_module(exercise for exercise in course.exercises if not _missing(course, exercise))
    with _step("Writing the notebooks of three learners"):
        count = _hand_in(exercises, folder / "submissions")
    reports = _grade(course, folder, count)
    with _step("Certifying passed work and building the portfolio"):
        did = _portfolio(folder)
    with _step("Verifying the portfolio as an employer would"):
        sentence = _verify(folder, did)
    with _step("Building the course site"):
        built = _site(course, folder)
    _table(reports)
    _left_out(course, exercises)
    click.echo(f"\n{sentence}\n")
    for what, path in _paths(folder, built):
        click.echo(f"{what:<24} {path}")


@contextmanager
def _step(what: str) -> Iterator[None]:
    click.echo(f"{what} ...", nl=False)
    began = time.monotonic()
    yield
    click.echo(f" {click.style('done', fg='green')} ({time.monotonic() - began:.1f} s)")


def _folder(out: Path | None) -> Path:
    if out is None:
        return Path(tempfile.mkdtemp(prefix="labelwright-demo-"))
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty. Name a new folder: the demo overwrites nothing.")
    out.mkdir(parents=True, exist_ok=True)
    return out.resolve()


def _one_per_module(exercises: Iterable[Exercise]) -> list[Exercise]:
    """Return the first exercise of each of the first modules: enough to show every step, and quick."""
    first: dict[str, Exercise] = {}
    for exercise in exercises:
        first.setdefault(exercise.module, exercise)
    return list(first.values())[:MOST_EXERCISES]


def _left_out(course: Course, used: Sequence[Exercise]) -> None:
    rest = len(course.exercises) - len(used)
    if not rest:
        return
    click.echo(f"\nLeft out to be quick: {rest} of the {len(course.exercises)} exercises of the course.")
    missing = sorted({slug for exercise in course.exercises for slug in _missing(course, exercise)})
    if missing:
        click.echo(
            f"Some of them need data that you download once: labelwright data fetch {' '.join(missing)}"
        )


def _missing(course: Course, exercise: Exercise) -> list[str]:
    """Return the datasets of the exercise that are not on this computer; the demo downloads nothing."""
    from labelwright.data.card import load_card
    from labelwright.data.fetch.fetch import is_here

    return [slug for slug in exercise.datasets if not is_here(load_card(course.datasets / slug))]


def _hand_in(exercises: Sequence[Exercise], folder: Path) -> int:
    """Write the notebooks of the three learners into `folder`; return how many."""
    from labelwright.authoring.learner_notebook import filled_notebook
    from labelwright.checks.wrong_answers import read_wrong_answers
    from labelwright.course.percent import SOLUTION_LINE, solution_cells

    for exercise in exercises:
        solved = solution_cells(exercise)
        answers = [place for place, cell in enumerate(solved) if SOLUTION_LINE in cell]
        half = answers[len(answers) // 2]
        crashing = [*solved[:half], f"{solved[half]}\nimport os\nos._exit(1)", *solved[half + 1 :]]
        erring = [*solved, *(wrong.code for wrong in _two_errors(read_wrong_answers(exercise)))]
        for learner, cells in ((RIGHT, solved), (ERRORS, erring), (CRASH, crashing)):
            path = folder / learner / f"{exercise.slug}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(filled_notebook(exercise, cells, learner))
    return 3 * len(exercises)


def _two_errors(answers: Sequence[WrongAnswer]) -> list[WrongAnswer]:
    """Return two wrong answers that change different names, so that two mistakes are explained."""
    first, *rest = sorted(answers, key=lambda wrong: len(wrong.expectations))
    return [first, *[wrong for wrong in rest if not wrong.changes & first.changes][:1]]


def _grade(course: Course, folder: Path, count: int) -> list[Report]:
    """Grade, record and explain everything in the folder of submissions, as `labelwright grade` does."""
    from labelwright.grading.hand_ins import collect
    from labelwright.grading.run import Run, RunOptions, open_grader

    # The notebooks are ours, so they also run on a machine that cannot isolate them.
    # The gradebook is new, so nothing in it can be unchanged.
    options = RunOptions(folder / "feedback", executor="processes:1", trust_learners=True, regrade=True)
    run = Run()
    with open_grader(course.root, str(folder / "gradebook.db"), options) as grader:
        with _step(f"Grading {count} notebooks, each in a process of its own"):
            reports = [report for report, _ in grader.grade(collect([folder / "submissions"]), run)]
        with _step("Writing feedback pages"):
            grader.write_pages(run)
    return reports


def _portfolio(folder: Path) -> str:
    from datetime import UTC, datetime

    from labelwright.credentials.keyring.key_file import load_or_create
    from labelwright.gradebook.book import Gradebook
    from labelwright_portfolio.build import build
    from labelwright_portfolio.profile import Profile

    with Gradebook(folder / "gradebook.db") as book:
        best = book.best(RIGHT)
    key = load_or_create(folder / "demo-key.pem")
    profile = Profile(
        name="Demonstration learner",
        headline="Audits published data and measures agreement",
        email="demo@example.org",
        issuer_name="labelwright demonstration, not an institution",
    )
    now = datetime.now(UTC).replace(microsecond=0)
    build(best, profile, key, folder / "portfolio", now)
    return key.did


def _verify(folder: Path, did: str) -> str:
    from datetime import UTC, datetime

    from labelwright_portfolio.verify import verify_page

    result = verify_page(folder / "portfolio", did, "demo@example.org", datetime.now(UTC))
    if result.holds:
        return f"The portfolio was verified: {len(result.findings)} findings, all of which hold."
    wrong = "; ".join(finding.sentence for finding in result.findings if not finding.ok)
    raise click.ClickException(f"The portfolio does not verify: {wrong}")


def _site(course: Course, folder: Path) -> Path | str:
    from labelwright.site.generator import SiteError, build_site

    try:
        return build_site(course, folder / "site")
    except SiteError as error:
        return f"not built: {error}"


def _table(reports: list[Report]) -> None:
    from rich.console import Console
    from rich.table import Table

    from labelwright.feedback.words import out_of

    table = Table(title="What happened", title_justify="left")
    for heading in ("Learner", "Exercise", "Score", "Passed", "How the run ended"):
        table.add_column(heading, overflow="fold")
    for report in reports:
        score = out_of(report)
        passed = "yes" if report.passed else "no"
        table.add_row(
            report.learner, report.title, score, passed, report.outcome.kind.value.replace("_", " ")
        )
    Console().print()
    Console().print(table)


def _paths(folder: Path, built: Path | str) -> Iterator[tuple[str, Path | str]]:
    yield "Feedback pages", folder / "feedback"
    yield "Gradebook", folder / "gradebook.db"
    yield "Portfolio page", folder / "portfolio" / "index.html"
    yield "Course site", built / "index.html" if isinstance(built, Path) else built
