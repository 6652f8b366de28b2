"""Find the very files that were graded among a learner's own, so that they can be published with the page."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from labelwright.checks.verdicts import Report
from labelwright.grading.submissions import collect, from_file
from labelwright.notebook.submission_file import SUFFIX


def found_notebooks(folder: Path, reports: Sequence[Report]) -> dict[str, tuple[str, bytes]]:
    """For each exercise of `reports` the published name and the bytes of the file that the report is of.

    A notebook counts only where, under its published name, it is still the submission that was graded: one that
    does not state its learner takes another identity in another folder.
    """
    wanted = {report.submission_sha256: report.exercise for report in reports}
    found: dict[str, tuple[str, bytes]] = {}
    if not folder.is_dir():
        return found
    for submission in collect([folder]):
        slug, path = wanted.get(submission.sha256), folder / submission.source_name
        if slug is None or slug in found or not path.is_file():
            continue
        name = f"{slug}{SUFFIX if path.suffix.lower() == '.zip' else '.ipynb'}"
        content = path.read_bytes()
        if _identity(name, content) == submission.sha256:
            found[slug] = (name, content)
    return found


def _identity(name: str, content: bytes) -> str:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / name
        path.write_bytes(content)
        return next((one.sha256 for one in from_file(path, f"notebooks/{name}")), "")
