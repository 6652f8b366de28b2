"""When a guideline's rule fits an item: conditions over its fields, with patterns that cannot run for long."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from labelwright.annotations.record import Item
from labelwright.errors import LabelwrightError

MOST_SEARCHED = 2_000
"""How many code points of a text a pattern is searched in."""
MOST_PATTERN = 300
MOST_WAYS = 1_000
"""How many ways to match a pattern may have at one place, `*` and `+` counted as UNBOUNDED ways."""
UNBOUNDED = 100

_REPEAT = re.compile(r"\*|\+|\?|\{(\d*)(,?)(\d*)\}")


class PatternError(LabelwrightError, ValueError):
    """A regular expression that a guideline may not use; the message says which part to change."""


@lru_cache(maxsize=500)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile the pattern, ignoring case; raise PatternError if it is broken or could run for long.

    Python tries every way to match, so a repeated group, or several `*`, can take hours on a short text. These are
    refused: repeats of a group other than `?`, back-references, look-around, inline flags, and patterns with more than
    MOST_WAYS `ways`.
    """
    if len(pattern) > MOST_PATTERN:
        raise PatternError(f"it has {len(pattern)} characters; at most {MOST_PATTERN} are read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"it is not a regular expression: {error}") from None
    if (count := ways(pattern)) > MOST_WAYS:
        raise PatternError(
            f"it can match in about {count:,} ways at one place; at most {MOST_WAYS:,} are searched. "
            "Use one * or + at most, and as few choices as possible"
        )
    return expression


def ways(pattern: str) -> int:
    """Return in how many ways a valid pattern can match at one place: a sum over branches of products."""
    return _Ways(pattern).count()


class _Ways:
    """Reads through a pattern and counts its ways."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def count(self) -> int:
        """Count the branches up to the end of the pattern or of this group."""
        total, product = 0, 1
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                total, product = total + product, 1
                self.at += 1
            else:
                product *= self._part()
        return total + product

    def _part(self) -> int:
        """Return one character, class or group, with its repeat."""
        grouped = self.pattern[self.at] == "("
        ways = self._group() if grouped else self._single()
        repeat = _REPEAT.match(self.pattern, self.at)
        if not repeat or repeat[0] == "{}":
            return ways
        self.at = repeat.end()
        if self.pattern[self.at : self.at + 1] in ("?", "+"):
            self.at += 1
        if repeat[0] == "?":
            return ways + 1
        if grouped:
            raise PatternError(
                f"it repeats a group with {repeat[0]!r}; only ? may follow a group. Write the group out"
            )
        return _choices(repeat)

    def _single(self) -> int:
        character = self.pattern[self.at]
        if character == "[":
            self._past_class()
        elif character == "\\":
            self._past_escape()
        else:
            self.at += 1
        return 1

    def _past_class(self) -> None:
        self.at += 1
        self.at += self.pattern.startswith("^", self.at)
        self.at += self.pattern.startswith("]", self.at)
        while self.pattern[self.at] != "]":
            self.at += 2 if self.pattern[self.at] == "\\" else 1
        self.at += 1

    def _past_escape(self) -> None:
        following = self.pattern[self.at + 1]
        if following in "123456789":
            raise PatternError("it refers back to a group; write the text out instead")
        self.at = self.pattern.index("}", self.at) + 1 if following == "N" else self.at + 2

    def _group(self) -> int:
        self.at += 1
        if self.pattern.startswith("?", self.at):
            opening = re.compile(r"\?(?::|P<\w+>)").match(self.pattern, self.at)
            if opening is None:
                raise PatternError(
                    "it has a group that starts with (? and is neither (?: nor (?P<name>; use contains and lacks"
                )
            self.at = opening.end()
        ways = self.count()
        self.at += 1
        return ways


def _choices(repeat: re.Match[str]) -> int:
    """Return how many lengths a repeat can take."""
    if repeat[0] in ("*", "+"):
        return UNBOUNDED
    least, comma, most = repeat.groups()
    if not comma:
        return 1
    return max(1, int(most) - int(least or 0) + 1) if most else UNBOUNDED


def _pattern(text: str) -> str:
    try:
        compiled(text)
    except PatternError as error:
        raise ValueError(f"the pattern {text!r}: {error}") from None
    return text


def _phrase(text: str) -> str:
    if not text.strip():
        raise ValueError("a word to look for is empty; write the word or leave it out")
    return text


Phrase = Annotated[str, Field(max_length=200), AfterValidator(_phrase)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=50)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Feature = bool | int | float | str


class Condition(BaseModel):
    """What must be true of an item for a rule to fit: every part that is given must hold; without parts it always holds.

    `contains`: at least one of these words or phrases occurs in the text, as whole words, ignoring case. `lacks`: none
    of them does. `matches`: a regular expression that is found in the first 2,000 code points, ignoring case. `has`:
    these values are in the item's `meta`. `shortest`, `longest`: the least and most code points of the text, inclusive.
    The text is the item's prompt, text, responses and source, each on its own line.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    contains: Phrases = ()
    lacks: Phrases = ()
    matches: Pattern = ""
    has: dict[str, Feature] = Field(default_factory=dict, max_length=20)
    shortest: int | None = Field(default=None, ge=0)
    longest: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _possible(self) -> Condition:
        if self.shortest is not None and self.longest is not None and self.shortest > self.longest:
            raise ValueError(
                f"shortest = {self.shortest} is above longest = {self.longest}; no text fits both"
            )
        return self

    @property
    def is_any(self) -> bool:
        """Whether the condition has no parts, so that it holds for every item."""
        return self == Condition()

    def holds(self, item: Item) -> bool:
        """Return whether the item fulfils every part of the condition."""
        text = seen(item)
        folded = _folded(text)
        return (
            (not self.contains or any(_contains(phrase, folded) for phrase in self.contains))
            and not any(_contains(phrase, folded) for phrase in self.lacks)
            and (not self.matches or compiled(self.matches).search(text[:MOST_SEARCHED]) is not None)
            and all(_same(item.meta.get(name), value) for name, value in self.has.items())
            and (self.shortest is None or len(text) >= self.shortest)
            and (self.longest is None or len(text) <= self.longest)
        )

    def phrase(self) -> str:
        """Return the condition as the end of a sentence that starts with "if"; empty if it always holds."""
        return " and ".join(self._phrases())

    def _phrases(self) -> Iterator[str]:
        if self.contains:
            yield f"the text contains {_listed(self.contains)}"
        if self.lacks:
            yield f"the text does not contain {_listed(self.lacks)}"
        if self.matches:
            yield f"the pattern `{self.matches}` is found"
        for name, value in self.has.items():
            yield f"the item's {name} is {str(value).lower() if isinstance(value, bool) else value}"
        if self.shortest is not None:
            yield f"the text has at least {self.shortest} characters"
        if self.longest is not None:
            yield f"the text has at most {self.longest} characters"


def seen(item: Item) -> str:
    """Return the text of an item that conditions look at, NFC-normalised."""
    parts = (item.prompt, item.text, *item.responses, item.source)
    return unicodedata.normalize("NFC", "\n".join(part for part in parts if part))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _contains(phrase: str, folded: str) -> bool:
    """Return whether the phrase occurs in the folded text as whole words."""
    wanted = _folded(phrase)
    at = folded.find(wanted)
    while at >= 0:
        before, after = folded[at - 1 : at] if at else "", folded[at + len(wanted) : at + len(wanted) + 1]
        if not (_joined(before, wanted[0]) or _joined(wanted[-1], after)):
            return True
        at = folded.find(wanted, at + 1)
    return False


def _joined(left: str, right: str) -> bool:
    """Return whether two neighbours belong to one word; scripts written without spaces have no such neighbours."""
    return _in_word(left) and _in_word(right)


def _in_word(character: str) -> bool:
    if not character or unicodedata.east_asian_width(character) in ("W", "F"):
        return False
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


def _same(found: object, wanted: Feature) -> bool:
    return isinstance(found, bool) == isinstance(wanted, bool) and found == wanted


def _listed(phrases: tuple[str, ...]) -> str:
    quoted = [f'"{phrase}"' for phrase in phrases]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
