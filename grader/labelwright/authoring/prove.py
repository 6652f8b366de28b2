"""Prove an exercise: untouched is not attempted, the solution gets full marks, each wrong answer its message, mutants fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from labelwright.authoring.bench import Change, Stopped, try_all, try_changes
from labelwright.authoring.forms import FormsFound, TryForms
from labelwright.authoring.learner_notebook import filled_notebook, starter_cells
from labelwright.authoring.mutants import mutants, seeded
from labelwright.authoring.proof_file import read_accepted
from labelwright.authoring.shortcuts import try_shortcuts
from labelwright.authoring.survivors import doubtful_names, try_mutants
from labelwright.checks.verdicts import Origin, OutcomeKind, Report, Verdict
from labelwright.checks.wrong_answers import WrongAnswer, faults, read_wrong_answers
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.grading.batch import grade_here
from labelwright.grading.notebooks import read_notebook
from labelwright.grading.submissions import Submission

SEEDS = ("ada", "grace", "katherine", "mary", "annie")
"""Ids of learners; the solution must solve the sample of each."""


COLUMNS = (
    "wrong answers",
    "forms",
    "forms refused",
    "shortcuts",
    "shortcuts accepted",
    "mutants",
    "mutants accepted",
    "mutants the same",
    "names given",
    "names doubtful",
)
"""The columns of the table of proofs."""
SMALL = 40
"""How many mutants the small proof tries; the full one tries all."""


@dataclass(frozen=True)
class Proof:
    """One step of the proof: what ran, what was wrong with the result, and what was counted.

    `counts` are figures for the table of `author prove --table`, by the heading of their column.
    """

    what: str
    faults: tuple[str, ...]
    note: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Return whether nothing was wrong."""
        return not self.faults


def prove(
    course: Course, exercise: Exercise, seeds: Sequence[str] = SEEDS[:1], *, full: bool = False
) -> Iterator[Proof]:
    """Run the proof and yield each step; `full` tries all mutants, else a seeded few of them.

    By default it is the small proof: one learner and both forms. `seeds` are the learners; SEEDS for the full proof.

    The untouched notebook and the first learner's solution are graded in the sandbox, as any work is. All that follows
    is tried on the bench: the solution runs once, and each wrong answer in a fork of it.
    """
    untouched = run(course, exercise, starter_cells(exercise), seeds[0])
    yield Proof("untouched", tuple(_untouched(untouched)))
    solved = run(course, exercise, solution_cells(exercise), seeds[0])
    yield Proof(f"solution for {seeds[0]}", tuple(_solved(solved)))
    for learner in seeds[1:]:
        solved = solve(course, exercise, learner)
        yield Proof(f"solution for {learner}", tuple(_solved(solved)))
    again = solve(course, exercise, seeds[0], form=2)
    yield Proof("solution on a second form", tuple(_solved(again)))
    answers = read_wrong_answers(exercise)
    for wrong, report in zip(answers, try_wrong_answers(course, exercise, answers, seeds[0]), strict=True):
        yield Proof(f"mistake {wrong.name}", tuple(faults(wrong, report)), counts={"wrong answers": 1})
    yield prove_forms(course, exercise, seeds[0])
    yield prove_shortcuts(course, exercise, seeds[0])
    yield from prove_mutants(course, exercise, seeds, most=None if full else SMALL)


def prove_forms(course: Course, exercise: Exercise, learner: str) -> Proof:
    """Hand in each answer of the solution in every natural form; each that is refused must be listed in proof.toml."""
    found = next(try_all(course, exercise, learner, [TryForms()]))
    if isinstance(found, Stopped):
        return Proof("forms of right answers", (found.why,))
    assert isinstance(found, FormsFound)
    accepted = read_accepted(exercise).refused
    faults = [
        f"`{name}`, {form}: {said}"
        for (name, form), said in found.refused.items()
        if (name, form) not in accepted or accepted[name, form] not in said
    ]
    faults += [
        f"`{name}`, {form}: is not refused" for name, form in accepted if (name, form) not in found.refused
    ]
    tried = sum(found.tried.values())
    counts = {"forms": tried, "forms refused": len(found.refused)}
    return Proof(f"{tried} forms of right answers", tuple(faults), f"{len(found.refused)} refused", counts)


def prove_shortcuts(course: Course, exercise: Exercise, learner: str) -> Proof:
    """Hand in labels that nobody worked for; one that passes, or fills a task about labels, must be listed in proof.toml."""
    accepted = read_accepted(exercise)
    found = list(try_shortcuts(course, exercise, learner, aside=accepted.aside))
    survive = [one for one in found if one.survives]
    faults = tuple(str(one) for one in survive if one.name not in accepted.shortcuts)
    counts = {"shortcuts": len(found), "shortcuts accepted": len(survive)}
    return Proof(f"{len(found)} shortcuts", faults, f"{len(survive)} earn too much", counts)


def prove_mutants(
    course: Course, exercise: Exercise, seeds: Sequence[str] = SEEDS, *, most: int | None = SMALL
) -> Iterator[Proof]:
    """Change one thing in the solution at a time: a check must fail, and a mistake that it names must be the true one.

    `most` is how many mutants are tried; None for all, and then a name is confirmed by all learners of `seeds`.
    """
    accepted = read_accepted(exercise)
    every = mutants(exercise)
    chosen = every if most is None else seeded(every, most, exercise.slug)
    tried = list(try_mutants(course, exercise, seeds[0], chosen))
    if not tried:
        return
    survived = [one for one in tried if not one.is_killed and one.differs]
    unknown = tuple(
        f"{one.mutant.name}: {one.differs}" for one in survived if not accepted.survives(one.mutant)
    )
    killed = sum(one.is_killed for one in tried)
    same = len(tried) - killed - len(survived)
    stopped = sum(one.stopped for one in tried)
    note = f"{killed} found ({stopped} of them were stopped), {len(survived)} accepted with a difference, {same} the same so far"
    counts = {"mutants": len(tried), "mutants accepted": len(survived), "mutants the same": same}
    yield Proof(f"{len(tried)} mutants", unknown, note, counts)
    named = [one for one in tried if one.names]
    # One mistake gives one name for anyone who makes it, so a second learner is needed even if one is proved.
    others = seeds[1:] if most is None else (seeds[1:2] or [who for who in SEEDS if who != seeds[0]][:1])
    doubts = list(doubtful_names(course, exercise, named, others))
    untrue = tuple(
        f"{one.mutant.name}: {said}" for one, said in doubts if not accepted.is_doubtful(one.mutant)
    )
    counts = {"names given": len(named), "names doubtful": len(doubts)}
    yield Proof(f"{len(named)} names given to mutants", untrue, f"{len(doubts)} doubtful", counts)


def solve(course: Course, exercise: Exercise, learner: str, form: int = 1) -> Report:
    """Return the report of the solution, run on the bench."""
    return next(try_changes(course, exercise, learner, [Change()], form))


def try_wrong_answers(
    course: Course, exercise: Exercise, answers: Iterable[WrongAnswer], learner: str, form: int = 1
) -> Iterator[Report]:
    """Yield the report of each wrong answer, run on the bench."""
    changes = [Change((wrong.code,)) for wrong in answers]
    return try_changes(course, exercise, learner, changes, form)


def run(course: Course, exercise: Exercise, cells: list[str], learner: str, form: int = 1) -> Report:
    """Grade these cells as this learner's notebook, on the sample of this form (2, 3, ... for a retry)."""
    code = read_notebook(filled_notebook(exercise, cells, learner))
    submission = Submission(
        learner, learner, exercise.slug, exercise.version, form=form, code=code, sha256="0" * 64
    )
    return grade_here(course.root, submission, Origin.SELF, False)


def mistaken_cells(exercise: Exercise, wrong: WrongAnswer) -> list[str]:
    """Return the solution's cells, then the wrong answer's code."""
    return [*solution_cells(exercise), wrong.code]


def _untouched(report: Report) -> Iterator[str]:
    yield from _ran(report)
    for result in report.checks:
        if result.verdict not in (Verdict.NOT_ATTEMPTED, Verdict.NOT_RUN):
            yield f"{result.id} is {result.verdict.value} on an untouched notebook: {result.message}"
    for task in report.person_tasks:
        if task.answered:
            yield f"an untouched notebook has a response for the task {task.id}, which a person would have to mark"
    if report.score:
        yield f"an untouched notebook earns {report.score:g} points"


def _solved(report: Report) -> Iterator[str]:
    yield from _ran(report)
    for result in report.checks:
        if result.verdict is not Verdict.PASSED:
            yield f"{result.id} is {result.verdict.value} on the solution: {result.message}"
    by_person = sum(task.points for task in report.person_tasks)
    for task in report.person_tasks:
        if not task.answered:
            yield f"the solution has no response for the task {task.id}, which a person marks"
    most = report.max_score - by_person
    if abs(report.score - most) > 1e-6 or not (report.passed or by_person):
        yield f"the solution earns {report.score:g} of {most:g} points"


def _ran(report: Report) -> Iterator[str]:
    yield from (note for note in report.notes if "crashed" in note)
    if report.outcome.kind is not OutcomeKind.FINISHED:
        yield f"it did not run to the end: {report.outcome.sentence}"
