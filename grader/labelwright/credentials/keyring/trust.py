"""Check whether a credential's key is on a list that the reader trusts, and was active when it signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from labelwright.credentials.keyring.key_list import KeyList, ListedKey, moment
from labelwright.credentials.keys import fingerprint

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
