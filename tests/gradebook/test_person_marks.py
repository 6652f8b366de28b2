"""Points that a person gives: blank until they are given, and then counted like every other mark."""

from __future__ import annotations

import csv
import io
import json

import pytest
from person_work import EXERCISE, PERSON_TASK, TASK, person_report, points
from sqlalchemy import select, text

from labelwright.checks.verdicts import PersonTask
from labelwright.gradebook.book import Gradebook, GradebookError
from labelwright.gradebook.entries import exercise_entry
from labelwright.gradebook.exports import canvas_csv, gradescope_files, moodle_csv, nbgrader_csv, plain_csv
from labelwright.gradebook.mark_questions import Question
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.models import LearnerRow
from labelwright.gradebook.policy import Policy, Standing
from labelwright.gradebook.response_removal import remove_responses
from labelwright.gradebook.reviews import Draft

TABLES = (
    "responses",
    "response_texts",
    "review_claims",
    "review_drafts",
    "reviews",
    "review_decisions",
    "questions",
)


def only(book: Gradebook, learner: str):
    return next(grade for grade in book.grades() if grade.learner == learner)


def test_what_waits_is_never_zero(book):
    book.record(person_report("ada"))
    grade = only(book, "ada")
    assert (grade.standing, grade.passed, grade.max_score) == (Standing.PARTLY_MARKED, False, 20.0)
    assert grade.waiting_points == 10.0
    assert grade.why_no_points == "10 of 10 points marked so far; 10 points wait for a person."
    assert book.notes_for("ada", EXERCISE)[0].text == grade.why_no_points


def test_exports_leave_it_blank_and_say_why(book):
    book.record(person_report("ada"))
    book.record(person_report("grace"))
    book.mark(Mark("grace", EXERCISE, 6.0, "Good rules.", "ida", TASK))
    sheet = book.sheet()
    rows = {row["learner"]: row for row in csv.DictReader(io.StringIO(plain_csv(sheet)))}
    assert (rows["ada"]["score"], rows["ada"]["max_score"], rows["ada"]["outcome"]) == (
        "",
        "20",
        "partly_marked",
    )
    assert "10 points wait for a person" in rows["ada"]["remarks"]
    assert (rows["grace"]["score"], rows["grace"]["passed"]) == ("16", "yes")
    canvas = list(csv.reader(io.StringIO(canvas_csv(sheet))))
    assert [row[-1] for row in canvas] == ["Write the rules", "20", "", "16"]
    moodle = list(csv.reader(io.StringIO(moodle_csv(sheet))))
    assert [row[4] for row in moodle] == ["Write the rules", "-", "16"]
    nbgrader = list(csv.DictReader(io.StringIO(nbgrader_csv(sheet))))
    assert [(row["raw_score"], row["score"], row["max_score"]) for row in nbgrader] == [
        ("", "", "20"),
        ("16", "16", "20"),
    ]
    assert [json.loads(text)["score"] for _, text in gradescope_files(sheet)] == [16.0]


@pytest.mark.parametrize(
    ("checked", "given", "passed"),
    [(10.0, 4.0, True), (10.0, 3.5, False), (4.0, 10.0, True), (3.0, 10.0, False)],
)
def test_the_pass_mark_counts_points_of_checks_and_person(book, checked, given, passed):
    book.record(person_report("ada", checked=checked))
    book.mark(Mark("ada", EXERCISE, given, "So.", "ida", TASK))
    grade = only(book, "ada")
    assert (grade.standing, grade.score, grade.passed) == (Standing.GRADED, checked + given, passed)


def test_a_required_check_still_decides(book):
    book.record(person_report("ada", checked=9.0, must=True))
    book.mark(Mark("ada", EXERCISE, 10.0, "So.", "ida", TASK))
    assert not only(book, "ada").passed
    book.mark(Mark("ada", EXERCISE, 10.0, "So.", "ida", TASK, passed=True))
    assert only(book, "ada").passed


def test_nothing_waits_without_an_answer(book):
    book.record(person_report("ada", text=None))
    grade = only(book, "ada")
    assert (grade.standing, grade.score, grade.waiting_points) == (Standing.GRADED, 10.0, 0.0)
    assert book.reviews().queues() == []


def test_a_mark_above_the_rubric_is_refused(book):
    book.record(person_report("ada"))
    with pytest.raises(GradebookError, match="Task rules has 10 points, so a mark of 11 is too high"):
        book.mark(Mark("ada", EXERCISE, 11.0, "So.", "ida", TASK))


def test_a_mark_for_the_whole_exercise_leaves_nothing_to_wait_for(book):
    book.record(person_report("ada"))
    book.mark(Mark("ada", EXERCISE, 15.0, "Shown in class.", "ida"))
    assert only(book, "ada").standing is Standing.GRADED
    assert book.reviews().queues()[0].waits == 0


def test_a_response_is_stored_once_and_apart_from_the_report(book):
    report = person_report("ada")
    assert book.record(report)
    assert not book.record(report)
    book.record(person_report("grace"))
    assert "Rule 1." not in book.reports("ada")[0].model_dump_json()
    assert book.reports("ada")[0].responses == ()
    (queue,) = book.reviews().queues()
    assert (queue.responses, queue.waits, queue.task) == (2, 2, PERSON_TASK)
    with book._store.session() as session:
        assert session.scalar(text("SELECT count(*) FROM response_texts")) == 1
        assert session.scalar(text("SELECT count(*) FROM responses")) == 2


def test_the_same_file_of_another_learner_keeps_its_response(book):
    report = person_report("ada")
    book.record(report)
    # Unchanged work is not graded again, so its report comes from the gradebook, without the response.
    known = book.reports("ada")[0].model_copy(update={"learner": "grace"})
    assert known.responses == ()
    book.record(known)
    assert book.reviews().queues()[0].responses == 2


@pytest.mark.parametrize(("policy", "text"), [(Policy.BEST, "Second."), (Policy.FIRST, "First.")])
def test_the_newest_response_is_marked_or_the_first_where_the_first_counts(book, policy, text):
    book.record(person_report("ada", "First."))
    book.record(person_report("ada", "Second.", work="2"))
    reviews = book.reviews(policy)
    sheet = reviews.sheet(reviews.next(EXERCISE, TASK, "ida"), "ida")
    assert sheet.response.parts[0].text == text


def test_the_same_text_handed_in_again_keeps_its_mark_and_another_text_waits_again(book):
    reviews = book.reviews()
    book.record(person_report("ada", "First."))
    reviews.save(reviews.next(EXERCISE, TASK, "ida"), "ida", points(6, 2), "Good.")
    assert reviews.queues()[0].marked == 1
    book.record(person_report("ada", "First.", work="again"))
    assert (reviews.queues()[0].responses, reviews.queues()[0].marked) == (1, 1)
    book.record(person_report("ada", "Second.", work="2"))
    assert (reviews.queues()[0].responses, reviews.queues()[0].waits) == (1, 1)


def test_a_question_enters_the_queue_and_its_answer_is_a_comment(book):
    book.record(person_report("ada"))
    reviews = book.reviews()
    number = reviews.ask(Question("ada", EXERCISE, "Why 2 points?", "ida", TASK))
    (question,) = reviews.questions(unanswered=True)
    assert (question.number, question.text, question.task) == (number, "Why 2 points?", TASK)
    reviews.answer(number, "Rule 3 has no example.", "grace")
    assert reviews.questions(unanswered=True) == []
    assert reviews.questions()[0].answered_by == "grace"
    note = book.notes_for("ada", EXERCISE)[-1]
    assert note.text == 'Your question: "Why 2 points?" The answer: Rule 3 has no example.'
    with pytest.raises(GradebookError, match=f"Question {number} is answered already"):
        reviews.answer(number, "Again.", "grace")
    with pytest.raises(GradebookError, match="Question 99 does not exist"):
        reviews.answer(99, "So.", "grace")
    with pytest.raises(GradebookError, match=r"no learner called 'adda'\. Did you mean 'ada'"):
        reviews.ask(Question("adda", EXERCISE, "Why?", "ida"))
    with pytest.raises(GradebookError, match="The question is empty"):
        reviews.ask(Question("ada", EXERCISE, " ", "ida"))


def test_an_unanswered_task_alone_is_not_attempted(book):
    report = person_report("ada", text=None, checks=(), score=0.0, max_score=10.0)
    book.record(report)
    assert only(book, "ada").standing is Standing.NOT_ATTEMPTED
    assert PersonTask.model_validate_json(PERSON_TASK.model_dump_json()) == PERSON_TASK


def test_the_responses_of_a_learner_can_be_removed_for_good(book):
    reviews = book.reviews()
    book.record(person_report("ada", "Only hers."))
    book.record(person_report("ada", "Shared.", work="2"))
    book.record(person_report("grace", "Shared."))
    code = next(e.response.code for e in reviews.entries(EXERCISE, TASK) if e.response.learner == "ada")
    reviews.save_draft(code, "lin", Draft({}, "typed", 1))
    reviews.save(code, "ida", points(4, 2))
    reviews.answer(reviews.ask(Question("ada", EXERCISE, "Why?", "ida")), "So.", "ida")

    def remove(session):
        row = session.scalar(select(LearnerRow).filter_by(key="ada"))
        return remove_responses(session, [row.id])

    assert book._store.write(remove) == 2
    assert [entry.response.learner for entry in reviews.entries(EXERCISE, TASK)] == ["grace"]
    assert reviews.questions() == []
    with book._store.session() as session:
        counts = {table: session.scalar(text(f"SELECT count(*) FROM {table}")) for table in TABLES}
    assert counts == {**dict.fromkeys(TABLES, 0), "responses": 1, "response_texts": 1}


def test_the_feedback_page_says_first_what_counts(book):
    book.record(person_report("ada"))
    entry = exercise_entry(book.sheet(), book.sheet().learners[0], EXERCISE)
    assert entry.headline == "Partly marked, not decided yet: a person marks the rest."
    assert entry.facts[0] == "10 of 10 points marked so far; 10 points wait for a person."
    assert entry.next_step == "Nothing until a person has marked the rest."
    book.mark(Mark("ada", EXERCISE, 6.0, "Good rules.", "ida", TASK))
    entry = exercise_entry(book.sheet(), book.sheet().learners[0], EXERCISE)
    assert entry.headline == "16 of 20 points count, passed."
    assert "The checks gave 10 points." in entry.facts
