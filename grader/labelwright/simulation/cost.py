"""Add up a simulated labelling round: labels, seconds and pay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from labelwright.annotations.record import Annotation
from labelwright.simulation.items import SimulationError


@dataclass(frozen=True)
class SimulatedCost:
    """The totals of a simulated round: `seconds` of work in total and at the median, `cost` in the unit of the rate.

    `labels` counts finished annotations, `skipped` the skipped ones (they take time and are paid like the others);
    `by_worker` gives the seconds of each worker.
    """

    labels: int
    skipped: int
    items: int
    seconds: float
    median_seconds: float
    cost: float
    rate: str
    by_worker: dict[str, float]

    @property
    def per_label(self) -> float:
        """The cost of one finished label; NaN if there is none."""
        return self.cost / self.labels if self.labels else float("nan")

    def __str__(self) -> str:
        minutes, seconds = divmod(round(self.seconds), 60)
        workers = len(self.by_worker)
        return (
            f"Simulated annotators: {self.labels:,} labels and {self.skipped:,} skips on {self.items:,} items by "
            f"{workers} simulated worker{'s' * (workers != 1)}; {minutes // 60} h {minutes % 60} min {seconds} s of "
            f"simulated work, {self.median_seconds:.1f} s at the median; {self.cost:,.2f} at {self.rate}."
        )


def summarise(
    annotations: Iterable[Annotation], *, per_hour: float | None = None, per_label: float | None = None
) -> SimulatedCost:
    """Add up the time and pay of simulated annotations, at a rate per hour or per annotation, in any currency.

    Raise SimulationError unless exactly one rate of 0 or more is given, or if an annotation is not simulated.
    """
    given = list(annotations)
    if foreign := [annotation for annotation in given if annotation.origin != "simulated"]:
        raise SimulationError(
            f"{len(foreign)} of {len(given)} annotations are not simulated, the first by {foreign[0].annotator!r} "
            f"(origin {foreign[0].origin!r}). Leave them out: people's time is not simulated."
        )
    rate = per_hour if per_label is None else per_label
    if rate is None or (per_hour is None) == (per_label is None) or not 0 <= rate < float("inf"):
        raise SimulationError("give one rate of 0 or more: per_hour=... or per_label=....")
    tenths = [round((annotation.seconds or 0) * 10) for annotation in given]
    by_worker: Counter[str] = Counter()
    for annotation, tenth in zip(given, tenths, strict=True):
        by_worker[annotation.annotator] += tenth
    cost = sum(tenths) / 36_000 * rate if per_label is None else len(given) * rate
    return SimulatedCost(
        labels=sum(annotation.status == "done" for annotation in given),
        skipped=sum(annotation.status == "skipped" for annotation in given),
        items=len({annotation.item for annotation in given}),
        seconds=sum(tenths) / 10,
        median_seconds=median(tenths) / 10 if tenths else 0.0,
        cost=round(cost, 2),
        rate=f"{rate:g} {'per hour' if per_label is None else 'per annotation'}",
        by_worker={name: tenth / 10 for name, tenth in sorted(by_worker.items())},
    )
