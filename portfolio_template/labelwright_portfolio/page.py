"""The page as a pure function of signed documents and the shown profile: the same input, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from labelwright.credentials import claims
from labelwright.credentials.proof import canonical
from labelwright_portfolio.charts import dot_chart
from labelwright_portfolio.figures import Figure, unsigned
from labelwright_portfolio.profile import ShownProfile
from labelwright_portfolio.results import MeasuredResult, all_results, measured_results
from labelwright_portfolio.works import ShownEvidence, Work, counts, is_own_run

PAGE_FORMAT = 1
"""Raised by one whenever the theme or the rendering changes a byte of a page; a test holds it to that."""

GENERATOR = f"labelwright portfolio, page format {PAGE_FORMAT}"

KINDS = {
    "real": "Real public data",
    "derived": "Derived from real public data",
    "simulated": "Simulated data",
    "authored": "Written for the course",
}


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
class Section:
    """Everything the page says about one work."""

    work: Work
    self_run: bool
    fields: dict[str, Figure]
    skills: list[Figure]
    data: list[Data]
    results: list[MeasuredResult]
    checks: list[Check]
    issuer: dict[str, Figure]


def render(works: Sequence[Work], profile: ShownProfile) -> bytes:
    """The page as UTF-8; `works` are in page order and each holds its own signed documents."""
    results = all_results(works)
    sections = [_section(work) for work in works]
    text: str = _template().render(
        generator=GENERATOR,
        style=Markup(_theme("style.css")),
        profile=profile,
        sections=sections,
        issuers={
            work.credential["issuer"]["id"]: section for work, section in zip(works, sections, strict=True)
        },
        results=results,
        highlights=_highlights(works),
        counts=counts(works),
        chart=dot_chart(results, "results"),
        any_ceiling=any(result.ceiling for result in results),
        embedded=list(_embedded(works, profile)),
    )
    return text.encode("utf-8")


def _theme(name: str) -> str:
    return (files("labelwright_portfolio") / "theme" / name).read_text(encoding="utf-8")


@cache
def _template() -> Any:
    surroundings = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    surroundings.globals["unsigned"] = unsigned
    return surroundings.from_string(_theme("page.html.j2"))


def _highlights(works: Sequence[Work]) -> list[MeasuredResult]:
    """The first result of each of the first two works that have one."""
    return [found[0] for work in works if (found := measured_results(work))][:2]


def inert(value: Any) -> Markup:
    """Canonical JSON that is safe inside a script element: no text in it can end the element."""
    text = canonical(value).decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _embedded(works: Sequence[Work], profile: ShownProfile) -> list[tuple[str, str, Markup]]:
    """Id, media type and content of every embedded document."""
    documents = [("profile", "application/json", inert(json.loads(profile.model_dump_json())))]
    for work in works:
        documents.append((work.cred_id, "application/vc+ld+json", inert(work.credential)))
        documents.append((work.evidence_id, "application/json", inert(work.evidence)))
    return documents


def _section(work: Work) -> Section:
    credential = work.credential
    achievement = credential["credentialSubject"]["achievement"]
    base = "/credentialSubject/achievement"
    fields = {
        name: work.signed(f"{base}/{name}", achievement.get(name, ""))
        for name in ("name", "description", "fieldOfStudy", "version", "humanCode")
    }
    fields["criteria"] = work.signed(f"{base}/criteria/narrative", achievement["criteria"]["narrative"])
    fields["date"] = work.signed("/awardedDate", credential["awardedDate"], "date")
    for name, kind in (("origin", claims.ORIGIN), ("grader", claims.GRADER), ("sandbox", claims.SANDBOX)):
        fields[name] = work.claim(kind)
    for name, kind in (
        ("score", claims.SCORE),
        ("checks_passed", claims.CHECKS_PASSED),
        ("checks_total", claims.CHECKS_TOTAL),
    ):
        fields[name] = work.claim(kind, "number")
    tags = achievement.get("tag") or []
    return Section(
        work=work,
        self_run=is_own_run(work),
        fields=fields,
        skills=[work.signed(f"{base}/tag/{place}", tag) for place, tag in enumerate(tags)],
        data=_data(work),
        results=measured_results(work),
        checks=_checks(work),
        issuer=_issuer(work),
    )


def _data(work: Work) -> list[Data]:
    evidence = ShownEvidence.model_validate(work.evidence)
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


def _checks(work: Work) -> list[Check]:
    evidence = ShownEvidence.model_validate(work.evidence)
    return [
        Check(Figure(work.evidence_id, f"/checks/{place}/sentence", check.sentence), check.verdict)
        for place, check in enumerate(evidence.checks)
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
