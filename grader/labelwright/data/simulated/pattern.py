"""Which regular expressions a guideline may use: those whose search time has a bound, since learners write them."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

MOST_SEARCHED = 2_000
"""Code points of a text that a pattern is searched in."""
MOST_PATTERN = 300
MOST_WAYS = 1_000
"""How many ways to match a pattern may have at one place, `*` and `+` counted as UNBOUNDED ways."""
UNBOUNDED = 100

_REPEAT = re.compile(r"\*|\+|\?|\{(\d*)(,?)(\d*)\}")


class PatternError(ValueError):
    """A regular expression that a guideline may not use; the text says which part to change."""


@lru_cache(maxsize=500)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern compiled, upper and lower case alike; PatternError where it is broken or could run for long.

    Python's matcher tries every way to match, so a repeated group, or several `*`, can take hours on a short text.
    Refused are repeats of a group other than `?`, back-references, look-around, inline flags, and patterns with more
    than MOST_WAYS `ways`.
    """
    if len(pattern) > MOST_PATTERN:
        raise PatternError(f"it has {len(pattern)} characters; at most {MOST_PATTERN} are read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"it is no regular expression: {error}") from None
    if (count := ways(pattern)) > MOST_WAYS:
        raise PatternError(
            f"it can match in about {count:,} ways at one place; at most {MOST_WAYS:,} are searched. "
            "Use one * or + at most, and as few choices as it takes"
        )
    return made


def ways(pattern: str) -> int:
    """In how many ways a pattern that compiles can match at one place: a sum over branches of products."""
    return _Ways(pattern).count()


class _Ways:
    """A walk through a pattern that counts its ways."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def count(self) -> int:
        """Branches up to the end of the pattern or the closing bracket of this group."""
        total, product = 0, 1
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                total, product = total + product, 1
                self.at += 1
            else:
                product *= self._part()
        return total + product

    def _part(self) -> int:
        """One character, class or group, with its repeat."""
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
            raise PatternError("it refers back to a group; write out what is meant")
        self.at = self.pattern.index("}", self.at) + 1 if following == "N" else self.at + 2

    def _group(self) -> int:
        self.at += 1
        if self.pattern.startswith("?", self.at):
            opening = re.compile(r"\?(?::|P<\w+>)").match(self.pattern, self.at)
            if opening is None:
                raise PatternError(
                    "it has a group that opens with (? and is neither (?: nor (?P<name>; use contains and lacks"
                )
            self.at = opening.end()
        ways = self.count()
        self.at += 1
        return ways


def _choices(repeat: re.Match[str]) -> int:
    """How many lengths a repeat can take."""
    if repeat[0] in ("*", "+"):
        return UNBOUNDED
    least, comma, most = repeat.groups()
    if not comma:
        return 1
    return max(1, int(most) - int(least or 0) + 1) if most else UNBOUNDED
