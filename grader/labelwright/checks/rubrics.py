"""Judge scores on a rubric against reviewed ones: agreement, bias, and the habits of people who score."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Rubric
from labelwright.checks.bands import Bands, Mistake, at_least, named, settle
from labelwright.checks.results import Failed, Passed
from labelwright.checks.verdicts import Measure
from labelwright.quality.coefficients.two_raters import cohen
from labelwright.quality.habits import ScoreHabits, correlation, halo, score_habits

Scored = Mapping[str, Mapping[str, int]] | Sequence[Annotation]
_WHY = "Scores are averaged over people and compared over models; a habit of yours moves both."


def rubric_scores(given: Scored) -> dict[str, dict[str, int]]:
    """The scores of each item by criterion; skipped items and other kinds of value are left out."""
    if isinstance(given, Mapping):
        return {item: dict(scores) for item, scores in given.items()}
    return {one.item: dict(one.value.scores) for one in given if isinstance(one.value, Rubric)}


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
    """Pass where on every criterion of `full` the quadratic-weighted kappa with gold reaches its bound.

    `gold` gives each item whole-number scores by criterion on `scale` (lowest, highest). A criterion earns 1, or .5
    from its bound in `half` on; the credit is their mean. A mean bias beyond `most_bias` points on a criterion forbids a
    pass. `ceilings` is the kappa that people reach, by criterion, shown beside. `lengths` gives each item's length, by
    which a habit of scoring length is told. Failed where a score is missing or off the scale.
    """
    mine = rubric_scores(given)
    _complete(mine, gold, full, scale)
    items = list(gold)
    own = {name: [mine[item][name] for item in items] for name in full}
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
        blocked=f"Your scores on {named(leaning)} lie more than {most_bias:g} points off on average."
        if leaning
        else "",
        why=why,
        advice="Score one criterion for all items before the next, with its anchors in sight.",
        measures=tuple(_measures(kappas, habits, len(items), ceilings or {})),
        credit=math.fsum(credits.values()) / len(credits),
        expected="a weighted kappa of at least "
        + ", ".join(f"{bound:g} on {name}" for name, bound in full.items()),
    )


def _found(kappas: Mapping[str, float], low: list[str]) -> str:
    listed = ", ".join(f"{name} {value:.2f}" for name, value in kappas.items())
    short_of = f" Too low on {named(low)}." if low else ""
    return f"Weighted kappa with the reviewed scores by criterion: {listed}.{short_of}"


def _mean(values: Iterable[float]) -> float:
    there = [value for value in values if not math.isnan(value)]
    return math.fsum(there) / len(there) if there else math.nan


def _kappa(own: Sequence[int], true: Sequence[int], scale: tuple[int, int]) -> float:
    categories = range(scale[0], scale[1] + 1)
    rows = [list(pair) for pair in zip(true, own, strict=True)]
    return cohen(rows, weights="quadratic", categories=categories).value


def _complete(
    mine: Mapping[str, Mapping[str, int]],
    gold: Mapping[str, Mapping[str, int]],
    full: Mapping[str, float],
    scale: tuple[int, int],
) -> None:
    missing = [f"{item}: {name}" for item in gold for name in full if name not in mine.get(item, {})]
    if missing:
        raise Failed(
            f"Scores are missing: {named(missing)}.",
            why="A mean over other items than everybody else's cannot be compared.",
            advice="Score every criterion of every item.",
        )
    low, high = scale
    off = [
        f"{item}: {name}"
        for item in gold
        for name in full
        if type(mine[item][name]) is not int or not low <= mine[item][name] <= high
    ]
    if off:
        raise Failed(
            f"Scores are no whole numbers from {low} to {high}: {named(off)}.",
            why="The anchors define these scores and no others.",
            advice="Take the anchor that fits best.",
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
                f"Length was scored: on {name} the longer a response, the further your score lies above the reviewed one.",
                "Score what was asked for; what was not asked for earns nothing.",
            )
    if len(own) > 1 and len(items) > 4:
        columns: dict[Hashable, Sequence[float]] = {name: list(column) for name, column in own.items()}
        reviewed: dict[Hashable, Sequence[float]] = {name: list(column) for name, column in true.items()}
        found = halo(columns, reviewed)
        if found.mean > 0.8 and found.excess > 0.3:
            yield Mistake(
                f"Halo: your criteria move together (mean correlation {found.mean:.2f}, in the reviewed scores "
                f"{found.reference_mean:.2f}), as if one impression gave all scores.",
                "Ask of each criterion alone: would I score it so if the others were unknown to me?",
            )
    for name, habit in habits.items():
        yield from _one_habit(name, habit, np.array(true[name]), scale)


def _one_habit(name: str, habit: ScoreHabits, true: np.ndarray, scale: tuple[int, int]) -> Iterator[Mistake]:
    if habit.top_share > 0.6 and habit.top_share > float((true == scale[1]).mean()) + 0.2:
        yield Mistake(
            f"{habit.top_share:.0%} of your scores on {name} are the highest there is: little is left to tell good from very "
            "good.",
            "Give the highest score only where its anchor holds word for word.",
        )
    elif habit.spread < 0.5:
        yield Mistake(
            f"Range restriction: your scores on {name} vary {habit.spread:.0%} as much as the reviewed ones.",
            "Look for the best and the worst response first; they should be far apart.",
        )
    elif len(true) > 4 and abs(habit.bias) >= 0.5 and not habit.bias_low <= 0 <= habit.bias_high:
        word = "lenient" if habit.bias > 0 else "severe"
        yield Mistake(
            f"Your scores on {name} are {word}: {habit.bias:+.2f} points on average.",
            "Put the anchor of your most frequent score beside three responses that got it.",
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
