"""Tell whether the notebook on disk holds the cells that ran, so that nobody hands in yesterday's work."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

_ran: dict[str, float] = {}
"""Each cell's source, as it ran in this kernel, and when it last ran (seconds since the epoch)."""


def watch() -> None:
    """Begin to note which cells run; the cell that calls this has begun already and is not noted."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is not None:
        # Registering the same function again changes nothing.
        shell.events.register("pre_run_cell", _note)


def is_saved(notebook: Path) -> bool:
    """True where every cell that ran since the file was written is in the file as it ran.

    What ran before the file was written does not count: drafts are rewritten and deleted, and that is no loss.
    False where the file cannot be read as a notebook.
    """
    try:
        written = notebook.stat().st_mtime
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        saved = {"".join(cell["source"]).strip() for cell in cells if cell["cell_type"] == "code"}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return all(source in saved for source, when in _ran.items() if when > written)


def _note(info: Any) -> None:
    source = (info.raw_cell or "").strip()
    if source and info.store_history:
        _ran[source] = time.time()
