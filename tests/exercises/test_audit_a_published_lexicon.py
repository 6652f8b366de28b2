"""The audit: what the solution lists is what a recomputation from the raw ratings gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.data.material import Material

ROOT = Path(__file__).resolve().parents[2]
SLUG = "audit-a-published-lexicon"


def nothing(question):
    raise AssertionError(f"the solution needs nothing of a learner, but {question} was asked")


def test_the_solution_lists_the_faults_of_the_file():
    work = Work(Material(Course(ROOT), Course(ROOT).exercise(SLUG), "ada", 1), nothing)
    lexicon = work.dataset("vader-lexicon")
    tokens = lexicon["token"].tolist()
    raw = lexicon[[f"r{number}" for number in range(1, 11)]].to_numpy(dtype=float)
    spread = np.sqrt((raw**2).sum(axis=1) / 10 - (raw.sum(axis=1) / 10) ** 2)
    means, deviations = (
        {token for token, one in zip(tokens, off, strict=True) if one}
        for off in (
            np.abs(lexicon["mean"] - raw.sum(axis=1) / 10) > 0.001,
            np.abs(lexicon["sd"] - spread) > 0.000006,
        )
    )
    try:
        assert (len(tokens), len(means), len(deviations)) == (7520, 1, 7)
        assert set(work.solution.strings("wrong_means")) == means
        assert set(work.solution.strings("wrong_deviations")) == deviations
        repeated = work.solution.strings("repeated_tokens")
        assert sorted(repeated) == sorted({token for token in tokens if tokens.count(token) > 1})
        assert len(repeated) == 14
    finally:
        work.close()
