"""Texts that are the same once case, width and spacing are set aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Mapping


def normalise(text: str) -> str:
    """Return `text` in Unicode's NFKC form, case-folded, each run of white space one space, none at the ends.

    NFKC makes full-width letters, ligatures and composed accents one with their plain forms; it also turns a
    superscript 2 into 2, so compare with it and keep the original. Sources: Unicode Standard Annex 15; Unicode 3.13 for
    case folding.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def exact_duplicates(texts: Mapping[Hashable, str]) -> tuple[tuple[Hashable, ...], ...]:
    """Return the groups of two or more ids whose texts are equal after `normalise`, in order of appearance.

    Texts that are empty after it are left out: that nothing was written does not make two records one.
    """
    groups: dict[str, list[Hashable]] = {}
    for name, text in texts.items():
        if key := normalise(text):
            groups.setdefault(key, []).append(name)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
