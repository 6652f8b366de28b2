"""Publish a portfolio page: to a git branch, or as a zip file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from labelwright.errors import PortfolioError
from labelwright_portfolio.write import OURS, is_portfolio


def pack_folder(folder: Path, out: Path) -> int:
    """Write the files of `folder` into the zip file `out` and return how many; hidden files but .nojekyll stay out."""
    names = published(folder)
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name in names:
                # A fixed date keeps the bytes the same; stored, not packed, because packers differ.
                archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), (folder / name).read_bytes())
    except OSError as trouble:
        raise PortfolioError(f"{out} cannot be written: {trouble.strerror or trouble}.") from None
    return len(names)


def published(folder: Path) -> list[str]:
    """The files of a portfolio folder that go out, by their path in it, in order."""
    found = (
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )
    return sorted(
        path.as_posix()
        for path in found
        if path.as_posix() == ".nojekyll" or not any(part.startswith(".") for part in path.parts)
    )


SECONDS = 300


@dataclass(frozen=True)
class Identity:
    """Who a commit names; both are public for ever."""

    name: str = "Portfolio"
    email: str = "noreply@labelwright.invalid"


@dataclass(frozen=True)
class Push:
    """Where to: a repository's address or path, a branch, and the commit's identity and message."""

    remote: str
    branch: str = "gh-pages"
    identity: Identity = Identity()
    message: str = "Publish the portfolio"


def push(folder: Path, to: Push) -> bool:
    """Publish the folder; False where the branch holds exactly these files already.

    Files on the branch that are not a portfolio's own (a CNAME, a README) stay. Raises PortfolioError where the
    branch holds another site, or git fails; nothing was changed then.
    """
    if shutil.which("git") is None:
        raise PortfolioError(
            "git is not installed. Install it, or upload the folder by hand; --zip FILE packs it."
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        copy = Path(place) / "copy"
        copy.mkdir()
        _git(copy, to, ["init", "--quiet", f"--initial-branch={to.branch}"])
        _fetch(copy, to)
        for name in OURS:
            path = copy / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        for name in published(folder):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((folder / name).read_bytes())
        _git(copy, to, ["add", "--all", "--force"])
        if not _git(copy, to, ["status", "--porcelain"]).strip():
            return False
        _git(copy, to, ["commit", "--quiet", "--message", to.message])
        _git(copy, to, ["push", "--quiet", to.remote, f"HEAD:refs/heads/{to.branch}"])
    return True


def _fetch(copy: Path, to: Push) -> None:
    """Start from what the branch holds, where it exists."""
    heads = _git(copy, to, ["ls-remote", to.remote, f"refs/heads/{to.branch}"])
    if not heads.strip():
        return
    _git(copy, to, ["fetch", "--quiet", "--depth=1", to.remote, f"refs/heads/{to.branch}"])
    _git(copy, to, ["reset", "--quiet", "--hard", "FETCH_HEAD"])
    inside = {path.name for path in copy.iterdir()} - {".git"}
    if inside & (OURS - {".nojekyll"}) and not is_portfolio(copy):
        raise PortfolioError(
            f"The branch {to.branch} of {to.remote} holds another site, so nothing was published. "
            "Name another branch with --branch, or another repository."
        )


def _git(copy: Path, to: Push, command: Sequence[str]) -> str:
    settings = {
        "user.name": to.identity.name,
        "user.email": to.identity.email,
        "commit.gpgsign": "false",
        "core.autocrlf": "false",
        "core.hooksPath": os.devnull,
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    # The identity comes from here alone, and the commit's time tells no time zone.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))
    }
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "EMAIL"):
        kept.pop(name, None)
    try:
        done = subprocess.run(
            ["git", *options, *command],
            cwd=copy, env={**kept, "TZ": "UTC", "GIT_TERMINAL_PROMPT": kept.get("GIT_TERMINAL_PROMPT", "1")},
            capture_output=True, text=True, check=True, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.CalledProcessError as trouble:
        said = trouble.stderr.strip().splitlines()
        raise PortfolioError(
            f"git {command[0]} did not work: {said[-1] if said else 'it gave no reason'}. "
            "Check the repository's address and that you may push to it."
        ) from None
    except (OSError, subprocess.SubprocessError) as trouble:
        raise PortfolioError(f"git {command[0]} did not work: {trouble}.") from None
    return done.stdout
