"""From reports to signed works: which reports go on the page, and why the others do not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from labelwright.checks.verdicts import Origin, Report
from labelwright.credentials.evidence import evidence
from labelwright.credentials.issue import CredentialError, issue
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.strict_json import UnsafeJsonError, parse
from labelwright.credentials.verify import verify
from labelwright.errors import PortfolioError
from labelwright_portfolio.profile import Profile
from labelwright_portfolio.works import Work, disagreement

Found = TypeVar("Found")


@dataclass(frozen=True)
class Gathered:
    """The works of a page in order, and a sentence for each report that was left out."""

    works: list[Work]
    warnings: list[str]


def gather(
    reports: Sequence[Report],
    profile: Profile,
    key: SigningKey,
    now: datetime,
    attempts_told: Collection[str] = (),
) -> Gathered:
    """Issue a credential for each passed report; of several for one exercise the best counts, then the newest.

    Where the profile names works, those alone go on the page, in its order. The evidence of the exercises in
    `attempts_told` tells of earlier attempts too.

    Raises PortfolioError when the reports are of several learners or none of them can go on a page.
    """
    _one_learner(reports)
    works: list[Work] = []
    chosen, warnings = best_passed(reports)
    chosen, left = _in_order(chosen, [report.exercise for report in chosen], profile.works)
    warnings += left
    for report in chosen:
        if not profile.issuer_name:
            # Whoever signs their own work vouches for no more than their own run, wherever it was graded.
            report = report.model_copy(update={"origin": Origin.SELF})
        try:
            earlier = reports if report.exercise in attempts_told else ()
            credential = issue(
                report,
                key=key,
                issuer_name=profile.signs_as,
                email=profile.email or None,
                now=now,
                earlier=earlier,
            )
            works.append(_work(len(works) + 1, credential, evidence(report, earlier), now))
        except CredentialError as trouble:
            warnings.append(str(trouble))
    if not works:
        raise PortfolioError(_nothing(reports, warnings))
    if not profile.email:
        warnings.append(
            "The profile has no email, so an employer cannot check that the credentials were issued to you. "
            "It is published only as a salted hash."
        )
    return Gathered(works, warnings)


def _work(place: int, credential: dict[str, Any], shown: bytes, now: datetime) -> Work:
    found = verify(credential, evidence=shown, now=now)
    if not found.holds:
        faults = " ".join(finding.sentence for finding in found.findings if not finding.ok)
        raise CredentialError(f"The credential does not hold. {faults}")
    try:
        work = Work(place, credential, parse(shown))
        if work.evidence_bytes != shown:
            raise CredentialError(
                "The evidence is not canonical JSON, so a page could not hold it unchanged."
            )
        if story := disagreement(work):
            raise CredentialError(f"Credential and evidence do not fit together. {story}")
        return work
    except ValidationError:
        raise CredentialError("The evidence does not have the shape labelwright writes.") from None
    except UnsafeJsonError as trouble:
        raise CredentialError(f"The evidence cannot be shown: {trouble}.") from None


def gather_signed(files: Sequence[Path], now: datetime, wanted: Sequence[str] = ()) -> Gathered:
    """The works that others signed: credential files, each with its evidence in `../evidence/` or beside it.

    The evidence beside a credential `NAME.json` is `NAME.evidence.json`. A file that does not hold is
    left out with a sentence, as is one that is not `wanted`, where works are named. Raises PortfolioError when none is left.
    """
    works: dict[str, Work] = {}
    warnings: list[str] = []
    for path in files:
        try:
            credential, shown = parse(path.read_bytes()), _evidence_of(path)
            work = _work(len(works) + 1, credential, shown, now)
            if work.slug in works:
                warnings.append(f"{path.name} is left out: another credential for {work.slug} came first.")
            works.setdefault(work.slug, work)
        except (UnsafeJsonError, CredentialError) as trouble:
            warnings.append(f"{path.name} is left out: {trouble}")
        except OSError as trouble:
            warnings.append(
                f"{path.name} is left out, because it or its evidence cannot be read: {trouble.strerror}."
            )
    if not works:
        raise PortfolioError("None of the credentials can go on a portfolio page. " + " ".join(warnings))
    chosen, left = _in_order(list(works.values()), list(works), wanted)
    if not chosen:
        raise PortfolioError(
            "None of the works that the profile names is among the credentials. " + " ".join(left)
        )
    placed = [Work(place, work.credential, work.evidence) for place, work in enumerate(chosen, start=1)]
    return Gathered(placed, warnings + left)


def _in_order(
    found: Sequence[Found], slugs: Sequence[str], wanted: Sequence[str]
) -> tuple[list[Found], list[str]]:
    """What is wanted in the wanted order, and a sentence for each that is left out or not there."""
    if not wanted:
        return list(found), []
    by_slug = dict(zip(slugs, found, strict=True))
    left = [
        f"{slug} is left out, because your profile does not name it among its works."
        for slug in slugs
        if slug not in wanted
    ]
    left += [
        f"Your profile names {slug}, and there is no passed work of that name."
        for slug in wanted
        if slug not in by_slug
    ]
    return [by_slug[slug] for slug in dict.fromkeys(wanted) if slug in by_slug], left


def _evidence_of(path: Path) -> bytes:
    beside = path.with_name(f"{path.stem}.evidence.json")
    return (
        beside.read_bytes()
        if beside.is_file()
        else (path.parent.parent / "evidence" / path.name).read_bytes()
    )


def _one_learner(reports: Sequence[Report]) -> None:
    learners = sorted({report.learner for report in reports})
    if len(learners) > 1:
        raise PortfolioError(
            f"These reports are of {len(learners)} learners ({', '.join(learners[:3])}). "
            "A portfolio is of one person: pass the reports of that person alone."
        )


def best_passed(reports: Sequence[Report]) -> tuple[list[Report], list[str]]:
    """The report of each exercise that goes on a page, and a sentence for each that does not."""
    passed = {report.exercise for report in reports if report.passed}
    warnings = [
        f"{report.exercise} is left out, because it has not passed ({report.percent:.0f} of 100)."
        for report in reports
        if not report.passed and report.exercise not in passed
    ]
    best: dict[str, Report] = {}
    for report in sorted((r for r in reports if r.passed), key=lambda r: (r.percent, r.graded_at)):
        if report.exercise in best:
            warnings.append(
                f"{report.exercise} passed more than once; the best report is shown, of equals the newest."
            )
        best[report.exercise] = report
    order = list(dict.fromkeys(report.exercise for report in reports))
    return [best[slug] for slug in order if slug in best], list(dict.fromkeys(warnings))


def _nothing(reports: Sequence[Report], warnings: Sequence[str]) -> str:
    if not reports:
        return "There is no graded work yet. Work on an exercise, submit it, and build the portfolio when it passed."
    return "No work can go on a portfolio page yet. " + " ".join(warnings)
