"""Build the course site, or serve it while someone writes, by running MkDocs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from labelwright import settings
from labelwright.course.course import Course
from labelwright.course.root import CourseError

CONFIG = "mkdocs.yml"
_NEEDED = ("mkdocs", "material", "mkdocs_awesome_nav")
_LAST_LINES = 15


class SiteError(CourseError):
    """The site cannot be built or served; the message says why and what to do."""


def build_site(course: Course, out: Path) -> Path:
    """Build the site into the folder `out` and return its path; warnings of MkDocs count as errors.

    MkDocs empties `out` first, so a folder with anything other than a built site is refused. SiteError if MkDocs is not
    installed, the course has no mkdocs.yml, or the build fails; the message has the last lines that MkDocs printed.
    """
    config = _config(course)
    out = out.expanduser().resolve()
    if out.exists() and not _replaceable(out):
        raise SiteError(
            f"{out} is not empty and is not a built site. Building would delete what is in it. "
            "Name a new or empty folder with --out."
        )
    process = subprocess.run(
        [*_mkdocs("build"), "--strict", "-f", str(config), "-d", str(out)],
        env=_environment(),
        cwd=course.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if process.returncode:
        output = "\n".join(
            f"  {line}" for line in (process.stdout + process.stderr).strip().splitlines()[-_LAST_LINES:]
        )
        raise SiteError(
            f"The site could not be built from {config}. The last lines from MkDocs:\n{output}\n"
            "Fix the page that it names. After a change in exercises/ or datasets/, run `labelwright author build` first."
        )
    return out


def serve_site(course: Course, port: int = 8000) -> None:
    """Serve the site on 127.0.0.1 and rebuild it after every change, until interrupted.

    SiteError if MkDocs or mkdocs.yml is missing, the port is in use, or MkDocs ends with an error.
    """
    config = _config(course)
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SiteError(
                f"Port {port} on 127.0.0.1 cannot be used ({error.strerror}). Choose another with --port."
            ) from None
    command = [*_mkdocs("serve"), "-f", str(config), "-a", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, env=_environment(), cwd=course.root) as server:
        try:
            code = server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return
    if code:
        raise SiteError(f"MkDocs ended with exit code {code}. Its last lines above say why.")


def _config(course: Course) -> Path:
    config = course.root / CONFIG
    if not config.is_file():
        named = f", which {settings.COURSE.name} names," if settings.COURSE.read() else ""
        raise SiteError(
            f"The course in {course.root}{named} has no {CONFIG}, so it has no site to build. Its exercises work "
            f"without one. To give it a site, copy {CONFIG} and course/.nav.yml from labelwright's checkout."
        )
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise SiteError(
            f"The site needs MkDocs and its theme; {', '.join(missing)} cannot be imported here. "
            'Install them with: pip install "labelwright[site]"'
        )
    return config


def _mkdocs(command: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", command]


def _environment() -> dict[str, str]:
    # Material prints its notice about MkDocs 2 on every build otherwise; the pin `mkdocs<2` has settled that.
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def _replaceable(out: Path) -> bool:
    return out.is_dir() and (
        not any(out.iterdir()) or all((out / n).is_file() for n in ("404.html", "index.html"))
    )
