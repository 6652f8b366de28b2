"""What the learner wrote for six clips, what the house style gives, and how far the two are apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Text
from labelwright.checks import Mistake, NotAttempted, Work, read_annotations

from .draw import SOUNDS, STYLES, pool, transcript, words

JOURNALS = {style: f"{style}-transcripts.annotations.jsonl" for style in STYLES}
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
    found = work.cached(style, lambda: read_annotations(work, JOURNALS[style], items=ids))
    if not found:
        raise NotAttempted(
            f"No {style} clip is finished yet. Run the cell with `ex.label`, and correct the clips in the widget."
        )
    return found


def written(work: Work, style: str) -> dict[str, str]:
    """Return the learner's transcripts of a style, by clip."""
    return {one.item: one.value.text for one in annotations(work, style) if isinstance(one.value, Text)}


def everything(work: Work) -> dict[str, str]:
    """Return the learner's six transcripts; raise NotAttempted if one has no word."""
    found = {one: text for style in STYLES for one, text in written(work, style).items()}
    if len(found) < len(styles(work)) or not all(words(text) for text in found.values()):
        raise NotAttempted("First finish your six transcripts.")
    return found


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
        yield Mistake(
            "You wrote numbers as digits.", "Write numbers as words, as they were said (house rule 3)."
        )
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
    if _total(heard, style, corrected=True) < own:
        yield Mistake(
            "You corrected the speaker's grammar. A transcript keeps it.",
            "Compare the verbs and short words with the sound script, one by one (house rule 1).",
        )
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
