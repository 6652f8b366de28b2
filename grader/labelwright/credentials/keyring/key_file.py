"""The signing key's file: readable only by its owner, with or without a passphrase, and never overwritten."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labelwright import settings
from labelwright.credentials.keys import SigningKey
from labelwright.errors import LabelwrightError

LARGEST = 65_536
"""The largest file in bytes that is read as a key; our PEM files have about 300."""

SHORTEST = 12
"""The fewest characters of a passphrase, because anyone who copies the file can try many."""

Ask = Callable[[], str]
"""A function that asks for the passphrase; called only for a file that has one."""


class KeyFileError(LabelwrightError):
    """The key file cannot be read, written or understood; the message says what to do."""


def create(path: Path, passphrase: str = "") -> SigningKey:
    """Create a key in a new PKCS8 PEM file at `path`, readable only by its owner; never replace a file.

    With a passphrase the file is encrypted with the cryptography package's best method (PBES2, AES-256).
    Raise KeyFileError if the file exists or cannot be written, or if the passphrase is too short.
    """
    if 0 < len(passphrase) < SHORTEST:
        raise KeyFileError(
            f"A passphrase of {len(passphrase)} characters can be guessed by anyone who copies the key file. "
            f"Use at least {SHORTEST}, such as four words that do not belong together."
        )
    with explain_errors(path):
        if not _write(path, _pem(Ed25519PrivateKey.generate(), passphrase)):
            raise KeyFileError(
                f"The file {path} exists, and a key is never overwritten: its credentials could no longer be "
                "checked. Use that key, name another file with --key, or replace it with `labelwright key rotate`."
            )
    return read(path, lambda: passphrase)


def read(path: Path, ask: Ask | None = None) -> SigningKey:
    """Return the key in the PEM file at `path`; `ask` returns the passphrase if the file has one.

    Raise KeyFileError if the file is missing, broken, of another kind or open to other users of the machine,
    or if the passphrase is missing or wrong.
    """
    with explain_errors(path):
        pem = _private_bytes(path)
    return _parse(pem, path, ask)


def load_or_create(path: Path, ask: Ask | None = None) -> SigningKey:
    """Return the key at `path`; create it without a passphrase if missing. Of two runs at once, one creates it.

    Raise KeyFileError as `read` does, or if the file cannot be written.
    """
    with explain_errors(path):
        if not path.exists():
            _write(path, _pem(Ed25519PrivateKey.generate(), ""))
    return read(path, ask)


def is_protected(path: Path) -> bool:
    """Return whether the key file has a passphrase; raise KeyFileError if it cannot be read."""
    with explain_errors(path):
        return _private_bytes(path).startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")


def _private_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file that only its owner can read; the open file is checked, not its name."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        mode = stat.S_IMODE(status.st_mode)
        # Windows has no such mode; there the folder protects the file.
        if os.name == "posix" and mode & 0o077:
            raise KeyFileError(
                f"The key file {path} is open to other users of this machine (mode {mode:04o}), who could sign in "
                f"your name. Close it with: chmod 600 {path}. If somebody may have copied it, "
                "make a new key with `labelwright key rotate`."
            )
        return file.read(LARGEST)


def _parse(pem: bytes, path: Path, ask: Ask | None) -> SigningKey:
    advice = "Restore the file from your backup, or make a new key (with a new DID) under another name."
    try:
        key = _load(pem, path, ask)
    except UnsupportedAlgorithm:
        raise KeyFileError(f"The key file {path} is protected in an unknown way. {advice}") from None
    except ValueError:
        raise KeyFileError(
            f"The key file {path} is not a PEM private key ({len(pem)} bytes). {advice}"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"The key file {path} has another kind of key, not Ed25519. {advice}")
    return SigningKey(key)


def _load(pem: bytes, path: Path, ask: Ask | None) -> object:
    """Return the PEM's private key of any kind; ask for the passphrase only if it has one."""
    try:
        return serialization.load_pem_private_key(pem, password=None)
    except TypeError:
        if not (passphrase := ask() if ask else ""):
            raise KeyFileError(
                f"The key file {path} is protected by a passphrase and none was given. Run the command in a "
                "terminal, which asks for it, or set "
                f"{settings.KEY_PASSPHRASE.name}."
            ) from None
    try:
        return serialization.load_pem_private_key(pem, password=passphrase.encode())
    except ValueError:
        raise KeyFileError(
            f"The passphrase does not open the key file {path}, or the file is damaged. Try again; without its "
            "passphrase nobody can recover the key, and `labelwright key new` makes another."
        ) from None


def _pem(key: Ed25519PrivateKey, passphrase: str) -> bytes:
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


def _write(path: Path, pem: bytes) -> bool:
    """Give the finished file its name; return False and change nothing if the name is taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        return claim(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def claim(draft: Path, path: Path) -> bool:
    """Give the file `draft` the second name `path`; return False if that name is taken."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:
        # Some file systems have no hard links; there, rename.
        if path.exists() or path.is_symlink():
            return False
        draft.rename(path)
    return True


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """Turn an OSError about `path` into a KeyFileError."""
    try:
        yield
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise KeyFileError(
            f"The key file {path} cannot be used: {reason}. "
            "Check that the folder exists, is yours and that the path names a file."
        ) from None
