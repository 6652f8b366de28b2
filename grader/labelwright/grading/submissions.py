"""Find submissions: notebooks, submission files, folders of them, and archives from an LMS."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.course.handed_out import HandedSample
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn, Source
from labelwright.grading.answer_files import (
    AnswerFiles,
    Near,
    files_next_to,
    members_next_to,
    no_answer_files,
)
from labelwright.grading.archives import (
    MAX_UNPACKED,
    Person,
    gradescope_people,
    kind_of_file,
    learner_in,
    open_archive,
    owner_in,
    printable,
    read_member,
    read_members,
    read_plain_file,
)
from labelwright.grading.notebooks import MAX_BYTES, NotebookCode, NotebookError, read_notebook
from labelwright.grading.stamps import NO_DOWNLOAD, Download
from labelwright.notebook.submission_file import FORMAT, MANIFEST, NOTEBOOK, Manifest, content_digest
from labelwright.notebook.workspace import GUEST

MAX_FOLDERS = 32
"""How many levels of folders are searched."""
_LATE_NOTE = "Canvas marks this work as late. When it was handed in is not known."
_SKIPPED = ("__MACOSX", ".ipynb_checkpoints", ".labelwright")


@dataclass(frozen=True)
class Submission:
    """One submission as received; `problem` is set if it cannot be graded.

    `handed_in` is what an LMS says about when it came. The date of a file is never taken: copying, unpacking and cloning
    change it. `participant` is Moodle's number in its download.
    `made_up` says that the learner is named after a file. `drawn_for` is whose sample the work says it uses, empty if it does not say; `sample` is the handed-out
    sample that it was made with.
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
    handed_in: HandedIn = UNKNOWN
    participant: str = ""
    made_up: bool = False
    sample: HandedSample | None = None


def collect(
    paths: Iterable[Path], answer_files: AnswerFiles = no_answer_files, zone: tzinfo | None = None
) -> Iterator[Submission]:
    """Yield every submission in `paths`, in a stable order; a broken one has its problem.

    A loose notebook is handed in together with the answer files next to it, whose names `answer_files` gives. An LMS's
    stamps without a zone are taken in `zone`, or else in this computer's.
    """
    named = Download(zone, may_be_lms=True)
    for path in paths:
        if path.is_symlink():
            yield _with_problem(str(path), path.stem, b"", _refused("It is a symbolic link, not a file."))
        elif path.is_dir():
            files = {file.relative_to(path).as_posix(): file for file in candidates(path)}
            # What is in a folder may be a learner's own archive, so only the names in the folder itself count.
            inside = replace(named.of(list(files)), may_be_lms=False)
            for name, file in files.items():
                yield from read_file(file, name, answer_files, inside)
        elif path.is_file():
            yield from read_file(path, path.name, answer_files, named)
        else:
            advice = "Check the spelling, or name its folder."
            problem = Outcome(kind=OutcomeKind.UNREADABLE, sentence=f"{path} does not exist.", advice=advice)
            yield _with_problem(str(path), path.stem, b"", problem)


def candidates(folder: Path) -> Iterator[Path]:
    """Yield the files in `folder` that may be submissions, symbolic links included, in a stable order."""
    for path in sorted(_entries(folder)):
        if path.suffix.lower() in (".ipynb", ".zip"):
            yield path


def read_file(
    path: Path, name: str, answer_files: AnswerFiles = no_answer_files, download: Download = NO_DOWNLOAD
) -> Iterator[Submission]:
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
    near = Near(answer_files, lambda: files_next_to(path))
    said, number = download.handed_in(name), download.participant(name)
    for submission in _read_bytes(payload, name, near, download):
        is_told = said.kind is not Source.NOBODY or number or submission.handed_in == UNKNOWN
        yield _noted(submission, said, number) if is_told else submission


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


def _noted(submission: Submission, handed_in: HandedIn, participant: str = "") -> Submission:
    """Return the submission with what is known about when it came; a note tells what a mark of lateness means."""
    is_new = handed_in.is_late_without_time and _LATE_NOTE not in submission.notes
    notes = (_LATE_NOTE,) if is_new else ()
    return replace(submission, handed_in=handed_in, participant=participant, notes=submission.notes + notes)


def _read_bytes(
    payload: bytes, name: str, near: Near, download: Download, nested: bool = False
) -> Iterator[Submission]:
    if payload[:4] != b"PK\x03\x04":
        yield _read_notebook_file(payload, name, near)
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
                yield from _read_archive(archive, name, near.answer_files, download)
    except Exception as error:
        # Damaged bytes make the decompressors raise many kinds of errors.
        sentence = f"The archive is damaged or locked: {error}."
        advice = "Download it again, or pack it again without a password."
        problem = Outcome(kind=OutcomeKind.UNREADABLE, sentence=sentence, advice=advice)
        yield _with_problem(name, _learner_from_name(name), payload, problem)


def _read_archive(
    archive: zipfile.ZipFile, name: str, answer_files: AnswerFiles, download: Download
) -> Iterator[Submission]:
    found, left = False, MAX_UNPACKED
    members = [
        info for info in sorted(archive.infolist(), key=lambda info: info.filename) if _is_handed_in(info)
    ]
    with_work = {owner_in(info.filename) for info in members if _is_work(info.filename)}
    people = gradescope_people(archive, download.zone)
    inside = download.of([info.filename for info in members if _is_work(info.filename)])
    for info in members:
        shown, owner = f"{name}/{info.filename}", owner_in(info.filename)
        if not _is_work(info.filename):
            if owner and owner not in with_work:
                found = True
                yield _with_problem(shown, _learner_from_name(info.filename), b"", _not_work(info.filename))
            continue
        found = True
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
        near = Near(answer_files, partial(members_next_to, archive, info))
        said = inside.handed_in(info.filename)
        if download.may_be_lms and len(with_work) > 1 and owner in people:
            said = people[owner].handed_in
        for submission in _read_bytes(payload, shown, near, inside, nested=True):
            if said != UNKNOWN:
                submission = _noted(submission, said, inside.participant(info.filename))
            yield _as_person(submission, people[owner]) if owner in people else submission
    if not found:
        sentence = "The archive has no notebook and no submission file."
        advice = "Check that this is the right archive."
        problem = Outcome(kind=OutcomeKind.EMPTY, sentence=sentence, advice=advice)
        yield _with_problem(name, _learner_from_name(name), b"", problem)


def _is_handed_in(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename).parts
    return not info.is_dir() and not any(part in _SKIPPED or part.startswith("._") for part in parts)


def _is_work(name: str) -> bool:
    """Return whether a member may be a notebook or a submission file, also with an ending that a browser gave it."""
    lower = name.lower()
    if lower.endswith((".ipynb", ".zip", ".ipynb.txt", ".ipynb.json")):
        return True
    return lower.endswith(".json") and bool(owner_in(name))


def _as_person(submission: Submission, person: Person) -> Submission:
    """Return the submission under the id that Gradescope states; a note says if the notebook states another one."""
    number, name = person.number, person.name
    shown = f"{name} ({number})" if name and name != number else number
    notes = submission.notes
    stated = submission.code.learner if submission.code else ""
    if stated and stated not in (number, name, GUEST):
        notes += (f"Gradescope says that {shown} handed this in, and the notebook says {stated}.",)
    return replace(submission, learner=number, notes=notes, made_up=False)


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
    learner = printable(manifest.learner) or _learner_from_name(name)
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


def _read_notebook_file(payload: bytes, name: str, near: Near) -> Submission:
    derived = _learner_from_name(name)
    try:
        code = read_notebook(payload)
    except NotebookError as problem:
        return _with_problem(name, derived, payload, problem.outcome)
    sample = code.sample
    stated = printable(code.learner)
    learner = derived if stated in ("", GUEST) else stated
    notes = list(code.notes)
    if stated == GUEST and sample is None:
        notes.append("The notebook was made as a guest, so it uses the guest's sample of the data.")
    answers, answer_notes = near.found_for(code)
    notes += answer_notes
    members = {NOTEBOOK: payload, **answers}
    digest = content_digest(
        learner, code.exercise, {member: sha256(data).hexdigest() for member, data in members.items()}
    )
    return Submission(
        name,
        learner,
        code.exercise,
        code.version,
        1,
        code,
        answers,
        digest,
        notes=tuple(notes),
        drawn_for=_drawn_for(sample, stated),
        sample=sample,
        made_up=stated in ("", GUEST),
    )


def _drawn_for(sample: HandedSample | None, learner: str) -> str:
    """Return whose sample the work uses: the learner's own, or the one that was handed out to everyone."""
    return GUEST if sample is not None and sample.learner == GUEST else learner


def _learner_from_name(name: str) -> str:
    """Return the learner from the file's name: by Moodle's or Canvas's pattern, or else the folder or the stem."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if stated := learner_in(name):
        return stated
    inner = [
        part for part in parts[:-1] if part not in ("/", "..", ".") and not part.lower().endswith(".zip")
    ]
    return printable(inner[0] if inner else PurePosixPath(parts[-1] if parts else name).stem) or "unnamed"


def _with_problem(name: str, learner: str, payload: bytes, problem: Outcome) -> Submission:
    digest = content_digest(learner, "", {name: sha256(payload).hexdigest()})
    return Submission(name, learner, sha256=digest, problem=problem, made_up=True)


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


def _not_work(name: str) -> Outcome:
    return Outcome(
        kind=OutcomeKind.UNREADABLE,
        sentence=f"It is {kind_of_file(name)}, not a notebook.",
        advice="Ask for the notebook (.ipynb), or for the file that `labelwright submit` writes.",
    )
