"""Fetching pinned data from an index: whole, interrupted, damaged, refused, twice at once, and offline afterwards."""

import errno
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from labelwright.data import DataMissing, load, load_card, locate, locate_all
from labelwright.data.fetch import fetch as story
from labelwright.data.fetch.fetch import fetch, is_here
from labelwright.data.files import cache_root
from labelwright.data.loaders.ratings import load_lexicon

from .conftest import pinned_file, sdist, wheel

LINES = b"good\t2.0\t0.0\t[2, 2, 2, 2, 2, 2, 2, 2, 2, 2]\n"
OTHER = b"more data\n" * 20_000
NAME = "made_up-1.0-py3-none-any.whl"
MEMBERS = {
    "made_up/__init__.py": b"raise RuntimeError('imported')",
    "made_up/data/words.txt": LINES,
    "made_up/data/other.txt": OTHER,
    "made_up-1.0.dist-info/METADATA": b"Name: made-up\n",
}
FILES = (pinned_file("made_up/data/words.txt", LINES), pinned_file("made_up/data/other.txt", OTHER))


@pytest.fixture
def card(index, fetched_card):
    index.files[NAME] = wheel(MEMBERS)
    return fetched_card(NAME, index.files[NAME], *FILES)


def fetch_one(card):
    ((same, fault),) = fetch([card])
    assert same is card
    return fault


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_before_the_fetch_the_command_is_named(card):
    with pytest.raises(DataMissing, match=r"labelwright data fetch made-up-data$"):
        locate(card)


def test_only_the_named_members_are_kept_and_the_archive_is_gone(card):
    assert fetch_one(card) is None
    folder = cache_root() / "made-up-data" / card.pin.archive_sha256[:12]
    assert files_below(cache_root()) == [
        str(folder.relative_to(cache_root()) / "made_up" / "data" / name)
        for name in ("other.txt", "words.txt")
    ]
    assert [path.read_bytes() for path in locate_all(card)] == [LINES, OTHER]
    assert "made_up" not in sys.modules


def test_the_loader_gets_the_files_in_the_order_of_the_card(card, index):
    fetch_one(card)
    alone = card.model_copy(update={"pin": card.pin.model_copy(update={"files": FILES[:1]})})
    assert load(alone).equals(load_lexicon(locate_all(card)[:1]))
    assert [path.name for path in locate_all(card)] == ["words.txt", "other.txt"]


def test_an_sdist_works_as_well(index, fetched_card):
    name = "made_up-1.0.tar.gz"
    index.files[name] = sdist({f"made_up-1.0/{path}": data for path, data in MEMBERS.items()})
    card = fetched_card(name, index.files[name], pinned_file("made_up-1.0/made_up/data/words.txt", LINES))
    assert fetch_one(card) is None
    assert locate(card).read_bytes() == LINES


def test_afterwards_no_network_is_needed(card, index, monkeypatch):
    fetch_one(card)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    asked = list(index.asked)
    assert fetch_one(card) is None
    assert locate_all(card)
    assert index.asked == asked


def test_an_archive_of_two_datasets_is_downloaded_once(card, index):
    second = card.model_copy(update={"slug": "second-data"})
    assert [(found.slug, fault) for found, fault in fetch([card, second])] == [
        ("made-up-data", None),
        ("second-data", None),
    ]
    assert len(index.downloads) == 1
    assert is_here(card)
    assert is_here(second)


@pytest.mark.parametrize("ranges", [True, False], ids=["resumes", "starts again"])
def test_a_cut_connection_is_mended(card, index, ranges):
    index.cuts, index.ranges = [700, 900], ranges
    assert fetch_one(card) is None
    assert [line.partition(" ")[2] for line in index.downloads] == (
        ["", "bytes=700-", "bytes=1600-"] if ranges else ["", "bytes=700-", "bytes=900-"]
    )
    assert locate(card).read_bytes() == LINES


def test_a_connection_that_is_always_cut_is_reported_and_leaves_nothing(card, index):
    index.cuts = [10] * 50
    fault = fetch_one(card)
    assert "connection" in str(fault)
    assert "127.0.0.1" in str(fault)
    assert files_below(cache_root()) == []
    index.cuts = []
    assert fetch_one(card) is None


def test_another_file_under_the_name_is_refused(card, index):
    index.digests = False
    index.files[NAME] = wheel({**MEMBERS, "made_up/data/words.txt": LINES * 2})
    fault = fetch_one(card)
    assert f"the card says {card.pin.archive_sha256}" in str(fault)
    assert "use another index" in str(fault)
    assert files_below(cache_root()) == []


def test_an_index_that_announces_another_digest_is_not_asked_for_the_file(card, index):
    index.files[NAME] += b"more"
    assert "the card says" in str(fetch_one(card))
    assert index.downloads == []


def test_a_damaged_file_is_noticed_and_repaired_by_the_next_fetch(card):
    fetch_one(card)
    path = locate_all(card)[1]
    path.write_bytes(OTHER[:-5] + b"DATA\n")
    os.utime(path, ns=(1, 1))
    assert not is_here(card)
    assert fetch_one(card) is None
    assert path.read_bytes() == OTHER


def test_a_file_that_was_deleted_comes_back(card):
    fetch_one(card)
    locate(card).unlink()
    assert fetch_one(card) is None
    assert locate(card).read_bytes() == LINES


def test_one_failure_does_not_stop_the_others(card, index, fetched_card):
    lost = fetched_card("lost-1.0.tar.gz", b"lost", pinned_file("lost/x.txt", b"x"), slug="lost-data")
    results = {found.slug: fault for found, fault in fetch([lost, card])}
    assert results["made-up-data"] is None
    assert "It has made-up, but not the file lost-1.0.tar.gz" in str(results["lost-data"])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "It does not have made-up"),
        (401, "name and a password"),
        (407, "proxy needs a name"),
        (503, r"HTTP 503\. Wait a few minutes"),
    ],
)
def test_what_a_server_says_is_put_in_words(card, index, status, said):
    index.status = status
    fault = fetch_one(card)
    assert re.search(said, str(fault))
    assert index.url in str(fault)


def test_no_connection_is_put_in_words(card, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    assert "It cannot be reached" in str(fetch_one(card))


def test_a_refusing_proxy_is_named(card, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://index.invalid/simple/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert "The proxy refused" in str(fetch_one(card))


def test_a_full_disk_is_named_with_the_way_out(card, monkeypatch):
    def full(self, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "the disk is full" in str(fetch_one(card))
    assert "LABELWRIGHT_DATA" in str(fetch_one(card))


def test_a_cache_that_cannot_be_made_is_named(card, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("LABELWRIGHT_DATA", str(tmp_path / "file" / "kept"))
    assert "cannot be stored" in str(fetch_one(card))


def test_what_a_killed_run_left_is_cleared_after_a_day(card):
    root = cache_root()
    old, new = root / ".fetching-old", root / ".fetching-new"
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 2 * 86_400,) * 2)
    fetch_one(card)
    assert [path.name for path in root.glob(".fetching-*")] == [new.name]


def test_two_runs_at_once_do_no_harm(card):
    faults = []
    runs = [threading.Thread(target=lambda: faults.append(fetch_one(card))) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert faults == [None] * 4
    assert [path.read_bytes() for path in locate_all(card)] == [LINES, OTHER]
    assert [name for name in files_below(cache_root()) if ".fetching-" in name] == []


def test_a_target_that_is_held_open_is_accepted_when_it_is_right(card, monkeypatch):
    # As Windows does where another run has the file open.
    def held(self, target):
        raise PermissionError(13, "in use")

    folder = cache_root() / "made-up-data" / card.pin.archive_sha256[:12]
    (folder / "made_up" / "data").mkdir(parents=True)
    (folder / "made_up" / "data" / "words.txt").write_bytes(LINES)
    monkeypatch.setattr(Path, "replace", held)
    assert "in use" in str(fetch_one(card))
    for file, data in zip(card.pin.files, (LINES, OTHER), strict=True):
        (folder / file.path).write_bytes(data)
    monkeypatch.setattr(story, "is_here", lambda card: False)
    assert fetch_one(card) is None


def test_progress_counts_every_byte_once(card, index):
    counted = []

    @contextmanager
    def watch(name, size):
        assert name == NAME
        yield counted.append

    index.cuts, index.ranges = [700], False
    list(fetch([card], watch))
    assert sum(counted) == len(index.files[NAME])


def test_what_is_installed_is_never_downloaded(card, index, installed_card):
    ((_, fault),) = fetch([installed_card])
    assert fault is None
    absent = installed_card.model_copy(
        update={"pin": installed_card.pin.model_copy(update={"distribution": "no-such-thing"})}
    )
    ((_, fault),) = fetch([absent])
    assert 'pip install --force-reinstall --no-deps "no-such-thing==3.3.2"' in str(fault)
    assert index.asked == []


@pytest.fixture
def installed_card():
    return load_card(Path(__file__).parents[2] / "datasets" / "vader-lexicon")


def test_the_data_room_stays_light():
    code = (
        "import sys, labelwright.data, labelwright.data.fetch;"
        "print([name for name in ('requests', 'pypi_simple', 'pandas', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
