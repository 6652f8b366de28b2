"""Keep a notebook from our own rooms that know samples and answers: loaders, the draw of samples, and checks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType

HIDDEN = ("labelwright.checks", "labelwright.data")
"""The packages that a graded notebook can neither import nor read."""
PACKAGE = Path(__file__).resolve().parents[2]


def hidden_folders() -> tuple[Path, ...]:
    """Return the folders of the hidden packages."""
    return tuple(PACKAGE / name.partition(".")[2] for name in HIDDEN)


def without(places: Iterable[Path], hidden: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the paths that are in `places` and not in `hidden`, and the folders that had to be opened for that.

    A folder that holds a hidden one, at any depth, is replaced by what is in it. It has to be listed for imports.
    """
    whole: dict[Path, None] = {}
    opened: dict[Path, None] = {}
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        # A link leads to the hidden folder as well as its own path does.
        real = place.resolve()
        if real in opened or any(real.is_relative_to(folder) for folder in hidden):
            continue
        if any(folder.is_relative_to(real) for folder in hidden):
            opened[real] = None
            waiting += _entries(real)
        else:
            whole[place] = None
    return list(whole), list(opened)


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:
        return


class _NotHere(MetaPathFinder):
    """Says that the hidden packages are not here, before Python meets a folder that it may not read."""

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> None:
        """Raise ModuleNotFoundError for a hidden package, so that the rest of a cell still runs."""
        if name.startswith(tuple(f"{hidden}." for hidden in HIDDEN)) or name in HIDDEN:
            raise ModuleNotFoundError(
                f"{name} is not there while a notebook is graded. Use ex.sample() and ex.file(...).",
                name=name,
            )


def refuse_imports() -> None:
    """Refuse imports of the hidden packages in this process, with a reason."""
    sys.meta_path.insert(0, _NotHere())
