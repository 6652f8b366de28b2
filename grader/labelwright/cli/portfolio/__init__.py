"""The command group `portfolio`, for job seekers and employers."""

from __future__ import annotations

import click

from labelwright.cli.portfolio.build import build, preview
from labelwright.cli.portfolio.init import init
from labelwright.cli.portfolio.publish import export, publish
from labelwright.cli.portfolio.verify import verifier, verify


@click.group()
def portfolio() -> None:
    """Build a portfolio from graded work, publish it, or verify one."""


for command in (init, build, preview, verify, publish, export, verifier):
    portfolio.add_command(command)
