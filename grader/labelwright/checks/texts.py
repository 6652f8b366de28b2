"""Checks of written texts: constraints, facts, quotes, edits and reading level.

What a word, a sentence or a bullet is, and whether a phrase occurs, is decided in `labelwright.text_checks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from labelwright.checks.compare import Bands, Mistake, count_noun, quote_some, settle, shorten
from labelwright.checks.verdicts import Failed, Passed
from labelwright.text_checks import Finding, judge
from labelwright.text_checks.answers import parse_json
from labelwright.text_checks.constraints import bare_words, folded, occurrences, sentences, words

MOST = 50_000
"""The most characters of a text that is judged."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a text must state: its name, and the phrases of which any one states it (without regard to case)."""

    name: str
    any_of: tuple[str, ...]

    def stated(self, text: str) -> bool:
        """Return whether one of its phrases occurs in `text` as whole words and numbers."""
        return any(phrase.strip() and occurrences(phrase, text) for phrase in self.any_of)


def facts_stated(
    text: str, facts: Sequence[Fact], *, forbidden: Sequence[Fact] = (), why: str = ""
) -> Passed:
    """Pass if `text` states every fact and none of `forbidden`; give credit for the share of facts that it states."""
    _check_length(text)
    missing = [fact.name for fact in facts if not fact.stated(text)]
    wrong = [fact.name for fact in forbidden if fact.stated(text)]
    if not missing and not wrong:
        return Passed(len(facts), f"all {len(facts)} facts")
    stated = len(facts) - len(missing)
    parts = [f"Your text states {stated} of {count_noun(len(facts), 'required fact')}."]
    if missing:
        parts.append(f"Not found: {quote_some(missing)}.")
    if wrong:
        parts.append(f"It still says something that is wrong: {quote_some(wrong)}.")
    raise Failed(
        " ".join(parts),
        misconception="You changed the wording and left the wrong statement." if wrong else "",
        why=why
        or "A rewrite that loses a fact, or keeps a false one, is worse than the answer that it replaces.",
        advice="Go through the facts one by one, and point at the sentence that states each.",
        credit=0.0 if wrong or not facts else 0.5 * stated / len(facts),
        measured=stated,
        expected=f"all {len(facts)} facts and no false one",
    )


def nothing_invented(text: str, source: str, *, allowed: Collection[str] = (), why: str = "") -> Passed:
    """Pass if every number and every name in `text` is in `source` too, or in `allowed`.

    A name is a word with a capital letter that does not start a sentence. This rule is for languages with capitals, but
    not for German, where every noun has one. Numbers written as words are not noticed.
    """
    _check_length(text)
    present = {folded(word) for given in (source, *allowed) for word in bare_words(given)}
    known = present | {word.removesuffix("'s") for word in present}
    figures = {_figure(number) for given in (source, *allowed) for number in _NUMBER.findall(given)}
    numbers = [number for number in _NUMBER.findall(text) if _figure(number) not in figures]
    names = [word for word in _names(text) if not {folded(word), folded(word).removesuffix("'s")} & known]
    if not numbers and not names:
        return Passed(0, "no new number or name")
    added = list(dict.fromkeys([*numbers, *names]))
    raise Failed(
        f"Your text has {count_noun(len(added), 'number or name', 'numbers or names')} that the source does not have: "
        f"{quote_some(added)}.",
        misconception="You added something that you know, or that sounds likely, to what the source says.",
        why=why or "A claim without a source cannot be checked. That is how invented facts get in.",
        advice="Find the place in the source for each. If there is none, leave it out.",
        measured=len(added),
        expected="no new number or name",
    )


def edit_share(before: str, after: str) -> float:
    """Return the share of words that changed, 0 to 1: word-level edit distance over the longer text (Levenshtein 1966)."""
    return float(Levenshtein.normalized_distance(bare_words(before[:MOST]), bare_words(after[:MOST])))


def edited_within(
    before: str, after: str, *, least: float = 0.05, most: float = 0.45, why: str = ""
) -> Passed:
    """Pass if the share of words that changed is between `least` and `most`."""
    _check_length(before)
    _check_length(after)
    share = edit_share(before, after)
    if least <= share <= most:
        return Passed(round(share, 4), f"{least:g} to {most:g} of the words changed")
    few = share < least
    raise Failed(
        f"{share:.0%} of the words changed.",
        misconception="You handed in the text as you got it, or nearly."
        if few
        else "You wrote a new text instead of editing this one.",
        why=why or "An edit keeps what was right, so that a reader can see what changed and why.",
        advice="First mark what is wrong."
        if few
        else "Start from the original, and change only the parts that have a fault.",
        measured=round(share, 4),
        expected=f"{least:g} to {most:g} of the words changed",
    )


def quotes_stand(
    quotes: Sequence[str], source: str, *, full: float = 1.0, half: float | None = None
) -> Passed:
    """Pass if the quotes are in `source` letter by letter; Failed says how the first wrong one differs."""
    given = [quote[:MOST] for quote in quotes]
    wrong = [quote for quote in given if not quote.strip() or quote not in source]
    return settle(
        1 - len(wrong) / len(given) if given else float("nan"),
        Bands(full, half),
        f"{len(given) - len(wrong)} of {count_noun(len(given), 'quote')} are in the source exactly as you quote them."
        + (f' This one is not: "{shorten(wrong[0], 160)}".' if wrong else ""),
        mistakes=_misquoted(wrong, source),
        why="A quote is evidence because anyone can find it in the source. A quote that is nearly right cannot be found.",
        advice="Copy from the source; do not type.",
    )


def reading_grade(text: str) -> float:
    """Return the US school grade that English `text` asks for; NaN without words.

    4.71 characters/words + 0.5 words/sentences - 21.43 (Smith and Senter 1967, Automated Readability Index). It counts
    only lengths and does not understand the text: use it to keep within a band, not to praise.
    """
    found = words(text[:MOST])
    if not found:
        return float("nan")
    characters = sum(character.isalnum() for word in found for character in word)
    return 4.71 * characters / len(found) + 0.5 * len(found) / len(sentences(text[:MOST])) - 21.43


def reads_at(text: str, *, least: float = float("-inf"), most: float = float("inf"), why: str = "") -> Passed:
    """Pass if the reading grade of an English text is between `least` and `most`."""
    _check_length(text)
    grade = reading_grade(text)
    expected = (
        f"a grade of {least:g} to {most:g}" if least > float("-inf") else f"a grade of at most {most:g}"
    )
    if least <= grade <= most:
        return Passed(round(grade, 1), expected)
    size, parts = len(words(text)), len(sentences(text))
    long = grade > most
    raise Failed(
        f"The reading grade is {grade:.1f}: {count_noun(size, 'word')} in {count_noun(parts, 'sentence')}.",
        misconception="You took long words and long sentences for precision." if long else "",
        why=why or "A text that its readers cannot follow does not inform them, even if it is right.",
        advice="Give each sentence one idea, and choose the short word." if long else "Join short sentences.",
        measured=round(grade, 1),
        expected=expected,
    )


def _check_length(text: str) -> None:
    if len(text) > MOST:
        raise Failed(
            f"Your text has {len(text):,} characters; at most {MOST:,} are read.", advice="Make it shorter."
        )


def _figure(number: str) -> str:
    """Return a number without the commas or points that separate its thousands."""
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number)
    return re.sub("[.,]", "", number) if grouped else number.replace(",", ".")


def _names(text: str) -> list[str]:
    found, starts = [], True
    for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*|[.!?…\n:•\"“]", text):
        word = match.group()
        if not word[0].isalnum():
            starts = True
            continue
        if word[0].isupper() and not starts and word not in ("I", "I'm", "I'll", "I've", "I'd"):
            found.append(word)
        starts = False
    return found


def _misquoted(wrong: Iterable[str], source: str) -> Iterable[Mistake]:
    for quote in wrong:
        quoted, whole = _letters(quote), _letters(source)
        if not quoted:
            yield Mistake("One quote is empty.", "Quote the words that show it.")
        elif quoted in whole:
            yield Mistake(
                "The words are the source's, but you changed capital letters, spaces or punctuation marks.",
                "Copy the words exactly.",
            )
        elif "..." in quote or "…" in quote:
            yield Mistake(
                "You left words out of the quote.", "Quote one part without a gap, or give two quotes."
            )
        else:
            yield Mistake(
                "These words are not in the source: you put it in your own words.",
                "Copy one part of the source without a gap.",
            )
        return


def _letters(text: str) -> str:
    return " ".join(word.casefold() for word in bare_words(text[:MOST]))


_KINDS = {
    "word": "words",
    "sentence": "sentences",
    "character": "characters",
    "bullet": "bullets",
    "line": "lines",
    "paragraph": "paragraphs",
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: what it asks for, and a function that says how a text breaks it (empty if it does not)."""

    name: str
    fault: Callable[[str], str]


def count_of(unit: str, *, least: int = 0, most: int | None = None) -> Constraint:
    """Ask for `least` to `most` of a unit: word, sentence, character, bullet, line or paragraph."""
    if unit not in _KINDS:
        raise ValueError(f"unit is {unit!r}; choose one of {', '.join(_KINDS)}.")
    name = f"{least} {unit}s or more" if most is None else f"{least} to {most} {unit}s"

    def fault(text: str) -> str:
        found = _judge(text, _KINDS[unit], min=least, max=most)
        return "" if found.passed else f"it has {count_noun(found.count or 0, unit)}"

    return Constraint(name, fault)


def without_words(*forbidden: str) -> Constraint:
    """Forbid these words, whether in capital or small letters."""

    def fault(text: str) -> str:
        found = _judge(text, "avoids", words=forbidden)
        return "" if found.passed else f"it says {quote_some(found.parts, 3)}"

    return Constraint(f"none of the words {', '.join(forbidden)}", fault)


def with_words(*required: str) -> Constraint:
    """Ask for each of these words, whether in capital or small letters."""

    def fault(text: str) -> str:
        found = _judge(text, "contains", all=required)
        return "" if found.passed else f"it does not say {quote_some(found.parts, 3)}"

    return Constraint(f"the words {', '.join(required)}", fault)


def json_with(*keys: str) -> Constraint:
    """Ask for a text that is one JSON object with exactly these keys (any keys if none are given)."""

    def fault(text: str) -> str:
        try:
            found = parse_json(text, fence=False)
        except ValueError as error:
            return f"it is not JSON ({shorten(error, 80)})"
        if not isinstance(found, dict):
            return "it is JSON, but not an object"
        odd = sorted(set(found) ^ set(keys)) if keys else []
        return f"its keys differ in {quote_some(odd, 3)}" if odd else ""

    return Constraint(f"a JSON object with {', '.join(keys)}" if keys else "a JSON object", fault)


def constraints_met(text: str, constraints: Sequence[Constraint], *, why: str = "") -> Passed:
    """Pass if `text` meets every constraint; Failed says how it breaks each, with half credit if half or more are met."""
    _check_length(text)
    faults = [(asked.name, fault) for asked in constraints if (fault := asked.fault(text))]
    if not faults:
        return Passed(len(constraints), f"all {len(constraints)} constraints")
    met = len(constraints) - len(faults)
    listed = "; ".join(f"asked for {name}, {fault}" for name, fault in faults[:5])
    raise Failed(
        f"Your text meets {met} of {count_noun(len(constraints), 'constraint')}: {listed}.",
        why=why
        or "A program can check the constraints of a brief without a reader, so they are checked first.",
        advice="Tick off the constraints one by one before you hand in.",
        credit=0.5 if met >= len(constraints) / 2 and met else 0.0,
        measured=met,
        expected=f"all {len(constraints)} constraints",
    )


def _judge(text: str, kind: str, **settings: object) -> Finding:
    return judge({"kind": kind, **settings}, "", text)
