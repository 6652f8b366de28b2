"""Rank the labels most worth looking at again, by confident learning or by cleanlab."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from labelwright.quality.label_errors.joint import confident_joint, read_predictions

INSTALL = 'pip install "labelwright[errors]"'


@dataclass(frozen=True)
class Candidate:
    """One label to look at again: item number `place` was given `given` at probability `self_confidence`.

    `suggested` is the label the model is confident of. A candidate is a question for a person, not a correction.
    """

    place: int
    given: Hashable
    suggested: Hashable
    self_confidence: float


def label_error_candidates(
    given: Sequence[Any] | npt.NDArray[Any],
    probabilities: npt.ArrayLike,
    labels: Sequence[Hashable] | None = None,
) -> tuple[Candidate, ...]:
    """Return the items that are confidently another label than the one given, least self-confident first.

    Takes out-of-sample probabilities as `confident_joint` does; look at its `warning` first. Comparing the given label
    with the most probable one instead flags many items the model merely finds hard. Source: Northcutt, Jiang and
    Chuang 2021, section 3.2 (the off-diagonal of the confident joint), ranked by self-confidence.
    """
    seen = read_predictions(given, probabilities, labels)
    found = confident_joint(given, probabilities, labels)
    flagged = np.flatnonzero((found.confident >= 0) & (found.confident != seen.given))
    order = flagged[np.argsort(seen.self_confidence[flagged], kind="stable")]
    return tuple(
        Candidate(
            int(place),
            seen.labels[seen.given[place]],
            seen.labels[found.confident[place]],
            float(seen.self_confidence[place]),
        )
        for place in order
    )


def cleanlab_candidates(
    given: Sequence[Any] | npt.NDArray[Any],
    probabilities: npt.ArrayLike,
    labels: Sequence[Hashable] | None = None,
) -> tuple[Candidate, ...]:
    """Return what cleanlab's `find_label_issues` flags (prune by noise rate), least self-confident first.

    `suggested` is the most probable label. Every label in `labels` must be given at least once. Raises ImportError
    with the install line where cleanlab is missing. Source: cleanlab, the library of the authors of Confident
    Learning.
    """
    seen = read_predictions(given, probabilities, labels)
    order = _engine()(
        seen.given, seen.probabilities, return_indices_ranked_by="self_confidence", n_jobs=1, verbose=False
    )
    best = seen.probabilities.argmax(axis=1)
    return tuple(
        Candidate(
            int(place),
            seen.labels[seen.given[place]],
            seen.labels[best[place]],
            float(seen.self_confidence[place]),
        )
        for place in order
    )


def _engine() -> Any:
    try:
        from cleanlab.filter import find_label_issues
    except ImportError:
        raise ImportError(f"cleanlab is not installed. Install it: {INSTALL}") from None
    return find_label_issues
