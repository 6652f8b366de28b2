"""MQM scores: the weighted errors of a translation or an answer, for each segment and in total."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from labelwright.annotations.values import Errors, ErrorSpan

SEVERITY_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"neutral": 0.0, "minor": 1.0, "major": 5.0, "critical": 25.0}
)
TYPE_WEIGHTS: Mapping[tuple[str, str], float] = MappingProxyType(
    {("non-translation", "major"): 25.0, ("punctuation", "minor"): 0.1}
)


@dataclass(frozen=True)
class MqmScore:
    """Error points: `by_segment` in order, their sum `total`, and their mean `per_segment` (NaN without segments).

    0 means no errors, and more is worse. `counts` holds how many errors there are of each (type, severity).
    """

    total: float
    per_segment: float
    by_segment: tuple[float, ...]
    counts: Mapping[tuple[str, str], int]
    reason: str = ""


def mqm_score(
    segments: Sequence[Sequence[ErrorSpan] | Errors],
    *,
    severities: Mapping[str, float] = SEVERITY_WEIGHTS,
    types: Mapping[tuple[str, str], float] = TYPE_WEIGHTS,
) -> MqmScore:
    """Add up the weight of every error in each segment (a sentence, or an answer).

    A weight comes from `types` where it has the pair (type, severity), otherwise from `severities`; upper and lower case
    are the same, and a type such as `fluency/punctuation` is also looked up by its last part. Minor is 1, major 5, minor
    punctuation .1, major non-translation 25, critical 25. Raises ValueError on a severity without a weight. Sources:
    Freitag and others 2021, Experts, Errors, and Context (1, 5, .1, 25 for non-translation); the MQM council's scoring
    models for neutral 0 and critical 25.
    """
    counts: dict[tuple[str, str], int] = {}
    by_segment = []
    for segment in segments:
        points = []
        for error in segment.errors if isinstance(segment, Errors) else segment:
            points.append(_weight(error, severities, types))
            key = (error.type, error.severity)
            counts[key] = counts.get(key, 0) + 1
        by_segment.append(math.fsum(points))
    total = math.fsum(by_segment)
    if not by_segment:
        return MqmScore(0.0, math.nan, (), counts, "no segment was given, so the mean is undefined")
    return MqmScore(total, total / len(by_segment), tuple(by_segment), counts)


def _weight(
    error: ErrorSpan, severities: Mapping[str, float], types: Mapping[tuple[str, str], float]
) -> float:
    kind, severity = error.type.casefold(), error.severity.casefold()
    for name in (kind, kind.rsplit("/", 1)[-1]):
        if (name, severity) in types:
            return types[name, severity]
    if severity not in severities:
        raise ValueError(
            f"found the severity {error.severity!r} at {error.start} to {error.end}; the known severities are "
            f"{', '.join(severities)}. Correct it, or give `severities` with its weight."
        )
    return severities[severity]
