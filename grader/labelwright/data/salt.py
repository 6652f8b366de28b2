"""The course's secret salt: with it, nobody else can work out a learner's sample, or the numbers that checks hide."""

from __future__ import annotations

from hashlib import sha256

from labelwright import settings
from labelwright.errors import LabelwrightError

LEAST = 16
"""How many characters a salt has at least, so that nobody finds it by trying."""


class SaltError(LabelwrightError, ValueError):
    """The salt cannot be used; the message says why and how to make one."""


def salted(text: bytes) -> bytes:
    """Return the text that samples and seeds are hashed from; without a salt it is the same text."""
    mark = _hashed("samples")
    return b"\x1f".join((mark.encode(), text)) if mark else text


def salt_mark() -> str:
    """Return what tells one salt from another in a digest and does not show it; empty without a salt."""
    return _hashed("digests")


def _hashed(purpose: str) -> str:
    salt = settings.SALT.read()
    if not salt:
        return ""
    if len(salt) < LEAST:
        raise SaltError(
            f"{settings.SALT.name} has {len(salt)} characters, and a learner could find it by trying. Use at least {LEAST}. "
            'This makes one: python -c "import secrets; print(secrets.token_hex(16))"'
        )
    return sha256(f"labelwright {purpose}\x1f{salt}".encode("utf-8", "surrogateescape")).hexdigest()
