"""How far annotators agree on spans: pairwise F1 of spans, and kappa over the tokens of the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

import numpy as np

from labelwright.annotations.values import Span
from labelwright.quality.coefficients.statistic import Floats, Statistic, measure
from labelwright.quality.coefficients.two_raters import kappa_kernel
from labelwright.quality.coefficients.value import Agreement, Bootstrap
from labelwright.quality.structures.pairs import (
    Work,
    best_matching,
    compare_pairs,
    drawn_items,
    mean_f1,
    mean_of_pairs,
)

Mode = Literal["strict", "partial"]
TOKEN = re.compile(r"\w+|[^\w\s]")
"""A run of letters, digits and underscores, or one other character that is not white space."""
OUTSIDE = "O"


def span_agreement(
    work: Work[Span],
    *,
    mode: Mode = "strict",
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return the F1 of spans between two annotators, either one taken as gold, averaged over pairs; 0 to 1.

    `work` is {annotator: {item: spans}}. "strict" wants start, end and label equal. "partial" wants the label equal
    and gives 1 for equal bounds, 0.5 for an overlap, each span matched once, the matching with most credit. There is
    no chance correction: the number of spans that nobody marked has no meaning. Items that both left empty count
    for nothing. Raises ValueError where no item was done twice. Source: Hripcsak and Rothschild 2005, Agreement, the
    F-Measure, and Reliability in Information Retrieval; half credit as in MUC (Chinchor and Sundheim 1993).
    """
    if mode not in ("strict", "partial"):
        raise ValueError(f"mode is {mode!r}; choose 'strict' or 'partial'.")
    items = drawn_items(work)
    pairs = compare_pairs(work, items, strict_credit if mode == "strict" else partial_credit)
    return mean_f1(f"span F1, {mode}", "spans", pairs, len(work), bootstrap, confidence)


def token_agreement(
    work: Work[Span],
    texts: Mapping[str, str],
    *,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Cohen's kappa over tokens, averaged over pairs of annotators; items, not tokens, are resampled.

    A token is a match of `TOKEN`; its label is that of the spans which cover any part of it (several are joined in
    sorted order), else O. Most tokens are O, so kappa here also rewards leaving plain text plain. `texts` gives the
    text of each item. Raises ValueError where a text is missing or a span ends behind it.
    """
    items = drawn_items(work)
    names = {
        who: {item: _token_labels(item, done[item], texts) for item in items if item in done}
        for who, done in work.items()
    }
    used = sorted(
        {label for done in names.values() for labels in done.values() for label in labels} | {OUTSIDE}
    )
    places = {label: place for place, label in enumerate(used)}
    tables = [_tables(first, second, items, places) for first, second in combinations(names.values(), 2)]
    statistic = Statistic(
        "token kappa",
        lambda times: mean_of_pairs([_kappa(times, table) for table in tables]),
        len(items),
        len(work),
        "spans",
        "every token has the same label, so chance alone would agree always.",
    )
    return measure(statistic, bootstrap, confidence)


def strict_credit(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Return how many spans have the same bounds and label."""
    theirs = {(span.start, span.end, span.label) for span in second}
    return float(len({(span.start, span.end, span.label) for span in first} & theirs))


def partial_credit(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Return the credit of the best matching of spans with one label: 1 for equal bounds, 0.5 for an overlap."""
    credit = np.array([[_overlap(a, b) for b in second] for a in first], dtype=np.float64)
    return float(sum(credit[pair] for pair in best_matching(credit)))


def tokens(text: str) -> list[tuple[int, int]]:
    """Return the start and end of every token of a text, in code points."""
    return [match.span() for match in TOKEN.finditer(text)]


def _overlap(a: Span, b: Span) -> float:
    if a.label != b.label or min(a.end, b.end) <= max(a.start, b.start):
        return 0.0
    return 1.0 if (a.start, a.end) == (b.start, b.end) else 0.5


def _token_labels(item: str, spans: Sequence[Span], texts: Mapping[str, str]) -> list[str]:
    if item not in texts:
        raise ValueError(f"there is no text for item {item!r}; token agreement needs the text of every item.")
    text = texts[item]
    if late := next((span for span in spans if span.end > len(text)), None):
        raise ValueError(
            f"item {item!r}: a span runs to {late.end}, but its text has {len(text)} code points. "
            "Offsets count code points from 0, end exclusive."
        )
    found = []
    for start, end in tokens(text):
        labels = sorted({span.label for span in spans if span.start < end and start < span.end})
        found.append("+".join(labels) or OUTSIDE)
    return found


def _tables(
    first: Mapping[str, list[str]], second: Mapping[str, list[str]], items: list[str], places: dict[str, int]
) -> tuple[Floats, Floats, Floats]:
    """Return for each item how many tokens agree, and the token counts by label of either annotator."""
    agreed = np.zeros(len(items))
    one, two = np.zeros((len(items), len(places))), np.zeros((len(items), len(places)))
    for row, item in enumerate(items):
        if item in first and item in second:
            agreed[row] = sum(a == b for a, b in zip(first[item], second[item], strict=True))
            np.add.at(one[row], [places[label] for label in first[item]], 1)
            np.add.at(two[row], [places[label] for label in second[item]], 1)
    return agreed, one, two


def _kappa(times: Floats, table: tuple[Floats, Floats, Floats]) -> Floats:
    agreed, one, two = table
    sizes = one.sum(axis=1)
    scale = np.maximum(sizes, 1.0)
    # Items weigh by their tokens: each is turned into shares, and its tokens are put into its weight.
    return kappa_kernel(
        times * sizes, agreed / scale, one / scale[:, None], two / scale[:, None], np.eye(one.shape[1])
    )
