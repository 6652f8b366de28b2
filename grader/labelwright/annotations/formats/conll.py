"""Read and write CoNLL files, in which each token has a tag (BIO, BILOU or IOBES)."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import Literal
from urllib.parse import quote, unquote

from labelwright.annotations.formats import base
from labelwright.annotations.formats.base import (
    Context,
    Format,
    FormatError,
    ItemLookup,
    ParsedFile,
    build_annotation,
    build_item,
    fill_quotes,
    items_by_id,
    need_item,
)
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.values import Span, Spans

Scheme = Literal["BIO", "BILOU", "IOBES"]
Token = tuple[int, int]
"""A token's position: code points, start inclusive, end exclusive."""

_LETTERS: dict[Scheme, tuple[str, str, str, str]] = {
    "BIO": ("B", "I", "I", "B"),
    "BILOU": ("B", "I", "L", "U"),
    "IOBES": ("B", "I", "E", "S"),
}
"""The letters of the first, inner, last and only token of a span (Ramshaw and Marcus 1995; Ratinov and Roth 2009)."""
TAG = re.compile(r"O|[BILUES]-\S+")
_UNSAFE = re.compile(r"[\s%]")
_JOINERS = "_\u200c\u200d"


def tokenise(text: str, cuts: Iterable[int] = ()) -> list[Token]:
    """Return the tokens of a text: runs of letters, digits and marks; every other character is its own token.

    White space is not in any token. A run is also cut at every position in `cuts`, so that spans start and end with tokens.
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
    """Return one tag for each token; every span must start and end with a token, and no two spans may overlap.

    A span without a token (only white space) gets no tag.
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
    """Return the spans (start, end, label) of tags in any scheme, also IOB1, in which `B-` only separates neighbours.

    `breaks` holds the numbers of the tokens that start a sentence; no span continues across one.
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
    """Return a label that fits in a column: white space and `%` become percent codes, as in a web address."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), label)


def unescape(label: str) -> str:
    """Return the label that `escape` was given; a label that only looks like a code stays unchanged."""
    try:
        return unquote(label, errors="strict")
    except UnicodeDecodeError:
        return label


LOSSES = (
    "Stores spans that do not overlap, because a token has one tag. Overlapping and nested spans are refused.",
    "White space is not stored. With the items given, reading finds every position again; without them the tokens are "
    "joined with single spaces.",
    "White space at the ends of a span is removed, and a span of only white space is lost.",
    "Words are runs of letters, digits and marks; every other character is a token. A word is cut where a span ends "
    "inside it.",
    "White space and `%` in a label are written as percent codes, such as `%20`.",
    "Ids, annotators, skipped items, times, notes, flags and guideline versions are not stored.",
)
DOCUMENT = "-DOCSTART-"
_Block = list[tuple[int, str, str]]
"""Rows of one document or sentence: line number, token, tag; an empty tag marks the end of a sentence."""


def dump(annotations: Sequence[Annotation], context: Context, scheme: Scheme = "BIO") -> str:
    """Return one document for each annotation, in the order given; skipped items are left out.

    FormatError for kinds other than spans, several annotators, spans that overlap and items that are not given.
    """
    base.need_kinds(annotations, "CoNLL", ("spans",))
    base.need_one_annotator(annotations, "CoNLL")
    items = items_by_id(context.items)
    blocks = []
    for annotation in annotations:
        if isinstance(annotation.value, Spans):
            item = need_item(annotation, items)
            blocks.append(_document(fill_quotes(annotation, item, ""), item, scheme))
    return "".join(blocks)


def _document(annotation: Annotation, item: Item, scheme: Scheme) -> str:
    value = annotation.value
    assert isinstance(value, Spans)
    ordered = sorted(value.spans, key=lambda span: (span.start, span.end))
    for left, right in pairwise(ordered):
        if right.start < left.end:
            raise FormatError(
                f"in {item.id!r} the spans {left.start} to {left.end} ({left.label}) and {right.start} to "
                f"{right.end} ({right.label}) overlap, and CoNLL has one tag for each token.",
                "Write JSONL, Label Studio's JSON or doccano's instead, or keep one of the two.",
            )
    tokens = tokenise(item.text, (place for span in ordered for place in (span.start, span.end)))
    rows = zip(tokens, tags(tokens, ordered, scheme), strict=True)
    body = "".join(f"{item.text[start:end]} -X- -X- {tag}\n" for (start, end), tag in rows)
    return f"{DOCUMENT} -X- -X- O\n\n{body}\n"


def load(text: str, context: Context) -> ParsedFile:
    """Read columns separated by spaces or tabs: the first is the token, the last the tag, in any of the schemes.

    An item is a document if the file has `-DOCSTART-` lines, otherwise a sentence. If items are given, each document
    is found among them by its text without white space; otherwise texts are rebuilt and items are numbered.
    """
    found, lookup = ParsedFile(), ItemLookup(context.items, _squeeze)
    for number, block in enumerate(_blocks(text), 1):
        written = "".join(token for _, token, _ in block)
        item = lookup.take(written)
        if item is None and context.items:
            line = f"line {block[0][0]}" if block else f"document {number}"
            found.problems.append(
                f"{line}: none of the given items has this text: {written[:60]!r}; it was skipped."
            )
            continue
        item, tokens = (item, _align(block, item.text)) if item else _rebuild(block, number)
        rows = [tag for _, token, tag in block if token]
        found_spans = spans(tokens, rows, _breaks(block))
        parts = [{"start": start, "end": end, "label": label} for start, end, label in found_spans]
        where = f"document {number}"
        value = {"kind": "spans", "spans": parts}
        record = {"item": item.id, "annotator": context.annotator, "task": context.name, "origin": "imported"}
        found.annotations.append(build_annotation({**record, "value": value}, where, item))
        found.items.append(item)
    return found


def _breaks(block: _Block) -> set[int]:
    """Return the numbers of the tokens before which a sentence ends."""
    breaks, number = set[int](), 0
    for _, token, _ in block:
        if token:
            number += 1
        else:
            breaks.add(number)
    return breaks


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _blocks(text: str) -> list[_Block]:
    """Return the documents of a file, or its sentences if it has no document lines."""
    documents = f"\n{text}".find(f"\n{DOCUMENT}") >= 0
    blocks: list[_Block] = []
    current: _Block | None = None
    for number, line in enumerate(text.split("\n"), 1):
        columns = line.split()
        if columns and columns[0] == DOCUMENT:
            current = []
            blocks.append(current)
        elif columns and not (line[0] == "#" and not TAG.fullmatch(columns[-1])):
            if current is None:
                current = []
                blocks.append(current)
            current.append((number, *_row(columns, number)))
        elif not columns and current and documents:
            current.append((number, "", ""))
        elif not columns and not documents:
            current = None
    return blocks


def _row(columns: list[str], number: int) -> tuple[str, str]:
    if len(columns) < 2 or not TAG.fullmatch(columns[-1]):
        raise FormatError(
            f"expected a token and, last, a tag such as B-PER, I-PER or O; found {' '.join(columns)[:60]!r}.",
            "Put each token on its own line, with its tag in the last column.",
            f"line {number}",
        )
    return columns[0], columns[-1]


def _align(block: _Block, text: str) -> list[Token]:
    """Return the position of each token in the original text; white space between tokens is skipped."""
    tokens, place = list[Token](), 0
    for token in (token for _, token, _ in block if token):
        start = text.index(token[0], place)
        end = start
        for character in token:
            end = text.index(character, end) + 1
        tokens.append((start, end))
        place = end
    return tokens


def _rebuild(block: _Block, number: int) -> tuple[Item, list[Token]]:
    text, tokens = "", list[Token]()
    for _, token, _ in block:
        gap = "" if not text or text.endswith("\n") else " "
        if token:
            tokens.append((len(text + gap), len(text + gap + token)))
        text += gap + token if token else "" if not gap else "\n"
    return build_item({"id": str(number), "text": text.rstrip("\n")}, f"document {number}"), tokens


def likelihood(text: str) -> int:
    """Return 2 if the first lines are tokens with tags, otherwise 0."""
    rows = [line.split() for line in text[:20_000].split("\n")[:50]]
    filled = [row for row in rows if row and not row[0].startswith("#")][:20]
    return 2 if filled and all(len(row) > 1 and TAG.fullmatch(row[-1]) for row in filled) else 0


_SCHEMES: tuple[tuple[str, Scheme], ...] = (
    ("conll", "BIO"),
    ("conll-bilou", "BILOU"),
    ("conll-iobes", "IOBES"),
)
FORMATS = tuple(
    Format(
        name,
        f"CoNLL-2003, {scheme}",
        ".conll",
        ("spans",),
        LOSSES,
        likelihood,
        load,
        partial(dump, scheme=scheme),
    )
    for name, scheme in _SCHEMES
)
"""One format for each tag scheme; all three can read every scheme."""
