"""Commands portfolio init, build and preview: the job seeker's own folder, the page from it, and a look at it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import DEFAULT_GRADEBOOK, existing_gradebook, gradebook_option
from labelwright.cli.key import default_key, given_passphrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelwright.checks.verdicts import Report
    from labelwright.gradebook.book import Gradebook
    from labelwright_portfolio.build import Draft, Extras
    from labelwright_portfolio.leak_scan import QuoteLimit
    from labelwright_portfolio.profile import Profile
    from labelwright_portfolio.stories import Story

SITE = "site"
learner_option = click.option(
    "--learner", metavar="ID", help="Whose work, where the gradebook holds several learners'."
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("my-portfolio"))
@learner_option
@gradebook_option
@click.option("--workflow", is_flag=True, help="Add a GitHub workflow that grades again and publishes.")
def init(folder: Path, learner: str | None, gradebook_place: str, workflow: bool) -> None:
    """Make your own folder: a profile to fill in, and a file for what you tell of each passed work.

    A second run adds files for works that passed since, and changes none that is there.
    """
    from labelwright_portfolio.starter import make_folder

    passed = _passed(gradebook_place, learner)
    made = make_folder(folder, passed, workflow=workflow)
    for path in made:
        click.echo(f"Wrote {path}")
    if not made:
        click.echo(f"{folder} has everything already; nothing was changed.")
    if not passed:
        click.echo("note: no passed work was found. Grade some, then run this again to get a file for each.")
    click.echo(f"Next: fill in {folder / 'profile.toml'}, then run labelwright portfolio build in {folder}.")


def _passed(place: str, learner: str | None) -> list[tuple[str, str]]:
    """Exercise and title of each passed work; none where there is no gradebook by the default name."""
    from labelwright.gradebook.book import Gradebook

    if place == DEFAULT_GRADEBOOK and not Path(place).is_file():
        return []
    with Gradebook(existing_gradebook(place)) as book:
        return [(one.exercise, one.title) for one in book.best(learner or only_learner(book)) if one.passed]


@click.command("build")
@learner_option
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
    "--work",
    "work_dir",
    type=click.Path(path_type=Path),
    default=Path("work"),
    show_default=True,
    metavar="DIR",
    help="Where the notebooks lie that you publish.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the page goes [default: site beside your profile, else portfolio].",
)
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
def build_command(
    learner: str | None,
    gradebook_place: str,
    profile_file: Path | None,
    key_file: Path | None,
    signed: tuple[Path, ...],
    work_dir: Path,
    out: Path | None,
    yes: bool,
) -> None:
    """Write your page from passed work, with a signed credential for each exercise, after saying what becomes public."""
    file = profile_file or (Path("profile.toml") if Path("profile.toml").is_file() else None)
    home = file.parent if file else None
    place = _beside(home, gradebook_place)
    draft = (
        _signed(signed, file, work_dir)
        if signed
        else _own(place, learner, file, key_file or default_key(), _beside_path(home, work_dir))
    )
    target = out or (home / SITE if home and (home / "works").is_dir() else Path("portfolio"))
    from labelwright_portfolio.disclosure import list_public_content

    for line in list_public_content(draft):
        click.echo(line)
    for sentence in draft.warnings:
        click.echo(f"note: {sentence}")
    if not yes and sys.stdin.isatty():
        click.confirm(f"Write this to {target}?", abort=True)
    result = draft.write(target)
    click.echo(f"Wrote {target / 'index.html'} with {len(result.credentials)} credentials.")
    click.echo(f"Check it as an employer would: labelwright portfolio verify {target}")


def _beside(home: Path | None, place: str) -> str:
    """The gradebook by its default name may lie beside the job seeker's folder, where `grade` was run."""
    if place != DEFAULT_GRADEBOOK or Path(place).is_file() or home is None:
        return place
    near = home.resolve().parent / place
    return str(near) if near.is_file() else place


def _beside_path(home: Path | None, folder: Path) -> Path:
    near = home.resolve().parent / folder if home else folder
    return near if not folder.exists() and near.exists() else folder


def _own(place: str, learner: str | None, file: Path | None, key_file: Path, work_dir: Path) -> Draft:
    from labelwright.credentials.keyring.key_file import load_or_create
    from labelwright.gradebook.book import Gradebook
    from labelwright_portfolio.build import draft
    from labelwright_portfolio.select_work import best_reports

    with Gradebook(existing_gradebook(place)) as book:
        who = learner or only_learner(book)
        reports = book.reports(who)
    profile = _profile(file, who)
    extras = _extras(file, profile, work_dir, best_reports(reports)[0])
    key = load_or_create(key_file, given_passphrase)
    now = datetime.now(UTC).replace(microsecond=0)
    found = draft(reports, profile, key, now, extras)
    click.echo(f"Signed by {key.did}")
    click.echo(f"  with the key in {key_file}; keep that file to yourself.")
    return found


def _signed(files: tuple[Path, ...], file: Path | None, work_dir: Path) -> Draft:
    from labelwright_portfolio.build import draft_signed

    profile = _profile(file, "")
    now = datetime.now(UTC).replace(microsecond=0)
    return draft_signed(files, profile, now, _extras(file, profile, work_dir, []))


def _extras(file: Path | None, profile: Profile, work_dir: Path, passed: list[Report]) -> Extras:
    from labelwright_portfolio.build import Extras
    from labelwright_portfolio.leak_scan import Secret
    from labelwright_portfolio.palettes import load_theme
    from labelwright_portfolio.stories import load_stories

    home = file.parent if file else None
    stories = load_stories(home / "works") if home and (home / "works").is_dir() else {}
    theme = load_theme(home / "theme.toml") if home and profile.theme == "own" else None
    notebooks = {}
    if any(story.publish_notebook for story in stories.values()):
        from labelwright.cli.portfolio.published_notebooks import found_notebooks

        wanted = [one for one in passed if (told := stories.get(one.exercise)) and told.publish_notebook]
        notebooks = found_notebooks(work_dir, wanted)
    limits, warnings = _limits(stories)
    secrets = [
        Secret("your e-mail address", profile.email),
        Secret("a path of your computer", f"{Path.home()}/"),
    ]
    return Extras(stories, theme, notebooks, [one for one in secrets if one.text], limits, warnings)


def _limits(stories: Mapping[str, Story]) -> tuple[list[QuoteLimit], list[str]]:
    """Only own words and notebooks could quote anything, and both come with a story."""
    if not stories:
        return [], []
    from labelwright.cli.portfolio.quoted_data import quote_limits

    return quote_limits(stories)


def _profile(file: Path | None, learner: str) -> Profile:
    from labelwright_portfolio.profile import Profile, load_profile

    return load_profile(file) if file else Profile(name=learner or "Portfolio")


def only_learner(book: Gradebook) -> str:
    """The gradebook's learner, or a usage error where it has several or none."""
    learners = book.learners()
    if len(learners) == 1:
        return learners[0]
    listed = ", ".join(repr(learner) for learner in learners[:8])
    raise click.UsageError(f"Say whose work with --learner. The gradebook has: {listed or 'nobody yet'}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path(SITE))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0, the default, takes a free one.")
@click.option("--no-browser", is_flag=True, help="Say the address only.")
def preview(folder: Path, port: int, no_browser: bool) -> None:
    """Show a built portfolio in your browser, on this computer only, until Ctrl-C."""
    import webbrowser

    from labelwright_portfolio.publishing.preview import make_server
    from labelwright_portfolio.write import is_portfolio

    if not is_portfolio(folder):
        raise click.UsageError(f"{folder} holds no portfolio. Build one: labelwright portfolio build")
    with make_server(folder, port) as running:
        address = f"http://127.0.0.1:{running.server_address[1]}/"
        click.echo(f"{address}  Stop with Ctrl-C.")
        if not no_browser:
            webbrowser.open(address)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.")
