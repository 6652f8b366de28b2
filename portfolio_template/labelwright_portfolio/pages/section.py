"""Collect everything that the pages say about one work, each part bound to a signed document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from labelwright.credentials import claims
from labelwright_portfolio.charts import Step, draw_score_bar, draw_slope
from labelwright_portfolio.result_rows import MeasuredResult, read_results
from labelwright_portfolio.signed_values import SignedValue
from labelwright_portfolio.skills import work_letter
from labelwright_portfolio.stories import ShownStory
from labelwright_portfolio.works import ShownEvidence, ShownMatrix, Work, is_own_run

KINDS = {
    "real": "Real public data",
    "derived": "Derived from real public data",
    "simulated": "Simulated data",
    "authored": "Written for the course",
}
SHADES = 5
"""How many shades a cross-table's cell may have."""


@dataclass(frozen=True)
class DatasetLine:
    """One dataset of a work, bound to its evidence."""

    kind: str
    title: SignedValue
    citation: SignedValue
    licence: SignedValue
    sha256: SignedValue


@dataclass(frozen=True)
class CheckLine:
    """One check of a work, bound to its evidence."""

    sentence: SignedValue
    verdict: str


@dataclass(frozen=True)
class Cell:
    """One count of a cross-table: its value, its shade from 0, and whether both labels are the same."""

    count: SignedValue
    shade: int
    same: bool


@dataclass(frozen=True)
class CrossTable:
    """A cross-table of labels, every label and count bound to the evidence."""

    name: SignedValue
    rows: SignedValue
    columns: SignedValue
    n_unit: SignedValue
    labels: list[SignedValue]
    lines: list[tuple[SignedValue, list[Cell]]]


@dataclass(frozen=True)
class AttemptLine:
    """One attempt at a work: its date, its score, and whether it passed."""

    date: SignedValue
    percent: SignedValue
    passed: bool


@dataclass(frozen=True)
class MarkLine:
    """Points given by hand: for which task (empty for the exercise), how many of how many, and when."""

    task: SignedValue
    points: SignedValue
    most: SignedValue
    date: SignedValue


@dataclass(frozen=True)
class Section:
    """Everything that the pages say about one work."""

    work: Work
    letter: str
    own_run: bool
    story: ShownStory
    fields: dict[str, SignedValue]
    skills: list[SignedValue]
    data: list[DatasetLine]
    results: list[MeasuredResult]
    tables: list[CrossTable]
    attempts: list[AttemptLine]
    checks: list[CheckLine]
    marks: list[MarkLine]
    issuer: dict[str, SignedValue]
    required: SignedValue
    bar: Markup
    slope: Markup

    @property
    def page(self) -> str:
        """The path of the page about this work in the portfolio folder."""
        return f"work/{self.work.slug}.html"


def build_section(work: Work, place: int, story: ShownStory) -> Section:
    """Return the section of one work; `place` is its position on the front page, from 1."""
    evidence = ShownEvidence.model_validate(work.evidence)
    fields = _fields(work)
    attempts = _attempts(work, evidence, fields)
    required = _required_score(work)
    required_percent = float(required.value) if required else None
    steps = [Step(float(line.percent.value), line.percent.element("tspan")) for line in attempts]
    achievement = work.credential["credentialSubject"]["achievement"]
    return Section(
        work=work,
        letter=work_letter(place),
        own_run=is_own_run(work),
        story=story,
        fields=fields,
        skills=[
            work.signed_value(f"/credentialSubject/achievement/tag/{i}", tag)
            for i, tag in enumerate(achievement.get("tag") or [])
        ],
        data=_datasets(work, evidence),
        results=read_results(work),
        tables=[_cross_table(work, i, matrix) for i, matrix in enumerate(evidence.matrices)],
        attempts=attempts,
        checks=[
            CheckLine(SignedValue(work.evidence_id, f"/checks/{i}/sentence", check.sentence), check.verdict)
            for i, check in enumerate(evidence.checks)
        ],
        marks=_marks(work, evidence),
        issuer=_issuer(work),
        required=required,
        bar=draw_score_bar(float(fields["score"].value or 0), required_percent),
        slope=draw_slope(steps, required_percent),
    )


def _fields(work: Work) -> dict[str, SignedValue]:
    credential = work.credential
    achievement = credential["credentialSubject"]["achievement"]
    base = "/credentialSubject/achievement"
    fields = {
        name: work.signed_value(f"{base}/{name}", achievement.get(name, ""))
        for name in ("name", "description", "fieldOfStudy", "version", "humanCode")
    }
    criteria = achievement["criteria"]["narrative"]
    fields["criteria"] = work.signed_value(f"{base}/criteria/narrative", criteria)
    fields["date"] = work.signed_value("/awardedDate", credential["awardedDate"], "date")
    fields["until"] = work.signed_value("/validUntil", credential.get("validUntil", ""), "date")
    for name, kind in (("origin", claims.ORIGIN), ("grader", claims.GRADER), ("sandbox", claims.SANDBOX)):
        fields[name] = work.claim_value(kind)
    for name, kind in (
        ("score", claims.SCORE),
        ("checks_passed", claims.CHECKS_PASSED),
        ("checks_total", claims.CHECKS_TOTAL),
    ):
        fields[name] = work.claim_value(kind, "number")
    return fields


def _required_score(work: Work) -> SignedValue:
    """Return the score that passes, in per cent; an empty value if the credential does not state it."""
    descriptions: list[dict[str, Any]] = work.credential["credentialSubject"]["achievement"][
        "resultDescription"
    ]
    for place, description in enumerate(descriptions):
        if description["resultType"] == claims.SCORE and "requiredValue" in description:
            pointer = f"/credentialSubject/achievement/resultDescription/{place}/requiredValue"
            return work.signed_value(pointer, description["requiredValue"], "number")
    return work.signed_value("", "")


def _attempts(work: Work, evidence: ShownEvidence, fields: dict[str, SignedValue]) -> list[AttemptLine]:
    """Return the earlier attempts in the evidence and then this work; empty if there were none."""

    def bound(place: int, part: str, form: str) -> SignedValue:
        return SignedValue(
            work.evidence_id, f"/attempts/{place}/{part}", work.evidence["attempts"][place][part], form
        )

    earlier = [
        AttemptLine(bound(place, "graded_at", "date"), bound(place, "percent", "number"), attempt.passed)
        for place, attempt in enumerate(evidence.attempts)
    ]
    return [*earlier, AttemptLine(fields["date"], fields["score"], True)] if earlier else []


def _marks(work: Work, evidence: ShownEvidence) -> list[MarkLine]:
    def bound(place: int, part: str, form: str = "text") -> SignedValue:
        return SignedValue(
            work.evidence_id, f"/marks/{place}/{part}", work.evidence["marks"][place][part], form
        )

    return [
        MarkLine(
            bound(place, "task"),
            bound(place, "points", "number"),
            bound(place, "most", "number"),
            bound(place, "given_at", "date"),
        )
        for place in range(len(evidence.marks))
    ]


def _cross_table(work: Work, place: int, matrix: ShownMatrix) -> CrossTable:
    def bound(part: str, value: Any, form: str = "text") -> SignedValue:
        return SignedValue(work.evidence_id, f"/matrices/{place}/{part}", value, form)

    labels = [bound(f"labels/{i}", label) for i, label in enumerate(matrix.labels)]
    lines = []
    for i, row in enumerate(matrix.counts):
        total = sum(row) or 1
        cells = [
            Cell(bound(f"counts/{i}/{j}", count, "number"), round(SHADES * count / total), i == j)
            for j, count in enumerate(row)
        ]
        lines.append((labels[i], cells))
    return CrossTable(
        bound("name", matrix.name),
        bound("rows", matrix.rows),
        bound("columns", matrix.columns),
        bound("n_unit", matrix.n_unit),
        labels,
        lines,
    )


def _datasets(work: Work, evidence: ShownEvidence) -> list[DatasetLine]:
    return [
        DatasetLine(
            KINDS.get(dataset.kind, "Kind not stated"),
            *(
                SignedValue(work.evidence_id, f"/datasets/{place}/{name}", getattr(dataset, name))
                for name in ("title", "citation", "licence", "sha256")
            ),
        )
        for place, dataset in enumerate(evidence.datasets)
    ]


def _issuer(work: Work) -> dict[str, SignedValue]:
    issuer, proofs = work.credential["issuer"], work.credential["proof"]
    return {
        "name": work.signed_value("/issuer/name", issuer["name"]),
        "did": work.signed_value("/issuer/id", issuer["id"]),
        "fingerprint": work.signed_value("/issuer/id", issuer["id"], "fingerprint"),
        "jcs": work.signed_value("/proof/0/cryptosuite", proofs[0]["cryptosuite"]),
        "rdfc": work.signed_value("/proof/1/cryptosuite", proofs[1]["cryptosuite"]),
        "signed_on": work.signed_value("/proof/0/created", proofs[0]["created"], "date"),
    }
