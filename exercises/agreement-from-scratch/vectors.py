"""The inputs that the four functions are called on: published tables, the learner's random ones, and special cases."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from labelwright.checks import Case, Work
from labelwright.data import seed
from labelwright.quality import (
    Level,
    cohen,
    cohen_kappa,
    fleiss,
    krippendorff_alpha,
    ratings_from_counts,
    ratings_from_table,
)
from labelwright.rng import Rng

SLUG = "agreement-from-scratch"
RANDOM = 4
"""Random tables per check, drawn for the learner and the form."""

TABLES = (
    ("the same table with more agreement by chance", [[45, 15], [25, 15]]),
    ("two people with other habits", [[25, 35], [5, 35]]),
    ("equally common labels", [[40, 9], [6, 45]]),
    ("one label is much more common", [[80, 10], [5, 5]]),
    ("three labels, of which one person never uses the first", [[0, 4, 1], [0, 8, 0], [0, 1, 5]]),
)
"""Cross-tables of two raters; the last is a test case of statsmodels, taken from SAS."""
DIAGNOSES = ("personality disorder", "neurosis", "psychosis")
COHEN_1968 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
COHEN_1968_WEIGHTS = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
FLEISS_1971 = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)
"""30 patients, 6 psychiatrists, 5 diagnoses: how many chose each, one string per patient."""
KRIPPENDORFF_A = ("0100000010", "1110010000")
KRIPPENDORFF_B = ("aabbdcccedda", "babbbccceddd")
WITH_GAPS = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
NOTEBOOK_C = ("123321412***", "1233224125*3", "*3332342251*", "12332441251*")
"""Published examples, one string per rater and one character per item; a star is a missing rating."""
ALL_AGREE = "all agree, and more than one label is used"
LEVELS: tuple[Level, ...] = ("nominal", "interval", "ordinal")
SCALES: tuple[tuple[str, Callable[[int], float]], ...] = (
    ("from 1", lambda value: value),
    ("from 0", lambda value: value - 1),
    ("with halves", lambda value: value / 2),
    ("also below 0", lambda value: value - 3),
)
"""How the values 1, 2, 3 ... of a random table are written, so that a 0, a half and a negative number are ratings too."""


def by_item(by_rater: Sequence[str]) -> list[list[Any]]:
    """Turn strings (one per rater, one character per item) into rows of items; digits become numbers, a star None."""
    return [
        [None if sign == "*" else int(sign) if sign.isdigit() else sign for sign in item]
        for item in zip(*by_rater, strict=True)
    ]


def two_raters(table: Sequence[Sequence[int]], labels: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return the two lists of labels behind a cross-table."""
    pairs = ratings_from_table(table, labels).tolist()
    return [first for first, _ in pairs], [second for _, second in pairs]


def counts_of(text: str) -> list[list[int]]:
    """Return rows of one-digit counts."""
    return [[int(digit) for digit in row] for row in text.split()]


def linear(size: int) -> list[list[float]]:
    """Return disagreement weights that grow by 1 per step."""
    return [[float(abs(i - j)) for j in range(size)] for i in range(size)]


def quadratic(size: int) -> list[list[float]]:
    """Return disagreement weights that grow with the square of the steps."""
    return [[float((i - j) ** 2) for j in range(size)] for i in range(size)]


def one_way(size: int) -> list[list[float]]:
    """Return disagreement weights of 1 to 4 where the first person's label comes first, and of 6 to 9 otherwise."""
    return [[float((i != j) * (1 + (3 * i + j) % 4 + 5 * (i > j))) for j in range(size)] for i in range(size)]


def generator(work: Work, part: str) -> np.random.Generator:
    """Return a random generator fixed by learner, form and part."""
    return Rng(seed(work.learner, f"{SLUG}/{part}", work.form)).numpy()


def random_ratings(rng: np.random.Generator, raters: int, labels: int, gaps: float = 0.0) -> list[list[Any]]:
    """Return items by raters: values from 1 to `labels` in uneven shares, mostly the item's own value; None with
    share `gaps`."""
    items = int(rng.integers(8, 14))
    shares = rng.dirichlet(np.arange(labels, 0, -1))
    own = rng.choice(labels, size=items, p=shares)
    own[:2] = labels - 1, 0
    other = rng.choice(labels, size=(items, raters), p=shares)
    values = np.where(rng.random((items, raters)) < 0.65, own[:, None], other) + 1
    # Two whole items are unanimous, with two values, and one is not: every coefficient is defined and below 1.
    values[:2] = own[:2, None] + 1
    values[2, :2] = labels, 1
    gone = rng.random((items, raters)) < gaps
    gone[:3] = False
    return [
        [None if missing else int(value) for value, missing in zip(row, holes, strict=True)]
        for row, holes in zip(values, gone, strict=True)
    ]


def cohen_cases(work: Work) -> list[Case]:
    """Return two lists of labels per case; the published tables come first."""
    inputs: list[tuple[list[Any], list[Any], str]] = [
        (["x", "y", "x"], ["y", "x", "y"], "they never agree"),
        (["x"] * 4, ["y"] * 4, "each person uses one label, and not the same"),
        (["x", "y", "x"], ["x", "y", "x"], ALL_AGREE),
        (["p", "q", "r", "q"], ["p", "q", "r", "q"], ALL_AGREE),
        (
            ["May", "may", "May", "march", "may"],
            ["May", "May", "march", "march", "may"],
            "upper and lower case make two labels",
        ),
        ([" no", "no", "yes", "no"], ["no", " no", "yes", "yes"], "a space makes another label"),
        (*two_raters([[20, 5], [10, 15]], ["yes", "no"]), "the example of the notebook"),
    ]
    inputs += [(*two_raters(table, ["p", "q", "r"][: len(table)]), note) for note, table in TABLES]
    rng = generator(work, "cohen")
    for labels in (2, 3, 4, 5)[:RANDOM]:
        rows = random_ratings(rng, 2, labels)
        first, second = ([f"label {row[side]}" for row in rows] for side in (0, 1))
        inputs.append((first, second, f"{labels} labels, random"))
    return [Case((a, b), cohen_kappa(a, b), note) for a, b, note in inputs]


def weighted_cases(work: Work) -> list[Case]:
    """Return two lists, the labels in order and the weights per case; published ones, and scales with an unused
    label."""
    scale = ["poor", "fair", "good", "excellent"]
    a, b = two_raters(COHEN_1968, DIAGNOSES)
    c, d = two_raters(TABLES[-1][1], [1, 2, 3])
    inputs: list[tuple[list[Any], list[Any], list[Any], list[list[float]], str]] = [
        (["poor", "good", "excellent"], ["good", "good", "excellent"], scale, linear(4), "nobody says fair"),
        (
            ["good", "poor", "excellent"],
            ["excellent", "poor", "poor"],
            scale,
            quadratic(4),
            "nobody says fair",
        ),
        (c, d, [1, 2, 3], linear(3), "one person never uses the first label"),
        (
            a,
            b,
            list(DIAGNOSES),
            [[float(w) for w in row] for row in COHEN_1968_WEIGHTS],
            "weights of Cohen 1968",
        ),
        (
            ["good", "fair", "poor"],
            ["fair", "poor", "good"],
            scale,
            linear(4),
            "less agreement than by chance",
        ),
        (["good", "fair", "poor"], ["good", "fair", "poor"], scale, linear(4), ALL_AGREE),
        ([1, 3, 3, 1], [1, 3, 3, 1], [1, 2, 3], quadratic(3), ALL_AGREE),
        (["good"] * 3, ["poor"] * 3, scale, linear(4), "each person uses one label, and not the same"),
    ]
    rng = generator(work, "weighted")
    for labels, made in ((4, linear), (5, quadratic), (5, linear), (6, quadratic))[:RANDOM]:
        # 2 is moved to 3 and so on, so that a label in the middle of the scale is unused.
        rows = [[value + (value > 1) for value in row] for row in random_ratings(rng, 2, labels - 1)]
        first, second = ([row[side] for row in rows] for side in (0, 1))
        note = f"{labels} labels, {made.__name__}, random"
        inputs.append((first, second, list(range(1, labels + 1)), made(labels), note))
    # In these tables the first person's label and the second's cannot be exchanged.
    missed = [[0.0, 1.0, 3.0], [4.0, 0.0, 6.0], [9.0, 2.0, 0.0]]
    inputs.append((a, b, list(DIAGNOSES), missed, "it matters who says which label"))
    inputs.append((c, d, [1, 2, 3], missed, "it matters who says which label"))
    rng = generator(work, "weighted one way")
    for labels in (3, 4, 5, 4, 6):
        rows = random_ratings(rng, 2, labels)
        first, second = ([row[side] for row in rows] for side in (0, 1))
        # Three items have disagreements that nobody has the other way round.
        first[1:4], second[1:4] = [2, 2, labels], [1, 1, 1]
        weights = one_way(labels)
        note = f"{labels} labels, it matters who says which label, random"
        inputs.append((first, second, list(range(1, labels + 1)), weights, note))
    return [
        Case((x, y, labels, weights), weighted(x, y, labels, weights), note)
        for x, y, labels, weights, note in inputs
    ]


def weighted(a: list[Any], b: list[Any], labels: list[Any], weights: list[list[float]]) -> float:
    """Return the reference value of weighted kappa."""
    pairs = np.array([a, b], dtype=object).T
    return float(cohen(pairs, weights=weights, categories=labels).value)


def fleiss_cases(work: Work) -> list[Case]:
    """Return tables of counts, published ones first."""
    inputs = [
        ([[7, 1], [3, 5]], "two items"),
        ([[6, 1, 0], [0, 7, 0]], "a label that nobody chose"),
        ([[2, 0, 0], [0, 1, 1], [0, 2, 0], [1, 0, 1]], "two raters per item"),
        ([[2, 1], [1, 2], [2, 1]], "less agreement than by chance"),
        ([[3, 0], [0, 3]], ALL_AGREE),
        ([[0, 4, 0], [4, 0, 0], [0, 0, 4], [0, 4, 0]], ALL_AGREE),
        (counts_of(FLEISS_1971), "30 items of Fleiss 1971"),
    ]
    rng = generator(work, "fleiss")
    for raters, labels in ((3, 3), (4, 4), (5, 3), (6, 5))[:RANDOM]:
        rows = random_ratings(rng, raters, labels)
        counts = [[row.count(label) for label in range(1, labels + 1)] for row in rows]
        inputs.append((counts, f"{raters} raters, {labels} labels, random"))
    return [
        Case((counts,), float(fleiss(ratings_from_counts(counts)).value), note) for counts, note in inputs
    ]


def patients(work: Work) -> list[list[Any]]:
    """Return five observers' first ratings of the patients of Dawid and Skene 1979, one row per patient."""
    rows = work.dataset("dawid-skene-patients")
    firsts = rows.groupby(["patient", "observer"], sort=True)["rating"].first().unstack()
    return [[int(value) for value in row] for row in firsts.to_numpy()]


def alpha_cases(work: Work, level: Level) -> list[Case]:
    """Return complete tables at one level."""
    inputs: list[tuple[list[list[Any]], str]] = []
    if level == "nominal":
        inputs += [
            (by_item(KRIPPENDORFF_A), "Krippendorff's example A"),
            (by_item(KRIPPENDORFF_B), "Krippendorff's example B, labels that are letters"),
        ]
    if level == "interval":
        inputs.append(([[1, 2], [10, 8], [5, 5], [2, 2]], "values far apart"))
    if level == "ordinal":
        inputs.append(([[1, 1], [2, 9], [9, 9], [9, 40], [40, 40], [2, 1]], "ranks with uneven steps"))
    if level != "nominal":
        inputs.append(([[1.5, 2.5], [1, 1], [2, 3.5], [2.5, 2.5]], "values with halves"))
    inputs.append(([[1, 2], [2, 4], [4, 1], [2, 1]], "less agreement than by chance"))
    inputs.append(([[0, 0], [2, 2], [2, 2]], ALL_AGREE))
    inputs.append(([[1, 1, 1], [4, 4, 4], [3, 3, 3]], ALL_AGREE))
    inputs.append((patients(work), "45 patients of Dawid and Skene 1979, five observers"))
    rng = generator(work, f"alpha {level}")
    for (raters, labels), scale in zip(((2, 4), (3, 5), (4, 4), (5, 6))[:RANDOM], SCALES, strict=False):
        table = random_ratings(rng, raters, labels)
        inputs.append((rescaled(table, scale[1]), f"{raters} raters, random, {scale[0]}"))
    return [Case((table, level), krippendorff_alpha(table, level), note) for table, note in inputs]


def rescaled(table: list[list[Any]], write: Callable[[int], float]) -> list[list[Any]]:
    """Return the table with each rating written in another way."""
    return [[None if value is None else write(value) for value in row] for row in table]


def missing_cases(work: Work, levels: Sequence[Level] = LEVELS) -> list[Case]:
    """Return tables with gaps at the given levels; a level that the learner has not solved is left out, so that the
    others can still be right."""
    return [
        Case((table, level), krippendorff_alpha(table, level), note)
        for level in LEVELS
        if level in levels
        for table, note in tables_with_gaps(work, level)
    ]


def tables_with_gaps(work: Work, level: Level) -> list[tuple[list[list[Any]], str]]:
    """Return tables with gaps for one level: small ones, published ones and the learner's random ones."""
    inputs: list[tuple[list[list[Any]], str]] = []
    if level == "nominal":
        inputs.append(
            (
                [["a", "a", "b"], ["b", None, "b"], [None, "c", None], ["a", "b", None]],
                "an item with one rating",
            )
        )
    else:
        inputs.append(
            (
                [[1, 1, 1], [2, 3, None], [3, None, None], [None, 3, None], [4, 4, 4], [1, 2, 1]],
                "two items with one rating",
            )
        )
        inputs.append((by_item(NOTEBOOK_C), "the example of the notebook"))
    inputs.append(
        ([[0, 0, None], [2, 0, 0], [None, 1, 1], [0, None, None], [1, 2, 0], [2, 2, None]], "0 is a rating")
    )
    inputs.append((by_item(WITH_GAPS), "an example with gaps, 3 raters, 15 items"))
    rng = generator(work, "missing" if level == "nominal" else f"missing {level}")
    sizes = ((3, 3), (4, 4), (5, 3)) if level == "nominal" else ((4, 5), (3, 4))
    for raters, labels in sizes:
        table = random_ratings(rng, raters, labels, gaps=0.4)
        # One more item has one rating, for every draw.
        inputs.append(([*table, [None] * (raters - 1) + [labels]], f"{raters} raters with gaps, random"))
    return inputs


def undefined(name: str) -> list[Case]:
    """Return inputs for which the function's coefficient is 0 divided by 0."""
    inputs: dict[str, list[tuple[tuple[Any, ...], str]]] = {
        "cohen_kappa": [
            ((["x"] * 5, ["x"] * 5), "one label for everything"),
            (([1], [1]), "one item"),
        ],
        "weighted_kappa": [
            (([3] * 4, [3] * 4, [1, 2, 3], quadratic(3)), "one label for everything"),
            ((["a"], ["a"], ["a", "b"], linear(2)), "one item"),
        ],
        "fleiss_kappa": [
            (([[4, 0], [4, 0], [4, 0]],), "one label for everything"),
            (([[0, 0, 3]],), "one item"),
        ],
        "krippendorff_alpha": [
            (([["x", "x"], ["x", "x"]], "nominal"), "one label for everything"),
            (([[7, 7, 7], [7, 7, 7]], "nominal"), "one number for everything"),
        ],
    }
    return [Case(arguments, math.nan, note) for arguments, note in inputs[name]]
