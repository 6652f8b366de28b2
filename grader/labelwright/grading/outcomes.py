"""Turn the way a run ended into an outcome: a sentence, advice, and the cell to show."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from labelwright import settings
from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.course.handed_out import EVERYONE, HandedSample
from labelwright.exchange.inspect import makes_name
from labelwright.grading.sandbox.execution import CellFailure

MAX_SOURCE = 4_000
_GRAVITY = (OutcomeKind.CRASHED, OutcomeKind.TIMED_OUT, OutcomeKind.OUT_OF_MEMORY, OutcomeKind.RAISED)
_NO_MODULE = re.compile(r"ModuleNotFoundError: No module named '(?P<name>[^']{1,80})'")
_ADVICE = {
    OutcomeKind.RAISED: "Restart the kernel, run all cells from the top, and fix the first one that fails. "
    "The other cells were still checked.",
    OutcomeKind.TIMED_OUT: "Look for a loop that does not end, or try the cell on fewer rows. "
    "The other cells were still checked.",
    OutcomeKind.OUT_OF_MEMORY: "Keep fewer copies of the data, or work on one part at a time. "
    "The other cells were still checked.",
    OutcomeKind.CRASHED: "Remove the code that ends Python itself (exit, quit, os._exit, a crashing library). "
    "The other cells were still checked.",
}


def outcome_of(failures: Sequence[CellFailure], cells: Sequence[str], python: str = "") -> Outcome:
    """Return the most serious failure of a run as an outcome; FINISHED if every cell ran to its end.

    `python` is the version that the notebook was written with, where it says one.
    """
    if not failures:
        return Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran to its end.")
    worst = min(failures, key=lambda failure: (_GRAVITY.index(OutcomeKind(failure.kind)), failure.cell))
    kind = OutcomeKind(worst.kind)
    others = len({failure.cell for failure in failures}) - 1
    more = f" {others} other cell{'s' if others > 1 else ''} failed as well." if others else ""
    return Outcome(
        kind=kind,
        sentence=_sentence(kind, worst) + _newer_python(worst, python) + more,
        advice=_missing_module(worst) or _ADVICE[kind],
        cell=worst.cell or None,
        source=cells[worst.cell - 1][:MAX_SOURCE] if worst.cell else "",
    )


def wrong_version(found: int, wanted: int) -> Outcome:
    """Return the outcome of work done for another version of the exercise."""
    return Outcome(
        kind=OutcomeKind.WRONG_VERSION,
        sentence=f"The work is for version {found} of the exercise; this course has version {wanted}.",
        advice="Copy your answers into a new notebook (rename the old one, then `labelwright start`), "
        "or ask the instructor to grade with --any-version.",
    )


def other_sample(found: HandedSample, learner: str) -> Outcome:
    """Return the outcome of work that was made with another handed-out sample than the one the grader draws."""
    whose = "everyone" if found.learner == EVERYONE else repr(found.learner[:80])
    if found.learner in (learner, EVERYONE):
        sentence = (
            f"The work was made with a sample that was handed out to {whose}, but the course now draws other rows: "
            f"its exercise, its data or {settings.SALT.name} has changed since, or the sample's digest was changed."
        )
        advice = "Hand out the folder again. The learner runs the notebook on the new rows, and hands in a new file."
    else:
        sentence = (
            f"The work was made with the sample that was handed out to {whose}, but it is the work of {learner!r}, "
            "who has other rows."
        )
        advice = "Ask whose work it is. Each learner works in the folder that was handed out to them."
    return Outcome(kind=OutcomeKind.REFUSED, sentence=sentence, advice=advice)


def _missing_module(failure: CellFailure) -> str:
    """Return what to do if a cell imports what is not here; restarting does not help where the learner's own folder has it."""
    missing = _NO_MODULE.match(failure.detail)
    if failure.kind != OutcomeKind.RAISED or not missing:
        return ""
    return (
        f"The grader has no module `{missing['name']}`. If it is a file of yours, put its code into a cell: only the notebook and "
        "the files that the exercise asks for are handed in. If it is a package, do without it. "
        "The other cells were still checked."
    )


def unknown_sample() -> Outcome:
    """Return the outcome of work that bears no mark of a sample, in a course whose samples only the instructor can draw."""
    return Outcome(
        kind=OutcomeKind.REFUSED,
        sentence="This course has a secret salt, so its samples are only in the folders that were handed out. The work bears no "
        "mark of such a sample, and the learner's own computer draws other rows.",
        advice="Hand out with `labelwright author handout FOLDER --no-checks`. The learner works in that folder and hands in the "
        "file that `ex.submit()` makes there.",
    )


def _newer_python(failure: CellFailure, python: str) -> str:
    """Return a sentence if a newer Python than the grader's may be why a cell cannot be read; else nothing."""
    ours = sys.version_info[:2]
    parts = tuple(int(part) for part in python.split(".")) if python else ours
    if parts <= ours or not failure.detail.startswith("SyntaxError"):
        return ""
    return (
        f" The notebook was written with Python {python}, and the grader runs Python {ours[0]}.{ours[1]}, which does not "
        "know all of its syntax."
    )


def _sentence(kind: OutcomeKind, failure: CellFailure) -> str:
    cell = f"Code cell {failure.cell}" if failure.cell else "The notebook"
    if kind is OutcomeKind.RAISED:
        return f"{cell} raised `{failure.detail}`."
    if kind is OutcomeKind.TIMED_OUT:
        return f"{cell} ran longer than {failure.detail} and was stopped."
    if kind is OutcomeKind.OUT_OF_MEMORY:
        return f"{cell} used more memory than the exercise allows."
    return f"{cell} ended the whole process ({failure.detail})."


def cause_of_absence(failures: Sequence[CellFailure], cells: Sequence[str], name: str) -> str:
    """Return why `name` does not exist, where a cell that gives it a value failed; empty if no such cell is found."""
    for failure in failures:
        if failure.cell and makes_name(cells[failure.cell - 1], name):
            return _sentence(OutcomeKind(failure.kind), failure)
    return ""
