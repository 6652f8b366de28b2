"""Say in words how a run ended, with the cell shown."""

from __future__ import annotations

from collections.abc import Sequence

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.grading.sandbox.execution import CellEnd

MAX_SOURCE = 4_000
_GRAVITY = (OutcomeKind.CRASHED, OutcomeKind.TIMED_OUT, OutcomeKind.OUT_OF_MEMORY, OutcomeKind.RAISED)
_ADVICE = {
    OutcomeKind.RAISED: "Restart the kernel, run all cells from the top, and mend the first one that fails. "
    "What the other cells made was checked.",
    OutcomeKind.TIMED_OUT: "Look for a loop that does not end, or try the cell on fewer rows. "
    "What the other cells made was checked.",
    OutcomeKind.OUT_OF_MEMORY: "Keep fewer copies of the data, or work on one part at a time. "
    "What the other cells made was checked.",
    OutcomeKind.CRASHED: "Take out what ends Python itself (exit, quit, os._exit, a crashing library). "
    "What the other cells made was checked.",
}


def outcome_of(ends: Sequence[CellEnd], cells: Sequence[str]) -> Outcome:
    """The gravest end of the run as an outcome; FINISHED where every cell ran to its end."""
    if not ends:
        return Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran to its end.")
    end = min(ends, key=lambda end: (_GRAVITY.index(OutcomeKind(end.how)), end.cell))
    kind = OutcomeKind(end.how)
    others = len({other.cell for other in ends}) - 1
    more = f" {others} other cell{'s' if others > 1 else ''} failed as well." if others else ""
    return Outcome(
        kind=kind,
        sentence=_sentence(kind, end) + more,
        advice=_ADVICE[kind],
        cell=end.cell or None,
        source=cells[end.cell - 1][:MAX_SOURCE] if end.cell else "",
    )


def wrong_version(found: int, wanted: int) -> Outcome:
    """The outcome of work done for another version of the exercise."""
    return Outcome(
        kind=OutcomeKind.WRONG_VERSION,
        sentence=f"The work is for version {found} of the exercise; this course has version {wanted}.",
        advice="Copy your answers into a fresh notebook (rename the old one, then `labelwright start`), "
        "or have the instructor grade with --any-version.",
    )


def _sentence(kind: OutcomeKind, end: CellEnd) -> str:
    cell = f"Code cell {end.cell}" if end.cell else "The notebook"
    if kind is OutcomeKind.RAISED:
        return f"{cell} raised `{end.text}`."
    if kind is OutcomeKind.TIMED_OUT:
        return f"{cell} ran past {end.text} and was stopped."
    if kind is OutcomeKind.OUT_OF_MEMORY:
        return f"{cell} used more memory than the exercise allows."
    return f"{cell} ended the whole process ({end.text})."
