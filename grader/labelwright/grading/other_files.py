"""Say what else a learner handed in that is not graded, and why a file could not be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.grading.file_kinds import hidden, is_hidden, kind_of_file, not_a_notebook, some
from labelwright.grading.members import Member
from labelwright.grading.submissions import Submission, refused


def with_others(submission: Submission, others: list[Member]) -> Submission:
    """Return the submission with a note on what else its learner handed in."""
    listed = some([f"`{PurePosixPath(member.name).name[:80]}` ({_kind(member)})" for member in others])
    return replace(submission, notes=(*submission.notes, f"Also handed in, and not graded: {listed}."))


def _kind(member: Member) -> str:
    if is_hidden(member.name):
        return "hidden"
    return "a symbolic link" if member.refusal else kind_of_file(member.name, _head(member))


def _head(member: Member) -> bytes | None:
    try:
        return member.head()
    except Exception:
        return None


def outcome_of_other(member: Member) -> Outcome:
    """Return the outcome of a file that is not work."""
    if member.refusal:
        return refused(member.refusal)
    if is_hidden(member.name):
        return hidden()
    return not_a_notebook(kind_of_file(member.name, _head(member)))


def unreadable(error: Exception, is_folder: bool) -> Outcome:
    """Return the outcome of a file that cannot be read from disk or unpacked."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    verb, advice = (
        ("read", "Check who may read the file.") if is_folder else ("unpacked", "Ask for the file again.")
    )
    return Outcome(kind=OutcomeKind.UNREADABLE, sentence=f"It cannot be {verb}: {reason}.", advice=advice)


def closed_folder(reason: str) -> Outcome:
    """Return the outcome of a folder that cannot be opened."""
    advice = "Check who may open the folder, and grade again: what is in it is not known."
    return Outcome(kind=OutcomeKind.UNREADABLE, sentence=reason, advice=advice)


def broken_archive(error: Exception) -> Outcome:
    """Return the outcome of an archive that cannot be opened."""
    # Damaged bytes make the decompressors raise many kinds of errors.
    sentence = f"The archive is damaged or locked: {error}."
    advice = "Download it again, or pack it again without a password."
    return Outcome(kind=OutcomeKind.UNREADABLE, sentence=sentence, advice=advice)
