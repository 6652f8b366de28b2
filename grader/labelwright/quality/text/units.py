"""Score marked text by the characters or tokens that both sides marked, so that a near miss costs little."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from labelwright.annotations.values import Errors, ErrorSpan, Span, Spans
from labelwright.quality.text.prf import Overlap

Marked = Sequence[Span] | Sequence[ErrorSpan] | Spans | Errors
TOKENS = re.compile(r"\w+|[^\w\s]")


def character_f1(gold: Sequence[Marked], predicted: Sequence[Marked], *, labels: bool = True) -> Overlap:
    """Count the characters (code points) that both sides marked, over documents in the same order.

    With `labels` a character counts once for every label it carries (an error span's label is its type) and must carry
    the same on both sides; without, being marked is enough. Characters marked twice with one label count once. Raises
    ValueError on unequal numbers of documents. Source: Da San Martino and others 2019, Fine-Grained Analysis of
    Propaganda in News Articles, for scoring by characters.
    """
    return _overlap(gold, predicted, lambda spans, _: _characters(spans, labels), [""] * len(gold))


def token_f1(
    texts: Sequence[str], gold: Sequence[Marked], predicted: Sequence[Marked], *, labels: bool = True
) -> Overlap:
    r"""Count the tokens that both sides marked, over documents in the same order as their `texts`.

    Tokens are runs of word characters and single other marks, `\w+|[^\w\s]`; a span marks every token it touches.
    `labels` is as in `character_f1`. Languages without spaces give long tokens: prefer characters there.
    """
    return _overlap(gold, predicted, lambda spans, text: _tokens(spans, text, labels), texts)


def _overlap(gold: Sequence[Any], predicted: Sequence[Any], marked: Any, texts: Sequence[str]) -> Overlap:
    if not len(gold) == len(predicted) == len(texts):
        raise ValueError(
            f"got {len(gold)} gold and {len(predicted)} predicted documents and {len(texts)} texts; give one of each "
            "for every document."
        )
    both = extra = missed = 0
    for right, guess, text in zip(gold, predicted, texts, strict=True):
        true, found = marked(_spans(right), text), marked(_spans(guess), text)
        both, extra, missed = both + len(true & found), extra + len(found - true), missed + len(true - found)
    return Overlap(both, extra, missed)


def _spans(marked: Any) -> Iterable[tuple[int, int, str]]:
    spans = (
        marked.spans if isinstance(marked, Spans) else marked.errors if isinstance(marked, Errors) else marked
    )
    return [(span.start, span.end, span.label if isinstance(span, Span) else span.type) for span in spans]


def _characters(spans: Iterable[tuple[int, int, str]], labels: bool) -> set[tuple[int, str]]:
    return {(place, label if labels else "") for start, end, label in spans for place in range(start, end)}


def _tokens(spans: Iterable[tuple[int, int, str]], text: str, labels: bool) -> set[tuple[int, str]]:
    places = [match.span() for match in TOKENS.finditer(text)]
    return {
        (number, label if labels else "")
        for start, end, label in spans
        for number, (first, last) in enumerate(places)
        if first < end and start < last
    }
