"""Find submissions: notebooks, submission files, folders of them, and archives from an LMS."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.course.handed_out import HandedSample
from labelwright.grading.archives import (
    MAX_UNPACKED,
    open_archive,
    read_member,
    read_members,
    read_plain_file,
)
from labelwright.grading.notebooks import MAX_BYTES, NotebookCode, NotebookError, read_notebook
from labelwright.notebook.submission_file import FORMAT, MANIFEST, NOTEBOOK, Manifest, content_digest
from labelwright.notebook.workspace import GUEST

MAX_FOLDERS = 32
"""How many levels of folders are searched."""
PLACEHOLDER_YEAR = 2020
"""The latest year of a placeholder date: archives without dates say 1980, and submission files always say 2020."""
_MOODLE = re.compile(r"^(?P<who>.+?)_\d+_assignsubmission_")
_CANVAS = re.compile(r"^(?P<who>[^_]+)_(?:LATE_)?\d+_\d+_")
_SKIPPED = ("__MACOSX", ".ipynb_checkpoints", ".labelwright")


@dataclass(frozen=True)
class Submission:
    """One submission as received; `problem` is set if it cannot be graded.

    `handed_in` is the date of the archive's member, or else of the file. `drawn_for` is whose sample the work says it uses,
    empty if it does not say; `sample` is the handed-out sample that it was made with.
    """

    source_name: str
    learner: str
    exercise: str = ""
    version: int | None = None
    form: int = 1
    code: NotebookCode | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    sha256: str = ""
    problem: Outcome | None = None
    notes: tuple[str, ...] = ()
    drawn_for: str = ""
    handed_in: datetime | None = None
    sample: HandedSample | None = None


def collect(paths: Iterable[Path]) -> Iterator[Submission]:
    """Yield every submission in `paths`, in a stable order; a broken one has its problem."""
    for path in paths:
        if path.is_symlink():
            yield _with_problem(str(path), path.stem, b"", _refused("It is a symbolic link, not a file."))
        elif path.is_dir():
            yield from _read_folder(path)
        elif path.is_file():
            yield from read_file(path, path.name)
        else:
            advice = "Check the spelling, or name its folder."
            problem = Outcome(kind=OutcomeKind.UNREADABLE, sentence=f"{path} does not exist.", advice=advice)
            yield _with_problem(str(path), path.stem, b"", problem)


def candidates(folder: Path) -> Iterator[Path]:
    """Yield the files in `folder` that may be submissions, symbolic links included, in a stable order."""
    for path in sorted(_entries(folder)):
        if path.suffix.lower() in (".ipynb", ".zip"):
            yield path


def read_file(path: Path, name: str) -> Iterator[Submission]:
    """Yield the submissions in one file: a notebook, a submission file or an archive; `name` is shown in messages."""
    if path.is_symlink():
        yield _with_problem(
            name, _learner_from_name(name), b"", _refused("It is a symbolic link, not a file.")
        )
        return
    try:
        payload = read_plain_file(path)
    except OSError as error:
        sentence = f"It cannot be read: {error.strerror or error}."
        problem = Outcome(
            kind=OutcomeKind.UNREADABLE, sentence=sentence, advice="Check who may read the file."
        )
        yield _with_problem(name, _learner_from_name(name), b"", problem)
        return
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    for submission in _read_bytes(payload, name):
        yield replace(submission, handed_in=submission.handed_in or changed)


def _entries(folder: Path) -> Iterator[Path]:
    """Yield everything in `folder` that is not a folder; skip folders that are hidden, too deep or cannot be opened."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                listed = [e for e in entries if not e.name.startswith(".") and e.name not in _SKIPPED]
        except OSError:
            continue
        for entry in listed:
            path = Path(entry.path)
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif len(path.relative_to(folder).parts) < MAX_FOLDERS:
                waiting.append(path)


def _read_folder(folder: Path) -> Iterator[Submission]:
    for path in candidates(folder):
        yield from read_file(path, str(path.relative_to(folder)))


def _read_bytes(payload: bytes, name: str, nested: bool = False) -> Iterator[Submission]:
    if payload[:4] != b"PK\x03\x04":
        yield _read_notebook_file(payload, name)
        return
    try:
        with open_archive(payload) as archive:
            names = archive.namelist()
            if MANIFEST in names:
                yield _read_submission_file(archive, payload, name)
            elif nested:
                yield _with_problem(
                    name, _learner_from_name(name), payload, _refused("It is an archive inside an archive.")
                )
            else:
                yield from _read_archive(archive, name)
    except Exception as error:
        # Damaged bytes make the decompressors raise many kinds of errors.
        sentence = f"The archive is damaged or locked: {error}."
        advice = "Download it again, or pack it again without a password."
        problem = Outcome(kind=OutcomeKind.UNREADABLE, sentence=sentence, advice=advice)
        yield _with_problem(name, _learner_from_name(name), payload, problem)


def _read_archive(archive: zipfile.ZipFile, name: str) -> Iterator[Submission]:
    found, left = False, MAX_UNPACKED
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        inside = PurePosixPath(info.filename)
        wanted = inside.suffix.lower() in (".ipynb", ".zip") and not info.is_dir()
        if not wanted or any(part in _SKIPPED or part.startswith("._") for part in inside.parts):
            continue
        found = True
        shown = f"{name}/{info.filename}"
        if stat.S_ISLNK(info.external_attr >> 16):
            yield _with_problem(
                shown, _learner_from_name(info.filename), b"", _refused("It is a symbolic link, not a file.")
            )
            continue
        try:
            payload = read_member(archive, info, left)
            left -= len(payload)
        except Exception as error:
            left -= min(info.file_size, MAX_BYTES)
            problem = Outcome(
                kind=OutcomeKind.UNREADABLE,
                sentence=f"It cannot be unpacked: {error}.",
                advice="Ask for the file again.",
            )
            yield _with_problem(shown, _learner_from_name(info.filename), b"", problem)
            continue
        for submission in _read_bytes(payload, shown, nested=True):
            yield replace(submission, handed_in=_member_date(info))
    if not found:
        sentence = "The archive has no notebook and no submission file."
        advice = "Check that this is the right archive."
        problem = Outcome(kind=OutcomeKind.EMPTY, sentence=sentence, advice=advice)
        yield _with_problem(name, _learner_from_name(name), b"", problem)


def _member_date(info: zipfile.ZipInfo) -> datetime | None:
    """Return the date of an archive's member, which is local time; None for a placeholder date."""
    try:
        when = datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when if when.year > PLACEHOLDER_YEAR else None


def _read_submission_file(archive: zipfile.ZipFile, payload: bytes, name: str) -> Submission:
    try:
        manifest = Manifest.model_validate_json(read_member(archive, MANIFEST))
        if manifest.format != FORMAT:
            raise ValueError("its manifest is not labelwright's")
        members = read_members(archive, manifest.files)
        changed = [m for m, data in members.items() if sha256(data).hexdigest() != manifest.files[m]]
    except Exception as error:
        reason = "its manifest cannot be read" if isinstance(error, ValidationError) else str(error)
        return _with_problem(name, _learner_from_name(name), payload, _damaged(reason))
    if changed or NOTEBOOK not in members:
        reason = f"{changed[0]} was changed after it was packed" if changed else "it has no notebook"
        return _with_problem(name, manifest.learner or _learner_from_name(name), payload, _damaged(reason))
    answers = {member: data for member, data in members.items() if member != NOTEBOOK}
    learner = _plain(manifest.learner) or _learner_from_name(name)
    sample = manifest.sample
    digest = content_digest(learner, manifest.exercise, manifest.files, sample)
    try:
        code = read_notebook(members[NOTEBOOK])
    except NotebookError as problem:
        return Submission(name, learner, manifest.exercise, sha256=digest, problem=problem.outcome)
    return Submission(
        name,
        learner,
        manifest.exercise,
        manifest.version,
        manifest.form,
        code,
        answers,
        digest,
        notes=code.notes,
        drawn_for=_drawn_for(sample, learner),
        sample=sample,
    )


def _read_notebook_file(payload: bytes, name: str) -> Submission:
    derived = _learner_from_name(name)
    try:
        code = read_notebook(payload)
    except NotebookError as problem:
        return _with_problem(name, derived, payload, problem.outcome)
    sample = code.sample
    stated = _plain(code.learner)
    learner = derived if stated in ("", GUEST) else stated
    notes = list(code.notes)
    if stated == GUEST and sample is None:
        notes.append("The notebook was made as a guest, so it uses the guest's sample of the data.")
    digest = content_digest(learner, code.exercise, {NOTEBOOK: sha256(payload).hexdigest()})
    return Submission(
        name,
        learner,
        code.exercise,
        code.version,
        1,
        code,
        {},
        digest,
        notes=tuple(notes),
        drawn_for=_drawn_for(sample, stated),
        sample=sample,
    )


def _drawn_for(sample: HandedSample | None, learner: str) -> str:
    """Return whose sample the work uses: the learner's own, or the one that was handed out to everyone."""
    return GUEST if sample is not None and sample.learner == GUEST else learner


def _learner_from_name(name: str) -> str:
    """Return the learner from the file's name: by Moodle's or Canvas's pattern, or else the folder or the stem."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    for part in parts:
        for pattern in (_MOODLE, _CANVAS):
            if found := pattern.match(part):
                return _plain(found["who"])
    inner = [
        part for part in parts[:-1] if part not in ("/", "..", ".") and not part.lower().endswith(".zip")
    ]
    return _plain(inner[0] if inner else PurePosixPath(parts[-1] if parts else name).stem) or "unnamed"


def _plain(learner: str) -> str:
    return "".join(c if c.isprintable() else " " for c in learner).strip()[:320]


def _with_problem(name: str, learner: str, payload: bytes, problem: Outcome) -> Submission:
    digest = content_digest(learner, "", {name: sha256(payload).hexdigest()})
    return Submission(name, learner, sha256=digest, problem=problem)


def _refused(sentence: str) -> Outcome:
    return Outcome(
        kind=OutcomeKind.REFUSED, sentence=sentence, advice="Hand in the notebook itself, as a plain file."
    )


def _damaged(reason: str) -> Outcome:
    return Outcome(
        kind=OutcomeKind.UNREADABLE,
        sentence=f"The submission file is damaged: {reason}.",
        advice="Run `labelwright submit` again and hand in the new file without changes.",
    )
