"""Exact and near duplicates, groups of linked records, and overlap between training and test data."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from rensa import RMinHash, RMinHashLSH

from labelwright.quality.confusion import Found, found_score

Link = frozenset[Hashable]


@dataclass(frozen=True)
class Blocking:
    """The `pairs` left to compare out of `possible` ones; `completeness` is the share of true links among them.

    `completeness` is NaN where no true links are given.
    """

    pairs: frozenset[Link]
    possible: int
    completeness: float

    @property
    def reduction(self) -> float:
        """The share of all pairs that need no comparison, 0 to 1; NaN for fewer than two records."""
        return 1 - len(self.pairs) / self.possible if self.possible else math.nan


def as_links(pairs: Iterable[Collection[Hashable]]) -> frozenset[Link]:
    """Return pairs of ids as unordered links; (a, b) and (b, a) are one link.

    Raises ValueError on a link of an id with itself.
    """
    links = frozenset(frozenset(pair) for pair in pairs)
    if wrong := next((link for link in links if len(link) != 2), None):
        raise ValueError(f"found the link {sorted(map(str, wrong))}; a link joins two different ids.")
    return links


def links_of_groups(groups: Iterable[Collection[Hashable]]) -> frozenset[Link]:
    """Return every link within each group of ids that belong together; a group of n has n (n - 1)/2."""
    return frozenset(
        frozenset(pair) for group in groups for pair in combinations(sorted(set(group), key=str), 2)
    )


def groups_of_links(pairs: Iterable[Collection[Hashable]]) -> tuple[frozenset[Hashable], ...]:
    """Return the groups of ids that links join, directly or through other ids, largest first.

    One false link can join two large groups: look at the largest. Raises ValueError as `as_links` does.
    """
    groups = joined_groups(as_links(pairs))
    return tuple(sorted(groups, key=lambda group: (-len(group), min(map(str, group)))))


def joined_groups(pairs: Iterable[Collection[Hashable]]) -> list[frozenset[Hashable]]:
    """Return the groups of ids that pairs join, directly or through other ids, in the order in which ids appear."""
    # scipy.cluster takes longer to import than everything else in this module.
    from scipy.cluster.hierarchy import DisjointSet

    groups = DisjointSet()
    for first, second in pairs:
        groups.add(first)
        groups.add(second)
        groups.merge(first, second)
    return [frozenset(group) for group in groups.subsets()]


def link_score(found: Iterable[Collection[Hashable]], true: Iterable[Collection[Hashable]]) -> Found:
    """Return precision, recall and F1 of found links against true ones, with the links behind them.

    The scores count pairs, not records: accuracy over all pairs would be near 1 for any answer. NaN where undefined, as
    in `found_score`. Source: Christen 2012, Data Matching, section 7.
    """
    return found_score(as_links(found), as_links(true))


def block(
    records: Mapping[Hashable, Any],
    keys: Iterable[Mapping[Hashable, Hashable | None]],
    true: Iterable[Collection[Hashable]] = (),
) -> Blocking:
    """Return the pairs of records that share a value of at least one key.

    `records` has ids as keys. Each of `keys` maps ids to the value of that key; an id whose value is None or absent is
    paired with nothing. Source: Christen 2012, section 7 (reduction ratio, pairs completeness).
    """
    pairs: set[Link] = set()
    for key in keys:
        blocks: dict[Hashable, list[Hashable]] = {}
        for name in records:
            value = key.get(name)
            if value is not None and value == value:
                blocks.setdefault(value, []).append(name)
        for members in blocks.values():
            pairs.update(frozenset(pair) for pair in combinations(members, 2))
    links = as_links(true)
    completeness = len(links & pairs) / len(links) if links else math.nan
    return Blocking(frozenset(pairs), len(records) * (len(records) - 1) // 2, completeness)


def normalise(text: str) -> str:
    """Return `text` in Unicode's NFKC form, case-folded, with single spaces between words and none at the ends.

    NFKC replaces full-width letters, ligatures and composed accents by their plain forms. It also turns a superscript 2
    into 2, so use the result for comparison only and keep the original. Sources: Unicode Standard Annex 15; Unicode 3.13 for
    case folding.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def exact_duplicates(texts: Mapping[Hashable, str]) -> tuple[tuple[Hashable, ...], ...]:
    """Return the groups of two or more ids whose texts are equal after `normalise`, in order of appearance.

    Texts that are empty after it are left out: two records without text are not duplicates.
    """
    groups: dict[str, list[Hashable]] = {}
    for name, text in texts.items():
        if key := normalise(text):
            groups.setdefault(key, []).append(name)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


Unit = Literal["character", "word"]
_WORD = re.compile(r"\w+")


def shingles(text: str, *, size: int = 5, unit: Unit = "character") -> frozenset[str]:
    """Return every run of `size` characters or words in the normalised text.

    A shorter text is one shingle, an empty text has none. Words are runs of word characters, so punctuation does not
    count. Raises ValueError where `size` is below 1 or `unit` is another word. Source: Broder 1997, On the
    Resemblance and Containment of Documents.
    """
    if size < 1 or unit not in ("character", "word"):
        raise ValueError(
            f"size is {size} and unit {unit!r}; give a size of 1 or more and the unit 'character' or 'word'."
        )
    plain = normalise(text)
    parts = _WORD.findall(plain) if unit == "word" else list(plain)
    glue = " " if unit == "word" else ""
    last = max(1, len(parts) - size + 1) if parts else 0
    return frozenset(glue.join(parts[start : start + size]) for start in range(last))


def jaccard(a: AbstractSet[str], b: AbstractSet[str]) -> float:
    """Return the share of two sets that both have, |a and b|/|a or b|, 0 to 1; NaN where both are empty. Source: Jaccard 1912."""
    union = len(a | b)
    return len(a & b) / union if union else math.nan


@dataclass(frozen=True)
class NearPair:
    """Two ids in order of appearance, and the Jaccard similarity of their shingles, 0 to 1."""

    first: Hashable
    second: Hashable
    similarity: float


@dataclass(frozen=True)
class NearDuplicates:
    """`pairs` at or above the threshold, most similar first; `candidates` of `possible` pairs were compared."""

    pairs: tuple[NearPair, ...]
    candidates: int
    possible: int


def candidate_probability(similarity: float, rows: int, bands: int) -> float:
    """Return the chance that two texts of this Jaccard similarity become candidates, 1 - (1 - s^r)^b.

    With 20 bands of 5 rows: .2 gives .006, .4 .186, .6 .802, .8 almost 1. Source: Leskovec, Rajaraman and Ullman 2020,
    Mining of Massive Datasets, section 3.4.
    """
    if not 0 <= similarity <= 1:
        raise ValueError(f"similarity is {similarity}; a Jaccard similarity is between 0 and 1.")
    _check(rows, bands)
    return float(1 - (1 - similarity**rows) ** bands)


def banding_threshold(rows: int, bands: int) -> float:
    """Return about where the curve of `candidate_probability` is steepest, (1/b)^(1/r).

    Source: Leskovec, Rajaraman and Ullman 2020, Mining of Massive Datasets, section 3.4.
    """
    _check(rows, bands)
    return float((1 / bands) ** (1 / rows))


def minhash_similarity(
    a: str, b: str, *, size: int = 5, unit: Unit = "character", permutations: int = 128, seed: int = 42
) -> float:
    """Return MinHash's estimate of the Jaccard similarity of two texts' shingles, 0 to 1.

    The standard error is at most 0.5/sqrt(permutations), .044 at 128. Source: Broder 1997.
    """
    pieces = [sorted(shingles(text, size=size, unit=unit)) for text in (a, b)]
    first, second = RMinHash.from_token_sets(pieces, num_perm=permutations, seed=seed)
    return float(first.jaccard(second))


def near_duplicates(
    texts: Mapping[Hashable, str],
    *,
    threshold: float = 0.8,
    size: int = 5,
    unit: Unit = "character",
    rows: int = 5,
    bands: int = 20,
    seed: int = 42,
) -> NearDuplicates:
    """Return the pairs of texts whose shingles have at least `threshold` (above 0, at most 1) similarity.

    Banding proposes candidates; each is then compared exactly, so every returned pair is right, and a pair is missed
    with the probability 1 - `candidate_probability`. Keep `banding_threshold(rows, bands)` well below `threshold`. Texts without
    shingles are left out. Sources: Broder 1997; Leskovec, Rajaraman and Ullman 2020, section 3.4.
    """
    if not 0 < threshold <= 1:
        raise ValueError(
            f"threshold is {threshold}; give a Jaccard similarity above 0 and at most 1, such as 0.8."
        )
    _check(rows, bands)
    pieces = {name: shingles(text, size=size, unit=unit) for name, text in texts.items()}
    names = [name for name, cut in pieces.items() if cut]
    found = []
    candidates = _candidates([sorted(pieces[name]) for name in names], rows, bands, seed)
    for i, j in candidates:
        similarity = jaccard(pieces[names[i]], pieces[names[j]])
        if similarity >= threshold:
            found.append(NearPair(names[i], names[j], similarity))
    found.sort(key=lambda pair: -pair.similarity)
    return NearDuplicates(tuple(found), len(candidates), len(names) * (len(names) - 1) // 2)


def _candidates(pieces: list[list[str]], rows: int, bands: int, seed: int) -> list[tuple[int, int]]:
    permutations = rows * bands
    signatures = RMinHash.from_token_sets(pieces, num_perm=permutations, seed=seed)
    index = RMinHashLSH(0.5, permutations, bands)
    pairs = []
    for number, signature in enumerate(signatures):
        pairs += [(earlier, number) for earlier in sorted(index.query(signature))]
        index.insert(number, signature)
    return pairs


def _check(rows: int, bands: int) -> None:
    if rows < 1 or bands < 1:
        raise ValueError(f"rows is {rows} and bands {bands}; both must be at least 1.")


@dataclass(frozen=True)
class SharedRuns:
    """A test text, its n-grams that are also in training texts (`shared`), and the ids of these texts (`sources`)."""

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
    """Find test texts with a run of `n` words that is also in a training text.

    Words are compared after `normalise`, without punctuation. Texts of fewer than n words have no such run: they are
    listed as too short, which does not mean that they are clean. Paraphrases and translations are not found. Source: Brown and others 2020, Language Models are
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
    """Return the runs of exactly n words, without the one shorter shingle of a short text."""
    return frozenset(run for run in shingles(text, size=n, unit="word") if run.count(" ") == n - 1)
