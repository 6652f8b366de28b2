"""An exercise: scores, each check's facility and discrimination, known mistakes, time, and items of labelling work."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles, stdev

from labelwright.checks.verdicts import Report, Verdict
from labelwright.desk.item_analysis import CheckFacts, check_facts
from labelwright.desk.labelled_items import (
    RELIABILITY_RULE,
    SUSPECT_RULE,
    Labelled,
    answers_of,
    labelled,
    seconds_of,
)
from labelwright.desk.page import Person, View, exercise_key
from labelwright.exchange.outside_text import one_line
from labelwright.gradebook.policy import Grade, Standing, has_grade

BINS = 10
EXAMPLES = 3
LISTED = 200
"""The most rows of the lists of items and of learners."""
_VARIES = re.compile(r"`[^`]*`|\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Bin:
    """One bar of the histogram: scores from `low` to `high` per cent, and how many learners have one."""

    low: int
    high: int
    count: int


@dataclass(frozen=True)
class Example:
    """What a check found in one learner's work."""

    person: Person
    found: str


@dataclass(frozen=True)
class KnownMistake:
    """A named mistake, with how many learners made it in the work that counts, and what was found in some of it."""

    text: str
    sentence: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class TimeSpent:
    """The time at work in minutes, over the learners whose files hold working times: quartiles, and how many of all."""

    low: float
    middle: float
    high: float
    known: int
    all: int


@dataclass(frozen=True)
class ListRow:
    """One exercise in the list of all."""

    key: str
    title: str
    slug: str
    module: str
    learners: int
    graded: int
    passed: int
    mean: float | None
    max_score: float


@dataclass(frozen=True)
class ExerciseData:
    """Everything on an exercise's page; a value is None where it is not known."""

    key: str
    slug: str
    title: str
    max_score: float
    learners: int
    hand_ins: int
    passed: int
    standings: tuple[tuple[str, int], ...]
    bins: tuple[Bin, ...]
    mean: float | None
    median: float | None
    deviation: float | None
    checks: tuple[CheckFacts, ...]
    mistakes: tuple[KnownMistake, ...]
    time: TimeSpent | None
    labelled: Labelled | None
    people: dict[str, Person]
    rules: tuple[str, str] = (SUSPECT_RULE, RELIABILITY_RULE)
    listed: int = LISTED


def keys(view: View) -> Iterable[str]:
    """Return the keys of all exercises."""
    return [exercise_key(slug) for slug in view.book.slugs()]


def read_list(view: View, key: str) -> tuple[ListRow, ...]:
    """Return one row for each exercise; `key` is not used."""
    overview = view.overview
    grades: dict[str, list[Grade]] = defaultdict(list)
    for (_, slug), grade in overview.sheet.grades.items():
        grades[slug].append(grade)
    rows = []
    for exercise in overview.sheet.exercises:
        graded = [grade for grade in grades[exercise.slug] if grade.standing is Standing.GRADED]
        rows.append(
            ListRow(
                exercise_key(exercise.slug),
                one_line(exercise.title or exercise.slug),
                one_line(exercise.slug),
                one_line(overview.modules.get(exercise.slug, "")),
                sum(grade.present for grade in grades[exercise.slug]),
                len(graded),
                sum(grade.passed for grade in graded),
                mean(grade.score for grade in graded) if graded else None,
                exercise.max_score,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.module or "~", row.slug)))


def read(view: View, key: str) -> ExerciseData | None:
    """Return the data of the page of the exercise with this key; None if there is none."""
    slug = view.exercise(key)
    if slug is None:
        return None
    return view.recall(("exercise", slug, view.anonymous), lambda: _read(view, key, slug))


def _read(view: View, key: str, slug: str) -> ExerciseData:
    work = view.book.exercise_work(slug, view.policy)
    sheet = work.sheet
    exercise = next(each for each in sheet.exercises if each.slug == slug)
    grades = [grade for (_, found), grade in sheet.grades.items() if found == slug]
    graded = [grade for grade in grades if grade.standing is Standing.GRADED]
    scores = [grade.score for grade in graded]
    counting = _counting(work.reports, grades)
    return ExerciseData(
        key,
        slug,
        one_line(exercise.title or slug),
        exercise.max_score,
        len(grades),
        len(sheet.submissions),
        sum(grade.passed for grade in graded),
        tuple(Counter(grade.standing.value for grade in grades).most_common()),
        histogram(scores, exercise.max_score),
        mean(scores) if scores else None,
        median(scores) if scores else None,
        stdev(scores) if len(scores) > 1 else None,
        check_facts([report for _, report in counting]),
        tuple(_mistakes(view, counting)),
        _time(counting),
        labelled(answers_of(counting)),
        view.people,
    )


def _counting(reports: Mapping[str, Report], grades: Sequence[Grade]) -> list[tuple[str, Report]]:
    """Return the report that counts for each learner whose checks ran and who tried something."""
    return [
        (grade.learner, reports[grade.learner])
        for grade in grades
        if grade.learner in reports
        and has_grade(reports[grade.learner])
        and grade.standing is not Standing.NOT_ATTEMPTED
    ]


def histogram(scores: Sequence[float], most: float) -> tuple[Bin, ...]:
    """Return ten bins from 0 to 100 per cent; the last one has 100 too. Empty without scores or points."""
    if not scores or most <= 0:
        return ()
    places = Counter(min(BINS - 1, max(0, int(score / most * BINS + 1e-9))) for score in scores)
    width = 100 // BINS
    return tuple(Bin(place * width, (place + 1) * width, places[place]) for place in range(BINS))


def _time(counting: Sequence[tuple[str, Report]]) -> TimeSpent | None:
    minutes = sorted(seconds / 60 for seconds in seconds_of(counting))
    if not minutes:
        return None
    low, middle, high = quantiles(minutes, n=4, method="inclusive") if len(minutes) > 1 else minutes * 3
    return TimeSpent(low, middle, high, len(minutes), len(counting))


def _mistakes(view: View, counting: Sequence[tuple[str, Report]]) -> list[KnownMistake]:
    """Return the named mistakes, the most frequent first; texts that differ only in numbers and code are one mistake."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for learner, report in counting:
        for check in report.checks:
            if check.verdict is Verdict.FAILED and check.misconception:
                same = (check.id, _VARIES.sub("…", check.misconception))
                found[same].append((learner, check.misconception, check.found))
    sentences = {check.id: check.sentence for _, report in counting for check in report.checks}
    listed = [
        KnownMistake(
            Counter(text for _, text, _ in cases).most_common(1)[0][0],
            sentences[check],
            len({learner for learner, _, _ in cases}),
            tuple(Example(view.people[learner], found) for learner, _, found in cases[:EXAMPLES]),
        )
        for (check, _), cases in found.items()
    ]
    return sorted(listed, key=lambda mistake: (-mistake.count, mistake.text))
