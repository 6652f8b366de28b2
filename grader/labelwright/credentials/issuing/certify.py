"""Issue credentials from a gradebook: for each passed work, and for a finished module; the same ones every time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from labelwright.checks.verdicts import CheckResult, ExerciseFacts, Origin, Outcome, OutcomeKind, Report
from labelwright.course.course import Module
from labelwright.credentials.evidence import NO_EXTRAS, EvidenceExtras, collect_extras
from labelwright.credentials.issue import CredentialError, issue, signable_evidence, timestamp
from labelwright.credentials.issuing.eligibility import Eligibility, Reason, Refusal
from labelwright.credentials.issuing.issue_log import IssueLog, LogEntry, digest
from labelwright.credentials.keyring.key_list import moment
from labelwright.credentials.keys import SigningKey
from labelwright.gradebook.book import learner_key


def module_report(module: Module, reports: Sequence[Report]) -> Report:
    """Return one report for a module's passed reports: one per exercise, all of one learner, graded by an instructor.

    Checks and measures are those of the works in order; the score is the sum. The version is the sum of the
    exercises' versions, which rises when an exercise changes or is added. The submission hash is the SHA-256 of the
    works' hashes, so it identifies exactly this work. If the works ran at several sandbox levels, all are listed.
    """
    works = sorted(reports, key=lambda report: report.exercise)
    first = works[0]
    return Report(
        learner=first.learner,
        exercise=module.slug,
        facts=_facts(module, works),
        origin=Origin.GRADER if all(work.origin is Origin.GRADER for work in works) else Origin.SELF,
        version=sum(work.version for work in works),
        outcome=Outcome(kind=OutcomeKind.FINISHED, sentence="Every exercise of the module was passed."),
        score=sum(work.score for work in works),
        max_score=sum(work.max_score for work in works),
        passed=all(work.passed for work in works),
        level="; ".join(sorted({work.level for work in works})),
        grader_version=", ".join(sorted({work.grader_version for work in works})),
        submission_sha256=sha256("\n".join(_line(work) for work in works).encode()).hexdigest(),
        graded_at=max(work.graded_at for work in works),
        checks=tuple(_named(work, check) for work in works for check in work.checks),
    )


def _facts(module: Module, works: Sequence[Report]) -> ExerciseFacts:
    listed = ", ".join(f"{work.title or work.exercise} (version {work.version})" for work in works)
    datasets = {dataset.slug: dataset for work in works for dataset in work.facts.datasets}
    return ExerciseFacts(
        title=f"Module: {module.title}",
        module=module.slug,
        module_title=module.title,
        summary=f"Every exercise of the module: {listed}.",
        criteria="Each exercise of the module is passed by its own rule.",
        skills=tuple(dict.fromkeys(skill for work in works for skill in work.facts.skills)),
        datasets=tuple(datasets[slug] for slug in sorted(datasets)),
    )


def _line(work: Report) -> str:
    return f"{work.exercise} {work.version} {work.submission_sha256}"


def _named(work: Report, check: CheckResult) -> CheckResult:
    """Return the check with the exercise in front of its id and sentence, otherwise unchanged."""
    return check.model_copy(
        update={
            "id": f"{work.exercise}/{check.id}",
            "sentence": f"{work.title or work.exercise}: {check.sentence}",
        }
    )


@dataclass(frozen=True)
class Certified:
    """An issued credential: its file, whether this run wrote it, and a message."""

    path: Path
    fresh: bool
    sentence: str


@dataclass(frozen=True)
class Issuer:
    """Who issues, until when and into which folder: everything about a run except the work.

    `emails` has the address of each learner whose address is known; others are named by the hash of their id.
    With `again`, work that has a credential gets a new one; with `attempts`, the evidence lists earlier attempts.
    """

    key: SigningKey
    issuer_name: str
    log: IssueLog
    now: datetime
    valid_until: datetime | None = None
    again: bool = False
    emails: Mapping[str, str] = field(default_factory=dict)
    attempts: bool = False


def certify(
    eligibility: Eligibility, learner: str, slugs: Sequence[str], issuer: Issuer
) -> Iterator[Certified | Refusal]:
    """Issue for one learner's work on these exercises, in their order; yield a refusal for work that is not eligible."""
    grades = {grade.exercise: grade for grade in eligibility.book.grades(learner=learner)}
    book = eligibility.book
    reports = [report for report in book.reports(learner) if not (issuer.attempts and book.is_open(report))]
    for slug, found in eligibility.best_reports(learner, slugs).items():
        if isinstance(found, Refusal):
            yield found
        else:
            extras = collect_extras(found, grades.get(slug), reports, issuer.attempts)
            yield _certify_or_refuse(found, issuer, extras)


def certify_modules(eligibility: Eligibility, learner: str, issuer: Issuer) -> Iterator[Certified | Refusal]:
    """Issue for each module if the learner's work on all its exercises is eligible; skip unfinished modules."""
    course = eligibility.course
    found = eligibility.best_reports(learner, [exercise.slug for exercise in course.exercises])
    for module in course.modules:
        slugs = [exercise.slug for exercise in course.exercises if exercise.module == module.slug]
        reports = [report for slug in slugs if isinstance(report := found[slug], Report)]
        if reports and len(reports) == len(slugs):
            yield _certify_or_refuse(module_report(module, reports), issuer)


def certify_report(report: Report, issuer: Issuer, extras: EvidenceExtras = NO_EXTRAS) -> Certified:
    """Return the credential of one eligible report: the one issued before, or else a new one.

    Raise CredentialError if its file was changed or is not in the log.
    """
    shown = signable_evidence(report, extras.earlier, extras.marks)
    entry = issuer.log.newest().get((report.learner, report.exercise))
    path, _ = issuer.log.files(report.learner, report.exercise)
    if entry is None and path.exists():
        raise CredentialError(
            f"{path} exists, but the log {issuer.log.path.name} does not list it. Restore the log, or move the "
            "file away. Nothing was overwritten."
        )
    if entry is None or issuer.again:
        return _issue_new(report, issuer, shown)
    status = issuer.log.status(entry)
    if status == "changed":
        raise CredentialError(
            f"{path}, or its evidence file, is not what was issued at {entry.when}: it was changed since. "
            "Move it away and run the command again, which restores it."
        )
    if status == "whole":
        return Certified(
            path,
            False,
            f"{path}: issued at {entry.when}, left as it is.{_changes(entry, report, issuer, shown)}",
        )
    return _restore(entry, report, issuer, shown)


def _certify_or_refuse(
    report: Report, issuer: Issuer, extras: EvidenceExtras = NO_EXTRAS
) -> Certified | Refusal:
    try:
        return certify_report(report, issuer, extras)
    except CredentialError as trouble:
        work = f"{report.learner}, {report.exercise}"
        return Refusal(report.learner, report.exercise, Reason.BLOCKED, f"{work}: {trouble}")


def _changes(entry: LogEntry, report: Report, issuer: Issuer, shown: bytes) -> str:
    """Return what a new credential would say differently, as another sentence; empty if nothing."""
    if entry.work != report.submission_sha256:
        return " There is newer or better work now; --again issues for that."
    if entry.report != report.digest:
        return " The work was graded again since, with another result; --again issues for that."
    if entry.valid_until and entry.valid_until < timestamp(issuer.now):
        return f" It expired at {entry.valid_until}; --again issues it with another end."
    if issuer.valid_until and entry.valid_until != timestamp(issuer.valid_until):
        return f" Its end is {entry.valid_until or 'open'}; --again gives it the end you name."
    if entry.evidence_sha256 != digest(shown):
        return (
            " Its evidence would list other manual marks or other attempts now; --again issues it with those."
        )
    return ""


def _restore(entry: LogEntry, report: Report, issuer: Issuer, shown: bytes) -> Certified:
    """Write lost files again, unchanged if key, work and recipient are the same; or else issue a new credential."""
    as_issued = issuer
    if entry.issuer == issuer.key.did:
        until = moment(entry.valid_until) if entry.valid_until else None
        as_issued = replace(issuer, issuer_name=entry.issuer_name, now=moment(entry.when), valid_until=until)
    restored, credential = _sign(report, as_issued, shown)
    if restored != entry:
        return _issue_new(report, issuer, shown)
    path = issuer.log.write(entry, credential, shown)
    return Certified(path, True, f"{path}: restored as it was issued at {entry.when}.")


def _issue_new(report: Report, issuer: Issuer, shown: bytes) -> Certified:
    entry, credential = _sign(report, issuer, shown)
    path = issuer.log.write(entry, credential, shown)
    return Certified(path, True, f"{path}: issued to {report.learner}.")


def _sign(report: Report, issuer: Issuer, shown: bytes) -> tuple[LogEntry, bytes]:
    """Return the log's entry and the credential's bytes."""
    email = issuer.emails.get(learner_key(report.learner))
    document = issue(
        report,
        key=issuer.key,
        issuer_name=issuer.issuer_name,
        email=email,
        now=issuer.now,
        valid_until=issuer.valid_until,
        shown=shown,
    )
    credential = (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    entry = LogEntry(
        when=timestamp(issuer.now),
        learner=report.learner,
        exercise=report.exercise,
        version=report.version,
        work=report.submission_sha256,
        report=report.digest,
        credential=document["id"],
        sha256=digest(credential),
        evidence_sha256=digest(shown),
        issuer=issuer.key.did,
        issuer_name=issuer.issuer_name,
        recipient="e-mail address" if email else "learner's id",
        valid_until=timestamp(issuer.valid_until) if issuer.valid_until else "",
    )
    return entry, credential
