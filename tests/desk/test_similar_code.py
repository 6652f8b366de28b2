"""Copies are found however they are rewritten, and people who work apart are not named."""

from __future__ import annotations

import random

import numpy as np
import pytest

from labelwright.desk.code_tokens import tokens
from labelwright.desk.fingerprints import known_hashes, own_runs
from labelwright.desk.similar_code import CodeSearch, Work, common_from, similar_code

from .alike import own_cells, rewrites

NOTHING = np.empty(0, np.uint64)
CLASS = 30


def work(learner: str, cells: list[str], known: np.ndarray = NOTHING) -> Work:
    codes = tokens(cells)
    return Work(learner, own_runs(codes, known), codes.tobytes())


def a_class(size: int = CLASS) -> list[Work]:
    return [work(f"learner-{number:02}", own_cells(number)) for number in range(size)]


def named(search: CodeSearch, works: list[Work]) -> set[frozenset[str]]:
    pairs = [(pair.left, pair.right) for pair in search.pairs] + [group[:2] for group in search.same]
    return {frozenset(works[place].learner for place in pair) for pair in pairs}


REWRITES = (
    "every name changed",
    "every number and text changed",
    "statements in another order",
    "cells split",
    "cells joined",
    "layout written again from the syntax tree",
    "comments replaced",
    "every cell wrapped in a function",
    "dead code after every fourth statement",
    "dead code after every statement",
    "only half of the statements kept",
    "names, literals, order and some dead code",
)


def test_all_rewrites_are_tried() -> None:
    assert tuple(rewrites.REWRITES) == REWRITES


@pytest.mark.parametrize("kind", REWRITES)
def test_a_rewritten_copy_is_found_and_nobody_else_is_named(kind: str) -> None:
    copy = rewrites.REWRITES[kind](own_cells(5), random.Random(1))
    works = [*a_class(), work("copier", copy)]
    assert named(similar_code(works), works) == {frozenset(("learner-05", "copier"))}


def test_code_said_in_other_words_is_not_found() -> None:
    one = (
        "kept = []\nfor row in rows:\n    if row['mass'] > limit:\n        kept.append(row['mass'] / 1000)\n"
        * 4
    )
    other = "kept = [row['mass'] / 1000 for row in rows if row['mass'] > limit]\n" * 9
    works = [*a_class(), work("ada", [one, own_cells(40)[0]]), work("grace", [other, own_cells(41)[0]])]
    assert named(similar_code(works), works) == set()


def test_the_starter_and_the_solution_make_nobody_alike() -> None:
    starter, solution = own_cells(40), own_cells(41)
    known = known_hashes([starter, solution])
    works = [work(f"learner-{n:02}", [*starter, *own_cells(n), *solution], known) for n in range(CLASS)]
    works += [work("ada", [*starter, *solution], known), work("grace", [*starter, *solution], known)]
    search = similar_code(works)
    assert named(search, works) == set()
    assert set(search.too_short) == {CLASS, CLASS + 1}


def test_what_many_learners_have_is_no_sign() -> None:
    from_the_lecture = own_cells(40)
    limit = common_from(CLASS)
    shared = [work(f"learner-{n:02}", [*own_cells(n), *from_the_lecture]) for n in range(limit)]
    works = [*shared, *a_class()[limit:]]
    assert named(similar_code(works), works) == set()
    fewer = [*shared[:2], *a_class()[2:]]
    assert named(similar_code(fewer), fewer) == {frozenset(("learner-00", "learner-01"))}


def test_a_large_group_with_one_text_is_found_although_many_have_it() -> None:
    group = [work(f"copier-{n}", rewrites.rename(own_cells(5), random.Random(n))) for n in range(9)]
    works = [*a_class(), *group]
    search = similar_code(works)
    assert [len(same) for same in search.same] == [10]


def test_a_large_group_whose_texts_differ_is_found_only_in_part() -> None:
    """This is a limit that the documentation states: what more than five learners have may come from anywhere."""
    group = [work(f"copier-{n}", rewrites.some_dead_code(own_cells(5), random.Random(n))) for n in range(9)]
    works = [*a_class(), *group]
    assert len(named(similar_code(works), works)) < 45 / 4
    assert len(named(similar_code(works[: CLASS + 3]), works)) == 6


def test_a_learner_is_not_compared_with_themselves_and_the_best_attempt_counts() -> None:
    works = [
        *a_class(),
        work("ada", own_cells(40)[:1]),
        work("ada", own_cells(5)),
        work("ada", own_cells(5)[:2] + own_cells(40)[:1]),
    ]
    search = similar_code(works)
    assert search.pairs == ()
    assert {works[place].learner for place in search.same[0]} == {"ada", "learner-05"}


def test_numbers_of_a_pair() -> None:
    works = [work("ada", own_cells(0)), work("grace", own_cells(0)[:2] + own_cells(1)[:2])]
    [pair] = similar_code(works, least=0.2).pairs
    assert pair.left_own == len(tokens(own_cells(0)))
    assert 0.2 < pair.containment < 1
    assert pair.left_shared == pytest.approx(pair.right_shared, abs=25)
    assert 0 < pair.jaccard < pair.containment
    assert similar_code(works, least=pair.containment + 0.01).pairs == ()


def test_no_notebook_and_one_notebook() -> None:
    assert similar_code([]).pairs == ()
    assert similar_code([work("ada", own_cells(0))]).pairs == ()
    assert similar_code([work("ada", []), work("grace", ["x"])]).too_short == (0, 1)


def test_common_from_is_stated() -> None:
    assert [common_from(n) for n in (2, 30, 60, 120, 250, 10_000)] == [6, 6, 7, 13, 26, 26]
