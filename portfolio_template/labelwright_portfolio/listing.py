"""The machine-readable list of a portfolio, portfolio.json: each work with its page, documents and signed results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from labelwright.credentials import claims
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.works import ShownEvidence, Work, is_own_run

FORMAT = "labelwright-portfolio"


def listing(works: Sequence[Work], told: Told) -> bytes:
    """The list as indented JSON, UTF-8; values are the strings that were signed."""
    profile = told.profile
    found = {
        "format": FORMAT,
        "format_version": 1,
        "name": profile.name,
        "headline": profile.headline,
        "languages": list(profile.languages),
        "domains": list(profile.domains),
        "works": [_work(work, told) for work in works],
    }
    return (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _work(work: Work, told: Told) -> dict[str, Any]:
    single, evidence = work.claims.single, ShownEvidence.model_validate(work.evidence)
    notebook = told.story(work.slug).notebook
    return {
        "exercise": work.slug,
        "title": work.credential["name"],
        "version": work.credential["credentialSubject"]["achievement"]["version"],
        "skills": work.tags,
        "level": "self-checked" if is_own_run(work) else "instructor-signed",
        "issuer": work.credential["issuer"]["id"],
        "score_percent": single[claims.SCORE].value if claims.SCORE in single else None,
        "results": [
            {"name": measure.name, **{part: claim.value for part, claim in parts.items()}}
            for measure, parts in zip(evidence.measures, work.claims.measures, strict=True)
        ],
        "page": f"work/{work.slug}.html",
        "credential": f"credentials/{work.slug}.json",
        "evidence": f"evidence/{work.slug}.json",
        "badges": [f"badges/{work.slug}.png", f"badges/{work.slug}.svg"],
        "notebook": f"notebooks/{notebook}" if notebook else None,
    }
