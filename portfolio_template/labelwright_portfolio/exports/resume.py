"""A portfolio as JSON Resume, checked field by field before it is written (jsonresume.org/schema, version 1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from labelwright.credentials import claims
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.result_rows import MeasuredResult, measured_results
from labelwright_portfolio.skills import skills_map
from labelwright_portfolio.works import Work

Day = Annotated[str, Field(pattern=r"\A\d{4}-\d{2}-\d{2}\z")]
Address = Annotated[str, Field(pattern=r"\Ahttps?://[^\s]+\z")]
_LANGUAGE = re.compile(r"(?P<language>[^(]+?)\s*(?:\((?P<fluency>[^)]*)\))?")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Network(_Part):
    """A link of the profile."""

    network: str
    url: Address


class Basics(_Part):
    """Who: no e-mail address and no place is ever written."""

    name: Annotated[str, Field(min_length=1)]
    label: str | None = None
    summary: str | None = None
    url: Address | None = None
    profiles: list[Network] = []


class Language(_Part):
    """A language and its level."""

    language: Annotated[str, Field(min_length=1)]
    fluency: str | None = None


class Skill(_Part):
    """A skill, and the works that show it as its keywords."""

    name: str
    keywords: list[str]


class Certificate(_Part):
    """One credential."""

    name: str
    date: Day
    issuer: str
    url: Address | None = None


class Project(_Part):
    """One work with what was measured in it."""

    name: str
    description: str
    highlights: list[str]
    keywords: list[str]
    startDate: Day  # noqa: N815
    endDate: Day  # noqa: N815
    url: Address | None = None
    type: str = "assessment"


class Resume(_Part):
    """The whole document, of the parts that a portfolio can fill."""

    basics: Basics
    languages: list[Language]
    skills: list[Skill]
    certificates: list[Certificate]
    projects: list[Project]


def resume(works: Sequence[Work], told: Told) -> bytes:
    """The portfolio as indented JSON, UTF-8; empty fields are left out."""
    profile = told.profile
    document = Resume(
        basics=Basics(
            name=profile.name,
            label=profile.headline or None,
            summary=profile.about or None,
            url=profile.site or None,
            profiles=[Network(network=link.label, url=link.url) for link in profile.links],
        ),
        languages=[_language(language) for language in profile.languages],
        skills=[
            Skill(name=mark.name, keywords=[work.credential["name"] for work in mark.works])
            for mark in skills_map(works)
            if mark.works
        ],
        certificates=[_certificate(work, profile.site) for work in works],
        projects=[_project(work, told) for work in works],
    )
    text = document.model_dump_json(indent=2, exclude_none=True) + "\n"
    return text.encode("utf-8")


def _language(text: str) -> Language:
    found = _LANGUAGE.fullmatch(text.strip())
    return (
        Language(language=found["language"], fluency=found["fluency"]) if found else Language(language=text)
    )


def _certificate(work: Work, site: str) -> Certificate:
    return Certificate(
        name=work.credential["name"],
        date=work.credential["awardedDate"][:10],
        issuer=work.credential["issuer"]["name"],
        url=f"{site}credentials/{work.slug}.json" if site else None,
    )


def _project(work: Work, told: Told) -> Project:
    day, single = work.credential["awardedDate"][:10], work.claims.single
    score = (
        [f"Score {single[claims.SCORE].value} of 100, {single[claims.ORIGIN].value}"]
        if claims.SCORE in single
        else []
    )
    return Project(
        name=work.credential["name"],
        description=told.story(work.slug).headline
        or work.credential["credentialSubject"]["achievement"]["description"],
        highlights=[*score, *(_sentence(result) for result in measured_results(work))],
        keywords=work.tags,
        startDate=day,
        endDate=day,
        url=f"{told.profile.site}work/{work.slug}.html" if told.profile.site else None,
    )


def _sentence(result: MeasuredResult) -> str:
    text = f"{result.name.text}: {result.value.text}"
    text += f" of {result.n.text}" if result.is_count else f" {result.unit.text}" if result.unit else ""
    if result.low and result.high:
        text += f", 95% interval {result.low.text} to {result.high.text}"
    if result.n and not result.is_count:
        text += f", {result.n.text} {result.n_unit.text}"
    return f"{text}; people reach {result.ceiling.text}" if result.ceiling else text
