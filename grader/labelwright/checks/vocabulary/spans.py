"""Judge marked spans against gold ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Errors, Span, Spans
from labelwright.checks.check import Passed
from labelwright.checks.verdicts import Measure
from labelwright.checks.vocabulary.mistakes.spans import Places, span_mistakes
from labelwright.checks.vocabulary.settle import Bands, named, settle, short, times
from labelwright.quality.text.spans import span_scores
from labelwright.quality.text.units import character_f1

By = Literal["strict", "exact", "partial", "type", "characters"]
Marked = Mapping[str, Sequence[Span]] | Sequence[Annotation]
_MOST = 2_000
_WHY = "Programs cut the text exactly where a span says; a span one character off teaches a model the wrong edge."


def marked_spans(given: Marked) -> dict[str, tuple[Span, ...]]:
    """The spans of each item that was done, an error's type being its label; other kinds of value are left out."""
    if isinstance(given, Mapping):
        return {item: tuple(spans) for item, spans in given.items()}
    found = {one.item: one.value.spans for one in given if isinstance(one.value, Spans)}
    for one in given:
        if isinstance(one.value, Errors):
            found[one.item] = tuple(
                Span(start=e.start, end=e.end, label=e.type) for e in one.value.errors if e.end > e.start
            )
    return found


def spans_match(
    given: Marked,
    gold: Mapping[str, Sequence[Span]],
    *,
    texts: Mapping[str, str],
    full: float,
    half: float | None = None,
    by: By = "strict",
    recall_of: Mapping[str, float] | None = None,
    why: str = _WHY,
) -> Passed:
    """Pass where the F1 of spans reaches `full`; Failed names the boundary mistake or the labels mixed up.

    `by` is one of SemEval-2013's four ways (see `quality.text.spans.span_scores`) or "characters" (F1 of marked
    characters with their label). Every item of `gold` counts; one without annotation counts as one without spans.
    `texts` gives the text of each item. `recall_of` gives the least recall, over items, of the spans of a label (any
    overlap with that label counts), which must be reached for a pass, as where missing a name breaches privacy.
    """
    mine = marked_spans(given)
    true = {item: tuple(spans) for item, spans in gold.items()}
    guess = {item: tuple(dict.fromkeys(mine.get(item, ())))[:_MOST] for item in true}
    scores = span_scores(list(true.values()), list(guess.values()))
    by_character = character_f1(list(true.values()), [_bounded(item, guess, texts) for item in true])
    value = by_character.f1 if by == "characters" else getattr(scores, by).f1
    places = Places(
        {item: [(s.start, s.end, s.label) for s in spans] for item, spans in true.items()},
        {item: [(s.start, s.end, s.label) for s in spans] for item, spans in guess.items()},
        texts,
    )
    strict = scores.strict
    return settle(
        value,
        Bands(full, half),
        f"{strict.correct} of {times(strict.gold, 'gold span')} are matched exactly by your {strict.predicted}; F1 is "
        f"{strict.f1:.2f} strict, {scores.partial.f1:.2f} partial, {scores.type.f1:.2f} by type and "
        f"{by_character.f1:.2f} by characters.{_confused(true, guess)}{_without(true, guess)}",
        mistakes=span_mistakes(places),
        blocked=_unseen(true, guess, recall_of or {}),
        why=why,
        advice="Print `text[start:end]` for a few of your spans, between two bars, and look at the edges.",
        measures=(_measure(by, value, strict.gold, len(true)),),
    )


def _bounded(item: str, guess: Mapping[str, Sequence[Span]], texts: Mapping[str, str]) -> tuple[Span, ...]:
    """Spans cut at the end of the text, so that an absurd offset costs no memory."""
    length = len(texts.get(item, ""))
    return tuple(
        span.model_copy(update={"end": min(span.end, length + 1)})
        for span in guess[item]
        if span.start <= length
    )


def _confused(true: Mapping[str, Sequence[Span]], guess: Mapping[str, Sequence[Span]]) -> str:
    """Spans with the right bounds and another label, as a sentence."""
    mixed: Counter[tuple[str, str]] = Counter()
    for item, spans in true.items():
        labels = {(span.start, span.end): span.label for span in guess[item]}
        for span in spans:
            other = labels.get((span.start, span.end))
            if other is not None and other != span.label:
                mixed[tuple(sorted((other, span.label)))] += 1  # type: ignore[index]
    if not mixed:
        return ""
    (first, second), count = mixed.most_common(1)[0]
    return f" `{short(first)}` and `{short(second)}` are mixed up on {times(count, 'span')} with the right bounds."


def _without(true: Mapping[str, Sequence[Span]], guess: Mapping[str, Sequence[Span]]) -> str:
    empty = [item for item, spans in true.items() if spans and not guess[item]]
    return f" Nothing is marked in {named(empty, 3)}." if empty else ""


def _unseen(
    true: Mapping[str, Sequence[Span]], guess: Mapping[str, Sequence[Span]], recall_of: Mapping[str, float]
) -> str:
    for label, least in recall_of.items():
        there = [(item, span) for item, spans in true.items() for span in spans if span.label == label]
        seen = sum(any(_meets(span, other) for other in guess[item]) for item, span in there)
        if there and seen < least * len(there) - 1e-9:
            return f"{seen} of {times(len(there), 'span')} of `{label}` were found, where {least:.0%} are needed."
    return ""


def _meets(a: Span, b: Span) -> bool:
    return a.label == b.label and a.start < b.end and b.start < a.end


def _measure(by: By, value: float, spans: int, items: int) -> Measure:
    name = "Span F1 by characters" if by == "characters" else f"Span F1, {by}"
    return Measure(
        id=f"span-f1-{by}",
        name=name,
        value=0.0 if value != value else round(value, 4),
        n=spans,
        n_unit=f"gold spans in {items} items",
        reference="reviewed spans",
    )
