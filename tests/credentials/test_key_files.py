"""Key files: their mode, their passphrase, and that no command can lose or overwrite a key."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.credentials.keyring.key_file import KeyFileError, create, is_protected, load_or_create, read
from labelwright.credentials.keys import SigningKey

PASSPHRASE = "four words without sense"


def test_a_created_key_is_read_back_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key.pem"
    old_mask = os.umask(0)
    try:
        made = create(path)
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read(path).did == made.did
    assert [entry.name for entry in path.parent.iterdir()] == ["key.pem"]


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    create(path)
    before = path.read_bytes()
    with pytest.raises(KeyFileError, match="never overwritten"):
        create(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["key.pem"]


def test_not_even_a_link_to_nowhere_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.symlink_to(tmp_path / "gone.pem")
    with pytest.raises(KeyFileError, match="never overwritten"):
        create(path)
    assert path.is_symlink()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o777])
def test_a_key_open_to_others_is_refused_with_the_fix(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key.pem"
    create(path)
    path.chmod(mode)
    for reads in (read, load_or_create, is_protected):
        with pytest.raises(KeyFileError, match=rf"mode 0{mode:03o}.*chmod 600 .*key\.pem"):
            reads(path)
    path.chmod(0o400)
    assert read(path)


def test_a_passphrase_protects_the_file(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    made = create(path, PASSPHRASE)
    assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert is_protected(path)
    assert read(path, lambda: PASSPHRASE).did == made.did
    assert load_or_create(path, lambda: PASSPHRASE).did == made.did


@pytest.mark.parametrize(
    ("given_word", "said"),
    [("", "none was given"), ("four words without", "does not open"), (PASSPHRASE + " ", "does not open")],
)
def test_a_wrong_passphrase_opens_nothing_and_is_not_repeated(
    tmp_path: Path, given_word: str, said: str
) -> None:
    path = tmp_path / "key.pem"
    create(path, PASSPHRASE)
    with pytest.raises(KeyFileError, match=said) as caught:
        read(path, lambda: given_word)
    assert not given_word or given_word.strip() not in str(caught.value)


def test_an_open_key_asks_for_no_passphrase(tmp_path: Path) -> None:
    create(tmp_path / "key.pem")
    assert isinstance(read(tmp_path / "key.pem", lambda: pytest.fail("asked")), SigningKey)
    assert not is_protected(tmp_path / "key.pem")


def test_a_short_passphrase_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="of 11 characters can be guessed"):
        create(tmp_path / "key.pem", "elevenchars")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_and_a_missing_folder_are_explained(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="No such file"):
        read(tmp_path / "none.pem")
    (tmp_path / "file").write_text("x")
    with pytest.raises(KeyFileError, match="cannot be used"):
        create(tmp_path / "file" / "key.pem")


@given(place=st.integers(0, 400), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_file_gives_the_same_key_or_an_explanation(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int, cut: bool
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "key.pem"
    made = create(path)
    content = bytearray(path.read_bytes())
    place %= len(content)
    damaged = bytes(content[:place]) if cut else bytes([*content[:place], byte, *content[place + 1 :]])
    path.write_bytes(damaged)
    said = ""
    try:
        found = read(path)
    except KeyFileError as trouble:
        said = str(trouble)
    # A changed byte of the seed is another key, which nothing in the file can tell.
    assert "key.pem" in said or len(found.did) == len(made.did)
