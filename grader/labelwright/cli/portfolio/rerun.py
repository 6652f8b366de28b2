"""Grade the notebooks that a portfolio publishes once more, and compare every number with what was signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from labelwright.course.course import Course, open_course
from labelwright.credentials.evidence import evidence
from labelwright.credentials.issue import credential_id
from labelwright.credentials.verify import Finding
from labelwright.errors import PortfolioError
from labelwright.grading.batch import grade_all
from labelwright.grading.run import require_isolation
from labelwright.grading.submissions import Submission, from_file
from labelwright_portfolio.parse_page import read_page_file
from labelwright_portfolio.works import Work

NOT_REPEATED = ("attempts", "marks", "exercise_sha256", "datasets")
"""Parts of the evidence that a second grading does not make again, or that are compared on their own."""
LISTED = 6


def graded_again(path: Path, course_dir: str | None, trust_learners: bool) -> list[Finding]:
    """What grading the published notebooks again finds: a finding for each work of a folder or page at `path`."""
    page = path / "index.html" if path.is_dir() else path
    home = page.parent.parent if page.parent.name == "work" else page.parent
    try:
        works, told = read_page_file(page)
    except PortfolioError as trouble:
        return [Finding("rerun", False, str(trouble))]
    if not trust_learners:
        require_isolation()
    course = open_course(course_dir)
    found: list[Finding] = []
    for work in works:
        found += _again(work, home, told.story(work.slug).notebook, course)
    return found


def _again(work: Work, home: Path, notebook: str, course: Course) -> Iterator[Finding]:
    title = work.credential["name"]
    if not notebook:
        yield Finding(
            "rerun", True, f"{title}: its notebook is not published, so it was not graded again.", True
        )
        return
    path = home / "notebooks" / notebook
    if not path.is_file():
        yield Finding("rerun", False, f"{title}: the page publishes {notebook}, and the file is not there.")
        return
    submission = next(iter(from_file(path, f"notebooks/{notebook}")), None)
    if submission is None or credential_id(submission.sha256, work.slug) != work.credential["id"]:
        yield Finding(
            "rerun", False, f"{title}: {notebook} is not the work that the credential was issued for."
        )
        return
    yield Finding(
        "notebook", True, f"{title}: {notebook} is the very work that the credential was issued for."
    )
    yield from _compared(title, work, submission, course)


def _compared(title: str, work: Work, submission: Submission, course: Course) -> Iterator[Finding]:
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
    yield from _same_ground(title, signed, now)
    differing = list(differences(signed, now))
    for where, then, today in differing[:LISTED]:
        yield Finding("rerun", False, f"{title}: {where} was {then} when it was signed, and is {today} now.")
    if not differing:
        count = len(now["measures"]) + len(now["checks"])
        yield Finding(
            "rerun", True, f"{title}: graded again, all {count} results and checks come out as signed."
        )


def _same_ground(title: str, signed: dict[str, Any], now: dict[str, Any]) -> Iterator[Finding]:
    """Whether exercise and data are, by their checksums, those that were graded with."""
    then, today = ([one["sha256"] for one in side["datasets"]] for side in (signed, now))
    if then != today:
        yield Finding(
            "rerun", False, f"{title}: the data here has other checksums than the data it was graded with."
        )
    elif signed.get("exercise_sha256") not in ("", None, now["exercise_sha256"]):
        yield Finding(
            "rerun",
            True,
            f"{title}: the exercise's files here differ from those it was graded with, at the same version.",
            True,
        )


def differences(signed: Any, now: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every value that differs between two pieces of evidence: where, as signed, as graded now."""
    if isinstance(signed, dict) and isinstance(now, dict):
        for name in dict.fromkeys([*signed, *now]):
            if where or name not in NOT_REPEATED:
                yield from differences(signed.get(name), now.get(name), f"{where}/{name}")
    elif isinstance(signed, list) and isinstance(now, list) and len(signed) == len(now):
        for place, (one, other) in enumerate(zip(signed, now, strict=True)):
            label = one.get("id", place) if isinstance(one, dict) else place
            yield from differences(one, other, f"{where}/{label}")
    elif not _same(signed, now):
        yield where.lstrip("/") or "the whole", signed, now


def _same(one: Any, other: Any) -> bool:
    """Equal, or numbers that are the same to the six digits that are signed."""
    numbers = (int, float)
    if isinstance(one, numbers) and isinstance(other, numbers) and not isinstance(one, bool):
        return format(one, ".6g") == format(other, ".6g")
    return bool(one == other)
