"""Render the front page: who, what they can do, the few numbers that matter, every work, and how to check it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labelwright_portfolio.charts import scale_start
from labelwright_portfolio.pages.frame import join_blocks, load_templates, shared_context
from labelwright_portfolio.pages.page_data import PageData, escape_json
from labelwright_portfolio.pages.section import build_section
from labelwright_portfolio.result_rows import MeasuredResult, read_all_results, read_results
from labelwright_portfolio.skills import map_skills
from labelwright_portfolio.works import Work, count_totals

HIGHLIGHTS = 4
"""How many measured results are at the top of the page."""
FURTHER_RESULTS = 3
"""How many other results the front page lists; the pages of the works list all of them."""


def render_front(works: Sequence[Work], data: PageData) -> bytes:
    """Return the page as UTF-8; `works` are in page order and each holds its own signed documents."""
    highlights = select_highlights(works)
    results = select_further_results(works)
    sections = [
        build_section(work, place, data.story(work.slug)) for place, work in enumerate(works, start=1)
    ]
    text = (
        load_templates()
        .get_template("front.html.j2")
        .render(
            **shared_context(works, data),
            sections=sections,
            by_slug={section.work.slug: section for section in sections},
            skills=map_skills(works),
            issuers={section.work.credential["issuer"]["id"]: section for section in sections},
            results=results,
            more=len(read_all_results(works)) > len(results) + len(highlights),
            lowest=scale_start(result.position for result in results if result.position),
            any_ceiling=any(result.ceiling for result in results if result.position),
            highlights=highlights,
            counts=count_totals(works),
            about=escape_json(_describe_person(works, data)),
        )
    )
    return join_blocks(text).encode("utf-8")


def select_highlights(works: Sequence[Work]) -> list[MeasuredResult]:
    """Return the results at the top: one for each work first, the best supported before others, at most HIGHLIGHTS."""
    firsts, others = _rank_results(works)
    return [*firsts, *(result for result in others if _support(result)[0])][:HIGHLIGHTS]


def select_further_results(works: Sequence[Work]) -> list[MeasuredResult]:
    """Return the results listed below, in page order: none of those at the top, one for each work first."""
    firsts, others = _rank_results(works)
    shown = {_identity(result) for result in select_highlights(works)}
    ranked = [*firsts, *sorted(others, key=_support, reverse=True)]
    chosen = [identity for result in ranked if (identity := _identity(result)) not in shown][:FURTHER_RESULTS]
    return [result for result in read_all_results(works) if _identity(result) in chosen]


def _identity(result: MeasuredResult) -> tuple[str, str]:
    return result.work.slug, result.name.pointer


def _rank_results(works: Sequence[Work]) -> tuple[list[MeasuredResult], list[MeasuredResult]]:
    """Return the best supported result of each work, and all others, in page order."""
    ranked = [sorted(read_results(work), key=_support, reverse=True) for work in works]
    firsts = [results[0] for results in ranked if results]
    return firsts, [result for results in ranked for result in results[1:]]


def _support(result: MeasuredResult) -> tuple[bool, bool, bool]:
    """Return how well a result is supported: by an interval, a human ceiling, a count of items."""
    return bool(result.low and result.high), bool(result.ceiling), bool(result.n)


def _describe_person(works: Sequence[Work], data: PageData) -> dict[str, Any]:
    """Return the schema.org description of the page: its person, their languages and their credentials."""
    profile = data.profile
    person: dict[str, Any] = {"@type": "Person", "name": profile.name}
    if profile.headline:
        person["jobTitle"] = profile.headline
    if profile.languages:
        person["knowsLanguage"] = list(profile.languages)
    if profile.domains:
        person["knowsAbout"] = list(profile.domains)
    if profile.links:
        person["sameAs"] = [link.url for link in profile.links]
    if profile.site:
        person["url"] = profile.site
    person["hasCredential"] = [_describe_credential(work, profile.site) for work in works]
    return {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": person}


def _describe_credential(work: Work, site: str) -> dict[str, Any]:
    description = {
        "@type": "EducationalOccupationalCredential",
        "name": work.credential["name"],
        "credentialCategory": "badge",
        "recognizedBy": {"@type": "Organization", "name": work.credential["issuer"]["name"]},
    }
    return {**description, "url": f"{site}credentials/{work.slug}.json"} if site else description
