"""Say what becomes public before anything is written: an allow-list in words, made from what will be written."""

from __future__ import annotations

from collections.abc import Iterator

from labelwright_portfolio.build import Draft
from labelwright_portfolio.works import ShownEvidence, Work, is_own_run

_WORDS = {
    "name": "name", "headline": "headline", "languages": "languages", "domains": "domains", "links": "links",
    "availability": "availability", "about": "what you say about yourself", "site": "the site's address",
}  # fmt: skip


def becomes_public(draft: Draft) -> Iterator[str]:
    """The lines of the list."""
    profile = draft.told.profile
    shown = [words for name, words in _WORDS.items() if getattr(profile, name)]
    yield "This becomes public:"
    yield f"  of your profile: {', '.join(shown)}"
    for work in draft.works:
        yield f"  {work.slug}: {', '.join(_of_work(work, draft))}"
    size = sum(map(len, draft.contents.values()))
    yield f"  {len(draft.contents)} files, {size / 1000:,.0f} kB; search engines are {_asked(profile.search_engines)}"
    yield (
        "This stays private: your e-mail address (only a salted hash of it stands in each credential), your key, your "
        "learner's name, messages of checks, answers to single items, and whatever is not in the list above."
    )


def _asked(invited: bool) -> str:
    return "invited" if invited else "asked to stay away"


def _of_work(work: Work, draft: Draft) -> Iterator[str]:
    evidence, story = ShownEvidence.model_validate(work.evidence), draft.told.story(work.slug)
    yield "what was asked, the data and its licence, the score"
    yield f"{_many(len(evidence.measures), 'measured result')} and {_many(len(evidence.checks), 'check verdict')}"
    if evidence.matrices:
        yield "cross-tables of counts"
    yield "signed by your own key" if is_own_run(work) else f"signed by {work.credential['issuer']['name']}"
    if evidence.marks:
        yield f"points that an instructor gave by hand ({_many(len(evidence.marks), 'mark')}, without the reasons)"
    if evidence.attempts:
        yield f"date and score of {_many(len(evidence.attempts), 'earlier attempt')}"
    words = [
        name
        for name in ("headline", "rationale", "guideline", "errors", "learned")
        if _told(getattr(story, name))
    ]
    if words:
        yield f"in your own words: {', '.join(words)}"
    if story.notebook:
        size = len(draft.contents[f"notebooks/{story.notebook}"])
        yield f"THE WHOLE NOTEBOOK with your learner's name in it ({story.notebook}, {size / 1000:,.0f} kB)"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _told(part: object) -> bool:
    return any(part.model_dump().values()) if hasattr(part, "model_dump") else bool(part)
