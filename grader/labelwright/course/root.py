"""Find the course: the folder that contains exercises/, course/ and datasets/."""

from __future__ import annotations

import os
from pathlib import Path

from labelwright import settings
from labelwright.errors import LabelwrightError

WORKSPACE_FILE = "labelwright.toml"
COURSE_FOLDERS = (
    "course",
    "exercises",
    "datasets",
    "grader",
    "portfolio_template",
    "tests",
    "benchmarks",
    "site",
)
"""The folders of a checkout in which nobody hands in work."""


class CourseError(LabelwrightError):
    """The course, or a part of it, is missing or broken; the message says where and what to do."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows these lines instead of a traceback.
        return [str(self)]


def find_root(course: str | os.PathLike[str] | None = None, start: Path | None = None) -> Path:
    """Return the course folder: `course`, or LABELWRIGHT_COURSE, or one at or above `start` (or here), or this checkout.

    CourseError lists the places that were searched.
    """
    named = course or settings.COURSE.read()
    if named:
        return _named(Path(named).expanduser())
    here = (start or Path.cwd()).resolve()
    checkout = Path(__file__).resolve().parents[3]
    for folder in (here, *here.parents, checkout):
        if is_course(folder):
            return folder
    raise CourseError(
        f"No course was found in {here} or above it. A course is a folder with exercises/ in it. "
        f"Change into a checkout of labelwright, pass --course DIR, or set {settings.COURSE.name}=DIR."
    )


def is_course(folder: Path) -> bool:
    """Return whether `folder` has exercises/ and course/ or datasets/."""
    return (folder / "exercises").is_dir() and any(
        (folder / name).is_dir() for name in ("course", "datasets")
    )


def _named(folder: Path) -> Path:
    if not folder.is_dir():
        raise CourseError(f"The course folder {folder} does not exist. Check the spelling of --course.")
    if not (folder / "exercises").is_dir():
        raise CourseError(
            f"{folder} is not a course: it has no exercises/ folder. "
            "Name the folder that contains exercises/, not an exercise itself."
        )
    return folder.resolve()
