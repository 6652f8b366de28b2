"""Commands portfolio publish, export and verifier: where a built portfolio goes, and in which other shapes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

SITE = "site"
site_argument = click.option(
    "--site", "folder", type=click.Path(path_type=Path), default=Path(SITE), show_default=True, metavar="DIR",
    help="The folder that build wrote.",
)  # fmt: skip


@click.command()
@click.argument("remote", required=False)
@site_argument
@click.option("--branch", default="gh-pages", show_default=True, metavar="NAME")
@click.option(
    "--zip", "archive", type=click.Path(path_type=Path), metavar="FILE", help="Pack it into one file instead."
)
@click.option("--name", default="Portfolio", show_default=True, help="Whom the commit names.")
@click.option("--commit-email", default="noreply@labelwright.invalid", show_default=True, metavar="ADDRESS")
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

    Commits are public for ever, and so is the address in them: a no-reply one is used unless you say otherwise.
    """
    from labelwright_portfolio.publishing.git import Identity, PushTarget, pack_folder, push

    _must_hold(folder)
    if archive is not None:
        click.echo(f"Packed {pack_folder(folder, archive)} files into {archive}.")
        return
    if not remote:
        raise click.UsageError(
            "Say where: a git repository's address or path, or --zip FILE for any other host."
        )
    click.echo(f"The commit will say {name} <{commit_email}>, and everybody can read that for ever.")
    if not yes and sys.stdin.isatty():
        click.confirm(f"Publish {folder} on the branch {branch} of {remote}?", abort=True)
    where = str(Path(remote).resolve()) if Path(remote).exists() else remote
    if push(folder, PushTarget(where, branch, Identity(name, commit_email))):
        click.echo(f"Published {folder} on the branch {branch} of {remote}.")
    else:
        click.echo("The branch holds exactly this already; nothing was pushed.")


def _must_hold(folder: Path) -> None:
    """Refuse to publish what an employer could not verify."""
    from labelwright_portfolio.verify import verify_page

    result = verify_page(folder, None, None, datetime.now(UTC))
    if not result.holds:
        faults = " ".join(one.sentence for one in result.findings if not one.ok)
        raise click.ClickException(
            f"{folder} does not verify, so it was not published. {faults} Build it again."
        )


@click.group()
def export() -> None:
    """Write a built portfolio in another shape: pdf, resume, card, linkedin."""


@export.command()
@site_argument
@click.option("--work", metavar="SLUG", help="The page about this work, in place of the front page.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE",
    help="By default portfolio.pdf, or the work's name with .pdf.",
)  # fmt: skip
def pdf(folder: Path, work: str | None, out: Path | None) -> None:
    """Print the front page, or with --work the page about a work, to a tagged PDF, with a browser that is installed."""
    from labelwright_portfolio.exports.browser import print_pdf
    from labelwright_portfolio.parse_page import read_portfolio

    works = [one.slug for one in read_portfolio(folder)[0]]
    if work is not None and work not in works:
        raise click.UsageError(f"{folder} has no work {work!r}. It has: {', '.join(works)}.")
    page = folder / "work" / f"{work}.html" if work else folder / "index.html"
    out = out or Path(f"{work or 'portfolio'}.pdf")
    print_pdf(page, out)
    click.echo(f"Wrote {out}.")


@export.command()
@site_argument
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("resume.json"), show_default=True, metavar="FILE"
)
def resume(folder: Path, out: Path) -> None:
    """Write a JSON Resume, without your e-mail address."""
    from labelwright_portfolio.exports.resume import build_resume
    from labelwright_portfolio.parse_page import read_portfolio

    out.write_bytes(build_resume(*read_portfolio(folder)))
    click.echo(f"Wrote {out}.")


@export.command()
@site_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="[default: card.png in the folder of the portfolio]",
)
def card(folder: Path, out: Path | None) -> None:
    """Draw the picture that stands for your page where its link is shared, with a browser that is installed."""
    from labelwright_portfolio.exports.browser import write_card
    from labelwright_portfolio.parse_page import read_portfolio

    works, told = read_portfolio(folder)
    target = out or folder / "card.png"
    write_card(works, told, target)
    click.echo(f"Wrote {target}.")
    if not (told.profile.card and told.profile.site):
        click.echo(
            'Set card = true and site = "https://..." in your profile, and build again, to have it shown.'
        )


@export.command()
@site_argument
def linkedin(folder: Path) -> None:
    """Say the addresses that add each credential to a LinkedIn profile."""
    from labelwright_portfolio.exports.linkedin import linkedin_address
    from labelwright_portfolio.parse_page import read_portfolio

    works, told = read_portfolio(folder)
    for work in works:
        click.echo(f"{work.credential['name']}\n  {linkedin_address(work, told.profile.site)}")


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("verifier.html"), show_default=True, metavar="FILE"
)
@click.option(
    "--trust",
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE",
    help="Your list of keys, or your did.json: the page then says whether a credential is yours.",
)
def verifier(out: Path, trust: Path | None) -> None:
    """Write the page for an instructor's site that checks any credential, badge image or portfolio page, offline."""
    from labelwright.credentials.keyring.did_web import read_trusted
    from labelwright_portfolio.pages.verifier import render_verifier

    out.write_bytes(render_verifier(read_trusted(trust) if trust else None))
    click.echo(f"Wrote {out}.")
