"""The floors: a child forked from a fork server for each notebook, running its cells, with no checks and no isolation."""

from __future__ import annotations

import gc
import io
import json
import os
import sys
from pathlib import Path


def main(how: str, folder: Path) -> None:
    """Run every notebook in `folder`, each in a fork of this process, with `how`: ipython or exec."""
    import pandas  # noqa: F401

    if how == "ipython":
        from IPython.core.interactiveshell import InteractiveShell  # noqa: F401
        from traitlets.config import Config  # noqa: F401
    gc.collect()
    gc.freeze()
    for path in sorted(folder.glob("*.ipynb")):
        document = json.loads(path.read_text(encoding="utf-8"))
        cells = ["".join(cell["source"]) for cell in document["cells"] if cell["cell_type"] == "code"]
        pid = os.fork()
        if pid == 0:
            sys.stdout = sys.stderr = io.StringIO()
            try:
                (_ipython if how == "ipython" else _exec)(cells)
            finally:
                os._exit(0)
        os.waitpid(pid, 0)


def _ipython(cells: list[str]) -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    # Where a cell raises, most of IPython's time would go into a coloured traceback that nobody reads here.
    shell.showtraceback = lambda *args, **kwargs: None
    for cell in cells:
        shell.run_cell(cell, store_history=False)


def _exec(cells: list[str]) -> None:
    namespace: dict[str, object] = {"__name__": "__main__"}
    for number, cell in enumerate(cells):
        try:
            exec(compile(cell, f"<cell {number}>", "exec"), namespace)
        except Exception:
            continue


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
