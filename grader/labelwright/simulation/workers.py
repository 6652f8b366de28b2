"""A crew of simulated annotators with their habits, and what their work costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Label
from labelwright.rng import Rng
from labelwright.simulation.items import SimulationError

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Range = tuple[float, float]


class Worker(BaseModel):
    """One simulated worker; the id starts with `simulated-`, so that it says so everywhere.

    `skill` is the chance of the right label, unaided, on an item of difficulty 0.5. `reads` is the chance of looking
    the item up in the guideline. `bias` maps a label to the chance of giving it to any item; `confuses` maps a right
    label to the wrong labels given instead, with their chances: both are added to errors of skill. `spam` is the share
    of answers given without looking, as `spam_answer` says. `fatigue` is the skill lost with each item, down to
    guessing. `seconds` is the mean time for an item of difficulty 0.5.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^simulated-\S+$", max_length=100)]
    skill: Share
    reads: Share = 0.8
    bias: dict[Label, Share] = Field(default_factory=dict)
    confuses: dict[Label, dict[Label, Share]] = Field(default_factory=dict)
    spam: Share = 0
    spam_answer: Literal["random", "first"] = "random"
    fatigue: Share = 0
    seconds: float = Field(default=12, gt=0, le=3_600)
    profile: str = ""
    """Which of `PROFILES` it was drawn from; only for the author, not for the learner."""


@dataclass(frozen=True)
class Profile:
    """The ranges that a kind of worker is drawn from, fields as in `Worker`; `bias` and `confuses` are for one label."""

    skill: Range
    reads: Range
    seconds: Range
    fatigue: Range = (0, 0)
    bias: Range = (0, 0)
    confuses: Range = (0, 0)
    spam: Range = (0, 0)
    spam_answer: Literal["random", "first"] = "random"


PROFILES: Mapping[str, Profile] = {
    "careful": Profile(skill=(0.84, 0.93), reads=(0.85, 1), seconds=(14, 22), fatigue=(0, 0.0002)),
    "steady": Profile(skill=(0.74, 0.86), reads=(0.6, 0.9), seconds=(9, 15), fatigue=(0, 0.0005)),
    "hasty": Profile(skill=(0.62, 0.74), reads=(0.2, 0.5), seconds=(4, 8), fatigue=(0.0002, 0.001)),
    "leaning": Profile(skill=(0.74, 0.86), reads=(0.6, 0.9), seconds=(9, 15), bias=(0.15, 0.3)),
    "confuser": Profile(skill=(0.74, 0.86), reads=(0.3, 0.6), seconds=(9, 15), confuses=(0.6, 0.9)),
    "clicker": Profile(skill=(0.5, 0.7), reads=(0, 0.1), seconds=(4, 8), spam=(0.85, 1)),
    "first-answer": Profile(
        skill=(0.5, 0.7), reads=(0, 0.1), seconds=(4, 8), spam=(0.9, 1), spam_answer="first"
    ),
}
"""Kinds of workers, the most common first: the ranges are plausible, chosen for teaching, and not measured."""

HONEST: Mapping[str, float] = {"careful": 1, "steady": 2, "hasty": 1}


def crew(
    n: int, seed: int, *, labels: Sequence[str] = (), mix: Mapping[str, float] = HONEST
) -> tuple[Worker, ...]:
    """Return `n` simulated workers, `simulated-1` to `simulated-n`, from `PROFILES`; their order does not show the profile.

    `mix` holds parts by profile, shared out over `n` by largest remainder: counts that add up to `n` are kept as they
    are. The profiles `leaning` and `confuser` need `labels`, two or more. The same arguments give the same crew.
    """
    if n < 1:
        raise SimulationError(f"a crew of {n} workers cannot label anything; give n of 1 or more.")
    if unknown := [name for name in mix if name not in PROFILES]:
        raise SimulationError(
            f"no profile of workers is called {unknown[0]!r}; the profiles are {', '.join(PROFILES)}."
        )
    counts = _counts(n, mix)
    seats = [f"{name} {number}" for name, count in counts.items() for number in range(count)]
    order = [seat.split()[0] for seat in Rng(seed).shuffled_for(seats, "seat")]
    return tuple(_worker(f"simulated-{at}", name, seed, tuple(labels)) for at, name in enumerate(order, 1))


def _counts(n: int, mix: Mapping[str, float]) -> dict[str, int]:
    whole = fsum(mix.values())
    if not all(0 <= part < float("inf") for part in mix.values()) or not whole > 0:
        raise SimulationError("the parts of mix must be numbers of 0 or more, and at least one above 0.")
    exact = {name: n * part / whole for name, part in mix.items()}
    counts = {name: int(share) for name, share in exact.items()}
    rest = sorted(exact, key=lambda name: (counts[name] - exact[name], name))[: n - sum(counts.values())]
    return {name: count + (name in rest) for name, count in counts.items()}


def _worker(identifier: str, name: str, seed: int, labels: tuple[str, ...]) -> Worker:
    profile = PROFILES[name]

    def drawn(field: str) -> float:
        low, high = getattr(profile, field)
        return Rng(seed).between_for(low, high, "worker", identifier, field)

    plain = {field: drawn(field) for field in ("skill", "reads", "fatigue", "spam")}
    quirks: dict[str, object] = {}
    if profile.bias[1] or profile.confuses[1]:
        right, taken = _two_labels(identifier, name, seed, labels)
        if profile.bias[1]:
            quirks["bias"] = {taken: drawn("bias")}
        else:
            quirks["confuses"] = {right: {taken: drawn("confuses")}}
    stated = {**plain, **quirks, "seconds": round(drawn("seconds"), 1), "spam_answer": profile.spam_answer}
    return Worker.model_validate({"id": identifier, "profile": name, **stated})


def _two_labels(identifier: str, name: str, seed: int, labels: tuple[str, ...]) -> tuple[str, str]:
    if len(set(labels)) < 2:
        raise SimulationError(f"workers of the profile {name!r} need labels, two or more; give labels=[...].")
    right, taken, *_ = sorted(set(labels), key=lambda label: Rng(seed).share_for("quirk", identifier, label))
    return right, taken


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
