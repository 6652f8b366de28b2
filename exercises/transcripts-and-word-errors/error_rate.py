"""The inputs on which a learner's word error rate is tried, and the wrong ways to write it."""

from __future__ import annotations

import math
import re
from difflib import SequenceMatcher

from rapidfuzz.distance import OSA, LCSseq, Levenshtein

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
    Case(("Please wait, Ms Lee", "please wait ms lee"), 0.0, "capitals and signs only"),
    Case(("i want to return the lamp", "want to return the lamp"), 1 / 6, "the first word is left out"),
    Case(("we waited for an hour", "so we waited for an hour"), 1 / 5, "a word is put in at the front"),
    Case(("it is very very late", "it is very late"), 1 / 5, "a word that appears twice"),
    Case(("not today but tomorrow", "tomorrow but not today"), 1.0, "the same words in another order"),
    Case(("you can", "can you"), 1.0, "two words exchanged"),
    Case(("please send me it back now", "please send it me back"), 3 / 6),
    Case(("a very very good lamp", "a very so good lamp"), 1 / 5),
    Case(("no", "no i do not"), 3.0, "more words put in than were said"),
    Case(("send it back please", ""), 1.0, "nothing was written"),
    Case(("a b c d e f g", "b c x e f y g h"), 4 / 7),
    Case(("the cat sat on the mat", "on the mat the cat sat"), 1.0),
    # On these, ways that match equal words one after the other, as difflib does, find too many edits.
    Case(("can can can", "we will can"), 2 / 3),
    Case(("yes yes no", "no but no"), 2 / 3),
    Case(("well yes well", "yes or well"), 2 / 3),
    Case(("go go now", "please go now"), 1 / 3),
    Case(("one two five", "six six six seven five one"), 5 / 3),
    Case(("no it no", "so it no"), 1 / 3),
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
    """Return the word error rate; NaN if the reference holds no word."""
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


def _lower_split(reference: str, hypothesis: str) -> float:
    return _raw_words(reference.lower(), hypothesis.lower())


def _capitals_kept(reference: str, hypothesis: str) -> float:
    said, heard = (
        re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
        for text in (reference, hypothesis)
    )
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


def _edit_blocks(reference: str, hypothesis: str) -> float:
    said, heard = words(reference), words(hypothesis)
    blocks = SequenceMatcher(None, said, heard).get_opcodes()
    count = sum(max(b - a, d - c) for tag, a, b, c, d in blocks if tag != "equal")
    return count / len(said) if said else math.nan


def _longest_common(reference: str, hypothesis: str) -> float:
    said, heard = words(reference), words(hypothesis)
    count = max(len(said), len(heard)) - LCSseq.similarity(said, heard)
    return count / len(said) if said else math.nan


WAYS = (
    # Of two ways that give the same in every failed case, the first is named: the narrower one
    # comes first.
    KnownWay(
        _by_the_longer,
        "You divided by the number of words in the longer text.",
        "Divide by the number of words in the reference.",
    ),
    KnownWay(
        _by_hypothesis,
        "You divided by the number of words in the hypothesis.",
        "Divide by the number of words in the reference.",
    ),
    KnownWay(
        _by_both,
        "You divided by the number of words in both texts.",
        "Divide by the number of words in the reference.",
    ),
    KnownWay(_letters, "You counted letters: this is the character error rate.", "Compare lists of words."),
    KnownWay(
        _raw_letters, "You counted letters: this is the character error rate.", "Compare lists of words."
    ),
    KnownWay(
        _raw_words,
        "You counted capitals and punctuation as errors, because you split the texts at spaces.",
        "Use `words(...)` for both texts.",
    ),
    KnownWay(
        _lower_split,
        "You counted punctuation as errors, because you split the texts at spaces.",
        "Use `words(...)` for both texts.",
    ),
    KnownWay(
        _capitals_kept,
        "You counted capitals as errors.",
        "Use `words(...)` for both texts: it turns them into lower case.",
    ),
    KnownWay(
        _one_sided_set,
        "You compared sets of words, so order and repeats are lost.",
        "Keep the words in their order.",
    ),
    KnownWay(
        _set, "You compared sets of words, so order and repeats are lost.", "Keep the words in their order."
    ),
    KnownWay(
        _set_of_sets,
        "You compared sets of words, so order and repeats are lost.",
        "Keep the words in their order.",
    ),
    KnownWay(
        _place_by_place,
        "You compared place by place. After one missing word, all later words count as wrong.",
        "Find the fewest edits with the table `best[i][j]`.",
    ),
    KnownWay(
        _substitution_costs_two,
        "A replaced word costs two edits here. It should cost one.",
        "Also use the neighbour above to the left. From there, a replaced word costs 1.",
    ),
    KnownWay(
        _with_exchanges,
        "Two exchanged words count as one edit here. That is another distance.",
        "Allow only three edits: replace a word, leave out a word, put in a word.",
    ),
    KnownWay(_accuracy, "This is 1 minus the rate.", "Return the share of errors."),
    KnownWay(
        _cut_off,
        "You cut off the rate at 1.",
        "Allow rates above 1, because a machine can put in more words than were said.",
    ),
    KnownWay(_count, "This is the number of edits.", "Divide by the number of words in the reference."),
    KnownWay(_percent, "This is a percentage.", "Leave out the factor 100."),
    KnownWay(
        _matching_blocks,
        "This is 1 minus difflib's ratio, which does not count edits.",
        "Find the fewest edits with the table `best[i][j]`.",
    ),
    KnownWay(
        _edit_blocks,
        "You counted the edits that difflib shows. It looks for long blocks of equal words, and these are not always "
        "the fewest edits.",
        "Find the fewest edits with the table `best[i][j]`.",
    ),
    KnownWay(
        _longest_common,
        "You took the longer text's words minus the longest series of words that both texts share. That is not the "
        "number of edits.",
        "Find the fewest edits with the table `best[i][j]`.",
    ),
)
EMPTY_WAYS = (
    KnownWay(
        lambda reference, hypothesis: 0.0 if not words(hypothesis) else 1.0,
        "For a reference without words, your function returns 0 or 1, as if it had measured something.",
        'Return float("nan") before you divide.',
    ),
    KnownWay(
        lambda reference, hypothesis: 0.0,
        "For a reference without words, your function returns 0, as if everything were right.",
        'Return float("nan") before you divide.',
    ),
    KnownWay(
        lambda reference, hypothesis: math.inf,
        "For a reference without words, your function returns infinity.",
        'Return float("nan") before you divide.',
    ),
)
