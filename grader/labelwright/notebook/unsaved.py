"""Check that the notebook on disk contains the cells that ran, so that nobody hands in an old version."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

_ran: dict[str, float] = {}
"""The source of each cell that ran in this kernel, and when it last ran (seconds since 1970)."""


def watch() -> None:
    """Start to record which cells run; the cell that calls this is already running and is not recorded."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is not None:
        # Registering the same function again changes nothing.
        shell.events.register("pre_run_cell", _record)


def is_saved(notebook: Path) -> bool:
    """Return whether the file contains every cell that ran since it was written, unchanged.

    What ran before the file was written does not count: drafts may be rewritten or deleted.
    False if the file cannot be read as a notebook.
    """
    try:
        written = notebook.stat().st_mtime
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        saved = {"".join(cell["source"]).strip() for cell in cells if cell["cell_type"] == "code"}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return all(source in saved for source, when in _ran.items() if when > written)


def _record(info: Any) -> None:
    source = (info.raw_cell or "").strip()
    if source and info.store_history:
        _ran[source] = time.time()
