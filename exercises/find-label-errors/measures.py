"""The measures that a portfolio may show of a search for wrong labels."""

from __future__ import annotations

from labelwright.checks import Measure, Work
from labelwright.quality import wilson

from .model import given, wrong


def noise_measure(work: Work, noise: float) -> Measure:
    """Return the estimated share of wrong labels, with the planted share."""
    return Measure(
        id="noise-estimate",
        name="Estimated share of wrong labels",
        value=round(100 * noise, 1),
        unit="%",
        n=len(given(work)),
        n_unit="images",
        method="confident joint on out-of-sample probabilities, scaled to the labels given",
        reference=f"{100 * wrong(work).mean():.1f} % of the labels were flipped on purpose",
    )


def list_measures(work: Work, hits: int, extra: int, missed: int) -> tuple[Measure, ...]:
    """Precision and recall of the list of suspects, each with its Wilson interval."""
    parts = [("precision", "Suspects that are wrong labels", hits, hits + extra, "suspects")]
    parts += [("recall", "Wrong labels that are suspects", hits, hits + missed, "flipped labels")]
    return tuple(
        Measure(
            id=f"suspects-{name}",
            name=title,
            value=round(100 * part / whole, 1),
            unit="%",
            n=whole,
            n_unit=unit,
            low=round(100 * wilson(part, whole)[0], 1),
            high=round(100 * wilson(part, whole)[1], 1),
            method="Wilson, 95 %",
            reference="labels flipped on purpose in real images",
        )
        for name, title, part, whole, unit in parts
        if whole
    )


def queue_measure(share: float, n: int) -> Measure:
    """Precision among the `n` images of the queue."""
    low, high = wilson(round(n * share), n)
    return Measure(
        id="precision-in-the-queue",
        name="Wrong labels among the images of the queue",
        value=round(100 * share, 1),
        unit="%",
        n=n,
        n_unit="images",
        low=round(100 * low, 1),
        high=round(100 * high, 1),
        method="Wilson, 95 %",
        reference="labels flipped on purpose in real images",
    )
