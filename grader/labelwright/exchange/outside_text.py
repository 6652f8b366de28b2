"""Clean text from outside (names, ids, file names, titles, comments) before a terminal, CSV, Markdown or a page shows it.

Every output of the tool uses these functions. A character that could control a reader's terminal or turn the direction of
the text is replaced, so that it can be seen; nothing disappears.
"""

from __future__ import annotations

import re
from hashlib import sha256

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Names in Persian and in Hindi need them, and they control nothing."""
LONGEST = 320
"""The most characters of an id; a longer one keeps its start and digits of its hash."""

_SPECIAL = re.compile(r"([\\*_{}\[\]<>()#+!|~&`]|://|(?<=www)\.)")
_SPAN = re.compile(r"((?<!`)`(?!`)[^`]+(?<!`)`(?!`))")
"""A code span as our messages write it: one backtick on each side. Several backticks could hide where a span ends."""


def one_line(text: str) -> str:
    """Return `text` on one line: space for each line break and tab, and � for each character that does not print.

    >>> one_line("Ada\\nLovelace \\x1b[31m")
    'Ada Lovelace �[31m'
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text.replace("\r\n", "\n")))


def lines(text: str) -> str:
    """Return `text` with its line breaks and tabs, and � for each other character that does not print."""
    return "".join(c if c in "\n\t" else _shown(c) for c in text.replace("\r\n", "\n"))


def printable(text: str) -> str:
    """Return a learner's name or id as it is stored: a space for what does not print, at most LONGEST characters."""
    return shorten("".join(c if c.isprintable() else " " for c in text).strip())


def shorten(text: str) -> str:
    """Return an id of at most LONGEST characters; two long ids that differ only at their end stay two."""
    if len(text) <= LONGEST:
        return text
    digits = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{text[: LONGEST - 17]}…{digits}"


def markdown(text: str) -> str:
    """Return `text` on one line as Markdown: everything is escaped but code spans; in one, only the backtick is special."""
    pieces = _SPAN.split(one_line(text))
    return "".join(piece if place % 2 else _SPECIAL.sub(r"\\\1", piece) for place, piece in enumerate(pieces))


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    return " " if character.isspace() else _REPLACEMENT
