"""Commands for authors: author new, build, lint, prove; and site build, serve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option

if TYPE_CHECKING:
    from labelwright.course.course import Course
    from labelwright.course.exercise import Exercise

slugs_argument = click.argument("slugs", nargs=-1, metavar="[SLUG]...")


@click.group()
def author() -> None:
    """Make an exercise, build what is derived from it, hold it to the rules, and prove it."""


@author.command()
@click.argument("slug")
@click.option("--module", default="m01-new", show_default=True, help="The module it belongs to.")
@click.option("--dataset", help="A dataset of the course that it uses.")
@course_option
def new(slug: str, module: str, dataset: str | None, course_dir: str | None) -> None:
    """Make a commented template of an exercise folder that proves itself from the start."""
    from labelwright.authoring.new import new_exercise
    from labelwright.course.course import open_course

    folder = new_exercise(open_course(course_dir), slug, module=module, dataset=dataset)
    click.echo(
        f"Made {folder}. Edit exercise.toml first, then notebook.py, checks.py, hints.md and attempts/."
    )
    click.echo(
        f"Next: labelwright author build && labelwright author lint {slug} && labelwright author prove {slug}"
    )


@author.command()
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with 1 where a derived file is out of date."
)
@course_option
def build(check: bool, course_dir: str | None) -> None:
    """Write what is derived: learner notebooks, dataset cards, and the site's exercise and dataset pages."""
    from labelwright.authoring.build import build_all, stale_files
    from labelwright.course.course import open_course

    course = open_course(course_dir)
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
    """Hold exercise folders to their rules; each finding says what to do."""
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
@click.option("--learner", "learners", multiple=True, help="A learner id to solve for; repeat for more.")
@course_option
def prove(slugs: tuple[str, ...], learners: tuple[str, ...], course_dir: str | None) -> None:
    """Run the three-way proof: untouched, solution for several learners and on a second form, each wrong attempt."""
    from labelwright.authoring.prove import SEEDS
    from labelwright.authoring.prove import prove as prove_exercise
    from labelwright.course.course import open_course

    course = open_course(course_dir)
    wrong = 0
    for exercise in _chosen(course, slugs):
        click.echo(exercise.slug)
        for proof in prove_exercise(course, exercise, learners or SEEDS):
            wrong += not proof.holds
            click.echo(
                f"  {click.style('ok', fg='green') if proof.holds else click.style('NO', fg='red')}  {proof.what}"
            )
            for fault in proof.faults:
                click.echo(f"      {fault}")
    click.echo("Proved." if not wrong else f"{wrong} of the runs did not give what they must.")
    raise SystemExit(1 if wrong else 0)


@click.group()
def site() -> None:
    """Build the course site, or serve it while you write."""


@site.command("build")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where it goes [default: site].")
@course_option
def site_build(out: Path | None, course_dir: str | None) -> None:
    """Build the site with every warning an error."""
    from labelwright.course.course import open_course
    from labelwright.site.generator import build_site

    course = open_course(course_dir)
    built = build_site(course, (out or course.root / "site").resolve())
    click.echo(f"Built {built / 'index.html'}")


@site.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@course_option
def site_serve(port: int, course_dir: str | None) -> None:
    """Serve the site on this machine and rebuild it when a page changes."""
    from labelwright.course.course import open_course
    from labelwright.site.generator import serve_site

    serve_site(open_course(course_dir), port)


def _chosen(course: Course, slugs: tuple[str, ...]) -> list[Exercise]:
    return [course.exercise(slug) for slug in slugs] if slugs else list(course.exercises)


@author.command()
@click.option(
    "--model",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The model's GGUF file; otherwise the fetched one.",
)
@click.option("--verdicts", is_flag=True, help="Only compute the verdicts anew; ask the model nothing.")
@course_option
def answers(model: Path | None, verdicts: bool, course_dir: str | None) -> None:
    """Make small-model-answers anew: put every prompt to the small model and compute every check."""
    from labelwright.authoring.model_answers import make_answers, make_verdicts
    from labelwright.course.course import open_course

    course = open_course(course_dir)
    click.echo(f"Wrote {make_verdicts(course) if verdicts else make_answers(course, model)}.")
