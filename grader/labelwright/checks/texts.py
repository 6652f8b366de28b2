"""Checks of written texts: constraints, facts, quotes, edits and reading level."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from labelwright.checks.bands import Bands, Mistake, count_noun, quote_some, settle, shorten
from labelwright.checks.results import Failed, Passed

MOST = 50_000
"""Most characters of a text that are judged."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ENDS = re.compile(r"[.!?…]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a text must state: what it is, in words, and the texts of which any one states it (without case)."""

    name: str
    any_of: tuple[str, ...]

    def stated(self, text: str) -> bool:
        """Whether one of its texts stands in `text` as whole words."""
        plain = _plain(text)
        return any(_stands(_plain(one), plain) for one in self.any_of)


def facts_stated(
    text: str, facts: Sequence[Fact], *, forbidden: Sequence[Fact] = (), why: str = ""
) -> Passed:
    """Pass where `text` states every fact and none of `forbidden`; credit for the share of facts that it states."""
    _bounded(text)
    missing = [fact.name for fact in facts if not fact.stated(text)]
    wrong = [fact.name for fact in forbidden if fact.stated(text)]
    if not missing and not wrong:
        return Passed(len(facts), f"all {len(facts)} facts")
    kept = len(facts) - len(missing)
    parts = [f"{kept} of {count_noun(len(facts), 'required fact')} are stated."]
    if missing:
        parts.append(f"Not found: {quote_some(missing)}.")
    if wrong:
        parts.append(f"It still says what is wrong: {quote_some(wrong)}.")
    raise Failed(
        " ".join(parts),
        misconception="The wording was mended and the wrong statement left." if wrong else "",
        why=why or "A rewrite that loses a fact, or keeps a false one, is worse than the answer it replaces.",
        advice="Go through the facts one by one with a finger on the sentence that states each.",
        credit=0.0 if wrong or not facts else 0.5 * kept / len(facts),
        measured=kept,
        expected=f"all {len(facts)} facts and no false one",
    )


def nothing_invented(text: str, source: str, *, allowed: Collection[str] = (), why: str = "") -> Passed:
    """Pass where every number and every name in `text` stands in `source` too, or in `allowed`.

    A name is a word with a capital that does not open a sentence; that is a rule for languages with capitals and not for
    German, where every noun has one. Numbers written as words are not seen.
    """
    _bounded(text)
    there = {_plain(word) for given in (source, *allowed) for word in _WORD.findall(given)}
    known = there | {word.removesuffix("'s") for word in there}
    figures = {_figure(number) for given in (source, *allowed) for number in _NUMBER.findall(given)}
    numbers = [number for number in _NUMBER.findall(text) if _figure(number) not in figures]
    names = [word for word in _names(text) if not {_plain(word), _plain(word).removesuffix("'s")} & known]
    if not numbers and not names:
        return Passed(0, "no new number or name")
    added = list(dict.fromkeys([*numbers, *names]))
    raise Failed(
        f"The text holds {count_noun(len(added), 'number or name', 'numbers or names')} that the source does not: {quote_some(added)}.",
        misconception="What one knows, or what sounds likely, was added to what the source says.",
        why=why or "A claim without a source cannot be checked, and it is where invented facts come in.",
        advice="Find the place in the source for each; where there is none, leave it out.",
        measured=len(added),
        expected="no new number or name",
    )


def edit_share(before: str, after: str) -> float:
    """The share of words that changed, 0 to 1: word-level edit distance over the longer text (Levenshtein 1966)."""
    return float(Levenshtein.normalized_distance(words(before), words(after)))


def edited_within(
    before: str, after: str, *, least: float = 0.05, most: float = 0.45, why: str = ""
) -> Passed:
    """Pass where the share of words that changed lies between `least` and `most`."""
    _bounded(before)
    _bounded(after)
    share = edit_share(before, after)
    if least <= share <= most:
        return Passed(round(share, 4), f"{least:g} to {most:g} of the words changed")
    few = share < least
    raise Failed(
        f"{share:.0%} of the words changed.",
        misconception="The text was handed in as it came, or nearly."
        if few
        else "It was written anew, not edited.",
        why=why or "An edit keeps what was right, so that a reader can see what changed and why.",
        advice="Mark what is wrong first."
        if few
        else "Start from the original and change only what a fault stands in.",
        measured=round(share, 4),
        expected=f"{least:g} to {most:g} of the words changed",
    )


def quotes_stand(
    quotes: Sequence[str], source: str, *, full: float = 1.0, half: float | None = None
) -> Passed:
    """Pass where quotes stand in `source` letter by letter; Failed says how the first one that does not differs."""
    given = [quote[:MOST] for quote in quotes]
    wrong = [quote for quote in given if not quote.strip() or quote not in source]
    return settle(
        1 - len(wrong) / len(given) if given else float("nan"),
        Bands(full, half),
        f"{len(given) - len(wrong)} of {count_noun(len(given), 'quote')} stand in the source as they are quoted."
        + (f' Not so: "{shorten(wrong[0], 160)}".' if wrong else ""),
        mistakes=_misquoted(wrong, source),
        why="A quote is evidence because anybody can find it; one that is nearly right is found by nobody.",
        advice="Copy from the source; do not type.",
    )


def words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, with hyphens and apostrophes inside them."""
    return _WORD.findall(text[:MOST])


def sentences(text: str) -> int:
    """How many sentences a text has: its runs of . ! ? or ... before a space or the end, and what is left over."""
    parts = [part for part in _ENDS.split(text[:MOST]) if _WORD.search(part)]
    return len(parts)


def reading_grade(text: str) -> float:
    """The US school grade that English `text` asks for; NaN without words.

    4.71 characters/words + 0.5 words/sentences - 21.43 (Smith and Senter 1967, Automated Readability Index). It counts
    lengths only and knows nothing of sense: use it to keep within a band, not to praise.
    """
    found = words(text)
    if not found:
        return float("nan")
    characters = sum(character.isalnum() for word in found for character in word)
    return 4.71 * characters / len(found) + 0.5 * len(found) / max(1, sentences(text)) - 21.43


def reads_at(text: str, *, least: float = float("-inf"), most: float = float("inf"), why: str = "") -> Passed:
    """Pass where the reading grade of an English text lies between `least` and `most`."""
    _bounded(text)
    grade = reading_grade(text)
    expected = (
        f"a grade of {least:g} to {most:g}" if least > float("-inf") else f"a grade of at most {most:g}"
    )
    if least <= grade <= most:
        return Passed(round(grade, 1), expected)
    size, each = len(words(text)), sentences(text)
    long = grade > most
    raise Failed(
        f"The reading grade is {grade:.1f}: {count_noun(size, 'word')} in {count_noun(each, 'sentence')}.",
        misconception="Long words and long sentences were taken for precision." if long else "",
        why=why or "A text that its readers cannot follow does not inform them, however right it is.",
        advice="Give each sentence one thought, and prefer the short word."
        if long
        else "Join short sentences.",
        measured=round(grade, 1),
        expected=expected,
    )


def _bounded(text: str) -> None:
    if len(text) > MOST:
        raise Failed(
            f"The text has {len(text):,} characters; at most {MOST:,} are judged.", advice="Shorten it."
        )


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _stands(part: str, text: str) -> bool:
    """Whether `part` stands in `text` and neither end cuts a word or a number."""
    start = text.find(part) if part else -1
    while start >= 0:
        end = start + len(part)
        before, after = text[start - 1 : start], text[end : end + 2]
        runs_on = after[:1].isalnum() or (
            after[:1] in (".", ",") and after[1:].isdigit() and part[-1].isdigit()
        )
        back = before.isalnum() or (
            before in (".", ",") and part[0].isdigit() and text[max(0, start - 2)].isdigit()
        )
        if not runs_on and not back:
            return True
        start = text.find(part, start + 1)
    return False


def _figure(number: str) -> str:
    """A number without the commas or points that part its thousands."""
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number)
    return re.sub("[.,]", "", number) if grouped else number.replace(",", ".")


def _names(text: str) -> list[str]:
    found, opens = [], True
    for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*|[.!?…\n:•\"“]", text):
        word = match.group()
        if not word[0].isalnum():
            opens = True
            continue
        if word[0].isupper() and not opens and word not in ("I", "I'm", "I'll", "I've", "I'd"):
            found.append(word)
        opens = False
    return found


def _misquoted(wrong: Iterable[str], source: str) -> Iterable[Mistake]:
    for quote in wrong:
        plain, whole = _letters(quote), _letters(source)
        if not plain:
            yield Mistake("A quote is empty.", "Quote the words that show it.")
        elif plain in whole:
            yield Mistake(
                "The words are the source's, but case, spaces or marks were changed.",
                "Copy them as they stand.",
            )
        elif "..." in quote or "…" in quote:
            yield Mistake("Words were left out of the quote.", "Quote one unbroken stretch, or two quotes.")
        else:
            yield Mistake(
                "These words do not stand in the source: it is a paraphrase.", "Copy one unbroken stretch."
            )
        return


def _letters(text: str) -> str:
    return " ".join(word.casefold() for word in words(text))


_BULLET = re.compile(r"^[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)
_SIZES: dict[str, Callable[[str], int]] = {
    "word": lambda text: len(words(text)),
    "sentence": sentences,
    "character": len,
    "bullet": lambda text: len(_BULLET.findall(text)),
    "line": lambda text: len([line for line in text.splitlines() if line.strip()]),
    "paragraph": lambda text: len([part for part in re.split(r"\n[ \t]*\n", text) if part.strip()]),
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: what it asks, in words, and what says how a text breaks it (empty where it does not)."""

    name: str
    fault: Callable[[str], str]


def count_of(unit: str, *, least: int = 0, most: int | None = None) -> Constraint:
    """The text has `least` to `most` of a unit: word, sentence, character, bullet, line or paragraph."""
    if unit not in _SIZES:
        raise ValueError(f"unit is {unit!r}; choose one of {', '.join(_SIZES)}.")
    name = f"{least} {unit}s or more" if most is None else f"{least} to {most} {unit}s"

    def fault(text: str) -> str:
        found = _SIZES[unit](text)
        return (
            "" if least <= found and (most is None or found <= most) else f"it has {count_noun(found, unit)}"
        )

    return Constraint(name, fault)


def without_words(*forbidden: str) -> Constraint:
    """The text holds none of these words, whatever their case."""
    wanted = {word.casefold() for word in forbidden}

    def fault(text: str) -> str:
        used = [word for word in words(text) if word.casefold() in wanted]
        return f"it says {quote_some(list(dict.fromkeys(used)), 3)}" if used else ""

    return Constraint(f"none of the words {', '.join(forbidden)}", fault)


def with_words(*required: str) -> Constraint:
    """The text holds each of these words, whatever their case."""

    def fault(text: str) -> str:
        there = {word.casefold() for word in words(text)}
        missing = [word for word in required if word.casefold() not in there]
        return f"it lacks {quote_some(missing, 3)}" if missing else ""

    return Constraint(f"the words {', '.join(required)}", fault)


def json_with(*keys: str) -> Constraint:
    """The whole text is one JSON object with exactly these keys (any keys where none are given)."""

    def fault(text: str) -> str:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            return f"it is no JSON ({shorten(error, 80)})"
        if not isinstance(found, dict):
            return "it is JSON, but no object"
        odd = sorted(set(found) ^ set(keys)) if keys else []
        return f"its keys differ in {quote_some(odd, 3)}" if odd else ""

    return Constraint(f"a JSON object with {', '.join(keys)}" if keys else "a JSON object", fault)


def constraints_met(text: str, constraints: Sequence[Constraint], *, why: str = "") -> Passed:
    """Pass where `text` keeps every constraint; Failed lists how it breaks each, with half credit for half or more kept."""
    if len(text) > MOST:
        raise Failed(
            f"The text has {len(text):,} characters; at most {MOST:,} are judged.", advice="Shorten it."
        )
    faults = [(one.name, fault) for one in constraints if (fault := one.fault(text))]
    if not faults:
        return Passed(len(constraints), f"all {len(constraints)} constraints")
    kept = len(constraints) - len(faults)
    listed = "; ".join(f"asked for {name}, {fault}" for name, fault in faults[:5])
    raise Failed(
        f"{kept} of {count_noun(len(constraints), 'constraint')} are kept: {listed}.",
        why=why
        or "A constraint is the part of a brief that can be checked without a reader, so it is checked first.",
        advice="Tick off the constraints one by one before you hand in.",
        credit=0.5 if kept >= len(constraints) / 2 and kept else 0.0,
        measured=kept,
        expected=f"all {len(constraints)} constraints",
    )
