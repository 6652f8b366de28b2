"""Write a built portfolio to disk: all of it or nothing, and never over files that are not its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from uuid import uuid4

from labelwright.errors import PortfolioError

PORTFOLIO_NAMES = frozenset(
    {"index.html", "portfolio.json", "work", "credentials", "evidence", "badges", "notebooks", ".nojekyll"}
)
"""The names that a portfolio writes in its folder; all other files there belong to somebody else and stay."""

FOLDERS = {
    "work": (".html",),
    "credentials": (".json",),
    "evidence": (".json",),
    "badges": (".png", ".svg"),
    "notebooks": (".zip", ".ipynb"),
}
"""The folders inside, and the endings of the files that a build writes there."""

_GENERATOR = re.compile(rb'<meta name="generator" content="labelwright portfolio')


def write_portfolio(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write `contents` (relative POSIX path -> bytes) as `folder` and return the paths written.

    The files are written to a new folder next to it first, then the two folders are swapped. Other files in the folder
    (a CNAME, a .git) are moved over. Raise PortfolioError for a folder that is not a portfolio, or cannot be written.
    """
    target = folder.resolve()
    try:
        _refuse_foreign(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{uuid4().hex[:8]}.draft")
        try:
            _write_draft(draft, contents)
            _swap_folders(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PortfolioError(
            f"The portfolio cannot be written to {folder}: {reason}. Name a folder that you may write to with --out."
        ) from None
    return [folder / name for name in contents]


def is_portfolio(folder: Path) -> bool:
    """Return whether a folder holds a portfolio that labelwright built."""
    page = folder / "index.html"
    return page.is_file() and (folder / "credentials").is_dir() and bool(_GENERATOR.search(page.read_bytes()))


def _refuse_foreign(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise PortfolioError(f"{target} is a file. Name a new or empty folder for the portfolio.")
    inside = sorted(path.name for path in target.iterdir())
    if not inside:
        return
    if not is_portfolio(target):
        raise PortfolioError(
            f"{target} holds files that are not a portfolio ({', '.join(inside[:3])}), so nothing was written there. "
            "Name a new or empty folder."
        )
    for name, suffixes in FOLDERS.items():
        unknown = [
            path.name
            for path in (target / name).glob("*")
            if path.suffix not in suffixes or not path.is_file()
        ]
        if unknown:
            raise PortfolioError(
                f"{target / name} holds {unknown[0]}, which is not part of a portfolio. Move it elsewhere, then build again."
            )


def _write_draft(draft: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        path = draft / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _swap_folders(draft: Path, target: Path) -> None:
    """Swap the folders; at every moment either the old files or the new ones are complete on disk."""
    if not target.exists():
        draft.rename(target)
        return
    old = target.with_name(f".{target.name}.{uuid4().hex[:8]}.old")
    target.rename(old)
    try:
        draft.rename(target)
    except OSError:
        old.rename(target)
        raise
    for path in old.iterdir():
        if path.name not in PORTFOLIO_NAMES:
            path.rename(target / path.name)
    shutil.rmtree(old)
