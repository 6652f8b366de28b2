"""Which of a learner's test leaflets are contaminated, and which wrong search they used."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from labelwright.checks import Work
from labelwright.quality.near_duplicates import contamination

Texts = dict[str, str]
N = 13


def batch(work: Work) -> tuple[Texts, Texts]:
    """Return the learner's training and test texts by id; the batch follows from the ids of their messages."""
    rows = work.dataset("town-leaflets")
    mine = rows[rows["batch"] == int(work.sample["id"].sum()) % 10]
    train, test = (mine[mine["part"] == part] for part in ("train", "test"))
    return dict(zip(train["id"], train["text"], strict=True)), dict(
        zip(test["id"], test["text"], strict=True)
    )


def contaminated(work: Work) -> frozenset[str]:
    """Return the ids of the contaminated test texts."""
    return frozenset(map(str, work.cached("leaks", lambda: _found(*batch(work)))))


def _found(train: Texts, test: Texts) -> frozenset[object]:
    return contamination(test, train, n=N).ids


def left_over(work: Work, removed: set[str]) -> list[str]:
    """Return the contaminated test texts that the learner keeps."""
    return sorted(contaminated(work) - removed)


def search(
    train: Mapping[str, str], test: Mapping[str, str], words: Callable[[str], list[str]], n: int
) -> set[str]:
    """Return the test ids that share a run of n words with training, words being what `words` gives."""

    def runs(text: str) -> set[tuple[str, ...]]:
        found = words(text)
        return {tuple(found[start : start + n]) for start in range(len(found) - n + 1)}

    seen = set().union(*(runs(text) for text in train.values()))
    return {name for name, text in test.items() if runs(text) & seen}


def plain(text: str) -> list[str]:
    """Return the words as the rule has them."""
    return re.findall(r"\w+", text.lower())


WAYS: tuple[tuple[Callable[[str], list[str]], int, str, str], ...] = (
    (
        lambda text: text.split(),
        N,
        "You split at spaces and kept case and punctuation, so a comma or a capital letter hides a copy.",
        'Use `re.findall(r"\\w+", text.lower())` for the words.',
    ),
    (
        lambda text: text.lower().split(),
        N,
        "You split at spaces, so a comma or a dash next to a word hides a copy.",
        'Use `re.findall(r"\\w+", ...)` for the words.',
    ),
    (
        lambda text: re.findall(r"\w+", text),
        N,
        "You compared upper and lower case as different, so you do not find a copy in capitals.",
        "First change the text to lower case.",
    ),
    (
        plain,
        N - 1,
        "You used runs of 12 words.",
        "Take `words[i : i + 13]` for a run of 13 words.",
    ),
    (
        plain,
        N + 1,
        "You used runs of 14 words, so you do not find a copy of exactly 13 words.",
        "Count the words of a run.",
    ),
    (
        plain,
        8,
        "You used runs of 8 words. Texts share such short runs by chance or in quotations.",
        "Use 13.",
    ),
    (
        plain,
        5,
        "You used runs of 5 words. Texts share such short runs by chance or in quotations.",
        "Use 13.",
    ),
    (
        lambda text: list(text.lower()),
        N,
        "You compared runs of 13 *characters*. Nearly all texts share one.",
        "First make a list of words, then take runs of words.",
    ),
)
"""Known wrong searches: (how words are cut, run length, misconception, advice)."""


def leak_mistake(work: Work, given: set[str]) -> tuple[str, str]:
    """Return which known wrong search gives these ids: (misconception, advice)."""
    train, test = batch(work)
    if not given:
        return (
            "You compared whole texts. No test text equals a training text, but some contain a long piece of one.",
            "Compare runs of 13 words.",
        )
    if given >= test.keys():
        return (
            "You named every test text. This finds all leaks, but no test is left.",
            "Name only the texts that share a run of 13 words.",
        )
    for words, n, misconception, advice in WAYS:
        if given == search(train, test, words, n):
            return misconception, advice
    if given & train.keys():
        return "You gave the ids of training texts.", "Give the ids of the test texts."
    return "", "Take one of your test texts and one training text, and print the runs that they share."
