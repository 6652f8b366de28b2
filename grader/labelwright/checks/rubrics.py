"""Check scores on a rubric against reviewed scores: agreement, bias, and scoring habits."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Rubric
from labelwright.checks.compare import Bands, Mistake, at_least, quote_some, settle
from labelwright.checks.verdicts import Failed, Measure, Passed
from labelwright.quality.coefficients.two_raters import cohen
from labelwright.quality.habits import ScoreHabits, correlation, halo, score_habits

Scored = Mapping[str, Mapping[str, int]] | Sequence[Annotation]
_WHY = "Scores are averaged over people and used to compare models. A habit of yours changes both."


def rubric_scores(given: Scored) -> dict[str, dict[str, int]]:
    """Return the scores of each item by criterion; skipped items and other kinds of value are left out."""
    if isinstance(given, Mapping):
        return {
            item: {name: _whole(score) for name, score in scores.items()} for item, scores in given.items()
        }
    return {
        annotation.item: dict(annotation.value.scores)
        for annotation in given
        if isinstance(annotation.value, Rubric)
    }


def _whole(score: Any) -> Any:
    """Return 3.0 as 3: a column with a gap holds floats."""
    return int(score) if isinstance(score, float) and score.is_integer() else score


def scores_agree(
    given: Scored,
    gold: Mapping[str, Mapping[str, int]],
    *,
    scale: tuple[int, int],
    full: Mapping[str, float],
    half: Mapping[str, float] | None = None,
    ceilings: Mapping[str, float] | None = None,
    most_bias: float = math.inf,
    lengths: Mapping[str, int] | None = None,
    why: str = _WHY,
) -> Passed:
    """Pass if the quadratic-weighted kappa with gold reaches its bound on every criterion of `full`.

    `gold` gives each item whole-number scores by criterion on `scale` (lowest, highest). A criterion earns 1, or .5
    from its bound in `half` on; the credit is their mean. A mean bias of more than `most_bias` points on a criterion
    forbids a pass. `ceilings` is the kappa that people reach, by criterion; it is shown with the result. `lengths` gives
    each item's length, which shows whether length was scored. Raise Failed if a score is missing or not on the scale.
    """
    scores = rubric_scores(given)
    _complete(scores, gold, full, scale)
    items = list(gold)
    own = {name: [scores[item][name] for item in items] for name in full}
    true = {name: [gold[item][name] for item in items] for name in full}
    kappas = {name: _kappa(own[name], true[name], scale) for name in full}
    habits = {name: score_habits(own[name], true[name], scale=scale) for name in full}
    bounds = half or {}
    credits = {name: at_least(kappas[name], full=full[name], half=bounds.get(name)) for name in full}
    leaning = [name for name, habit in habits.items() if abs(habit.bias) > most_bias]
    return settle(
        _mean(kappas.values()),
        Bands(1.0),
        _found(kappas, [name for name in full if credits[name] < 1]),
        mistakes=_mistakes(own, true, habits, items, scale, lengths or {}),
        blocked=f"On average, your scores on {quote_some(leaning)} are more than {most_bias:g} points too high or too low."
        if leaning
        else "",
        why=why,
        advice="Score one criterion for all items before the next one. Keep its anchors in front of you.",
        measures=tuple(_measures(kappas, habits, len(items), ceilings or {})),
        credit=math.fsum(credits.values()) / len(credits),
        expected="a weighted kappa of at least "
        + ", ".join(f"{bound:g} on {name}" for name, bound in full.items()),
    )


def _found(kappas: Mapping[str, float], low: list[str]) -> str:
    listed = ", ".join(f"{name} {value:.2f}" for name, value in kappas.items())
    too_low = f" Too low on {quote_some(low)}." if low else ""
    return f"Weighted kappa with the reviewed scores by criterion: {listed}.{too_low}"


def _mean(values: Iterable[float]) -> float:
    defined = [value for value in values if not math.isnan(value)]
    return math.fsum(defined) / len(defined) if defined else math.nan


def _kappa(own: Sequence[int], true: Sequence[int], scale: tuple[int, int]) -> float:
    categories = range(scale[0], scale[1] + 1)
    rows = [list(pair) for pair in zip(true, own, strict=True)]
    return cohen(rows, weights="quadratic", categories=categories).value


def _complete(
    scores: Mapping[str, Mapping[str, int]],
    gold: Mapping[str, Mapping[str, int]],
    full: Mapping[str, float],
    scale: tuple[int, int],
) -> None:
    missing = [f"{item}: {name}" for item in gold for name in full if name not in scores.get(item, {})]
    if missing:
        raise Failed(
            f"Scores are missing: {quote_some(missing)}.",
            why="Your mean cannot be compared with other people's if it is over other items.",
            advice="Score every criterion of every item.",
        )
    low, high = scale
    off = [
        f"{item}: {name}"
        for item in gold
        for name in full
        if type(scores[item][name]) is not int or not low <= scores[item][name] <= high
    ]
    if off:
        raise Failed(
            f"Scores must be whole numbers from {low} to {high}. These are not: {quote_some(off)}.",
            why="The anchors describe only these scores.",
            advice="Choose the anchor that fits best.",
        )


def _mistakes(
    own: Mapping[str, list[int]],
    true: Mapping[str, list[int]],
    habits: Mapping[str, ScoreHabits],
    items: Sequence[str],
    scale: tuple[int, int],
    lengths: Mapping[str, int],
) -> Iterator[Mistake]:
    for name in habits:
        gap = np.array(own[name], dtype=np.float64) - np.array(true[name], dtype=np.float64)
        sizes = np.array([lengths.get(item, 0) for item in items], dtype=np.float64)
        if lengths and len(items) > 4 and correlation(gap, sizes) > 0.5:
            yield Mistake(
                f"You scored length: on {name}, the longer a response is, the more your score is above the reviewed score.",
                "Score what was asked for. What was not asked for earns nothing.",
            )
    if len(own) > 1 and len(items) > 4:
        columns: dict[Hashable, Sequence[float]] = {name: list(column) for name, column in own.items()}
        reviewed: dict[Hashable, Sequence[float]] = {name: list(column) for name, column in true.items()}
        found = halo(columns, reviewed)
        if found.mean > 0.8 and found.excess > 0.3:
            yield Mistake(
                f"Halo effect: your criteria go up and down together (mean correlation {found.mean:.2f}; in the reviewed scores "
                f"{found.reference_mean:.2f}), as if one impression gave all scores.",
                "For each criterion ask: would I give this score if I did not know the others?",
            )
    for name, habit in habits.items():
        yield from _one_habit(name, habit, np.array(true[name]), scale)


def _one_habit(name: str, habit: ScoreHabits, true: np.ndarray, scale: tuple[int, int]) -> Iterator[Mistake]:
    if habit.top_share > 0.6 and habit.top_share > float((true == scale[1]).mean()) + 0.2:
        yield Mistake(
            f"{habit.top_share:.0%} of your scores on {name} are the highest possible, so good and very good look the "
            "same.",
            "Give the highest score only if every word of its anchor is true.",
        )
    elif habit.spread < 0.5:
        yield Mistake(
            f"Range restriction: your scores on {name} vary only {habit.spread:.0%} as much as the reviewed scores.",
            "Look for the best and the worst response first; they should be far apart.",
        )
    elif len(true) > 4 and abs(habit.bias) >= 0.5 and not habit.bias_low <= 0 <= habit.bias_high:
        word = "lenient" if habit.bias > 0 else "severe"
        yield Mistake(
            f"Your scores on {name} are {word}: {habit.bias:+.2f} points on average.",
            "Take three responses with your most frequent score, and compare each with the anchor of that score.",
        )


def _measures(
    kappas: Mapping[str, float], habits: Mapping[str, ScoreHabits], n: int, ceilings: Mapping[str, float]
) -> Iterator[Measure]:
    for name, value in kappas.items():
        if math.isnan(value):
            continue
        yield Measure(
            id=f"rubric-kappa-{name}",
            name=f"Weighted kappa on {name}",
            value=round(value, 4),
            n=n,
            method=f"quadratic weights; mean bias {habits[name].bias:+.2f} points",
            reference="reviewed scores",
            ceiling=ceilings.get(name),
            ceiling_note="kappa between people on this criterion" if name in ceilings else "",
        )
