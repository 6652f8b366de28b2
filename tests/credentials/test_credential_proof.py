"""The proofs follow the W3C Recommendation: its vector comes out byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labelwright.credentials.json_ld import CONTEXTS, UnknownContextError, load_offline
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.proof import JCS, RDFC, find_problem, lost_terms, make_proof, sign, signed_bytes

# Values of "Data Integrity EdDSA Cryptosuites v1.0", Representation: eddsa-jcs-2022.
SEED = bytes.fromhex("c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6")
HASHES = (
    "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
    "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
)
PROOF_VALUE = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
ALUMNI: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}


@pytest.fixture
def vector_key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(SEED))


def test_the_w3c_vector_byte_for_byte(vector_key: SigningKey) -> None:
    proof = make_proof(ALUMNI, vector_key, "2023-02-24T23:36:38Z", JCS)
    assert proof["proofValue"] == PROOF_VALUE
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    assert signed_bytes(ALUMNI, options, JCS).hex() == HASHES
    assert find_problem(ALUMNI, proof, vector_key.did) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"proofValue": PROOF_VALUE + " "}, "does not fit"),
        ({"proofValue": PROOF_VALUE[1:]}, "does not fit"),
        ({"proofValue": 5}, "does not fit"),
        ({"proofValue": "z0OIl"}, "does not fit"),
        ({"created": "2023-02-24T23:36:39Z"}, "does not fit"),
        ({"proofPurpose": "authentication"}, "assert"),
        ({"cryptosuite": "bbs-2023"}, "unknown suite"),
        ({"cryptosuite": ["eddsa-jcs-2022"]}, "unknown suite"),
        ({"type": "Ed25519Signature2020"}, "unknown suite"),
        ({"extra": "x"}, "other members"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2"]}, "another list of contexts"),
        ({"verificationMethod": "did:key:zAbc#zAbc"}, "another key"),
    ],
)
def test_every_member_of_a_proof_counts(vector_key: SigningKey, change: dict[str, Any], words: str) -> None:
    proof = {**make_proof(ALUMNI, vector_key, "2023-02-24T23:36:38Z", JCS), **change}
    assert words in find_problem(ALUMNI, proof, vector_key.did)


def test_contexts_appended_later_do_not_verify(vector_key: SigningKey) -> None:
    proof = make_proof(ALUMNI, vector_key, "2023-02-24T23:36:38Z", JCS)
    longer = {**ALUMNI, "@context": [*ALUMNI["@context"], "https://example.org/more"]}
    assert "contexts" in find_problem(longer, proof, vector_key.did)


def test_each_proof_of_a_set_signs_the_document_without_proofs(vector_key: SigningKey) -> None:
    document = {
        **ALUMNI,
        "@context": CONTEXTS[:1],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "urn:x:1"},
    }
    signed = sign(document, vector_key, "2023-02-24T23:36:38Z")
    assert [proof["cryptosuite"] for proof in signed["proof"]] == [JCS, RDFC]
    assert [find_problem(signed, proof, vector_key.did) for proof in signed["proof"]] == ["", ""]
    assert "@context" not in signed["proof"][1]


def test_terms_that_no_context_defines_are_found() -> None:
    document = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "name": "x", "kappa": "0.82"}
    assert lost_terms(document) == ["kappa"]


def test_the_loader_knows_no_other_address() -> None:
    assert load_offline(CONTEXTS[0])["document"]["@context"]["@protected"] is True
    with pytest.raises(UnknownContextError, match="is not included"):
        load_offline("https://example.org/context")
