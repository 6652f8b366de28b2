"""Build `example/` again: the course's reference solutions, really graded, signed with a key that vouches for nothing.

    uv run python portfolio_template/make_example.py

No result is written by hand: every notebook below is graded in the sandbox, and the page shows what came out. The words
are in `example/profile.toml` and `example/works/`. Times are fixed, so the same grading gives the same page; only the level
of the sandbox, which each credential states, depends on the machine.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labelwright.authoring.learner_notebook import filled_notebook
from labelwright.checks.verdicts import Report
from labelwright.checks.wrong_answers import read_wrong_answers
from labelwright.course.course import Course, open_course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.credentials.issuing.eligibility import Eligibility, Refusal
from labelwright.credentials.keyring.key_list import KeyList, list_entry, write_list
from labelwright.credentials.keys import SigningKey
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.handed_in import HandedIn
from labelwright.grading.batch import grade_all
from labelwright.grading.hand_ins import collect
from labelwright_portfolio.build import Draft, Extras, draft
from labelwright_portfolio.profile import load_profile
from labelwright_portfolio.stories import load_stories

EXAMPLE = Path(__file__).parent / "example"
NOBODY = "Example key, vouches for nothing"
KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(sha256(NOBODY.encode()).digest()))
"""Everybody can make this key from the line above, so its signature proves only that nothing was changed."""
LEARNER = "example"
FIRST_GRADING = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""The fixed time of the first grading; each later grading is one day after the grading before."""
SIGNED_AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Recipe:
    """How one work is made: the wrong answer of the first submission, if any, and code after the solution in the last."""

    slug: str
    first: str = ""
    last: str = ""


ONE_RATING = """work = write_labels({one: names[np.sign(values[0])] for one, values in ratings.items()})
accuracy, kappa, kappa_interval = compare()
causes = explain()"""
"""Labels each sentence as one of its twenty raters did: the rating that comes first in the data."""

WORKS = (
    Recipe("audit-a-published-lexicon", first="case-ignored"),
    Recipe("link-people-records", first="trusts-the-number"),
    Recipe("label-forty-reviews", first="neutral-for-all-that-is-mild", last=ONE_RATING),
    Recipe("same-ratings-three-answers"),
    Recipe("rescue-a-bad-crowd", first="vote-of-the-honest"),
)


def grade_attempts(course: Course, folder: Path) -> list[Report]:
    """Grade every attempt at every work in the sandbox and return the reports in that order."""
    reports = []
    for path in _write_notebooks(course, folder):
        for report in grade_all(collect([path]), course):
            graded_at = FIRST_GRADING + timedelta(days=len(reports))
            reports.append(report.model_copy(update={"graded_at": graded_at}))
    return reports


def draft_example(course: Course, reports: list[Report], folder: Path) -> Draft:
    """Return the portfolio of these reports in memory, certified from a gradebook as an instructor certifies."""
    with Gradebook(folder / "gradebook.db") as book:
        book.record_all([(report, HandedIn.stated(report.graded_at)) for report in reports])
        for eligibility in (
            Eligibility(book, course, SIGNED_AT)
            .best_reports(LEARNER, [recipe.slug for recipe in WORKS])
            .values()
        ):
            if isinstance(eligibility, Refusal):
                sys.exit(f"The example cannot be made. {eligibility.sentence}")
        final = book.reports(LEARNER)
    stories = load_stories(EXAMPLE / "works")
    paths = [folder / f"{recipe.slug}.ipynb" for recipe in WORKS if stories[recipe.slug].publish_notebook]
    notebooks = {path.stem: (path.name, path.read_bytes()) for path in paths}
    profile = load_profile(EXAMPLE / "profile.toml")
    return draft(final, profile, KEY, SIGNED_AT, Extras(stories=stories, notebooks=notebooks))


def _write_notebooks(course: Course, folder: Path) -> Iterator[Path]:
    """Write and yield each notebook as submitted: of one work the first attempt and then, at the same path, the last."""
    for recipe in WORKS:
        exercise = course.exercise(recipe.slug)
        first = [_attempt_code(exercise, recipe.first)] if recipe.first else []
        for code in [*first, recipe.last]:
            path = folder / f"{recipe.slug}.ipynb"
            cells = [*solution_cells(exercise), *([code] if code else [])]
            path.write_bytes(filled_notebook(exercise, cells, LEARNER))
            yield path


def _attempt_code(exercise: Exercise, name: str) -> str:
    return next(wrong.code for wrong in read_wrong_answers(exercise) if wrong.name == name)


def main() -> None:
    """Grade, certify, and write the site and the list of keys to trust."""
    course = open_course(None)
    with tempfile.TemporaryDirectory(prefix="labelwright-example-") as name:
        folder = Path(name)
        example = draft_example(course, grade_attempts(course, folder), folder)
    for sentence in example.warnings:
        print(f"note: {sentence}")
    example.write(EXAMPLE / "page")
    write_list(
        EXAMPLE / "keys.json", KeyList(name=NOBODY, keys=(list_entry(KEY.did, "2026-01-01T00:00:00Z"),))
    )
    print(f"Wrote {EXAMPLE / 'page' / 'index.html'}, {len(example.contents['index.html']):,} bytes.")


if __name__ == "__main__":
    main()
