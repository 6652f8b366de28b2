"""Forgetting a learner takes what a person read and marked of theirs too, and nothing of anybody else's."""

from __future__ import annotations

from pathlib import Path

from person_work import EXERCISE, TASK, person_report

from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.handed_in import UNKNOWN
from labelwright.gradebook.mark_questions import Question


def test_responses_and_questions_are_forgotten_with_their_learner(tmp_path: Path) -> None:
    place = tmp_path / "gradebook.db"
    with Gradebook(place) as book:
        for who in ("ada", "grace"):
            book.record_all([(person_report(who, f"Secret rules of {who}."), UNKNOWN)])
            book.reviews().ask(Question(who, EXERCISE, f"Why, asks {who}?", "ida", TASK))
        book.forget("ada")
        assert [each.learner for each in book.reviews().questions()] == ["grace"]
        assert book.learners() == ["grace"]
    content = place.read_bytes()
    assert b"Secret rules of ada" not in content
    assert b"Secret rules of grace" in content
