"""Create an issuer's key and its public list, and replace the key so that earlier signatures still count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from labelwright.credentials.keyring.key_file import KeyFileError, claim, create, explain_errors
from labelwright.credentials.keyring.key_list import (
    LONGEST_NAME,
    KeyList,
    ListedKey,
    key_list_path,
    list_entry,
    read_list,
    write_list,
)
from labelwright.credentials.keys import SigningKey


@dataclass(frozen=True)
class Rotation:
    """A finished change of keys: both keys, and the file with the old private key."""

    old: SigningKey
    new: SigningKey
    old_file: Path


def new_key(path: Path, now: datetime, *, name: str = "", passphrase: str = "") -> SigningKey:
    """Create the key file at `path` and add the key to the list next to it; create the list if missing.

    An existing list keeps its keys; its active key ends `now`. Raise KeyFileError as `create` does.
    """
    keys = _listed(path)
    if len(name) > LONGEST_NAME:
        raise KeyFileError(f"The name has {len(name)} characters. Give one of at most {LONGEST_NAME}.")
    key = create(path, passphrase)
    write_list(key_list_path(path), keys.with_new_key(key.did, now, name))
    return key


def rotate(
    path: Path, now: datetime, old: SigningKey, passphrase: str = "", *, stolen: bool = False
) -> Rotation:
    """Replace `old`, the key in the file `path`, with a new key; on the list the old key ends `now`.

    The old private key stays next to it, with its fingerprint in the file name, so that no step can lose a key.
    With `stolen` the old key is removed from the list: a thief can sign with any date, so nothing it signed counts.
    A key that was on no list is listed as active since 1970, because nobody recorded when it was made.
    Raise KeyFileError if the list does not match the key or a file cannot be written.
    """
    keys = _with_old(_listed(path), old, path)
    if stolen:
        keys = KeyList(name=keys.name, keys=tuple(key for key in keys.keys if key.did != old.did))
    mark = old.fingerprint.replace(" ", "").lower()
    old_file = path.with_name(f"{path.stem}.until-{now:%Y%m%d}-{mark}{path.suffix}")
    draft = path.with_name(f"{path.stem}.next{path.suffix}")
    new = create(draft, passphrase)
    with explain_errors(path):
        if not claim(path, old_file):
            draft.unlink()
            raise KeyFileError(
                f"The old key cannot be saved as {old_file}: that name is taken. Move that file away."
            )
        try:
            write_list(key_list_path(path), keys.with_new_key(new.did, now))
            draft.replace(path)
        except BaseException:
            # On a file system without hard links, the old key was moved and not linked.
            old_file.unlink() if path.exists() else old_file.rename(path)
            draft.unlink(missing_ok=True)
            raise
    return Rotation(old, new, old_file)


def is_active(path: Path, key: SigningKey) -> ListedKey | None:
    """Return the active entry for `key` on the list next to the key file; None without a list.

    Raise KeyFileError if the list does not name the key or says that the key has ended.
    """
    if not key_list_path(path).exists():
        return None
    entry = read_list(key_list_path(path)).find(key.did)
    if entry is None:
        raise KeyFileError(
            f"The list {key_list_path(path)} does not name the key in {path} (fingerprint {key.fingerprint}), so nobody who "
            "trusts the list would accept what it signs. Put this key's list there, or move the list away."
        )
    if entry.ends is not None:
        raise KeyFileError(
            f"The key in {path} (fingerprint {key.fingerprint}) was replaced at {entry.ends}. What it signs later "
            "does not count. Sign with the key that has no end on the list."
        )
    return entry


def _listed(path: Path) -> KeyList:
    return read_list(key_list_path(path)) if key_list_path(path).exists() else KeyList()


def _with_old(keys: KeyList, old: SigningKey, path: Path) -> KeyList:
    if keys.keys:
        is_active(path, old)
        return keys
    return KeyList(name=keys.name, keys=(list_entry(old.did, "1970-01-01T00:00:00Z"),))
