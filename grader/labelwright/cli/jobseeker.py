"""Commands for job seekers and employers: portfolio build and verify."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli.options import existing_gradebook, gradebook_option

if TYPE_CHECKING:
    from labelwright.gradebook.book import Gradebook
    from labelwright_portfolio.profile import Profile


@click.group()
def portfolio() -> None:
    """Build a portfolio page from graded work, or verify one."""


@portfolio.command("build")
@click.option("--learner", metavar="ID", help="Whose work, where the gradebook holds several learners'.")
@gradebook_option
@click.option(
    "--profile", "profile_file", type=click.Path(path_type=Path), metavar="FILE", help="Your profile.toml."
)
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The signing key's file; made where missing.",
)
@click.option(
    "--signed",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    metavar="FILE",
    help="A credential that an instructor signed already; repeat for more.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("portfolio"), show_default=True, metavar="DIR"
)
def build_command(
    learner: str | None,
    gradebook_place: str,
    profile_file: Path | None,
    key_file: Path | None,
    signed: tuple[Path, ...],
    out: Path,
) -> None:
    """Write one self-contained page from passed work, with a signed credential for each exercise."""
    from labelwright.credentials.keys import load_or_create
    from labelwright.gradebook.book import Gradebook
    from labelwright_portfolio.build import build, build_signed

    now = datetime.now(UTC).replace(microsecond=0)
    if signed:
        result = build_signed(signed, _profile(profile_file, learner or ""), out, now)
    else:
        book = Gradebook(existing_gradebook(gradebook_place))
        who = learner or _only_learner(book)
        key = load_or_create(key_file or default_key())
        result = build(book.best(who), _profile(profile_file, who), key, out, now)
        click.echo(f"Signed by {key.did}")
        click.echo(f"  with the key in {key_file or default_key()}; keep that file to yourself.")
    for sentence in result.warnings:
        click.echo(f"note: {sentence}")
    click.echo(f"Wrote {out / 'index.html'} with {len(result.credentials)} credentials.")
    click.echo(f"Check it as an employer would: labelwright portfolio verify {out}")


@portfolio.command("verify")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--issuer", metavar="DID", help="The DID that the instructor publishes.")
@click.option("--email", metavar="ADDRESS", help="The applicant's e-mail address.")
def verify_command(path: Path, issuer: str | None, email: str | None) -> None:
    """Tell what holds and what does not: a portfolio folder, its page, or one credential.

    Exits with 0 where everything that was looked at holds, with 1 where anything does not.
    """
    from labelwright_portfolio.verify import verify_page

    if not path.exists():
        raise click.UsageError(f"{path} does not exist.")
    result = verify_page(path, issuer, email, datetime.now(UTC))
    for finding in result.findings:
        word, colour = _word(finding.ok, finding.open_question)
        click.echo(f"{click.style(word, fg=colour, bold=True)}  {finding.sentence}")
    click.echo(
        "Everything that was checked holds." if result.holds else "Something does not hold: see above."
    )
    raise SystemExit(0 if result.holds else 1)


def default_key() -> Path:
    """Where a signing key lies unless one is named: in the user's own data folder, outside any checkout."""
    from platformdirs import user_data_path

    return user_data_path("labelwright") / "issuer-key.pem"


def _word(ok: bool, question: bool) -> tuple[str, str]:
    if not ok:
        return "does not hold", "red"
    return ("open         ", "yellow") if question else ("holds        ", "green")


def _only_learner(book: Gradebook) -> str:
    learners = book.learners()
    if len(learners) == 1:
        return learners[0]
    listed = ", ".join(repr(learner) for learner in learners[:8])
    raise click.UsageError(f"Say whose work with --learner. The gradebook has: {listed or 'nobody yet'}.")


def _profile(file: Path | None, learner: str) -> Profile:
    from labelwright_portfolio.profile import Profile, load_profile

    if file is None and Path("profile.toml").is_file():
        file = Path("profile.toml")
    return load_profile(file) if file else Profile(name=learner or "Portfolio")
