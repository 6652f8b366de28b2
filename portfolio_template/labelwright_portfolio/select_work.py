"""Select the work for a page and sign it: which reports or credentials go on it, and why the others do not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from labelwright.checks.verdicts import Origin, Report
from labelwright.credentials.issue import CredentialError, issue, signable_evidence
from labelwright.credentials.json_ld import UnsafeJsonError, parse
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.verify import verify
from labelwright.errors import PortfolioError
from labelwright_portfolio.profile import Profile
from labelwright_portfolio.works import Work, find_disagreement

Item = TypeVar("Item")


@dataclass(frozen=True)
class Selection:
    """The works of a page in order, and a sentence for each report or credential that was left out."""

    works: list[Work]
    warnings: list[str]


def select_work(
    reports: Sequence[Report],
    profile: Profile,
    key: SigningKey,
    now: datetime,
    with_attempts: Collection[str] = (),
) -> Selection:
    """Issue a credential for each passed report; of several for one exercise the best counts, then the newest.

    If the profile names works, only those go on the page, in its order. The evidence of the exercises in
    `with_attempts` includes earlier attempts.

    Raise PortfolioError if the reports belong to several learners or none of them can go on a page.
    """
    _require_one_learner(reports)
    works: list[Work] = []
    chosen, warnings = best_reports(reports)
    chosen, order_warnings = _order_by_profile(chosen, [report.exercise for report in chosen], profile.works)
    warnings += order_warnings
    for report in chosen:
        if not profile.issuer_name:
            # Anyone who signs their own work can only vouch for their own run, wherever it was graded.
            report = report.model_copy(update={"origin": Origin.SELF})
        try:
            earlier = reports if report.exercise in with_attempts else ()
            shown = signable_evidence(report, earlier)
            credential = issue(
                report,
                key=key,
                issuer_name=profile.signing_name,
                email=profile.email or None,
                now=now,
                shown=shown,
            )
            works.append(_verified_work(len(works) + 1, credential, shown, now))
        except CredentialError as error:
            warnings.append(str(error))
    if not works:
        raise PortfolioError(_explain_no_work(reports, warnings))
    if not profile.email:
        warnings.append(
            "Your profile has no email, so an employer cannot check that the credentials were issued to you. "
            "The address is published only as a salted hash."
        )
    return Selection(works, warnings)


def select_signed(files: Sequence[Path], now: datetime, wanted: Sequence[str] = ()) -> Selection:
    """Return the works that others signed: credential files, each with its evidence.

    The evidence of a credential `NAME.json` is `NAME.evidence.json` in the same folder, or `../evidence/NAME.json`. A
    file that does not verify is left out with a sentence, and so is a work that is not `wanted`, if works are named.
    Raise PortfolioError if none is left.
    """
    works: dict[str, Work] = {}
    warnings: list[str] = []
    for path in files:
        try:
            credential, evidence_bytes = parse(path.read_bytes()), _read_evidence(path)
            work = _verified_work(len(works) + 1, credential, evidence_bytes, now)
            if work.slug in works:
                warnings.append(f"{path.name} is left out: another credential for {work.slug} came first.")
            works.setdefault(work.slug, work)
        except (UnsafeJsonError, CredentialError) as error:
            warnings.append(f"{path.name} is left out: {error}")
        except OSError as error:
            warnings.append(
                f"{path.name} is left out, because it or its evidence cannot be read: {error.strerror}."
            )
    if not works:
        raise PortfolioError("None of the credentials can go on a portfolio page. " + " ".join(warnings))
    chosen, order_warnings = _order_by_profile(list(works.values()), list(works), wanted)
    if not chosen:
        raise PortfolioError(
            "None of the works that your profile names is among the credentials. " + " ".join(order_warnings)
        )
    numbered = [Work(place, work.credential, work.evidence) for place, work in enumerate(chosen, start=1)]
    return Selection(numbered, warnings + order_warnings)


def best_reports(reports: Sequence[Report]) -> tuple[list[Report], list[str]]:
    """Return the report of each exercise that goes on a page, and a sentence for each that does not."""
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
                f"{report.exercise} passed more than once. The page shows the best report, or the newest of the best."
            )
        best[report.exercise] = report
    order = list(dict.fromkeys(report.exercise for report in reports))
    return [best[slug] for slug in order if slug in best], list(dict.fromkeys(warnings))


def _verified_work(place: int, credential: dict[str, Any], evidence_bytes: bytes, now: datetime) -> Work:
    """Return a credential and its evidence as a work; raise CredentialError if they do not verify."""
    verification = verify(credential, evidence=evidence_bytes, now=now)
    if not verification.holds:
        failures = " ".join(finding.sentence for finding in verification.findings if not finding.ok)
        raise CredentialError(f"The credential does not hold. {failures}")
    try:
        work = Work(place, credential, parse(evidence_bytes))
        if work.evidence_bytes != evidence_bytes:
            raise CredentialError(
                "The evidence is not canonical JSON, so a page could not hold it unchanged."
            )
        if disagreement := find_disagreement(work):
            raise CredentialError(f"The credential and the evidence do not agree. {disagreement}")
        return work
    except ValidationError:
        raise CredentialError("The evidence does not have the shape that labelwright writes.") from None
    except UnsafeJsonError as error:
        raise CredentialError(f"The evidence cannot be shown: {error}.") from None


def _order_by_profile(
    items: Sequence[Item], slugs: Sequence[str], wanted: Sequence[str]
) -> tuple[list[Item], list[str]]:
    """Return the wanted items in the wanted order, and a sentence for each that is left out or missing."""
    if not wanted:
        return list(items), []
    by_slug = dict(zip(slugs, items, strict=True))
    warnings = [
        f"{slug} is left out, because your profile does not name it among its works."
        for slug in slugs
        if slug not in wanted
    ]
    warnings += [
        f"Your profile names {slug}, but no passed work has that name."
        for slug in wanted
        if slug not in by_slug
    ]
    return [by_slug[slug] for slug in dict.fromkeys(wanted) if slug in by_slug], warnings


def _read_evidence(path: Path) -> bytes:
    in_same_folder = path.with_name(f"{path.stem}.evidence.json")
    return (
        in_same_folder.read_bytes()
        if in_same_folder.is_file()
        else (path.parent.parent / "evidence" / path.name).read_bytes()
    )


def _require_one_learner(reports: Sequence[Report]) -> None:
    learners = sorted({report.learner for report in reports})
    if len(learners) > 1:
        raise PortfolioError(
            f"These reports belong to {len(learners)} learners ({', '.join(learners[:3])}). "
            "A portfolio is about one person: give only the reports of that person."
        )


def _explain_no_work(reports: Sequence[Report], warnings: Sequence[str]) -> str:
    if not reports:
        return "No work has been graded yet. Work on an exercise, submit it, and build the portfolio when it has passed."
    return "No work can go on a portfolio page yet. " + " ".join(warnings)
