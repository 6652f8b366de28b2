"""What the learner wrote for six clips, what the house style gives, and how far the two are apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Text
from labelwright.checks import Mistake, NotAttempted, Work, own_annotations, read_annotations

from .draw import HESITATIONS, SOUNDS, STYLES, pool, transcript, words

JOURNALS = {style: f"{style}-transcripts.annotations.jsonl" for style in STYLES}
_NUMBER = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|first|second|third|\w+(?:teen|tie|[fxnhv])th)"
)
_SOUND_OF = {word: sound for sound, spellings in SOUNDS.items() for word in spellings}


class Difference(NamedTuple):
    """One edit between two transcripts: the right word (empty for a word put in) and the written word."""

    said: str
    written: str


@cache
def clips() -> dict[str, dict[str, Any]]:
    """Return every clip of the pool by its id."""
    return {clip["id"]: clip for clip in pool()}


def styles(work: Work) -> dict[str, str]:
    """Return the style of each of the learner's six clips."""
    return dict(zip(work.sample["id"], work.sample["style"], strict=True))


def annotations(work: Work, style: str) -> list[Annotation]:
    """Return what the journal of a style says of its three clips; raise NotAttempted if it says nothing."""
    ids = [one for one, own in styles(work).items() if own == style]
    name = JOURNALS[style]
    found = work.cached(style, lambda: own_annotations(work, name, read_annotations(work, name, items=ids)))
    if not found:
        raise NotAttempted(
            f"No {style} clip is finished yet. Run the cell with `ex.label`, and correct the clips in the widget."
        )
    return found


def written(work: Work, style: str) -> dict[str, str]:
    """Return the learner's transcripts of a style, by clip."""
    return {one.item: one.value.text for one in annotations(work, style) if isinstance(one.value, Text)}


def gold(clip: str, style: str, *, corrected: bool = False) -> list[str]:
    """Return the words that the house style gives for a clip."""
    return words(transcript(clips()[clip]["said"], style, corrected=corrected))


def edits(said: list[str], heard: list[str]) -> int:
    """Return the fewest single edits between two lists of words (Levenshtein 1966)."""
    return int(Levenshtein.distance(said, heard))


def differences(said: list[str], heard: list[str]) -> list[Difference]:
    """Return one shortest series of edits, edit by edit."""
    found = []
    for edit in Levenshtein.editops(said, heard):
        left = said[edit.src_pos] if edit.tag != "insert" else ""
        found.append(Difference(left, heard[edit.dest_pos] if edit.tag != "delete" else ""))
    return found


def away(work: Work, style: str) -> dict[str, int]:
    """Return how many words of each of the learner's clips differ from what a style's rules give."""
    return {one: edits(gold(one, style), words(text)) for one, text in written(work, style).items()}


def share_away(work: Work, style: str) -> float:
    """Return those words as a share of what the rules give, over the three clips."""
    counted = away(work, style)
    return sum(counted.values()) / sum(len(gold(one, style)) for one in counted)


class Breach(NamedTuple):
    """A rule of the house style, and at how many of its places in the learner's clips the transcript breaks it."""

    rule: str
    broken: int
    places: int
    mistake: Mistake

    @property
    def systematic(self) -> bool:
        """Return whether most places of the rule are broken: a habit and not a slip."""
        return 2 * self.broken > self.places


def breaches(texts: dict[str, str], style: str) -> list[Breach]:
    """Return the rules that these transcripts break at most of their places, however few words these are."""
    found = [breach for rule in _RULES if (breach := _breach(rule, texts, style)).systematic]
    digits = _digits(texts, style)
    return [digits, *found] if digits.systematic else found


def _breach(rule: str, texts: dict[str, str], style: str) -> Breach:
    broken = places = 0
    for clip, text in texts.items():
        said, heard = clips()[clip]["said"].split(), words(text)
        distance = edits(gold(clip, style), heard)
        for at in _PLACES[rule](said, style):
            places += 1
            broken += any(edits(one, heard) < distance for one in _broken(rule, said, at, style))
            # Any other word at this place is a correction too, even if it is not ours.
            broken += rule == "grammar" and _rewritten(said, at, style, heard, distance)
    one, advice = _RULES[rule][style]
    return Breach(rule, broken, places, Mistake(one.format(broken=broken, places=places), advice))


def _places(planted: Callable[[str], bool], said: list[str], _style: str) -> list[int]:
    return [at for at, token in enumerate(said) if planted(token)]


def _repeats(said: list[str], _style: str) -> list[int]:
    """Return the words that are said twice on purpose."""
    return [
        at
        for at in range(1, len(said))
        if said[at] == said[at - 1] and not said[at].startswith("*") and said[at] not in HESITATIONS
    ]


_PLACES: dict[str, Callable[[list[str], str], list[int]]] = {
    "grammar": partial(_places, lambda token: "!" in token),
    "noises": partial(_places, lambda token: token.startswith("(") and token not in ("(?)", "(pause)")),
    "hesitations": partial(_places, lambda token: token in HESITATIONS),
    "broken-off words": partial(_places, lambda token: token.endswith("-")),
    "stutters": partial(_places, lambda token: token.startswith("*")),
    "repeats": _repeats,
}
_SOUND = "Go through the sound script, sign by sign, and find each of them in your transcript"
_LEFT_OUT = "You left out {broken} of {places} "
_KEPT = "You kept {broken} of {places} "
_RULES: dict[str, dict[str, tuple[str, str]]] = {
    "grammar": dict.fromkeys(
        STYLES,
        (
            "You corrected the speaker's grammar in {broken} of {places} places. A transcript keeps it.",
            "Compare the verbs and short words with the sound script, one by one (house rule 1).",
        ),
    ),
    **{
        rule: {
            "verbatim": (f"{_LEFT_OUT}{rule}. Verbatim keeps all of them.", f"{_SOUND} (house rule 6)."),
            "clean": (f"{_KEPT}{rule}. Clean leaves all of them out.", f"{_SOUND} (house rule 7)."),
        }
        for rule in ("noises", "hesitations", "broken-off words")
    },
    "stutters": {
        "verbatim": (
            f"{_LEFT_OUT}words that were said again by accident. Verbatim keeps all of them.",
            f"{_SOUND} (house rule 6).",
        ),
        "clean": (
            f"{_KEPT}words that were said again by accident. Clean writes them once.",
            f"{_SOUND} (house rule 7).",
        ),
    },
    "repeats": dict.fromkeys(
        STYLES,
        (
            f"{_LEFT_OUT}words that were repeated on purpose, such as a digit that comes twice in a number.",
            f"{_SOUND} (house rules 1 and 7).",
        ),
    ),
}
"""What a learner did who broke a rule at most of its places, by rule and style, and one thing to try."""


def _broken(rule: str, said: list[str], at: int, style: str) -> list[list[str]]:
    """Return the transcript's words with the rule broken at one place only."""
    before, after = (transcript(" ".join(part), style) for part in (said[:at], said[at + 1 :]))
    token = said[at].lstrip("*").split("!")[0].strip("()")
    if rule == "grammar":
        middle = said[at].split("!")[1].replace("_", " ")
    else:
        middle = "" if style == "verbatim" or rule == "repeats" else token
    return [words(f"{before} {middle} {after}")]


def _rewritten(said: list[str], at: int, style: str, heard: list[str], distance: int) -> bool:
    """Return whether the transcript has another word than the speaker's at this place, and not the expected correction."""
    before, after = (transcript(" ".join(part), style) for part in (said[:at], said[at + 1 :]))
    (right,) = _broken("grammar", said, at, style)
    other = [*words(before), "\0", *words(after)]
    return edits(other, heard) <= distance <= edits(right, heard)


def _digits(texts: dict[str, str], style: str) -> Breach:
    """Return how many number words of the transcripts by the rules are missing where digits were written."""
    wanted = sum(bool(_NUMBER.fullmatch(word)) for clip in texts for word in gold(clip, style))
    kept = sum(bool(_NUMBER.fullmatch(word)) for text in texts.values() for word in words(text))
    digits = any(word[0].isdigit() for text in texts.values() for word in words(text))
    return Breach(
        "numbers",
        max(0, wanted - kept) if digits else 0,
        wanted,
        Mistake("You wrote numbers as digits.", "Write numbers as words, as they were said (house rule 3)."),
    )


def habits(work: Work, style: str) -> Iterator[Mistake]:
    """The ways of working that these transcripts show, the most telling first."""
    texts = written(work, style)
    heard = {one: words(text) for one, text in texts.items()}
    own = sum(away(work, style).values())
    if sum(heard[one] == words(clips()[one]["automatic"]) for one in heard) >= 2:
        yield Mistake(
            "You did not change the automatic transcript.",
            "Compare the sound script with the automatic transcript, word by word.",
        )
    if any(f"/{sound}/" in text.lower() for text in texts.values() for sound in SOUNDS) or any(
        "(pause)" in text.lower() or "(?)" in text for text in texts.values()
    ):
        yield Mistake(
            "You copied the signs of the sound script. Readers of a transcript do not know them.",
            "Replace every sign as the house style says.",
        )
    other = next(one for one in STYLES if one != style)
    if _total(heard, other) < own:
        yield Mistake(
            f"These transcripts follow the rules of the other style, {other}, more than the rules of {style}.",
            f"Read the rule that is only for {style}. Check the hesitations and repeated words with it.",
        )
    if any(character.isdigit() for text in texts.values() for character in text):
        yield _digits(texts, style).mistake
    yield from (one.mistake for one in breaches(texts, style))
    missed = [one for clip, got in heard.items() for one in differences(gold(clip, style), got)]
    by_ear = [
        one for one in missed if one.written and _SOUND_OF.get(one.said, 0) == _SOUND_OF.get(one.written)
    ]
    if by_ear and len(by_ear) >= 0.4 * len(missed):
        shown = ", ".join(f'"{one.written}"' for one in by_ear[:3])
        yield Mistake(
            f"Some words have the wrong spelling: {shown} sound the same but mean something else.",
            "Read each of them with the words around it, and ask what it means there.",
        )
    grammar = _breach("grammar", texts, style)
    if grammar.broken and _total(heard, style, corrected=True) < own:
        yield grammar.mistake
    if sum(not one.said for one in missed) > len(missed) / 2:
        yield Mistake(
            "You wrote more words than the rules of this style keep.",
            "For each word, ask whether this style keeps it.",
        )
    elif missed and sum(not one.written for one in missed) > len(missed) / 2:
        yield Mistake(
            "Some words are missing that the rules of this style keep.",
            "Compare the sound script with your transcript, word by word.",
        )


def _total(heard: dict[str, list[str]], style: str, *, corrected: bool = False) -> int:
    return sum(edits(gold(one, style, corrected=corrected), got) for one, got in heard.items())


def counts(differing: dict[str, int]) -> str:
    """Clips with their numbers of differing words, the largest first: train 4, hotel 1."""
    ranked: Iterable[tuple[str, int]] = sorted(differing.items(), key=lambda one: -one[1])
    return ", ".join(f"{one} {count}" for one, count in ranked if count)
