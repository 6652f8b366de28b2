"""Say in sentences what counts for a learner and an exercise; `show`, the exports and the feedback pages all take it from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from labelwright.checks.verdicts import CheckResult, OutcomeKind, Verdict
from labelwright.feedback import words
from labelwright.gradebook.policy import PROVISIONAL, Grade, Policy, Standing

_CHOSEN = {
    Policy.BEST: "the best one",
    Policy.LATEST: "the latest one",
    Policy.FIRST: "the first one",
}
_HAND_IN_AGAIN = "Then hand it in again."


@dataclass(frozen=True)
class Statement:
    """What counts for one learner and exercise, in sentences and numbers.

    `points` are as exports have them, such as "80.25"; empty without a grade, which is not a zero. `time` is when
    the work was handed in, in the zone of this computer, and `time_from` is how that is known. `facts` are sentences: which
    submission counts, when it came, the deadline, lateness and why the grade is missing. `next_step` says what to do.
    """

    standing: Standing
    points: str
    max_points: str
    passed: bool
    time: str
    time_from: str
    facts: tuple[str, ...]
    next_step: str

    @property
    def out_of(self) -> str:
        """The points with their maximum, such as "80.25 of 100"; empty without a grade."""
        return f"{self.points} of {self.max_points}" if self.points else ""

    @property
    def state(self) -> str:
        """Whether it is passed, or why the grade is missing, in a few words."""
        if self.standing is Standing.GRADED:
            return "passed" if self.passed else "not passed yet"
        return "not handed in" if self.standing is Standing.ABSENT else self.standing.value

    @property
    def headline(self) -> str:
        """The grade that counts, in one sentence."""
        if self.standing is Standing.GRADED:
            return f"{self.out_of} points count, {self.state}."
        if self.standing is Standing.EXCUSED:
            return "Excused: no points are needed."
        if self.standing is Standing.PARTLY_MARKED:
            decided = "passed already" if self.passed else "not decided yet"
            return f"Partly marked, {decided}: a person marks the rest."
        return f"{self.state.capitalize()}: no points, which is not the same as 0 points."


def number(value: float) -> str:
    """Return points with at most two decimals, as Canvas stores them."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def time_from(grade: Grade) -> str:
    """Return what said when the work was handed in; `unknown`, with a reason if there is one, where nothing did."""
    if grade.report is None:
        return ""
    if grade.handed_in.when is not None:
        return grade.handed_in.source
    return f"unknown: {grade.handed_in.source}" if grade.handed_in.source else "unknown"


def local_time(moment: datetime) -> str:
    """Return a time in the zone of this computer, to the minute, with that zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M %z}"


def statement_of(grade: Grade) -> Statement:
    """Return what counts for the grade's learner and exercise."""
    when = grade.handed_in.when if grade.report else None
    return Statement(
        standing=grade.standing,
        points=number(grade.score) if grade.standing is Standing.GRADED else "",
        max_points=number(grade.max_score),
        passed=grade.passed,
        time=local_time(when) if when else "",
        time_from=time_from(grade),
        facts=tuple(_facts(grade)),
        next_step=_next_step(grade),
    )


def _facts(grade: Grade) -> Iterator[str]:
    if grade.why_no_points:
        yield grade.why_no_points
    if grade.report is not None:
        chosen = f", {_CHOSEN[grade.policy]}" if grade.count > 1 else ""
        yield f"Submission {grade.place} of {grade.count} counts{chosen}."
        yield _when(grade)
    if grade.deadline and grade.deadline.due:
        yield f"Due {local_time(grade.deadline.due)}."
    yield from grade.late_remarks
    if grade.is_provisional:
        yield PROVISIONAL
    for mark in grade.marks.values():
        yield f"{mark.sentence} ({mark.who}, {mark.when:%Y-%m-%d})"
    if grade.marks and grade.report and grade.standing is Standing.GRADED:
        yield f"The checks gave {number(grade.earned)} points."


def _when(grade: Grade) -> str:
    said = f" ({grade.handed_in.source})" if grade.handed_in.source else ""
    if grade.handed_in.when is None:
        return f"When it was handed in is not known{said}."
    return f"Handed in {local_time(grade.handed_in.when)}{said}."


def _next_step(grade: Grade) -> str:
    if grade.standing is Standing.EXCUSED:
        return "Nothing: you need not do this exercise."
    if grade.standing is Standing.ABSENT:
        return "Do the exercise and hand it in."
    if grade.standing is Standing.NOT_ATTEMPTED:
        return f"Answer the first task of the notebook. {_HAND_IN_AGAIN}"
    if grade.standing is Standing.NOT_GRADED and grade.report:
        return grade.report.outcome.advice or "Ask your instructor."
    if grade.standing is Standing.PARTLY_MARKED and not _advice(grade):
        return "Nothing until a person has marked the rest."
    return _after_a_grade(grade)


def _after_a_grade(grade: Grade) -> str:
    advice = _advice(grade)
    if "" in grade.marks or not advice:
        return "Nothing: it is passed." if grade.passed else "Read what your instructor wrote."
    if grade.passed:
        return f"Nothing has to be done. To get more points: {advice}"
    return f"{advice} {_HAND_IN_AGAIN}"


def _advice(grade: Grade) -> str:
    """Return what to change first; empty if every cell ran and every check passed."""
    outcome = grade.report.outcome if grade.report else None
    if outcome and outcome.kind is not OutcomeKind.FINISHED and outcome.advice:
        return outcome.advice
    result = _first_to_fix(grade)
    parts = dict(words.parts(result)) if result else {}
    said = parts.get("Try") or parts.get("Found", "")
    return f"Look at “{result.sentence}” {said}".strip() if result else ""


def _first_to_fix(grade: Grade) -> CheckResult | None:
    """Return the check to look at first: what a pass needs, then what failed, then anything else that did not pass."""
    left = (
        [result for result in grade.report.checks if result.verdict is not Verdict.PASSED]
        if grade.report
        else []
    )
    order = (Verdict.FAILED, Verdict.NOT_ATTEMPTED, Verdict.NOT_RUN)
    return min(left, key=lambda each: (not each.must, order.index(each.verdict)), default=None)
