"""The measured values that a credential signs: how they are named when issued and found when read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

SCORE = "Percent"
CHECKS_PASSED = "ext:ChecksPassed"
CHECKS_TOTAL = "ext:ChecksTotal"
ORIGIN = "ext:Origin"
GRADER = "ext:GraderVersion"
SANDBOX = "ext:SandboxLevel"
VALUE = "ext:MeasureValue"
LOW = "ext:MeasureIntervalLow"
HIGH = "ext:MeasureIntervalHigh"
COUNT = "ext:MeasureCount"
CEILING = "ext:MeasureCeiling"

MEASURE_PARTS = {VALUE: "value", LOW: "low", HIGH: "high", COUNT: "n", CEILING: "ceiling"}
"""The result type of each part of a measure; the value comes first and its other parts follow."""

LARGEST = 10**15
SMALLEST = 1e-12


def number_text(value: float) -> str:
    """Return a finite number as the string that is signed: whole numbers as they are, others with six digits, no exponent.

    >>> number_text(22.0), number_text(0.7264999), number_text(2.5e-7)
    ('22', '0.7265', '0.00000025')

    Raise ValueError for NaN, infinities and sizes of 10^15 or more, which no measure here can have.
    """
    if not abs(value) < LARGEST:
        raise ValueError(f"a value of {str(value)[:40]} is not a number below {LARGEST:,}")
    if value == int(value):
        return str(int(value))
    if abs(value) < SMALLEST:
        return "0"
    return format(Decimal(format(value, ".6g")), "f")


@dataclass(frozen=True)
class Claim:
    """One signed value: its JSON pointer (RFC 6901) in the credential and the value itself."""

    pointer: str
    value: str


@dataclass
class Claims:
    """The signed values of a credential: single ones by result type, and the parts of each measure."""

    single: dict[str, Claim] = field(default_factory=dict)
    measures: list[dict[str, Claim]] = field(default_factory=list)


def read_claims(document: Mapping[str, Any]) -> Claims:
    """Return the signed values of a credential that fits `schema.Credential`; skip unknown types."""
    found = Claims()
    for kind, claim in _typed(document["credentialSubject"]):
        part = MEASURE_PARTS.get(kind)
        if part is None:
            found.single.setdefault(kind, claim)
        elif part == "value":
            found.measures.append({"value": claim})
        elif found.measures:
            found.measures[-1].setdefault(part, claim)
    return found


def _typed(subject: Mapping[str, Any]) -> Iterator[tuple[str, Claim]]:
    types = {
        entry["id"]: entry["resultType"] for entry in subject["achievement"].get("resultDescription", [])
    }
    for place, result in enumerate(subject.get("result", [])):
        kind = types.get(result["resultDescription"], "")
        yield kind, Claim(f"/credentialSubject/result/{place}/value", result["value"])
