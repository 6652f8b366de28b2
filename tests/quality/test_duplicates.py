"""Duplicates, links and leaks: the S-curve, estimates against exact Jaccard, planted copies, and plain definitions."""

import math
import random as pseudo
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.quality.near_duplicates import (
    as_links,
    banding_threshold,
    block,
    candidate_probability,
    contamination,
    exact_duplicates,
    groups_of_links,
    jaccard,
    link_score,
    links_of_groups,
    minhash_similarity,
    near_duplicates,
    normalise,
    shingles,
)

TEXT = (
    "the delivery was late and nobody answered my call so please send a new parcel with the right size before "
    "friday because my sister marries then and I promised her this dress in blue not green as your invoice says"
)
WORDS = TEXT.split()


def test_normalise():
    assert normalise("  Straße\u00a0\tＡＢＣ  ﬁn ") == "strasse abc fin"
    assert normalise("e\u0301") == normalise("é")


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


def test_exact_duplicates():
    texts = {1: "Win  a PRIZE", 2: "hello", 3: "win a prize ", 4: "", 5: "  ", 6: "HELLO", 7: "once"}
    assert exact_duplicates(texts) == ((1, 3), (2, 6))


def test_shingles():
    assert shingles("abcd", size=3) == {"abc", "bcd"}
    assert shingles("ab", size=3) == {"ab"}
    assert shingles(" ", size=3) == frozenset()
    assert shingles("To be, or not to be!", size=2, unit="word") == {"to be", "be or", "or not", "not to"}
    with pytest.raises(ValueError, match="size is 0"):
        shingles("a", size=0)


def test_jaccard():
    assert jaccard({"a", "b", "c"}, {"b", "c", "d"}) == 0.5
    assert jaccard(set(), {"a"}) == 0
    assert math.isnan(jaccard(set(), set()))


@pytest.mark.parametrize(
    ("similarity", "chance"),
    [(0.2, 0.006), (0.4, 0.186), (0.5, 0.470), (0.6, 0.802), (0.7, 0.975), (0.8, 1.0)],
)
def test_the_s_curve(similarity, chance):
    assert candidate_probability(similarity, rows=5, bands=20) == pytest.approx(chance, abs=5e-4)


def test_the_threshold_of_the_curve():
    assert banding_threshold(5, 20) == pytest.approx(0.549, abs=5e-4)
    with pytest.raises(ValueError, match="bands 0"):
        banding_threshold(5, 0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        candidate_probability(1.2, 5, 20)


def variants(count, seed):
    """Texts of 30 words, each with some words of the first replaced: pairs of every similarity."""
    random = pseudo.Random(seed)
    texts = {}
    for number in range(count):
        words = [
            word if random.random() > number / count else f"other{random.randrange(999)}" for word in WORDS
        ]
        texts[number] = " ".join(words)
    return texts


def test_estimates_are_close_to_jaccard():
    texts = variants(30, seed=1)
    errors = []
    for a, b in combinations(texts, 2):
        true = jaccard(shingles(texts[a]), shingles(texts[b]))
        errors.append(abs(minhash_similarity(texts[a], texts[b]) - true))
    assert sum(errors) / len(errors) <= 0.05
    assert max(errors) < 0.25


def test_near_duplicates_are_those_of_all_pairs():
    texts = variants(80, seed=2)
    found = near_duplicates(texts, threshold=0.7)
    cuts = {name: shingles(text) for name, text in texts.items()}
    every = {frozenset(p): jaccard(cuts[p[0]], cuts[p[1]]) for p in combinations(texts, 2)}
    near = {link for link, similarity in every.items() if similarity >= 0.7}
    got = {frozenset((pair.first, pair.second)): pair.similarity for pair in found.pairs}
    assert got.keys() <= near
    assert all(similarity == pytest.approx(every[link]) for link, similarity in got.items())
    assert len(near) >= 10
    assert len(got) >= 0.9 * len(near)
    assert len(got) <= found.candidates < found.possible == 3160
    assert [pair.similarity for pair in found.pairs] == sorted(got.values(), reverse=True)


def test_candidates_follow_the_curve():
    """Pairs of known similarity become candidates about as often as the formula says."""
    random = pseudo.Random(5)
    hits = {0.25: 0, 0.6: 0}
    for similarity in hits:
        shared = round(2 * similarity / (1 + similarity) * 60)
        for trial in range(150):
            letters = [chr(0x4E00 + code) for code in random.sample(range(20000), 120 - shared)]
            sides = letters[:60], letters[60 - shared : 120 - shared]
            assert len(set(sides[0]) & set(sides[1])) == shared
            texts = {side: "".join(part) for side, part in enumerate(sides)}
            found = near_duplicates(texts, threshold=0.01, size=1, rows=3, bands=10, seed=trial)
            hits[similarity] += found.candidates
    for similarity, count in hits.items():
        assert count / 150 == pytest.approx(candidate_probability(similarity, 3, 10), abs=0.12)


def test_a_copy_with_a_new_word_is_found_and_empty_texts_are_not():
    texts = {
        "a": " ".join(WORDS),
        "b": " ".join([*WORDS, "thanks"]),
        "c": "quite another matter",
        "d": "",
        "e": "",
    }
    found = near_duplicates(texts)
    assert [(pair.first, pair.second) for pair in found.pairs] == [("a", "b")]
    assert found.possible == 3
    assert near_duplicates({}).possible == 0
    with pytest.raises(ValueError, match="threshold is 0"):
        near_duplicates(texts, threshold=0)


def test_links_have_no_direction():
    found = link_score([(1, 2), (3, 2), (2, 1)], [(2, 1), (4, 5)])
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert found.hits == {frozenset((1, 2))}
    with pytest.raises(ValueError, match="two different ids"):
        as_links([(1, 1)])


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda p: p[0] != p[1]), max_size=20)
)
def test_groups_are_connected_components(pairs):
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    rows, columns = [a for a, _ in pairs], [b for _, b in pairs]
    _, homes = connected_components(coo_matrix(([1] * len(pairs), (rows, columns)), shape=(13, 13)))
    linked = {*rows, *columns}
    parts = {frozenset(n for n in linked if homes[n] == home) for home in homes[list(linked)]}
    assert set(groups_of_links(pairs)) == parts


def test_links_of_groups():
    links = links_of_groups([("a", "b", "c"), ("d",), ("e", "f")])
    assert len(links) == 4
    assert groups_of_links(links) == (frozenset("abc"), frozenset("ef"))


def test_blocking_counts():
    records = dict.fromkeys("abcde")
    names = {"a": "smith", "b": "smith", "c": "smyth", "d": None, "e": math.nan}
    posts = {"c": 1, "a": 1, "d": 2}
    found = block(records, [names, posts], true=[("a", "b"), ("c", "a"), ("d", "e")])
    assert found.pairs == {frozenset("ab"), frozenset("ac")}
    assert found.possible == 10
    assert found.reduction == pytest.approx(0.8)
    assert found.completeness == pytest.approx(2 / 3)
    assert math.isnan(block(records, [names]).completeness)
    assert math.isnan(block({}, []).reduction)


def test_contamination_by_runs_of_words():
    thirteen = " ".join(WORDS[5:18])
    train = {"t1": "Before. " + thirteen.upper().replace(" ", ",  ") + " after", "t2": " ".join(WORDS[20:32])}
    test = {
        "leaked": f"Question: {thirteen}?",
        "short": "yes",
        "twelve": "so " + " ".join(WORDS[20:32]),
        "clean": " ".join(reversed(WORDS)),
    }
    found = contamination(test, train)
    assert found.ids == {"leaked"}
    assert found.found[0].sources == ("t1",)
    assert found.found[0].shared == {thirteen}
    assert (found.checked, found.too_short) == (3, ("short",))
    assert contamination(test, train, n=12).ids == {"leaked", "twelve"}
    assert contamination({}, train).found == ()
