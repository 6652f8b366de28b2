"""Tokens and the tags on them: cut a text into tokens, and write and read BIO, BILOU and IOBES tags."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from typing import Literal
from urllib.parse import quote, unquote

from labelwright.annotations.values import Span

Scheme = Literal["BIO", "BILOU", "IOBES"]
Token = tuple[int, int]
"""A token's place: code points, start inclusive, end exclusive."""

_LETTERS: dict[Scheme, tuple[str, str, str, str]] = {
    "BIO": ("B", "I", "I", "B"),
    "BILOU": ("B", "I", "L", "U"),
    "IOBES": ("B", "I", "E", "S"),
}
"""First, inner, last and only token of a span (Ramshaw and Marcus 1995; Ratinov and Roth 2009)."""
TAG = re.compile(r"O|[BILUES]-\S+")
_UNSAFE = re.compile(r"[\s%]")
_JOINERS = "_\u200c\u200d"


def tokenise(text: str, cuts: Iterable[int] = ()) -> list[Token]:
    """The tokens of a text: runs of letters, digits and marks, and every other character by itself.

    White space is in no token. A run is also cut at every place in `cuts`, so that spans begin and end with tokens.
    """
    tokens: list[Token] = []
    stops, start = set(cuts), None
    for place, character in enumerate(text):
        inside = character.isalnum() or character in _JOINERS or unicodedata.category(character)[0] == "M"
        if start is not None and (not inside or place in stops):
            tokens.append((start, place))
            start = None
        if inside:
            start = place if start is None else start
        elif not character.isspace():
            tokens.append((place, place + 1))
    return tokens if start is None else [*tokens, (start, len(text))]


def tags(tokens: Sequence[Token], spans: Iterable[Span], scheme: Scheme = "BIO") -> list[str]:
    """One tag a token; every span must begin and end with tokens and none may cross another.

    A span without a token in it (white space alone) leaves no trace.
    """
    written = ["O"] * len(tokens)
    first, inner, last, only = _LETTERS[scheme]
    starts = [start for start, _ in tokens]
    for span in spans:
        inside = range(bisect_left(starts, span.start), bisect_left(starts, span.end))
        for number in inside:
            written[number] = f"{inner}-{escape(span.label)}"
        if inside:
            written[inside[-1]] = f"{last}-{escape(span.label)}"
            written[inside[0]] = f"{only if len(inside) == 1 else first}-{escape(span.label)}"
    return written


def spans(
    tokens: Sequence[Token], written: Sequence[str], breaks: Container[int] = ()
) -> list[tuple[int, int, str]]:
    """The spans (start, end, label) that tags of any scheme say, IOB1 too, in which `B-` only parts neighbours.

    `breaks` holds the numbers of the tokens that begin a sentence; no span goes on across one.
    """
    found: list[tuple[int, int, str]] = []
    open_ = False
    for number, ((start, end), tag) in enumerate(zip(tokens, written, strict=True)):
        letter, label = tag[0], unescape(tag[2:])
        open_ = open_ and number not in breaks
        if letter == "O":
            open_ = False
        elif open_ and letter in "ILE" and found[-1][2] == label:
            found[-1] = (found[-1][0], end, label)
        else:
            found.append((start, end, label))
        open_ = letter in "BI"
    return found


def escape(label: str) -> str:
    """A label as it can stand in a column: white space and `%` become percent codes, as in an address."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), label)


def unescape(label: str) -> str:
    """The label that `escape` was given; a label that only looks like a code stays as it is."""
    try:
        return unquote(label, errors="strict")
    except UnicodeDecodeError:
        return label
