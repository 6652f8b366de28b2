"""Which messages may be drawn: every one that has a near-duplicate, and 400 that have none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelwright.data import sample

from .near import groups_of

SINGLES = 400
LONGEST = 500
"""The eight rows that swallowed other messages are longer than this."""


def pool(data: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of pool.csv, id and stratum, made of the whole dataset; the same rows in every run."""
    rows = data[data["shown"] & (data["text"].str.len() <= LONGEST)].reset_index(drop=True)
    group = groups_of(rows["text"].tolist())
    repeated = np.bincount(group)[group] > 1
    singles = sample(rows[~repeated], learner="pool", exercise="split-and-document", n=SINGLES, key="id")
    strata = {"repeated": rows[repeated], "single": singles}
    listed = pd.concat([part[["id"]].assign(stratum=name) for name, part in strata.items()])
    return listed.sort_values("id", ignore_index=True)
