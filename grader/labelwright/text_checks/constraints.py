"""Constraints on the form of an answer: counts of words and sentences, required and forbidden words, order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


Check = Mapping[str, Any]
"""One check of a prompt: its `id`, its `kind`, and the settings of that kind."""


@dataclass(frozen=True)
class Reply:
    """An answer with the prompt that it answers."""

    prompt: str
    text: str


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: `passed` is None if a program cannot tell; `evidence` says what was found.

    `count` and `parts` hold the same as data, for callers that write their own message: how many were counted, and the
    words that were found or are missing.
    """

    passed: bool | None
    evidence: str
    count: int | None = None
    parts: tuple[str, ...] = ()


Checker = Callable[[Check, Reply], Finding]
"""A checker: (check, reply) to Finding. It never raises because of an answer."""


_OPENING = " \t\r\n#*_>\"'"
_AROUND = " \t\r\n#*_`\"'.!"


def counted(what: str, count: Callable[[str], Sequence[str]]) -> Checker:
    """Make a checker that counts parts of the answer: settings `min` and `max`, each optional, both inclusive."""

    def checker(check: Check, reply: Reply) -> Finding:
        return _in_range(check, len(count(reply.text)), what)

    return checker


def characters(check: Check, reply: Reply) -> Finding:
    """Between `min` and `max` characters (Unicode code points in NFC), spaces included."""
    return _in_range(check, len(plain(reply.text)), "characters")


def repeats(check: Check, reply: Reply) -> Finding:
    """`text` between `min` and `max` times: as a whole word where it is one, without regard to case."""
    return _in_range(check, occurrences(check["text"], reply.text), repr(check["text"]))


def contains(check: Check, reply: Reply) -> Finding:
    """Each of `all` occurs, as whole words, without regard to case."""
    missing = [text for text in check["all"] if not occurrences(text, reply.text)]
    evidence = f"missing: {', '.join(missing)}" if missing else "all there"
    return Finding(not missing, evidence, parts=tuple(missing))


def mentions(check: Check, reply: Reply) -> Finding:
    """At least one of `any` occurs. That a word occurs does not make the sentence around it true."""
    found = [text for text in check["any"] if occurrences(text, reply.text)]
    return Finding(bool(found), f"found: {', '.join(found)}" if found else "none found")


def avoids(check: Check, reply: Reply) -> Finding:
    """None of `words` occurs, as whole words in exactly this form, without regard to case."""
    counts = {word: count for word in check["words"] if (count := occurrences(word, reply.text))}
    found = ", ".join(f"{word} x{count}" for word, count in counts.items())
    return Finding(not counts, f"found: {found}" if counts else "none found", parts=tuple(counts))


def without(check: Check, reply: Reply) -> Finding:
    """None of the single signs in `characters` occurs."""
    found = sorted(set(check["characters"]) & set(reply.text))
    return Finding(not found, f"found: {' '.join(found)}" if found else "none found")


def starts(check: Check, reply: Reply) -> Finding:
    """The answer starts with `text`, without regard to case and to heading, bold or quotation marks before it."""
    return Finding(_opens(reply.text, check["text"]), f"opens with {_clip(reply.text)!r}")


def not_starts(check: Check, reply: Reply) -> Finding:
    """The answer does not start with `text`."""
    return Finding(not _opens(reply.text, check["text"]), f"opens with {_clip(reply.text)!r}")


def lines_start(check: Check, reply: Reply) -> Finding:
    """Every line that is not blank starts with `text`."""
    odd = [line for line in lines(reply.text) if not _opens(line, check["text"])]
    return Finding(not odd, f"another opening: {_clip(odd[0])!r}" if odd else "every line")


def ends(check: Check, reply: Reply) -> Finding:
    """The answer ends with `text`, without regard to case and to bold or quotation marks after it."""
    bare = folded(reply.text).rstrip(" *_\"'")
    return Finding(bare.endswith(folded(check["text"])), f"ends with {plain(reply.text).rstrip()[-30:]!r}")


def casing(check: Check, reply: Reply) -> Finding:
    """All letters are capitals (`case` = "upper") or none is ("lower"); an answer without letters fails."""
    upper = check["case"] == "upper"
    letters = [sign for sign in reply.text if sign.isupper() or sign.islower()]
    odd = [sign for sign in letters if sign.isupper() != upper]
    return Finding(bool(letters) and not odd, f"{len(odd)} of {len(letters)} letters in the other case")


def exact(check: Check, reply: Reply) -> Finding:
    """The whole answer is one of `any`, apart from quotation marks, bold and a full stop around it; `case` = true keeps case."""
    fold = (lambda text: " ".join(plain(text).split())) if check.get("case") else folded
    bare = fold(reply.text).strip(_AROUND)
    return Finding(
        bare in {fold(text).strip(_AROUND) for text in check["any"]}, f"found {_clip(reply.text)!r}"
    )


def raw(check: Check, reply: Reply) -> Finding:
    """The whole answer is one of `any`, sign for sign; only white space around it is ignored."""
    return Finding(reply.text.strip() in check["any"], f"found {_clip(reply.text)!r}")


def sequence(check: Check, reply: Reply) -> Finding:
    """All of `items` occur, and their first occurrences come in this order."""
    places = [_pattern(item).search(folded(reply.text)) for item in check["items"]]
    missing = [item for item, place in zip(check["items"], places, strict=True) if place is None]
    if missing:
        return Finding(False, f"missing: {', '.join(missing)}")
    starts_at = [place.start() for place in places if place]
    order = [item for _, item in sorted(zip(starts_at, check["items"], strict=True))]
    return Finding(starts_at == sorted(starts_at), f"order: {', '.join(order)}")


def occurrences(phrase: str, text: str) -> int:
    """Return how often `phrase` occurs in `text`, without regard to case; a phrase of Latin letters counts as whole words."""
    return len(_pattern(phrase).findall(folded(text)))


def _pattern(phrase: str) -> re.Pattern[str]:
    bare = folded(phrase)
    # Arabic and Hindi join particles to words, so a word boundary would miss plain uses there.
    before = r"(?<!\w)" if re.match(r"[0-9a-zÀ-ɏ]", bare) else ""
    after = r"(?!\w)" if re.search(r"[0-9a-zÀ-ɏ]$", bare) else ""
    # A number is not found inside a longer one: not 932 in 1,932, and not 5 in 5.3.
    before += r"(?<!\d[.,])" if bare[:1].isdigit() else ""
    after += r"(?![.,]\d)" if bare[-1:].isdigit() else ""
    return re.compile(before + re.escape(bare) + after)


def _in_range(check: Check, count: int, what: str) -> Finding:
    least, most = check.get("min", 0), check.get("max")
    return Finding(least <= count and (most is None or count <= most), f"{what}: {count}", count)


def _opens(text: str, start: str) -> bool:
    bare, start = plain(text).lstrip(_OPENING), plain(start)
    rest = bare[len(start) :]
    return bare[: len(start)].casefold() == start.casefold() and not (
        start[-1].isalnum() and rest[:1].isalnum()
    )


def _clip(text: str, most: int = 40) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= most else f"{bare[:most]}…"
