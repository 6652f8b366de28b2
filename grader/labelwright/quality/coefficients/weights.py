"""How much two different labels still agree: weights for weighted kappa and for Gwet's AC2."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Weights = Literal["linear", "quadratic", "ordinal"] | npt.ArrayLike | None


def agreement_weights(weights: Weights, size: int) -> Floats:
    """Return size x size weights from 0 to 1: 1 on the diagonal, less the further two labels lie apart.

    None counts only equal labels. With i and j the places of two labels in their order, "linear" is 1 - |i - j| / m
    and "quadratic" 1 - (i - j)^2 / m^2, where m = size - 1; "ordinal" is 1 - C(|i - j| + 1, 2) / C(m + 1, 2). A
    matrix gives *disagreement* weights: zero on the diagonal, larger where a confusion is worse; it is divided by
    its largest entry. Raises ValueError on an unknown name or a matrix that is none of this.
    Sources: Cohen 1968, Weighted Kappa; Gwet 2014, Handbook of Inter-Rater Reliability.
    """
    if weights is None or size == 1:
        return np.eye(size)
    if isinstance(weights, str):
        gaps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
        costs = {"linear": gaps, "quadratic": gaps**2, "ordinal": gaps * (gaps + 1) / 2}
        if weights not in costs:
            raise ValueError(
                f"weights is {weights!r}; use None, 'linear', 'quadratic', 'ordinal' or a matrix of disagreement."
            )
        cost = costs[weights]
    else:
        cost = _checked(np.asarray(weights, dtype=np.float64), size)
    shared: Floats = 1 - cost / cost.max()
    return shared


def words(weights: Weights) -> str:
    """The weights as a phrase for the coefficient's name; empty for none."""
    if weights is None:
        return ""
    return f", {weights} weights" if isinstance(weights, str) else ", own weights"


def _checked(cost: Floats, size: int) -> Floats:
    if cost.shape != (size, size):
        raise ValueError(
            f"the weights have shape {cost.shape} but there are {size} labels; give {size} x {size}, and categories= "
            "if some label is never used."
        )
    if np.diag(cost).any() or (cost < 0).any() or not cost.any() or not np.isfinite(cost).all():
        raise ValueError(
            "disagreement weights are 0 on the diagonal and above 0 elsewhere; these look like agreement weights "
            "(1 on the diagonal). Give 1 - w instead."
        )
    return cost
