"""Score predicted spans against gold ones in the four ways of SemEval-2013, computed by nervaluate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nervaluate import Evaluator

from labelwright.annotations.values import Span, Spans
from labelwright.quality.text.prf import ratio, why_undefined

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
        """How many spans were predicted."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def gold(self) -> int:
        """How many spans the gold has."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def precision(self) -> float:
        """(correct + partial/2)/predicted; NaN where nothing was predicted."""
        return ratio(self.correct + self.partial / 2, self.predicted)

    @property
    def recall(self) -> float:
        """(correct + partial/2)/gold; NaN where the gold has no span."""
        return ratio(self.correct + self.partial / 2, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; NaN where there is no span on either side."""
        return ratio(2 * self.correct + self.partial, self.predicted + self.gold)

    @property
    def reason(self) -> str:
        """Why a score is NaN, or an empty text."""
        return why_undefined(self.predicted, self.gold)


@dataclass(frozen=True)
class SpanScores:
    """The four ways: boundaries and label (`strict`), boundaries (`exact`), overlap (`partial`), overlap and label."""

    strict: SpanScore
    exact: SpanScore
    partial: SpanScore
    type: SpanScore


def span_scores(gold: Sequence[Document], predicted: Sequence[Document]) -> SpanScores:
    """Score the spans of each document, in the same order in `gold` and `predicted`; totals over all documents.

    - strict: right where start, end and label are; other overlaps are incorrect.
    - exact: right where start and end are, whatever the label; other overlaps are incorrect.
    - partial: right where start and end are; another overlap is half right; labels do not matter.
    - type: right where the spans overlap and the label is right; another overlap is incorrect.

    A span counts as overlapping where it covers 1% or more of the gold span. Each gold span is used once, in order of
    start. Raises ValueError on unequal numbers of documents. Source: Segura-Bedmar, Martinez and Herrero-Zazo 2013,
    SemEval-2013 Task 9; formulas as nervaluate computes them (where its README prints .40 for the partial score of its
    five-entity example, the formula and the package give .70).
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
    """Spans as nervaluate wants them: sorted, so that their order means nothing, and with inclusive ends."""
    spans = document.spans if isinstance(document, Spans) else document
    ordered = sorted(spans, key=lambda span: (span.start, span.end, span.label))
    return [{"label": span.label, "start": span.start, "end": span.end - 1} for span in ordered]


def _score(result: Any) -> SpanScore:
    return SpanScore(result.correct, result.incorrect, result.partial, result.missed, result.spurious)
