"""A learner's sample leaves out what the block list refuses, and nothing else."""

from __future__ import annotations

import pytest

from labelwright.course.course import Course
from labelwright.data.content_filter import suitable
from labelwright.data.material import Material

EXERCISE = "same-ratings-three-answers"


@pytest.mark.parametrize("learner", ["ana", "bo", "guest"])
def test_no_token_of_a_sample_is_on_the_block_list(course: Course, learner: str) -> None:
    exercise = course.exercise(EXERCISE)
    material = Material(course, exercise, learner)
    refused = ~material.frame("vader-lexicon")["token"].map(suitable)
    assert 50 < refused.sum() < 150  # the list does find some, so that leaving them out means something
    drawn = material.sample()["token"]
    assert len(drawn) == 300
    assert drawn.map(suitable).all()
