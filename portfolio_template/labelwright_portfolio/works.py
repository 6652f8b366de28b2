"""The works of a page, read from signed documents alone: a credential and its evidence for each."""

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
from labelwright_portfolio.signed_values import Count, SignedValue

Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ShownDataset(_Part):
    """A dataset in the evidence."""

    title: str
    kind: str
    citation: str
    licence: str
    sha256: str


class ShownMeasure(_Part):
    """A measured quantity in the evidence."""

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
    """A check's sentence and verdict in the evidence."""

    id: str
    task: str = ""
    sentence: str
    verdict: str
    points: Finite
    max_points: Finite


class ShownMatrix(_Part):
    """A cross-table of counts in the evidence."""

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
    """An earlier attempt at the same work in the evidence."""

    graded_at: str
    percent: Finite
    passed: bool
    form: int
    measures: dict[str, Finite]


class ShownMark(_Part):
    """Points given by hand in the evidence; `task` is empty for points for the whole exercise."""

    task: str
    points: Finite
    most: Finite
    given_at: str


class ShownEvidence(_Part):
    """The whole evidence of one work, in the shape that `labelwright.credentials.evidence` writes."""

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
    """One work: its position on the page (from 1), its credential and its evidence, both parsed."""

    place: int
    credential: dict[str, Any]
    evidence: dict[str, Any]

    @property
    def cred_id(self) -> str:
        """The id of the script element that embeds the credential."""
        return f"cred-{self.place}"

    @property
    def evidence_id(self) -> str:
        """The id of the script element that embeds the evidence."""
        return f"evidence-{self.place}"

    @property
    def slug(self) -> str:
        """The exercise's slug; it is a safe file name, because the credential's schema requires one."""
        return str(self.credential["credentialSubject"]["achievement"]["humanCode"])

    @property
    def tags(self) -> list[str]:
        """The skills that the credential names."""
        return list(self.credential["credentialSubject"]["achievement"].get("tag") or [])

    @property
    def evidence_bytes(self) -> bytes:
        """The exact bytes of the evidence file: its canonical JSON."""
        return canonical(self.evidence)

    @property
    def claims(self) -> Claims:
        """The signed results."""
        return read_claims(self.credential)

    def signed_value(self, pointer: str, value: Any, form: str = "text") -> SignedValue:
        """Return a value bound to the credential."""
        return SignedValue(self.cred_id, pointer, value, form)

    def claim_value(self, kind: str, form: str = "text") -> SignedValue:
        """Return the value of a single signed result; an empty value if the credential has none of that type."""
        claim = self.claims.single.get(kind, Claim("", ""))
        return self.signed_value(claim.pointer, claim.value, form)


def find_disagreement(work: Work) -> str:
    """Return where evidence and credential do not agree, as a sentence; "" if they agree."""
    evidence, signed = ShownEvidence.model_validate(work.evidence), work.claims
    if evidence.exercise != work.slug:
        return f"The evidence is for {evidence.exercise}, the credential for {work.slug}."
    if len(signed.measures) != len(evidence.measures):
        return (
            f"{work.slug}: {len(evidence.measures)} measures in the evidence, {len(signed.measures)} signed."
        )
    for measure, parts in zip(evidence.measures, signed.measures, strict=True):
        for name in claims.MEASURE_PARTS.values():
            number, claim = getattr(measure, name), parts.get(name)
            if (claim.value if claim else None) != (None if number is None else number_text(number)):
                return f"{work.slug}: {measure.name}, {name}: the evidence says {number}, the signed value differs."
    return ""


def count_totals(works: Sequence[Work]) -> dict[str, Count]:
    """Count over all works: the works, those the learner ran, those the issuer graded, and the passed checks."""
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
    """Return whether the learner ran the checks; only the issuer's exact statement counts as graded by the issuer."""
    origin = work.claims.single.get(claims.ORIGIN)
    return origin is None or origin.value != ORIGIN_SENTENCES[Origin.GRADER]
