"""The commands `portfolio verify`, which can also grade the published notebooks again, and `portfolio verifier`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelwright.cli._options import course_option
from labelwright.errors import PortfolioError

if TYPE_CHECKING:
    from labelwright.course.course import Course
    from labelwright.credentials.verify import Finding
    from labelwright.grading.submissions import Submission
    from labelwright_portfolio.verify import PageVerification
    from labelwright_portfolio.works import Work


NOT_REPEATED = ("attempts", "marks", "exercise_sha256", "datasets")
"""Parts of the evidence that a second grading does not produce, or that are compared separately."""
LISTED = 6
"""How many differences of a work are shown."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--issuer", metavar="DID", help="The DID that the instructor publishes.")
@click.option(
    "--trust",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The list of keys, or the did.json, that the instructor publishes.",
)
@click.option("--email", metavar="ADDRESS", help="The applicant's e-mail address.")
@click.option("--rerun", is_flag=True, help="Grade the published notebooks again and compare every number.")
@click.option(
    "--trust-learners", is_flag=True, help="With --rerun: even if this machine cannot isolate learners' code."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for other programs.")
@course_option
def verify(
    path: Path,
    issuer: str | None,
    trust: Path | None,
    email: str | None,
    rerun: bool,
    trust_learners: bool,
    as_json: bool,
    course_dir: str | None,
) -> None:
    """Verify a portfolio folder, a page of it, one credential, or a badge image, and show what holds.

    Exit code 0 if everything that was checked holds, 1 if anything does not, 2 for a wrong call.
    """
    from labelwright.credentials.keyring.did_web import read_trusted
    from labelwright_portfolio.verify import PageVerification, verify_page

    if issuer and trust:
        raise click.UsageError("Give --issuer or --trust, not both: a list of keys names its issuers.")
    if not path.exists():
        raise click.UsageError(f"{path} does not exist.")
    result = verify_page(path, read_trusted(trust) if trust else issuer, email, datetime.now(UTC))
    if rerun:
        # The code of strangers is not run for a page that was changed.
        again = grade_again(path, course_dir, trust_learners) if result.holds else []
        result = PageVerification([*result.findings, *again], result.works)
    click.echo(_json(path, result) if as_json else _sentences(result))
    raise SystemExit(0 if result.holds else 1)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("verifier.html"),
    show_default=True,
    metavar="FILE",
    help="The file to write.",
)
@click.option(
    "--trust",
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE",
    help="Your list of keys, or your did.json: the page then says whether a credential is yours.",
)
def verifier(out: Path, trust: Path | None) -> None:
    """Write a page for an instructor's site that verifies any credential, badge image or portfolio page, offline."""
    from labelwright.credentials.keyring.did_web import read_trusted
    from labelwright_portfolio.pages.verifier import render_verifier

    out.write_bytes(render_verifier(read_trusted(trust) if trust else None))
    click.echo(f"Wrote {out}.")


def _json(path: Path, result: PageVerification) -> str:
    record = {
        "path": str(path),
        "holds": result.holds,
        "findings": [
            {
                "code": finding.code,
                "ok": finding.ok,
                "open": finding.open_question,
                "sentence": finding.sentence,
            }
            for finding in result.findings
        ],
        "works": [{"title": title, "holds": work.holds} for title, work in result.works],
    }
    return json.dumps(record, indent=1, ensure_ascii=False)


def _sentences(result: PageVerification) -> str:
    lines = []
    for finding in result.findings:
        word, colour = _word(finding.ok, finding.open_question)
        lines.append(f"{click.style(word, fg=colour, bold=True)}  {finding.sentence}")
    end = "Everything that was checked holds." if result.holds else "Something does not hold: see above."
    return "\n".join([*lines, end])


def _word(ok: bool, question: bool) -> tuple[str, str]:
    if not ok:
        return "does not hold", "red"
    return ("open         ", "yellow") if question else ("holds        ", "green")


def grade_again(path: Path, course_dir: str | None, trust_learners: bool) -> list[Finding]:
    """Grade the published notebooks of a portfolio folder or page again; return findings for each work."""
    from labelwright.course.course import open_course
    from labelwright.credentials.verify import Finding
    from labelwright.grading.run import require_isolation
    from labelwright_portfolio.parse_page import read_page_file

    page = path / "index.html" if path.is_dir() else path
    home = page.parent.parent if page.parent.name == "work" else page.parent
    try:
        works, page_data = read_page_file(page)
    except PortfolioError as error:
        return [Finding("rerun", False, str(error))]
    if not trust_learners:
        require_isolation()
    course = open_course(course_dir)
    found: list[Finding] = []
    for work in works:
        found += _grade_work(work, home, page_data.story(work.slug).notebook, course)
    return found


def _grade_work(work: Work, home: Path, notebook: str, course: Course) -> Iterator[Finding]:
    from labelwright.credentials.issue import credential_id
    from labelwright.credentials.verify import Finding
    from labelwright.grading.hand_ins import read_file

    title = work.credential["name"]
    if not notebook:
        yield Finding(
            "rerun", True, f"{title}: its notebook is not published, so it was not graded again.", True
        )
        return
    path = home / "notebooks" / notebook
    if not path.is_file():
        yield Finding("rerun", False, f"{title}: the page publishes {notebook}, but the file is missing.")
        return
    submission = next(iter(read_file(path, f"notebooks/{notebook}")), None)
    if submission is None or credential_id(submission.sha256, work.slug) != work.credential["id"]:
        yield Finding(
            "rerun", False, f"{title}: {notebook} is not the work that the credential was issued for."
        )
        return
    yield Finding("notebook", True, f"{title}: {notebook} is the work that the credential was issued for.")
    yield from _compare(title, work, submission, course)


def _compare(title: str, work: Work, submission: Submission, course: Course) -> Iterator[Finding]:
    from labelwright.credentials.evidence import evidence
    from labelwright.credentials.verify import Finding
    from labelwright.grading.batch import grade_all

    report = next(iter(grade_all([submission], course, workers=1)))
    signed, now = work.evidence, json.loads(evidence(report))
    if signed.get("version") != now["version"] or not report.checks:
        yield Finding(
            "rerun",
            False,
            f"{title}: it was graded at version {signed.get('version')} of the exercise, and this course has version "
            f"{now['version']}: {report.outcome.sentence} Use the course as it was then.",
        )
        return
    yield from _compare_sources(title, signed, now)
    differing = list(differences(signed, now))
    for where, then, today in differing[:LISTED]:
        yield Finding("rerun", False, f"{title}: {where} was {then} when it was signed, and is {today} now.")
    if not differing:
        count = len(now["measures"]) + len(now["checks"])
        yield Finding(
            "rerun", True, f"{title}: graded again, all {count} results and checks come out as signed."
        )


def _compare_sources(title: str, signed: dict[str, Any], now: dict[str, Any]) -> Iterator[Finding]:
    """Compare the checksums of exercise and data with those at the time of signing."""
    from labelwright.credentials.verify import Finding

    then, today = ([dataset["sha256"] for dataset in side["datasets"]] for side in (signed, now))
    if then != today:
        yield Finding(
            "rerun",
            False,
            f"{title}: the data here has other checksums than the data that it was graded with.",
        )
    elif signed.get("exercise_sha256") not in ("", None, now["exercise_sha256"]):
        yield Finding(
            "rerun",
            True,
            f"{title}: the exercise's files here differ from those it was graded with, at the same version.",
            True,
        )


def differences(signed: Any, now: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield every value that differs between two pieces of evidence: where, as signed, as graded now."""
    if isinstance(signed, dict) and isinstance(now, dict):
        for name in dict.fromkeys([*signed, *now]):
            if where or name not in NOT_REPEATED:
                yield from differences(signed.get(name), now.get(name), f"{where}/{name}")
    elif isinstance(signed, list) and isinstance(now, list) and len(signed) == len(now):
        for place, (then, today) in enumerate(zip(signed, now, strict=True)):
            label = then.get("id", place) if isinstance(then, dict) else place
            yield from differences(then, today, f"{where}/{label}")
    elif not _is_same(signed, now):
        yield where.lstrip("/") or "the whole", signed, now


def _is_same(signed: Any, now: Any) -> bool:
    """Return whether the values are equal; numbers count to the six digits that are signed."""
    numbers = (int, float)
    if isinstance(signed, numbers) and isinstance(now, numbers) and not isinstance(signed, bool):
        return format(signed, ".6g") == format(now, ".6g")
    return bool(signed == now)
