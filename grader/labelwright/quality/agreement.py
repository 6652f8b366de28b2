"""Krippendorff's alpha for a table of ratings, computed by evalica."""

from __future__ import annotations

import math

import evalica
import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.ratings import Level, read_ratings


def krippendorff_alpha(ratings: npt.ArrayLike | pd.DataFrame, level: Level) -> float:
    """Return Krippendorff's alpha, 1 - Do/De, of ratings given as items x raters with NaN for missing.

    `level` is nominal, ordinal, interval or ratio. 1 is perfect agreement, 0 what chance would give, below 0 is
    systematic disagreement. Items with fewer than two ratings drop out. When all ratings that can be paired have
    one value, De = 0 and alpha is undefined: the result is NaN, not 1. Raises ValueError on a table that cannot be
    compared. Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    coded = read_ratings(ratings, level)
    if np.count_nonzero(coded.counts().sum(axis=0)) < 2:
        return math.nan
    numbers = np.where(coded.codes >= 0, coded.values[coded.codes], np.nan)
    # evalica wants observers as rows; the wrong way round gives a plausible wrong number.
    return float(evalica.alpha(pd.DataFrame(numbers.T), distance=level).alpha)
