"""The command `doctor`: what this machine has, what is missing, and what that affects."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import click

from labelwright.cli._options import course_option


@dataclass(frozen=True)
class Finding:
    """The result of one check of the machine: whether it is good, what was found, and what it affects if not."""

    what: str
    ok: bool
    seen: str
    cost: str = ""
    needed: bool = False


@click.command()
@course_option
def doctor(course_dir: str | None) -> None:
    """Check what is missing on this machine, what it affects, and how to get it.

    Exit code 1 if something is missing that grading or checking needs.
    """
    findings = [*_machine(), *_packages(), *_course(course_dir), *_sandbox()]
    for finding in findings:
        word, colour = (
            ("ok     ", "green") if finding.ok else ("missing", "red" if finding.needed else "yellow")
        )
        click.echo(f"{click.style(word, fg=colour, bold=True)}  {finding.what}: {finding.seen}")
        if not finding.ok and finding.cost:
            click.echo(f"         {finding.cost}")
    raise SystemExit(1 if any(not f.ok and f.needed for f in findings) else 0)


def _machine() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("Python", sys.version_info >= (3, 11), version, "labelwright needs 3.11 or newer.", True)
    cost = "Grading needs it; checking in a notebook does not. On Windows, grade inside WSL."
    yield Finding(
        "fork", hasattr(os, "fork"), "available" if hasattr(os, "fork") else "not on this system", cost, True
    )
    browser = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    yield Finding(
        "Chromium", bool(browser), browser or "not found", "Only the browser tests need it; they are skipped."
    )


def _packages() -> Iterator[Finding]:
    wanted = {
        "jupyterlab": ("JupyterLab", "`labelwright lab` needs it: pip install 'labelwright[lab]'"),
        "material": ("Material for MkDocs", "`labelwright site` needs it: pip install 'labelwright[site]'"),
        "psycopg": ("psycopg", "A gradebook in PostgreSQL needs it: pip install 'labelwright[postgres]'"),
    }
    for module, (name, cost) in wanted.items():
        installed = find_spec(module) is not None
        yield Finding(name, installed, "installed" if installed else "not installed", cost)


def _course(course_dir: str | None) -> Iterator[Finding]:
    from labelwright.course.course import open_course
    from labelwright.course.root import CourseError
    from labelwright.data import DataMissing, load_card, verify

    try:
        course = open_course(course_dir)
        count = len(course.exercises)
    except CourseError as error:
        yield Finding("Course", False, str(error), needed=True)
        return
    yield Finding("Course", bool(count), f"{course.root}, {count} exercises", "It has no exercise.", True)
    for path in sorted(course.datasets.glob("*/dataset.toml")):
        name = f"Data {path.parent.name}"
        try:
            card = load_card(path.parent)
            verify(card)
            yield Finding(name, True, "checksums, rows and columns are right")
        except DataMissing as error:
            if card.pin.kind == "fetched":
                cost = f"Some exercises need it: labelwright data fetch {card.slug}"
                yield Finding(name, False, "not fetched", cost)
            else:
                yield Finding(name, False, str(error), needed=True)
        except (ValueError, OSError) as error:
            yield Finding(name, False, str(error), needed=True)


def _sandbox() -> Iterator[Finding]:
    from labelwright.grading.sandbox.fork_server import ForkServer, SandboxError
    from labelwright.grading.sandbox.probe import probe

    try:
        server = ForkServer()
    except SandboxError as error:
        yield Finding("Sandbox", False, str(error), needed=True)
        return
    try:
        yield Finding("Sandbox", True, server.level)
        cost = "Other people's work is refused unless you pass --trust-learners; your own is always graded."
        for result in probe(server):
            seen = "refused" if result.refused else "possible"
            yield Finding(f"  attempt to {result.action}", result.refused, seen, cost)
    finally:
        server.close()
