"""A course's salt changes every sample and seed, stays out of digests, and without one all is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelwright.course.course import Course
from labelwright.data.material import Material
from labelwright.data.salt import SaltError, salt_mark, salted
from labelwright.data.sample import sample_digest, seed
from labelwright.grading.grade import exercise_digest
from labelwright.grading.submissions import Submission

COURSE = Course(Path(__file__).resolve().parents[2])
NAME = "LABELWRIGHT_SALT"
SALT, OTHER = "a secret of 16 or more", "another secret of some length"


def drawn(slug: str, learner: str = "ada", form: int = 1) -> str:
    return sample_digest(Material(COURSE, COURSE.exercise(slug), learner, form).table)


@pytest.mark.parametrize("slug", ["mark-personal-data", "plan-a-labelling-project"], ids=["drawn", "made_by"])
def test_each_salt_gives_its_own_samples_and_none_gives_those_of_before(
    monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    plain = drawn(slug)
    found = {plain}
    for salt in (SALT, OTHER):
        monkeypatch.setenv(NAME, salt)
        found |= {drawn(slug), drawn(slug, "ben"), drawn(slug, form=2)}
        assert drawn(slug) == drawn(slug)
    assert len(found) == 7
    monkeypatch.setenv(NAME, "")
    assert drawn(slug) == plain


def test_a_learner_id_cannot_stand_for_a_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, SALT)
    true = seed("ada", "x")
    prefix = salted(b"").rstrip(b"\x1f").decode()
    monkeypatch.delenv(NAME)
    for learner in (SALT, prefix, f"{SALT}ada", f"{prefix}ada"):
        assert seed(learner, "x") != true
    assert salted(b"text") == b"text"


def test_a_short_salt_is_refused_with_a_way_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "abc")
    with pytest.raises(SaltError, match=r"3 characters.*at least 16.*secrets\.token_hex"):
        seed("ada", "x")


def test_the_digest_of_an_exercise_notices_the_salt_and_does_not_show_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submission = Submission("ada", "ada", "mark-personal-data", 1)
    digests = [exercise_digest(COURSE, submission)]
    for salt in (SALT, OTHER, SALT):
        monkeypatch.setenv(NAME, salt)
        digests.append(exercise_digest(COURSE, submission))
        assert salt_mark() not in digests
        assert salt not in salt_mark()
        # What an exercise's code gets to see is hashed apart from what goes into a report.
        assert salt_mark().encode() not in salted(b"")
    assert digests[1] == digests[3]
    assert len(set(digests)) == 3
