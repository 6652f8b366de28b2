"""What the learner's model says about each row, and which labels were flipped."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from labelwright.checks import Failed, Work
from labelwright.checks.containers import array
from labelwright.checks.kinds import kind_of
from labelwright.data import seed

from .planted import CLASSES, flips

SLUG = "find-label-errors"
PIXELS = tuple(f"pixel_{y}_{x}" for y in range(8) for x in range(8))
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def ids(work: Work) -> npt.NDArray[np.object_]:
    """Return the ids of the learner's rows, in their order."""
    return work.sample["id"].to_numpy(dtype=object)


def given(work: Work) -> npt.NDArray[np.int64]:
    """Return the label that each row carries, right or wrong."""
    return work.sample["label"].to_numpy(dtype=np.int64)


def wrong(work: Work) -> Flags:
    """Return whether each row's label was flipped."""
    places, _ = flips(len(work.sample), seed(work.learner, SLUG, work.form))
    flags = np.zeros(len(work.sample), dtype=bool)
    flags[places] = True
    return flags


def fold_numbers(work: Work) -> npt.NDArray[np.int64]:
    """Return the learner's `fold`, 0 to 4; raise Failed if it is something else."""
    numbers = np.array(work.numbers("fold", len(work.sample), list(ids(work))))
    if set(numbers) <= {0, 1, 2, 3, 4}:
        return numbers.astype(np.int64)
    strange = next(number for number in numbers if number not in range(5))
    raise Failed(
        f"`fold` contains {strange:g}, which is not the number of a fold.",
        why="Each row belongs to one of five folds.",
        advice="Number the folds 0, 1, 2, 3, 4.",
    )


def matrix(value: Any, name: str, rows: int) -> Floats:
    """`value` as rows x 10 numbers, from a table or nested lists; raise Failed if it is something else."""
    table = array(value, [range(rows), range(CLASSES)])
    if table is None or table.shape != (rows, CLASSES) or not np.isfinite(table).all():
        shape = kind_of(value) if table is None else " by ".join(f"{size:,}" for size in table.shape)
        shape += (
            "" if table is None or np.isfinite(table).all() else " with values that are not finite numbers"
        )
        raise Failed(
            f"`{name}` is {shape}, but it should be {rows:,} by {CLASSES} numbers.",
            why="Each line is a row of the data and each column is a digit. All later parts need this form.",
            advice=f"Print `np.shape({name.split('(')[0]})`.",
        )
    return table


def probabilities(work: Work) -> Floats:
    """Return the learner's `probabilities`, checked to be ten shares a row."""

    def read() -> Floats:
        table = matrix(work.value("probabilities"), "probabilities", len(work.sample))
        bad = np.flatnonzero(~((table >= -1e-9).all(axis=1) & (np.abs(table.sum(axis=1) - 1) < 1e-3)))
        if bad.size:
            raise Failed(
                f"The line of {ids(work)[bad[0]]} adds up to {table[bad[0]].sum():.3f}. {bad.size:,} lines do not "
                "add up to 1.",
                misconception="No model judged some of the rows." if not table[bad].any() else "",
                why="The ten probabilities of a row must add up to 1.",
                advice="Fill every fold with the result of `.predict_proba`.",
                credit=0.3,
                measured=f"{len(table) - bad.size:,} of {len(table):,}",
                expected=f"{len(table):,} of {len(table):,}",
            )
        return table

    return work.cached("probabilities", read)


def refitted(work: Work, train: Flags, new: Flags) -> Floats:
    """Return what the learner's `predict` gives for the rows `new`, trained on the rows `train`."""
    rows = work.sample
    first, second = rows[train].reset_index(drop=True), rows.loc[new, list(PIXELS)].reset_index(drop=True)
    answer = work.call("predict", first[[*PIXELS, "label"]], second)
    return matrix(answer, "predict(train, new)", int(new.sum()))


def confidence(work: Work) -> Floats:
    """Return the probability that the learner's model gives to each row's own label."""
    own: Floats = probabilities(work)[np.arange(len(work.sample)), given(work)]
    return own
