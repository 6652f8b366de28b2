"""A passed report becomes a credential that says everything and gives nothing away."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import Measure, Origin, Outcome, OutcomeKind, Report
from labelwright.credentials import claims
from labelwright.credentials.claims import number_text, read_claims
from labelwright.credentials.evidence import digest_sri, evidence
from labelwright.credentials.issue import CredentialError, identity_hash, issue, timestamp
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.proof import lost_terms


def test_every_number_is_signed_as_a_string(report: Report, key: SigningKey, now: datetime) -> None:
    document = issue(report, key=key, issuer_name="College", email="a@example.org", now=now)
    found = read_claims(document)
    assert {part: claim.value for part, claim in found.measures[0].items()} == {
        "value": "0.726",
        "low": "0.7",
        "high": "0.75",
        "n": "300",
        "ceiling": "0.78",
    }
    assert found.single[claims.SCORE].value == "100"
    assert found.single[claims.CHECKS_PASSED].value == "1"
    assert found.single[claims.ORIGIN].value == "graded by the issuer"
    assert lost_terms(document) == []


def test_it_says_where_it_comes_from(report: Report, key: SigningKey, now: datetime) -> None:
    own = report.model_copy(update={"origin": Origin.SELF})
    document = issue(own, key=key, issuer_name="Me", email=None, now=now)
    for words in ("version 2", "Measuring agreement", "0.1.0", "level full", "learner's own run"):
        assert words in document["description"]
    assert document["validFrom"] == document["awardedDate"] == "2026-11-21T10:00:00Z"
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["criteria"]["narrative"] == report.facts.criteria
    assert achievement["tag"] == ["agreement", "bootstrap"]


def test_the_same_input_gives_the_same_credential_and_another_work_another_salt(
    report: Report, key: SigningKey, now: datetime
) -> None:
    first, again = (issue(report, key=key, issuer_name="C", email="a@example.org", now=now) for _ in range(2))
    assert first == again
    other = report.model_copy(update={"submission_sha256": "ee" * 32})
    second = issue(other, key=key, issuer_name="C", email="a@example.org", now=now)
    assert first["id"] != second["id"]
    salts = [doc["credentialSubject"]["identifier"][0]["salt"] for doc in (first, second)]
    assert salts[0] != salts[1]


def test_the_recipient_is_a_salted_hash(report: Report, key: SigningKey, now: datetime) -> None:
    def identity(email: str | None) -> dict[str, object]:
        document = issue(report, key=key, issuer_name="C", email=email, now=now, salt="00ff")
        assert "CANARY" not in json.dumps(document)
        found: dict[str, object] = document["credentialSubject"]["identifier"][0]
        return found

    named = identity(" A@Example.org ")
    assert named["identityHash"] == identity_hash("a@example.org", "00ff")
    assert named["identityType"] == "emailAddress"
    unnamed = identity(None)
    assert unnamed["identityHash"] == identity_hash("CANARY-learner", "00ff")
    assert unnamed["identityType"] == "identifier"


def test_evidence_is_bound_and_holds_no_message(report: Report, key: SigningKey, now: datetime) -> None:
    shown = evidence(report)
    assert b"CANARY" not in shown
    assert evidence(report) == shown
    document = issue(report, key=key, issuer_name="C", email=None, now=now)
    assert document["relatedResource"][0]["digestSRI"] == digest_sri(shown)
    assert document["relatedResource"][0]["id"] == document["evidence"][0]["id"]
    assert set(json.loads(shown)["checks"][0]) == {
        "id", "task", "sentence", "verdict", "points", "max_points",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"passed": False, "score": 1.0}, r"did not pass \(25 of 100\)"),
        ({"outcome": Outcome(kind=OutcomeKind.UNREADABLE, sentence="Not a notebook.")}, "not graded"),
        ({"outcome": Outcome(kind=OutcomeKind.NOT_GRADED, sentence="Broken check.")}, "not graded"),
        ({"checks": ()}, "not graded"),
        ({"submission_sha256": ""}, "no submission hash"),
    ],
)
def test_unfit_work_is_refused(
    report: Report, key: SigningKey, now: datetime, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(CredentialError, match=words):
        issue(report.model_copy(update=changes), key=key, issuer_name="C", email=None, now=now)


def test_a_measure_without_a_number_is_refused(report: Report, key: SigningKey, now: datetime) -> None:
    broken = report.checks[0].model_copy(
        update={"measures": (Measure(id="m", name="m", value=float("nan")),)}
    )
    with pytest.raises(CredentialError, match="cannot be signed"):
        issue(report.model_copy(update={"checks": (broken,)}), key=key, issuer_name="C", email=None, now=now)


def test_times_are_written_in_utc() -> None:
    east = timezone(timedelta(hours=9))
    assert timestamp(datetime(2026, 1, 1, 3, tzinfo=east)) == "2025-12-31T18:00:00Z"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (22, "22"),
        (0.7264999, "0.7265"),
        (-0.05, "-0.05"),
        (2.5e-7, "0.00000025"),
        (1234567.0, "1234567"),
        (-0.0, "0"),
    ],
)
def test_numbers_as_text(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e15, 10**400])
def test_what_is_no_measure_has_no_text(value: float) -> None:
    with pytest.raises(ValueError, match="not a number below"):
        number_text(value)


@given(st.floats(-1e14, 1e14))
def test_the_text_of_a_number_is_that_number(value: float) -> None:
    text = number_text(value)
    assert "e" not in text
    assert float(text) == pytest.approx(value, rel=1e-5, abs=1e-12)
