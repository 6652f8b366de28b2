"""The front page: who, what they can do, the few numbers that matter, every work, and how to check it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labelwright_portfolio.charts import lowest_of
from labelwright_portfolio.pages.frame import inert, shared, templates
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.pages.section import section
from labelwright_portfolio.result_rows import MeasuredResult, all_results, measured_results
from labelwright_portfolio.skills import skills_map
from labelwright_portfolio.works import Work, counts

FIGURES = 4
"""How many measured figures stand at the top."""
RESULTS = 3
"""How many results beside those at the top the front page lists; the pages of the works list all."""


def render_front(works: Sequence[Work], told: Told) -> bytes:
    """The page as UTF-8; `works` are in page order and each holds its own signed documents."""
    results = listed(works)
    sections = [section(work, place, told.story(work.slug)) for place, work in enumerate(works, start=1)]
    drawn = [result for result in results if result.span is not None]
    text = (
        templates()
        .get_template("front.html.j2")
        .render(
            **shared(works, told),
            sections=sections,
            by_slug={one.work.slug: one for one in sections},
            skills=skills_map(works),
            issuers={one.work.credential["issuer"]["id"]: one for one in sections},
            results=results,
            more=len(all_results(works)) > len(results) + len(highlights(works)),
            lowest=lowest_of(one.span for one in drawn if one.span),
            any_ceiling=any(result.ceiling for result in drawn),
            highlights=highlights(works),
            counts=counts(works),
            about=inert(_about(works, told)),
        )
    )
    return text.encode("utf-8")


def highlights(works: Sequence[Work]) -> list[MeasuredResult]:
    """The figures at the top: first one for each work, the best supported ones before, and at most FIGURES."""
    firsts, others = _ranked(works)
    return [*firsts, *(one for one in others if _support(one)[0])][:FIGURES]


def listed(works: Sequence[Work]) -> list[MeasuredResult]:
    """The results that the front page lists, in page order: none of those at the top, first one for each work."""
    firsts, others = _ranked(works)
    shown = {_key(one) for one in highlights(works)}
    ranked = [*firsts, *sorted(others, key=_support, reverse=True)]
    names = {_key(one) for one in [one for one in ranked if _key(one) not in shown][:RESULTS]}
    return [one for one in all_results(works) if _key(one) in names]


def _key(result: MeasuredResult) -> tuple[str, str]:
    return result.work.slug, result.name.pointer


def _ranked(works: Sequence[Work]) -> tuple[list[MeasuredResult], list[MeasuredResult]]:
    """The best supported result of each work, and all others, in page order."""
    ranked = [sorted(measured_results(work), key=_support, reverse=True) for work in works]
    return [one[0] for one in ranked if one], [result for one in ranked for result in one[1:]]


def _support(result: MeasuredResult) -> tuple[bool, bool, bool]:
    """How well a result is supported: an interval, a human ceiling, a count of things."""
    return bool(result.low and result.high), bool(result.ceiling), bool(result.n)


def _about(works: Sequence[Work], told: Told) -> dict[str, Any]:
    """The schema.org description of the page: its person, their languages and their credentials."""
    profile = told.profile
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
    person["hasCredential"] = [_credential(work, profile.site) for work in works]
    return {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": person}


def _credential(work: Work, site: str) -> dict[str, Any]:
    found = {
        "@type": "EducationalOccupationalCredential",
        "name": work.credential["name"],
        "credentialCategory": "badge",
        "recognizedBy": {"@type": "Organization", "name": work.credential["issuer"]["name"]},
    }
    return {**found, "url": f"{site}credentials/{work.slug}.json"} if site else found
