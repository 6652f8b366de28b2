"""Write the desk's pages as static files, with the same templates, relative links, and nothing that can be sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from labelwright.desk import rendering
from labelwright.desk.page import View, file_of
from labelwright.desk.routes import PAGES
from labelwright.errors import GradebookError
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.policy import Policy

MARK = ".labelwright-desk"
"""A file in the folder that says that this program wrote it, so that it may be written again."""


def write_copy(book: Gradebook, policy: Policy, folder: Path, anonymous: bool = False) -> int:
    """Write all pages into `folder` and return how many; raise GradebookError if it holds other files.

    A copy that was written before is replaced file by file, and its pages that no longer exist are removed.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise GradebookError(
            f"{folder} has other files in it, so nothing was written. Name a new or an empty folder with --export."
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("Written by labelwright desk --export.\n", encoding="utf-8")
    wanted: set[Path] = set()
    for name in rendering.STATIC:
        wanted.add(_write(folder / "static" / name, rendering.static_file(name)))
    view = View(book, policy, anonymous, live=False)
    for page in PAGES:
        for key in page.keys(view) if page.keys else [""]:
            file = file_of(page.name, key)
            seen = replace(view, here=file)
            data = page.read(seen, key)
            if data is not None:
                wanted.add(_write(folder / file, rendering.render(page, data, seen, PAGES)))
    for path in folder.rglob("*.html"):
        if path not in wanted:
            path.unlink()
    return len(wanted) - len(rendering.STATIC)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
