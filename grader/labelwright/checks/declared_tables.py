"""Declare a check of a table's columns or of an array; the solution gives what is right, mistakes.py what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from labelwright.checks.check import Check
from labelwright.checks.compare import Bands, count_noun, is_rounded, rounded, rounded_alike, settle
from labelwright.checks.declaring import (
    EXACT,
    all_right,
    declare,
    nearer,
    rounded_numbers,
    same_mistakes,
    sentence_of,
    some_of,
    tolerance_said,
    truth_of,
)
from labelwright.checks.kinds import shown
from labelwright.checks.results import alike, gives
from labelwright.checks.verdicts import Failed, Passed

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from labelwright.checks.work import Work

    Numbers = npt.NDArray[np.float64]


def column(
    task: str,
    name: str,
    columns: str | Sequence[str],
    what: str,
    *,
    key: str = "",
    within: float = EXACT,
    full: float = 1.0,
    half: float | None = None,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
) -> Check:
    """Declare that the table `name` has the solution's values in `columns`, row by row.

    The rows are told apart by the index of the solution's table, or by its column `key`; their order and further columns do
    not matter. A mistake is named where its table has the learner's values in these columns.
    """
    wanted = (columns,) if isinstance(columns, str) else tuple(columns)

    def compare(work: Work) -> Passed:
        truth = truth_of(work, name, lambda solution: _rows(solution, name, key, wanted))
        found = _rows(work, name, key, wanted, list(truth))
        truth = nearer(
            work,
            truth,
            lambda solution: _rows(solution, name, key, wanted),
            lambda right: gives(found, right, within),
        )
        share, said = _compared([f"`{name}[{one!r}]`" for one in wanted], found, truth, within)
        same = same_mistakes(
            work, name, lambda other: alike(_rows(other, name, key, wanted, list(truth)), found, within)
        )
        expected = all_right(full, half)
        return settle(
            share, Bands(full, half), said, mistakes=same, why=why, advice=advice, expected=expected
        )

    listed = " and ".join(f"`{one}`" for one in wanted)
    sentence = sentence_of("", what, tolerance_said(within)).removeprefix("`` is ")
    verb = "is" if len(wanted) == 1 else "are"
    return declare(task, name, f"In `{name}`, {listed} {verb} {sentence}", compare, weight, after)


def _compared(
    columns: Sequence[str], found: dict[str, list[Any]], truth: dict[str, list[Any]], within: float
) -> tuple[float, str]:
    """Return the share of rows that are right and what was found; raise Failed where the values are only rounded."""
    missing = [row for row in truth if row not in found]
    wrong = [row for row in truth if row in found and not alike(found[row], truth[row], within)]
    pairs = [pair for row in wrong for pair in zip(found[row], truth[row], strict=True)]
    off = [pair for pair in pairs if not alike(*pair, within)]
    if (
        off
        and not missing
        and (all(rounded_numbers(*pair) for pair in off) or rounded_alike(_numbers_of(pairs)))
    ):
        raise rounded(columns[0].strip("`"), off[0][0], within)
    right = len(truth) - len(missing) - len(wrong)
    shown_columns = [
        column
        for place, column in enumerate(columns)
        if not wrong or any(not alike(found[row][place], truth[row][place], within) for row in wrong)
    ]
    said = f"{' and '.join(shown_columns)}: {right} of {count_noun(len(truth), 'row')} {'is' if right == 1 else 'are'} right."
    if wrong:
        said += f" In the row {shown(wrong[0])} it says {', '.join(map(shown, found[wrong[0]]))}."
    said += f" It has nothing for {some_of(missing)}." if missing else ""
    return right / max(len(truth), 1), said


def _numbers_of(pairs: Sequence[tuple[Any, Any]]) -> list[tuple[float, float]]:
    """Return the pairs as numbers; none if one of them is something else."""
    are_numbers = all(isinstance(part, int | float) for pair in pairs for part in pair)
    return [(float(one), float(right)) for one, right in pairs] if are_numbers else []


def _rows(
    work: Work, name: str, key: str, columns: Sequence[str], keys: Sequence[str] = ()
) -> dict[str, list[Any]]:
    """Return the values of `columns` for each row, by the row's name; Failed where a column is missing."""
    frame = work.table(name, [key]).set_index(key) if key and not keys else work.table_by(name, keys)
    missing = [one for one in columns if one not in frame.columns]
    if missing:
        raise Failed(
            f"`{name}` has no column {some_of(missing)}. Its columns are {some_of(list(frame.columns), 12)}.",
            why="The next steps find a column by its name.",
            advice="Call the columns as the task does.",
        )
    if not frame.index.is_unique:
        twice = list(dict.fromkeys(frame.index[frame.index.duplicated()]))
        raise Failed(
            f"`{name}` has more than one row for {some_of(twice)}.",
            why="If a row is there twice, nobody knows which one counts.",
            advice="Keep one row for each.",
        )
    listed = [frame[one].tolist() for one in columns]
    return {str(row): [values[place] for values in listed] for place, row in enumerate(frame.index.tolist())}


def array(
    task: str,
    name: str,
    what: str,
    *,
    axes: Sequence[Sequence[Any]] = (),
    within: float = EXACT,
    off: float = 0.0,
    full: float = 1.0,
    half: float | None = None,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
) -> Check:
    """Declare that `name` holds the solution's numbers, in one dimension or two.

    `axes` are the labels of each axis, by default 0, 1, 2, ...; a dict, a Series or a table is put into their order. The
    absolute differences may add up to `off`, for counts of which one may fall on either side of an edge.
    """

    def compare(work: Work) -> Passed:
        truth = truth_of(work, name, lambda solution: solution.array(name, axes))
        labels = axes or [range(size) for size in truth.shape]
        found = _numbers(work, name, labels)
        if found.shape != truth.shape:
            raise Failed(
                f"`{name}` has the shape {found.shape}, and the task asks for {truth.shape}.",
                why="The next steps find each number by its place.",
                advice="Print its shape, and compare it with what the task says.",
            )
        truth = nearer(
            work,
            truth,
            lambda solution: _numbers(solution, name, labels),
            lambda right: bool(_right(found, right, within, off).all()),
        )
        share, said = _places_right(name, labels, found, truth, _right(found, truth, within, off), within)
        same = same_mistakes(
            work, name, lambda other: bool(_right(_numbers(other, name, labels), found, within, 0).all())
        )
        expected = all_right(full, half)
        return settle(
            share, Bands(full, half), said, mistakes=same, why=why, advice=advice, expected=expected
        )

    tolerance = tolerance_said(within)
    said = f"each {tolerance}" if within > EXACT else tolerance
    return declare(task, name, sentence_of(name, what, said), compare, weight, after)


def _numbers(work: Work, name: str, labels: Sequence[Sequence[Any]]) -> Numbers:
    """Return the array; numbers in a row may also be one column or one row of a table."""
    if len(labels) > 1:
        return work.array(name, labels)
    import numpy as np

    try:
        return np.array(work.numbers(name, len(labels[0]), labels[0]))
    except Failed:
        # Another number of them, or something else in it: the shape says more.
        return work.array(name, labels)


def _right(found: Numbers, truth: Numbers, within: float, off: float) -> npt.NDArray[np.bool_]:
    """Return where `found` is right; everywhere, if the differences add up to `off` or less; nowhere in another shape."""
    import numpy as np

    if found.shape != truth.shape:
        return np.zeros(1, dtype=bool)
    near = np.isclose(found, truth, rtol=min(within, EXACT), atol=within, equal_nan=True)
    differences = np.abs(found - truth)
    return np.ones_like(near) if off and np.isfinite(differences).all() and differences.sum() <= off else near


def _places_right(
    name: str,
    labels: Sequence[Sequence[Any]],
    found: Numbers,
    truth: Numbers,
    near: npt.NDArray[np.bool_],
    within: float,
) -> tuple[float, str]:
    """Return the share of numbers that are right and what was found; raise Failed where they are only rounded."""
    wrong = list(zip(*(~near).nonzero(), strict=True))
    pairs = [(float(one), float(right)) for one, right in zip(found.ravel(), truth.ravel(), strict=True)]
    each = all(is_rounded(float(found[place]), float(truth[place])) for place in wrong)
    if wrong and (each or rounded_alike(pairs)):
        raise rounded(name, float(found[wrong[0]]), within)
    right = near.size - len(wrong)
    said = f"`{name}` has {right} right of {count_noun(near.size, 'number')}."
    if wrong:
        where = ", ".join(shown(labels[axis][int(at)]) for axis, at in enumerate(wrong[0]))
        said += f" At {where} it is {found[wrong[0]]:g}."
    return right / max(near.size, 1), said
