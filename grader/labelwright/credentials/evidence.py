"""What of a report may be shown to anybody: an allow-list, as canonical bytes a credential can bind.

Left out on purpose: the learner, file names, notes, and every text of a check beyond its own
sentence, because found values and advice can hold the answers to single items.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import rfc8785

from labelwright.checks.verdicts import CheckResult, DatasetFacts, Measure, Report

MEDIA_TYPE = "application/json"


def evidence(report: Report) -> bytes:
    """The evidence of one report: canonical JSON (RFC 8785), the same bytes for the same report.

    Raises ValueError when a number is not finite.
    """
    facts = report.facts
    return rfc8785.dumps(
        {
            "exercise": report.exercise,
            "title": facts.title or report.exercise,
            "version": report.version,
            "outcome": report.outcome.kind.value,
            "score": report.score,
            "max_score": report.max_score,
            "datasets": [_dataset(dataset) for dataset in facts.datasets],
            "measures": [_measure(measure) for measure in report.measures],
            "checks": [_check(check) for check in report.checks],
        }
    )


def digest_sri(content: bytes) -> str:
    """The Subresource Integrity digest `sha256-<base64>` of the exact bytes (W3C SRI)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")


def _dataset(dataset: DatasetFacts) -> dict[str, Any]:
    return {name: getattr(dataset, name) for name in ("title", "kind", "citation", "licence", "sha256")}


def _measure(measure: Measure) -> dict[str, Any]:
    names = [
        "id",
        "name",
        "value",
        "unit",
        "n",
        "n_unit",
        "low",
        "high",
        "method",
        "reference",
        "ceiling",
        "ceiling_note",
    ]
    return {name: getattr(measure, name) for name in names}


def _check(check: CheckResult) -> dict[str, Any]:
    return {
        "id": check.id,
        "sentence": check.sentence,
        "verdict": check.verdict.value,
        "points": check.points,
        "max_points": check.max_points,
    }
