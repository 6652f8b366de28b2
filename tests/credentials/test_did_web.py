"""The did:web document: its place, its content, and which keys of a fetched one are trusted."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import Report
from labelwright.credentials.issue import issue
from labelwright.credentials.keyring.did_web import address, did_document, did_web, publish, read_trusted
from labelwright.credentials.keyring.key_file import KeyFileError
from labelwright.credentials.keyring.key_list import KeyList, write_list
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.verify import verify

DAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = datetime(2027, 3, 1, tzinfo=UTC)
OLD, NEW = (SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)) for n in (1, 2))
KEYS = KeyList(name="Dr. A").with_new_key(OLD.did, DAY).with_new_key(NEW.did, LATER)


@pytest.mark.parametrize(
    ("place", "did", "where"),
    [
        ("example.org", "did:web:example.org", "https://example.org/.well-known/did.json"),
        ("https://example.org/", "did:web:example.org", "https://example.org/.well-known/did.json"),
        ("w3c-ccg.github.io/user/alice", "did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("example.com:3000/u", "did:web:example.com%3A3000:u", "https://example.com:3000/u/did.json"),
    ],
)  # fmt: skip
def test_a_site_has_a_did_and_the_did_an_address(place: str, did: str, where: str) -> None:
    assert (did_web(place), address(did)) == (did, where)


@pytest.mark.parametrize(
    "place", ["", "localhost", "Example.org", "a..b", "a.b/../c", "a.b?x", "ftp://a.b", "a.b:c"]
)
def test_what_is_no_site_is_refused(place: str) -> None:
    with pytest.raises(KeyFileError, match=r"Write it as example\.org"):
        did_web(place)


@given(st.text(max_size=40))
def test_an_address_is_a_web_address_or_nothing(text: str) -> None:
    found = address("did:web:" + text)
    assert found == "" or (found.startswith("https://") and found.endswith("/did.json") and ".." not in found)


def test_a_published_document_is_read_back_as_the_keys(tmp_path: Path) -> None:
    path = publish(did_web("example.org"), KEYS, tmp_path)
    assert path == tmp_path / ".well-known" / "did.json"
    assert (tmp_path / ".nojekyll").exists()
    keys = read_trusted(path)
    assert [(key.did, key.ends) for key in keys.keys] == [(key.did, key.ends) for key in KEYS.keys]
    assert keys.name == "did:web:example.org"
    assert json.loads(path.read_text())["alsoKnownAs"] == [NEW.did]
    assert publish("did:web:example.org", KEYS, tmp_path) == path
    with pytest.raises(KeyFileError, match="another DID"):
        publish("did:web:example.net", KEYS, tmp_path)


def test_a_list_of_keys_is_read_as_well(tmp_path: Path) -> None:
    write_list(tmp_path / "keys.json", KEYS)
    assert read_trusted(tmp_path / "keys.json") == KEYS
    for text in ("[]", "{", '{"id": 3}'):
        (tmp_path / "other.json").write_text(text)
        with pytest.raises(KeyFileError, match="list of public keys"):
            read_trusted(tmp_path / "other.json")


def trusted(tmp_path: Path, **changes: Any) -> list[str]:
    document = did_document("did:web:example.org", KEYS)
    document["verificationMethod"][0] |= changes
    (tmp_path / "did.json").write_text(json.dumps(document | {"service": []}))
    return [key.did for key in read_trusted(tmp_path / "did.json").keys]


def test_only_keys_that_the_document_vouches_for_count(tmp_path: Path) -> None:
    assert trusted(tmp_path) == [OLD.did, NEW.did]
    assert trusted(tmp_path, revoked="2027-01-01T00:00:00Z") == [NEW.did]
    assert trusted(tmp_path, controller="did:web:example.net") == [NEW.did]
    assert trusted(tmp_path, type="JsonWebKey") == [NEW.did]
    assert trusted(tmp_path, id="did:web:example.org#other") == [NEW.did]


@pytest.mark.parametrize("changes", [{"publicKeyMultibase": "zABC"}, {"expires": "soon"}, {"type": 3}])
def test_a_document_that_cannot_be_is_explained(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(KeyFileError, match=r"The DID document .*did\.json cannot be used"):
        trusted(tmp_path, **changes)


def test_a_credential_is_checked_against_a_fetched_document(tmp_path: Path, report: Report) -> None:
    keys = read_trusted(publish("did:web:example.org", KEYS, tmp_path))
    for key, when, ok in (
        (OLD, DAY, True),
        (NEW, LATER, True),
        (OLD, datetime(2027, 4, 1, tzinfo=UTC), False),
    ):
        document = issue(report, key=key, issuer_name="Dr. A", email=None, now=when)
        found = verify(document, issuer=keys, now=datetime(2028, 1, 1, tzinfo=UTC)).findings
        assert [one.ok for one in found if one.code == "issuer"] == [ok]


def test_an_unknown_did_web_says_what_to_fetch(report: Report) -> None:
    document = issue(report, key=OLD, issuer_name="Dr. A", email=None, now=DAY)
    document["issuer"]["id"] = "did:web:example.org:course"
    (said,) = [one.sentence for one in verify(document, now=DAY).findings if one.code == "did-web"]
    assert "Fetch https://example.org/course/did.json" in said
