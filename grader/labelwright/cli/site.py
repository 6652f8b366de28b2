"""The commands `site build` and `site serve`."""

from __future__ import annotations

from pathlib import Path

import click

from labelwright.cli._options import course_option


@click.group()
def site() -> None:
    """Build the course site, or serve it while you write."""


@site.command()
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Where the site goes [default: site]."
)
@course_option
def build(out: Path | None, course_dir: str | None) -> None:
    """Build the site; any warning is an error."""
    from labelwright.course.course import open_course
    from labelwright.site.generator import build_site

    course = open_course(course_dir)
    folder = build_site(course, (out or course.root / "site").resolve())
    click.echo(f"Built {folder / 'index.html'}")


@site.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@course_option
def serve(port: int, course_dir: str | None) -> None:
    """Serve the site on this machine and build it again when a page changes."""
    from labelwright.course.course import open_course
    from labelwright.site.generator import serve_site

    serve_site(open_course(course_dir), port)
