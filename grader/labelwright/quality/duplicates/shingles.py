"""Cut texts into overlapping pieces, and compare the sets of pieces."""

from __future__ import annotations

import math
import re
from collections.abc import Set as AbstractSet
from typing import Literal

from labelwright.quality.duplicates.exact import normalise

Unit = Literal["character", "word"]
_WORD = re.compile(r"\w+")


def shingles(text: str, *, size: int = 5, unit: Unit = "character") -> frozenset[str]:
    """Return every run of `size` characters or words in the normalised text.

    A text shorter than that is one shingle, an empty one has none. Words are runs of word characters, so punctuation
    does not count. Raises ValueError where `size` is below 1 or `unit` is another word. Source: Broder 1997, On the
    Resemblance and Containment of Documents.
    """
    if size < 1 or unit not in ("character", "word"):
        raise ValueError(
            f"size is {size} and unit {unit!r}; take a size of 1 or more of 'character' or 'word'."
        )
    plain = normalise(text)
    parts = _WORD.findall(plain) if unit == "word" else list(plain)
    glue = " " if unit == "word" else ""
    last = max(1, len(parts) - size + 1) if parts else 0
    return frozenset(glue.join(parts[start : start + size]) for start in range(last))


def jaccard(a: AbstractSet[str], b: AbstractSet[str]) -> float:
    """Return the shared share of two sets, |a and b|/|a or b|, 0 to 1; NaN where both are empty. Source: Jaccard 1912."""
    together = len(a | b)
    return len(a & b) / together if together else math.nan
