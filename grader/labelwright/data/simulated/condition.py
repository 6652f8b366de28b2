"""When a rule fits: a structured condition on what stands in an item."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from labelwright.annotations.record import Item
from labelwright.data.simulated.pattern import MOST_SEARCHED, PatternError, compiled


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
    """What must be true of an item for a rule to fit; every part that is stated must hold, and an empty one always does.

    `contains`: at least one of these words or phrases stands in the text, as whole words, in any case. `lacks`: none of
    them does. `matches`: a regular expression found in the first 2,000 code points, in any case. `has`: these
    values stand in the item's `meta`. `shortest`, `longest`: bounds of the text's length in code points, themselves
    allowed. The text is the item's prompt, text, responses and source, one after the other, each on its line.
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
        """Whether nothing is stated, so that it holds for every item."""
        return self == Condition()

    def holds(self, item: Item) -> bool:
        """Whether the item fulfils every stated part."""
        text = seen(item)
        folded = _folded(text)
        return (
            (not self.contains or any(_stands(phrase, folded) for phrase in self.contains))
            and not any(_stands(phrase, folded) for phrase in self.lacks)
            and (not self.matches or compiled(self.matches).search(text[:MOST_SEARCHED]) is not None)
            and all(_same(item.meta.get(name), value) for name, value in self.has.items())
            and (self.shortest is None or len(text) >= self.shortest)
            and (self.longest is None or len(text) <= self.longest)
        )

    def in_words(self) -> str:
        """The condition as the end of a sentence that opens with "where"; empty for a condition that always holds."""
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
    """The text of an item that conditions look at, NFC-normalised."""
    parts = (item.prompt, item.text, *item.responses, item.source)
    return unicodedata.normalize("NFC", "\n".join(part for part in parts if part))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _stands(phrase: str, folded: str) -> bool:
    """Whether the phrase stands in the folded text as whole words."""
    wanted = _folded(phrase)
    at = folded.find(wanted)
    while at >= 0:
        before, after = folded[at - 1 : at] if at else "", folded[at + len(wanted) : at + len(wanted) + 1]
        if not (_joined(before, wanted[0]) or _joined(wanted[-1], after)):
            return True
        at = folded.find(wanted, at + 1)
    return False


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word; scripts written without spaces have no such neighbours."""
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
