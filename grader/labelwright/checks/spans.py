"""Checks of labelled spans, and the mistakes that spans show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from labelwright.annotations.offsets import OffsetError, Offsets, Unit
from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Errors, Span, Spans
from labelwright.checks.bands import Bands, Mistake, named, settle, short, times
from labelwright.checks.results import Passed
from labelwright.checks.verdicts import Measure
from labelwright.quality.spans import character_f1, span_scores

Place = tuple[int, int, str]
_GAIN = 0.15
"""How much strict F1 must rise for a correction to explain the spans."""
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")


@dataclass(frozen=True)
class Places:
    """Gold and given spans of each item as (start, end, label), and the items' texts."""

    gold: Mapping[str, Sequence[Place]]
    given: Mapping[str, Sequence[Place]]
    texts: Mapping[str, str]


def span_mistakes(places: Places) -> Iterator[Mistake]:
    """The mistakes whose correction makes the spans fit, the one that explains most first."""
    now = strict_f1(places.gold, places.given)
    gains = []
    for rank, (mistake, correct) in enumerate(_CORRECTIONS):
        changed = {
            item: [place for span in spans for place in correct(span, places.texts.get(item, ""))]
            for item, spans in places.given.items()
        }
        gains.append((strict_f1(places.gold, changed) - now, -rank, mistake))
    for gain, _, mistake in sorted(gains, key=lambda found: found[:2], reverse=True):
        if gain >= _GAIN:
            yield mistake
    yield from _whole_sentences(places)


def strict_f1(gold: Mapping[str, Sequence[Place]], given: Mapping[str, Sequence[Place]]) -> float:
    """F1 of spans with equal start, end and label; 0 where there are none on either side."""
    both = sum(len({*spans} & {*given.get(item, ())}) for item, spans in gold.items())
    total = sum(len({*spans}) + len({*given.get(item, ())}) for item, spans in gold.items())
    return 2 * both / total if total else 0.0


def _shift(left: int, right: int) -> Callable[[Place, str], list[Place]]:
    def correct(place: Place, text: str) -> list[Place]:
        start, end = place[0] + left, place[1] + right
        return [(start, end, place[2])] if 0 <= start < end else []

    return correct


@lru_cache(maxsize=16)
def _offsets(text: str, unit: Unit) -> Offsets:
    """The places of a text; every span of it asks for them."""
    return Offsets(text, unit)


def _counted_in(unit: Unit) -> Callable[[Place, str], list[Place]]:
    def correct(place: Place, text: str) -> list[Place]:
        if text.isascii():
            return [place]
        offsets = _offsets(text, unit)
        try:
            return [(offsets.to_code_points(place[0]), offsets.to_code_points(place[1]), place[2])]
        except OffsetError:
            return [place]

    return correct


def _trimmed(inner: Callable[[str], str]) -> Callable[[Place, str], list[Place]]:
    """Cut what does not belong at the ends of a span: `inner` gives what is left of its text, one stretch of it."""

    def correct(place: Place, text: str) -> list[Place]:
        whole = text[place[0] : place[1]]
        left = inner(whole)
        start = place[0] + (whole.find(left) if left else 0)
        return [(start, start + len(left), place[2])] if left else []

    return correct


_PUNCTUATION = ".,;:!?\"'()[]{}«»“”‘’、。，"
# Of two corrections that explain as much, the first is told: a space at every end is also an end too late.
_CORRECTIONS: tuple[tuple[Mistake, Callable[[Place, str], list[Place]]], ...] = (
    (
        Mistake(
            "Your spans take in the space at an end, as a double click often does.",
            "Strip the space and move start or end with it.",
        ),
        _trimmed(str.strip),
    ),
    (
        Mistake(
            "Your spans take in the punctuation at an end.",
            "Leave out the comma or full stop unless the guideline counts it in, as in an abbreviation.",
        ),
        _trimmed(lambda text: text.strip(_PUNCTUATION)),
    ),
    (
        Mistake(
            "Your spans end at the last character they mean, but an end is exclusive: it names the first one after.",
            "Add 1 to every end, so that `text[start:end]` is the whole span.",
        ),
        _shift(0, 1),
    ),
    (
        Mistake(
            "Your spans end one character too late: the end was counted as well.", "Take 1 from every end."
        ),
        _shift(0, -1),
    ),
    (
        Mistake(
            "Start and end both stand one too far to the right: the first character was counted as 1, not 0.",
            "Take 1 from every start and end.",
        ),
        _shift(-1, -1),
    ),
    (
        Mistake("Start and end both stand one too far to the left.", "Add 1 to every start and end."),
        _shift(1, 1),
    ),
    (
        Mistake(
            "The first character was counted as 1 and the end taken as inclusive: every start is one too far right.",
            "Take 1 from every start and leave the ends.",
        ),
        _shift(-1, 0),
    ),
    (
        Mistake(
            "The offsets count UTF-16 units, as JavaScript does: behind each emoji they run ahead of the characters.",
            "Count code points, as Python's `len` and slices do.",
        ),
        _counted_in("utf-16"),
    ),
    (
        Mistake(
            "The offsets count bytes of UTF-8: behind each letter outside plain English they run ahead.",
            "Find the place in the decoded text, not in the bytes.",
        ),
        _counted_in("utf-8"),
    ),
)


def _whole_sentences(places: Places) -> Iterator[Mistake]:
    wide = total = 0
    for item, spans in places.given.items():
        text = places.texts.get(item, "")
        sentences = [(match.start(), match.end()) for match in _SENTENCE.finditer(text)]
        gold = places.gold.get(item, ())
        for start, end, _ in spans:
            total += 1
            covers = any(a + 2 >= start and b - 2 <= end and start < b and a < end for a, b in sentences)
            inside = any(start <= a and b <= end and b - a < 0.6 * (end - start) for a, b, _ in gold)
            wide += covers and inside
    if total >= 3 and wide > total / 2:
        yield Mistake(
            f"{wide} of your {total} spans take in a whole sentence where a few words of it are meant.",
            "Mark the shortest stretch that still says what the label says.",
        )


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
