"""Publish a portfolio folder: push it to a branch of a git repository, or pack it into a zip file."""

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
from labelwright_portfolio.write import PORTFOLIO_NAMES, is_portfolio

SECONDS = 300
"""How long one git command may take."""


@dataclass(frozen=True)
class Identity:
    """The name and address in a commit; everybody can read both, and they cannot be removed later."""

    name: str = "Portfolio"
    email: str = "noreply@labelwright.invalid"


@dataclass(frozen=True)
class PushTarget:
    """Where to push: a repository's address or path, a branch, and the commit's identity and message."""

    remote: str
    branch: str = "gh-pages"
    identity: Identity = Identity()
    message: str = "Publish the portfolio"


def public_files(folder: Path) -> list[str]:
    """Return the files of a portfolio folder that are published, by their path in it, in order."""
    paths = (
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )
    return sorted(
        path.as_posix()
        for path in paths
        if path.as_posix() == ".nojekyll" or not any(part.startswith(".") for part in path.parts)
    )


def pack_folder(folder: Path, out: Path) -> int:
    """Write the public files of `folder` to the zip file `out` and return how many they are.

    Raise PortfolioError if the file cannot be written.
    """
    names = public_files(folder)
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name in names:
                # A fixed date keeps the bytes the same; the files are stored uncompressed, because packers differ.
                archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), (folder / name).read_bytes())
    except OSError as error:
        raise PortfolioError(f"{out} cannot be written: {error.strerror or error}.") from None
    return len(names)


def push(folder: Path, target: PushTarget) -> bool:
    """Publish the folder; return False if the branch holds exactly these files already.

    Files on the branch that are not part of a portfolio (a CNAME, a README) stay. Raise PortfolioError if the branch
    holds another site, or if git fails; nothing was changed then.
    """
    if shutil.which("git") is None:
        raise PortfolioError(
            "git is not installed. Install it, or upload the folder by hand; --zip FILE packs it."
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        copy = Path(temporary) / "copy"
        copy.mkdir()
        _git(copy, target, ["init", "--quiet", f"--initial-branch={target.branch}"])
        _fetch_branch(copy, target)
        for name in PORTFOLIO_NAMES:
            path = copy / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        for name in public_files(folder):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((folder / name).read_bytes())
        _git(copy, target, ["add", "--all", "--force"])
        if not _git(copy, target, ["status", "--porcelain"]).strip():
            return False
        _git(copy, target, ["commit", "--quiet", "--message", target.message])
        _git(copy, target, ["push", "--quiet", target.remote, f"HEAD:refs/heads/{target.branch}"])
    return True


def _fetch_branch(copy: Path, target: PushTarget) -> None:
    """Start from what the branch holds, if it exists; raise PortfolioError if that is another site."""
    branch = f"refs/heads/{target.branch}"
    if not _git(copy, target, ["ls-remote", target.remote, branch]).strip():
        return
    _git(copy, target, ["fetch", "--quiet", "--depth=1", target.remote, branch])
    _git(copy, target, ["reset", "--quiet", "--hard", "FETCH_HEAD"])
    names = {path.name for path in copy.iterdir()} - {".git"}
    if names & (PORTFOLIO_NAMES - {".nojekyll"}) and not is_portfolio(copy):
        raise PortfolioError(
            f"The branch {target.branch} of {target.remote} holds another site, so nothing was published. "
            "Name another branch with --branch, or another repository."
        )


def _git(copy: Path, target: PushTarget, command: Sequence[str]) -> str:
    """Run one git command in `copy` and return its output; raise PortfolioError with git's reason if it fails."""
    settings = {
        "user.name": target.identity.name,
        "user.email": target.identity.email,
        "commit.gpgsign": "false",
        "core.autocrlf": "false",
        "core.hooksPath": os.devnull,
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    try:
        done = subprocess.run(
            ["git", *options, *command],
            cwd=copy, env=_environment(), capture_output=True, text=True, check=True, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines()
        raise PortfolioError(
            f"git {command[0]} failed: {lines[-1] if lines else 'it gave no reason'}. "
            "Check the repository's address and that you may push to it."
        ) from None
    except (OSError, subprocess.SubprocessError) as error:
        raise PortfolioError(f"git {command[0]} failed: {error}.") from None
    return done.stdout


def _environment() -> dict[str, str]:
    """Return the environment for git: no identity from the user's settings, and commit times without a time zone."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))
    }
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "EMAIL"):
        environment.pop(name, None)
    prompt = environment.get("GIT_TERMINAL_PROMPT", "1")
    return {**environment, "TZ": "UTC", "GIT_TERMINAL_PROMPT": prompt}
