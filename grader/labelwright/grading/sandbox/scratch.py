"""Scratch folders: a fresh one for every child, and removal that no tree of a learner's making can stop."""

from __future__ import annotations

import contextlib
import os
from itertools import count
from pathlib import Path


def fresh(folder: Path, number: int) -> Path:
    """A new, empty folder in `folder` for child `number`.

    A child never gets what an earlier one could write to: a link left there would be followed before the
    walls stand.
    """
    made = folder / f"run-{number}"
    made.mkdir(parents=True)
    return made


def clear(folder: Path) -> None:
    """Remove all that is in `folder`, however deep, whatever its modes; what cannot be removed stays.

    Folders are pulled up to the top before they are opened, so that depth costs neither stack nor descriptors.
    """
    names = (folder / f".pulled-up-{number}" for number in count())
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        listed: list[os.DirEntry[str]] = []
        with contextlib.suppress(OSError), os.scandir(here) as entries:
            listed = list(entries)
        for entry in listed:
            with contextlib.suppress(OSError):
                if not entry.is_dir(follow_symlinks=False):
                    Path(entry.path).unlink()
                    continue
                # A folder that may not be written cannot be moved either.
                inner = Path(entry.path)
                inner.chmod(0o700)
                waiting.append(inner if here == folder else inner.rename(next(names)))
    _remove_empty(folder)


def _remove_empty(folder: Path) -> None:
    for path in list(folder.iterdir()) if folder.is_dir() else []:
        with contextlib.suppress(OSError):
            path.rmdir()
