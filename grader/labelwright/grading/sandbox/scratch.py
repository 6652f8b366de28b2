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
    names = (f".pulled-up-{number}" for number in count())
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        with contextlib.suppress(OSError):
            here.chmod(0o700)
            with os.scandir(here) as entries:
                listed = list(entries)
            for entry in listed:
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)  # noqa: PTH108
                elif here == folder:
                    waiting.append(Path(entry.path))
                else:
                    waiting.append(Path(entry.path).rename(folder / next(names)))
        if here != folder:
            with contextlib.suppress(OSError):
                here.rmdir()
