"""What a simulated labelling round took: labels, seconds and pay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from labelwright.annotations.record import Annotation
from labelwright.simulation.items import SimulationError


@dataclass(frozen=True)
class SimulatedCost:
    """Totals of a simulated round: `seconds` of work in all and at the median, `cost` in the unit of the rate.

    `labels` counts finished annotations, `skipped` the items left out (they take time and are paid as others are), and
    `by_worker` the seconds of each worker.
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
        """The cost of one finished label; NaN where there is none."""
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

    SimulationError unless exactly one rate of 0 or more is given, and where an annotation is not simulated.
    """
    given = list(annotations)
    if foreign := [one for one in given if one.origin != "simulated"]:
        raise SimulationError(
            f"{len(foreign)} of {len(given)} annotations are not simulated, the first by {foreign[0].annotator!r} "
            f"(origin {foreign[0].origin!r}). Leave them out: people's time is not simulated."
        )
    rate = per_hour if per_label is None else per_label
    if rate is None or (per_hour is None) == (per_label is None) or not 0 <= rate < float("inf"):
        raise SimulationError("give one rate of 0 or more: per_hour=... or per_label=....")
    tenths = [round((one.seconds or 0) * 10) for one in given]
    by_worker: Counter[str] = Counter()
    for one, tenth in zip(given, tenths, strict=True):
        by_worker[one.annotator] += tenth
    cost = sum(tenths) / 36_000 * rate if per_label is None else len(given) * rate
    return SimulatedCost(
        labels=sum(one.status == "done" for one in given),
        skipped=sum(one.status == "skipped" for one in given),
        items=len({one.item for one in given}),
        seconds=sum(tenths) / 10,
        median_seconds=median(tenths) / 10 if tenths else 0.0,
        cost=round(cost, 2),
        rate=f"{rate:g} {'an hour' if per_label is None else 'an annotation'}",
        by_worker={name: tenth / 10 for name, tenth in sorted(by_worker.items())},
    )
