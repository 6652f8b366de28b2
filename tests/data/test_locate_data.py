"""Finding pinned data: never imported, never trusted after a change."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from labelwright.data import CardError, DataChanged, DataMissing, load, load_card, locate, verify

FOLDER = Path(__file__).parents[2] / "datasets" / "vader-lexicon"
CONTENT = b"good\t2.0\t0.0\t[2, 2, 2, 2, 2, 2, 2, 2, 2, 2]\n"


@pytest.fixture
def card():
    return load_card(FOLDER)


def pinned(card, **changes):
    of_file = {name: changes.pop(name) for name in ("path", "sha256", "bytes") if name in changes}
    files = (card.pin.files[0].model_copy(update=of_file),)
    return card.model_copy(update={"pin": card.pin.model_copy(update={"files": files, **changes})})


@pytest.fixture
def installed(card, tmp_path, monkeypatch):
    """A card and the file of a small installed distribution of our own making."""
    about = tmp_path / "tiny_lexicon-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-lexicon\nVersion: 1.0\n")
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "__init__.py").write_text("raise RuntimeError('imported')")
    path = tmp_path / "tiny" / "data.txt"
    path.write_bytes(CONTENT)
    monkeypatch.syspath_prepend(str(tmp_path))
    digest = hashlib.sha256(CONTENT).hexdigest()
    changes = {"version": "1.0", "path": "tiny/data.txt", "sha256": digest, "bytes": len(CONTENT)}
    return pinned(card, distribution="tiny-lexicon", **changes), path


def test_the_real_data_is_what_the_card_says(card):
    frame = verify(card)
    assert frame.shape == (7520, 13)


def test_locating_imports_neither_the_package_nor_pandas():
    code = (
        "import sys; from pathlib import Path; from labelwright.data import load_card, locate;"
        f"locate(load_card(Path({str(FOLDER)!r})));"
        "print([name for name in ('vaderSentiment', 'pandas', 'requests') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_locate_finds_an_installed_file_without_importing_it(installed):
    card, path = installed
    assert locate(card) == path
    assert "tiny" not in sys.modules


def test_missing_package_says_what_to_install(card):
    with pytest.raises(DataMissing, match=r'pip install .*"no-such-lexicon==3.3.2"'):
        locate(pinned(card, distribution="no-such-lexicon"))


def test_missing_file_in_the_package_is_named(installed):
    card, path = installed
    path.unlink()
    with pytest.raises(DataMissing, match=r"tiny/data\.txt is not at"):
        locate(card)


def test_another_release_is_refused(installed):
    card, _ = installed
    with pytest.raises(DataChanged, match=r"tiny-lexicon 1.0 is installed.*made with 2.0"):
        locate(pinned(card, version="2.0"))


def test_a_changed_byte_is_refused_even_after_a_good_look(installed):
    card, path = installed
    locate(card)
    before = path.stat()
    path.write_bytes(CONTENT.replace(b"good", b"food"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    with pytest.raises(DataChanged, match="SHA-256"):
        locate(card)


def test_a_changed_size_is_refused(installed):
    card, path = installed
    path.write_bytes(CONTENT + b"\n")
    with pytest.raises(DataChanged, match=f"has {len(CONTENT) + 1} bytes; the card says {len(CONTENT)}"):
        locate(card)


def test_a_second_card_with_another_digest_is_not_waved_through(installed):
    card, _ = installed
    locate(card)
    with pytest.raises(DataChanged, match="can be trusted"):
        locate(pinned(card, sha256="0" * 64))


def test_the_file_is_hashed_once_a_run(installed, monkeypatch):
    card, path = installed
    locate(card)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read again"))
    assert locate(card) == path


def test_verify_refuses_another_shape(installed):
    card, _ = installed
    with pytest.raises(DataChanged, match=r"loaded 1 rows.*the card says 7,520 rows"):
        verify(card)
    assert len(load(card)) == 1


def test_unknown_loader_lists_the_known_ones(card):
    with pytest.raises(CardError, match=r"loader is 'csv\.read'.*ratings"):
        load(card.model_copy(update={"loader": "csv.read"}))
