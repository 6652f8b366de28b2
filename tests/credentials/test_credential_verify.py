"""Every change in a credential is found, and no input makes verification raise."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import Report
from labelwright.credentials.evidence import evidence
from labelwright.credentials.issue import issue
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.proof import sign
from labelwright.credentials.verify import Verification, verify

OTHER = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))
Json = dict[str, Any]


@pytest.fixture
def document(report: Report, key: SigningKey, now: datetime) -> Json:
    return issue(report, key=key, issuer_name="College", email="a@example.org", now=now)


def failing(result: Verification) -> set[str]:
    return {finding.code for finding in result.findings if not finding.ok}


def test_an_untouched_credential_holds(
    document: Json, report: Report, key: SigningKey, now: datetime
) -> None:
    result = verify(
        json.dumps(document).encode(),
        issuer=key.did,
        email="A@example.org ",
        evidence=evidence(report),
        now=now,
    )
    assert result.holds
    assert not any(finding.open_question for finding in result.findings)


def test_without_an_issuer_it_says_what_a_key_cannot_prove(document: Json, now: datetime) -> None:
    result = verify(document, now=now)
    assert result.holds
    sentence = next(finding.sentence for finding in result.findings if finding.code == "issuer")
    assert "not who holds it" in sentence
    assert {finding.code for finding in result.findings if finding.open_question} == {
        "issuer",
        "recipient",
        "evidence",
    }


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, part in pairs:
            yield from leaves(part, (*path, step))
    else:
        yield path, value


def holder(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def test_every_single_change_of_a_leaf_is_caught(document: Json, now: datetime) -> None:
    places = list(leaves(document))
    assert len(places) > 100
    for path, value in places:
        changed = copy.deepcopy(document)
        holder(changed, path)[path[-1]] = (not value) if isinstance(value, bool) else f"{value}1"
        assert not verify(changed, now=now).holds, path


def test_every_single_loss_is_caught(document: Json, now: datetime) -> None:
    for path, _ in leaves(document):
        changed = copy.deepcopy(document)
        del holder(changed, path)[path[-1]]
        assert not verify(changed, now=now).holds, path


def test_additions_are_caught(document: Json, now: datetime) -> None:
    for path in ((), ("issuer",), ("credentialSubject",), ("credentialSubject", "achievement"), ("proof", 1)):
        changed = copy.deepcopy(document)
        holder(changed, (*path, "x"))["kappa"] = "0.99"
        assert not verify(changed, now=now).holds, path


def test_a_number_where_a_string_belongs_is_caught_even_when_signed(
    document: Json, key: SigningKey, now: datetime
) -> None:
    document["credentialSubject"]["result"][0]["value"] = 100
    assert failing(verify(sign(document, key, "2026-11-23T09:30:00Z"), now=now)) == {"shape"}


def test_contexts_appended_are_caught_even_when_signed(
    document: Json, key: SigningKey, now: datetime
) -> None:
    document["@context"] = [*document["@context"], document["@context"][1]]
    assert "context" in failing(verify(sign(document, key, "2026-11-23T09:30:00Z"), now=now))


@pytest.mark.parametrize("place", [0, 1])
def test_one_good_proof_does_not_save_a_bad_one(document: Json, now: datetime, place: int) -> None:
    other = sign(document, OTHER, "2026-11-23T09:30:00Z")["proof"][place]
    document["proof"][place]["proofValue"] = other["proofValue"]
    assert failing(verify(document, now=now)) == {("proof-jcs", "proof-rdfc")[place]}


def test_the_number_and_kind_of_proofs_are_fixed(document: Json, now: datetime) -> None:
    first, second = document["proof"]
    for proofs in (
        [],
        [first],
        [second],
        [first, first],
        [first, second, second],
        [first, {"cryptosuite": "other"}],
    ):
        assert failing(verify({**document, "proof": proofs}, now=now)) == {"proofs"}
    assert failing(verify({**document, "proof": first}, now=now)) == {"shape"}


def test_another_key_under_the_same_name_is_caught(document: Json, key: SigningKey, now: datetime) -> None:
    forged = copy.deepcopy(document)
    forged["issuer"]["id"] = OTHER.did
    forged = sign(forged, OTHER, "2026-11-23T09:30:00Z")
    assert verify(forged, now=now).holds
    assert failing(verify(forged, issuer=key.did, now=now)) == {"issuer"}
    forged["issuer"]["id"] = key.did
    assert failing(verify(forged, issuer=key.did, now=now)) == {"proof-jcs", "proof-rdfc"}


def test_dates_are_read(document: Json, key: SigningKey, now: datetime) -> None:
    assert failing(verify(document, now=now - timedelta(days=30))) == {"dates"}
    expiring = sign({**document, "validUntil": "2027-01-01T00:00:00Z"}, key, "2026-11-23T09:30:00Z")
    assert verify(expiring, now=now).holds
    assert failing(verify(expiring, now=now + timedelta(days=60))) == {"dates"}
    nonsense = sign({**document, "validFrom": "2026-02-31T00:00:00Z"}, key, "2026-11-23T09:30:00Z")
    assert failing(verify(nonsense, now=now)) == {"dates"}
    assert verify(document, now=now.replace(tzinfo=None)).holds


def test_someone_elses_address_and_swapped_evidence_are_caught(
    document: Json, report: Report, now: datetime
) -> None:
    assert failing(verify(document, email="b@example.org", now=now)) == {"recipient"}
    assert failing(verify(document, evidence=evidence(report) + b" ", now=now)) == {"evidence"}


def test_no_address_can_match_a_learners_id(report: Report, key: SigningKey, now: datetime) -> None:
    document = issue(report, key=key, issuer_name="C", email=None, now=now)
    assert failing(verify(document, email="a@example.org", now=now)) == {"recipient"}


def test_a_did_on_the_web_cannot_be_checked_offline(document: Json, key: SigningKey, now: datetime) -> None:
    document["issuer"]["id"] = "did:web:example.org"
    result = verify(sign(document, key, "2026-11-23T09:30:00Z"), now=now)
    assert "cannot be checked offline" in next(f.sentence for f in result.findings if f.code == "did-web")
    assert not result.holds


def test_json_that_two_readers_read_differently_is_refused(document: Json, now: datetime) -> None:
    text = json.dumps(document)
    twice = text.replace('"name": "Same', '"name": "Other", "name": "Same', 1)
    assert twice != text
    for bad in (
        twice,
        text.replace('"0.726"', "NaN"),
        text.replace('"0.726"', "1e999"),
        text.replace('"0.726"', "9" * 30),
        text.replace('"0.726"', '"\\ud800"'),
        text[:-10],
        "[" * 100_000,
        '{"a":' * 60 + "1" + "}" * 60,
        "",
        "null",
        "[]",
        "<html>",
        " " * 2_000_000,
    ):
        assert failing(verify(bad.encode(), now=now)) <= {"json", "shape"}
        assert not verify(bad.encode(), now=now).holds
    assert failing(verify(text.encode("utf-16"), now=now)) == {"json"}


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    assert not verify(content, now=datetime(2026, 1, 1)).holds


@given(place=st.integers(0, 60), value=JSON_VALUES)
def test_no_value_in_any_place_makes_it_raise_or_hold(place: int, value: Any) -> None:
    changed = copy.deepcopy(SAMPLE)
    path, old = list(leaves(changed))[place]
    if old == value:
        return
    holder(changed, path)[path[-1]] = value
    assert not verify(changed, now=datetime(2026, 12, 1)).holds


def _sample() -> Json:
    from labelwright.checks.verdicts import CheckResult, Outcome, OutcomeKind, Verdict

    check = CheckResult(
        id="c", task="t", sentence="It holds.", verdict=Verdict.PASSED, points=1, max_points=1
    )
    report = Report(
        learner="l",
        exercise="sample",
        outcome=Outcome(kind=OutcomeKind.FINISHED, sentence="Done."),
        score=1,
        max_score=1,
        passed=True,
        submission_sha256="ab" * 32,
        graded_at=datetime(2026, 11, 1),
        checks=(check,),
    )
    return issue(report, key=OTHER, issuer_name="C", email=None, now=datetime(2026, 11, 1))


SAMPLE = _sample()
