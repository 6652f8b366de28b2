"""The key file is private, stable and explains its own faults."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from labelwright.credentials.keyring.key_file import KeyFileError, load_or_create
from labelwright.credentials.keys import SigningKey, fingerprint, public_key, signature_holds


def test_a_new_key_is_readable_by_its_owner_only_and_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "issuer.pem"
    old_mask = os.umask(0)
    try:
        first = load_or_create(path)
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert load_or_create(path).did == first.did
    assert [entry.name for entry in path.parent.iterdir()] == ["issuer.pem"]


def test_two_runs_at_once_end_with_one_key(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    with ThreadPoolExecutor(8) as pool:
        dids = set(pool.map(lambda _: load_or_create(path).did, range(16)))
    assert len(dids) == 1


def test_the_did_is_the_w3c_vectors(tmp_path: Path) -> None:
    # Seed and public key of the test vectors in "Data Integrity EdDSA Cryptosuites v1.0".
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    seed = bytes.fromhex("c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6")
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(seed))
    assert key.did == "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    assert key.verification_method == key.did + "#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_broken_key_file_is_explained(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "issuer.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match=r"issuer\.pem is not a PEM private key"):
        load_or_create(path)
    assert path.read_bytes() == content


def test_another_kind_of_key_and_a_passphrase_are_named(tmp_path: Path, key: SigningKey) -> None:
    path = tmp_path / "issuer.pem"
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(pem, pkcs8, serialization.NoEncryption())
    )
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="not Ed25519"):
        load_or_create(path)
    locked = key.private.private_bytes(pem, pkcs8, serialization.BestAvailableEncryption(b"secret"))
    path.write_bytes(locked)
    with pytest.raises(KeyFileError, match="passphrase"):
        load_or_create(path)


def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="cannot be used"):
        load_or_create(tmp_path)


def test_the_private_key_never_shows_in_its_repr(key: SigningKey) -> None:
    assert "private" not in repr(key)


def test_fingerprints_differ_and_are_short(key: SigningKey) -> None:
    assert len(key.fingerprint) == 19
    assert key.fingerprint == fingerprint(key.did) != fingerprint(key.did + "x")


@given(st.text(max_size=80))
def test_no_text_but_a_did_key_is_a_key(text: str) -> None:
    with pytest.raises(ValueError):
        public_key("did:key:z" + text)


@given(st.binary(max_size=70), st.binary(max_size=70))
def test_random_signatures_never_hold(signature: bytes, message: bytes) -> None:
    did = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    assert not signature_holds(did, signature, message)
