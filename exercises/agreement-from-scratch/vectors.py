"""The inputs that the four functions are called on: published tables, the learner's random ones, and special cases.

Each list has tuples of arguments; the notes next to it say what is special about the one at the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from labelwright.checks import Work
from labelwright.data import seed
from labelwright.quality import Level, ratings_from_table
from labelwright.rng import Rng

SLUG = "agreement-from-scratch"
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


COHEN: list[tuple[str, tuple[Any, ...]]] = [
    ("they never agree", (["x", "y", "x"], ["y", "x", "y"])),
    ("each person uses one label, and not the same", (["x"] * 4, ["y"] * 4)),
    (ALL_AGREE, (["x", "y", "x"], ["x", "y", "x"])),
    (ALL_AGREE, (["p", "q", "r", "q"], ["p", "q", "r", "q"])),
    (
        "upper and lower case make two labels",
        (["May", "may", "May", "march", "may"], ["May", "May", "march", "march", "may"]),
    ),
    ("a space makes another label", ([" no", "no", "yes", "no"], ["no", " no", "yes", "yes"])),
    ("the example of the notebook", two_raters([[20, 5], [10, 15]], ["yes", "no"])),
    *((note, two_raters(table, ["p", "q", "r"][: len(table)])) for note, table in TABLES),
]
COHEN_RANDOM = (2, 3, 4, 5)
COHEN_NOTES = [*(note for note, _ in COHEN), *(f"{labels} labels, random" for labels in COHEN_RANDOM)]


def cohen_inputs(work: Work) -> list[tuple[Any, ...]]:
    """Return two lists of labels per input; the published tables come first."""
    rng, drawn = generator(work, "cohen"), []
    for labels in COHEN_RANDOM:
        rows = random_ratings(rng, 2, labels)
        drawn.append(tuple([f"label {row[side]}" for row in rows] for side in (0, 1)))
    return [*(arguments for _, arguments in COHEN), *drawn]


SCALE = ["poor", "fair", "good", "excellent"]
ONE_WAY = "it matters who says which label"
MISSED = [[0.0, 1.0, 3.0], [4.0, 0.0, 6.0], [9.0, 2.0, 0.0]]
"""In such tables the first person's label and the second's cannot be exchanged."""
WEIGHTED: list[tuple[str, tuple[Any, ...]]] = [
    ("nobody says fair", (["poor", "good", "excellent"], ["good", "good", "excellent"], SCALE, linear(4))),
    ("nobody says fair", (["good", "poor", "excellent"], ["excellent", "poor", "poor"], SCALE, quadratic(4))),
    (
        "one person never uses the first label",
        (*two_raters(TABLES[-1][1], [1, 2, 3]), [1, 2, 3], linear(3)),
    ),
    (
        "weights of Cohen 1968",
        (*two_raters(COHEN_1968, DIAGNOSES), list(DIAGNOSES), COHEN_1968_WEIGHTS),
    ),
    ("less agreement than by chance", (["good", "fair", "poor"], ["fair", "poor", "good"], SCALE, linear(4))),
    (ALL_AGREE, (["good", "fair", "poor"], ["good", "fair", "poor"], SCALE, linear(4))),
    (ALL_AGREE, ([1, 3, 3, 1], [1, 3, 3, 1], [1, 2, 3], quadratic(3))),
    ("each person uses one label, and not the same", (["good"] * 3, ["poor"] * 3, SCALE, linear(4))),
    (ONE_WAY, (*two_raters(COHEN_1968, DIAGNOSES), list(DIAGNOSES), MISSED)),
    (ONE_WAY, (*two_raters(TABLES[-1][1], [1, 2, 3]), [1, 2, 3], MISSED)),
]
WEIGHTED_RANDOM = ((4, linear), (5, quadratic), (5, linear), (6, quadratic))
ONE_WAY_RANDOM = (3, 4, 5, 4, 6)
WEIGHTED_NOTES = [
    *(note for note, _ in WEIGHTED),
    *(f"{labels} labels, {made.__name__}, random" for labels, made in WEIGHTED_RANDOM),
    *(f"{labels} labels, {ONE_WAY}, random" for labels in ONE_WAY_RANDOM),
]


def weighted_inputs(work: Work) -> list[tuple[Any, ...]]:
    """Return two lists, the labels in order and the weights per input; published ones, and scales with an unused
    label."""
    inputs = [arguments for _, arguments in WEIGHTED]
    rng = generator(work, "weighted")
    for labels, made in WEIGHTED_RANDOM:
        # 2 is moved to 3 and so on, so that a label in the middle of the scale is unused.
        rows = [[value + (value > 1) for value in row] for row in random_ratings(rng, 2, labels - 1)]
        first, second = ([row[side] for row in rows] for side in (0, 1))
        inputs.append((first, second, list(range(1, labels + 1)), made(labels)))
    rng = generator(work, "weighted one way")
    for labels in ONE_WAY_RANDOM:
        rows = random_ratings(rng, 2, labels)
        first, second = ([row[side] for row in rows] for side in (0, 1))
        # Three items have disagreements that nobody has the other way round.
        first[1:4], second[1:4] = [2, 2, labels], [1, 1, 1]
        inputs.append((first, second, list(range(1, labels + 1)), one_way(labels)))
    return inputs


FLEISS: list[tuple[str, list[list[int]]]] = [
    ("two items", [[7, 1], [3, 5]]),
    ("a label that nobody chose", [[6, 1, 0], [0, 7, 0]]),
    ("two raters per item", [[2, 0, 0], [0, 1, 1], [0, 2, 0], [1, 0, 1]]),
    ("less agreement than by chance", [[2, 1], [1, 2], [2, 1]]),
    (ALL_AGREE, [[3, 0], [0, 3]]),
    (ALL_AGREE, [[0, 4, 0], [4, 0, 0], [0, 0, 4], [0, 4, 0]]),
    ("30 items of Fleiss 1971", counts_of(FLEISS_1971)),
]
FLEISS_RANDOM = ((3, 3), (4, 4), (5, 3), (6, 5))
FLEISS_NOTES = [
    *(note for note, _ in FLEISS),
    *(f"{raters} raters, {labels} labels, random" for raters, labels in FLEISS_RANDOM),
]


def fleiss_inputs(work: Work) -> list[tuple[Any, ...]]:
    """Return tables of counts, published ones first."""
    rng, drawn = generator(work, "fleiss"), []
    for raters, labels in FLEISS_RANDOM:
        rows = random_ratings(rng, raters, labels)
        drawn.append([[row.count(label) for label in range(1, labels + 1)] for row in rows])
    return [(counts,) for counts in (*(counts for _, counts in FLEISS), *drawn)]


def patients(work: Work) -> list[list[Any]]:
    """Return five observers' first ratings of the patients of Dawid and Skene 1979, one row per patient."""
    rows = work.dataset("dawid-skene-patients")
    firsts = rows.groupby(["patient", "observer"], sort=True)["rating"].first().unstack()
    return [[int(value) for value in row] for row in firsts.to_numpy()]


HALVES = ("values with halves", [[1.5, 2.5], [1, 1], [2, 3.5], [2.5, 2.5]])
ALPHA: dict[Level, list[tuple[str, list[list[Any]]]]] = {
    "nominal": [
        ("Krippendorff's example A", by_item(KRIPPENDORFF_A)),
        ("Krippendorff's example B, labels that are letters", by_item(KRIPPENDORFF_B)),
    ],
    "interval": [("values far apart", [[1, 2], [10, 8], [5, 5], [2, 2]]), HALVES],
    "ordinal": [("ranks with uneven steps", [[1, 1], [2, 9], [9, 9], [9, 40], [40, 40], [2, 1]]), HALVES],
}
EVERY_LEVEL = [
    ("less agreement than by chance", [[1, 2], [2, 4], [4, 1], [2, 1]]),
    (ALL_AGREE, [[0, 0], [2, 2], [2, 2]]),
    (ALL_AGREE, [[1, 1, 1], [4, 4, 4], [3, 3, 3]]),
]
ALPHA_RANDOM = tuple(zip(((2, 4), (3, 5), (4, 4), (5, 6)), SCALES, strict=True))
"""Raters and labels of a random table, and how its values are written."""


def alpha_notes(level: Level) -> list[str]:
    """Return what is special about each complete table at one level."""
    return [
        *(note for note, _ in ALPHA[level] + EVERY_LEVEL),
        "45 patients of Dawid and Skene 1979, five observers",
        *(f"{raters} raters, random, {scale}" for (raters, _), (scale, _) in ALPHA_RANDOM),
    ]


def alpha_inputs(work: Work, level: Level) -> list[tuple[Any, ...]]:
    """Return complete tables at one level."""
    tables = [*(table for _, table in ALPHA[level] + EVERY_LEVEL), patients(work)]
    rng = generator(work, f"alpha {level}")
    for (raters, labels), (_, write) in ALPHA_RANDOM:
        tables.append(rescaled(random_ratings(rng, raters, labels), write))
    return [(table, level) for table in tables]


def rescaled(table: list[list[Any]], write: Callable[[int], float]) -> list[list[Any]]:
    """Return the table with each rating written in another way."""
    return [[None if value is None else write(value) for value in row] for row in table]


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


UNDEFINED: dict[str, list[tuple[Any, ...]]] = {
    "cohen_kappa": [(["x"] * 5, ["x"] * 5), ([1], [1]), (["x", "y"], ["x", "y"])],
    "weighted_kappa": [
        ([3] * 4, [3] * 4, [1, 2, 3], quadratic(3)),
        (["a"], ["a"], ["a", "b"], linear(2)),
        (["a", "b"], ["a", "b"], ["a", "b"], linear(2)),
    ],
    "fleiss_kappa": [([[4, 0], [4, 0], [4, 0]],), ([[0, 0, 3]],), ([[2, 0], [0, 2]],)],
    "krippendorff_alpha": [
        ([["x", "x"], ["x", "x"]], "nominal"),
        ([[7, 7, 7], [7, 7, 7]], "nominal"),
        ([["x", "x"], ["y", "y"]], "nominal"),
    ],
}
"""Inputs for which the function's coefficient is 0 divided by 0; for the last one it is 1."""
UNDEFINED_NOTES = {
    **dict.fromkeys(UNDEFINED, ("one label for everything", "one item", ALL_AGREE)),
    "krippendorff_alpha": ("one label for everything", "one number for everything", ALL_AGREE),
}
