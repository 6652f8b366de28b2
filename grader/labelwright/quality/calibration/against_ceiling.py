"""Hold one labeller's agreement beside the human ceiling for the same data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from labelwright.quality.proportions import wilson

Place = Literal["below", "at", "above", "unknown"]


@dataclass(frozen=True)
class Standing:
    """A labeller's agreement with Wilson's interval beside a `ceiling`; `place` is where they stand to it.

    `gap` is agreement minus ceiling, `share` agreement over ceiling. `sentence` says all of it in words. NaN and
    "unknown" where there are no items or no ceiling.
    """

    agreement: float
    low: float
    high: float
    ceiling: float
    gap: float
    share: float
    place: Place
    sentence: str


def against_ceiling(
    agreed: int,
    n: int,
    ceiling: float,
    *,
    interval: tuple[float, float] | None = None,
    confidence: float = 0.95,
) -> Standing:
    """Compare `agreed` of `n` items with the agreement that people reach among themselves on such items.

    `ceiling` is a share of 0 to 1 measured in the same way (for instance each rater against the majority of the
    others), `interval` its own interval where it is known. "below" and "above" are said only where the two intervals
    (or the interval and the ceiling) do not touch: that is a cautious reading, not a test. Agreement above the ceiling
    is no better than at it, and on a small sample means little. NaN for the ceiling gives "unknown". Raises ValueError
    where counts or shares are impossible.
    """
    low_end, high_end = interval or (ceiling, ceiling)
    if not 0 <= agreed <= n or any(
        not (math.isnan(value) or 0 <= value <= 1) for value in (ceiling, low_end, high_end)
    ):
        raise ValueError(
            f"{agreed} of {n} items beside a ceiling of {ceiling} is not possible; give shares of 0 to 1."
        )
    if n == 0 or math.isnan(ceiling):
        why = "no items were labelled" if n == 0 else "no human ceiling is known for these data"
        share = agreed / n if n else math.nan
        return Standing(share, math.nan, math.nan, ceiling, math.nan, math.nan, "unknown", f"{why}.")
    low, high = wilson(agreed, n, confidence)
    share = agreed / n
    place: Place = "below" if high < low_end else "above" if low > high_end else "at"
    words = {"below": "below", "above": "above", "at": "not distinguishable from"}[place]
    sentence = (
        f"{agreed} of {n} ({share:.0%}, {confidence:.0%} interval {low:.0%} to {high:.0%}) is {words} the human "
        f"ceiling of {ceiling:.0%}."
    )
    ratio = share / ceiling if ceiling else math.nan
    return Standing(share, low, high, ceiling, share - ceiling, ratio, place, sentence)
