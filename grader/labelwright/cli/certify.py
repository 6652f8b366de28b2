"""The command `certify`: signed credentials from the gradebook, and a reason for each work that gets none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option, existing_gradebook, gradebook_option
from labelwright.cli.key import given_passphrase, key_option

if TYPE_CHECKING:
    from labelwright.credentials.issuing.certify import Certified, Issuer
    from labelwright.credentials.issuing.eligibility import Eligibility, Refusal
    from labelwright.gradebook.book import Gradebook


@click.command()
@click.option("--learner", metavar="ID", help="Only this learner's work.")
@click.option("--exercise", metavar="SLUG", help="Only work on this exercise, and no module.")
@click.option("--all-passed", is_flag=True, help="Certify everything that passed and skip the rest.")
@key_option
@gradebook_option
@course_option
@click.option(
    "--name",
    default="",
    metavar="NAME",
    help="Who issues the credentials; by default the name in the list of keys.",
)
@click.option("--until", metavar="WHEN", help="When the credentials expire: 2027-12-31, or with a time.")
@click.option("--again", is_flag=True, help="Sign again what was issued before, and replace the old file.")
@click.option(
    "--attempts",
    is_flag=True,
    help="Include earlier attempts in the evidence. Ask the learner first: anyone who reads the evidence can see them.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("certificates"),
    show_default=True,
    metavar="DIR",
    help="Where the credentials go.",
)
def certify(
    learner: str | None,
    exercise: str | None,
    all_passed: bool,
    key_file: Path,
    gradebook_place: str,
    course_dir: str | None,
    name: str,
    until: str | None,
    again: bool,
    attempts: bool,
    out: Path,
) -> None:
    """Issue a signed credential for each passed work in the gradebook, and for each module that is finished.

    Work gets no credential if it was not graded, did not pass, was graded by the learner, belongs to another version of
    its exercise, or was changed in the gradebook; a message says why. Manual marks are listed with the checks, without
    their reasons. What was issued before stays as it is. Exit code 1 if a requested credential was not issued.
    """
    from labelwright.course.course import open_course
    from labelwright.credentials.issuing.eligibility import Eligibility
    from labelwright.gradebook.book import Gradebook

    if not (learner or exercise or all_passed):
        raise click.UsageError(
            "Say whose work with --learner, which exercise with --exercise, or everything with --all-passed."
        )
    with Gradebook(existing_gradebook(gradebook_place)) as book:
        issuer = replace(_issuer(key_file, name, until, again, out, book), attempts=attempts)
        eligibility = Eligibility(book, open_course(course_dir), issuer.now)
        raise SystemExit(_run(eligibility, issuer, learner, exercise, all_passed))


def _run(
    eligibility: Eligibility, issuer: Issuer, learner: str | None, exercise: str | None, all_passed: bool
) -> int:
    from labelwright.credentials.issuing.eligibility import NOT_YET, Reason, Refusal
    from labelwright.exchange.outside_text import one_line

    silent = NOT_YET if all_passed else frozenset() if learner and exercise else frozenset({Reason.NOTHING})
    counts = {"issued": 0, "left as they were": 0, "refused": 0, "not passed yet": 0}
    for result in _outcomes(eligibility, issuer, learner, exercise):
        if isinstance(result, Refusal) and result.reason in silent:
            counts["not passed yet"] += result.reason is not Reason.NOTHING
            continue
        kind, word, colour = _kind(result)
        counts[kind] += 1
        click.echo(f"{click.style(word, fg=colour, bold=True)}  {one_line(result.sentence)}")
    click.echo("Credentials: " + ", ".join(f"{count} {words}" for words, count in counts.items()) + ".")
    return 1 if counts["refused"] else 0


def _kind(result: Certified | Refusal) -> tuple[str, str, str]:
    """Return what happened to one work: the count that it adds to, the word to show, and the colour of that word."""
    from labelwright.credentials.issuing.eligibility import Refusal

    if isinstance(result, Refusal):
        return "refused", "refused", "red"
    return ("issued", "issued ", "green") if result.fresh else ("left as they were", "kept   ", "green")


def _outcomes(
    eligibility: Eligibility, issuer: Issuer, learner: str | None, exercise: str | None
) -> Iterator[Certified | Refusal]:
    from pydantic import ValidationError

    from labelwright.credentials.issue import CredentialError
    from labelwright.credentials.issuing.certify import certify as issue_for
    from labelwright.credentials.issuing.certify import certify_modules
    from labelwright.gradebook.migrate import hide_password

    slugs = (
        [eligibility.course.exercise(exercise).slug]
        if exercise
        else [found.slug for found in eligibility.course.exercises]
    )
    try:
        for who in _learners(eligibility.book, learner):
            chosen = slugs if exercise else [*slugs, *eligibility.unknown_exercises(who)]
            yield from issue_for(eligibility, who, chosen, issuer)
            if not exercise:
                yield from certify_modules(eligibility, who, issuer)
    except ValidationError:
        raise CredentialError(
            f"The gradebook {hide_password(eligibility.book.place)} has a report that cannot be read: it was changed or damaged. "
            "Restore the gradebook from a backup, or grade into a new one."
        ) from None


def _learners(book: Gradebook, learner: str | None) -> list[str]:
    known = book.learners()
    if learner is None:
        return known
    if (key := book.stored_key(learner)) in known:
        return [key]
    from difflib import get_close_matches

    near = get_close_matches(learner, known, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else " `labelwright gradebook` lists them."
    raise click.UsageError(f"The gradebook has no learner {learner!r}.{hint}")


def _issuer(key_file: Path, name: str, until: str | None, again: bool, out: Path, book: Gradebook) -> Issuer:
    from labelwright.credentials.issuing.certify import Issuer
    from labelwright.credentials.issuing.issue_log import IssueLog
    from labelwright.credentials.keyring.key_file import read
    from labelwright.credentials.keyring.key_list import key_list_path, read_list
    from labelwright.credentials.keyring.rotation import is_active
    from labelwright.gradebook.deadlines import parse

    end = parse(until) if until else None
    key = read(key_file, given_passphrase)
    listed = read_list(key_list_path(key_file)).name if is_active(key_file, key) else ""
    if not (name or listed):
        raise click.UsageError(
            "Say who issues the credentials with --name: an employer reads it on each of them."
        )
    log = IssueLog(out)
    log.newest()
    emails = {entry.id: entry.email for entry in book.roster() if entry.email}
    now = datetime.now(UTC).replace(microsecond=0)
    return Issuer(key, name or listed, log, now, end, again, emails)
