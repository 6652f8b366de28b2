"""Figures that are taken for the accuracy, for kappa or for its interval, on a learner's own labels."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from labelwright.checks import Failed, Known, NotAttempted, Work
from labelwright.checks.compare import is_rounded
from labelwright.quality import Agreement, cohen_kappa
from labelwright.rng import Rng

from .crowd import LABELS, accepted, compared, kappa, labels, majority, settled

_SAME = 1e-6
_NEAR = 0.02
"""How near both ends of an interval must be to those of a known wrong one."""
_DRAWS = 2_000


def _distinct(known: list[Known], truth: float) -> list[Known]:
    """Return the wrong answers that show something.

    Those that equal the truth, 0 or 1 are left out: many ways lead to 0 and 1. Of several with the same value, one is
    made that names each.
    """
    kept: list[Known] = []
    for wrong in known:
        if not math.isfinite(wrong.value) or min(abs(wrong.value - one) for one in (truth, 0, 1)) <= _SAME:
            continue
        same = next((one for one in kept if abs(one.value - wrong.value) <= _SAME), None)
        if same is None:
            kept.append(wrong)
            continue
        kept.remove(same)
        if same.misconception == wrong.misconception:
            kept.append(same)
        else:
            both = f"{same.misconception} Or: {wrong.misconception}"
            advice = same.advice if same.advice == wrong.advice else f"{same.advice} Or: {wrong.advice}"
            kept.append(Known(same.value, both, advice))
    return kept


def known_shares(work: Work) -> list[Known]:
    """Shares that are taken for the accuracy, on this learner's labels."""
    mine, theirs = compared(work)
    n, labelled, total = len(mine), len(labels(work)), len(work.sample)
    right, clear = int((mine == theirs).sum()), settled(work)
    ties = labelled - n
    left_out = [*(["ties"] if ties else []), *(["skipped sentences"] if labelled < total else [])]
    leave = "Leave out ties and skipped sentences. pandas may show None as NaN: `.dropna()` leaves out both."
    divide = "Divide by the number of sentences that are left."
    own = labels(work)
    known = [
        Known(100 * right / n, "This is a percentage.", "Do not multiply by 100."),
        Known(right, "This is a count, not a share.", divide),
        Known(
            1 - right / n,
            "This is the share of sentences on which you differ.",
            "Count the sentences with the same label.",
        ),
        Known(right / total, f"You counted {' and '.join(left_out)} as wrong.", leave),
        Known(right / labelled, "You counted ties as wrong.", leave),
        Known((right + ties) / (n + ties), "You counted ties as right.", "Leave out the ties."),
        Known(
            sum(own[one] == label for one, label in clear.items()) / max(1, len(clear)),
            "This is the share over the sentences on which the crowd agrees.",
            "Count all sentences that have your label and a majority label.",
        ),
        Known(
            float(np.mean(accepted(work, own))),
            "This is the share of acceptable labels, from part 1.",
            "Compare with the majority's label only.",
        ),
        Known(right / (n - 1), "You divided by one sentence too few.", divide),
        Known(right / (n + 1), "You divided by one sentence too many.", divide),
    ]
    return _distinct(known, right / n)


def share_advice(value: float) -> str:
    """Return what to try if a share is wrong and it is not known why."""
    if abs(value - 1) <= _SAME:
        return (
            "All labels are equal here. Did you compare a column with itself, or only some of the sentences?"
        )
    if abs(value) <= _SAME:
        return "No label is equal here. Print a few rows of `mine` and `crowd`: do they have the same ids and names?"
    if not 0 <= value <= 1:
        return "A share is between 0 and 1. Divide the number of equal labels by the number of sentences that are left."
    return (
        "Put `mine` and `crowd` into one table, drop the rows without a label or a majority, and print the number of rows "
        "that are left. Then count the rows with two equal labels."
    )


def known_kappas(work: Work) -> list[Known]:
    """Figures that are taken for kappa, on this learner's labels."""
    mine, theirs = compared(work)
    p = float((mine == theirs).mean())
    own = np.array([(mine == label).mean() for label in LABELS])
    crowd = np.array([(theirs == label).mean() for label in LABELS])
    e = float(own @ crowd)
    separate = "Multiply your share of a label by the majority's share of it."
    brackets = "Write both brackets: (p - e) / (1 - e)."

    def by(chance: npt.NDArray[np.float64] | float) -> float:
        chance = float(np.sum(chance))
        return (p - chance) / (1 - chance) if chance < 1 else math.nan

    known = [
        Known(
            p,
            "This is the accuracy. You did not subtract the agreement by chance.",
            "Compute e, then (p - e) / (1 - e).",
        ),
        Known(e, "This is e, the agreement by chance.", "Compute (p - e) / (1 - e)."),
        Known(p - e, "This is p - e, without the division.", "Divide by (1 - e)."),
        Known(100 * kappa(work).value, "This is a percentage.", "Do not multiply by 100."),
        Known(p - e - e, "The brackets around (1 - e) are missing.", brackets),
        Known(p - e / (1 - e), "The brackets around (p - e) are missing.", brackets),
        Known(
            (p - e) / (1 - p) if p < 1 else math.nan,
            "You divided by 1 - p.",
            "Divide by 1 - e, the largest value that p - e can have.",
        ),
        Known(
            by(1 / 3),
            "You used one in three as the agreement by chance.",
            "Use your shares of the labels and the majority's shares.",
        ),
        Known(
            by(((own + crowd) / 2) ** 2),
            "You put both sides together: this is Scott's pi.",
            "Compute your shares and the majority's shares separately.",
        ),
        Known(by(crowd**2), "You computed chance from the majority's shares only.", separate),
        Known(by(own**2), "You computed chance from your own shares only.", separate),
        *(
            Known(
                cohen_kappa(*([LABELS.index(one) for one in side] for side in (mine, theirs)), weights),
                f"This is a weighted kappa, with {weights} weights.",
                "Leave out the weights.",
            )
            for weights in ("linear", "quadratic")
        ),
        *_with_ties(work, p),
    ]
    return _distinct(known, kappa(work).value)


def _with_ties(work: Work, p: float) -> list[Known]:
    """Kappas with sentences that should be left out: in p and e, or in the shares for e only."""
    given, theirs = list(labels(work).values()), list(majority(work).values())
    of_given = [majority(work)[one] for one in labels(work)]
    leave = "Leave out ties and skipped sentences first. pandas may show None as NaN: `.dropna()` leaves out both."
    found = []
    for n in {len(given), len(work.sample)}:
        right = sum(a == b for a, b in zip(given, of_given, strict=True)) / n
        e = sum(given.count(label) / n * of_given.count(label) / n for label in LABELS)
        found.append(Known((right - e) / (1 - e), "You kept ties or skipped sentences.", leave))
    total, leading = len(work.sample), sum(one is not None for one in theirs)
    for own_n, their_n in ((len(given), leading), (total, total)):
        e = sum(given.count(label) / own_n * theirs.count(label) / their_n for label in LABELS)
        found.append(
            Known((p - e) / (1 - e), "For e you also counted sentences that are left out of p.", leave)
        )
    return found


def kappa_advice(value: float) -> str:
    """Return what to try if kappa is wrong and it is not known why."""
    parts = "Print p, e, and the three products that add up to e. Both p and e are between 0 and 1."
    if value > 1:
        return f"Kappa is never above 1. Is the bracket below the line (1 - e)? {parts}"
    if value < -1:
        return f"Kappa is never below -1. Are both brackets there: (p - e) / (1 - e)? {parts}"
    if abs(value - 1) <= _SAME:
        return f"A kappa of 1 means that all labels are equal. Did you compare a column with itself? {parts}"
    return f"{parts} Then compute (p - e) / (1 - e), with both brackets."


def has_kappa(work: Work) -> bool:
    """Return whether the learner's kappa is right, or right but rounded."""
    try:
        value = work.number("kappa")
    except (Failed, NotAttempted):
        return False
    truth = kappa(work).value
    return abs(value - truth) <= _SAME or is_rounded(value, truth)


_PLAIN = (
    "Draw row numbers with replacement, as many as you have sentences. Keep the two labels of each row together, and take "
    "the percentiles 2.5 and 97.5."
)


def interval_mistake(work: Work, low: float, high: float, found: Agreement) -> tuple[str, str]:
    """Return which known mistake an interval of kappa is, empty if it is none of them; and what to try."""
    if low > high:
        return "The two ends are in the wrong order.", "Write the lower end first."
    if high - low <= _SAME:
        return (
            "Both ends are the same number. This happens if you draw without replacement: each draw then has the same "
            "sentences in another order.",
            "Draw with replacement: `rng.integers(0, n, n)`, `rng.choice(n, n)` or `.sample(frac=1, replace=True)`.",
        )
    if low <= 0 <= high < found.value:
        return (
            "The interval is around 0 and does not contain kappa. This happens if you draw your labels and the majority's "
            "labels separately.",
            _PLAIN,
        )
    near = [
        text
        for text, ends in _known_intervals(work).items()
        if max(abs(low - ends[0]), abs(high - ends[1])) <= _NEAR
    ]
    if near:
        return " Or: ".join(near), _PLAIN
    if high < found.low:
        return (
            "The interval does not contain your kappa: both ends are among the lowest draws.",
            "`np.percentile` counts from 0 to 100: give 2.5 and 97.5, not 0.025 and 0.975. `np.quantile` counts from 0 to 1.",
        )
    if not low - _SAME <= found.value <= high + _SAME:
        return "The interval does not contain your kappa.", _PLAIN
    right = found.high - found.low
    share = (high - low) / right if right > _SAME else math.nan
    if 0.4 <= share <= 0.6:
        text = "The interval has about half of the right width, as with one standard error on each side instead of 95 %."
        return text, _PLAIN
    if share < 0.75:
        return f"The interval is too narrow: it has {share:.0%} of the right width.", _PLAIN
    if share > 1.25:
        return f"The interval is too wide: it has {share:.0%} of the right width.", _PLAIN
    return "", _PLAIN


def _known_intervals(work: Work) -> dict[str, tuple[float, float]]:
    """Intervals that are near to those of known mistakes, by what the mistake is."""
    n = len(compared(work)[0])
    shares, kappas = _draws(work, n)
    _, few = _draws(work, n // 2)
    return {
        "This is near to the interval of the accuracy, not of kappa.": _ends(shares, 2.5, 97.5),
        "This is near to the interval from the 5th to the 95th percentile, which is a 90 % interval.": _ends(
            kappas, 5, 95
        ),
        "This is near to the interval with draws of half as many sentences.": _ends(few, 2.5, 97.5),
    }


def _ends(values: npt.NDArray[np.float64], low: float, high: float) -> tuple[float, float]:
    ends = np.nanpercentile(values, [low, high])
    return float(ends[0]), float(ends[1])


def _draws(work: Work, size: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the accuracy and the kappa of bootstrap draws of `size` sentences; kappa is NaN where it is undefined."""
    mine, theirs = compared(work)
    rows = Rng(0).numpy().integers(0, len(mine), (_DRAWS, size))
    a, b = mine[rows], theirs[rows]
    p = (a == b).mean(axis=1)
    e = sum(((a == label).mean(axis=1) * (b == label).mean(axis=1) for label in LABELS), np.zeros(_DRAWS))
    return p, np.divide(p - e, 1 - e, out=np.full(_DRAWS, np.nan), where=e < 1)
