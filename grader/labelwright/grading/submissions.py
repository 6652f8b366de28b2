"""Read one piece of work from its bytes, and say whose it is: a notebook, or a file that `labelwright submit` wrote."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath

from pydantic import ValidationError

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.course.handed_out import HandedSample
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn
from labelwright.gradebook.identity import NO_CLAIMS, Claims
from labelwright.grading.answer_files import Near
from labelwright.grading.archives import learner_in, printable, read_member, read_members
from labelwright.grading.attribution import GIVEN_OUT, file_id, said_by, stated_by_work, unknown_form
from labelwright.grading.file_kinds import (
    HEAD,
    holds_notebook,
    kind_by_content,
    kind_of_file,
    looks_like_work,
    not_a_notebook,
)
from labelwright.grading.notebooks import NotebookCode, NotebookError, read_notebook
from labelwright.notebook.submission_file import FORMAT, MANIFEST, NOTEBOOK, Manifest, content_digest
from labelwright.notebook.workspace import GUEST

_GUEST_NOTE = "The notebook was made as a guest, so it uses the guest's sample of the data."


@dataclass(frozen=True)
class Submission:
    """One submission as received; `problem` is set if it cannot be graded.

    `handed_in` is what an LMS says about when it came. The date of a file is never taken: copying, unpacking and cloning
    change it. `participant` is Moodle's number in its download. `claims` are all that is said about who handed it in, and
    `learner` is the one whom the work states, or else the file; a run compares that with the class list.
    `made_up` says that the learner is named after a file. `drawn_for` is whose sample the work says it uses, empty if it does not say; `sample` is the handed-out
    sample that it was made with. `is_packed` says that it is a file which `labelwright submit` wrote. `is_own` says that the
    learner is the person who grades.
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
    is_packed: bool = False
    is_own: bool = False
    claims: Claims = NO_CLAIMS


def read_work(payload: bytes, name: str, near: Near, whose: str = "") -> Submission:
    """Return the submission in a notebook's bytes, or its problem, which says what the file is.

    `name` is shown in messages. `whose` is the name of the file that was handed in, where the notebook was inside it.
    """
    kind = kind_by_content(payload[:HEAD])
    if not kind and not looks_like_work(name) and not holds_notebook(payload):
        kind = kind_of_file(name, payload[:HEAD])
    if kind:
        return with_problem(name, learner_from_name(whose or name), payload, not_a_notebook(kind))
    return _read_notebook_file(payload, name, near, whose or name)


def handed_in_by(who: Claims | None, submission: Submission, folders: tuple[str, ...] = ()) -> Submission:
    """Return the submission with an LMS's word; Gradescope's metadata counts before what the work states."""
    claims = replace(said_by(who, submission.claims), folders=folders)
    if who is None or who.lms != "Gradescope":
        return replace(submission, claims=claims)
    return replace(submission, claims=claims, learner=who.lms_id or who.lms_name, made_up=False)


def read_submission_file(archive: zipfile.ZipFile, name: str) -> Submission:
    """Return the submission in a file that `labelwright submit` wrote, or its problem."""
    try:
        manifest = Manifest.model_validate_json(read_member(archive, MANIFEST))
        if manifest.format != FORMAT:
            raise ValueError("its manifest is not labelwright's")
        members = read_members(archive, manifest.files)
        changed = [m for m, data in members.items() if sha256(data).hexdigest() != manifest.files[m]]
    except Exception as error:
        reason = "its manifest cannot be read" if isinstance(error, ValidationError) else str(error)
        return with_problem(name, learner_from_name(name), b"", _damaged(reason))
    if changed or NOTEBOOK not in members:
        reason = f"{changed[0]} was changed after it was packed" if changed else "it has no notebook"
        return with_problem(name, manifest.learner or learner_from_name(name), b"", _damaged(reason))
    if manifest.form not in GIVEN_OUT:
        return with_problem(name, learner_from_name(name), b"", unknown_form(manifest.form))
    answers = {member: data for member, data in members.items() if member != NOTEBOOK}
    stated, derived = stated_by_work(manifest.learner), learner_from_name(name)
    learner, claims = stated or derived, Claims(stated=stated, file=file_id(name, derived))
    sample = manifest.sample
    digest = content_digest(learner, manifest.exercise, manifest.files, sample)
    try:
        code = read_notebook(members[NOTEBOOK])
    except NotebookError as problem:
        damaged = Submission(name, learner, manifest.exercise, sha256=digest, problem=problem.outcome)
        return replace(damaged, is_packed=True, made_up=not stated, claims=claims)
    return Submission(
        name,
        learner,
        manifest.exercise,
        manifest.version,
        manifest.form,
        code,
        answers,
        digest,
        notes=code.notes if stated or sample else (*code.notes, _GUEST_NOTE),
        drawn_for=_drawn_for(sample, printable(manifest.learner)),
        sample=sample,
        made_up=not stated,
        is_packed=True,
        claims=claims,
    )


def _read_notebook_file(payload: bytes, name: str, near: Near, whose: str) -> Submission:
    derived = learner_from_name(whose)
    try:
        code = read_notebook(payload)
    except NotebookError as problem:
        return with_problem(name, derived, payload, problem.outcome)
    sample = code.sample
    stated, named = stated_by_work(code.learner), printable(code.learner)
    learner = stated or derived
    notes = list(code.notes)
    if named and not stated and sample is None:
        notes.append(_GUEST_NOTE)
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
        drawn_for=_drawn_for(sample, named),
        sample=sample,
        made_up=not stated,
        claims=Claims(stated=stated, file=file_id(whose, derived)),
    )


def _drawn_for(sample: HandedSample | None, learner: str) -> str:
    """Return whose sample the work uses: the learner's own, or the one that was handed out to everyone."""
    return GUEST if sample is not None and sample.learner == GUEST else learner


def learner_from_name(name: str) -> str:
    """Return the learner from the file's name: by Moodle's or Canvas's pattern, or else the folder or the stem."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if stated := learner_in(name):
        return stated
    inner = [
        part for part in parts[:-1] if part not in ("/", "..", ".") and not part.lower().endswith(".zip")
    ]
    return printable(inner[0] if inner else _stem(parts[-1] if parts else name)) or "unnamed"


def _stem(name: str) -> str:
    """Return the name of a file without its ending, and without the second one that we or a browser gave it."""
    stem = PurePosixPath(name).stem
    ending = next((e for e in (".labelwright", ".ipynb") if stem.lower().endswith(e) and stem != e), "")
    return stem.removesuffix(stem[len(stem) - len(ending) :]) if ending else stem


def with_problem(name: str, learner: str, payload: bytes, problem: Outcome) -> Submission:
    """Return the submission that a file is which cannot be graded."""
    digest = content_digest(learner, "", {name: sha256(payload).hexdigest()})
    claims = Claims(file=file_id(name, learner))
    return Submission(name, learner, sha256=digest, problem=problem, made_up=True, claims=claims)


def refused(sentence: str, advice: str = "Hand in the notebook itself, as a plain file.") -> Outcome:
    """Return the outcome of a file that is not opened."""
    return Outcome(kind=OutcomeKind.REFUSED, sentence=sentence, advice=advice)


def _damaged(reason: str) -> Outcome:
    return Outcome(
        kind=OutcomeKind.UNREADABLE,
        sentence=f"The submission file is damaged: {reason}.",
        advice="Run `labelwright submit` again and hand in the new file without changes.",
    )
