"""Collect who is said to have handed in a submission: by an LMS's names and lists, by the work, by the name of its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.gradebook.identity import Claims, fold
from labelwright.grading.archives import printable
from labelwright.grading.stamps import Download, mark_in
from labelwright.notebook.workspace import GUEST

GIVEN_OUT = frozenset({1})
"""The forms of an exercise that learners get."""


def claims_in(name: str, download: Download) -> Claims | None:
    """Return the person that an LMS wrote into a path; None if it wrote nobody, or if a learner may have written it."""
    mark = mark_in(name)
    if mark is None or mark.lms != download.people:
        return None
    parts = PurePosixPath(name.replace("\\", "/")).parts
    source = "the name of the file" if mark.depth == len(parts) - 1 else "the name of the folder"
    who = printable(mark.who)
    if who.startswith("anon_"):
        # The number names nobody, but two numbers are two people.
        return Claims("Canvas, without names,", lms_id=who, source=source)
    if mark.lms == "Blackboard":
        return Claims(mark.lms, lms_id=who, source=source)
    if mark.lms == "Moodle" and who == "Participant":
        return Claims(mark.lms, lms_id=mark.number, source=source)
    return Claims(mark.lms, mark.number, "", who, source)


def is_list_of_people(name: str, download: Download) -> bool:
    """Return whether an LMS itself wrote this file, about the people of the download: D2L's index.html."""
    is_page = PurePosixPath(name).name.lower() in ("index.html", "index.htm")
    return is_page and download.people == "D2L" and mark_in(name) is None


def said_by(said: Claims | None, claims: Claims) -> Claims:
    """Return the claims with an LMS's word added; without one they stay as they are."""
    if said is None:
        return claims
    return replace(
        claims,
        lms=said.lms,
        lms_id=said.lms_id,
        lms_email=said.lms_email,
        lms_name=said.lms_name,
        source=said.source,
    )


def file_id(name: str, learner: str) -> str:
    """Return the id that the name of a file gives: `learner`, with the number of the LMS, as two people may have one name."""
    mark = mark_in(name)
    return (
        f"{learner} ({mark.number})" if mark and mark.number and printable(mark.who) == learner else learner
    )


def stated_by_work(learner: str) -> str:
    """Return the id that the work states; a guest states nobody."""
    stated = printable(learner)
    return "" if fold(stated) == GUEST else stated


def folders_of(name: str) -> tuple[str, ...]:
    """Return the two outermost folders of a path below the folder that the instructor named."""
    return PurePosixPath(name.replace("\\", "/")).parts[:-1][:2]


def unknown_form(form: int) -> Outcome:
    """Return the outcome of work for a form of the exercise that no learner got."""
    return Outcome(
        kind=OutcomeKind.REFUSED,
        sentence=f"The submission file says form {form} of the exercise, and no learner got that form.",
        advice="Run `labelwright submit` again and hand in the new file without changes.",
    )
