"""Make `example/` anew: the course's reference solutions, graded for real and signed with a key that vouches for nothing.

    uv run python portfolio_template/make_example.py

Results are never written by hand: every notebook below is graded in the sandbox, and what came out is what stands on the
page. The words are in `example/profile.toml` and `example/works/`. Times are fixed, so that the same grading gives the same
bytes; what remains of the machine is the level of the sandbox, which each credential states.
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
from labelwright.checks.attempts import read_attempts
from labelwright.checks.verdicts import Report
from labelwright.course.course import Course, open_course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.credentials.issuing.eligibility import Fitness, Refusal
from labelwright.credentials.keyring.key_list import KeyList, listed, write_list
from labelwright.credentials.keys import SigningKey
from labelwright.gradebook.book import Gradebook
from labelwright.grading.batch import grade_all
from labelwright.grading.submissions import collect
from labelwright_portfolio.build import Draft, Extras, draft
from labelwright_portfolio.profile import load_profile
from labelwright_portfolio.stories import load_stories

EXAMPLE = Path(__file__).parent / "example"
NOBODY = "Example key, vouches for nothing"
KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(sha256(NOBODY.encode()).digest()))
"""Everybody can make this key from the line above, so that what it signs proves nothing but that it was not changed."""
LEARNER = "example"
BEGUN = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""The fixed time of the first grading; each further one is a day later."""
SIGNED = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """How one work was made: the attempt that came first, if one did, and code that runs after the solution at last."""

    slug: str
    first: str = ""
    last: str = ""


ONE_RATING = """work = write_labels({one: names[np.sign(values[0])] for one, values in ratings.items()})
accuracy, kappa, kappa_interval = compare()
causes = explain()"""
"""Labels each sentence as one of its twenty raters did: the rating that the data names first."""

WORKS = (
    Made("audit-a-published-lexicon", first="case_folded"),
    Made("link-people-records", first="trusts_the_number"),
    Made("label-forty-reviews", first="neutral_for_all_that_is_mild", last=ONE_RATING),
    Made("same-ratings-three-answers"),
    Made("rescue-a-bad-crowd", first="vote_of_the_honest"),
)


def graded(course: Course, folder: Path) -> list[Report]:
    """Every attempt of every work, graded in the sandbox, in the order in which they were made."""
    reports = []
    for path in _notebooks(course, folder):
        for report in grade_all(collect([path]), course):
            when = BEGUN + timedelta(days=len(reports))
            reports.append(report.model_copy(update={"graded_at": when}))
    return reports


def drafted(course: Course, reports: list[Report], folder: Path) -> Draft:
    """The portfolio of these reports in memory, certified from a gradebook as an instructor certifies."""
    with Gradebook(folder / "gradebook.db") as book:
        book.record_all([(report, report.graded_at) for report in reports])
        for found in Fitness(book, course, SIGNED).of_all(LEARNER, [one.slug for one in WORKS]).values():
            if isinstance(found, Refusal):
                sys.exit(f"The example cannot be made. {found.sentence}")
        kept = book.reports(LEARNER)
    stories = load_stories(EXAMPLE / "works")
    last = {one.slug: folder / f"{one.slug}.ipynb" for one in WORKS if stories[one.slug].publish_notebook}
    notebooks = {slug: (path.name, path.read_bytes()) for slug, path in last.items()}
    profile = load_profile(EXAMPLE / "profile.toml")
    return draft(kept, profile, KEY, SIGNED, Extras(stories=stories, notebooks=notebooks))


def _notebooks(course: Course, folder: Path) -> Iterator[Path]:
    """The notebooks as handed in; of one work the first attempt and then, in the same place, the last."""
    for made in WORKS:
        exercise = course.exercise(made.slug)
        first = [_attempt(exercise, made.first)] if made.first else []
        for code in [*first, made.last]:
            path = folder / f"{made.slug}.ipynb"
            cells = [*solution_cells(exercise), *([code] if code else [])]
            path.write_bytes(filled_notebook(exercise, cells, LEARNER))
            yield path


def _attempt(exercise: Exercise, name: str) -> str:
    return next(one.code for one in read_attempts(exercise) if one.name == name)


def main() -> None:
    """Grade, certify, and write the site and the list of keys to trust."""
    course = open_course(None)
    with tempfile.TemporaryDirectory(prefix="labelwright-example-") as name:
        made = drafted(course, graded(course, Path(name)), Path(name))
    for sentence in made.warnings:
        print(f"note: {sentence}")
    made.write(EXAMPLE / "page")
    write_list(EXAMPLE / "keys.json", KeyList(name=NOBODY, keys=(listed(KEY.did, "2026-01-01T00:00:00Z"),)))
    print(f"Wrote {EXAMPLE / 'page' / 'index.html'}, {len(made.contents['index.html']):,} bytes.")


if __name__ == "__main__":
    main()
