"""What counts as a word, a sentence, a line, a paragraph, a bullet and a numbered item."""

from __future__ import annotations

import re
import unicodedata

_BULLET = re.compile(r"[ \t]*(?:[-+*–—·](?=[ \t])|[•‣⁃◦▪●○■])[ \t]*(?=\S)")
_NUMBERED = re.compile(r"[ \t]*(?:\*\*)?\(?\d{1,3}[.)](?:\*\*)?[ \t]+(?=\S)")
_DASHES = re.compile(r"\s|—|–|--+")
_END = re.compile(r"[.!?…。।؟]+[\"'”’)\]*_]*(?=\s|$)")
_TITLES = frozenset(("mr", "mrs", "ms", "dr", "prof", "st", "vs", "no", "approx", "e.g", "i.e"))
_BARE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\u202f": " "})


def plain(text: str) -> str:
    """Return the text in NFC with straight quotation marks and ordinary spaces, for comparing; case is kept."""
    return unicodedata.normalize("NFC", text).translate(_QUOTES)


def folded(text: str) -> str:
    """Return the text as `plain` does, in lower case and with runs of white space as one space."""
    return " ".join(plain(text).split()).casefold()


def words(text: str) -> list[str]:
    """Return the words: the parts between white space or dashes that contain a letter or digit.

    "well-known" and "don't" are one word each, "yes—no" is two; the mark or number at the start of a list item is not a
    word. Punctuation stays with its word; `bare_words` leaves it out.
    """
    bare = "\n".join(_without_mark(line) for line in plain(text).splitlines())
    return [part for part in _DASHES.split(bare) if any(sign.isalnum() for sign in part)]


def bare_words(text: str) -> list[str]:
    """Return the words without punctuation: runs of letters and digits, with hyphens and apostrophes inside them."""
    return _BARE.findall(text)


def lines(text: str) -> list[str]:
    """Return the lines that are not blank."""
    return [line for line in plain(text).splitlines() if line.strip()]


def paragraphs(text: str) -> list[str]:
    """Return the blocks of text between blank lines."""
    return [block for block in re.split(r"\n\s*\n", plain(text)) if block.strip()]


def bullets(text: str) -> list[str]:
    """Return the lines that start with a bullet (- + * • ‣ ◦ and similar), nested ones too; a numbered line is not one."""
    return [line for line in lines(text) if _BULLET.match(line)]


def numbered(text: str) -> list[str]:
    """Return the lines that start with a number and a full stop or bracket: "1. x", "2) x", "(3) x"."""
    return [line for line in lines(text) if _NUMBERED.match(line)]


def sentences(text: str) -> list[str]:
    """Return the sentences: each ends at a full stop, question or exclamation mark that no small letter follows, or at a line end.

    "Dr. Lee", "e.g. tea", "3.5" and initials do not end a sentence. A last part without a mark is a sentence too.
    """
    found: list[str] = []
    for line in lines(text):
        found += _split(_without_mark(line))
    return [part for part in found if any(sign.isalnum() for sign in part)]


def _split(line: str) -> list[str]:
    parts, start = [], 0
    for end in _END.finditer(line):
        if not _goes_on(line[start : end.start()], line[end.end() :]):
            parts.append(line[start : end.end()].strip())
            start = end.end()
    return [*parts, line[start:].strip()]


def _goes_on(before: str, after: str) -> bool:
    last = re.split(r"[\s(\"]", before)[-1]
    initial = len(last) == 1 and last.isupper() and last != "I"
    return after.lstrip()[:1].islower() or ((last.casefold() in _TITLES or initial) and bool(after.strip()))


def _without_mark(line: str) -> str:
    mark = _BULLET.match(line) or _NUMBERED.match(line)
    return line[mark.end() :] if mark else line
