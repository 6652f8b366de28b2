"""A learner's sample is the same on every machine, Python and release: what each exercise draws for one learner, frozen."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from labelwright.course.course import Course
from labelwright.data.material import Material

ROOT = Path(__file__).resolve().parents[2]
COURSE = Course(ROOT)
SAMPLED = sorted(one.slug for one in COURSE.exercises if one.sample is not None)
FROZEN: dict[str, tuple[str, str]] = {
    "audit-an-event-log": ("ae09308fbc1d", "0c37a34bc1c1"),
    "audit-slices": ("3c26afad9618", "0ad0916fe9ad"),
    "box-the-digits": ("c6725b394e1e", "fbbccc5742be"),
    "clean-a-messy-table": ("5c63f14f6573", "6ddd79dba35a"),
    "find-label-errors": ("7313f674d342", "a749e2c98e84"),
    "first-shift": ("3fb649dc1d3d", "41036ebb7234"),
    "label-forty-reviews": ("e3e42b59d9f3", "b020667125b8"),
    "link-people-records": ("c17fbc5d7529", "3d4e5ef130c3"),
    "mark-personal-data": ("9c52f1158e10", "3f4814cd0f94"),
    "pick-the-statistic": ("5eb53d2dc8e6", "7d4706c8b63c"),
    "plan-a-labelling-project": ("e0165f9dba44", "d27e9c010a0f"),
    "read-a-market-claim": ("6ab00b4d831c", "6defa392a0c0"),
    "rescue-a-bad-crowd": ("aa7f73054f15", "c88b6f00036f"),
    "review-flagged-labels": ("10059727e230", "6e09eb31b7b1"),
    "route-customer-messages": ("ef08fa67bcad", "cc61b550b058"),
    "same-ratings-three-answers": ("30e207dfeb98", "b9ae94470f7a"),
    "split-and-document": ("8181e520e36d", "bab40fe835c9"),
    "transcripts-and-word-errors": ("eb7c71532371", "ae9c456936a6"),
}


def digest(material: Material) -> str:
    """Of every cell as text; a compressed picture may have other bytes with another zlib."""
    frame = material.sample()
    cells = [
        "picture" if str(cell).startswith("data:image/png") else str(cell)
        for column in frame.columns
        for cell in (column, *frame[column].tolist())
    ]
    return sha256("\0".join(cells).encode()).hexdigest()[:12]


@pytest.mark.parametrize("slug", SAMPLED)
def test_what_is_drawn_for_a_learner_never_changes(slug):
    exercise = COURSE.exercise(slug)
    assert tuple(digest(Material(COURSE, exercise, "ada", form)) for form in (1, 2)) == FROZEN[slug], (
        "This exercise draws other items for a learner than it did. Work that was handed in no longer matches its sample: "
        "raise the exercise's version, and write the new digests here."
    )
