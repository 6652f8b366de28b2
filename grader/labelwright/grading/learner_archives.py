"""Read an archive that a learner made: it is opened once, and it holds one person's work."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.gradebook.writes import learner_key
from labelwright.grading.answer_files import AnswerFiles, Near, Neighbours
from labelwright.grading.archives import learner_limits, open_archive, owner_in, printable
from labelwright.grading.file_kinds import (
    holds_notebook,
    is_hidden,
    kind_of_file,
    looks_like_work,
    may_be_notebook,
    some,
)
from labelwright.grading.members import Member, members_of_archive
from labelwright.grading.submissions import (
    Submission,
    learner_from_name,
    read_submission_file,
    read_work,
    refused,
    with_problem,
)
from labelwright.notebook.submission_file import MANIFEST

MAX_EXERCISES = 100
"""How many exercises one learner's archive may hold work for."""
EMPTY_ARCHIVE = Outcome(
    kind=OutcomeKind.EMPTY,
    sentence="The archive has no notebook and no submission file.",
    advice="Check that this is the right archive.",
)
_DEEPER = "It is an archive inside an archive."
_OFFICE = {"word/": "a Word document", "xl/": "a spreadsheet", "ppt/": "a presentation"}


def is_archive(stream: BinaryIO) -> bool:
    """Return whether a stream is a zip archive by its first bytes; leave it at its start."""
    head = stream.read(4)
    stream.seek(0)
    return head in (b"PK\x03\x04", b"PK\x05\x06")


def read_learner_archive(
    stream: BinaryIO, shown: str, name: str, answer_files: AnswerFiles, may_be_class: bool = False
) -> list[Submission]:
    """Return the work in a learner's archive: at most one submission for each exercise, all by the person who handed it in.

    `shown` is its name in messages, and `name` the one that says whose it is. With `may_be_class` nobody has said that a learner made
    it: then an archive that looks like a whole class's is refused, and the message says how to grade it. Raise ValueError, or
    what a decompressor raises, if it cannot be opened.
    """
    limits = learner_limits()
    with open_archive(stream, limits) as archive:
        if MANIFEST in archive.namelist():
            return [read_submission_file(archive, shown)]
        members = members_of_archive(archive, limits)
        neighbours, claimed = Neighbours(members), set[str]()
        rows: list[Submission] = []
        for member in sorted(members, key=_order):
            if not is_hidden(member.name) and (looks_like_work(member.name) or _is_notebook(member)):
                near = Near(answer_files, partial(neighbours.of, member), member.name, claimed)
                rows.append(_read(member, f"{shown}/{member.name}", name, near))
        owners = {owner_in(row.source_name.removeprefix(f"{shown}/")) for row in rows} - {""}
        if reason := _several_people(rows, owners if may_be_class else set()):
            return [with_problem(shown, learner_from_name(name), b"", reason)]
        if not rows:
            return [_without_work(archive, members, shown, name)]
        return _one_for_each_exercise(rows)


def _order(member: Member) -> tuple[int, int, str]:
    """Return what counts first: submission files, the newest by its number first; then notebooks near the top."""
    is_file = member.name.lower().endswith(".zip")
    depth = len(PurePosixPath(member.name).parts)
    return (0 if is_file else 1, -_number(member.name) if is_file else depth, member.name)


def _number(name: str) -> int:
    """Return the number that `labelwright submit` wrote at the end of a name, or 0."""
    digits = PurePosixPath(name).name.partition(".")[0].rpartition("--")[2]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0


def _is_notebook(member: Member) -> bool:
    try:
        return may_be_notebook(member.name) and not member.refusal and holds_notebook(member.read())
    except Exception:
        return False


def _read(member: Member, shown: str, whose: str, near: Near) -> Submission:
    try:
        if member.refusal:
            return with_problem(shown, learner_from_name(whose), b"", refused(member.refusal))
        with member.open() as stream:
            if not is_archive(stream):
                return read_work(stream.read(), shown, near, whose)
            with open_archive(stream, learner_limits()) as inner:
                if MANIFEST in inner.namelist():
                    return read_submission_file(inner, shown)
        return with_problem(shown, learner_from_name(whose), b"", refused(_DEEPER))
    except Exception as error:
        problem = Outcome(
            kind=OutcomeKind.UNREADABLE,
            sentence=f"It cannot be unpacked: {error}.",
            advice="Pack it again without a password, or hand in the notebook itself.",
        )
        return with_problem(shown, learner_from_name(whose), b"", problem)


def _several_people(rows: Iterable[Submission], owners: set[str]) -> Outcome | None:
    """Return why an archive is refused whose work is by several people; None if it is one person's."""
    stated = {learner_key(row.learner): row.learner for row in rows if not row.made_up}
    if len(stated) < 2 and len(owners) < 2:
        return None
    names = [repr(printable(each)[:40]) for each in (stated.values() if len(stated) > 1 else sorted(owners))]
    return refused(
        f"It holds work of several people: {some(names)}. An archive among the hand-ins holds the work of one person.",
        "Hand in only your own work. If this is the download of a whole class, name the archive itself: "
        "labelwright grade FILE.zip.",
    )


def _without_work(archive: zipfile.ZipFile, members: list[Member], shown: str, name: str) -> Submission:
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        kind = next((kind for start, kind in _OFFICE.items() if any(n.startswith(start) for n in names)), "")
        from labelwright.grading.file_kinds import not_a_notebook

        return with_problem(shown, learner_from_name(name), b"", not_a_notebook(kind or "an Office document"))
    row = with_problem(shown, learner_from_name(name), b"", EMPTY_ARCHIVE)
    listed = some([f"`{member.name[:80]}` ({kind_of_file(member.name)})" for member in members])
    return replace(row, notes=(f"In it: {listed}.",)) if listed else row


def _one_for_each_exercise(rows: list[Submission]) -> list[Submission]:
    """Return one row for each exercise, with notes on what is not graded; without gradable work, one row with the first problem.

    Of several pieces of work for one exercise the submission file with the highest number counts, else the notebook with the
    exercise's own name, else the first one: near the top of the archive, then by name.
    """
    sound = [row for row in rows if row.problem is None]
    if not sound:
        return [_with_note(rows[0], "Also in the archive, and not graded", rows[1:])]
    by_exercise: dict[str, list[Submission]] = {}
    for row in sound:
        by_exercise.setdefault(row.exercise, []).append(row)
    chosen = [_chosen(each) for each in by_exercise.values()]
    broken = [row for row in rows if row.problem is not None] + chosen[MAX_EXERCISES:]
    first = _with_note(chosen[0], "Also in the archive, and not graded", broken)
    return [first, *chosen[1:MAX_EXERCISES]]


def _chosen(rows: list[Submission]) -> Submission:
    """Return the work of one exercise that counts, with a note on the rest."""
    own_name = f"{rows[0].exercise}.ipynb"
    first = next((row for row in rows if row.is_packed), None)
    named = next((row for row in rows if PurePosixPath(row.source_name).name == own_name), None)
    counted = first or named or rows[0]
    others = [row for row in rows if row is not counted and not _is_same(row, counted)]
    reason = (
        "the submission file"
        if first
        else "the notebook with the exercise's name"
        if named
        else "the first by name"
    )
    return _with_note(
        counted,
        f"Several files in the archive are for this exercise. {reason.capitalize()} counts; not graded",
        others,
    )


def _is_same(row: Submission, other: Submission) -> bool:
    cells = [each.code.cells if each.code else None for each in (row, other)]
    return cells[0] == cells[1] and row.files == other.files


def _with_note(row: Submission, start: str, others: list[Submission]) -> Submission:
    if not others:
        return row
    reasons = [
        f"`{printable(PurePosixPath(each.source_name).name)[:80]}`"
        + (f" ({each.problem.sentence.rstrip('.')})" if each.problem else "")
        for each in others
    ]
    return replace(row, notes=(*row.notes, f"{start}: {some(reasons)}."))
