"""An issuer's published list of keys, and whom a verifier trusts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from labelwright.credentials.json_ld import UnsafeJsonError, parse
from labelwright.credentials.keyring.key_file import KeyFileError
from labelwright.credentials.keys import fingerprint, public_key

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far two computers' clocks may differ before a time counts as a problem."""


def check_trust(
    keys: KeyList, did: str, proofs: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[bool, str]:
    """Return whether the issuer `did` may have signed these proofs at their times, and a message.

    The signer states the time of signing: a stolen key can sign with an earlier time.
    """
    mark, entry = f"fingerprint {fingerprint(did)}", keys.find(did)
    if entry is None:
        return False, (
            f"It names the issuer {did} ({mark}), which is not on your list of {len(keys.keys)} trusted keys. "
            "Ask the issuer for the current list. If the key is not on that list either, somebody else signed."
        )
    for proof in proofs:
        if problem := _wrong_time(entry, str(proof.get("created", "")), now):
            return False, f"Its key ({mark}) is on your list, but {problem}"
    until = f"until {entry.ends}" if entry.ends else "and still active"
    who = f" of {keys.name!r}" if keys.name else ""
    return True, f"It was signed by a key on your list{who} ({mark}), from {entry.begins} {until}."


def _wrong_time(entry: ListedKey, created: str, now: datetime) -> str:
    """Return what is wrong with a time of signing, as the end of a sentence; empty if nothing."""
    try:
        when = moment(created)
    except ValueError:
        return f"its time of signing, {created[:40]!r}, is not a time."
    if when > now + CLOCK_TOLERANCE:
        return f"its time of signing, {created}, is in the future. Check this computer's clock."
    if not any(entry.was_active(when + shift) for shift in (-CLOCK_TOLERANCE, timedelta(0), CLOCK_TOLERANCE)):
        return (
            f"its time of signing, {created}, is outside that key's time ({entry.begins} to "
            f"{entry.ends or 'now'}). Ask the issuer to sign it again with the current key."
        )
    return ""


LONGEST_NAME = 120
TIME = "%Y-%m-%dT%H:%M:%SZ"

Time = Annotated[str, Field(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\z")]
Did = Annotated[str, Field(pattern=r"\Adid:key:z[1-9A-HJ-NP-Za-km-z]+\z", max_length=100)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class ListedKey(_Part):
    """One public key: its DID, its fingerprint, and the times (UTC) between which its signatures count."""

    did: Did
    fingerprint: str
    begins: Time = Field(alias="from")
    ends: Time | None = Field(default=None, alias="until")

    @model_validator(mode="after")
    def _parts_agree(self) -> ListedKey:
        public_key(self.did)
        if self.fingerprint != fingerprint(self.did):
            raise ValueError(f"the fingerprint is not that of {self.did}, which is {fingerprint(self.did)}")
        if moment(self.begins) > moment(self.ends or "9999-12-31T00:00:00Z"):
            raise ValueError(f"the key {self.did} ends before it begins")
        return self

    def was_active(self, when: datetime) -> bool:
        """Return whether the key was active at `when`, both ends included."""
        return moment(self.begins) <= when and (self.ends is None or when <= moment(self.ends))


class KeyList(_Part):
    """An issuer's keys, oldest first: none appears twice, and at most one has no end."""

    format: Literal["labelwright-keys-1"] = "labelwright-keys-1"
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    keys: Annotated[tuple[ListedKey, ...], Field(max_length=1000, strict=False)] = ()

    @model_validator(mode="after")
    def _one_active(self) -> KeyList:
        dids = [key.did for key in self.keys]
        if len(set(dids)) != len(dids):
            raise ValueError("a key appears twice")
        if sum(key.ends is None for key in self.keys) > 1:
            raise ValueError("two keys have no end, so it is not clear which one is active")
        return self

    def find(self, did: str) -> ListedKey | None:
        """Return the entry of the key `did`; None if it is not listed."""
        return next((key for key in self.keys if key.did == did), None)

    def with_new_key(self, did: str, when: datetime, name: str = "") -> KeyList:
        """Return the list with `did` active from `when`; the key before it ends at that time."""
        now = when.astimezone(UTC).strftime(TIME)
        ended = [
            key if key.ends else key.model_copy(update={"ends": max(now, key.begins)}) for key in self.keys
        ]
        return KeyList(name=name or self.name, keys=(*ended, list_entry(did, now)))


def list_entry(did: str, begins: str) -> ListedKey:
    """Return the entry of a key that is active from `begins`, without an end."""
    return ListedKey.model_validate({"did": did, "fingerprint": fingerprint(did), "from": begins})


def moment(text: str) -> datetime:
    """Return a listed time with its zone; raise ValueError if the date does not exist."""
    return datetime.strptime(text, TIME).replace(tzinfo=UTC)


def key_list_path(key_file: Path) -> Path:
    """Return the path of a key file's public list: `issuer-key.pem` has `issuer-key.public.json`."""
    return key_file.with_name(f"{key_file.stem}.public.json")


def read_list(path: Path) -> KeyList:
    """Return the list in a file; raise KeyFileError if it is missing, broken or contradicts itself."""
    try:
        return KeyList.model_validate(parse(path.read_bytes()))
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
    except UnsafeJsonError as trouble:
        reason = str(trouble)
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False, include_context=False)[0]
        reason = f"at {'.'.join(map(str, first['loc'])) or 'the top'}: {first['msg']}"
    raise KeyFileError(
        f"The list of public keys {path} cannot be used: {reason}. "
        "Download it again from its issuer, or restore your own list from a backup."
    )


def write_list(path: Path, keys: KeyList) -> None:
    """Write the list whole or not at all; raise KeyFileError if it cannot be written."""
    text = json.dumps(keys.model_dump(by_alias=True, exclude_none=True), indent=2, ensure_ascii=False) + "\n"
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as trouble:
        raise KeyFileError(
            f"The list of public keys {path} cannot be written: {trouble.strerror}. "
            "Check that the folder is yours and has space left."
        ) from None
    finally:
        draft.unlink(missing_ok=True)
