"""Put a built portfolio on disk: all of it or nothing, and never over files that are not ours."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from uuid import uuid4

from labelwright.errors import PortfolioError

OURS = frozenset(
    {"index.html", "portfolio.json", "work", "credentials", "evidence", "badges", "notebooks", ".nojekyll"}
)
"""The names a portfolio folder is made of; everything else in it belongs to somebody else and is kept."""

ROOMS = {
    "work": (".html",),
    "credentials": (".json",),
    "evidence": (".json",),
    "badges": (".png", ".svg"),
    "notebooks": (".zip", ".ipynb"),
}
"""The folders inside, and what files a build writes there."""

_MARK = re.compile(rb'<meta name="generator" content="labelwright portfolio')


def write(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write `contents` (relative POSIX path -> bytes) as `folder` and return the paths written.

    The files are written to a sibling first, then the folders are swapped. Files of others in the
    folder (a CNAME, a .git) are carried over. Raises PortfolioError for a folder that is not a portfolio.
    """
    target = folder.resolve()
    try:
        _refuse_foreign(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{uuid4().hex[:8]}.draft")
        try:
            _fill(draft, contents)
            _swap(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise PortfolioError(
            f"The portfolio cannot be written to {folder}: {reason}. Name a folder you may write to with --out."
        ) from None
    return [folder / name for name in contents]


def is_portfolio(folder: Path) -> bool:
    """Whether a folder holds a portfolio that labelwright built."""
    page = folder / "index.html"
    return page.is_file() and (folder / "credentials").is_dir() and bool(_MARK.search(page.read_bytes()))


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
    for room, suffixes in ROOMS.items():
        strange = [
            path.name
            for path in (target / room).glob("*")
            if path.suffix not in suffixes or not path.is_file()
        ]
        if strange:
            raise PortfolioError(
                f"{target / room} holds {strange[0]}, which a portfolio did not write. Move it elsewhere, then build again."
            )


def _fill(draft: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        path = draft / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _swap(draft: Path, target: Path) -> None:
    """Exchange the folders; at every moment the old files or the new ones are whole on disk."""
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
        if path.name not in OURS:
            path.rename(target / path.name)
    shutil.rmtree(old)
