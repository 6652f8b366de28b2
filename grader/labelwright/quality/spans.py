"""Compare labelled spans of texts: strict and partial matches, tokens, and the MQM score of error spans."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from nervaluate import Evaluator

from labelwright.annotations.values import Errors, ErrorSpan, Span, Spans
from labelwright.quality.annotator_pairs import Work, best_matching, compare_pairs, mean_f1, shared_items
from labelwright.quality.coefficients.resample import Floats, Statistic, mean_over_rows, measure
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.coefficients.two_raters import kappa_kernel
from labelwright.quality.confusion import Overlap, fraction, why_undefined

SEVERITY_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"neutral": 0.0, "minor": 1.0, "major": 5.0, "critical": 25.0}
)
TYPE_WEIGHTS: Mapping[tuple[str, str], float] = MappingProxyType(
    {("non-translation", "major"): 25.0, ("punctuation", "minor"): 0.1}
)


@dataclass(frozen=True)
class MqmScore:
    """Error points: `by_segment` in order, their sum `total`, and their mean `per_segment` (NaN without segments).

    0 means no errors, and more is worse. `counts` holds how many errors there are of each (type, severity).
    """

    total: float
    per_segment: float
    by_segment: tuple[float, ...]
    counts: Mapping[tuple[str, str], int]
    reason: str = ""


def mqm_score(
    segments: Sequence[Sequence[ErrorSpan] | Errors],
    *,
    severities: Mapping[str, float] = SEVERITY_WEIGHTS,
    types: Mapping[tuple[str, str], float] = TYPE_WEIGHTS,
) -> MqmScore:
    """Add up the weight of every error in each segment (a sentence, or an answer).

    A weight comes from `types` where it has the pair (type, severity), otherwise from `severities`; upper and lower case
    are the same, and a type such as `fluency/punctuation` is also looked up by its last part. Minor is 1, major 5, minor
    punctuation .1, major non-translation 25, critical 25. Raises ValueError on a severity without a weight. Sources:
    Freitag and others 2021, Experts, Errors, and Context (1, 5, .1, 25 for non-translation); the MQM council's scoring
    models for neutral 0 and critical 25.
    """
    counts: dict[tuple[str, str], int] = {}
    by_segment = []
    for segment in segments:
        points = []
        for error in segment.errors if isinstance(segment, Errors) else segment:
            points.append(_weight(error, severities, types))
            key = (error.type, error.severity)
            counts[key] = counts.get(key, 0) + 1
        by_segment.append(math.fsum(points))
    total = math.fsum(by_segment)
    if not by_segment:
        return MqmScore(0.0, math.nan, (), counts, "no segment was given, so the mean is undefined")
    return MqmScore(total, total / len(by_segment), tuple(by_segment), counts)


def _weight(
    error: ErrorSpan, severities: Mapping[str, float], types: Mapping[tuple[str, str], float]
) -> float:
    kind, severity = error.type.casefold(), error.severity.casefold()
    for name in (kind, kind.rsplit("/", 1)[-1]):
        if (name, severity) in types:
            return types[name, severity]
    if severity not in severities:
        raise ValueError(
            f"found the severity {error.severity!r} at {error.start} to {error.end}; the known severities are "
            f"{', '.join(severities)}. Correct it, or give `severities` with its weight."
        )
    return severities[severity]


Document = Sequence[Span] | Spans


@dataclass(frozen=True)
class SpanScore:
    """Counts under one way of matching, and the scores they give; NaN where undefined.

    `correct`, `incorrect`, `partial` and `spurious` sum to the predicted spans; `correct`, `incorrect`, `partial` and
    `missed` to the gold ones. A partial match counts half.
    """

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int

    @property
    def predicted(self) -> int:
        """The number of predicted spans."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def gold(self) -> int:
        """The number of gold spans."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def precision(self) -> float:
        """(correct + partial/2)/predicted; NaN where nothing was predicted."""
        return fraction(self.correct + self.partial / 2, self.predicted)

    @property
    def recall(self) -> float:
        """(correct + partial/2)/gold; NaN where the gold has no span."""
        return fraction(self.correct + self.partial / 2, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; NaN where both sides are empty."""
        return fraction(2 * self.correct + self.partial, self.predicted + self.gold)

    @property
    def reason(self) -> str:
        """Why a score is NaN, or an empty text."""
        return why_undefined(self.predicted, self.gold)


@dataclass(frozen=True)
class SpanScores:
    """Four ways of matching: bounds and label (`strict`), bounds (`exact`), overlap (`partial`), overlap and label (`type`)."""

    strict: SpanScore
    exact: SpanScore
    partial: SpanScore
    type: SpanScore


def span_scores(gold: Sequence[Document], predicted: Sequence[Document]) -> SpanScores:
    """Score the spans of each document, in the same order in `gold` and `predicted`; totals over all documents.

    - strict: correct if start, end and label are equal; any other overlap is incorrect.
    - exact: correct if start and end are equal, with any label; any other overlap is incorrect.
    - partial: correct if start and end are equal, half correct for any other overlap; labels do not matter.
    - type: correct if the spans overlap and the labels are equal; any other overlap is incorrect.

    A span overlaps a gold span if it covers 1% or more of it. Each gold span is used once, in order of
    start. Raises ValueError on unequal numbers of documents. Source: Segura-Bedmar, Martinez and Herrero-Zazo 2013,
    SemEval-2013 Task 9; formulas as nervaluate computes them (for the partial score of its five-entity example its README
    prints .40; the formula and the package give .70).
    """
    if len(gold) != len(predicted):
        raise ValueError(
            f"got {len(gold)} gold and {len(predicted)} predicted documents; give both for the same documents."
        )
    true, guess = [_entities(document) for document in gold], [_entities(document) for document in predicted]
    labels = sorted({entity["label"] for document in (*true, *guess) for entity in document})
    if not labels:
        nothing = SpanScore(0, 0, 0, 0, 0)
        return SpanScores(nothing, nothing, nothing, nothing)
    overall = Evaluator(true, guess, tags=labels, loader="dict").evaluate()["overall"]
    return SpanScores(*(_score(overall[way]) for way in ("strict", "exact", "partial", "ent_type")))


def _entities(document: Document) -> list[dict[str, Any]]:
    """Return spans as nervaluate expects them: sorted, so that their order has no effect, and with inclusive ends."""
    spans = document.spans if isinstance(document, Spans) else document
    ordered = sorted(spans, key=lambda span: (span.start, span.end, span.label))
    return [{"label": span.label, "start": span.start, "end": span.end - 1} for span in ordered]


def _score(result: Any) -> SpanScore:
    return SpanScore(result.correct, result.incorrect, result.partial, result.missed, result.spurious)


Marked = Sequence[Span] | Sequence[ErrorSpan] | Spans | Errors
TOKEN = re.compile(r"\w+|[^\w\s]")
"""A run of letters, digits and underscores, or one other character that is not white space."""


def character_f1(gold: Sequence[Marked], predicted: Sequence[Marked], *, labels: bool = True) -> Overlap:
    """Count the characters (code points) that both sides marked, over documents in the same order.

    With `labels` a character counts once for every label it has (the label of an error span is its type) and must have
    the same label on both sides; without, being marked is enough. Characters marked twice with one label count once.
    Raises ValueError on unequal numbers of documents. Source: Da San Martino and others 2019, Fine-Grained Analysis of
    Propaganda in News Articles, for scoring by characters.
    """
    return _overlap(gold, predicted, lambda spans, _: _characters(spans, labels), [""] * len(gold))


def token_f1(
    texts: Sequence[str], gold: Sequence[Marked], predicted: Sequence[Marked], *, labels: bool = True
) -> Overlap:
    r"""Count the tokens that both sides marked, over documents in the same order as their `texts`.

    Tokens are runs of word characters and other single characters, `\w+|[^\w\s]`; a span marks every token that it
    touches.
    `labels` is as in `character_f1`. In languages without spaces tokens are long: use `character_f1` there.
    """
    return _overlap(gold, predicted, lambda spans, text: _tokens(spans, text, labels), texts)


def _overlap(gold: Sequence[Any], predicted: Sequence[Any], marked: Any, texts: Sequence[str]) -> Overlap:
    if not len(gold) == len(predicted) == len(texts):
        raise ValueError(
            f"got {len(gold)} gold and {len(predicted)} predicted documents and {len(texts)} texts; give one of each "
            "for every document."
        )
    both = extra = missed = 0
    for answer, guess, text in zip(gold, predicted, texts, strict=True):
        true, predicted_units = marked(_spans(answer), text), marked(_spans(guess), text)
        both += len(true & predicted_units)
        extra += len(predicted_units - true)
        missed += len(true - predicted_units)
    return Overlap(both, extra, missed)


def _spans(marked: Any) -> Iterable[tuple[int, int, str]]:
    spans = (
        marked.spans if isinstance(marked, Spans) else marked.errors if isinstance(marked, Errors) else marked
    )
    return [(span.start, span.end, span.label if isinstance(span, Span) else span.type) for span in spans]


def _characters(spans: Iterable[tuple[int, int, str]], labels: bool) -> set[tuple[int, str]]:
    return {(place, label if labels else "") for start, end, label in spans for place in range(start, end)}


def _tokens(spans: Iterable[tuple[int, int, str]], text: str, labels: bool) -> set[tuple[int, str]]:
    return {
        (number, label if labels else "")
        for start, end, label in spans
        for number, (first, last) in enumerate(tokens(text))
        if first < end and start < last
    }


Mode = Literal["strict", "partial"]
OUTSIDE = "O"


def span_agreement(
    work: Work[Span],
    *,
    mode: Mode = "strict",
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return the F1 of spans between two annotators, with either one as gold, averaged over pairs; 0 to 1.

    `work` is {annotator: {item: spans}}. "strict" needs equal start, end and label. "partial" needs an equal
    label and gives 1 for equal bounds, 0.5 for an overlap; each span is matched once, with the greatest total credit.
    Chance is not corrected for: the number of spans that nobody marked has no meaning. Items that both left empty
    do not count. Raises ValueError where no item was done twice. Source: Hripcsak and Rothschild 2005, Agreement, the
    F-Measure, and Reliability in Information Retrieval; half credit as in MUC (Chinchor and Sundheim 1993).
    """
    if mode not in ("strict", "partial"):
        raise ValueError(f"mode is {mode!r}; choose 'strict' or 'partial'.")
    items = shared_items(work)
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
    sorted order), else O. Most tokens are O, so kappa also rewards text that both left unmarked. `texts` gives
    the text of each item. Raises ValueError where a text is missing or a span ends after its text.
    """
    items = shared_items(work)
    token_labels = {
        who: {item: _token_labels(item, done[item], texts) for item in items if item in done}
        for who, done in work.items()
    }
    used = sorted(
        {label for done in token_labels.values() for labels in done.values() for label in labels} | {OUTSIDE}
    )
    places = {label: place for place, label in enumerate(used)}
    tables = [
        _tables(first, second, items, places) for first, second in combinations(token_labels.values(), 2)
    ]
    statistic = Statistic(
        "token kappa",
        lambda weights: mean_over_rows([_kappa(weights, table) for table in tables]),
        len(items),
        len(work),
        "spans",
        "every token has the same label, so chance alone would give perfect agreement.",
    )
    return measure(statistic, bootstrap, confidence)


def strict_credit(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Return how many spans have the same bounds and label."""
    theirs = {(span.start, span.end, span.label) for span in second}
    return float(len({(span.start, span.end, span.label) for span in first} & theirs))


def partial_credit(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Return the credit of the best matching of spans with one label: 1 for equal bounds, 0.5 for an overlap."""
    credit = np.array([[_spans_overlap(a, b) for b in second] for a in first], dtype=np.float64)
    return float(sum(credit[pair] for pair in best_matching(credit)))


def tokens(text: str) -> list[tuple[int, int]]:
    """Return the start and end of every token of a text, in code points."""
    return [match.span() for match in TOKEN.finditer(text)]


def _spans_overlap(a: Span, b: Span) -> float:
    if a.label != b.label or min(a.end, b.end) <= max(a.start, b.start):
        return 0.0
    return 1.0 if (a.start, a.end) == (b.start, b.end) else 0.5


def _token_labels(item: str, spans: Sequence[Span], texts: Mapping[str, str]) -> list[str]:
    if item not in texts:
        raise ValueError(
            f"item {item!r} has no text in `texts`; token agreement needs the text of every item."
        )
    text = texts[item]
    if late := next((span for span in spans if span.end > len(text)), None):
        raise ValueError(
            f"item {item!r}: a span ends at {late.end}, but the text has {len(text)} code points. "
            "Offsets count code points from 0, end exclusive."
        )
    token_labels = []
    for start, end in tokens(text):
        labels = sorted({span.label for span in spans if span.start < end and start < span.end})
        token_labels.append("+".join(labels) or OUTSIDE)
    return token_labels


def _tables(
    first: Mapping[str, list[str]], second: Mapping[str, list[str]], items: list[str], places: dict[str, int]
) -> tuple[Floats, Floats, Floats]:
    """Return for each item how many tokens agree, and the token counts by label for each annotator."""
    agreed = np.zeros(len(items))
    counts_first, counts_second = np.zeros((len(items), len(places))), np.zeros((len(items), len(places)))
    for row, item in enumerate(items):
        if item in first and item in second:
            agreed[row] = sum(a == b for a, b in zip(first[item], second[item], strict=True))
            np.add.at(counts_first[row], [places[label] for label in first[item]], 1)
            np.add.at(counts_second[row], [places[label] for label in second[item]], 1)
    return agreed, counts_first, counts_second


def _kappa(weights: Floats, table: tuple[Floats, Floats, Floats]) -> Floats:
    agreed, first, second = table
    sizes = first.sum(axis=1)
    scale = np.maximum(sizes, 1.0)
    # An item counts as often as it has tokens, so its counts become shares and its size goes into its weight.
    return kappa_kernel(
        weights * sizes,
        agreed / scale,
        first / scale[:, None],
        second / scale[:, None],
        np.eye(first.shape[1]),
    )
