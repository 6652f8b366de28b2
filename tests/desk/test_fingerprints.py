"""Winnowing keeps its promise: a common run of the guaranteed length is found, a shorter one than the noise never is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from labelwright.desk.code_tokens import tokens
from labelwright.desk.fingerprints import (
    GUARANTEE,
    LEFT_OUT,
    NOISE,
    common_regions,
    covered,
    fingerprints,
    known_hashes,
    own_runs,
    run_hashes,
)

from .alike import functions, own_cells

NOTHING = np.empty(0, np.uint64)
Numbers = st.lists(st.integers(0, 2**64 - 1), min_size=0, max_size=60)


def prints(codes: list[int], known: np.ndarray = NOTHING) -> set[int]:
    return set(fingerprints(own_runs(np.array(codes, np.uint64), known)).tolist())


@given(
    Numbers, Numbers, Numbers, st.lists(st.integers(0, 3), min_size=GUARANTEE, max_size=GUARANTEE), Numbers
)
def test_a_common_run_of_the_guaranteed_length_is_found(a, b, c, common, d) -> None:
    assert prints(a + common + b) & prints(c + common + d)


@given(
    Numbers, Numbers, st.lists(st.integers(5, 2**63), min_size=GUARANTEE + NOISE, max_size=60, unique=True)
)
def test_it_is_found_next_to_known_code_too(before, after, common) -> None:
    known = np.unique(run_hashes(np.array(common[:NOISE], np.uint64)))
    assert prints(before + common, known) & prints(after + common, known)


def test_a_run_shorter_than_the_noise_is_never_found() -> None:
    common = list(range(NOISE - 1))
    assert not prints([*range(100, 150), *common]) & prints([*range(200, 250), *common])


def test_known_code_has_no_fingerprints() -> None:
    cells = own_cells(0)
    assert prints(tokens(cells).tolist())
    assert not prints(tokens(cells).tolist(), known_hashes([cells]))
    assert not prints(tokens([cells[0]]).tolist(), known_hashes([cells]))


def test_covered_counts_each_token_once() -> None:
    marks = np.zeros(30, np.bool_)
    assert covered(marks) == 0
    marks[[3, 4]] = True
    assert covered(marks) == NOISE + 1
    marks[29] = True
    assert covered(marks) == 2 * NOISE + 1


def test_a_hash_that_is_left_out_is_no_fingerprint() -> None:
    assert not len(fingerprints(np.full(40, LEFT_OUT)))
    assert not len(fingerprints(NOTHING))


def test_regions_are_where_the_common_code_is() -> None:
    mine, both, theirs, other = functions()[:4]
    padded = "# a comment\n\n" + both.replace("self", "me")
    [region] = [
        region
        for region in common_regions([mine, both], [theirs, other, padded], NOTHING)
        if region.length > 2 * GUARANTEE
    ]
    lines = len(both.splitlines())
    assert (region.left.first.cell, region.left.last.cell) == (2, 2)
    assert (region.right.first.cell, region.right.last.cell) == (3, 3)
    assert region.left.last.line == lines
    assert region.right.last.line == lines + 2


def test_known_code_is_in_no_region() -> None:
    mine, both, theirs = functions()[:3]
    known = known_hashes([[both]])
    assert not [r for r in common_regions([mine, both], [theirs, both], known) if r.length > 2 * GUARANTEE]


def test_a_page_of_equal_lines_is_compared_in_time() -> None:
    lines = "\n".join(["total = table.sum(axis=0).mean().round(2)"] * 3_000)
    assert common_regions([lines], [lines], NOTHING)
