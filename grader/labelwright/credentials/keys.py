"""The issuer's Ed25519 key and the public names derived from it: did:key, Multikey and fingerprint."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC_PREFIX = b"\xed\x01"
"""Multicodec prefix of an Ed25519 public key (W3C Controlled Identifiers 1.0, Multikey)."""

_RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 private key with the public names derived from it."""

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
        """The address of the key in its own DID document, as proofs name it."""
        return f"{self.did}#{self.multibase}"

    @property
    def fingerprint(self) -> str:
        """A short form of the DID that two people can compare by reading it aloud."""
        return fingerprint(self.did)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of `message` (RFC 8032; the same input gives the same bytes)."""
        return self.private.sign(message)

    def derive(self, label: str) -> bytes:
        """Return 32 bytes that only the key's holder can compute, always the same for `label` (HMAC-SHA-256)."""
        seed = self.private.private_bytes(
            serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
        )
        return hmac.new(seed, b"labelwright derive v1\x00" + label.encode(), hashlib.sha256).digest()


def fingerprint(did: str) -> str:
    """Return sixteen hexadecimal digits of SHA-256(DID) in four groups: `3F2A 91C0 77DE 04B5`."""
    digest = hashlib.sha256(did.encode()).hexdigest()[:16].upper()
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))


def public_key(did: str) -> Ed25519PublicKey:
    """Return the public key that a `did:key` names; raise ValueError if it is not an Ed25519 did:key."""
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
    """Return whether the key that `did` names made `signature` for `message`."""
    try:
        public_key(did).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
