"""Check a credential without a network, and report what is valid, what is not and what was not checked."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from labelwright.credentials.evidence import digest_sri
from labelwright.credentials.issue import identity_hash, timestamp
from labelwright.credentials.json_ld import CONTEXTS, UnsafeJsonError, parse
from labelwright.credentials.keyring.did_web import address
from labelwright.credentials.keyring.key_list import CLOCK_TOLERANCE, KeyList, check_trust
from labelwright.credentials.keys import fingerprint, public_key
from labelwright.credentials.proof import JCS, RDFC, SUITES, find_problem
from labelwright.credentials.schema import Credential


@dataclass(frozen=True)
class Finding:
    """The result of one check: a stable `code`, whether it is all right, and a message.

    `open_question` marks something that could not be checked with what was given; it is never a failure.
    """

    code: str
    ok: bool
    sentence: str
    open_question: bool = False


@dataclass(frozen=True)
class Verification:
    """All findings about one credential; it is valid if no finding is a failure."""

    findings: list[Finding]
    document: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def holds(self) -> bool:
        """Whether there are findings and none is a failure."""
        return bool(self.findings) and all(finding.ok for finding in self.findings)


def verify(
    document: bytes | dict[str, Any],
    *,
    issuer: str | KeyList | None = None,
    email: str | None = None,
    evidence: bytes | None = None,
    now: datetime,
) -> Verification:
    """Check one credential: its JSON, shape, contexts, both proofs, dates, issuer, recipient and evidence.

    `issuer` is the DID it must come from, or the list of trusted keys; `email` is the address it must have been
    issued to; `evidence` are the exact bytes of its evidence file. Anything not given is reported as an open question.
    Never raise for bad input: each problem is a finding.
    """
    try:
        value = parse(document) if isinstance(document, bytes) else document
        credential = Credential.model_validate(value)
    except UnsafeJsonError as trouble:
        return Verification([Finding("json", False, f"This cannot be read as a credential: {trouble}.")])
    except ValidationError as trouble:
        return Verification([Finding("shape", False, _shape_sentence(trouble))])
    except RecursionError:
        return Verification(
            [Finding("json", False, "This cannot be read as a credential: nested too deeply.")]
        )
    findings = [
        Finding("shape", True, "It is an Open Badges 3.0 credential of the shape labelwright issues.")
    ]
    findings += _contexts(credential)
    if all(finding.ok for finding in findings):
        findings += _signatures(credential, value)
    findings += [*_issuer(credential, issuer, now), *_dates(credential, now)]
    findings += [*_recipient(credential, email), *_evidence(credential, evidence)]
    return Verification(findings, value)


def _shape_sentence(trouble: ValidationError) -> str:
    first, count = trouble.errors(include_url=False, include_input=False)[0], trouble.error_count()
    place = ".".join(str(step) for step in first["loc"]) or "the document itself"
    more = f" ({count - 1} more like it)" if count > 1 else ""
    return (
        f"It does not have the shape of a credential that labelwright issues: at {place}: {first['msg']}{more}. "
        "It was changed, or it comes from another issuer's software."
    )


def _contexts(credential: Credential) -> Iterator[Finding]:
    if credential.type != ["VerifiableCredential", "OpenBadgeCredential"]:
        yield Finding("type", False, f"Its type is {credential.type}, not an Open Badges credential.")
    if credential.context != CONTEXTS:
        yield Finding(
            "context",
            False,
            "Its list of contexts is not the one labelwright issues, so its words could mean something else.",
        )


def _signatures(credential: Credential, document: dict[str, Any]) -> Iterator[Finding]:
    did = credential.issuer.id
    if (unreadable := _key_trouble(did)) is not None:
        yield unreadable
        return
    suites = [proof.get("cryptosuite") for proof in credential.proof]
    if sorted(map(str, suites)) != sorted(SUITES):
        yield Finding(
            "proofs",
            False,
            f"It must carry exactly two proofs ({' and '.join(SUITES)}); it carries {suites or 'none'}.",
        )
        return
    by_suite = {str(proof["cryptosuite"]): proof for proof in credential.proof}
    yield _proof("proof-jcs", JCS, lambda: find_problem(document, by_suite[JCS], did))
    yield _proof("proof-rdfc", RDFC, lambda: find_problem(document, by_suite[RDFC], did))


def _proof(code: str, suite: str, look: Callable[[], str]) -> Finding:
    try:
        trouble = look()
    except Exception as error:  # the canonicalisers raise many kinds of errors on hostile input
        trouble = f"cannot be computed ({type(error).__name__})"
    if trouble:
        return Finding(code, False, f"The proof {suite} {trouble}.")
    return Finding(code, True, f"The proof {suite} holds: not one value was changed since it was signed.")


def _key_trouble(did: str) -> Finding | None:
    if did.startswith("did:web:"):
        where = address(did)
        fetch = f"Fetch {where} and use software that reads did:web" if where else "It names no site"
        return Finding(
            "did-web",
            False,
            f"The issuer {did} publishes its key on a web site, and that cannot be checked offline. {fetch}, or ask the "
            "issuer for a credential signed under a did:key; --trust then compares that key with the fetched did.json.",
        )
    try:
        public_key(did)
    except ValueError as trouble:
        return Finding("issuer-key", False, f"The issuer {did} does not name a usable key: {trouble}.")
    return None


def _issuer(credential: Credential, expected: str | KeyList | None, now: datetime) -> Iterator[Finding]:
    did, name = credential.issuer.id, credential.issuer.name
    mark = f"fingerprint {fingerprint(did)}"
    if isinstance(expected, KeyList):
        ok, sentence = check_trust(expected, did, credential.proof, _to_utc(now))
        yield Finding("issuer", ok, sentence)
    elif expected is None:
        yield Finding(
            "issuer",
            True,
            f"It was signed by the key {did} ({mark}), which calls itself {name!r}. The signature proves that "
            "this key signed, not who holds it: compare the DID with one the issuer gave you, and pass it "
            "with --issuer, or pass the issuer's list of keys with --trust.",
            open_question=True,
        )
    elif expected.strip() == did:
        yield Finding("issuer", True, f"It names the issuer you expect ({mark}), who calls itself {name!r}.")
    else:
        yield Finding(
            "issuer",
            False,
            f"It names the issuer {did} ({mark}), not {expected.strip()} that you expect. "
            f"Its issuer calls itself {name!r}.",
        )


def _dates(credential: Credential, now: datetime) -> Iterator[Finding]:
    moment = _to_utc(now)
    try:
        begin, end = _moment(credential.validFrom), _moment(credential.validUntil or "9999-12-31T00:00:00Z")
    except ValueError:
        yield Finding("dates", False, "One of its dates is not a day of the calendar.")
        return
    if begin > moment + CLOCK_TOLERANCE:
        yield Finding(
            "dates", False, f"It is valid only from {credential.validFrom}; now is {timestamp(moment)}."
        )
    elif end < moment:
        yield Finding("dates", False, f"It expired at {credential.validUntil}. Ask the issuer for a new one.")
    else:
        until = f" until {credential.validUntil}" if credential.validUntil else ""
        yield Finding("dates", True, f"It is valid from {credential.validFrom}{until}.")


def _to_utc(now: datetime) -> datetime:
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _recipient(credential: Credential, email: str | None) -> Iterator[Finding]:
    identity = credential.credentialSubject.identifier[0]
    by_email = identity.identityType == "emailAddress"
    if email is None:
        kind = "an e-mail address" if by_email else "a learner's id"
        advice = "pass the applicant's address with --email" if by_email else "ask the issuer whom it names"
        yield Finding(
            "recipient",
            True,
            f"It was issued to a person named by a salted hash of {kind}. Whose it is was not checked: {advice}.",
            open_question=True,
        )
    elif not by_email:
        yield Finding("recipient", False, "It was issued to a learner's id, not to an e-mail address.")
    elif any(
        hmac.compare_digest(identity_hash(form, identity.salt), identity.identityHash)
        for form in (email.strip().lower(), email)
    ):
        yield Finding("recipient", True, "It was issued to the e-mail address you gave.")
    else:
        yield Finding("recipient", False, "It was issued to another e-mail address than the one you gave.")


def _evidence(credential: Credential, content: bytes | None) -> Iterator[Finding]:
    bound = credential.relatedResource[0]
    if bound.id != credential.evidence[0].id:
        yield Finding("evidence", False, "The digest in it belongs to something else than its evidence.")
    elif content is None:
        yield Finding(
            "evidence", True, "Its evidence file was not given, so it was not compared.", open_question=True
        )
    elif digest_sri(content) == bound.digestSRI:
        yield Finding("evidence", True, "The evidence is, byte for byte, what was signed.")
    else:
        yield Finding(
            "evidence", False, "The evidence is not what was signed: the file was changed or swapped."
        )
