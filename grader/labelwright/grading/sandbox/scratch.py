"""Scratch folders for learner code, and removal of those that a killed grader left."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from itertools import count
from pathlib import Path

MAX_FILES = 20_000
MAX_SIZE = 256 * 1024**2
"""What a scratch folder may hold; the same limits as those of the file system that a child gets where it can mount one."""

_NAME = re.compile(r"labelwright-(\d+)-\w+")


def scratch_folder() -> Path:
    """Create a folder for this process's jobs; first remove the folders of processes that have ended."""
    remove_stale()
    return Path(tempfile.mkdtemp(prefix=f"labelwright-{os.getpid()}-"))


def remove_stale() -> None:
    """Remove the scratch folders of processes that have ended."""
    for folder in Path(tempfile.gettempdir()).glob("labelwright-*"):
        match = _NAME.fullmatch(folder.name)
        if match and not _is_running(int(match[1])) and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def create_run_folder(folder: Path, number: int) -> Path:
    """Create an empty folder in `folder` for child `number`.

    A child never gets a folder that an earlier one could write to: a link left there would be followed before the
    child is isolated.
    """
    run_folder = folder / f"run-{number}"
    run_folder.mkdir(parents=True)
    return run_folder


def remove_contents(folder: Path) -> None:
    """Remove everything in `folder`, at any depth and with any mode; keep what cannot be removed.

    Folders are moved up to the top before they are opened, so that depth needs neither stack nor descriptors.
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
                # A folder without write permission cannot be moved either.
                inner = Path(entry.path)
                inner.chmod(0o700)
                waiting.append(inner if here == folder else inner.rename(next(names)))
    _remove_empty(folder)


def is_too_large(folder: Path) -> bool:
    """Return whether a folder holds more than a scratch folder may: MAX_FILES entries, or MAX_SIZE bytes on disk.

    What cannot be looked into, such as a path that is too long, counts as too large.
    """
    waiting, entries, size = [str(folder)], 0, 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listed:
                for entry in listed:
                    status = entry.stat(follow_symlinks=False)
                    entries, size = entries + 1, size + status.st_blocks * 512
                    if entries > MAX_FILES or size > MAX_SIZE:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except FileNotFoundError:
            continue
        except OSError:
            return True
    return False


def _remove_empty(folder: Path) -> None:
    for path in list(folder.iterdir()) if folder.is_dir() else []:
        with contextlib.suppress(OSError):
            path.rmdir()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
