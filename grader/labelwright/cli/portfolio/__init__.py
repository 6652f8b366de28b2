"""Commands for job seekers and employers: portfolio init, build, preview, verify, publish, export, verifier."""

from __future__ import annotations

import click

from labelwright.cli.portfolio.make import build_command, init, preview
from labelwright.cli.portfolio.share import export, publish, verifier
from labelwright.cli.portfolio.verify import verify_command


@click.group()
def portfolio() -> None:
    """Make a portfolio from graded work, publish it, or verify one."""


for command in (init, build_command, preview, verify_command, publish, export, verifier):
    portfolio.add_command(command)
