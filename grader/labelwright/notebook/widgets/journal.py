"""Append labelling actions to a journal so that nothing acknowledged is ever lost."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from labelwright.annotations.journal import Entry


def append(journal: Path, entries: Sequence[Entry]) -> None:
    """Write the entries at the journal's end and return when they are on disk; OSError where that fails.

    All lines go in one write to a file opened for appending, so two notebooks on one journal never mix their lines.
    """
    if not entries:
        return
    journal.parent.mkdir(parents=True, exist_ok=True)
    new = not journal.exists()
    lines = "".join(_line(entry) for entry in entries)
    file = os.open(journal, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    try:
        payload = _line_break_first(file) + lines.encode("utf-8")
        while payload:
            payload = payload[os.write(file, payload) :]
        os.fsync(file)
    finally:
        os.close(file)
    if new:
        _keep_name(journal.parent)


def _line(entry: Entry) -> str:
    stated = entry.model_dump(mode="json")
    kept = {name: part for name, part in stated.items() if part not in ("", None)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n"


def _line_break_first(file: int) -> bytes:
    """A line break where the last line was torn by a crash, so that the next one stands by itself."""
    size = os.fstat(file).st_size
    if size == 0:
        return b""
    os.lseek(file, -1, os.SEEK_END)
    return b"" if os.read(file, 1) == b"\n" else b"\n"


def _keep_name(folder: Path) -> None:
    """Put the new file's name on disk as well; Windows does that by itself and cannot open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
