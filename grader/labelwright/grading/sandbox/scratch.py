"""Scratch folders for learner code, and removal of those that a killed grader left."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from itertools import count
from pathlib import Path

_NAME = re.compile(r"labelwright-(\d+)-\w+")


def scratch_folder() -> Path:
    """A fresh folder for this process's jobs; folders of processes that are gone are removed first."""
    for folder in Path(tempfile.gettempdir()).glob("labelwright-*"):
        match = _NAME.fullmatch(folder.name)
        if match and not _alive(int(match[1])) and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"labelwright-{os.getpid()}-"))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


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
