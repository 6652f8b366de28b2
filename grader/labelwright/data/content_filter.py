"""Decide whether a text may be shown to a learner without a warning: no slur, no strong swear word, nothing sexual."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files

WORDS_FILE = "unsuitable.sha256"

_WORD = re.compile(r"[^\W_]+")
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
    tokens = {*_WORD.findall(text), *_SIGNED.findall(text)}
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
