"""The commands `key new`, `show` and `rotate`: what they write, what they refuse, and that no secret is printed."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey

PASSPHRASE = "CANARY passphrase of words"
DID = re.compile(r"did:key:z6Mk\w+")


def keys(tmp_path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((tmp_path / "k.public.json").read_text())["keys"]
    return found


def secrets(tmp_path: Path) -> list[str]:
    """The inner line of every private key file."""
    return [path.read_text().splitlines()[1] for path in tmp_path.glob("*.pem")]


def test_new_show_and_rotate_tell_what_is_public_and_nothing_else(command: Any, tmp_path: Path) -> None:
    made = command("key", "new", "--key", "k.pem", "--name", "Dr. A")
    shown = command("key", "show", "--key", "k.pem")
    assert (made.code, shown.code) == (0, 0)
    (first,) = keys(tmp_path)
    assert DID.findall(made.out) == DID.findall(shown.out) == [first["did"]]
    for said in (made, shown):
        assert first["fingerprint"] in said.out
        assert "SHA-256 of the DID" in said.out
    assert first["from"] in shown.out
    turned = command("key", "rotate", "--key", "k.pem")
    assert turned.code == 0
    old, new = keys(tmp_path)
    assert (old["did"], "until" in old, "until" in new) == (first["did"], True, False)
    assert DID.findall(turned.out) == [new["did"]]
    assert new["did"] in command("key", "show", "--key", "k.pem").out
    assert len(secrets(tmp_path)) == 2
    for secret in secrets(tmp_path):
        assert all(secret not in said.all for said in (made, shown, turned))
        assert secret not in (tmp_path / "k.public.json").read_text()


def test_new_never_overwrites(command: Any, tmp_path: Path) -> None:
    command("key", "new", "--key", "k.pem")
    before = (tmp_path / "k.pem").read_bytes()
    said = command("key", "new", "--key", "k.pem")
    assert (said.code, "never overwritten" in said.err) == (1, True)
    assert (tmp_path / "k.pem").read_bytes() == before
    assert len(keys(tmp_path)) == 1


def test_a_name_too_long_makes_no_key(command: Any, tmp_path: Path) -> None:
    said = command("key", "new", "--key", "k.pem", "--name", "x" * 121)
    assert (said.code, "at most 120" in said.err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_stolen_key_leaves_the_list(command: Any, tmp_path: Path) -> None:
    command("key", "new", "--key", "k.pem")
    (old,) = keys(tmp_path)
    said = command("key", "rotate", "--key", "k.pem", "--stolen")
    assert "certify --all-passed --again" in said.out
    assert [key["did"] == old["did"] for key in keys(tmp_path)] == [False]


def test_a_file_open_to_others_is_refused_by_every_command(command: Any, tmp_path: Path) -> None:
    command("key", "new", "--key", "k.pem")
    (tmp_path / "k.pem").chmod(0o644)
    for name in ("show", "rotate"):
        said = command("key", name, "--key", "k.pem")
        assert (said.code, "chmod 600 k.pem" in said.err) == (1, True)


def test_another_algorithm_is_refused(command: Any, tmp_path: Path) -> None:
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    content = Ed448PrivateKey.generate().private_bytes(pem, pkcs8, serialization.NoEncryption())
    (tmp_path / "k.pem").write_bytes(content)
    (tmp_path / "k.pem").chmod(0o600)
    for name in ("show", "rotate"):
        said = command("key", name, "--key", "k.pem")
        assert (said.code, "not Ed25519" in said.err) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["k.pem"]


def test_a_passphrase_comes_from_the_environment_and_is_never_said(
    command: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("key", "new", "--key", "k.pem", "--passphrase").code == 2
    monkeypatch.setenv("LABELWRIGHT_KEY_PASSPHRASE", PASSPHRASE)
    said = [command("key", "new", "--key", "k.pem", "--passphrase"), command("key", "show", "--key", "k.pem")]
    said.append(command("key", "rotate", "--key", "k.pem"))
    assert [one.code for one in said] == [0, 0, 0]
    assert "Passphrase:  yes" in said[1].out
    for path in tmp_path.glob("*.pem"):
        assert path.read_text().startswith("-----BEGIN ENCRYPTED")
    monkeypatch.setenv("LABELWRIGHT_KEY_PASSPHRASE", PASSPHRASE + "!")
    said.append(command("key", "show", "--key", "k.pem"))
    monkeypatch.delenv("LABELWRIGHT_KEY_PASSPHRASE")
    said.append(command("key", "show", "--key", "k.pem"))
    assert [one.code for one in said[3:]] == [1, 1]
    assert "does not open" in said[3].err
    assert "set LABELWRIGHT_KEY_PASSPHRASE" in said[4].err
    assert all("CANARY" not in one.all for one in said)
    assert "CANARY" not in (tmp_path / "k.public.json").read_text()


def typed(tmp_path: Path, *arguments: str) -> str:
    """All that a terminal shows while the passphrase is typed at every question."""
    ours, theirs = pty.openpty()
    code = "from labelwright.cli import main; main()"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LABELWRIGHT")}
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as child:
        os.close(theirs)
        shown, asked = "", 0
        while True:
            try:
                shown += os.read(ours, 4096).decode()
            except OSError:
                break
            if len(re.findall(r"(?:assphrase (?:for|of) the key|Once more): ", shown)) > asked:
                asked += 1
                os.write(ours, f"{PASSPHRASE}\n".encode())
        os.close(ours)
    assert child.returncode == 0, shown
    return shown


def test_a_passphrase_is_asked_for_unseen(tmp_path: Path) -> None:
    shown = typed(tmp_path, "key", "new", "--key", "k.pem", "--passphrase")
    assert "New passphrase for the key" in shown
    shown += typed(tmp_path, "key", "show", "--key", "k.pem")
    assert keys(tmp_path)[0]["did"] in shown
    assert "CANARY" not in shown


def test_the_site_says_which_keys_are_whose(command: Any, tmp_path: Path) -> None:
    command("key", "new", "--key", "k.pem")
    said = command("key", "web", "--key", "k.pem", "--domain", "user.github.io/course", "--out", "site")
    assert said.code == 0
    assert "https://user.github.io/course/did.json" in said.out
    document = json.loads((tmp_path / "site" / "did.json").read_text())
    assert (document["id"], document["alsoKnownAs"]) == (
        "did:web:user.github.io:course",
        [keys(tmp_path)[0]["did"]],
    )
    assert command("key", "web", "--key", "none.pem", "--domain", "a.b", "--out", "site").code == 1
