"""The labels on which a learner's `cohens_kappa` is called, and wrong ways to write it."""

from __future__ import annotations

import pandas as pd

from labelwright.checks import Case, KnownWay, Work
from labelwright.data import seed
from labelwright.quality import cohen_kappa
from labelwright.rng import Rng

from .draw import LABELS

SLUG = "route-customer-messages"
FREQUENT = (0.35, 0.25, 0.2, 0.1, 0.06, 0.04)
"""Unequal shares, so that chance is not one in six, and other shares in the second column."""


def pairs_of(first: list[str], second: list[str]) -> pd.DataFrame:
    """Return the two columns as the learner's function gets them."""
    return pd.DataFrame({"first": first, "second": second})


def cases(work: Work) -> list[Case]:
    """Return small pairs by hand, then random ones for the learner."""
    small = [
        (["return", "fault", "other"], ["return", "fault", "other"], "all equal"),
        (["return", "fault", "fault"], ["fault", "return", "return"], "none equal"),
        (["return", "return", "return", "fault"], ["return", "return", "fault", "fault"], "unequal shares"),
        (["other", "other"], ["other", "other"], "one label, so it is undefined"),
    ]
    rng = Rng(seed(work.learner, f"{SLUG} kappa", work.form)).numpy()
    for _ in range(6):
        size = int(rng.integers(9, 30))
        first = [str(one) for one in rng.choice(LABELS, size, p=FREQUENT)]
        kept = rng.random(size) < 0.6
        other = [str(one) for one in rng.choice(LABELS[1:], size)]
        second = [one if keep else two for one, two, keep in zip(first, other, kept, strict=True)]
        small.append((first, second, "random labels"))
    return [
        Case((pairs_of(first, second),), cohen_kappa(first, second), note) for first, second, note in small
    ]


def _corrected(pairs: pd.DataFrame, chance: float) -> float:
    share = float((pairs["first"] == pairs["second"]).mean())
    return (share - chance) / (1 - chance) if chance < 1 else float("nan")


def _shares(pairs: pd.DataFrame) -> list[tuple[float, float]]:
    return [((pairs["first"] == label).mean(), (pairs["second"] == label).mean()) for label in LABELS]


KNOWN = (
    KnownWay(
        lambda pairs: float((pairs["first"] == pairs["second"]).mean()),
        "This is the share of equal pairs. You did not subtract the agreement by chance.",
        "Compute e, then (p - e) / (1 - e).",
    ),
    KnownWay(
        lambda pairs: _corrected(pairs, 1 / len(LABELS)),
        "You used one in six as the agreement by chance.",
        "Use the shares of the labels.",
    ),
    KnownWay(
        lambda pairs: _corrected(pairs, sum(((one + two) / 2) ** 2 for one, two in _shares(pairs))),
        "You put both columns together: this is Scott's pi.",
        "Compute the shares of `first` and of `second` separately.",
    ),
    KnownWay(
        lambda pairs: _corrected(pairs, sum(one**2 for one, _ in _shares(pairs))),
        "You computed chance from the first column only.",
        "Multiply the share of a label in `first` by its share in `second`.",
    ),
    KnownWay(
        lambda pairs: max(0.0, _corrected(pairs, sum(one * two for one, two in _shares(pairs)))),
        "You return 0 where kappa is negative.",
        "Kappa can be negative, if two columns agree less often than by chance. Return it as it is.",
    ),
)
