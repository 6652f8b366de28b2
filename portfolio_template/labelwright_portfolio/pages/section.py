"""Everything the pages say about one work, each part bound to a signed document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from labelwright.credentials import claims
from labelwright_portfolio.charts import Step, score_bar, slope
from labelwright_portfolio.result_rows import MeasuredResult, measured_results
from labelwright_portfolio.signed_values import Figure
from labelwright_portfolio.skills import letter
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
class Data:
    """One data set of a work, bound to its evidence."""

    kind: str
    title: Figure
    citation: Figure
    licence: Figure
    sha256: Figure


@dataclass(frozen=True)
class Check:
    """One check of a work, bound to its evidence."""

    sentence: Figure
    verdict: str


@dataclass(frozen=True)
class Cell:
    """One count of a cross-table: its figure, its shade from 0, and whether both labels are the same."""

    figure: Figure
    shade: int
    same: bool


@dataclass(frozen=True)
class CrossTable:
    """A cross-table of labels, every label and count bound to the evidence."""

    name: Figure
    rows: Figure
    columns: Figure
    n_unit: Figure
    labels: list[Figure]
    lines: list[tuple[Figure, list[Cell]]]


@dataclass(frozen=True)
class Try:
    """One attempt at a work: when, its score, and whether it passed."""

    date: Figure
    percent: Figure
    passed: bool


@dataclass(frozen=True)
class HandMark:
    """Points given by hand: for which task (empty for the exercise), how many of how many, and when."""

    task: Figure
    points: Figure
    most: Figure
    date: Figure


@dataclass(frozen=True)
class Section:
    """Everything the pages say about one work."""

    work: Work
    letter: str
    own_run: bool
    story: ShownStory
    fields: dict[str, Figure]
    skills: list[Figure]
    data: list[Data]
    results: list[MeasuredResult]
    tables: list[CrossTable]
    tries: list[Try]
    checks: list[Check]
    marks: list[HandMark]
    issuer: dict[str, Figure]
    required: Figure
    bar: Markup
    slope: Markup

    @property
    def page(self) -> str:
        """The page about this work, from the folder of the portfolio."""
        return f"work/{self.work.slug}.html"


def section(work: Work, place: int, story: ShownStory) -> Section:
    """The section of one work, which stands at `place` on the front page."""
    evidence = ShownEvidence.model_validate(work.evidence)
    fields = _fields(work)
    tries = _tries(work, evidence, fields)
    required = _required(work)
    line = float(required.value) if required else None
    achievement = work.credential["credentialSubject"]["achievement"]
    return Section(
        work=work,
        letter=letter(place),
        own_run=is_own_run(work),
        story=story,
        fields=fields,
        skills=[
            work.signed(f"/credentialSubject/achievement/tag/{i}", tag)
            for i, tag in enumerate(achievement.get("tag") or [])
        ],
        data=_data(work, evidence),
        results=measured_results(work),
        tables=[_table(work, i, matrix) for i, matrix in enumerate(evidence.matrices)],
        tries=tries,
        checks=[
            Check(Figure(work.evidence_id, f"/checks/{i}/sentence", check.sentence), check.verdict)
            for i, check in enumerate(evidence.checks)
        ],
        marks=_marks(work, evidence),
        issuer=_issuer(work),
        required=required,
        bar=score_bar(float(fields["score"].value or 0), line),
        slope=slope([Step(float(one.percent.value), one.percent.element("tspan")) for one in tries], line),
    )


def _fields(work: Work) -> dict[str, Figure]:
    credential = work.credential
    achievement = credential["credentialSubject"]["achievement"]
    base = "/credentialSubject/achievement"
    fields = {
        name: work.signed(f"{base}/{name}", achievement.get(name, ""))
        for name in ("name", "description", "fieldOfStudy", "version", "humanCode")
    }
    fields["criteria"] = work.signed(f"{base}/criteria/narrative", achievement["criteria"]["narrative"])
    fields["date"] = work.signed("/awardedDate", credential["awardedDate"], "date")
    fields["until"] = work.signed("/validUntil", credential.get("validUntil", ""), "date")
    for name, kind in (("origin", claims.ORIGIN), ("grader", claims.GRADER), ("sandbox", claims.SANDBOX)):
        fields[name] = work.claim(kind)
    for name, kind in (
        ("score", claims.SCORE),
        ("checks_passed", claims.CHECKS_PASSED),
        ("checks_total", claims.CHECKS_TOTAL),
    ):
        fields[name] = work.claim(kind, "number")
    return fields


def _required(work: Work) -> Figure:
    """The score that passes, where the credential states it."""
    described: list[dict[str, Any]] = work.credential["credentialSubject"]["achievement"]["resultDescription"]
    for place, one in enumerate(described):
        if one["resultType"] == claims.SCORE and "requiredValue" in one:
            pointer = f"/credentialSubject/achievement/resultDescription/{place}/requiredValue"
            return work.signed(pointer, one["requiredValue"], "number")
    return work.signed("", "")


def _tries(work: Work, evidence: ShownEvidence, fields: dict[str, Figure]) -> list[Try]:
    """The attempts told in the evidence and then this work; empty where this was the first."""
    earlier = [
        Try(
            Figure(work.evidence_id, f"/attempts/{i}/graded_at", one.graded_at, "date"),
            Figure(
                work.evidence_id, f"/attempts/{i}/percent", work.evidence["attempts"][i]["percent"], "number"
            ),
            one.passed,
        )
        for i, one in enumerate(evidence.attempts)
    ]
    return [*earlier, Try(fields["date"], fields["score"], True)] if earlier else []


def _marks(work: Work, evidence: ShownEvidence) -> list[HandMark]:
    def bound(place: int, part: str, form: str = "text") -> Figure:
        return Figure(work.evidence_id, f"/marks/{place}/{part}", work.evidence["marks"][place][part], form)

    return [
        HandMark(
            bound(place, "task"),
            bound(place, "points", "number"),
            bound(place, "most", "number"),
            bound(place, "given_at", "date"),
        )
        for place in range(len(evidence.marks))
    ]


def _table(work: Work, place: int, matrix: ShownMatrix) -> CrossTable:
    def bound(part: str, value: Any, form: str = "text") -> Figure:
        return Figure(work.evidence_id, f"/matrices/{place}/{part}", value, form)

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


def _data(work: Work, evidence: ShownEvidence) -> list[Data]:
    return [
        Data(
            KINDS.get(dataset.kind, "Kind not stated"),
            *(
                Figure(work.evidence_id, f"/datasets/{place}/{name}", getattr(dataset, name))
                for name in ("title", "citation", "licence", "sha256")
            ),
        )
        for place, dataset in enumerate(evidence.datasets)
    ]


def _issuer(work: Work) -> dict[str, Figure]:
    issuer, proofs = work.credential["issuer"], work.credential["proof"]
    return {
        "name": work.signed("/issuer/name", issuer["name"]),
        "did": work.signed("/issuer/id", issuer["id"]),
        "fingerprint": work.signed("/issuer/id", issuer["id"], "fingerprint"),
        "jcs": work.signed("/proof/0/cryptosuite", proofs[0]["cryptosuite"]),
        "rdfc": work.signed("/proof/1/cryptosuite", proofs[1]["cryptosuite"]),
        "signed_on": work.signed("/proof/0/created", proofs[0]["created"], "date"),
    }
