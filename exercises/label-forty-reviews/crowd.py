"""What the journal and the raters say about a learner's forty sentences, and numbers from both."""

from __future__ import annotations

import json
from statistics import median

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice
from labelwright.checks import Matrix, Measure, NotAttempted, Work, own_annotations, read_annotations
from labelwright.data import seed
from labelwright.quality import Agreement, Bootstrap, cohen, confusion_table, human_ceiling, wilson
from labelwright.quality.calibration import acceptance, acceptance_ceiling

JOURNAL, DATA = "forty-reviews.annotations.jsonl", "hutto-amazon-snippets"
LABELS = ("negative", "neutral", "positive")
MINORITY = 0.3
"""From this share of the other raters on, a label is acceptable even if another label leads."""
LEAST_COMPARED = 20
SETTLED = 14
"""From this many of the twenty raters on, the crowd agrees on a sentence; pool.py draws thirty of the forty so."""


def annotations(work: Work) -> dict[str, Annotation]:
    """Return what the journal says of the learner's forty sentences, by id, in the sample's order."""
    ids = list(work.sample["id"])
    found = {one.item: one for one in work.cached("annotations", lambda: _journal(work, ids))}
    kept = {one: found[one] for one in ids if one in found}
    if not kept:
        raise NotAttempted(
            "No sentence has a label yet. Run the cell with `ex.label`, and label the sentences in the widget."
        )
    return kept


def _journal(work: Work, ids: list[str]) -> list[Annotation]:
    return own_annotations(work, JOURNAL, read_annotations(work, JOURNAL, items=ids))


def labels(work: Work) -> dict[str, str]:
    """Return the learner's labels by id, without what was skipped."""
    values = {one: annotation.value for one, annotation in annotations(work).items()}
    return {
        one: value.label
        for one, value in values.items()
        if isinstance(value, Choice) and value.label in LABELS
    }


def ratings(work: Work) -> pd.DataFrame:
    """Return the twenty ratings of each of the learner's sentences, by id."""
    return work.cached("ratings", lambda: _ratings(work))


def _ratings(work: Work) -> pd.DataFrame:
    rows = work.dataset(DATA).set_index("id").loc[list(work.sample["id"]), "ratings"]
    return pd.DataFrame(rows.map(json.loads).tolist(), index=rows.index)


def votes(work: Work) -> pd.DataFrame:
    """Return how many of the twenty chose each label, by id."""

    def count() -> pd.DataFrame:
        signs = np.sign(ratings(work))
        return pd.DataFrame({label: (signs == place - 1).sum(axis=1) for place, label in enumerate(LABELS)})

    return work.cached("votes", count)


def majority(work: Work) -> dict[str, str | None]:
    """Return the leading label of each sentence; None if two tie."""
    counted = votes(work)
    tied = counted.eq(counted.max(axis=1), axis=0).sum(axis=1) > 1
    return {str(one): None if tied[one] else str(label) for one, label in counted.idxmax(axis=1).items()}


def settled(work: Work) -> dict[str, str]:
    """Return the crowd's label of the sentences on which the crowd agrees and which the learner labelled."""
    lead, given = votes(work).max(axis=1), labels(work)
    return {
        one: label for one, label in majority(work).items() if label and one in given and lead[one] >= SETTLED
    }


def accepted(work: Work, given: dict[str, str]) -> npt.NDArray[np.float64]:
    """Return how acceptable each given label is to the crowd, 0 to 1."""
    counts = votes(work).loc[list(given)].to_numpy()
    return acceptance(counts, MINORITY)[
        np.arange(len(given)), [LABELS.index(label) for label in given.values()]
    ]


def accepted_people(work: Work) -> float:
    """Return the human ceiling: how often one rater's label is acceptable to the other nineteen, on what the learner labelled."""
    return float(acceptance_ceiling(votes(work).loc[list(labels(work))].to_numpy(), MINORITY).mean())


def accepted_measure(work: Work, per_item: npt.NDArray[np.float64]) -> Measure:
    """Return the share of acceptable labels with Wilson's interval, and the ceiling of the same sentences."""
    low, high = wilson(round(float(per_item.sum())), len(per_item))
    return Measure(
        id="acceptable-labels",
        name="Labels acceptable to the crowd",
        value=round(100 * float(per_item.mean()), 1),
        unit="%",
        n=len(per_item),
        n_unit="sentences",
        low=round(100 * low, 1),
        high=round(100 * high, 1),
        method="Wilson, 95 %",
        reference="labels that three in ten of the raters gave, or the most frequent label; the labeller could see the "
        "ratings",
        ceiling=round(100 * accepted_people(work), 1),
        ceiling_note="each of the twenty raters compared with the other nineteen, on the same sentences",
    )


def time_measure(work: Work) -> tuple[Measure, ...]:
    """Return the median time at work on a sentence; nothing if no times were kept."""
    times = [one.seconds for one in annotations(work).values() if one.seconds is not None]
    return (
        (
            Measure(
                id="seconds-a-sentence",
                name="Time at work on a sentence, median",
                value=round(median(times), 1),
                unit="s",
                n=len(times),
                n_unit="sentences",
                method="as the labelling widget recorded it, without pauses of more than a minute",
            ),
        )
        if times
        else ()
    )


def compared(work: Work) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    """Return the learner's label and the majority's, of the sentences that have both; NotAttempted on fewer than twenty."""
    theirs = majority(work)
    pairs = [(label, other) for one, label in labels(work).items() if (other := theirs[one])]
    if len(pairs) < LEAST_COMPARED:
        raise NotAttempted(f"Only {len(pairs)} sentences can be compared. Label the other sentences first.")
    return np.array([label for label, _ in pairs]), np.array([other for _, other in pairs])


def kappa(work: Work) -> Agreement:
    """Kappa with its bootstrap interval over sentences, computed once for a piece of work."""
    start = Bootstrap(seed(work.learner, "label-forty-reviews"), 10_000)
    pairs = np.array(compared(work), dtype=object).T
    return work.cached("kappa", lambda: cohen(pairs, categories=LABELS, bootstrap=start))


def confusion(work: Work) -> Matrix:
    """Return how often each of the learner's labels met each label of the majority, over the sentences that have both."""
    mine, theirs = compared(work)
    table = confusion_table(mine.tolist(), theirs.tolist(), categories=LABELS).table
    return Matrix(
        id="labels",
        name="Labels compared with the majority's",
        labels=tuple(LABELS),
        counts=tuple(tuple(int(count) for count in row) for row in table),
        rows="the learner's label",
        columns="the label that most of the twenty raters gave",
        n_unit="sentences",
    )


def kappa_measure(work: Work) -> Measure:
    """Return kappa with the majority, and the kappa of a random rater."""
    found = kappa(work)
    kept = [one for one in labels(work) if majority(work)[one]]
    people = human_ceiling(np.sign(ratings(work).loc[kept]), raters="anonymous", categories=(-1, 0, 1)).kappa
    return Measure(
        id="kappa-with-majority",
        name="Cohen's kappa with the majority",
        value=round(found.value, 3),
        n=len(kept),
        n_unit="sentences with a majority",
        low=round(found.low, 3),
        high=round(found.high, 3),
        method="percentile bootstrap over sentences, 10,000 draws, 95 %",
        reference="the label that most of the twenty raters gave",
        ceiling=round(people.value, 3),
        ceiling_note="a random rater compared with the other nineteen, on the same sentences",
    )
