"""The folder where fetched data stays on this computer until its owner deletes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from labelwright import settings

if TYPE_CHECKING:
    from labelwright.data.card import FetchedPin


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
