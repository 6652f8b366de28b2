"""The commands for authors: `author new`, `card`, `build`, `lint`, `prove` and `answers`; `handout` has its own file."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright import settings
from labelwright.cli._options import course_option
from labelwright.cli.handout import handout

if TYPE_CHECKING:
    from labelwright.course.course import Course
    from labelwright.course.exercise import Exercise

slugs_argument = click.argument("slugs", nargs=-1, metavar="[SLUG]...")


@click.group()
def author() -> None:
    """Create an exercise, build the files that are made from it, check it against the rules, and prove it."""


@author.command()
@click.argument("slug")
@click.option("--module", default="m01-new", show_default=True, help="The module that it belongs to.")
@click.option("--dataset", help="The dataset of the course that it uses.")
@course_option
def new(slug: str, module: str, dataset: str | None, course_dir: str | None) -> None:
    """Create an exercise folder from a template with comments; the proof passes from the start.

    In an empty folder it makes a course of your own around it: exercises/ and datasets/.
    """
    from labelwright.authoring.new import course_for_new, new_exercise
    from labelwright.course.root import is_course

    course = course_for_new(course_dir)
    is_new = not is_course(course.root)
    folder = new_exercise(course, slug, module=module, dataset=dataset)
    if is_new:
        click.echo(f"Made a course of your own in {course.root}: exercises/ and datasets/.")
    click.echo(
        f"Made {folder}. Edit exercise.toml first, then notebook.py, checks.py, hints.md and mistakes.py."
    )
    click.echo(
        f"Next: labelwright author build && labelwright author lint {slug} && labelwright author prove {slug}"
    )


@author.command()
@click.argument("slug")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE...",
)
@course_option
def card(slug: str, files: tuple[Path, ...], course_dir: str | None) -> None:
    """Make the dataset SLUG from your own CSV or JSON Lines FILE, with sizes, checksums, columns and types filled in.

    Several files are one table, row after row. What only a person can know, such as the licence, is marked in the card.
    """
    from labelwright.authoring.new import new_card
    from labelwright.course.course import open_course
    from labelwright.data.card import FILL_IN

    made = new_card(open_course(course_dir), slug, files)
    click.echo(f"Made {made}, with {'a copy' if len(files) == 1 else 'copies'} of the data next to it.")
    click.echo(
        f"Replace every {FILL_IN} in it; check the types of its columns. Then: labelwright data verify {slug}"
    )


@author.command()
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 if a derived file is out of date.")
@course_option
def build(check: bool, course_dir: str | None) -> None:
    """Write the derived files: learner notebooks, dataset cards, and the exercise and dataset pages of the site."""
    from labelwright.authoring.build import build_all, stale_files
    from labelwright.course.course import open_course

    course = open_course(course_dir)
    if (
        not check
        and not course_dir
        and not settings.COURSE.read()
        and not Path.cwd().is_relative_to(course.root)
    ):
        # Without a course here, this would write into the course that labelwright itself comes with.
        raise click.ClickException(
            "This folder and those above it are not a course, and this command writes files. Go into your course, or name it: --course DIR"
        )
    if check:
        stale = stale_files(course)
        for path in stale:
            click.echo(f"out of date: {path.relative_to(course.root)}")
        click.echo("Run: labelwright author build" if stale else "Everything derived is up to date.")
        raise SystemExit(1 if stale else 0)
    written = build_all(course)
    for path in written:
        click.echo(f"wrote {path.relative_to(course.root)}")
    click.echo(f"{len(written)} file{'s' if len(written) != 1 else ''} changed.")


@author.command()
@slugs_argument
@course_option
def lint(slugs: tuple[str, ...], course_dir: str | None) -> None:
    """Check exercise folders against the rules; each finding says what to do."""
    from labelwright.authoring.lint import lint as lint_exercise
    from labelwright.course.course import open_course

    course = open_course(course_dir)
    total = 0
    for exercise in _chosen(course, slugs):
        findings = lint_exercise(course, exercise)
        total += len(findings)
        for finding in findings:
            click.echo(finding)
        if not findings:
            click.echo(f"{exercise.slug}: no findings")
    raise SystemExit(1 if total else 0)


@author.command()
@slugs_argument
@click.option("--learner", "learners", multiple=True, help="Solve for this learner id; repeat for more.")
@click.option(
    "--full",
    is_flag=True,
    help="Prove for five learners, with every mutant of the solution; this takes minutes.",
)
@click.option(
    "--table",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was tried and what survived into this file, as a table in Markdown.",
)
@course_option
def prove(
    slugs: tuple[str, ...],
    learners: tuple[str, ...],
    full: bool,
    table: Path | None,
    course_dir: str | None,
) -> None:
    """Prove exercises: the untouched notebook, the solution on two forms, each wrong answer, right answers in other forms,
    shortcuts, and mutants.

    A mutant is the solution with one small change. A check must fail; where none does although the answer differs, the
    mutant is named. List in proof.toml which ones you accept, each with the reason.
    """
    from labelwright.authoring.proof_table import proof_table
    from labelwright.authoring.prove import SEEDS
    from labelwright.course.course import open_course
    from labelwright.data.card import load_card
    from labelwright.data.fetch.fetch import is_here

    course = open_course(course_dir)
    chosen = _chosen(course, slugs)
    missing = {
        slug for one in chosen for slug in one.datasets if not is_here(load_card(course.datasets / slug))
    }
    if missing:
        raise click.ClickException(
            f"The proof needs data that is not on this computer. Run: labelwright data fetch {' '.join(sorted(missing))}"
        )
    wrong = 0
    counted: dict[str, dict[str, int]] = {}
    for exercise in chosen:
        click.echo(exercise.slug)
        faults, counted[exercise.title] = _prove_one(
            course, exercise, learners or SEEDS[: None if full else 1], full
        )
        wrong += faults
    if table is not None:
        table.write_text(proof_table(counted, full=full), encoding="utf-8", newline="\n")
        click.echo(f"wrote {table}")
    click.echo("Proved." if not wrong else f"{wrong} of the runs did not end as they must.")
    raise SystemExit(1 if wrong else 0)


def _prove_one(
    course: Course, exercise: Exercise, learners: Sequence[str], full: bool
) -> tuple[int, dict[str, int]]:
    """Prove one exercise and print each step; return how many did not hold, and what was counted."""
    from labelwright.authoring.prove import prove as prove_exercise

    wrong, last = 0, time.monotonic()
    counts: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    for proof in prove_exercise(course, exercise, learners, full=full):
        now = time.monotonic()
        part = "wrong answers" if proof.what.startswith("mistake ") else proof.what
        seconds[part] = seconds.get(part, 0.0) + now - last
        last = now
        wrong += not proof.holds
        counts.update(proof.counts)
        click.echo(
            f"  {click.style('ok', fg='green') if proof.holds else click.style('NO', fg='red')}  {proof.what}{f': {proof.note}' if proof.note else ''}"
        )
        for fault in proof.faults:
            click.echo(f"      {fault}")
    total = sum(seconds.values())
    longest = max(seconds, key=lambda what: seconds[what])
    click.echo(f"  {total:.0f} s, of them {seconds[longest]:.0f} s for: {longest}")
    return wrong, dict(counts)


@author.command()
@click.option(
    "--model",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The GGUF file of the model; by default the one that was downloaded.",
)
@click.option("--verdicts", is_flag=True, help="Run the checks again, but not the model.")
@course_option
def answers(model: Path | None, verdicts: bool, course_dir: str | None) -> None:
    """Rebuild the dataset small-model-answers: run every prompt and every check again."""
    from labelwright.authoring.model_answers import make_answers, make_verdicts
    from labelwright.course.course import open_course

    course = open_course(course_dir)
    click.echo(f"Wrote {make_verdicts(course) if verdicts else make_answers(course, model)}.")


author.add_command(handout)


def _chosen(course: Course, slugs: tuple[str, ...]) -> list[Exercise]:
    return [course.exercise(slug) for slug in slugs] if slugs else list(course.exercises)
