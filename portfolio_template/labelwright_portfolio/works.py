"""The pieces of work on a page, read from signed documents alone: a credential and its evidence each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from labelwright.checks.verdicts import Origin
from labelwright.credentials import claims
from labelwright.credentials.claims import Claim, Claims, number_text, read_claims
from labelwright.credentials.issue import ORIGIN_SENTENCES
from labelwright.credentials.proof import canonical
from labelwright_portfolio.signed_values import Count, Figure

Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ShownDataset(_Part):
    """A data set as evidence describes it."""

    title: str
    kind: str
    citation: str
    licence: str
    sha256: str


class ShownMeasure(_Part):
    """A measured quantity as evidence describes it."""

    id: str
    name: str
    value: Finite
    unit: str
    n: int | None
    n_unit: str
    low: Finite | None
    high: Finite | None
    method: str
    reference: str
    ceiling: Finite | None
    ceiling_note: str


class ShownCheck(_Part):
    """A check's sentence and verdict."""

    id: str
    task: str = ""
    sentence: str
    verdict: str
    points: Finite
    max_points: Finite


class ShownMatrix(_Part):
    """A cross-table of counts as evidence describes it."""

    id: str
    name: str
    labels: Annotated[list[str], Field(min_length=2, max_length=12)]
    counts: list[list[int]]
    rows: str
    columns: str
    n_unit: str

    @model_validator(mode="after")
    def _is_square(self) -> ShownMatrix:
        if {len(self.labels)} != {len(self.counts), *map(len, self.counts)}:
            raise ValueError("a matrix has one row and one column for each label")
        return self


class ShownAttempt(_Part):
    """An earlier attempt at the same work as evidence tells it."""

    graded_at: str
    percent: Finite
    passed: bool
    form: int
    measures: dict[str, Finite]


class ShownMark(_Part):
    """Points given by hand as evidence tells them; `task` is empty where they are for the whole exercise."""

    task: str
    points: Finite
    most: Finite
    given_at: str


class ShownEvidence(_Part):
    """The whole evidence of one piece of work, in the shape `labelwright.credentials.evidence` writes."""

    exercise: str
    title: str
    version: int
    exercise_sha256: str = ""
    form: int = 1
    outcome: str
    score: Finite
    max_score: Finite
    pass_percent: Finite | None = None
    datasets: list[ShownDataset]
    measures: list[ShownMeasure]
    matrices: list[ShownMatrix] = []
    checks: list[ShownCheck]
    attempts: list[ShownAttempt] = []
    marks: list[ShownMark] = []


@dataclass(frozen=True)
class Work:
    """One piece of work: its place on the page (from 1), its credential and its evidence, both parsed."""

    place: int
    credential: dict[str, Any]
    evidence: dict[str, Any]

    @property
    def cred_id(self) -> str:
        """The id of the script that embeds the credential."""
        return f"cred-{self.place}"

    @property
    def evidence_id(self) -> str:
        """The id of the script that embeds the evidence."""
        return f"evidence-{self.place}"

    @property
    def slug(self) -> str:
        """The exercise's slug, a safe file name because the credential's shape demands it."""
        return str(self.credential["credentialSubject"]["achievement"]["humanCode"])

    @property
    def tags(self) -> list[str]:
        """The skills that the credential names."""
        return list(self.credential["credentialSubject"]["achievement"].get("tag") or [])

    @property
    def evidence_bytes(self) -> bytes:
        """The evidence file's exact bytes, its canonical JSON."""
        return canonical(self.evidence)

    @property
    def claims(self) -> Claims:
        """The signed values."""
        return read_claims(self.credential)

    def signed(self, pointer: str, value: Any, form: str = "text") -> Figure:
        """A figure bound to the credential."""
        return Figure(self.cred_id, pointer, value, form)

    def claim(self, kind: str, form: str = "text") -> Figure:
        """The figure of a single signed result; an empty one when the credential has none of that type."""
        claim = self.claims.single.get(kind, Claim("", ""))
        return self.signed(claim.pointer, claim.value, form)


def disagreement(work: Work) -> str:
    """Where evidence and credential tell two stories, as a sentence; "" when they agree."""
    evidence, found = ShownEvidence.model_validate(work.evidence), work.claims
    if evidence.exercise != work.slug:
        return f"The evidence is of {evidence.exercise}, the credential of {work.slug}."
    if len(found.measures) != len(evidence.measures):
        return (
            f"{work.slug}: {len(evidence.measures)} measures in the evidence, {len(found.measures)} signed."
        )
    for measure, parts in zip(evidence.measures, found.measures, strict=True):
        for name in claims.MEASURE_PARTS.values():
            number, claim = getattr(measure, name), parts.get(name)
            if (claim.value if claim else None) != (None if number is None else number_text(number)):
                return f"{work.slug}: {measure.name}, {name}: the evidence says {number}, the signed value differs."
    return ""


def counts(works: Sequence[Work]) -> dict[str, Count]:
    """The figures counted over all works: works, those the learner ran, those the issuer graded, checks passed."""
    passed = [work.claims.single.get(claims.CHECKS_PASSED) for work in works]
    own = sum(is_own_run(work) for work in works)
    totals = {
        "works": len(works),
        "own": own,
        "graded": len(works) - own,
        "checks": sum(int(claim.value) for claim in passed if claim and claim.value.isdecimal()),
    }
    return {name: Count(name, value) for name, value in totals.items()}


def is_own_run(work: Work) -> bool:
    """Whether the learner ran the checks; anything but a clear statement of the issuer counts as that."""
    origin = work.claims.single.get(claims.ORIGIN)
    return origin is None or origin.value != ORIGIN_SENTENCES[Origin.GRADER]
