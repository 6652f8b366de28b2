"""Write everything that is derived from the folders, or say which of it is out of date."""

from __future__ import annotations

from pathlib import Path

from labelwright.authoring.notebook import is_stale, write_learner_notebook
from labelwright.authoring.pages import stale_pages, write_pages
from labelwright.course.course import Course
from labelwright.data import stale_card_files, write_card_files


def build_all(course: Course) -> list[Path]:
    """Write learner notebooks, dataset cards and site pages; the paths that changed."""
    written = [e.folder / "learner.ipynb" for e in course.exercises if write_learner_notebook(e)]
    for folder in _dataset_folders(course):
        if stale := stale_card_files(folder):
            write_card_files(folder)
            written += stale
    return written + (write_pages(course) if _has_book(course) else [])


def stale_files(course: Course) -> list[Path]:
    """The derived files that are missing or not what their source gives now."""
    stale = [e.folder / "learner.ipynb" for e in course.exercises if is_stale(e)]
    for folder in _dataset_folders(course):
        stale += stale_card_files(folder)
    return stale + (stale_pages(course) if _has_book(course) else [])


def _dataset_folders(course: Course) -> list[Path]:
    return sorted(path.parent for path in course.datasets.glob("*/dataset.toml"))


def _has_book(course: Course) -> bool:
    # A private course may hold exercises and data only; it has no site to derive pages for.
    return (course.root / "mkdocs.yml").is_file()
