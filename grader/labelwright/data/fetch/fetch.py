"""Fetch datasets into the cache: each archive once, only its pinned files, and only if they are right."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from tempfile import mkdtemp

from labelwright.data.card import DatasetCard, FetchedPin, Kept, PinnedFile
from labelwright.data.fetch.download import Watch, digest_of, download, unwatched
from labelwright.data.fetch.extract import extract, frame_csv
from labelwright.data.fetch.failures import FetchError, disk_fault
from labelwright.data.files import DataChanged, DataMissing, cache_folder, cache_root, locate_all

_STAGE = ".fetching-"
_DAY = 86_400


def is_here(card: DatasetCard) -> bool:
    """Return True if all of the card's files are on this computer and are the pinned ones."""
    try:
        locate_all(card)
    except (DataMissing, DataChanged):
        return False
    return True


def fetch(
    cards: Iterable[DatasetCard], watch: Watch = unwatched
) -> Iterator[tuple[DatasetCard, FetchError | None]]:
    """Fetch what is missing or damaged; yield each card with None if its data is here, otherwise with the reason.

    Only cards of kind "fetched" are ever downloaded; the others are yielded unchanged. An archive with
    several datasets is downloaded once and deleted afterwards. One failure does not stop the others. Two runs at
    the same time do no harm: each file appears complete in the cache and is checked again each time it is opened.
    """
    missing = []
    for card in cards:
        if is_here(card):
            yield card, None
        else:
            missing.append(card)
    for _, group in groupby(sorted(missing, key=_archive), key=_archive):
        yield from _fetch_archive(list(group), watch)


def _archive(card: DatasetCard) -> str:
    # Cards of other kinds come first: nothing can be downloaded for them.
    return card.pin.archive_sha256 if card.pin.kind == "fetched" else ""


def _fetch_archive(cards: list[DatasetCard], watch: Watch) -> Iterator[tuple[DatasetCard, FetchError | None]]:
    pin = cards[0].pin
    if pin.kind != "fetched":
        yield from ((card, _cannot(card)) for card in cards)
        return
    try:
        stage = _stage(pin)
    except FetchError as fault:
        yield from ((card, fault) for card in cards)
        return
    try:
        archive = stage / pin.archive
        failed = _download(pin, archive, watch)
        for card in cards:
            yield card, failed or _keep(card, archive, stage)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _cannot(card: DatasetCard) -> FetchError:
    try:
        locate_all(card)
    except (DataMissing, DataChanged) as fault:
        return FetchError(str(fault))
    raise AssertionError(card.slug)


def _stage(pin: FetchedPin) -> Path:
    """Make a folder for this run next to the cached datasets; remove what a killed run left more than a day ago."""
    root = cache_root()
    try:
        root.mkdir(parents=True, exist_ok=True)
        for left in root.glob(f"{_STAGE}*"):
            if time.time() - left.stat().st_mtime > _DAY:
                shutil.rmtree(left, ignore_errors=True)
        return Path(mkdtemp(prefix=_STAGE, dir=root))
    except OSError as fault:
        raise disk_fault(fault, pin.archive) from None


def _download(pin: FetchedPin, archive: Path, watch: Watch) -> FetchError | None:
    try:
        download(pin, archive, watch)
    except FetchError as fault:
        return fault
    except OSError as fault:
        return disk_fault(fault, pin.archive)
    return None


def _keep(card: DatasetCard, archive: Path, stage: Path) -> FetchError | None:
    assert card.pin.kind == "fetched"
    folder = cache_folder(card.slug, card.pin)
    try:
        contents = extract(archive, card.pin.files)
        for file in card.pin.files:
            _place(file.kept, _opened_form(file, contents[file.path]), folder, stage)
    except FetchError as fault:
        return FetchError(f"{card.title}: {fault}")
    except OSError as fault:
        return disk_fault(fault, card.title)
    return None


def _opened_form(file: PinnedFile, data: bytes) -> bytes:
    """Return the bytes to store: `data`, already checked, or the plain table made from it, checked here."""
    if file.plain is None:
        return data
    plain = frame_csv(data, file.path)
    digest = hashlib.sha256(plain).hexdigest()
    if digest != file.plain_sha256:
        raise FetchError(
            f"{file.path}: the converted table has {len(plain):,} bytes with SHA-256 {digest}; the card says "
            f"{file.plain_bytes:,} bytes with {file.plain_sha256}. Report it to the course's authors."
        )
    return plain


def _place(kept: Kept, data: bytes, folder: Path, stage: Path) -> None:
    target = folder / kept.path
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = stage / "file"
    staged.write_bytes(data)
    try:
        staged.replace(target)
    except PermissionError:
        # Windows does not replace a file that another run has open; a right copy there is as good as ours.
        if not target.is_file() or digest_of(target) != kept.sha256:
            raise
