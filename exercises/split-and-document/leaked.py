"""Which of a learner's test leaflets are contaminated, and which wrong search they used."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from labelwright.checks import Work
from labelwright.quality.near_duplicates import contamination

Texts = dict[str, str]
N = 13


def batch(work: Work) -> tuple[Texts, Texts]:
    """The learner's training and test texts by id; the batch follows from the ids of their messages."""
    rows = work.dataset("town-leaflets")
    mine = rows[rows["batch"] == int(work.sample["id"].sum()) % 10]
    train, test = (mine[mine["part"] == part] for part in ("train", "test"))
    return dict(zip(train["id"], train["text"], strict=True)), dict(
        zip(test["id"], test["text"], strict=True)
    )


def contaminated(work: Work) -> frozenset[str]:
    """The ids of the contaminated test texts."""
    return frozenset(map(str, work.cached("leaks", lambda: _found(*batch(work)))))


def _found(train: Texts, test: Texts) -> frozenset[object]:
    return contamination(test, train, n=N).ids


def left_over(work: Work, removed: set[str]) -> list[str]:
    """The contaminated test texts that the learner keeps."""
    return sorted(contaminated(work) - removed)


def search(
    train: Mapping[str, str], test: Mapping[str, str], words: Callable[[str], list[str]], n: int
) -> set[str]:
    """The test ids that share a run of n words with training, words being what `words` gives."""

    def runs(text: str) -> set[tuple[str, ...]]:
        found = words(text)
        return {tuple(found[start : start + n]) for start in range(len(found) - n + 1)}

    seen = set().union(*(runs(text) for text in train.values()))
    return {name for name, text in test.items() if runs(text) & seen}


def plain(text: str) -> list[str]:
    """The words as the rule has them."""
    return re.findall(r"\w+", text.lower())


WAYS: tuple[tuple[Callable[[str], list[str]], int, str, str], ...] = (
    (
        lambda text: text.split(),
        N,
        "Words were cut at spaces and compared with their case and punctuation, so a comma or a capital hides a copy.",
        'Use `re.findall(r"\\w+", text.lower())` for the words.',
    ),
    (
        lambda text: text.lower().split(),
        N,
        "Words were cut at spaces, so a comma or a dash that sticks to a word hides a copy.",
        'Use `re.findall(r"\\w+", ...)` for the words.',
    ),
    (
        lambda text: re.findall(r"\w+", text),
        N,
        "Case was compared as well, so a copy in capitals is not seen.",
        "Put the text into lower case first.",
    ),
    (
        plain,
        N - 1,
        "Runs of 12 words were taken for contamination.",
        "A run of 13 starts at i and ends before i + 13.",
    ),
    (
        plain,
        N + 1,
        "Runs of 14 words were asked for, so a copy of exactly 13 is not seen.",
        "Count the words of a run.",
    ),
    (
        plain,
        8,
        "Runs of 8 words were taken for contamination; short runs are shared by chance or quotation.",
        "Use 13.",
    ),
    (
        plain,
        5,
        "Runs of 5 words were taken for contamination; short runs are shared by chance or quotation.",
        "Use 13.",
    ),
    (
        lambda text: list(text.lower()),
        N,
        "Runs of 13 *characters* were compared; nearly every text shares one.",
        "Make a list of words before you take runs.",
    ),
)
"""Known wrong searches: (how words are cut, run length, misconception, advice)."""


def leak_mistake(work: Work, given: set[str]) -> tuple[str, str]:
    """Which known wrong search gives these ids: (misconception, advice)."""
    train, test = batch(work)
    if not given:
        return (
            "Whole texts were compared: no test text is a training text, but some hold a long piece of one.",
            "Compare runs of 13 words.",
        )
    if given >= test.keys():
        return (
            "Every test text is named. That finds all leaks, and leaves no test.",
            "Name those that share a run.",
        )
    for words, n, misconception, advice in WAYS:
        if given == search(train, test, words, n):
            return misconception, advice
    if given & train.keys():
        return "Ids of training texts were given.", "Give the ids of the test texts."
    return "", "Take one of your test texts and one training text, and print the runs that they share."
