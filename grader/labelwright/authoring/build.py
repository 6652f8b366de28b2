"""Write all files that are derived from the course's folders, or list those that are out of date."""

from __future__ import annotations

from pathlib import Path

from labelwright.authoring.learner_notebook import is_stale, write_learner_notebook
from labelwright.course.course import Course
from labelwright.data import stale_card_files, write_card_files
from labelwright.site.pages import stale_blocks, stale_pages, write_blocks, write_pages
from labelwright.site.worked_examples import draw_figures


def build_all(course: Course) -> list[Path]:
    """Write learner notebooks, dataset cards and site pages, and return the paths that changed."""
    written = [e.folder / "learner.ipynb" for e in course.exercises if write_learner_notebook(e)]
    for folder in _dataset_folders(course):
        if stale := stale_card_files(folder):
            write_card_files(folder)
            written += stale
    if not _has_book(course):
        return written
    return written + write_pages(course) + write_blocks(course) + _write_figures(course)


def stale_files(course: Course) -> list[Path]:
    """Return the derived files that are missing or out of date."""
    stale = [e.folder / "learner.ipynb" for e in course.exercises if is_stale(e)]
    for folder in _dataset_folders(course):
        stale += stale_card_files(folder)
    if not _has_book(course):
        return stale
    return stale + stale_pages(course) + stale_blocks(course) + list(_stale_figures(course))


def _write_figures(course: Course) -> list[Path]:
    stale = _stale_figures(course)
    for path, text in stale.items():
        path.write_bytes(text.encode("utf-8"))
    return list(stale)


def _stale_figures(course: Course) -> dict[Path, str]:
    # A figure whose data is not on this computer is left unchanged; it can be checked where the data is.
    return {path: text for path, text in draw_figures(course).items() if not _is_current(path, text)}


def _is_current(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") == text.encode("utf-8")


def _dataset_folders(course: Course) -> list[Path]:
    return sorted(path.parent for path in course.datasets.glob("*/dataset.toml"))


def _has_book(course: Course) -> bool:
    # A private course may have only exercises and data; it has no site and so needs no pages.
    return (course.root / "mkdocs.yml").is_file()
