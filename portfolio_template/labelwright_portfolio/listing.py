"""Write the machine-readable list of a portfolio, portfolio.json: each work with its page, documents and results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from labelwright.credentials import claims
from labelwright_portfolio.pages.page_data import PageData
from labelwright_portfolio.works import ShownEvidence, Work, is_own_run

FORMAT = "labelwright-portfolio"


def render_listing(works: Sequence[Work], data: PageData) -> bytes:
    """Return the list as indented JSON, UTF-8; its values are the strings that were signed."""
    profile = data.profile
    listing = {
        "format": FORMAT,
        "format_version": 1,
        "name": profile.name,
        "headline": profile.headline,
        "languages": list(profile.languages),
        "domains": list(profile.domains),
        "works": [_list_work(work, data) for work in works],
    }
    return (json.dumps(listing, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _list_work(work: Work, data: PageData) -> dict[str, Any]:
    single, evidence = work.claims.single, ShownEvidence.model_validate(work.evidence)
    notebook = data.story(work.slug).notebook
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
