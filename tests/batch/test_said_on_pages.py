"""An instructor's comment appears on the learner's feedback page, and cannot run there."""

from __future__ import annotations

import pytest
from batch_course import SLUG, hand_in, labelwright


@pytest.mark.slow("runs the grader's command several times")
def test_comments_and_marks_reach_the_page(small_course, tmp_path):
    hand_in(small_course, tmp_path / "in", 2)
    labelwright(small_course, tmp_path, "grade", tmp_path / "in")
    page = tmp_path / "feedback" / "learner-00000.html"
    assert "From your instructor" not in page.read_text()
    said = "Look at <script>alert(1)</script> the empty list again."
    labelwright(
        small_course, tmp_path, "gradebook", "comment", "learner-00000", SLUG, said, "--task", "counts"
    )
    labelwright(small_course, tmp_path, "feedback")
    text = page.read_text()
    assert "From your instructor" in text
    assert "the empty list again" in text
    assert "<script>" not in text
    assert "From your instructor" not in (tmp_path / "feedback" / "learner-00001.html").read_text()
