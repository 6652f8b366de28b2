"""Pack feedback so that Canvas or Moodle gives each learner their own; a learner whose LMS id is not known is left out.

Both importers find the learner by numbers in the file names that their own download had, so these come from the names of
the hand-ins. course/instructors/gradebook.md names the sources that were read.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from labelwright.exchange.outside_text import one_line
from labelwright.feedback.entry import Entry
from labelwright.feedback.html import feedback_page
from labelwright.feedback.text import entry_markdown
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.entries import exercise_entry
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Sheet
from labelwright.grading.stamps import lms_of, mark_in

_CANVAS = re.compile(
    r"^(?P<stem>(?:[^_]+_(?:LATE_)?(?P<user>\d+)|(?:LATE_)?anon_[A-Za-z0-9]+)_(?P<file>\d+))_"
)
_FIXED_DATE = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class FeedbackZip:
    """The bytes of a zip to upload, the learners who are in it, and each learner who is left out with the reason."""

    payload: bytes
    packed: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Target:
    """Where the LMS expects a learner's feedback: `path` in the zip, and the number that must be one learner's only."""

    path: str
    number: str
    user: str = ""


def canvas_zip(book: Gradebook, exercise: str, policy: Policy = Policy.BEST) -> FeedbackZip:
    """Return a zip for Canvas's upload of submissions.

    Canvas shows each file under the name of the file that was handed in. So feedback on a notebook is a notebook with text
    only, and feedback on a submission file is a zip with a page.
    """
    return _zip(book, exercise, policy, "Canvas", _canvas_target, _canvas_content)


def moodle_zip(book: Gradebook, exercise: str, policy: Policy = Policy.BEST) -> FeedbackZip:
    """Return a zip for Moodle's upload of several feedback files: a folder with a page for each learner."""

    def target(part: str) -> _Target:
        mark = mark_in(part)
        number = mark.number if mark else ""
        # The importer takes the number after the first underscore.
        name = one_line(mark.who if mark else "").replace("_", " ").strip() or "Learner"
        return _Target(f"{name}_{number}_assignfeedback_file_/feedback-{exercise}.html", number)

    return _zip(book, exercise, policy, "Moodle", target, lambda path, learner, entry: _page(learner, entry))


def _zip(
    book: Gradebook,
    exercise: str,
    policy: Policy,
    lms: str,
    target_in: Callable[[str], _Target | str],
    content: Callable[[str, Learner, Entry], bytes],
) -> FeedbackZip:
    sheet = book.sheet(policy)
    names = _names_by_download(sheet)
    targets: dict[str, _Target] = {}
    left_out: dict[str, str] = {}
    for learner in sheet.learners:
        found = _target(sheet, learner, exercise, lms, names, target_in)
        if isinstance(found, _Target):
            targets[learner.id] = found
        elif found:
            left_out[learner.id] = found
    for learner_id in _not_unique(targets):
        number = targets.pop(learner_id).number
        left_out[learner_id] = f"{lms}'s number {number} is in the file name of another learner too"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for learner in sheet.learners:
            if target := targets.get(learner.id):
                entry = exercise_entry(sheet, learner, exercise)
                _write(archive, target.path, content(target.path, learner, entry))
    return FeedbackZip(out.getvalue(), tuple(targets), tuple(sorted(left_out.items())))


def _target(
    sheet: Sheet,
    learner: Learner,
    exercise: str,
    lms: str,
    names: Mapping[str, list[str]],
    target_in: Callable[[str], _Target | str],
) -> _Target | str:
    """Return where the learner's feedback goes, or why that is not known; empty if there is nothing to say."""
    grade = sheet.grades[learner.id, exercise]
    if grade.report is None and not grade.present and (learner.id, exercise) not in sheet.comments:
        return ""
    if grade.report is None:
        return f"no file was handed in, so {lms} gave no number"
    name = grade.report.source_name
    mark = mark_in(name)
    if mark is None or mark.lms != lms or lms_of(names[_download_of(name)]) != lms:
        return f"{name} is not from a download of {lms} with the work of several learners"
    target = target_in(PurePosixPath(name.replace("\\", "/")).parts[mark.depth])
    if isinstance(target, _Target) and target.user and learner.canvas_id and target.user != learner.canvas_id:
        return f"{name} has {lms}'s number {target.user}, and the class list has {learner.canvas_id}"
    return target


def _names_by_download(sheet: Sheet) -> dict[str, list[str]]:
    """Return the names of all hand-ins by the archive that they were in."""
    found: dict[str, list[str]] = defaultdict(list)
    for submission in sheet.submissions:
        found[_download_of(submission.report.source_name)].append(submission.report.source_name)
    return found


def _download_of(name: str) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return parts[0] if len(parts) > 1 and mark_in(parts[0]) is None else ""


def _not_unique(targets: Mapping[str, _Target]) -> Iterator[str]:
    counts = Counter(target.number for target in targets.values())
    return iter([learner for learner, target in targets.items() if counts[target.number] > 1])


def _canvas_target(part: str) -> _Target | str:
    found = _CANVAS.match(part)
    if found is None:
        return f"{part} has no number of a file, as Canvas writes it"
    ending = PurePosixPath(part).suffix.lower()
    if ending not in _CANVAS_FORMS:
        return f"Canvas shows feedback under the name of the file, and {part} ends in none of {', '.join(_CANVAS_FORMS)}"
    return _Target(
        f"{one_line(found['stem'])}_feedback{ending}", found["user"] or found["stem"], found["user"] or ""
    )


def _canvas_content(path: str, learner: Learner, entry: Entry) -> bytes:
    return _CANVAS_FORMS[PurePosixPath(path).suffix](learner, entry)


def _page(learner: Learner, entry: Entry) -> bytes:
    return feedback_page(learner.id, [entry], learner.name).encode()


def _markdown(learner: Learner, entry: Entry) -> bytes:
    return entry_markdown(entry).encode()


def _notebook(learner: Learner, entry: Entry) -> bytes:
    cell = {"cell_type": "markdown", "id": "feedback", "metadata": {}, "source": entry_markdown(entry)}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _zipped_page(learner: Learner, entry: Entry) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "feedback.html", _page(learner, entry))
    return out.getvalue()


_CANVAS_FORMS: dict[str, Callable[[Learner, Entry], bytes]] = {
    ".ipynb": _notebook,
    ".json": _notebook,
    ".txt": _markdown,
    ".html": _page,
    ".zip": _zipped_page,
}
"""How feedback is written, by the ending of the file that was handed in."""


def _write(archive: zipfile.ZipFile, name: str, payload: bytes) -> None:
    # With a fixed date the same feedback is always the same bytes.
    archive.writestr(zipfile.ZipInfo(name, _FIXED_DATE), payload, zipfile.ZIP_DEFLATED)
