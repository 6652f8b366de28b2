"""The public list of keys: what it accepts, how rotation changes it, and what it makes of a credential's time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import Report
from labelwright.credentials.evidence import evidence
from labelwright.credentials.issue import issue
from labelwright.credentials.keyring import rotation as change
from labelwright.credentials.keyring.key_file import KeyFileError, read
from labelwright.credentials.keyring.key_list import KeyList, key_list_path, read_list, write_list
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.verify import Finding, verify

DAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NEXT = DAY + timedelta(days=30)


def some_key(number: int) -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def issuer_finding(credential: dict[str, Any], keys: KeyList, now: datetime) -> Finding:
    (found,) = [one for one in verify(credential, issuer=keys, now=now).findings if one.code == "issuer"]
    return found


def signed(report: Report, key: SigningKey, when: datetime) -> dict[str, Any]:
    return issue(report, key=key, issuer_name="Dr. A", email="ada@example.org", now=when)


def test_a_new_key_writes_its_list_without_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    made = change.new_key(path, DAY, name="Dr. A")
    keys = read_list(key_list_path(path))
    assert (keys.name, [key.did for key in keys.keys]) == ("Dr. A", [made.did])
    assert keys.keys[0].begins == "2026-11-23T09:30:00Z"
    secret = path.read_text().splitlines()[1]
    assert secret not in key_list_path(path).read_text()


def test_rotation_keeps_both_keys_and_ends_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    old = change.new_key(path, DAY)
    done = change.rotate(path, NEXT, old)
    assert read(path).did == done.new.did != old.did == read(done.old_file).did
    keys = read_list(key_list_path(path))
    assert [(key.did, key.ends) for key in keys.keys] == [
        (old.did, "2026-12-23T09:30:00Z"),
        (done.new.did, None),
    ]
    assert {entry.name for entry in tmp_path.iterdir()} == {
        path.name,
        done.old_file.name,
        key_list_path(path).name,
    }
    assert (done.old_file.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o600, 0o600)


def test_a_rotation_that_cannot_be_written_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "issuer.pem"
    old = change.new_key(path, DAY)
    before = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}

    def full(*_: object) -> None:
        raise KeyFileError("no space left")

    monkeypatch.setattr(change, "write_list", full)
    with pytest.raises(KeyFileError, match="no space left"):
        change.rotate(path, NEXT, old)
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == before


def test_a_key_without_a_list_can_be_rotated(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    old = change.new_key(path, DAY)
    key_list_path(path).unlink()
    change.rotate(path, NEXT, old)
    assert read_list(key_list_path(path)).keys[0].begins == "1970-01-01T00:00:00Z"


def test_a_retired_or_unlisted_key_signs_no_more(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    old = change.new_key(path, DAY)
    done = change.rotate(path, NEXT, old)
    assert change.is_active(path, done.new)
    with pytest.raises(KeyFileError, match="was replaced at 2026-12-23"):
        change.is_active(path, old)
    with pytest.raises(KeyFileError, match="does not name the key"):
        change.is_active(path, some_key(9))


def test_what_the_old_key_signed_still_counts_and_no_more(report: Report) -> None:
    old, new = some_key(1), some_key(2)
    keys = KeyList(name="Dr. A").with_new_key(old.did, DAY).with_new_key(new.did, NEXT)
    later = NEXT + timedelta(days=100)
    assert issuer_finding(signed(report, old, DAY), keys, later).ok
    assert issuer_finding(signed(report, new, NEXT), keys, later).ok
    late = issuer_finding(signed(report, old, NEXT + timedelta(days=1)), keys, later)
    assert not late.ok
    assert "outside that key's time" in late.sentence
    early = issuer_finding(signed(report, new, DAY), keys, later)
    assert not early.ok
    stranger = issuer_finding(signed(report, some_key(3), DAY), keys, later)
    assert not stranger.ok
    assert "not on your list of 2 trusted keys" in stranger.sentence


@pytest.mark.parametrize(("minutes", "ok"), [(-6, False), (-4, True), (0, True), (4, True)])
def test_clocks_may_differ_by_five_minutes(report: Report, minutes: int, ok: bool) -> None:
    """The signer's clock is behind the list's, or ahead of the reader's."""
    key = some_key(1)
    keys = KeyList().with_new_key(key.did, DAY)
    behind = signed(report, key, DAY + timedelta(minutes=minutes))
    assert issuer_finding(behind, keys, DAY + timedelta(days=1)).ok is ok
    ahead = signed(report, key, DAY)
    assert issuer_finding(ahead, keys, DAY + timedelta(minutes=minutes)).ok is ok


def test_a_time_of_signing_that_was_changed_breaks_the_proof(report: Report) -> None:
    key = some_key(1)
    document = signed(report, key, NEXT)
    for proof in document["proof"]:
        proof["created"] = "2026-11-23T09:30:00Z"
    keys = KeyList().with_new_key(key.did, DAY).with_new_key(some_key(2).did, DAY + timedelta(days=1))
    result = verify(document, issuer=keys, evidence=evidence(report), now=NEXT)
    assert {one.code for one in result.findings if not one.ok} == {"proof-jcs", "proof-rdfc"}


def entry(key: SigningKey, **changes: Any) -> dict[str, Any]:
    return {
        "did": key.did,
        "fingerprint": key.fingerprint,
        "from": "2026-01-01T00:00:00Z",
        **changes,
    }


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([entry(some_key(1)), entry(some_key(2))], "two keys have no end"),
        ([entry(some_key(1), until="2026-02-01T00:00:00Z"), entry(some_key(1))], "appears twice"),
        ([entry(some_key(1), fingerprint="0000 0000 0000 0000")], "not that of did:key"),
        ([entry(some_key(1), until="2025-01-01T00:00:00Z")], "ends before it begins"),
        ([entry(some_key(1), **{"from": "2026-02-30T00:00:00Z"})], r"at keys\.0.* day .*range"),
        ([entry(some_key(1), did="did:key:zABC")], "not an Ed25519 key"),
        ([entry(some_key(1), private="x")], "Extra inputs"),
    ],
)
def test_a_list_that_cannot_be_is_refused(tmp_path: Path, keys: list[dict[str, Any]], said: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"format": "labelwright-keys-1", "keys": keys}))
    with pytest.raises(KeyFileError, match=said):
        read_list(path)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}x", '{"keys": [], "keys": []}', '{"format": "other"}', "\ud800"]
)
def test_a_file_that_is_no_list_is_explained(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(KeyFileError, match=r"keys\.json cannot be used"):
        read_list(path)


@given(days=st.lists(st.integers(0, 4000), min_size=1, max_size=6), asked=st.integers(0, 4000))
def test_after_any_rotations_one_key_is_in_force_at_a_time(
    tmp_path_factory: pytest.TempPathFactory, days: list[int], asked: int
) -> None:
    keys, moments = KeyList(), [DAY + timedelta(days=day) for day in sorted(set(days))]
    for number, when in enumerate(moments):
        keys = keys.with_new_key(some_key(number).did, when)
    path = tmp_path_factory.mktemp("list") / "keys.json"
    write_list(path, keys)
    assert read_list(path) == keys
    # Half a day off every change, so that no end and beginning coincide.
    when = DAY + timedelta(days=asked, hours=12)
    expected = [some_key(number).did for number, start in enumerate(moments) if start <= when][-1:]
    assert [key.did for key in keys.keys if key.was_active(when)] == expected
