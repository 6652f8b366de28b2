"""Which texts of a dataset may be shown to a learner, and how much of them a page quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files

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


WORDS_FILE = "unsuitable.sha256"

_CONTENT_FILTER_WORD = re.compile(r"[^\W_]+")
_SIGNED = re.compile(r"[^\W_]*(?:[@$!]+[^\W_]*)+")
_MASKED = re.compile(r"\b[^\W\d_]{1,3}(?:\*+[^\W\d_]+|\*{2,})")
_RUN = re.compile(r"(.)\1{2,}")
_LEET = str.maketrans("013457@$!", "oieastasi")


def suitable(text: str) -> bool:
    """Return False if a word of `text` is on the reviewed block list, else True.

    A word is compared in lower case (NFKC), also with repeated letters shortened, and with digits and signs that replace
    letters (4 for a, @ for a) changed back; a word masked with asterisks is always refused. The list,
    `unsuitable.sha256`, has only the SHA-256 of each word, so that this project contains no slur. It has English words
    only, and it misses offensive texts without such a word and new spellings: a text that passes was not reviewed.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    if _MASKED.search(text):
        return False
    tokens = {*_CONTENT_FILTER_WORD.findall(text), *_SIGNED.findall(text)}
    return not any(_blocked(token) for token in tokens)


@lru_cache(maxsize=1 << 16)
def _blocked(token: str) -> bool:
    return any(sha256(word.encode("utf-8")).hexdigest() in _digests() for word in _spellings(token))


def _spellings(token: str) -> set[str]:
    plain = {token, token.translate(_LEET)}
    return plain | {_RUN.sub(r"\1" * times, word) for word in plain for times in (1, 2)}


@cache
def _digests() -> frozenset[str]:
    listed = (files("labelwright.data") / WORDS_FILE).read_text(encoding="ascii")
    return frozenset(line for line in listed.split("\n") if line and not line.startswith("#"))
