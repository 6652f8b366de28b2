"""Labels that enough people gave: how acceptable a label is to a crowd, and how acceptable its own members are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int_]
Shares = npt.NDArray[np.float64]


def acceptance(counts: Counts, least_share: float) -> Shares:
    """Return how acceptable each label of each item is, 0 to 1: an array items x labels.

    `counts` (items x labels) says how many people gave each label. One of them is left out, and a label is acceptable
    where at least the share `least_share` of the others gave it, or no other label has more of them; the result is the
    mean over the one left out. So a label from outside meets as many voices as a member does in
    `acceptance_ceiling`. Raises ValueError where an item has fewer than two people or the share is not from 0 to 1.
    """
    given, accepted = _left_out(counts, least_share)
    shares: Shares = (given[:, :, None] * accepted).sum(axis=1) / given.sum(axis=1, keepdims=True)
    return shares


def acceptance_ceiling(counts: Counts, least_share: float) -> Shares:
    """Return for each item the share of its people, 0 to 1, whose own label is acceptable to the others.

    Arguments and errors are those of `acceptance`. Leave-one-out as in Snow, O'Connor, Jurafsky and Ng 2008, Cheap and
    Fast - But is it Good?
    """
    given, accepted = _left_out(counts, least_share)
    own = np.diagonal(accepted, axis1=1, axis2=2)
    shares: Shares = (given * own).sum(axis=1) / given.sum(axis=1)
    return shares


def _left_out(counts: Counts, least_share: float) -> tuple[Counts, npt.NDArray[np.bool_]]:
    """The counts, and for each item and label left out once (rows) which labels (columns) the others accept."""
    given = np.asarray(counts)
    total = given.sum(axis=1)
    if not 0 <= least_share <= 1 or (given < 0).any() or (total < 2).any():
        raise ValueError("acceptance needs two people or more for every item, and a share of 0 to 1.")
    others = given[:, None, :] - np.eye(given.shape[1], dtype=int)
    # 0.3 of 10 must be 3, whatever the rounding of floats says.
    enough = others >= least_share * (total - 1)[:, None, None] - 1e-9
    return given, enough | (others == others.max(axis=2, keepdims=True))
