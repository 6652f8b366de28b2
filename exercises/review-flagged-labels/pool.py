"""How pool.csv was made: four models' out-of-sample opinions of the published digits, and two lists made by looking.

Run it to see the opinions again: `python exercises/review-flagged-labels/pool.py PATH/digits.csv.gz`. An image is
*clear* where all four models choose the published digit and give it .95 or more on average (the thirty clearest of
each digit). *Hard* images are those below .8 with at most one model against the published digit, in which one reading
was seen when they were looked at. *Ambiguous* images are those that two models or more take for another digit, in
which two readings were seen. One person looked, without a second reader, so both answers are accepted for both kinds.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

# fmt: off
AMBIGUOUS = (6, 38, 70, 88, 124, 130, 171, 422, 481, 747, 795, 906, 1039, 1096, 1119, 1150, 1554, 1612, 1659, 1661,
             1663, 1728, 1730, 1791)
HARD = (55, 58, 93, 266, 385, 419, 450, 503, 524, 659, 701, 704, 758, 771, 923, 948, 965, 989, 1019, 1069, 1289, 1424,
        1496, 1596, 1603, 1607, 1618, 1667, 1691)
# fmt: on
EACH = 30


def pool(pixels: np.ndarray, digit: np.ndarray) -> pd.DataFrame:
    """Return the pool of images, numbered from 1: their stratum, and the digit that the models take them for next."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.svm import SVC

    models = [
        KNeighborsClassifier(10),
        RandomForestClassifier(100, random_state=0),
        SVC(gamma=0.001, C=10, probability=True, random_state=0),
        LinearDiscriminantAnalysis(),
    ]
    opinions = []
    for number, model in enumerate(models):
        table = np.zeros((len(digit), 10))
        fold = np.random.default_rng(number).permutation(np.arange(len(digit)) % 10)
        for heap in range(10):
            inside = fold == heap
            table[inside] = model.fit(pixels[~inside], digit[~inside]).predict_proba(pixels[inside])
        opinions.append(table)
    mean, place = np.mean(opinions, axis=0), np.arange(len(digit))
    own, agree = mean[place, digit], (np.argmax(opinions, axis=2) == digit).sum(axis=0)
    mean[place, digit] = -1
    clear: list[int] = []
    for one in range(10):
        fit = np.flatnonzero((digit == one) & (agree == len(models)) & (own >= 0.95))
        clear += [int(image) + 1 for image in fit[np.argsort(-own[fit], kind="stable")][:EACH]]
    strata = {
        **dict.fromkeys(clear, "clear"),
        **dict.fromkeys(HARD, "hard"),
        **dict.fromkeys(AMBIGUOUS, "ambiguous"),
    }
    alike = mean.argmax(axis=1)
    return pd.DataFrame(
        [(one, strata[one], alike[one - 1]) for one in sorted(strata)], columns=["image", "stratum", "alike"]
    )


if __name__ == "__main__":
    data = pd.read_csv(sys.argv[1], header=None).to_numpy()
    table = pool(data[:, :64], data[:, 64])
    print(table.to_csv(index=False), end="") if len(sys.argv) < 3 else table.to_csv(
        Path(sys.argv[2]), index=False
    )
