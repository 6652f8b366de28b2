"""The commands `portfolio publish` and `portfolio export`: put a built portfolio online, or write it in another format."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

SITE = "site"
site_option = click.option(
    "--site", "folder", type=click.Path(path_type=Path), default=Path(SITE), show_default=True, metavar="DIR",
    help="The folder that `portfolio build` wrote.",
)  # fmt: skip


@click.command()
@click.argument("remote", required=False)
@site_option
@click.option("--branch", default="gh-pages", show_default=True, metavar="NAME", help="The branch.")
@click.option(
    "--zip", "archive", type=click.Path(path_type=Path), metavar="FILE", help="Pack it into one file instead."
)
@click.option("--name", default="Portfolio", show_default=True, help="The name in the commit.")
@click.option(
    "--commit-email",
    default="noreply@labelwright.invalid",
    show_default=True,
    metavar="ADDRESS",
    help="The address in the commit.",
)
@click.option("--yes", is_flag=True, help="Do not ask before publishing.")
def publish(
    remote: str | None,
    folder: Path,
    branch: str,
    archive: Path | None,
    name: str,
    commit_email: str,
    yes: bool,
) -> None:
    """Push the built portfolio to a branch of the git repository REMOTE, or pack it with --zip.

    Commits stay public, and so does the address in them: it is a no-reply address unless you give another one.
    """
    from labelwright_portfolio.publishing.git import Identity, PushTarget, pack_folder, push

    _require_verified(folder)
    if archive is not None:
        click.echo(f"Packed {pack_folder(folder, archive)} files into {archive}.")
        return
    if not remote:
        raise click.UsageError(
            "Say where to publish: the address or path of a git repository, or --zip FILE for any other host."
        )
    click.echo(
        f"The commit will contain {name} <{commit_email}>. Everybody can read that, and it stays public."
    )
    if not yes and sys.stdin.isatty():
        click.confirm(f"Publish {folder} on the branch {branch} of {remote}?", abort=True)
    where = str(Path(remote).resolve()) if Path(remote).exists() else remote
    if push(folder, PushTarget(where, branch, Identity(name, commit_email))):
        click.echo(f"Published {folder} on the branch {branch} of {remote}.")
    else:
        click.echo("The branch has exactly this already; nothing was pushed.")


def _require_verified(folder: Path) -> None:
    """Raise ClickException if the page does not verify: an employer could not verify it either."""
    from labelwright_portfolio.verify import verify_page

    result = verify_page(folder, None, None, datetime.now(UTC))
    if not result.holds:
        faults = " ".join(finding.sentence for finding in result.findings if not finding.ok)
        raise click.ClickException(
            f"{folder} does not verify, so it was not published. {faults} Build it again."
        )


@click.group()
def export() -> None:
    """Write a built portfolio in another format: pdf, resume, card, linkedin."""


@export.command()
@site_option
@click.option("--work", metavar="SLUG", help="Print the page about this work instead of the front page.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE",
    help="The file to write [default: portfolio.pdf, or the name of the work with .pdf].",
)  # fmt: skip
def pdf(folder: Path, work: str | None, out: Path | None) -> None:
    """Print the front page, or the page about a work, to a tagged PDF. This needs an installed browser."""
    from labelwright_portfolio.exports.browser import print_pdf
    from labelwright_portfolio.parse_page import read_portfolio

    slugs = [found.slug for found in read_portfolio(folder)[0]]
    if work is not None and work not in slugs:
        raise click.UsageError(f"{folder} has no work {work!r}. It has: {', '.join(slugs)}.")
    page = folder / "work" / f"{work}.html" if work else folder / "index.html"
    out = out or Path(f"{work or 'portfolio'}.pdf")
    print_pdf(page, out)
    click.echo(f"Wrote {out}.")


@export.command()
@site_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("resume.json"),
    show_default=True,
    metavar="FILE",
    help="The file to write.",
)
def resume(folder: Path, out: Path) -> None:
    """Write a JSON Resume, without your e-mail address."""
    from labelwright_portfolio.exports.resume import build_resume
    from labelwright_portfolio.parse_page import read_portfolio

    out.write_bytes(build_resume(*read_portfolio(folder)))
    click.echo(f"Wrote {out}.")


@export.command()
@site_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file to write [default: card.png in the folder of the portfolio].",
)
def card(folder: Path, out: Path | None) -> None:
    """Draw the picture that is shown where the link to your page is shared. This needs an installed browser."""
    from labelwright_portfolio.exports.browser import write_card
    from labelwright_portfolio.parse_page import read_portfolio

    works, page = read_portfolio(folder)
    target = out or folder / "card.png"
    write_card(works, page, target)
    click.echo(f"Wrote {target}.")
    if not (page.profile.card and page.profile.site):
        click.echo(
            'To have it shown, set card = true and site = "https://..." in your profile, and build again.'
        )


@export.command()
@site_option
def linkedin(folder: Path) -> None:
    """Print the addresses that add each credential to a LinkedIn profile."""
    from labelwright_portfolio.exports.linkedin import linkedin_address
    from labelwright_portfolio.parse_page import read_portfolio

    works, page = read_portfolio(folder)
    for work in works:
        click.echo(f"{work.credential['name']}\n  {linkedin_address(work, page.profile.site)}")
