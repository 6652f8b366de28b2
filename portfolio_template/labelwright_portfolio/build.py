"""Build a portfolio folder: gather the passed work, draw every page, and write it all at once."""

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
from labelwright_portfolio.leak_scan import QuoteLimit, Secret, leaks, over_quoted
from labelwright_portfolio.listing import listing
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.pages.render import pages
from labelwright_portfolio.palettes import BUILT_IN, Theme
from labelwright_portfolio.profile import Profile
from labelwright_portfolio.select_work import Gathered, gather, gather_signed
from labelwright_portfolio.stories import Story
from labelwright_portfolio.works import Work
from labelwright_portfolio.write import write


@dataclass(frozen=True)
class BuildResult:
    """What was built: the paths written, the credentials on the page, and a sentence for each oddity."""

    paths: list[Path]
    credentials: list[dict[str, Any]]
    warnings: list[str]


@dataclass(frozen=True)
class Extras:
    """What a portfolio holds besides signed work: stories by exercise, a theme of one's own, notebooks to publish.

    `notebooks` gives by exercise the file name and bytes of the work that was graded; they are published only where
    the story says so. `secrets` are texts that no published file may hold, `limits` say how much of a dataset may be
    quoted. `warnings` are sentences about what could not be looked for.
    """

    stories: Mapping[str, Story] = field(default_factory=dict)
    theme: Theme | None = None
    notebooks: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    secrets: Sequence[Secret] = ()
    limits: Sequence[QuoteLimit] = ()
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class Draft:
    """A portfolio in memory: every file by its path in the folder, its works, and a sentence for each oddity."""

    contents: dict[str, bytes]
    works: list[Work]
    told: Told
    warnings: list[str]

    def write(self, out: Path) -> BuildResult:
        """Write it to the folder `out`; PortfolioError where that holds something that is not a portfolio."""
        paths = write(out, self.contents)
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

    The same input gives the same bytes. Raises PortfolioError when nothing passed, the reports are of
    several learners, or `out` holds something that is not a portfolio.
    """
    return draft(reports, profile, key, now, extras).write(out)


def build_signed(
    files: Sequence[Path], profile: Profile, out: Path, now: datetime, extras: Extras | None = None
) -> BuildResult:
    """Like `build`, from credentials that an instructor already signed (`gather_signed` says where evidence lies)."""
    return draft_signed(files, profile, now, extras).write(out)


def draft(
    reports: Sequence[Report], profile: Profile, key: SigningKey, now: datetime, extras: Extras | None = None
) -> Draft:
    """The portfolio that `build` writes, in memory."""
    extras = extras or Extras()
    told = {slug for slug, story in extras.stories.items() if story.publish_attempts}
    return _draft(gather(reports, profile, key, now, told), profile, extras)


def draft_signed(
    files: Sequence[Path], profile: Profile, now: datetime, extras: Extras | None = None
) -> Draft:
    """The portfolio that `build_signed` writes, in memory."""
    return _draft(gather_signed(files, now, profile.works), profile, extras or Extras())


def _draft(gathered: Gathered, profile: Profile, extras: Extras) -> Draft:
    works, warnings = gathered.works, [*gathered.warnings, *extras.warnings]
    notebooks = {
        slug: found
        for slug, found in extras.notebooks.items()
        if (story := extras.stories.get(slug)) and story.publish_notebook
    }
    for work in works:
        story = extras.stories.get(work.slug)
        if story and story.publish_notebook and work.slug not in notebooks:
            warnings.append(
                f"{work.slug}: its notebook was to be published, and the file that was graded was not found. "
                "Name the folder it lies in with --work, or grade the notebook as it is now."
            )
    warnings += [
        f"Your profile gives no level for {language}. Add one of A1 to C2 or native: English (C1)."
        for language in profile.without_level
    ]
    told = Told(
        profile=profile.shown,
        stories={
            work.slug: extras.stories[work.slug].shown(
                notebooks[work.slug][0] if work.slug in notebooks else ""
            )
            for work in works
            if work.slug in extras.stories
        },
        theme=extras.theme or _named(profile.theme),
    )
    contents = derived(works, told)
    for work in works:
        if work.slug in notebooks:
            name, content = notebooks[work.slug]
            contents[f"notebooks/{name}"] = content
    _must_be_publishable(contents, extras)
    return Draft(contents, works, told, warnings)


def _must_be_publishable(contents: Mapping[str, bytes], extras: Extras) -> None:
    """PortfolioError where a file holds something private, or more of others' texts than may be quoted."""
    for found, why in (
        (leaks(contents, extras.secrets), "something private would become public"),
        (over_quoted(contents, extras.limits), "it would publish what belongs to others"),
    ):
        if found:
            raise PortfolioError(f"Nothing was written, because {why}. " + " ".join(found))


def _named(theme: str) -> Any:
    if theme not in BUILT_IN:
        raise PortfolioError(
            f"There is no theme {theme!r}. Choose {', '.join(BUILT_IN)}, or write your own as theme.toml "
            'beside the profile and set theme = "own".'
        )
    return theme


def derived(works: Sequence[Work], told: Told) -> dict[str, bytes]:
    """Every file of a portfolio that follows from its works and what is told: all but published notebooks."""
    contents = {**pages(works, told), "portfolio.json": listing(works, told), ".nojekyll": b""}
    for work in works:
        pretty = json.dumps(work.credential, indent=2, ensure_ascii=False) + "\n"
        contents[f"credentials/{work.slug}.json"] = pretty.encode("utf-8")
        contents[f"evidence/{work.slug}.json"] = work.evidence_bytes
        contents |= _badges(work)
    return contents


def _badges(work: Work) -> dict[str, bytes]:
    theme = files("labelwright_portfolio") / "theme"
    return {
        f"badges/{work.slug}.png": bake_png((theme / "badge.png").read_bytes(), work.credential),
        f"badges/{work.slug}.svg": bake_svg(
            (theme / "badge.svg").read_text("utf-8"), work.credential
        ).encode(),
    }
