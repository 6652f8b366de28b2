"""The signing key's file: made for its owner's eyes alone, with or without a passphrase, and never overwritten."""

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
"""Bytes of the largest file that is read as a key; a PEM file of ours has about 300."""

SHORTEST = 12
"""Characters of the shortest passphrase: whoever copies the file can try passphrases at leisure."""

Ask = Callable[[], str]
"""Gives the passphrase; called only for a file that has one."""


class KeyFileError(LabelwrightError):
    """The key file cannot be read, written or understood; the message says what to do."""


def create(path: Path, passphrase: str = "") -> SigningKey:
    """A fresh key in a new PKCS8 PEM file at `path`, readable by its owner only; never replaces a file.

    With a passphrase the file is encrypted as the cryptography package thinks best (PBES2, AES-256).
    Raises KeyFileError when the file exists, cannot be written, or the passphrase is too short.
    """
    if 0 < len(passphrase) < SHORTEST:
        raise KeyFileError(
            f"A passphrase of {len(passphrase)} characters can be guessed by whoever copies the key file. "
            f"Take at least {SHORTEST}, such as four words that do not belong together."
        )
    with explained(path):
        if not _write(path, _pem(Ed25519PrivateKey.generate(), passphrase)):
            raise KeyFileError(
                f"There is a file {path} already, and a key is never overwritten: what it signed could no longer be "
                "traced. Use that key, name another file with --key, or replace it with `labelwright key rotate`."
            )
    return read(path, lambda: passphrase)


def read(path: Path, ask: Ask | None = None) -> SigningKey:
    """The key in the PEM file at `path`; `ask` gives the passphrase where the file has one.

    Raises KeyFileError when the file is missing, broken, of another kind, open to other users of the machine,
    or when the passphrase is missing or wrong.
    """
    with explained(path):
        pem = _private_bytes(path)
    return _parse(pem, path, ask)


def load_or_create(path: Path, ask: Ask | None = None) -> SigningKey:
    """The key at `path`, made without a passphrase where the file is missing; of two runs at once one makes it.

    Raises KeyFileError as `read` does, and when the file cannot be written.
    """
    with explained(path):
        if not path.exists():
            _write(path, _pem(Ed25519PrivateKey.generate(), ""))
    return read(path, ask)


def is_protected(path: Path) -> bool:
    """Whether the key file asks for a passphrase; KeyFileError where it cannot be read."""
    with explained(path):
        return _private_bytes(path).startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")


def _private_bytes(path: Path) -> bytes:
    """The bytes of a regular file that only its owner can read; the open file is judged, not its name."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        mode = stat.S_IMODE(status.st_mode)
        # Windows keeps no such mode; a file there is guarded by the folder it lies in.
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
        key = _loaded(pem, path, ask)
    except UnsupportedAlgorithm:
        raise KeyFileError(f"The key file {path} is protected in a way not known here. {advice}") from None
    except ValueError:
        raise KeyFileError(
            f"The key file {path} is not a PEM private key ({len(pem)} bytes). {advice}"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"The key file {path} holds another kind of key, not Ed25519. {advice}")
    return SigningKey(key)


def _loaded(pem: bytes, path: Path, ask: Ask | None) -> object:
    """Whatever private key the PEM holds; the passphrase is asked for only where there is one."""
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
    """Give the finished file its name; False, and nothing changed, where the name is taken."""
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
    """Give the file `draft` the second name `path` unless something has that name; whether it was given."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:
        # Some file systems have no hard links; a rename is the next best thing there.
        if path.exists() or path.is_symlink():
            return False
        draft.rename(path)
    return True


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an OSError about `path` into a KeyFileError."""
    try:
        yield
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise KeyFileError(
            f"The key file {path} cannot be used: {reason}. "
            "Check that the folder exists, is yours and that the path names a file."
        ) from None
