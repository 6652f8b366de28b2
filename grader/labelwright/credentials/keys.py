"""The issuer's Ed25519 key: a private file on disk and a public did:key name."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import base58
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC_PREFIX = b"\xed\x01"
"""Multicodec prefix of an Ed25519 public key (W3C Controlled Identifiers 1.0, Multikey)."""

_RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw


class KeyFileError(Exception):
    """The key file cannot be read, written or understood; the message says what to do."""


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 private key together with the public names derived from it."""

    private: Ed25519PrivateKey = field(repr=False)

    @property
    def multibase(self) -> str:
        """The public key as Multikey: `z` and base58btc of the prefixed 32 bytes."""
        raw = self.private.public_key().public_bytes(*_RAW)
        encoded: str = base58.b58encode(PUBLIC_PREFIX + raw).decode("ascii")
        return "z" + encoded

    @property
    def did(self) -> str:
        """The key's decentralised identifier, `did:key:z6Mk...`."""
        return f"did:key:{self.multibase}"

    @property
    def verification_method(self) -> str:
        """The address of the key inside its own DID document, as proofs name it."""
        return f"{self.did}#{self.multibase}"

    @property
    def fingerprint(self) -> str:
        """A short form of the DID that two people can compare by reading aloud."""
        return fingerprint(self.did)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature of `message` (RFC 8032; the same input gives the same bytes)."""
        return self.private.sign(message)

    def derive(self, label: str) -> bytes:
        """32 bytes that only the holder of the key can compute, fixed for `label` (HMAC-SHA-256)."""
        seed = self.private.private_bytes(
            serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
        )
        return hmac.new(seed, b"labelwright derive v1\x00" + label.encode(), hashlib.sha256).digest()


def fingerprint(did: str) -> str:
    """Sixteen hexadecimal digits of SHA-256(DID), in four groups: `3F2A 91C0 77DE 04B5`."""
    digest = hashlib.sha256(did.encode()).hexdigest()[:16].upper()
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))


def public_key(did: str) -> Ed25519PublicKey:
    """The public key that a `did:key` names; ValueError when it is not an Ed25519 did:key."""
    if not did.startswith("did:key:z"):
        raise ValueError("not a did:key in base58")
    encoded = did.removeprefix("did:key:z")
    raw = base58.b58decode(encoded)
    if base58.b58encode(raw).decode("ascii") != encoded:
        raise ValueError("not written in plain base58")
    if not raw.startswith(PUBLIC_PREFIX) or len(raw) != 34:
        raise ValueError("not an Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(raw[2:])


def signature_holds(did: str, signature: bytes, message: bytes) -> bool:
    """Whether `signature` of `message` was made by the key that `did` names."""
    try:
        public_key(did).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def load_or_create(path: Path) -> SigningKey:
    """The key in the PKCS8 PEM file at `path`; a missing file is created, readable by its owner only.

    Raises KeyFileError when the file is broken, of another kind, unreadable or unwritable.
    """
    with _explained(path):
        if not path.exists():
            _create(path)
        pem = path.read_bytes()
    return _parse(pem, path)


def _parse(pem: bytes, path: Path) -> SigningKey:
    advice = "Restore the file from your backup, or move it away and a new key (with a new DID) is made."
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except TypeError:
        raise KeyFileError(
            f"The key file {path} is protected by a passphrase, which is not supported. "
            "Save it without one: openssl pkcs8 -topk8 -nocrypt."
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise KeyFileError(
            f"The key file {path} is not a PEM private key ({len(pem)} bytes). {advice}"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"The key file {path} holds another kind of key, not Ed25519. {advice}")
    return SigningKey(key)


def _create(path: Path) -> None:
    """Write a fresh key; when two do so at once, the first to finish wins and both read its key."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        _claim(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _claim(draft: Path, path: Path) -> None:
    """Give the finished draft its name without replacing a key that another run made meanwhile."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:
        # Some file systems have no hard links; a rename is the next best thing there.
        if not path.exists():
            draft.rename(path)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise KeyFileError(
            f"The key file {path} cannot be used: {reason}. "
            "Check that the folder exists, is yours and that the path names a file."
        ) from None
