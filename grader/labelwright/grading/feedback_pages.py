"""Write learners' feedback pages into a folder, and find those that are out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from labelwright.feedback.html import feedback_page, page_state
from labelwright.gradebook.book import Gradebook, learner_key
from labelwright.gradebook.policy import Policy
from labelwright.notebook.submission_file import safe_name


def stale_pages(
    book: Gradebook,
    graded: Iterable[str],
    folder: Path,
    policy: Policy = Policy.BEST,
    order: Sequence[str] = (),
) -> Iterator[str]:
    """Yield the learners whose page is missing or was made from other reports, marks, dates or names than there are now.

    A missing page counts for `graded`, the learners of a run, and for those who have marks or comments.
    """
    in_run = set(map(learner_key, graded))
    for learner, state in sorted(book.page_states(policy, order).items()):
        path = page_path(learner, folder)
        wanted = learner in in_run or state.is_noted or path.is_file()
        if wanted and _state_of(path) != state.digest:
            yield learner


def page_path(learner: str, folder: Path) -> Path:
    """Return where a learner's feedback page is written; it is the same for each way to write the id."""
    return folder / f"{safe_name(learner_key(learner))}.html"


def write_pages(
    book: Gradebook,
    learners: Iterable[str],
    folder: Path,
    policy: Policy = Policy.BEST,
    order: Sequence[str] = (),
) -> list[Path]:
    """Write a feedback page for each learner into `folder`; return the pages. `order` lists the slugs of the course."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for page in book.pages(learners, policy, order):
        path = page_path(page.learner.id, folder)
        text = feedback_page(page.learner.id, page.entries, page.learner.name, page.state)
        # A page that is cut off by a full disk or a kill would look as if it were up to date.
        unfinished = path.with_suffix(".part")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
        pages.append(path)
    return pages


def _state_of(page: Path) -> str:
    """Return the state that is written in the head of a page; empty without a page."""
    try:
        with page.open(encoding="utf-8", errors="replace") as text:
            return page_state(text.read(4_000))
    except OSError:
        return ""
