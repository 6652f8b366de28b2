"""Build a JSON Resume (jsonresume.org/schema) from a portfolio; a test validates it against the official schema."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from labelwright.credentials import claims
from labelwright_portfolio.pages.page_data import PageData
from labelwright_portfolio.result_rows import MeasuredResult, read_results
from labelwright_portfolio.skills import map_skills
from labelwright_portfolio.works import Work

_LANGUAGE = re.compile(r"(?P<language>[^(]+?)\s*(?:\((?P<fluency>[^)]*)\))?")


def build_resume(works: Sequence[Work], data: PageData) -> bytes:
    """Return the portfolio as indented JSON, UTF-8; empty fields are left out, and no e-mail address is written."""
    profile = data.profile
    basics = {
        "name": profile.name,
        "label": profile.headline,
        "summary": profile.about,
        "url": profile.site,
        "profiles": [{"network": link.label, "url": link.url} for link in profile.links],
    }
    resume = {
        "basics": _drop_empty(basics),
        "languages": [_language(language) for language in profile.languages],
        "skills": [
            {"name": mark.name, "keywords": [work.credential["name"] for work in mark.works]}
            for mark in map_skills(works)
            if mark.works
        ],
        "certificates": [_certificate(work, profile.site) for work in works],
        "projects": [_project(work, data) for work in works],
    }
    return (json.dumps(resume, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _drop_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _language(text: str) -> dict[str, Any]:
    """Return a language and its level: `English (C1)` has the fluency C1."""
    match = _LANGUAGE.fullmatch(text.strip())
    return _drop_empty(match.groupdict()) if match else {"language": text}


def _certificate(work: Work, site: str) -> dict[str, Any]:
    return _drop_empty(
        {
            "name": work.credential["name"],
            "date": work.credential["awardedDate"][:10],
            "issuer": work.credential["issuer"]["name"],
            "url": f"{site}credentials/{work.slug}.json" if site else "",
        }
    )


def _project(work: Work, data: PageData) -> dict[str, Any]:
    """Return one work with what was measured in it."""
    day, single, site = work.credential["awardedDate"][:10], work.claims.single, data.profile.site
    achievement = work.credential["credentialSubject"]["achievement"]
    highlights = [_describe_result(result) for result in read_results(work)]
    if claims.SCORE in single:
        highlights.insert(0, f"Score {single[claims.SCORE].value} of 100, {single[claims.ORIGIN].value}")
    return _drop_empty(
        {
            "name": work.credential["name"],
            "description": data.story(work.slug).headline or achievement["description"],
            "highlights": highlights,
            "keywords": work.tags,
            "startDate": day,
            "endDate": day,
            "url": f"{site}work/{work.slug}.html" if site else "",
            "type": "assessment",
        }
    )


def _describe_result(result: MeasuredResult) -> str:
    text = f"{result.name.text}: {result.value.text}"
    text += f" of {result.n.text}" if result.is_count else f" {result.unit.text}" if result.unit else ""
    if result.low and result.high:
        text += f", 95% interval {result.low.text} to {result.high.text}"
    if result.n and not result.is_count:
        text += f", {result.n.text} {result.n_unit.text}"
    return f"{text}; people reach {result.ceiling.text}" if result.ceiling else text
