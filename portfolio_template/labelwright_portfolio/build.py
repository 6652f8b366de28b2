"""Build a portfolio folder: gather the passed work, render the page, write it all at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from labelwright.checks.verdicts import Report
from labelwright.credentials.keys import SigningKey
from labelwright_portfolio.gather import Gathered, gather, gather_signed
from labelwright_portfolio.page import render
from labelwright_portfolio.profile import Profile
from labelwright_portfolio.works import Work
from labelwright_portfolio.write import write


@dataclass(frozen=True)
class BuildResult:
    """What was built: the paths written, the credentials on the page, and a sentence for each oddity."""

    paths: list[Path]
    credentials: list[dict[str, Any]]
    warnings: list[str]


def build(
    reports: Sequence[Report], profile: Profile, key: SigningKey, out: Path, now: datetime
) -> BuildResult:
    """Write the portfolio of one learner's passed reports to the folder `out`.

    It holds index.html (self-contained), credentials/<slug>.json, evidence/<slug>.json and .nojekyll;
    the same input gives the same bytes. Raises PortfolioError when nothing passed, the reports are of
    several learners, or `out` holds something that is not a portfolio.
    """
    return _build(gather(reports, profile, key, now), profile, out)


def build_signed(files: Sequence[Path], profile: Profile, out: Path, now: datetime) -> BuildResult:
    """Like `build`, from credentials that an instructor already signed (`gather_signed` says where evidence lies)."""
    return _build(gather_signed(files, now), profile, out)


def _build(gathered: Gathered, profile: Profile, out: Path) -> BuildResult:
    paths = write(out, _contents(gathered.works, profile))
    return BuildResult(paths, [work.credential for work in gathered.works], gathered.warnings)


def _contents(works: Sequence[Work], profile: Profile) -> dict[str, bytes]:
    contents = {"index.html": render(works, profile.shown), ".nojekyll": b""}
    for work in works:
        pretty = json.dumps(work.credential, indent=2, ensure_ascii=False) + "\n"
        contents[f"credentials/{work.slug}.json"] = pretty.encode("utf-8")
        contents[f"evidence/{work.slug}.json"] = work.evidence_bytes
    return contents
