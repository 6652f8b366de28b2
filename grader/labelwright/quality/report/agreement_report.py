"""`agreement_report`: the coefficients that fit annotations or a table of ratings, and the details behind them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.annotations.task import LabelTask
from labelwright.quality.ceiling import Raters
from labelwright.quality.coefficients.alpha import jaccard_distance, krippendorff, masi_distance
from labelwright.quality.coefficients.by_counts import percent
from labelwright.quality.coefficients.coding import Level
from labelwright.quality.coefficients.result import Bootstrap
from labelwright.quality.report import grid as read
from labelwright.quality.report.findings import confusion_of, tendencies, warnings, worst_items
from labelwright.quality.report.grid import Grid, grid_of
from labelwright.quality.report.model import AgreementReport, Section
from labelwright.quality.report.select import coefficients
from labelwright.quality.report.spans_and_boxes import boxes_section, spans_section

_QUESTIONS = {
    "choice": read.choice_questions,
    "choices": read.choices_questions,
    "pairwise": read.pairwise_questions,
    "rubric": read.rubric_questions,
}
_WHY_SETS = (
    "Each item may have several labels, so alpha uses the distance between whole sets (Jaccard counts what they share, MASI "
    "is stricter where neither contains the other); the sections below look at each label separately."
)


def agreement_report(
    annotations: Iterable[Annotation] | pd.DataFrame | npt.ArrayLike,
    level: Level | None = None,
    task: LabelTask | None = None,
    *,
    categories: Sequence[Hashable] | None = None,
    raters: Raters | None = None,
    texts: Mapping[str, str] | None = None,
    seed: int = 0,
    n_resamples: int = 1000,
    confidence: float = 0.95,
) -> AgreementReport:
    """Return how much people agree: the coefficients that fit the data, with intervals, and the details behind them.

    Give Annotation records (of one task, by two annotators or more), or a table with items as rows and raters as
    columns, None or NaN for missing. `level` replaces the guess (labels are nominal, scores ordinal); `task` says
    which labels and scores exist, `categories` does so for a table, lowest first where they have an order. `raters`
    says whether the columns of a table are "people" or "anonymous" slots; without it, named columns count as people.
    `texts` (item id to text) adds token kappa for spans. Intervals are percentile bootstraps over items from `seed`,
    or formulas where one is standard. Raises ValueError on data that cannot be compared.
    """
    bootstrap = Bootstrap(seed, n_resamples)
    if isinstance(annotations, pd.DataFrame) or not _are_records(annotations):
        grid = grid_of(annotations, level, categories, raters)  # type: ignore[arg-type]
        section = _section("Ratings", grid, bootstrap, confidence)
        return AgreementReport(_describe_table(grid, level), (section,))
    kind, done = read.gather(annotations)  # type: ignore[arg-type]
    if kind in ("spans", "errors"):
        sections: tuple[Section, ...] = (spans_section(read.drawn_spans(done), texts, bootstrap, confidence),)
    elif kind == "shapes":
        sections = (boxes_section(read.drawn_boxes(done), bootstrap, confidence),)
    elif kind in _QUESTIONS:
        sections = _label_sections(kind, done, task, level, categories, bootstrap, confidence)
    else:
        raise ValueError(
            f"annotations of kind {kind!r} have no labels to compare. Compare texts by their word error rate, and "
            "rankings pair by pair as kind 'pairwise'."
        )
    return AgreementReport(_describe_records(kind, done), sections)


def _are_records(given: Any) -> bool:
    if not isinstance(given, list | tuple) or not given:
        return False
    records = [isinstance(value, Annotation) for value in given]
    if any(records) and not all(records):
        raise ValueError(
            "the list mixes Annotation records with other things; give records only, or a table."
        )
    return all(records)


def _label_sections(
    kind: str,
    done: read.Records,
    task: LabelTask | None,
    level: Level | None,
    categories: Sequence[Hashable] | None,
    bootstrap: Bootstrap,
    confidence: float,
) -> tuple[Section, ...]:
    sections = [_sets(read.sets_table(done), bootstrap, confidence)] if kind == "choices" else []
    for title, table, usual, labels in _QUESTIONS[kind](done, task):
        scale = categories or labels
        given = level if kind in ("choice", "rubric") else None
        grid = grid_of(table, given or usual, scale, "people")
        sections.append(_section(title, grid, bootstrap, confidence))
    return tuple(sections)


def _section(title: str, grid: Grid, bootstrap: Bootstrap, confidence: float) -> Section:
    agreements, why = coefficients(grid, bootstrap, confidence)
    return Section(
        title,
        agreements,
        why,
        confusion_of(grid),
        worst_items(grid),
        tendencies(grid, bootstrap, confidence),
        warnings(grid, agreements),
    )


def _sets(table: pd.DataFrame, bootstrap: Bootstrap, confidence: float) -> Section:
    """Return the section on whole sets of labels."""
    grid = grid_of(table, "nominal", None, "people")
    agreements = [
        krippendorff(grid.cells, distance=distance, bootstrap=bootstrap, confidence=confidence)
        for distance in (jaccard_distance, masi_distance)
    ]
    agreements.append(percent(grid.cells, bootstrap=bootstrap, confidence=confidence))
    sets = grid.coded.labels
    shared = np.array([[1 - jaccard_distance(a, b) for b in sets] for a in sets])
    worst = worst_items(grid, shared)
    return Section(
        "Sets of labels", tuple(agreements), _WHY_SETS, None, worst, (), warnings(grid, agreements)
    )


def _describe_table(grid: Grid, level: Level | None) -> str:
    """Return the design of a table as a sentence: what was assumed, and how to change it."""
    per_item = grid.present.sum(axis=1)
    least, most = int(per_item.min()), int(per_item.max())
    each = f"{least}" if least == most else f"{least} to {most}"
    columns = (
        "The columns are treated as people; if each is only a slot, give raters='anonymous'."
        if grid.people
        else "The columns are not treated as people, so nothing is said about single raters; if each column is one "
        "person, give raters='people'."
    )
    guessed = "" if level else " (guessed from the ratings; give level= if that is wrong)"
    return (
        f"{len(grid.items):,} items, {len(grid.raters)} columns, {each} ratings per item; level {grid.level}{guessed}. "
        f"{columns}"
    )


def _describe_records(kind: str, done: read.Records) -> str:
    """Return the design of a set of annotations as a sentence."""
    items: dict[str, int] = {}
    for records in done.values():
        for item in records:
            items[item] = items.get(item, 0) + 1
    several = sum(count > 1 for count in items.values())
    every = all(count == len(done) for count in items.values())
    share = "everyone did every item" if every else f"{several:,} of them done by two or more"
    return f"Annotations of kind {kind} by {len(done)} annotators: {len(items):,} items, {share}."
