"""Which submission counts, and the grade after late penalties and manual marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from labelwright.checks.verdicts import RAN, OutcomeKind, Report, Verdict
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.queries import Graded

LATE_WITHOUT_TIME = "The work is marked as late, but not by how much. No points are taken off for it."
_PARTIAL = "The cells that ran have {0:g} points, which count only if you give them as a mark."
PROVISIONAL = "Provisional: it is not decided yet whose work this is."
_NEVER = datetime.max.replace(tzinfo=UTC)


class Standing(StrEnum):
    """What there is for a learner and an exercise; only `graded` has points that count."""

    GRADED = "graded"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOT_ATTEMPTED = "not attempted"
    NOT_GRADED = "not graded"
    PARTLY_MARKED = "partly marked"


class Policy(StrEnum):
    """Which of a learner's submissions for an exercise counts."""

    BEST = "best"
    LATEST = "latest"
    FIRST = "first"


@dataclass(frozen=True)
class Grade:
    """A learner's grade for an exercise: the submission that counts, and how its score is calculated.

    `earned` are the points from the checks, `score` the points after late penalties and manual marks; both are 0 or
    more, out of `max_score`. `report` is None if nothing was handed in. It is the submission number `place` (from 1) of
    `count`, chosen by `policy`.
    """

    learner: str
    exercise: str
    title: str = ""
    max_score: float = 0.0
    report: Report | None = None
    handed_in: HandedIn = UNKNOWN
    deadline: Deadline | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    is_provisional: bool = False
    """Whether nobody has decided yet whose the work that counts is."""
    is_undecided: bool = False
    """Whether there is work that does not count here, because nobody has decided yet whose it is."""
    policy: Policy = Policy.BEST
    place: int = 0
    count: int = 0

    @property
    def earned(self) -> float:
        """The points from the checks; 0 if nothing was handed in."""
        return self.report.score if self.report else 0.0

    @property
    def days_late(self) -> int:
        """How many days after the deadline had started when the work came; 0 where its time is not known."""
        when = self.handed_in.when
        return self.deadline.days_late(when) if self.deadline and when else 0

    @property
    def is_late(self) -> bool:
        """Whether the work came after its deadline, or an LMS marks it as late and nobody knows its time."""
        return self.days_late > 0 or self.handed_in.is_late_without_time

    @property
    def remaining_percent(self) -> float:
        """The percentage of earned points that the late rule leaves, from 0 to 100."""
        return _remaining_percent(self.handed_in, self.deadline)

    @property
    def before_lateness(self) -> float:
        """The points before late penalties: a mark for the whole exercise, or else its tasks' marks and checks."""
        if "" in self.marks:
            return self.marks[""].points or 0.0
        checked = _by_task(self.report)
        changed = sum((mark.points or 0.0) - checked.get(task, 0.0) for task, mark in self.marks.items())
        return max(0.0, self.earned + changed)

    @property
    def score(self) -> float:
        """The points that count; lateness does not reduce a mark for the whole exercise."""
        percent = 100.0 if "" in self.marks else self.remaining_percent
        return round(self.before_lateness * percent / 100.0, 6)

    @property
    def waiting_points(self) -> float:
        """The points that wait for a person: of each answered task that a person marks, as long as it has no mark."""
        if self.report is None or "" in self.marks:
            return 0.0
        tasks = [task for task in self.report.person_tasks if task.answered and task.id not in self.marks]
        return sum(task.points for task in tasks)

    @property
    def passed(self) -> bool:
        """Whether the exercise is passed: a mark decides, or else the checks. Lateness costs points, never a pass.

        Excused work and work that ran out of time are not passed, unless a mark says so. Where a person marks a task, the
        points of the checks and of that person together decide.
        """
        if self.standing is Standing.EXCUSED:
            return False
        stated = [mark.passed for mark in self.marks.values() if mark.passed is not None]
        if stated or not self.report:
            return bool(stated) and stated[-1]
        return has_grade(self.report) and (self.report.passed or self._passed_with_marks(self.report))

    def _passed_with_marks(self, report: Report) -> bool:
        marked_by_person = any(task.id in self.marks for task in report.person_tasks)
        percent = report.facts.pass_percent
        if not marked_by_person or percent is None:
            return False
        musts = all(result.verdict is Verdict.PASSED for result in report.checks if result.must)
        return musts and self.before_lateness >= report.max_score * percent / 100 - 1e-9

    @property
    def standing(self) -> Standing:
        """Whether the points are a grade, or why there are none."""
        if "" in self.marks and self.marks[""].excused:
            return Standing.EXCUSED
        if self.report is None and not self.marks and self.is_undecided:
            return Standing.NOT_GRADED
        standing = Standing.GRADED if self.marks else standing_of(self.report)
        # What a person has not marked yet has no points, and that is not the same as 0.
        return Standing.PARTLY_MARKED if standing is Standing.GRADED and self.waiting_points else standing

    @property
    def why_no_points(self) -> str:
        """Why the work has no grade, as a sentence; empty if it has one, or if nothing was handed in."""
        if self.standing is Standing.NOT_ATTEMPTED:
            return "Not attempted: nothing in the notebook was answered."
        if self.standing is Standing.NOT_GRADED and self.report:
            if self.report.outcome.kind is OutcomeKind.TIMED_OUT:
                return f"Not graded: {self.report.outcome.sentence} {_PARTIAL.format(self.report.score)}"
            file = "" if self.report.exercise == self.exercise else f"{self.report.source_name}: "
            return f"Not graded: {file}{self.report.outcome.sentence}"
        if self.standing is Standing.NOT_GRADED:
            return "Not graded: it is not decided yet whose work this is."
        if self.standing is Standing.PARTLY_MARKED:
            waiting = self.waiting_points
            return (
                f"{self.before_lateness:g} of {self.max_score - waiting:g} points marked so far; {waiting:g} points wait "
                "for a person."
            )
        return ""

    @property
    def present(self) -> bool:
        """Whether there is a submission or a mark."""
        return self.report is not None or bool(self.marks)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Why the score differs from the checks' points, as sentences for the learner."""
        own = (*(mark.sentence for mark in self.marks.values()), *self.late_remarks)
        return (*own, PROVISIONAL) if self.is_provisional else own

    @property
    def late_remarks(self) -> tuple[str, ...]:
        """What lateness costs, as sentences for the learner; nothing if it costs nothing."""
        if not self.is_late or "" in self.marks:
            return ()
        if not self.days_late:
            return (LATE_WITHOUT_TIME,)
        when, deadline = self.handed_in.when, self.deadline
        if deadline and deadline.last and when and deadline.is_too_late(when):
            last = f"{deadline.last.astimezone():%Y-%m-%d %H:%M %z}"
            return (f"Handed in after the last date, {last}: no points count.",)
        days = f"{self.days_late} started day{'s' if self.days_late > 1 else ''} late"
        return (f"Handed in {days}: {self.remaining_percent:g} % of the points count.",)


def has_grade(report: Report) -> bool:
    """Return whether the points of a report are a grade: the work ran, and it was not stopped for lack of time.

    What a run out of time has is a part of the work. How large that part is depends on the computer, so a person decides.
    """
    return report.outcome.kind in RAN and report.outcome.kind is not OutcomeKind.TIMED_OUT


def standing_of(report: Report | None) -> Standing:
    """Return what a report says: a starter that nobody touched is not attempted, and work that never ran has no grade."""
    if report is None:
        return Standing.ABSENT
    if not has_grade(report):
        return Standing.NOT_GRADED
    verdicts = {result.verdict for result in report.checks}
    is_untouched = verdicts <= {Verdict.NOT_ATTEMPTED, Verdict.NOT_RUN} and (
        Verdict.NOT_ATTEMPTED in verdicts if verdicts else bool(report.person_tasks)
    )
    is_untouched = is_untouched and not any(task.answered for task in report.person_tasks)
    is_whole = report.outcome.kind is OutcomeKind.FINISHED
    return Standing.NOT_ATTEMPTED if is_whole and is_untouched else Standing.GRADED


def choose(graded: Sequence[Graded], policy: Policy, deadline: Deadline | None) -> Graded | None:
    """Return the submission that counts among those of one learner and exercise; None if there is none.

    Prefer submissions that have a grade, and then those that ran, even if they are older. BEST prefers passed, then more points after late penalties, then
    the latest. If the time of one is not known, the order in which the gradebook got them counts.
    """
    complete = [submission for submission in graded if has_grade(submission.report)]
    ran = complete or [each for each in graded if each.report.outcome.kind in RAN] or list(graded)
    if len(ran) < 2:
        return ran[0] if ran else None
    if policy is Policy.BEST:
        return max(enumerate(ran), key=lambda pair: (*_worth(pair[1], deadline), pair[0]))[1]
    return in_order(ran)[-1 if policy is Policy.LATEST else 0]


def in_order(graded: Sequence[Graded]) -> list[Graded]:
    """Return submissions in the order they were handed in; if one time is not known, as the gradebook got them."""
    if any(submission.handed_in.when is None for submission in graded):
        return list(graded)
    # sorted() keeps the order in which the gradebook got work of the same time.
    return sorted(graded, key=lambda submission: submission.handed_in.when or _NEVER)


def _worth(graded: Graded, deadline: Deadline | None) -> tuple[bool, float]:
    return graded.report.passed, graded.report.score * _remaining_percent(graded.handed_in, deadline)


def _remaining_percent(handed_in: HandedIn, deadline: Deadline | None) -> float:
    return deadline.remaining_percent(handed_in.when) if deadline and handed_in.when else 100.0


def _by_task(report: Report | None) -> dict[str, float]:
    points: dict[str, float] = defaultdict(float)
    for result in report.checks if report else ():
        points[result.task] += result.points
    return points
