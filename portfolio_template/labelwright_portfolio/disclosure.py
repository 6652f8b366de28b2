"""Say what becomes public before anything is written: a list made from the files that will be written."""

from __future__ import annotations

from collections.abc import Iterator

from labelwright_portfolio.build import Draft
from labelwright_portfolio.works import ShownEvidence, Work, is_own_run

_FIELD_WORDS = {
    "name": "name", "headline": "headline", "languages": "languages", "domains": "domains", "links": "links",
    "availability": "availability", "about": "what you say about yourself", "site": "the site's address",
}  # fmt: skip


def list_public_content(draft: Draft) -> Iterator[str]:
    """Yield the lines of the list."""
    profile = draft.page_data.profile
    fields = [words for name, words in _FIELD_WORDS.items() if getattr(profile, name)]
    yield "This becomes public:"
    yield f"  from your profile: {', '.join(fields)}"
    for work in draft.works:
        yield f"  {work.slug}: {', '.join(_describe_work(work, draft))}"
    size = sum(map(len, draft.contents.values()))
    search_engines = "invited" if profile.search_engines else "asked to stay away"
    yield f"  {len(draft.contents)} files, {size / 1000:,.0f} kB; search engines are {search_engines}"
    yield (
        "This stays private: your e-mail address (each credential holds only a salted hash of it), your key, your "
        "learner's name, messages of checks, answers to single items, and everything that is not in the list above."
    )


def _describe_work(work: Work, draft: Draft) -> Iterator[str]:
    evidence, story = ShownEvidence.model_validate(work.evidence), draft.page_data.story(work.slug)
    yield "what was asked, the data and its licence, the score"
    results, checks = len(evidence.measures), len(evidence.checks)
    yield f"{_count_noun(results, 'measured result')} and {_count_noun(checks, 'check verdict')}"
    if evidence.matrices:
        yield "cross-tables of counts"
    yield "signed by your own key" if is_own_run(work) else f"signed by {work.credential['issuer']['name']}"
    if evidence.marks:
        marks = _count_noun(len(evidence.marks), "mark")
        yield f"points that an instructor gave by hand ({marks}, without the reasons)"
    if evidence.attempts:
        yield f"date and score of {_count_noun(len(evidence.attempts), 'earlier attempt')}"
    words = [
        name
        for name in ("headline", "rationale", "guideline", "errors", "learned")
        if _is_filled(getattr(story, name))
    ]
    if words:
        yield f"in your own words: {', '.join(words)}"
    if story.notebook:
        size = len(draft.contents[f"notebooks/{story.notebook}"])
        yield f"THE WHOLE NOTEBOOK with your learner's name in it ({story.notebook}, {size / 1000:,.0f} kB)"


def _count_noun(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _is_filled(part: object) -> bool:
    return any(part.model_dump().values()) if hasattr(part, "model_dump") else bool(part)
