"""Whether a credential's key stands on a list that the reader trusts, and signed while it was in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from labelwright.credentials.keyring.key_list import KeyList, ListedKey, moment
from labelwright.credentials.keys import fingerprint

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far two computers' clocks may differ before a time counts against a credential."""


def judged(keys: KeyList, did: str, proofs: Sequence[Mapping[str, Any]], now: datetime) -> tuple[bool, str]:
    """Whether the issuer `did` may have signed these proofs when they say, and the sentence that tells it.

    The time of signing is the signer's own word: a stolen key can sign with an earlier one.
    """
    mark, entry = f"fingerprint {fingerprint(did)}", keys.find(did)
    if entry is None:
        return False, (
            f"It names the issuer {did} ({mark}), which is not on your list of {len(keys.keys)} trusted keys. "
            "Ask the issuer for the present list; where the key is not on that either, somebody else signed."
        )
    for proof in proofs:
        if fault := _untimely(entry, str(proof.get("created", "")), now):
            return False, f"Its key ({mark}) is on your list, but {fault}"
    until = f"until {entry.ends}" if entry.ends else "and still in force"
    who = f" of {keys.name!r}" if keys.name else ""
    return True, f"It was signed by a key on your list{who} ({mark}), from {entry.begins} {until}."


def _untimely(entry: ListedKey, created: str, now: datetime) -> str:
    """What is wrong with a time of signing, as the end of a sentence; "" where nothing is."""
    try:
        when = moment(created)
    except ValueError:
        return f"it says to have been signed at {created[:40]!r}, which is no time."
    if when > now + CLOCK_TOLERANCE:
        return f"it says to have been signed at {created}, which lies ahead. Check this computer's clock."
    if not any(entry.held(when + shift) for shift in (-CLOCK_TOLERANCE, timedelta(0), CLOCK_TOLERANCE)):
        return (
            f"it says to have been signed at {created}, outside that key's time ({entry.begins} to "
            f"{entry.ends or 'now'}). Ask the issuer to sign it again with the present key."
        )
    return ""
