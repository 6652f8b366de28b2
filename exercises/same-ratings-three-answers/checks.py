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
NOMINAL = "Nominal alpha ignores the order: -4 against +4 counts the same as -1 against -2."
REASONS = {
    "distances matter": "",
    "highest value": "If you choose a coefficient by its value, you choose the answer that you want.",
    "lowest value": "Choosing a coefficient by its value is not honest, even if you take a low value.",
    "labels are names": "The ratings have an order: +3 is more positive than +1.",
    "most often used": "A habit says nothing about this scale.",
}
WIDTH = 0.08
"""How much the interval's width may differ from the width over many draws."""
WHY = "An agreement value with the wrong distance misleads everyone who uses it to judge the data."


def ratings(work: Work) -> pd.DataFrame:
    """Return the learner's 300 tokens by ten ratings."""
    return work.sample[RATERS]


def with_all_pairs(table: np.ndarray) -> float:
    """Return nominal alpha with n instead of n - 1: expected agreement with replacement."""
    within = np.mean([(row[:, None] != row).sum() / (len(row) * (len(row) - 1)) for row in table])
    shares = np.unique(table, return_counts=True)[1] / table.size
    return float(1 - within / (1 - (shares**2).sum()))


def mean_kappa(table: np.ndarray) -> float:
    """Return the mean of Cohen's kappa over all pairs of columns."""
    return float(np.mean([cohen_kappa(table[:, i], table[:, j]) for i, j in combinations(range(10), 2)]))


def known_for(work: Work, level: str) -> list[Known]:
    """Return the wrong answers that are understood, as they come out on this learner's sample."""
    table = ratings(work)
    wrong = [
        Known(
            krippendorff_alpha(table.T, level),
            "You exchanged rows and columns of the table, so tokens count as raters.",
            "Pass `ratings.T`: evalica needs one row for each rater and one column for each token.",
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
                "This is the mean Cohen's kappa over pairs of columns. But a column is not one person: column 3 can "
                "be different people for different tokens, so pairs of columns have no meaning.",
                "Use alpha, which does not need the same raters for all tokens.",
            )
        )
        wrong.append(
            Known(
                with_all_pairs(array),
                "You computed chance agreement with replacement: n instead of n - 1.",
                "Use the coincidence matrix or a library such as evalica.",
            )
        )
    return wrong


def check_alpha(work: Work, level: str) -> Passed:
    """Compare the learner's alpha at `level` with the reference for their sample."""
    name = f"alpha_{level}"
    value = work.number(name)
    truth = krippendorff_alpha(ratings(work), level)
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
    """Return the bootstrap interval over tokens for this sample, drawn once for a piece of work."""
    start = seed(work.learner, "same-ratings-three-answers")
    drawn = work.cached(
        "interval", lambda: bootstrap_alpha(ratings(work), "interval", n_resamples=2000, seed=start)
    )
    return drawn.low, drawn.high


@check("alphas")
def nominal_alpha(work: Work) -> Passed:
    """`alpha_nominal` is Krippendorff's alpha of your sample at the nominal level, not rounded."""
    return check_alpha(work, "nominal")


@check("alphas")
def ordinal_alpha(work: Work) -> Passed:
    """`alpha_ordinal` is Krippendorff's alpha of your sample at the ordinal level, not rounded."""
    return check_alpha(work, "ordinal")


@check("alphas")
def interval_alpha(work: Work) -> Passed:
    """`alpha_interval` is Krippendorff's alpha of your sample at the interval level, not rounded."""
    return check_alpha(work, "interval")


def many_draws(work: Work) -> np.ndarray:
    """Return interval alpha of 20,000 draws of tokens, made once; their percentiles hardly depend on chance."""

    def drawn() -> np.ndarray:
        table = ratings(work).to_numpy(dtype=float)
        n, raters = table.shape
        rng = np.random.default_rng(seed(work.learner, "same-ratings-three-answers"))
        times = rng.multinomial(n, np.full(n, 1 / n), size=20_000)
        within = times @ table.var(axis=1, ddof=1) / n
        mean = times @ table.mean(axis=1) / n
        square = times @ (table**2).mean(axis=1) / n
        return 1 - within / ((square - mean**2) * n * raters / (n * raters - 1))

    return work.cached("many draws", drawn)


def ends_at(work: Work, confidence: float) -> tuple[float, float]:
    """Return the percentiles of many draws that leave out the rest of `confidence` at both sides."""
    rest = 50 * (1 - confidence)
    low, high = np.percentile(many_draws(work), [rest, 100 - rest])
    return float(low), float(high)


def by_raters(table: np.ndarray) -> tuple[float, float]:
    """Return the interval from drawing columns instead of tokens."""
    rng = np.random.default_rng(0)
    draws = [one_alpha(table[:, rng.integers(0, 10, 10)]) for _ in range(400)]
    return float(np.percentile(draws, 2.5)), float(np.percentile(draws, 97.5))


def one_alpha(table: np.ndarray) -> float:
    """Interval alpha of complete data: 1 - mean variance within items / variance of all."""
    return float(1 - table.var(axis=1, ddof=1).mean() / table.var(ddof=1))


@check("interval")
def interval_over_tokens(work: Work) -> Passed:
    """`alpha_interval_ci` has the two ends of a 95 % bootstrap interval over tokens, each within .01, and its width is
    within 8 % of the right one."""
    low, high = work.interval("alpha_interval_ci")
    truth_low, truth_high = reference_interval(work)
    gap = max(abs(low - truth_low), abs(high - truth_high))
    right_low, right_high = ends_at(work, 0.95)
    # The ends of a 90 % interval are nearer than .01 too; its width is 16 % smaller, and 2,000 draws move it by 2 %.
    width = (high - low) / (right_high - right_low)
    if gap <= 0.01 and abs(width - 1) <= WIDTH:
        return Passed(f"{low:.3f} to {high:.3f}", "each end within .01 of the reference")
    misconception, advice = interval_diagnosis(work, low, high)
    raise Failed(
        f"`alpha_interval_ci` goes from {low:.3f} to {high:.3f}.",
        misconception=misconception,
        why="An interval that is too narrow makes luck look like knowledge. An interval that is too wide hides what "
        "is known.",
        advice=advice,
        credit=0.5 if gap <= 0.02 and not misconception else 0.0,
        measured=f"{low:.3f} to {high:.3f}",
        expected="each end within .01 of the reference for your sample, and a width within 8 % of its width",
    )


def interval_diagnosis(work: Work, low: float, high: float) -> tuple[str, str]:
    """Return which known mistake the interval is: (misconception, advice)."""
    truth_low, truth_high = reference_interval(work)
    table = ratings(work).to_numpy(dtype=float)
    point = one_alpha(table)
    if low > high and max(abs(high - truth_low), abs(low - truth_high)) <= 0.01:
        return "The two ends are in the wrong order.", "Give the lower end first, then the upper end."
    half = (truth_high - truth_low) / 2
    if abs(low - (truth_low + truth_high) / 2) <= 0.01 and abs(high - half) <= 0.01:
        return (
            "The second number is half the width of the interval, and not its upper end.",
            "Give both ends: the 2.5th and the 97.5th percentile.",
        )
    if max(abs(low / 100 - truth_low), abs(high / 100 - truth_high)) <= 0.01:
        return "These are percentages.", "Do not multiply by 100."
    if low <= high and not low <= point <= high:
        return (
            "The interval does not contain alpha itself. This happens if you draw single ratings, not whole rows.",
            "Draw row numbers, and take whole rows.",
        )
    for confidence in (0.9, 0.99):
        other_low, other_high = ends_at(work, confidence)
        width = (high - low) / (other_high - other_low)
        if abs(width - 1) <= 0.06 and max(abs(low - other_low), abs(high - other_high)) <= 0.01:
            return (
                f"The interval is as wide as a {confidence:.0%} interval.",
                "For 95 %, 2.5 % of the draws are below the lower end, and 2.5 % above the upper end.",
            )
    wide_low, wide_high = by_raters(table)
    if abs(low - wide_low) < 0.012 and abs(high - wide_high) < 0.012:
        return (
            "You drew columns instead of tokens, but a column is not one person here.",
            "Draw rows (axis 0), because the tokens are the sample.",
        )
    if high - low < 0.6 * (truth_high - truth_low):
        return (
            "The interval is too narrow. You drew pairs of ratings as if they were independent (as "
            "`evalica.alpha_bootstrap` does), or you used one standard error instead of 95 %.",
            "Draw tokens and keep their rows whole, because the ten ratings of a token belong together.",
        )
    return "", (
        "Draw 300 row numbers with replacement, and compute interval alpha on these rows. Do this 2,000 times."
    )


@check("choice", weight=3)
def level_fits_the_design(work: Work) -> None:
    """`level` is one that the raters' scale allows."""
    right_choice(
        "level",
        work.text("level"),
        {**dict.fromkeys(LEVELS, ""), "nominal": NOMINAL},
        why="With the wrong level, the report says .2 although people mostly agree, and good data is thrown away.",
        advice="Ask what the raters saw: names, ranks, or a scale with equal steps?",
        expected="a level that keeps the order",
    )


@check("choice", weight=2, after=level_fits_the_design)
def reason_carries_the_choice(work: Work) -> None:
    """`reason` comes from the design of the study, not from the result."""
    right_choice(
        "reason",
        work.text("reason"),
        REASONS,
        why="The design of the study fixes the level, before anybody sees a rating.",
        advice="Ask which pairs of ratings are a worse disagreement than others.",
    )
