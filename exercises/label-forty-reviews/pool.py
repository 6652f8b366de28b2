"""Which reviews may be drawn: four strata of 200, so that ten of every forty are ones on which the crowd disagrees."""

from __future__ import annotations

import pandas as pd

from labelwright.data import sample

LABELS = ("negative", "neutral", "positive")
EACH = 200
DIVIDED = 11
"""At most this many of the twenty ratings have the most frequent sign: the crowd disagrees."""
SETTLED = 14
"""At least this many have it: the crowd agrees. Sentences between the two are left out."""
NOT_SHOWN = frozenset({"246_3"})
"""Left out by hand: a sexual undertone that no word list finds."""


def pool(data: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of pool.csv, id and stratum, made from the whole dataset; the same rows in every run.

    Sentences of 5 to 40 words, suitable to show, without an HTML entity, and only once in the data. All divided
    sentences whose two leading signs tie are in the pool, so that most learners meet a tie.
    """
    votes = data[list(LABELS)].mul(data["n"].astype(float), axis=0).round().astype(int)
    top = votes.max(axis=1)
    words = data["text"].str.split().str.len()
    plain = data["shown"] & words.between(5, 40) & ~data["text"].str.contains("&")
    plain &= ~data["text"].duplicated(keep=False) & ~data["id"].isin(NOT_SHOWN)
    tied = votes.eq(top, axis=0).sum(axis=1) > 1
    divided = plain & (top <= DIVIDED)
    ties = data[divided & tied]
    strata = {"divided": pd.concat([ties, _some(data[divided & ~tied], EACH - len(ties))])}
    for label in LABELS:
        strata[label] = _some(data[plain & (top >= SETTLED) & (votes[label] == top)], EACH)
    rows = pd.concat([rows[["id"]].assign(stratum=name) for name, rows in strata.items()])
    return rows.sort_values(["stratum", "id"], ignore_index=True)


def _some(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    return sample(rows, learner="pool", exercise="label-forty-reviews", n=n, key="id")
