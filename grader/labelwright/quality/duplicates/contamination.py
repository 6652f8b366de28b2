"""Test texts that share long runs of words with training texts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from labelwright.quality.duplicates.shingles import shingles


@dataclass(frozen=True)
class SharedRuns:
    """A test text and what it shares: the n-grams found in training, and the training ids that hold one of them."""

    test: Hashable
    shared: frozenset[str]
    sources: tuple[Hashable, ...]


@dataclass(frozen=True)
class Contamination:
    """Test texts that share an n-gram with training, of `checked`; `too_short` have fewer than n words."""

    found: tuple[SharedRuns, ...]
    checked: int
    too_short: tuple[Hashable, ...]
    n: int

    @property
    def ids(self) -> frozenset[Hashable]:
        """The ids of the contaminated test texts."""
        return frozenset(overlap.test for overlap in self.found)


def contamination(
    test: Mapping[Hashable, str], train: Mapping[Hashable, str], *, n: int = 13
) -> Contamination:
    """Find test texts with a run of `n` words that also stands in a training text.

    Words are compared after `normalise`, without punctuation. Texts of fewer than n words have no such run: they are
    named, not cleared. Paraphrases and translations are not seen. Source: Brown and others 2020, Language Models are
    Few-Shot Learners, appendix C, for runs of 13.
    """
    where: dict[str, list[Hashable]] = {}
    wanted = {name: _runs(text, n) for name, text in test.items()}
    every = frozenset().union(*wanted.values())
    for name, text in train.items():
        for run in _runs(text, n) & every:
            where.setdefault(run, []).append(name)
    found = []
    for name, runs in wanted.items():
        if shared := runs & where.keys():
            sources = dict.fromkeys(source for run in sorted(shared) for source in where[run])
            found.append(SharedRuns(name, frozenset(shared), tuple(sources)))
    short = tuple(name for name, runs in wanted.items() if not runs)
    return Contamination(tuple(found), len(test) - len(short), short, n)


def _runs(text: str, n: int) -> frozenset[str]:
    """Runs of exactly n words; the one shorter shingle of a short text is none."""
    return frozenset(run for run in shingles(text, size=n, unit="word") if run.count(" ") == n - 1)
