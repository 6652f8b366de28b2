"""The sections of a report on spans and on boxes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

import numpy as np

from labelwright.annotations.values import Box, Span
from labelwright.quality.annotator_pairs import Work, best_matching, shared_items
from labelwright.quality.boxes import box_agreement, iou
from labelwright.quality.coefficients.result import Bootstrap
from labelwright.quality.confusion import Confusion
from labelwright.quality.report.findings import FEW_ITEMS, MOST_ITEMS
from labelwright.quality.report.model import Section, Tendency, WorstItem
from labelwright.quality.spans import span_agreement, strict_credit, token_agreement

Thing = TypeVar("Thing")
Credit = Callable[[Sequence[Thing], Sequence[Thing]], float]
NOTHING = "(nothing)"
_WHY_SPANS = (
    "Spans have no fixed list of things to agree on, so F1 between annotators fits and kappa over spans does not exist; "
    "strict needs equal bounds and label, partial gives half credit for an overlap{tokens}."
)
_WHY_BOXES = (
    "Boxes have no fixed list of things to agree on, so kappa does not exist for them: F1 says how many boxes both drew, "
    "mean IoU how well these boxes coincide."
)


def spans_section(
    work: Work[Span], texts: Mapping[str, str] | None, bootstrap: Bootstrap, confidence: float
) -> Section:
    """Return the section on spans: strict and partial F1, and token kappa where the texts are given."""
    found = [
        span_agreement(work, mode="strict", bootstrap=bootstrap, confidence=confidence),
        span_agreement(work, mode="partial", bootstrap=bootstrap, confidence=confidence),
    ]
    tokens = "; token kappa needs the texts (texts=)"
    if texts is not None:
        found.append(token_agreement(work, texts, bootstrap=bootstrap, confidence=confidence))
        tokens = ", and token kappa corrects for chance word by word"
    return Section(
        "Spans",
        tuple(found),
        _WHY_SPANS.format(tokens=tokens),
        _confusion(work, _shared),
        _worst(work, strict_credit, lambda span: f"{span.label} {span.start}-{span.end}"),
        _habits(work, strict_credit, "spans"),
        _few(work),
    )


def boxes_section(work: Work[Box], bootstrap: Bootstrap, confidence: float) -> Section:
    """Return the section on boxes: F1 at IoU 0.5 and the mean IoU of matched boxes."""
    found = box_agreement(work, bootstrap=bootstrap, confidence=confidence)
    return Section(
        "Boxes",
        found,
        _WHY_BOXES,
        _confusion(work, lambda a, b: score if (score := iou(a, b)) >= 0.5 else 0.0),
        _worst(work, _boxes_matched, lambda box: f"{box.label} at {box.x:g}, {box.y:g}"),
        _habits(work, _boxes_matched, "boxes"),
        _few(work),
    )


def _boxes_matched(first: Sequence[Box], second: Sequence[Box]) -> float:
    credit = [[iou(a, b) if a.label == b.label else 0.0 for b in second] for a in first]
    table = np.array(credit, dtype=np.float64)
    return float(len(best_matching(np.where(table >= 0.5, table, 0.0))))


def _shared(first: Span, second: Span) -> float:
    """Return how much two spans share, without regard to their labels, 0 to 1."""
    shared = min(first.end, second.end) - max(first.start, second.start)
    return shared / (max(first.end, second.end) - min(first.start, second.start)) if shared > 0 else 0.0


def _f1(first: Sequence[Thing], second: Sequence[Thing], credit: Credit[Thing]) -> float:
    """Return the F1 of one item; 1 where both left it empty."""
    things = len(first) + len(second)
    return 2 * credit(first, second) / things if things else 1.0


def _worst(
    work: Work[Thing], credit: Credit[Thing], describe: Callable[[Thing], str]
) -> tuple[WorstItem, ...]:
    worst = []
    for item in shared_items(work):
        done = [(who, drawn[item]) for who, drawn in work.items() if item in drawn]
        scores = [_f1(first, second, credit) for (_, first), (_, second) in combinations(done, 2)]
        mean = sum(scores) / len(scores)
        if mean < 1:
            ratings = tuple(
                (who, "; ".join(describe(thing) for thing in drawn) or "nothing") for who, drawn in done
            )
            worst.append(WorstItem(item, ratings, mean))
    return tuple(sorted(worst, key=lambda item: item.agreement)[:MOST_ITEMS])


def _habits(work: Work[Thing], credit: Credit[Thing], things: str) -> tuple[Tendency, ...]:
    tendencies = []
    for who, drawn in work.items():
        met = [
            (drawn[item], other_drawn[item])
            for other, other_drawn in work.items()
            if other != who
            for item in drawn
            if item in other_drawn
        ]
        shared = {
            item
            for other, other_drawn in work.items()
            if other != who
            for item in drawn
            if item in other_drawn
        }
        if not met:
            continue
        agreed = sum(_f1(a, b, credit) for a, b in met) / len(met)
        drawn_mean, usual = (sum(len(pair[side]) for pair in met) / len(met) for side in (0, 1))
        note = f"draws {drawn_mean:.1f} {things} per item, the others {usual:.1f} on the same items"
        tendencies.append(Tendency(who, len(shared), agreed, math.nan, math.nan, math.nan, note))
    return tuple(tendencies)


def _confusion(work: Work[Thing], credit: Callable[[Thing, Thing], float]) -> Confusion:
    """Count which labels meet where two annotators drew in the same place, and what only one of them drew."""
    counts: Counter[tuple[str, str]] = Counter()
    for first, second in combinations(work.values(), 2):
        for item in first:
            if item in second:
                counts.update(_meetings(first[item], second[item], credit))
    two = len(work) == 2
    labels = [*sorted({label for pair in counts for label in pair} - {NOTHING}), NOTHING]
    table = np.array([[counts[row, column] for column in labels] for row in labels], dtype=np.float64)
    table = table if two else (table + table.T) / 2
    rows, columns = tuple(work) if two else ("one annotator", "another annotator")
    cells = tuple(tuple(float(cell) for cell in line) for line in table)
    return Confusion(tuple(labels), cells, rows, columns, not two)


def _meetings(
    first: Sequence[Thing], second: Sequence[Thing], credit: Callable[[Thing, Thing], float]
) -> list[tuple[str, str]]:
    pairs = best_matching(np.array([[credit(a, b) for b in second] for a in first], dtype=np.float64))
    met = [(_label(first[a]), _label(second[b])) for a, b in pairs]
    left = [
        (_label(thing), NOTHING) for place, thing in enumerate(first) if place not in {a for a, _ in pairs}
    ]
    right = [
        (NOTHING, _label(thing)) for place, thing in enumerate(second) if place not in {b for _, b in pairs}
    ]
    return met + left + right


def _label(thing: object) -> str:
    return str(getattr(thing, "label", thing))


def _few(work: Work[Thing]) -> tuple[str, ...]:
    items = len(shared_items(work))
    if items >= FEW_ITEMS:
        return ()
    return (
        f"Only {items} items can be compared: every interval here is wide, and itself only a rough estimate.",
    )
