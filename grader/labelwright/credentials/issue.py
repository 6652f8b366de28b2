"""Turn a passed report into a signed Open Badges 3.0 credential."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from labelwright.checks.verdicts import RAN, Measure, Origin, Report, Verdict
from labelwright.credentials import claims
from labelwright.credentials.evidence import MEDIA_TYPE, HandMark, digest_sri, evidence
from labelwright.credentials.json_ld import CONTEXTS
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.proof import lost_terms, sign
from labelwright.errors import LabelwrightError

NAMESPACE = UUID("f2b0a3f0-7f53-5c0e-9a55-6a3a5d3c1f10")
"""The namespace of every identifier made here (version 5 UUIDs of submission hash, exercise and field)."""

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

ORIGIN_SENTENCES = {
    Origin.SELF: "checked by the learner's own run",
    Origin.GRADER: "graded by the issuer",
}
"""Who ran the checks, as the credential and the page say it."""

_PARTS = {
    claims.LOW: ("low", "lower end of the 95% interval"),
    claims.HIGH: ("high", "upper end of the 95% interval"),
    claims.COUNT: ("n", "number of {unit}"),
    claims.CEILING: ("ceiling", "human ceiling"),
}

Json = dict[str, Any]


class CredentialError(LabelwrightError):
    """No credential can be issued for this report; the message says why and what to do."""


def issue(
    report: Report,
    *,
    key: SigningKey,
    issuer_name: str,
    email: str | None,
    now: datetime,
    salt: str | None = None,
    valid_until: datetime | None = None,
    shown: bytes | None = None,
) -> Json:
    """Return an OpenBadgeCredential for one passed report, signed with two proofs.

    The recipient is named by a salted SHA-256 of `email` (trimmed, lower case), or of the learner's id without an
    e-mail address. `salt` (hexadecimal) defaults to one that only this key can derive for this submission: a rebuild
    gives the same bytes, and two credentials cannot be linked. `shown` are the bytes of the evidence, by default the
    report's alone. `now` is the time of signing; `validFrom` is when the work was graded, `validUntil` the optional end.

    Raise CredentialError for work that was not graded, did not pass, has no submission hash or has a number that is
    not finite, and for an end before the time of signing.
    """
    _refuse_ineligible(report)
    end = {} if valid_until is None else {"validUntil": timestamp(valid_until)}
    if end and end["validUntil"] <= max(timestamp(report.graded_at), timestamp(now)):
        raise CredentialError(
            f"{report.exercise}: a credential valid until {end['validUntil']} would expire before it is signed. "
            "Give a later date, or none."
        )
    shown = signable_evidence(report) if shown is None else shown
    with _explain_numbers(report):
        identifier = _identifier(report, email, salt or _salt(report, key))
        document = _unsigned(report, key, issuer_name, identifier, shown)
    document |= end
    if lost := lost_terms(document):
        raise CredentialError(
            f"No included JSON-LD context defines {', '.join(lost)}, so the credential was not signed."
        )
    return sign(document, key, timestamp(now))


def signable_evidence(
    report: Report, earlier: Iterable[Report] = (), marks: Iterable[HandMark] = ()
) -> bytes:
    """Return the evidence of one report (see `evidence`); raise CredentialError for a number that is not finite."""
    with _explain_numbers(report):
        return evidence(report, earlier, marks)


@contextmanager
def _explain_numbers(report: Report) -> Iterator[None]:
    try:
        yield
    except ValueError as trouble:
        raise CredentialError(
            f"{report.exercise}: a measure cannot be signed, because {trouble}. "
            "Correct the check that reports it, grade again, then issue the credential."
        ) from None


def timestamp(moment: datetime) -> str:
    """Return a time as RFC 3339 in UTC with whole seconds; a time without a zone counts as UTC."""
    utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")


def identity_hash(identity: str, salt: str) -> str:
    """Return the Open Badges 3.0 `identityHash`: `sha256$` and the hex digest of identity followed by salt."""
    return "sha256$" + sha256((identity + salt).encode()).hexdigest()


def _refuse_ineligible(report: Report) -> None:
    name = report.exercise
    if report.outcome.kind not in RAN or not report.checks:
        raise CredentialError(
            f"{name} was not graded ({report.outcome.kind.value}): {report.outcome.sentence} "
            "A credential states what was measured, so grade the work first."
        )
    if not report.passed:
        raise CredentialError(
            f"{name} was graded and did not pass ({report.percent:.0f} of 100). "
            "A credential is for passed work: work on the checks that failed and submit again."
        )
    if not re.fullmatch(r"[0-9a-f]{64}", report.submission_sha256):
        raise CredentialError(
            f"{name} has no submission hash, so a credential could not be tied to one piece of work. "
            "Grade a saved submission (a file), not work typed into a running notebook."
        )


def _salt(report: Report, key: SigningKey) -> str:
    return key.derive(f"salt {report.submission_sha256} {report.exercise}")[:16].hex()


def _identifier(report: Report, email: str | None, salt: str) -> Json:
    address = email.strip().lower() if email else ""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(address or report.learner, salt),
        "identityType": "emailAddress" if address else "identifier",
        "salt": salt,
    }


def credential_id(submission_sha256: str, exercise: str) -> str:
    """Return the id of the credential for one piece of work; anyone who has the work can compute it."""
    return _address(submission_sha256, exercise, "credential")


def _urn(report: Report, field: str) -> str:
    return _address(report.submission_sha256, report.exercise, field)


def _address(submission_sha256: str, exercise: str, field: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE, f'{submission_sha256}|{exercise}|{field}')}"


def _unsigned(report: Report, key: SigningKey, issuer_name: str, identifier: Json, shown: bytes) -> Json:
    graded = timestamp(report.graded_at)
    proof_of_work = _urn(report, "evidence")
    return {
        "@context": CONTEXTS,
        "id": _urn(report, "credential"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": report.facts.title or report.exercise,
        "description": _description(report),
        "issuer": {"id": key.did, "type": ["Profile"], "name": issuer_name},
        "validFrom": graded,
        "awardedDate": graded,
        "credentialSubject": _subject(report, identifier),
        "evidence": [
            {
                "id": proof_of_work,
                "type": ["Evidence"],
                "name": f"What was checked and measured: {report.facts.title or report.exercise}",
                "genre": "AnnotationReport",
            }
        ],
        "relatedResource": [{"id": proof_of_work, "mediaType": MEDIA_TYPE, "digestSRI": digest_sri(shown)}],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _description(report: Report) -> str:
    module = report.facts.module_title or report.facts.module or "none named"
    what = f"Passed work on the exercise {report.exercise}, version {report.version}, module: {module}."
    if report.exercise == report.facts.module:
        what = f"Passed work on every exercise of the module {module}."
    return (
        f"{what} It was {ORIGIN_SENTENCES[report.origin]} with grader {report.grader_version or 'of unknown version'} "
        f"at sandbox level {report.level}. This is practice on public data, not client work."
    )


def _subject(report: Report, identifier: Json) -> Json:
    described, results = [], []
    achievement = _achievement(report)
    for place, (kind, name, value) in enumerate(_results(report), start=1):
        # A fragment of the achievement's address is as unique as its own address, and shorter in pages.
        address = f"{achievement['id']}#result-{place}"
        described.append({"id": address, "type": ["ResultDescription"], "name": name, "resultType": kind})
        results.append({"type": ["Result"], "resultDescription": address, "value": value})
    for entry in described:
        if entry["resultType"] == claims.SCORE:
            entry.update(valueMin="0", valueMax="100")
            if (required := report.facts.pass_percent) is not None:
                entry["requiredValue"] = claims.number_text(required)
    return {
        "type": ["AchievementSubject"],
        "identifier": [identifier],
        "achievement": {**achievement, "resultDescription": described},
        "result": results,
    }


def _achievement(report: Report) -> Json:
    facts = report.facts
    achievement: Json = {
        "id": _urn(report, "achievement"),
        "type": ["Achievement"],
        "achievementType": "Assessment",
        "name": facts.title or report.exercise,
        "description": facts.summary or facts.why or f"The exercise {report.exercise}.",
        "criteria": {"narrative": facts.criteria or "Every check that the exercise requires passes."},
        "humanCode": report.exercise,
        "version": str(report.version),
    }
    if module := facts.module_title or facts.module:
        achievement["fieldOfStudy"] = module
    if facts.skills:
        achievement["tag"] = list(dict.fromkeys(facts.skills))
    return achievement


def _results(report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield every signed value as (result type, name, value)."""
    passed = sum(check.verdict is Verdict.PASSED for check in report.checks)
    yield claims.SCORE, "Score in per cent", claims.number_text(round(report.percent, 2))
    yield claims.CHECKS_PASSED, "Checks passed", str(passed)
    yield claims.CHECKS_TOTAL, "Checks made", str(len(report.checks))
    yield claims.ORIGIN, "Who ran the checks", ORIGIN_SENTENCES[report.origin]
    yield claims.GRADER, "Version of the grader", report.grader_version or "unknown"
    yield claims.SANDBOX, "Level of the sandbox the work ran in", report.level
    for measure in report.measures:
        yield from _measure(measure)


def _measure(measure: Measure) -> Iterator[tuple[str, str, str]]:
    against = f", measured against: {measure.reference}" if measure.reference else ""
    unit = f" ({measure.unit})" if measure.unit else ""
    yield claims.VALUE, measure.name + unit + against, claims.number_text(measure.value)
    for kind, (part, words) in _PARTS.items():
        number = getattr(measure, part)
        if number is not None:
            name = f"{measure.name}: {words.format(unit=measure.n_unit)}"
            yield kind, name, claims.number_text(number)
