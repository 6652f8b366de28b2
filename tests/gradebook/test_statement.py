"""What counts is said by one function: for any history, the page, `show` and the exports agree."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelwright.checks.verdicts import CheckResult, ExerciseFacts, Outcome, OutcomeKind, Report, Verdict
from labelwright.feedback.html import feedback_page
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.exports import canvas_csv, moodle_csv, plain_csv
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn, Source
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.matrix import matrix_cells, matrix_of
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.statement import statement_of

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
NUMBERS = count()


@dataclass(frozen=True)
class Turn:
    """One hand-in: the points of two checks (None: it could not be read), and hours after the start (None: unknown)."""

    points: tuple[float, float] | None
    hours: int | None
    is_marked_late: bool


points = st.sampled_from([0.0, 2.5, 3.333, 7.0, 10.0])
turns = st.builds(
    Turn, st.none() | st.tuples(points, points), st.none() | st.integers(-100, 100), st.booleans()
)
marks = st.tuples(st.sampled_from(["", "counts", "shares"]), st.none() | points, st.booleans())
rules = st.none() | st.tuples(st.integers(-50, 50), st.sampled_from([0, 10, 100]), st.sampled_from([0, 50]))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gradebook]:
    with Gradebook(tmp_path_factory.mktemp("book") / "grades.db") as book:
        yield book


def report_of(learner: str, turn: Turn, number: int) -> Report:
    unreadable = Outcome(kind=OutcomeKind.UNREADABLE, sentence="It is a PDF.", advice="Ask for the notebook.")
    finished = Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran.")
    checks = tuple(
        CheckResult(
            id=task,
            task=task,
            sentence=f"The {task} are right.",
            verdict=Verdict.PASSED if got == 10.0 else Verdict.FAILED,
            points=got,
            max_points=10.0,
            advice=f"Count the {task} again.",
        )
        for task, got in zip(("counts", "shares"), turn.points or (), strict=False)
    )
    total = sum(turn.points or ())
    return Report(
        learner=learner,
        exercise="count",
        facts=ExerciseFacts(title="Count the labels"),
        version=1,
        outcome=finished if turn.points else unreadable,
        score=total,
        max_score=20.0 if turn.points else 0.0,
        passed=total >= 12,
        submission_sha256=f"{number:064x}",
        source_name=f"work-{number}.ipynb",
        checks=checks,
    )


def handed_in(turn: Turn) -> HandedIn:
    if turn.hours is None:
        return HandedIn(None, "LATE in the name", Source.LMS, True) if turn.is_marked_late else UNKNOWN
    return HandedIn(START + timedelta(hours=turn.hours), "times.csv, line 2", Source.LIST)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    history=st.lists(turns, max_size=4),
    given_marks=st.lists(marks, max_size=3),
    rule=rules,
    policy=st.sampled_from(Policy),
    comment=st.booleans(),
)
def test_a_page_and_an_export_never_differ(
    shared: Gradebook,
    history: list[Turn],
    given_marks: list[tuple[str, float | None, bool]],
    rule: tuple[int, int, int] | None,
    policy: Policy,
    comment: bool,
) -> None:
    learner = f"learner-{next(NUMBERS)}"
    base = report_of(learner, Turn((1.0, 1.0), None, False), 10**9 + next(NUMBERS))
    shared.record(base.model_copy(update={"learner": "somebody"}))
    other = ExerciseFacts(title="Another exercise")
    shared.record(base.model_copy(update={"exercise": "other", "facts": other, "learner": "somebody"}))
    shared.import_roster([Learner(learner)])
    for turn in history:
        shared.record(report_of(learner, turn, next(NUMBERS)), handed_in(turn))
    for task, given_points, excused in given_marks:
        is_excused = excused and not task
        shared.mark(
            Mark(
                learner,
                "count",
                None if is_excused else given_points,
                "Read.",
                "Tutor",
                task,
                excused=is_excused,
            )
        )
    if rule is not None:
        due = START + timedelta(hours=rule[0])
        shared.set_deadline(Deadline("count", due, float(rule[1]), float(rule[2]), learner=learner))
    if comment:
        shared.comment(Comment(learner, "count", "See slide 4.", "Tutor"))

    sheet = shared.sheet(policy, learner)
    said = statement_of(sheet.grades[learner, "count"])
    [page] = shared.pages([learner], policy)
    entry = next(each for each in page.entries if each.title == "Count the labels")
    text = plain_text(feedback_page(learner, page.entries, "", page.state))

    assert (entry.headline, entry.grade, entry.state) == (said.headline, said.out_of, said.state)
    assert said.headline in text
    assert all(fact in text for fact in said.facts)
    row = next(row for row in rows(plain_csv(sheet)) if row["exercise"] == "count")
    expected = "0" if said.state == "not handed in" else said.points
    assert row["score"] == expected
    assert row["passed"] == ("yes" if said.passed else "no")
    assert row["time_from"] == said.time_from
    cell = "EX" if said.state == "excused" else said.points
    assert rows(canvas_csv(sheet))[-1]["Count the labels"] == cell
    assert rows(moodle_csv(sheet))[-1]["Count the labels"] == (said.points or "-")
    head, shown, *_ = matrix_cells(matrix_of(sheet, sheet.learners, sheet.exercises))
    assert dict(zip(head, shown, strict=True))["count"] == said.points
    if not said.points:
        assert not re.search(r"\b0 of 20 points count", text)


def plain_text(page: str) -> str:
    import html

    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


MakeReport = Callable[..., Report]


def one_statement(book: Gradebook, policy: Policy = Policy.BEST) -> Any:
    return statement_of(book.sheet(policy).grades["ada", "count"])


def test_the_first_line_says_how_the_points_came_about(tmp_path: Path, make: MakeReport) -> None:
    with Gradebook(tmp_path / "grades.db") as book:
        book.record(make(points=2.0), HandedIn(START, "times.csv, line 2", Source.LIST))
        book.record(make(points=4.0), HandedIn(START + timedelta(days=2), "times.csv, line 3", Source.LIST))
        book.set_deadline(Deadline("count", START + timedelta(days=1), 10.0))
        book.mark(Mark("ada", "count", 6.0, "Unclear task.", "Tutor", "counts", when=START))
        said = one_statement(book, Policy.LATEST)
        assert said.headline == "14.4 of 20 points count, not passed yet."
        assert said.facts[0] == "Submission 2 of 2 counts, the latest one."
        assert re.fullmatch(r"Handed in 2026-05-0\d \d\d:00 [+-]\d{4} \(times.csv, line 3\)\.", said.facts[1])
        assert said.facts[2].startswith("Due 2026-05-0")
        assert said.facts[3:] == (
            "Handed in 1 started day late: 90 % of the points count.",
            "Task counts was marked by hand, 6 points: Unclear task. (Tutor, 2026-05-01)",
            "The checks gave 14 points.",
        )
        assert said.next_step == (
            "Look at “The counts are right.” Found 3 where 4 were expected. Then hand it in again."
        )
        assert one_statement(book, Policy.FIRST).facts[0] == "Submission 1 of 2 counts, the first one."


def test_what_is_not_a_grade_says_so_and_what_to_do(tmp_path: Path, make: MakeReport) -> None:
    broken = Outcome(kind=OutcomeKind.NOT_GRADED, sentence="The data is missing.", advice="Tell your tutor.")
    with Gradebook(tmp_path / "grades.db") as book:
        book.record(make("bo"))
        book.record(make(outcome=broken, checks=(), score=0.0, max_score=0.0, passed=False))
        said = one_statement(book)
        assert said.headline == "Not graded: no points, which is not the same as 0 points."
        assert said.facts[0] == "Not graded: The data is missing."
        assert "When it was handed in is not known." in said.facts
        assert said.next_step == "Tell your tutor."
        book.mark(Mark("ada", "count", None, "Ill.", "Tutor", excused=True, when=START))
        said = one_statement(book)
        assert (said.headline, said.points) == ("Excused: no points are needed.", "")
        assert "You are excused from this exercise: Ill. (Tutor, 2026-05-01)" in said.facts


def test_exercises_are_in_learning_order_and_untouched_ones_are_folded_away(
    tmp_path: Path, make: MakeReport
) -> None:
    with Gradebook(tmp_path / "grades.db") as book:
        for slug in ("alpha", "beta", "gamma"):
            book.record(make("bo", exercise=slug, facts=ExerciseFacts(title=slug.title(), module="m01")))
        unknown = Outcome(kind=OutcomeKind.UNKNOWN_EXERCISE, sentence="No exercise is called `bet`.")
        book.record(make(exercise="bet", outcome=unknown, checks=(), facts=ExerciseFacts(), work="bet"))
        book.record(make(exercise="beta", facts=ExerciseFacts(title="Beta", module="m01")))
        book.record(make(exercise="gamma", facts=ExerciseFacts(title="Gamma", module="m01")))
        [page] = book.pages(["ada"], order=["gamma", "beta", "alpha"])
    assert [(entry.title, entry.is_untouched) for entry in page.entries] == [
        ("Gamma", False),
        ("Beta", False),
        ("Alpha", True),
        ("bet", False),
    ]
    text = feedback_page("ada", page.entries)
    folded = re.search(r'<details class="lw" id="untouched">.*?</details>', text, re.DOTALL)
    assert folded
    assert "Alpha" in folded[0]
    assert "Beta" not in folded[0]
    assert re.findall(r'href="(#[\w-]+)"', text) == ["#work-1", "#work-2", "#work-3", "#untouched"]
    assert {*re.findall(r' id="([\w-]+)"', text)} >= {"work-1", "work-2", "work-3", "untouched"}
    assert "No exercise is called" in text


def test_work_that_does_not_count_is_still_on_the_page(tmp_path: Path, make: MakeReport) -> None:
    with Gradebook(tmp_path / "grades.db") as book:
        book.record(make(points=10.0, source_name="good.ipynb"))
        book.record(make(points=1.0, source_name="worse.ipynb"))
        [page] = book.pages(["ada"])
    [entry] = page.entries
    assert entry.report is not None
    assert (entry.report.source_name, [each.source_name for each in entry.others]) == (
        "good.ipynb",
        ["worse.ipynb"],
    )
    assert "Work that does not count: worse.ipynb" in feedback_page("ada", page.entries)
