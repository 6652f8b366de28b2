"""Issue credentials from a gradebook: one for each passed work, one for a finished module, the same ones every time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from labelwright.checks.verdicts import Report
from labelwright.credentials.evidence import evidence
from labelwright.credentials.issue import CredentialError, issue, timestamp
from labelwright.credentials.issuing.eligibility import Fitness, Reason, Refusal
from labelwright.credentials.issuing.evidence_extras import Told, told
from labelwright.credentials.issuing.issue_log import Issued, Register, digest
from labelwright.credentials.issuing.module_work import module_report
from labelwright.credentials.keyring.key_list import moment
from labelwright.credentials.keys import SigningKey
from labelwright.gradebook.book import learner_key

NOTHING_BESIDE = Told()


@dataclass(frozen=True)
class Certified:
    """A credential that is there now: its file, whether this run wrote it, and a sentence."""

    path: Path
    fresh: bool
    sentence: str


@dataclass(frozen=True)
class Desk:
    """Who issues, until when, and where to: everything about a run but the work.

    `emails` gives the address of each learner that is known; others are named by the hash of their id.
    `again` signs anew what was issued before; `attempts` has the evidence tell earlier attempts too.
    """

    key: SigningKey
    issuer_name: str
    register: Register
    now: datetime
    valid_until: datetime | None = None
    again: bool = False
    emails: Mapping[str, str] = field(default_factory=dict)
    attempts: bool = False


def certify(
    fitness: Fitness, learner: str, slugs: Sequence[str], desk: Desk
) -> Iterator[Certified | Refusal]:
    """Issue for one learner's work on these exercises, in their order; what is not fit comes back as a refusal."""
    grades = {grade.exercise: grade for grade in fitness.book.grades(learner=learner)}
    reports = fitness.book.reports(learner)
    for slug, found in fitness.of_all(learner, slugs).items():
        if isinstance(found, Refusal):
            yield found
        else:
            yield _settled(found, desk, told(found, grades.get(slug), reports, desk.attempts))


def certify_modules(fitness: Fitness, learner: str, desk: Desk) -> Iterator[Certified | Refusal]:
    """Issue for each module of which the learner's work on every exercise is fit; unfinished ones are passed over."""
    course = fitness.course
    found = fitness.of_all(learner, [one.slug for one in course.exercises])
    for module in course.modules:
        slugs = [one.slug for one in course.exercises if one.module == module.slug]
        reports = [one for slug in slugs if isinstance(one := found[slug], Report)]
        if reports and len(reports) == len(slugs):
            yield _settled(module_report(module, reports), desk)


def _settled(report: Report, desk: Desk, beside: Told = NOTHING_BESIDE) -> Certified | Refusal:
    try:
        return settle(report, desk, beside)
    except CredentialError as trouble:
        where = f"{report.learner}, {report.exercise}"
        return Refusal(report.learner, report.exercise, Reason.KEPT, f"{where}: {trouble}")


def settle(report: Report, desk: Desk, beside: Told = NOTHING_BESIDE) -> Certified:
    """The credential of one fit report: the one that was issued before, or else a new one.

    CredentialError where a file is in the way that was changed, or that the log does not know.
    """
    entry = desk.register.newest().get((report.learner, report.exercise))
    path, _ = desk.register.files(report.learner, report.exercise)
    if entry is None and path.exists():
        raise CredentialError(
            f"{path} is there, and the log {desk.register.log.name} does not know it. Restore the log, or move the "
            "file away; nothing was overwritten."
        )
    if entry is None or desk.again:
        return _issue(report, desk, beside)
    state = desk.register.state(entry)
    if state == "changed":
        raise CredentialError(
            f"{path}, or the evidence beside it, is not what was issued at {entry.when}: it was changed since. "
            "Move it away and run the command again, which restores it."
        )
    if state == "whole":
        return Certified(
            path,
            False,
            f"{path}: issued at {entry.when}, left as it is.{_newer(entry, report, desk, beside)}",
        )
    return _restore(entry, report, desk, beside)


def _newer(entry: Issued, report: Report, desk: Desk, beside: Told) -> str:
    """What a fresh credential would state otherwise, as a sentence to follow; "" where nothing."""
    if entry.work != report.submission_sha256:
        return " There is newer or better work now; --again issues for that."
    if entry.report != report.digest:
        return " The work was graded again since, with another result; --again issues for that."
    if entry.valid_until and entry.valid_until < timestamp(desk.now):
        return f" It expired at {entry.valid_until}; --again issues it with another end."
    if desk.valid_until and entry.valid_until != timestamp(desk.valid_until):
        return f" Its end is {entry.valid_until or 'open'}; --again gives it the end you name."
    if entry.evidence_sha256 != digest(evidence(report, beside.earlier, beside.marks)):
        return " Its evidence would tell other marks by hand or other attempts now; --again issues it with those."
    return ""


def _restore(entry: Issued, report: Report, desk: Desk, beside: Told) -> Certified:
    """Make lost files again, as they were where key, work and recipient are the same."""
    until = moment(entry.valid_until) if entry.valid_until else None
    as_then = Desk(desk.key, entry.issuer_name, desk.register, moment(entry.when), until, emails=desk.emails)
    same_key = entry.issuer == desk.key.did
    again, credential, shown = _made(report, as_then if same_key else desk, beside)
    if again != entry:
        return _issue(report, desk, beside)
    path = desk.register.keep(entry, credential, shown)
    return Certified(path, True, f"{path}: restored as it was issued at {entry.when}.")


def _issue(report: Report, desk: Desk, beside: Told) -> Certified:
    entry, credential, shown = _made(report, desk, beside)
    path = desk.register.keep(entry, credential, shown)
    return Certified(path, True, f"{path}: issued to {report.learner}.")


def _made(report: Report, desk: Desk, beside: Told) -> tuple[Issued, bytes, bytes]:
    """The line, the credential's bytes and the evidence's bytes."""
    email = desk.emails.get(learner_key(report.learner))
    shown = evidence(report, beside.earlier, beside.marks)
    document = issue(
        report,
        key=desk.key,
        issuer_name=desk.issuer_name,
        email=email,
        now=desk.now,
        valid_until=desk.valid_until,
        earlier=beside.earlier,
        marks=beside.marks,
    )
    credential = (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    entry = Issued(
        when=timestamp(desk.now),
        learner=report.learner,
        exercise=report.exercise,
        version=report.version,
        work=report.submission_sha256,
        report=report.digest,
        credential=document["id"],
        sha256=digest(credential),
        evidence_sha256=digest(shown),
        issuer=desk.key.did,
        issuer_name=desk.issuer_name,
        recipient="e-mail address" if email else "learner's id",
        valid_until=timestamp(desk.valid_until) if desk.valid_until else "",
    )
    return entry, credential, shown
