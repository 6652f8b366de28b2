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
from labelwright.checks.compare import Bands, Mistake, count_noun, quote_some, settle, shorten
from labelwright.checks.verdicts import Measure, Passed
from labelwright.quality.spans import character_f1, span_scores

Place = tuple[int, int, str]
_GAIN = 0.15
"""How much a correction must raise strict F1 to explain the spans."""
_EXPLAINED = 0.8
"""The share of the spans near a gold span that a correction must put right."""
_MOST_ERRORS = 0.6
"""The share of the errors that a mistake must explain."""
_FEW = 5
"""The fewest spans that can show a habit."""
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")


@dataclass(frozen=True)
class Places:
    """Gold and given spans of each item as (start, end, label), and the items' texts."""

    gold: Mapping[str, Sequence[Place]]
    given: Mapping[str, Sequence[Place]]
    texts: Mapping[str, str]


def span_mistakes(places: Places) -> Iterator[Mistake]:
    """Yield the mistakes that these spans show, the one that explains most first.

    A way of counting is named only where nearly all spans follow it: then the advice for every span makes none worse.
    """
    yield from _one_label(places)
    now = strict_f1(places.gold, places.given)
    found = []
    for rank, (mistake, correct) in enumerate(_CORRECTIONS):
        changed = {
            item: [place for span in spans for place in correct(span, places.texts.get(item, ""))]
            for item, spans in places.given.items()
        }
        gain = strict_f1(places.gold, changed) - now
        if gain >= _GAIN and _explains(places, changed):
            found.append((gain, -rank, mistake))
    for _, _, mistake in sorted(found, key=lambda one: one[:2], reverse=True):
        yield mistake
    yield from _whole_sentences(places)


def _explains(places: Places, changed: Mapping[str, Sequence[Place]]) -> bool:
    """Return whether a correction puts nearly all spans that meet a gold span right, and hardly any right one wrong."""
    near = fits = broken = 0
    for item, spans in places.given.items():
        gold = {*places.gold.get(item, ())}
        near += sum(any(a <= end + 1 and start <= b + 1 for a, b, _ in gold) for start, end, _ in spans)
        fits += len(gold & {*changed[item]})
        broken += len((gold & {*spans}) - {*changed[item]})
    return fits >= _EXPLAINED * near and broken <= (1 - _EXPLAINED) * near


def _one_label(places: Places) -> Iterator[Mistake]:
    """Yield that all spans have one label, if spans lie on most of what is wrong, and only their label is another one."""
    given = {label for spans in places.given.values() for _, _, label in spans}
    wanted = {label for spans in places.gold.values() for _, _, label in spans}
    if len(given) != 1 or len(wanted) < 2 or sum(map(len, places.given.values())) < _FEW:
        return
    states = [state for item in places.gold for state in _states(places, item)]
    if states.count("label") >= _MOST_ERRORS * len(states):
        yield Mistake(
            f"Every span has the label `{shorten(next(iter(given)))}`. The same label for everything gives no information.",
            "For each span, go through the list of labels and choose the one that fits.",
        )


State = Literal["missing", "edges", "label", "extra"]


def _states(places: Places, item: str) -> list[State]:
    """Return what is wrong in an item: how each gold span was marked that has no equal span, and spans on none of them."""
    gold, given = {*places.gold.get(item, ())}, {*places.given.get(item, ())}
    wrong, states, met = sorted(given - gold), [], set()
    for start, end, label in sorted(gold - given):
        near = [(a, b, other) for a, b, other in wrong if a < end and start < b]
        same = [one for one in near if one[2] == label]
        alike = [
            one
            for one in near
            if 2 * (min(one[1], end) - max(one[0], start)) >= max(one[1], end) - min(one[0], start)
        ]
        state: State = "edges" if same else "label" if alike else "missing"
        states.append(state)
        met |= {*(same or alike)}
    return states + ["extra"] * len({*wrong} - met)


def strict_f1(gold: Mapping[str, Sequence[Place]], given: Mapping[str, Sequence[Place]]) -> float:
    """Return the F1 of spans with equal start, end and label; 0 if there are none on either side."""
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
    """Return the offsets of a text; cached, since every span of the text needs them."""
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
    """Return a correction that cuts the ends of a span: `inner` gives the part of its text that is left."""

    def correct(place: Place, text: str) -> list[Place]:
        whole = text[place[0] : place[1]]
        left = inner(whole)
        start = place[0] + (whole.find(left) if left else 0)
        return [(start, start + len(left), place[2])] if left else []

    return correct


_PUNCTUATION = ".,;:!?\"'()[]{}«»“”‘’、。，"
# If two corrections explain equally much, the first is named: a space at every end is also an end too late.
_CORRECTIONS: tuple[tuple[Mistake, Callable[[Place, str], list[Place]]], ...] = (
    (
        Mistake(
            "Your spans include a space at one end, as a double click often does.",
            "Leave the space out, and move start or end accordingly.",
        ),
        _trimmed(str.strip),
    ),
    (
        Mistake(
            "Your spans include the punctuation at one end.",
            "Leave out the comma or full stop, unless the guideline includes it, as in an abbreviation.",
        ),
        _trimmed(lambda text: text.strip(_PUNCTUATION)),
    ),
    (
        Mistake(
            "Your spans end one character too early: `end` is the position after the last character, not of it.",
            "Add 1 to every end, so that `text[start:end]` is the whole span.",
        ),
        _shift(0, 1),
    ),
    (
        Mistake("Your spans end one character too late.", "Subtract 1 from every end."),
        _shift(0, -1),
    ),
    (
        Mistake(
            "Start and end are both one too far to the right: you counted the first character as 1, not 0.",
            "Subtract 1 from every start and end.",
        ),
        _shift(-1, -1),
    ),
    (
        Mistake("Start and end are both one too far to the left.", "Add 1 to every start and end."),
        _shift(1, 1),
    ),
    (
        Mistake(
            "You counted the first character as 1 and gave the last character as the end, so every start is one too far right.",
            "Subtract 1 from every start and do not change the ends.",
        ),
        _shift(-1, 0),
    ),
    (
        Mistake(
            "Your offsets count UTF-16 units, as JavaScript does, so they are too high after each emoji.",
            "Count code points, as Python's `len` and slices do.",
        ),
        _counted_in("utf-16"),
    ),
    (
        Mistake(
            "Your offsets count UTF-8 bytes, so they are too high after each letter that English does not have.",
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
            f"{wide} of your {total} spans mark a whole sentence instead of a few words.",
            "Mark the shortest part of the text that still fits the label.",
        )


By = Literal["strict", "exact", "partial", "type", "characters"]
Marked = Mapping[str, Sequence[Span]] | Sequence[Annotation]
_MOST = 2_000
_WHY = "Programs cut the text exactly where a span says. A span that is one character off teaches a model the wrong edge."
_STEPS: dict[State, tuple[str, str, str]] = {
    "edges": (
        "with other edges",
        _WHY,
        "Print `text[start:end]` for a few of your spans, with a bar on each side, and look at the edges.",
    ),
    "missing": (
        "without a mark",
        "A model learns to leave out what has no mark.",
        "Read each text again from the first word to the last, and look for what has no mark.",
    ),
    "label": (
        "with another label",
        "A model learns the label that it is given, right or wrong.",
        "Print the text of your spans with their labels, and read what each label means.",
    ),
    "extra": (
        "",
        "A model learns to mark too much.",
        "For each of your spans, ask which rule wants it. Remove it if there is none.",
    ),
}
"""For each state what is said of it, why it matters, and what to try; the first one is the usual one."""


def marked_spans(given: Marked) -> dict[str, tuple[Span, ...]]:
    """Return the spans of each labelled item; the type of an error is its label; other kinds of value are left out."""
    if isinstance(given, Mapping):
        return {item: tuple(spans) for item, spans in given.items()}
    found: dict[str, tuple[Span, ...]] = {}
    for annotation in given:
        value = annotation.value
        if isinstance(value, Spans):
            found[annotation.item] = value.spans
        elif isinstance(value, Errors):
            found[annotation.item] = tuple(
                Span(start=error.start, end=error.end, label=error.type)
                for error in value.errors
                if error.end > error.start
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
    why: str = "",
) -> Passed:
    """Pass if the F1 of spans reaches `full`; Failed names the boundary mistake or the labels that were mixed up.

    `by` is one of SemEval-2013's four ways (see `quality.spans.span_scores`) or "characters" (F1 of marked characters
    with their label). Every item of `gold` counts; an item without an annotation counts as an item without spans.
    `texts` gives the text of each item. `recall_of` gives, by label, the least share of its gold spans that must be
    found for a pass (any overlap with that label counts); use it if a missed name would break somebody's privacy.
    """
    marked = marked_spans(given)
    true = {item: tuple(spans) for item, spans in gold.items()}
    guess = {item: tuple(dict.fromkeys(marked.get(item, ())))[:_MOST] for item in true}
    scores = span_scores(list(true.values()), list(guess.values()))
    by_character = character_f1(list(true.values()), [_bounded(item, guess, texts) for item in true])
    value = by_character.f1 if by == "characters" else getattr(scores, by).f1
    places = Places(
        {item: [(s.start, s.end, s.label) for s in spans] for item, spans in true.items()},
        {item: [(s.start, s.end, s.label) for s in spans] for item, spans in guess.items()},
        texts,
    )
    strict = scores.strict
    states = Counter(state for item in true for state in _states(places, item))
    main = max(_STEPS, key=lambda state: states[state])
    return settle(
        value,
        Bands(full, half),
        f"Your {count_noun(strict.predicted, 'span')} match {strict.correct} of {count_noun(strict.gold, 'gold span')} exactly. F1 is "
        f"{strict.f1:.2f} strict, {scores.partial.f1:.2f} partial, {scores.type.f1:.2f} by type and "
        f"{by_character.f1:.2f} by characters.{_wrong(states)}{_confused(true, guess)}{_without(true, guess)}",
        mistakes=span_mistakes(places),
        blocked=_unseen(true, guess, recall_of or {}),
        why=why or _STEPS[main][1],
        advice=_STEPS[main][2],
        measures=(_measure(by, value, strict.gold, len(true)),),
    )


def _wrong(states: Counter[State]) -> str:
    """Return sentences that count what is wrong."""
    extra = states["extra"]
    parts = [f"{states[state]} {said}" for state, (said, _, _) in _STEPS.items() if said and states[state]]
    return (f" Gold spans without an equal span: {', '.join(parts)}." if parts else "") + (
        f" Your spans on no gold span: {extra}." if extra else ""
    )


def _bounded(item: str, guess: Mapping[str, Sequence[Span]], texts: Mapping[str, str]) -> tuple[Span, ...]:
    """Return the spans cut at the end of the text, so that an absurd offset needs no memory."""
    length = len(texts.get(item, ""))
    return tuple(
        span.model_copy(update={"end": min(span.end, length + 1)})
        for span in guess[item]
        if span.start <= length
    )


def _confused(true: Mapping[str, Sequence[Span]], guess: Mapping[str, Sequence[Span]]) -> str:
    """Return a sentence about spans with the right bounds and a wrong label."""
    mixed: Counter[tuple[str, str]] = Counter()
    for item, spans in true.items():
        labels: dict[tuple[int, int], set[str]] = {}
        for span in guess[item]:
            labels.setdefault((span.start, span.end), set()).add(span.label)
        for span in spans:
            others = labels.get((span.start, span.end), {span.label})
            if span.label not in others:
                mixed[tuple(sorted((min(others), span.label)))] += 1  # type: ignore[index]
    if not mixed:
        return ""
    (first, second), count = mixed.most_common(1)[0]
    return f" You mixed up `{shorten(first)}` and `{shorten(second)}` on {count_noun(count, 'span')} with the right bounds."


def _without(true: Mapping[str, Sequence[Span]], guess: Mapping[str, Sequence[Span]]) -> str:
    empty = [item for item, spans in true.items() if spans and not guess[item]]
    return f" You marked nothing in {quote_some(empty, 3)}." if empty else ""


def _unseen(
    true: Mapping[str, Sequence[Span]], guess: Mapping[str, Sequence[Span]], recall_of: Mapping[str, float]
) -> str:
    for label, least in recall_of.items():
        gold = [(item, span) for item, spans in true.items() for span in spans if span.label == label]
        seen = sum(any(_meets(span, other) for other in guess[item]) for item, span in gold)
        if gold and seen < least * len(gold) - 1e-9:
            return (
                f"You found {seen} of {count_noun(len(gold), 'span')} of `{label}`; {least:.0%} are needed."
            )
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
