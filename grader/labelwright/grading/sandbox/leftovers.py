"""Scratch folders that carry their owner's process id, and the removal of those whose owner was killed."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
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
