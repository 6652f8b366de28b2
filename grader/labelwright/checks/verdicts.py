"""What a check may say, its result as data, and the report of one submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


@dataclass(frozen=True, slots=True)
class Passed:
    """What a passing check may add: the measured value, the expected range, a note, measures and matrices to show, and items.

    `items` have what the key accepts; only the instructor sees them.
    """

    measured: float | str | None = None
    expected: str = ""
    note: str = ""
    measures: tuple[Measure, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    items: tuple[ItemAnswer, ...] = ()


class Failed(Exception):
    """The work was read and is not right; every part is text for the learner.

    `found` says what was found, with whole values and ids; `misconception` says which known mistake it matches;
    `why` says why it matters to a data trainer; `advice` gives one thing to try. `credit` (0 to below 1) is the share of
    the check's points that the work still earns. `measured` and `expected` are shown side by side. `items` have what the key
    accepts; only the instructor sees them.
    """

    def __init__(
        self,
        found: str,
        *,
        misconception: str = "",
        why: str = "",
        advice: str = "",
        credit: float = 0.0,
        measured: float | str | None = None,
        expected: str = "",
        measures: tuple[Measure, ...] = (),
        matrices: tuple[Matrix, ...] = (),
        items: tuple[ItemAnswer, ...] = (),
    ) -> None:
        super().__init__(found)
        if not 0.0 <= credit < 1.0:
            raise ValueError(f"credit must be at least 0 and below 1, not {credit}; full credit is a pass")
        self.found = found
        self.misconception = misconception
        self.why = why
        self.advice = advice
        self.credit = credit
        self.measured = measured
        self.expected = expected
        self.measures = measures
        self.matrices = matrices
        self.items = items


class NotAttempted(Exception):
    """The answer is missing or is still the starter's `...`; the text says what to write."""


class Verdict(StrEnum):
    """The four ways a check can end; a check that did not run never passes."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not_attempted"
    NOT_RUN = "not_run"


class OutcomeKind(StrEnum):
    """How the run of the whole work ended, or why it did not run."""

    FINISHED = "finished"
    RAISED = "raised"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    UNKNOWN_EXERCISE = "unknown_exercise"
    WRONG_VERSION = "wrong_version"
    REFUSED = "refused"
    NOT_GRADED = "not_graded"


RAN = frozenset(
    {
        OutcomeKind.FINISHED,
        OutcomeKind.RAISED,
        OutcomeKind.TIMED_OUT,
        OutcomeKind.OUT_OF_MEMORY,
        OutcomeKind.CRASHED,
    }
)
"""Outcomes after which the checks were run; a report with another outcome has no check results."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    @model_validator(mode="before")
    @classmethod
    def _can_be_stored(cls, stated: Any) -> Any:
        # A learner's text may hold lone surrogates, which no file and no database takes.
        return (
            {name: _writable(value) for name, value in stated.items()} if isinstance(stated, dict) else stated
        )


def _writable(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MAX_TEXT:
        # A check may quote a whole answer, which can make a report too large to open.
        value = f"{value[:MAX_TEXT]} ... ({len(value) - MAX_TEXT:,} more characters)"
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return tuple(map(_writable, value)) if isinstance(value, tuple) else value


MAX_TEXT = 20_000
"""Longest text of a report, in characters; a longer text is cut, and its end says by how much."""


class Outcome(_Record):
    """How a run ended: `sentence` says what happened, `advice` what to do."""

    kind: OutcomeKind
    sentence: str
    advice: str = ""
    cell: int | None = Field(default=None, description="1-based index among the code cells")
    source: str = Field(default="", description="the source of that cell")


class Measure(_Record):
    """One measured quantity that a portfolio may show, with everything that a reader needs to judge it.

    `low` and `high` are the ends of a 95 % interval, `method` says which; `n` counts `n_unit`.
    `reference` says what the work was compared with, `ceiling` how well people do.
    """

    id: str
    name: str
    value: float
    unit: str = ""
    n: int | None = None
    n_unit: str = "items"
    low: float | None = None
    high: float | None = None
    method: str = ""
    reference: str = ""
    ceiling: float | None = None
    ceiling_note: str = ""


class Matrix(_Record):
    """How often each label was given for each reference label: counts only, which a portfolio may show.

    `counts[i][j]` items have `labels[i]` from the source named in `rows` and `labels[j]` from the one in `columns`.
    """

    id: str
    name: str
    labels: tuple[str, ...] = Field(min_length=2, max_length=12)
    counts: tuple[tuple[int, ...], ...]
    rows: str
    columns: str
    n_unit: str = "items"

    @model_validator(mode="after")
    def _is_square(self) -> Matrix:
        if {len(self.labels)} != {len(self.counts), *map(len, self.counts)}:
            raise ValueError("a matrix has one row and one column for each label")
        return self


class ItemAnswer(_Record):
    """One item of labelling work: what the learner gave, how long it took, and what the key accepts, as far as it is known.

    `given` is the label of a single choice or the winner of a pair; empty for other kinds of value and for a skipped item.
    `seconds` is the time at work on the item. `credit` is what the answer earned, 0 to 1; None if no check compared it with a
    key. It is for the instructor's desk; no page of a learner and no credential shows it, because it holds the key.
    """

    item: str
    source: str = Field(default="", description="the answer file or variable")
    given: str = ""
    skipped: bool = False
    seconds: float | None = None
    accepted: tuple[str, ...] = ()
    credit: float | None = None


class CheckResult(_Record):
    """One check's verdict with its points and the four parts of its message."""

    id: str
    task: str
    sentence: str = Field(description="what the check asks, as the learner reads it")
    verdict: Verdict
    points: float = 0.0
    max_points: float = 0.0
    must: bool = False
    measured: float | str | None = None
    expected: str = ""
    found: str = ""
    misconception: str = ""
    why: str = ""
    advice: str = ""
    measures: tuple[Measure, ...] = ()
    matrices: tuple[Matrix, ...] = ()

    @property
    def message(self) -> str:
        """Return the four parts as one paragraph: what was found, the misconception, why, what to try."""
        return " ".join(part for part in (self.found, self.misconception, self.why, self.advice) if part)


class RubricLevel(_Record):
    """What work is like that gets so many points of a criterion."""

    points: float
    text: str


class RubricCriterion(_Record):
    """One line of a rubric, as a marker and the learner read it; `levels` is empty where any points up to the most fit."""

    id: str
    text: str
    points: float
    levels: tuple[RubricLevel, ...] = ()


class PersonTask(_Record):
    """A task whose points a person gives; without an answer there is nothing to mark, and it has 0 points."""

    id: str
    title: str
    points: float
    answered: bool = True
    criteria: tuple[RubricCriterion, ...] = ()


class LabelledItem(_Record):
    """One item of a labelling task with its text and everything the learner wrote about it."""

    id: str
    text: str = ""
    label: str = ""
    reason: str = ""
    flag: str = ""
    note: str = ""
    also: tuple[tuple[str, str], ...] = Field(
        default=(), description="(name of a variable, what it holds for this item)"
    )


class ResponsePart(_Record):
    """One variable or file of a response as plain text, or the labels of a journal; `problem` says why it is missing."""

    name: str
    text: str = ""
    items: tuple[LabelledItem, ...] = ()
    problem: str = ""
    cut: str = Field(default="", description="what was left out because it is too large, as a sentence")


class Response(_Record):
    """What a person reads to mark one task: plain data, never HTML, and without the learner's id."""

    task: str
    parts: tuple[ResponsePart, ...]

    @property
    def digest(self) -> str:
        """Return the sha256 of what it contains."""
        return sha256(self.model_dump_json().encode()).hexdigest()


class DatasetFacts(_Record):
    """What a reader must know about a dataset that the work used."""

    slug: str
    title: str
    kind: str = Field(description="real, derived, simulated or authored")
    citation: str = ""
    licence: str = ""
    sha256: str = ""


class ExerciseFacts(_Record):
    """What a reader must know about the exercise, included so that a report needs no other source."""

    title: str = ""
    module: str = ""
    module_title: str = ""
    summary: str = ""
    why: str = ""
    criteria: str = Field(default="", description="what a pass needs, in one or two sentences")
    pass_percent: float | None = Field(
        default=None, description="the share of the points that passes, from 0 to 100"
    )
    skills: tuple[str, ...] = ()
    datasets: tuple[DatasetFacts, ...] = ()


class Origin(StrEnum):
    """Who ran the grader: the learner on their own work, or somebody else."""

    SELF = "self"
    GRADER = "grader"


class Report(_Record):
    """Everything that grading one piece of work found out."""

    learner: str
    exercise: str
    facts: ExerciseFacts = ExerciseFacts()
    origin: Origin = Origin.GRADER
    version: int = 0
    form: int = 1
    outcome: Outcome
    score: float = 0.0
    max_score: float = 0.0
    passed: bool = False
    level: str = Field(default="none", description="the sandbox level the work ran under")
    grader_version: str = ""
    submission_sha256: str = ""
    exercise_sha256: str = Field(default="", description="digest of the exercise's files and its data's pins")
    source_name: str = ""
    graded_at: datetime = Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    notes: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    items: tuple[ItemAnswer, ...] = ()
    person_tasks: tuple[PersonTask, ...] = ()
    responses: tuple[Response, ...] = Field(
        default=(),
        exclude=True,
        repr=False,
        description="what the person reads; the gradebook keeps it next to the report, not in it",
    )

    @property
    def person_points(self) -> float:
        """Return the points that wait for a person: those of the answered tasks that a person marks."""
        return sum(task.points for task in self.person_tasks if task.answered)

    @property
    def can_still_pass(self) -> bool:
        """Return whether the points that wait for a person could bring a pass."""
        musts = all(result.verdict is Verdict.PASSED for result in self.checks if result.must)
        wanted = (self.facts.pass_percent or 0.0) / 100 * self.max_score
        return bool(self.person_points) and musts and self.score + self.person_points >= wanted - 1e-9

    @property
    def title(self) -> str:
        """Return the exercise's title; empty if the exercise is unknown."""
        return self.facts.title

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Return every measured quantity of the work, in check order."""
        return tuple(measure for result in self.checks for measure in result.measures)

    @property
    def matrices(self) -> tuple[Matrix, ...]:
        """Return every matrix of the work, in check order."""
        return tuple(matrix for result in self.checks for matrix in result.matrices)

    @property
    def digest(self) -> str:
        """Return the sha256 of everything in the report except the time of grading."""
        content = self.model_dump_json(exclude={"graded_at"})
        return sha256(content.encode()).hexdigest()

    @property
    def percent(self) -> float:
        """Return the score from 0 to 100; 0 if nothing could be scored."""
        return 100.0 * self.score / self.max_score if self.max_score else 0.0
