"""Checks for three alphas on a learner's own sample, for the interval of one of them, and for the choice between them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelwright.checks import Failed, Measure, NotAttempted, Passed, Work, check, choice, number
from labelwright.data import seed
from labelwright.quality import bootstrap_alpha

RATERS = [f"r{number}" for number in range(1, 11)]
WIDTH = 0.08
"""How much the interval's width may differ from the width over many draws."""
WHY = "An agreement value with the wrong distance misleads everyone who uses it to judge the data."


def ratings(work: Work) -> pd.DataFrame:
    """Return the learner's 300 tokens by ten ratings."""
    return work.sample[RATERS]


def alpha_measure(work: Work, value: float) -> Measure:
    """Return interval alpha of the sample with its reference bootstrap interval."""
    interval = reference_interval(work)
    return Measure(
        id="alpha-interval",
        name="Krippendorff's alpha, interval level",
        value=round(value, 3),
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


nominal_alpha = number(
    "alphas",
    "alpha_nominal",
    "Krippendorff's alpha of your sample at the nominal level",
    why=WHY,
    show=".6f",
)
ordinal_alpha = number(
    "alphas",
    "alpha_ordinal",
    "Krippendorff's alpha of your sample at the ordinal level",
    why=WHY,
    show=".6f",
)
interval_alpha = number(
    "alphas",
    "alpha_interval",
    "Krippendorff's alpha of your sample at the interval level",
    why=WHY,
    show=".6f",
    measure=alpha_measure,
)


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


def alpha_is_right(work: Work, point: float) -> bool:
    """Return whether the learner computes alpha rightly: with another alpha, ends may be near a mistake's by chance."""
    try:
        return abs(work.number("alpha_interval") - point) <= 0.001
    except (Failed, NotAttempted):
        return False


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
    if alpha_is_right(work, point) and abs(low - wide_low) < 0.012 and abs(high - wide_high) < 0.012:
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


level_fits_the_design = choice(
    "choice",
    "level",
    "a level that the raters' scale allows",
    also=["ordinal"],
    weight=3,
    why="With the wrong level, the report says .2 although people mostly agree, and good data is thrown away.",
    advice="Ask what the raters saw: names, ranks, or a scale with equal steps?",
)
reason_carries_the_choice = choice(
    "choice",
    "reason",
    "a reason that comes from the design of the study, not from the result",
    weight=2,
    after=level_fits_the_design,
    why="The design of the study fixes the level, before anybody sees a rating.",
    advice="Ask which pairs of ratings are a worse disagreement than others.",
)
