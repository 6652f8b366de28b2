"""Count how many of a dataset's texts are quoted, whole or in part, in documents that will be published."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST, SHORTEST = 8, 4
"""LONGEST words in a row are a quotation; a text of fewer than SHORTEST words could be anyone's words."""

_WORD = re.compile(r"\w+")
_ESCAPE = re.compile(r"\\[nrt]")
_Run = tuple[str, ...]


class Quotations:
    """Finds quotations of `texts` in documents: LONGEST words in a row, or the whole of a shorter text.

    Letter case, punctuation, white space and the line ends that JSON writes as two characters make no difference.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: dict[_Run, int] = {}
        for place, text in enumerate(texts):
            words = _words(text)
            if len(words) >= SHORTEST:
                for run in _windows(words, min(LONGEST, len(words))):
                    # If several texts share these words, the first one counts as quoted.
                    self._runs.setdefault(run, place)
        self._sizes = {len(run) for run in self._runs}

    def found(self, documents: Iterable[str]) -> set[int]:
        """Return the places of the texts that are quoted in any of the documents, counted from 0."""
        quoted: set[int] = set()
        for document in documents:
            words = _words(document)
            for size in self._sizes:
                quoted |= {self._runs[run] for run in _windows(words, size) & self._runs.keys()}
        return quoted


def _words(text: str) -> list[str]:
    return _WORD.findall(_ESCAPE.sub(" ", text).casefold())


def _windows(words: list[str], size: int) -> set[_Run]:
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}
