"""Find a card's pinned file inside the installed distribution, and refuse it when a byte has changed."""

from __future__ import annotations

import hashlib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelwright.data.card import DatasetCard

_verified: set[tuple[str, int, int, str]] = set()


class DataMissing(FileNotFoundError):
    """The distribution that carries the data, or the file in it, is not installed."""


class DataChanged(ValueError):
    """The data found is not the data the card speaks of."""


def locate(card: DatasetCard) -> Path:
    """Return the path of the card's file, checked against the pinned version, size and SHA-256.

    The distribution is found by its metadata and never imported. A file that passed is not hashed again in this
    run unless its size or modification time changes. Raises DataMissing or DataChanged.
    """
    pin = card.pin
    found = _distribution(card)
    if found.version != pin.version:
        raise DataChanged(
            f"{card.title}: {pin.distribution} {found.version} is installed, but the card, the exercises and their "
            f"answers were made on {pin.version}. Another release may hold other ratings. {_install(card)}"
        )
    path = Path(str(found.locate_file(pin.file)))
    if not path.is_file():
        raise DataMissing(
            f"{card.title}: {pin.distribution} {pin.version} is installed, but its file {pin.file} is not at {path}. "
            f"The installation is incomplete. {_install(card)}"
        )
    _check_bytes(card, path)
    return path


def _distribution(card: DatasetCard) -> Distribution:
    try:
        return distribution(card.pin.distribution)
    except PackageNotFoundError:
        raise DataMissing(
            f"{card.title}: the data comes inside the Python package {card.pin.distribution}, which is not installed "
            f"in this environment. {_install(card)}"
        ) from None


def _check_bytes(card: DatasetCard, path: Path) -> None:
    pin, status = card.pin, path.stat()
    ticket = (str(path), status.st_size, status.st_mtime_ns, pin.sha256)
    if ticket in _verified and status.st_size == pin.bytes:
        return
    if status.st_size != pin.bytes:
        raise DataChanged(
            f"{card.title}: {path} has {status.st_size:,} bytes; the card says {pin.bytes:,}. {_distrust(card)}"
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != pin.sha256:
        raise DataChanged(
            f"{card.title}: {path} has SHA-256 {digest}; the card says {pin.sha256}. {_distrust(card)}"
        )
    _verified.add(ticket)


def _distrust(card: DatasetCard) -> str:
    return (
        "The file was edited or damaged after installation, so no answer computed from it can be trusted: "
        f"work on a copy instead of the installed file. {_install(card)}"
    )


def _install(card: DatasetCard) -> str:
    return f'To repair: pip install --force-reinstall --no-deps "{card.pin.distribution}=={card.pin.version}"'
