"""Build a portfolio folder: select the passed work, render every page, and write all of it at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from labelwright.checks.verdicts import Report
from labelwright.credentials.baking import bake_png, bake_svg
from labelwright.credentials.keys import SigningKey
from labelwright.errors import PortfolioError
from labelwright_portfolio.leak_scan import QuoteLimit, Secret, find_excess_quotes, find_leaks
from labelwright_portfolio.listing import render_listing
from labelwright_portfolio.pages.page_data import PageData
from labelwright_portfolio.pages.render import render_pages
from labelwright_portfolio.palettes import BUILT_IN, Theme
from labelwright_portfolio.profile import Profile
from labelwright_portfolio.select_work import Selection, select_signed, select_work
from labelwright_portfolio.stories import Story
from labelwright_portfolio.works import Work
from labelwright_portfolio.write import write_portfolio


@dataclass(frozen=True)
class BuildResult:
    """What was built: the paths written, the credentials on the page, and a sentence for each problem."""

    paths: list[Path]
    credentials: list[dict[str, Any]]
    warnings: list[str]


@dataclass(frozen=True)
class Extras:
    """What a portfolio holds besides signed work: stories by exercise, the job seeker's own theme, and notebooks.

    `notebooks` gives by exercise the file name and bytes of the work that was graded; one is published only if its
    story says so. `secrets` are texts that no published file may hold, `limits` say how much of a dataset may be quoted.
    `warnings` are sentences about what could not be searched.
    """

    stories: Mapping[str, Story] = field(default_factory=dict)
    theme: Theme | None = None
    notebooks: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    secrets: Sequence[Secret] = ()
    limits: Sequence[QuoteLimit] = ()
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class Draft:
    """A portfolio in memory: every file by its path in the folder, its works, and a sentence for each problem."""

    contents: dict[str, bytes]
    works: list[Work]
    page_data: PageData
    warnings: list[str]

    def write(self, out: Path) -> BuildResult:
        """Write the files to the folder `out`; raise PortfolioError if it holds something that is not a portfolio."""
        paths = write_portfolio(out, self.contents)
        return BuildResult(paths, [work.credential for work in self.works], self.warnings)


def build(
    reports: Sequence[Report],
    profile: Profile,
    key: SigningKey,
    out: Path,
    now: datetime,
    extras: Extras | None = None,
) -> BuildResult:
    """Write the portfolio of one learner's passed reports to the folder `out`.

    The same input gives the same pages. Raise PortfolioError if nothing passed, if the reports belong to several
    learners, or if `out` holds something that is not a portfolio.
    """
    return draft(reports, profile, key, now, extras).write(out)


def build_signed(
    files: Sequence[Path], profile: Profile, out: Path, now: datetime, extras: Extras | None = None
) -> BuildResult:
    """Write the portfolio of credentials that an instructor signed already; `select_signed` says where evidence is."""
    return draft_signed(files, profile, now, extras).write(out)


def draft(
    reports: Sequence[Report], profile: Profile, key: SigningKey, now: datetime, extras: Extras | None = None
) -> Draft:
    """Return the portfolio that `build` writes, in memory."""
    extras = extras or Extras()
    with_attempts = {slug for slug, story in extras.stories.items() if story.publish_attempts}
    return _assemble(select_work(reports, profile, key, now, with_attempts), profile, extras)


def draft_signed(
    files: Sequence[Path], profile: Profile, now: datetime, extras: Extras | None = None
) -> Draft:
    """Return the portfolio that `build_signed` writes, in memory."""
    return _assemble(select_signed(files, now, profile.works), profile, extras or Extras())


def _assemble(selection: Selection, profile: Profile, extras: Extras) -> Draft:
    works, warnings = selection.works, [*selection.warnings, *extras.warnings]
    notebooks = {
        slug: notebook
        for slug, notebook in extras.notebooks.items()
        if (story := extras.stories.get(slug)) and story.publish_notebook
    }
    for work in works:
        story = extras.stories.get(work.slug)
        if story and story.publish_notebook and work.slug not in notebooks:
            warnings.append(
                f"{work.slug}: its notebook should be published, but the graded file was not found. "
                "Name the folder that holds it with --work, or grade the notebook as it is now."
            )
    warnings += [
        f"Your profile gives no level for {language}. Add one, A1 to C2 or native: English (C1)."
        for language in profile.languages_without_level
    ]
    data = PageData(
        profile=profile.shown,
        stories={
            work.slug: extras.stories[work.slug].shown(
                notebooks[work.slug][0] if work.slug in notebooks else ""
            )
            for work in works
            if work.slug in extras.stories
        },
        theme=extras.theme or _check_theme_name(profile.theme),
    )
    contents = derive_files(works, data)
    for work in works:
        if work.slug in notebooks:
            name, content = notebooks[work.slug]
            contents[f"notebooks/{name}"] = content
    _refuse_private_content(contents, extras)
    return Draft(contents, works, data, warnings)


def _refuse_private_content(contents: Mapping[str, bytes], extras: Extras) -> None:
    """Raise PortfolioError if a file holds something private, or more of others' texts than may be quoted."""
    for sentences, reason in (
        (find_leaks(contents, extras.secrets), "something private would become public"),
        (find_excess_quotes(contents, extras.limits), "it would publish texts that belong to others"),
    ):
        if sentences:
            raise PortfolioError(f"Nothing was written, because {reason}. " + " ".join(sentences))


def _check_theme_name(theme: str) -> Any:
    if theme not in BUILT_IN:
        raise PortfolioError(
            f"{theme!r} is not a built-in theme. Choose {', '.join(BUILT_IN)}, or write your own as theme.toml "
            'next to the profile and set theme = "own".'
        )
    return theme


def derive_files(works: Sequence[Work], data: PageData) -> dict[str, bytes]:
    """Return every file of a portfolio that follows from its works and page data: all except published notebooks."""
    contents = {**render_pages(works, data), "portfolio.json": render_listing(works, data), ".nojekyll": b""}
    for work in works:
        credential = json.dumps(work.credential, indent=2, ensure_ascii=False) + "\n"
        contents[f"credentials/{work.slug}.json"] = credential.encode("utf-8")
        contents[f"evidence/{work.slug}.json"] = work.evidence_bytes
        contents |= _bake_badges(work)
    return contents


def _bake_badges(work: Work) -> dict[str, bytes]:
    """Return the credential inside a PNG and inside an SVG image."""
    theme = files("labelwright_portfolio") / "theme"
    png, svg = (theme / "badge.png").read_bytes(), (theme / "badge.svg").read_text("utf-8")
    return {
        f"badges/{work.slug}.png": bake_png(png, work.credential),
        f"badges/{work.slug}.svg": bake_svg(svg, work.credential).encode(),
    }
