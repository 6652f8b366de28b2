"""The inputs on which a learner's word error rate is tried, and the wrong ways to write it."""

from __future__ import annotations

import math
from difflib import SequenceMatcher

from rapidfuzz.distance import OSA, Levenshtein

from labelwright.checks import Case, KnownWay

from .draw import words

# The two pairs with "prediction" and "sample" are the worked examples of the metric card "WER" in Hugging Face's
# evaluate; together they have 4 edits over 8 words, which the card prints as .5.
CASES = (
    Case(("this is the reference", "this is the prediction"), 1 / 4),
    Case(("there is another one", "there is an other sample"), 3 / 4, "two words for one"),
    Case(("where is my lamp", "where is my lamp"), 0.0),
    Case(("Where's my lamp?", "where’s my lamp"), 0.0, "capitals and signs only"),
    Case(("twenty-one lamps [cough]", "Twenty one lamps. Cough"), 0.0, "capitals and signs only"),
    Case(("i want to return the lamp", "want to return the lamp"), 1 / 6, "the first word is left out"),
    Case(("we waited for an hour", "so we waited for an hour"), 1 / 5, "a word is put in at the front"),
    Case(("it is very very late", "it is very late"), 1 / 5, "a word that stands twice"),
    Case(("not today but tomorrow", "tomorrow but not today"), 1.0, "the same words in another order"),
    Case(("you can", "can you"), 1.0, "two words exchanged"),
    Case(("please send me it back now", "please send it me back"), 3 / 6),
    Case(("a very very good lamp", "a very so good lamp"), 1 / 5),
    Case(("no", "no i do not"), 3.0, "more words put in than were said"),
    Case(("send it back please", ""), 1.0, "nothing was written"),
    Case(("a b c d e f g", "b c x e f y g h"), 4 / 7),
    Case(("the cat sat on the mat", "on the mat the cat sat"), 1.0),
)
EMPTY = (
    Case(("", "hello"), math.nan, "a reference without a word"),
    Case(("", ""), math.nan, "two texts without a word"),
    Case(("... ?", "hello there"), math.nan, "a reference of signs only"),
)


def _rate(reference: str, hypothesis: str) -> tuple[list[str], list[str], int]:
    said, heard = words(reference), words(hypothesis)
    return said, heard, int(Levenshtein.distance(said, heard))


def right(reference: str, hypothesis: str) -> float:
    """The word error rate; NaN where the reference holds no word."""
    said, _, count = _rate(reference, hypothesis)
    return count / len(said) if said else math.nan


def _by_hypothesis(reference: str, hypothesis: str) -> float:
    _, heard, count = _rate(reference, hypothesis)
    return count / len(heard) if heard else math.nan


def _by_the_longer(reference: str, hypothesis: str) -> float:
    said, heard, count = _rate(reference, hypothesis)
    return count / max(len(said), len(heard), 1)


def _by_both(reference: str, hypothesis: str) -> float:
    said, heard, count = _rate(reference, hypothesis)
    return count / (len(said) + len(heard)) if said or heard else math.nan


def _letters(reference: str, hypothesis: str) -> float:
    said, heard = " ".join(words(reference)), " ".join(words(hypothesis))
    return Levenshtein.distance(said, heard) / len(said) if said else math.nan


def _raw_letters(reference: str, hypothesis: str) -> float:
    return Levenshtein.distance(reference, hypothesis) / len(reference) if reference else math.nan


def _raw_words(reference: str, hypothesis: str) -> float:
    said, heard = reference.split(), hypothesis.split()
    return Levenshtein.distance(said, heard) / len(said) if said else math.nan


def _one_sided_set(reference: str, hypothesis: str) -> float:
    said, heard = set(words(reference)), set(words(hypothesis))
    return len(said - heard) / len(words(reference)) if said else math.nan


def _set(reference: str, hypothesis: str) -> float:
    said, heard = set(words(reference)), set(words(hypothesis))
    return len(said ^ heard) / len(words(reference)) if said else math.nan


def _set_of_sets(reference: str, hypothesis: str) -> float:
    said, heard = set(words(reference)), set(words(hypothesis))
    return len(said - heard) / len(said) if said else math.nan


def _place_by_place(reference: str, hypothesis: str) -> float:
    said, heard = words(reference), words(hypothesis)
    unlike = sum(one != other for one, other in zip(said, heard, strict=False))
    return (unlike + abs(len(said) - len(heard))) / len(said) if said else math.nan


def _substitution_costs_two(reference: str, hypothesis: str) -> float:
    said, heard = words(reference), words(hypothesis)
    return Levenshtein.distance(said, heard, weights=(1, 1, 2)) / len(said) if said else math.nan


def _with_exchanges(reference: str, hypothesis: str) -> float:
    said, heard = words(reference), words(hypothesis)
    return OSA.distance(said, heard) / len(said) if said else math.nan


def _accuracy(reference: str, hypothesis: str) -> float:
    return 1 - right(reference, hypothesis)


def _cut_off(reference: str, hypothesis: str) -> float:
    return min(1.0, right(reference, hypothesis))


def _count(reference: str, hypothesis: str) -> float:
    return float(_rate(reference, hypothesis)[2])


def _percent(reference: str, hypothesis: str) -> float:
    return 100 * right(reference, hypothesis)


def _matching_blocks(reference: str, hypothesis: str) -> float:
    said, heard = words(reference), words(hypothesis)
    return 1 - SequenceMatcher(None, said, heard, autojunk=False).ratio()


WAYS = (
    # Of two ways that give the same in every failed case, the first is named: the narrower one stands first.
    KnownWay(_by_the_longer, "It divides by the longer of the two.", "Divide by the words of the reference."),
    KnownWay(
        _by_hypothesis, "It divides by the words of the hypothesis.", "Divide by the words of the reference."
    ),
    KnownWay(_by_both, "It divides by the words of both texts.", "Divide by the words of the reference."),
    KnownWay(_letters, "It counts letters: this is the character error rate.", "Compare lists of words."),
    KnownWay(_raw_letters, "It counts letters: this is the character error rate.", "Compare lists of words."),
    KnownWay(
        _raw_words,
        "It counts capitals and punctuation as errors: the texts were split at spaces, not normalised.",
        "Take `words(...)` of both.",
    ),
    KnownWay(
        _one_sided_set,
        "It compares sets of words: order and repeats are lost.",
        "Keep the words in their order.",
    ),
    KnownWay(
        _set, "It compares sets of words: order and repeats are lost.", "Keep the words in their order."
    ),
    KnownWay(
        _set_of_sets,
        "It compares sets of words: order and repeats are lost.",
        "Keep the words in their order.",
    ),
    KnownWay(
        _place_by_place,
        "It compares place by place: after one word left out, everything counts as wrong.",
        "Find the fewest edits with the table `best[i][j]`.",
    ),
    KnownWay(
        _substitution_costs_two,
        "A replaced word costs two edits, one out and one in.",
        "Look at the neighbour above to the left: going on from there costs 1 at most.",
    ),
    KnownWay(
        _with_exchanges,
        "Two exchanged words count as one edit: that is another distance.",
        "Allow replacing, leaving out and putting in, nothing else.",
    ),
    KnownWay(_accuracy, "This is 1 minus the rate.", "Return the share of errors."),
    KnownWay(_cut_off, "The rate is cut off at 1.", "Let it grow: a machine can put in more than was said."),
    KnownWay(_count, "This is the number of edits.", "Divide by the words of the reference."),
    KnownWay(_percent, "This is a percentage.", "Leave out the factor 100."),
    KnownWay(
        _matching_blocks,
        "This is 1 minus difflib's ratio, which does not count edits.",
        "Find the fewest edits with the table `best[i][j]`.",
    ),
)
EMPTY_WAYS = (
    KnownWay(
        lambda reference, hypothesis: 0.0 if not words(hypothesis) else 1.0,
        "A reference without words was given a rate of 0 or 1, as if something had been measured.",
        'Return float("nan") before you divide.',
    ),
    KnownWay(
        lambda reference, hypothesis: 0.0,
        "A reference without words was given a rate of 0: nothing said, all well.",
        'Return float("nan") before you divide.',
    ),
    KnownWay(
        lambda reference, hypothesis: math.inf,
        "A reference without words was given an infinite rate.",
        'Return float("nan") before you divide.',
    ),
)
