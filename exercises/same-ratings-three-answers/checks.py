"""Checks for three alphas on a learner's own sample; the wrong answers are computed for that sample too."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from labelwright.checks import Failed, Known, Measure, Passed, Work, check, close, right_choice
from labelwright.data import seed
from labelwright.quality import bootstrap_alpha, cohen_kappa, krippendorff_alpha

RATERS = [f"r{number}" for number in range(1, 11)]
LEVELS = ("nominal", "ordinal", "interval")
NOMINAL = "Nominal alpha throws the order away: -4 against +4 counts no more than -1 against -2."
REASONS = {
    "distances matter": "",
    "highest value": "Choosing a coefficient by its value is choosing the answer you want.",
    "lowest value": "Choosing a coefficient by its value is no more honest when the value is low.",
    "labels are names": "The ratings have an order: +3 is more positive than +1.",
    "most often used": "Habit says nothing about this scale.",
}
WHY = "An agreement figure with the wrong distance misleads everyone who decides on the data by it."


def ratings(work: Work) -> pd.DataFrame:
    """The learner's 300 tokens by ten ratings."""
    return work.sample[RATERS]


def with_all_pairs(table: np.ndarray) -> float:
    """Nominal alpha with N in place of n - 1: expected agreement drawn with replacement."""
    within = np.mean([(row[:, None] != row).sum() / (len(row) * (len(row) - 1)) for row in table])
    shares = np.unique(table, return_counts=True)[1] / table.size
    return float(1 - within / (1 - (shares**2).sum()))


def mean_kappa(table: np.ndarray) -> float:
    """The mean of Cohen's kappa over all pairs of columns."""
    return float(np.mean([cohen_kappa(table[:, i], table[:, j]) for i, j in combinations(range(10), 2)]))


def known_for(work: Work, level: str) -> list[Known]:
    """The wrong answers that are understood, as they come out on this learner's sample."""
    table = ratings(work)
    wrong = [
        Known(
            krippendorff_alpha(table.T, level),
            "The table is the wrong way round: tokens were taken for raters.",
            "evalica wants one row a rater and one column a token: pass `ratings.T`.",
        )
    ]
    for other in LEVELS:
        if other != level:
            value = krippendorff_alpha(table, other)
            wrong.append(
                Known(value, f"This is the {other} alpha of your sample.", f"Pass distance={level!r}.")
            )
    if level == "nominal":
        array = table.to_numpy(dtype=float)
        wrong.append(
            Known(
                mean_kappa(array),
                "This is the mean Cohen's kappa over pairs of columns. Column 3 of one token and of the next "
                "are not stated to be the same person, so pairing columns compares nobody with nobody.",
                "Use alpha, which needs no stable raters.",
            )
        )
        wrong.append(
            Known(
                with_all_pairs(array),
                "Chance agreement was computed with replacement: n in place of n - 1.",
                "Use the coincidence matrix, or a library that does.",
            )
        )
    return wrong


def check_alpha(work: Work, level: str) -> Passed:
    """Compare the learner's alpha at `level` with the reference for their sample."""
    name = f"alpha_{level}"
    value = work.number(name)
    truth = krippendorff_alpha(ratings(work), level)
    if abs(value - truth) > 1e-6 and abs(value - round(truth, 3)) <= 1e-9:
        raise Failed(
            f"`{name}` is {value:g}: right, but rounded.",
            why="A rounded figure cannot be checked or computed with; round only what you print.",
            advice="Keep the full value in the variable.",
            credit=0.8,
            measured=value,
        )
    close(name, value, truth, tolerance=1e-6, known=known_for(work, level), why=WHY, show=".6f")
    if level != "interval":
        return Passed(measured=value)
    return Passed(measured=value, measures=(alpha_measure(work, truth),))


def alpha_measure(work: Work, truth: float) -> Measure:
    """Interval alpha of the sample with its reference bootstrap interval."""
    interval = reference_interval(work)
    return Measure(
        id="alpha-interval",
        name="Krippendorff's alpha, interval level",
        value=round(truth, 3),
        n=len(ratings(work)),
        n_unit="tokens, ten ratings each",
        low=round(interval[0], 3),
        high=round(interval[1], 3),
        method="percentile bootstrap over tokens, 2,000 draws, 95 %",
        reference="recomputed by the grader on the same 300 tokens",
        ceiling_note="alpha describes the ten raters of each token, not the learner",
    )


def reference_interval(work: Work) -> tuple[float, float]:
    """The bootstrap interval over tokens for this sample, drawn once for a piece of work."""
    start = seed(work.learner, "same-ratings-three-answers")
    drawn = work.cached(
        "interval", lambda: bootstrap_alpha(ratings(work), "interval", n_resamples=2000, seed=start)
    )
    return drawn.low, drawn.high


@check("alphas")
def nominal_alpha(work: Work) -> Passed:
    """`alpha_nominal` is Krippendorff's alpha of your sample at the nominal level."""
    return check_alpha(work, "nominal")


@check("alphas")
def ordinal_alpha(work: Work) -> Passed:
    """`alpha_ordinal` is Krippendorff's alpha of your sample at the ordinal level."""
    return check_alpha(work, "ordinal")


@check("alphas")
def interval_alpha(work: Work) -> Passed:
    """`alpha_interval` is Krippendorff's alpha of your sample at the interval level."""
    return check_alpha(work, "interval")


def by_raters(table: np.ndarray) -> tuple[float, float]:
    """The interval one gets by drawing columns in place of tokens."""
    rng = np.random.default_rng(0)
    draws = [one_alpha(table[:, rng.integers(0, 10, 10)]) for _ in range(400)]
    return float(np.percentile(draws, 2.5)), float(np.percentile(draws, 97.5))


def one_alpha(table: np.ndarray) -> float:
    """Interval alpha of complete data: 1 - mean variance within items / variance of all."""
    return float(1 - table.var(axis=1, ddof=1).mean() / table.var(ddof=1))


@check("interval")
def interval_over_tokens(work: Work) -> Passed:
    """`alpha_interval_ci` holds the ends of a 95 % bootstrap interval over tokens, each within .01."""
    low, high = work.numbers("alpha_interval_ci", 2)
    truth_low, truth_high = reference_interval(work)
    gap = max(abs(low - truth_low), abs(high - truth_high))
    if gap <= 0.01:
        return Passed(f"{low:.3f} to {high:.3f}", "each end within .01 of the reference")
    misconception, advice = interval_diagnosis(work, low, high)
    raise Failed(
        f"`alpha_interval_ci` runs from {low:.3f} to {high:.3f}.",
        misconception=misconception,
        why="An interval that is too narrow sells luck as knowledge; one that is too wide hides what is known.",
        advice=advice,
        credit=0.5 if gap <= 0.02 else 0.0,
        measured=f"{low:.3f} to {high:.3f}",
        expected="each end within .01 of the reference for your sample",
    )


def interval_diagnosis(work: Work, low: float, high: float) -> tuple[str, str]:
    """Which known mistake the interval is: (misconception, advice)."""
    truth_low, truth_high = reference_interval(work)
    table = ratings(work).to_numpy(dtype=float)
    point = one_alpha(table)
    if low > high:
        return "The ends are the wrong way round.", "Give the lower end first."
    if not low <= point <= high:
        return (
            "The interval does not even hold alpha itself: single ratings were drawn, which makes rows agree "
            "with copies of themselves.",
            "Draw row numbers, and take whole rows.",
        )
    wide_low, wide_high = by_raters(table)
    if abs(low - wide_low) < 0.012 and abs(high - wide_high) < 0.012:
        return (
            "Columns were drawn in place of tokens, but a column is not one person here.",
            "Draw along axis 0: the tokens are the sample.",
        )
    if high - low < 0.6 * (truth_high - truth_low):
        return (
            "The interval is too narrow: pairs of ratings were drawn as if they were independent (as "
            "`evalica.alpha_bootstrap` does), or one standard error was taken for 95 %.",
            "The ten ratings of a token belong together: draw tokens, keep their rows whole.",
        )
    return "", "Draw 300 row numbers with replacement, compute interval alpha on those rows, 2,000 times."


@check("choice", weight=3)
def level_fits_the_design(work: Work) -> None:
    """`level` is one that the raters' scale allows."""
    right_choice(
        "level",
        work.text("level"),
        {**dict.fromkeys(LEVELS, ""), "nominal": NOMINAL},
        why="It reports .2 where people broadly agree, and good data is thrown out.",
        advice="Ask what the raters were shown: names, ranks, or a scale with even steps?",
        expected="a level that keeps the order",
    )


@check("choice", weight=2, after=level_fits_the_design)
def reason_carries_the_choice(work: Work) -> None:
    """`reason` names what the design gives, not what the result looks like."""
    right_choice(
        "reason",
        work.text("reason"),
        REASONS,
        why="The level is fixed by the design of the study, before any rating is seen.",
        advice="Which pairs of ratings should count as a worse disagreement than others?",
    )
