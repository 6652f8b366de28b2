"""Make an issuer's key and its public list, and replace the key so that what the old one signed still counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from labelwright.credentials.keyring.key_file import KeyFileError, claim, create, explained
from labelwright.credentials.keyring.key_list import (
    LONGEST_NAME,
    KeyList,
    ListedKey,
    beside,
    listed,
    read_list,
    write_list,
)
from labelwright.credentials.keys import SigningKey


@dataclass(frozen=True)
class Rotation:
    """A finished change of keys: both keys, and the file in which the old private key is kept."""

    old: SigningKey
    new: SigningKey
    kept: Path


def new_key(path: Path, now: datetime, *, name: str = "", passphrase: str = "") -> SigningKey:
    """Make the key file at `path` and put the key on the list beside it, which is made where missing.

    A list that is there already keeps its keys; the one in force ends `now`. Raises KeyFileError as `create` does.
    """
    keys = _listed(path)
    if len(name) > LONGEST_NAME:
        raise KeyFileError(f"The name has {len(name)} characters. Give one of at most {LONGEST_NAME}.")
    key = create(path, passphrase)
    write_list(beside(path), keys.succeeded(key.did, now, name))
    return key


def rotate(
    path: Path, now: datetime, old: SigningKey, passphrase: str = "", *, stolen: bool = False
) -> Rotation:
    """Put a fresh key in the place of `old`, the key in the file `path`, and end the old one on the list `now`.

    The old private key stays beside it under a name with its fingerprint, so that no step can lose a key.
    With `stolen` the old key leaves the list instead: a thief can sign with any date, so nothing it signed counts.
    A key that was on no list is listed as in force since the epoch, because nobody wrote down when it was made.
    Raises KeyFileError where the list does not fit the key or a file cannot be written.
    """
    keys = _with_old(_listed(path), old, path)
    if stolen:
        keys = KeyList(name=keys.name, keys=tuple(key for key in keys.keys if key.did != old.did))
    mark = old.fingerprint.replace(" ", "").lower()
    kept = path.with_name(f"{path.stem}.until-{now:%Y%m%d}-{mark}{path.suffix}")
    draft = path.with_name(f"{path.stem}.next{path.suffix}")
    new = create(draft, passphrase)
    with explained(path):
        if not claim(path, kept):
            draft.unlink()
            raise KeyFileError(
                f"The old key cannot be kept as {kept}: that name is taken. Move that file away."
            )
        try:
            write_list(beside(path), keys.succeeded(new.did, now))
            draft.replace(path)
        except BaseException:
            # Where the file system has no hard links, the old key was moved and not linked.
            kept.unlink() if path.exists() else kept.rename(path)
            draft.unlink(missing_ok=True)
            raise
    return Rotation(old, new, kept)


def in_force(path: Path, key: SigningKey) -> ListedKey | None:
    """What the list beside the key file says of `key`; None where there is no list.

    Raises KeyFileError where the list does not name the key or says that its time is over.
    """
    if not beside(path).exists():
        return None
    entry = read_list(beside(path)).find(key.did)
    if entry is None:
        raise KeyFileError(
            f"The list {beside(path)} does not name the key in {path} (fingerprint {key.fingerprint}), so nobody who "
            "trusts the list would accept what it signs. Put the list of this key there, or move the list away."
        )
    if entry.ends is not None:
        raise KeyFileError(
            f"The key in {path} (fingerprint {key.fingerprint}) was replaced at {entry.ends}, and what it signs after "
            "that does not count. Sign with the key that the list gives no end."
        )
    return entry


def _listed(path: Path) -> KeyList:
    return read_list(beside(path)) if beside(path).exists() else KeyList()


def _with_old(keys: KeyList, old: SigningKey, path: Path) -> KeyList:
    if keys.keys:
        in_force(path, old)
        return keys
    return KeyList(name=keys.name, keys=(listed(old.did, "1970-01-01T00:00:00Z"),))
