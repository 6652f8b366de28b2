"""Write files into a folder again and again, but never overwrite or remove one that this module did not write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from labelwright.course.root import CourseError

Files = dict[str, bytes]
"""What to write: each file's path, with forward slashes, and its bytes."""

LIST = "handout-files.json"
"""The files that earlier runs wrote into the folder, each with the SHA-256 that it may have."""


def write_own_files(folder: Path, files: Files) -> int:
    """Write the files, remove what earlier runs wrote and this one does not; return how many were removed.

    Raise CourseError, and change nothing, if that would overwrite or remove a file that no run wrote, or that was changed.
    """
    before = _listed(folder)
    gone = [name for name in before if name not in files and (folder / name).is_file()]
    in_way = [name for name in (*files, *gone, LIST) if _in_way(folder, name, before)]
    if in_way:
        listed = "\n".join(f"  {folder / name}" for name in in_way[:20])
        raise CourseError(
            "These files were not written by `labelwright author handout`, or were changed since:\n"
            f"{listed}\nNothing was written. Move them away, or name another folder."
        )
    now = {name: sha256(data).hexdigest() for name, data in files.items()}
    folder.mkdir(parents=True, exist_ok=True)
    # A run that is stopped half-way must know its own files the next time.
    _write_list(folder, {**{name: [digest] for name, digest in now.items()}, **_both(before, now)})
    for name in gone:
        (folder / name).unlink()
        _remove_empty(folder, (folder / name).parent)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    _write_list(folder, {name: [digest] for name, digest in now.items()})
    return len(gone)


def _remove_empty(folder: Path, place: Path) -> None:
    while place != folder and not any(place.iterdir()):
        place.rmdir()
        place = place.parent


def _both(before: Mapping[str, list[str]], now: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        name: sorted({*digests, *([now[name]] if name in now else [])}) for name, digests in before.items()
    }


def _in_way(folder: Path, name: str, before: Mapping[str, list[str]]) -> bool:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
        return True
    if any(parent.exists() and not parent.is_dir() for parent in path.parents):
        return True
    if name == LIST or not path.exists():
        return path.is_dir()
    return not path.is_file() or sha256(path.read_bytes()).hexdigest() not in before.get(name, ())


def _listed(folder: Path) -> dict[str, list[str]]:
    try:
        listed = json.loads((folder / LIST).read_bytes())
        return {str(name): [str(digest) for digest in digests] for name, digests in listed["files"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(
            f"{folder / LIST} cannot be read, so it is not known which files may be overwritten. Name a new folder."
        ) from None


def _write_list(folder: Path, files: Mapping[str, list[str]]) -> None:
    (folder / LIST).write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8", newline="\n")
