"""Recognise systematic mistakes in spans: apply the correction to all of them and see whether they then fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from labelwright.annotations.offsets import OffsetError, Offsets, Unit
from labelwright.checks.vocabulary.settle import Mistake

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
