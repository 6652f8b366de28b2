"""Constraints on the form of an answer: counts, required and forbidden words, beginnings, endings, case, order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelwright.text_checks import counting
from labelwright.text_checks.counting import folded, plain

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
    odd = [line for line in counting.lines(reply.text) if not _opens(line, check["text"])]
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
