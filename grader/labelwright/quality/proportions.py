"""Wilson's interval for a proportion; light, so that a check that needs no more imports no more."""

from __future__ import annotations

import math
from statistics import NormalDist


def wilson(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval (low, high) for a proportion of `successes` in `n` trials, within 0 to 1.

    Raises ValueError unless 0 <= successes <= n and n >= 1. Source: Wilson 1927, Probable Inference.
    """
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(
            f"{successes} successes in {n} trials is not possible; need n >= 1 and 0 <= successes <= n."
        )
    check_confidence(confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = successes / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return max(0.0, low), min(1.0, high)


def check_confidence(confidence: float) -> None:
    """ValueError unless `confidence` lies between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; give a share between 0 and 1, such as 0.95 for 95%.")
