"""Flip the labels of 8 in 100 of the digits, different ones for each learner; the images do not change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.rng import Rng

SHARE = 0.08
CLASSES = 10


def flips(n: int, seed: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of the flipped rows among `n`, and by how much each label was moved on, 1 to 9."""
    rng = Rng(seed)
    places = rng.shuffled(range(n))[: int(SHARE * n)]
    return np.array(places), np.array([1 + rng.below(CLASSES - 1) for _ in places])


def make(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return the learner's table: id, 64 pixels and a label, of which some are wrong; each other class is as likely."""
    places, moved = flips(len(rows), seed)
    label = rows["digit"].to_numpy().copy()
    label[places] = (label[places] + moved) % CLASSES
    ids = [f"r{number:04}" for number in range(1, len(rows) + 1)]
    table = rows.drop(columns=["image", "digit"])
    table.insert(0, "id", ids)
    return table.assign(label=label)
