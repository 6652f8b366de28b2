"""Join a notebook and the submission file of it that one learner handed in next to each other: they are one hand-in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from labelwright.gradebook.writes import learner_key
from labelwright.grading.archives import owner_in
from labelwright.grading.members import Member
from labelwright.grading.submissions import Submission

Read = tuple[Member, list[Submission]]


def one_hand_in(found: list[Read]) -> list[tuple[Member, Submission]]:
    """Return all submissions, without notebooks that are in one folder with the same learner's submission file of the exercise.

    The submission file counts: the learner packed it to be handed in, and no date of a file is to be trusted. If there are
    several, all of them stay, and the last one by its number gets the note on the notebook.
    """
    rows = [(member, submission) for member, read in found for submission in read]
    singles = {member.name for member, read in found if len(read) == 1}
    packed: dict[tuple[str, str, str, str], int] = {}
    for place, (member, submission) in enumerate(rows):
        if submission.is_packed:
            packed[_key(member, submission)] = place
            if owner_in(member.name):
                packed[_key(member, submission, anybody=True)] = place
    gone = set()
    for place, (member, submission) in enumerate(rows):
        if submission.is_packed or submission.code is None or not submission.exercise:
            continue
        # Of a file that an LMS names, a notebook without an id is the same person's.
        anybody = submission.made_up and bool(owner_in(member.name))
        with_file = packed.get(_key(member, submission, anybody))
        if with_file is not None and member.name in singles:
            gone.add(place)
            file, counted = rows[with_file]
            rows[with_file] = (
                file,
                replace(counted, notes=(*counted.notes, _note(counted, member, submission))),
            )
    return [row for place, row in enumerate(rows) if place not in gone]


def _key(member: Member, submission: Submission, anybody: bool = False) -> tuple[str, str, str, str]:
    learner = "" if anybody else learner_key(submission.learner)
    return member.folder, owner_in(member.name), learner, submission.exercise


def _note(counted: Submission, member: Member, notebook: Submission) -> str:
    name = f"`{PurePosixPath(member.name).name}`"
    same_code = (
        counted.code is not None and notebook.code is not None and counted.code.cells == notebook.code.cells
    )
    if same_code and counted.files == notebook.files:
        return f"{name} was handed in with it and has the same content: they are one hand-in."
    return (
        f"{name} was handed in with it and has other content. This submission file was graded, and the notebook was not: the file "
        "was packed to be handed in. For the notebook to count, run `labelwright submit` again and hand in the new file."
    )
