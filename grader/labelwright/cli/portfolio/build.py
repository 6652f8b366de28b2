"""The commands `portfolio build` and `portfolio preview`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import (
    DEFAULT_GRADEBOOK,
    course_option,
    existing_gradebook,
    gradebook_option,
    one_learner,
    own_learner_option,
)
from labelwright.cli.key import default_key, given_passphrase

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.course.course import Course
    from labelwright.data.card import DatasetCard
    from labelwright_portfolio.build import Draft, Extras
    from labelwright_portfolio.leak_scan import QuoteLimit
    from labelwright_portfolio.profile import Profile

SITE = "site"


@click.command()
@own_learner_option
@gradebook_option
@course_option
@click.option(
    "--profile", "profile_file", type=click.Path(path_type=Path), metavar="FILE", help="Your profile.toml."
)
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file of the signing key; created if it is missing.",
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
    help="The folder of the notebooks that you publish.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the page goes [default: site next to your profile, else portfolio].",
)
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
def build(
    learner: str | None,
    gradebook_place: str,
    course_dir: str | None,
    profile_file: Path | None,
    key_file: Path | None,
    signed: tuple[Path, ...],
    work_dir: Path,
    out: Path | None,
    yes: bool,
) -> None:
    """Write your page from passed work, with a signed credential for each exercise; first see what becomes public."""
    from labelwright_portfolio.disclosure import list_public_content

    file = profile_file or (Path("profile.toml") if Path("profile.toml").is_file() else None)
    home = file.parent if file else None
    if signed:
        draft = _draft_of_signed(signed, file, work_dir, course_dir)
    else:
        place, notebooks = _gradebook_near(home, gradebook_place), _folder_near(home, work_dir)
        draft = _draft_of_own(place, learner, file, key_file or default_key(), notebooks, course_dir)
    target = out or (home / SITE if home and (home / "works").is_dir() else Path("portfolio"))
    for line in list_public_content(draft):
        click.echo(line)
    for sentence in draft.warnings:
        click.echo(f"note: {sentence}")
    if not yes and sys.stdin.isatty():
        click.confirm(f"Write this to {target}?", abort=True)
    result = draft.write(target)
    click.echo(f"Wrote {target / 'index.html'} with {len(result.credentials)} credentials.")
    click.echo(f"Check it as an employer would: labelwright portfolio verify {target}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path(SITE))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0, the default, takes a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address; do not open a browser.")
def preview(folder: Path, port: int, no_browser: bool) -> None:
    """Show a built portfolio in your browser, on this computer only, until Ctrl-C."""
    import webbrowser

    from labelwright_portfolio.publishing.preview import make_server
    from labelwright_portfolio.write import is_portfolio

    if not is_portfolio(folder):
        raise click.UsageError(f"{folder} is not a portfolio. Build one: labelwright portfolio build")
    with make_server(folder, port) as running:
        address = f"http://127.0.0.1:{running.server_address[1]}/"
        click.echo(f"{address}  Stop with Ctrl-C.")
        if not no_browser:
            webbrowser.open(address)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.")


def _gradebook_near(home: Path | None, place: str) -> str:
    """Return the gradebook; the default one may also be next to the job seeker's folder, where `grade` was run."""
    if place != DEFAULT_GRADEBOOK or Path(place).is_file() or home is None:
        return place
    near = home.resolve().parent / place
    return str(near) if near.is_file() else place


def _folder_near(home: Path | None, folder: Path) -> Path:
    near = home.resolve().parent / folder if home else folder
    return near if not folder.exists() and near.exists() else folder


def _draft_of_own(
    place: str, learner: str | None, file: Path | None, key_file: Path, work_dir: Path, course_dir: str | None
) -> Draft:
    from labelwright.credentials.keyring.key_file import load_or_create
    from labelwright.gradebook.book import Gradebook
    from labelwright_portfolio.build import draft
    from labelwright_portfolio.select_work import best_reports

    with Gradebook(existing_gradebook(place)) as book:
        who = learner or one_learner(book)
        reports = book.reports(who)
    profile = _profile(file, who)
    extras = _extras(file, profile, work_dir, best_reports(reports)[0], course_dir)
    key = load_or_create(key_file, given_passphrase)
    found = draft(reports, profile, key, datetime.now(UTC).replace(microsecond=0), extras)
    click.echo(f"Signed by {key.did}")
    click.echo(f"  with the key in {key_file}; keep that file to yourself.")
    return found


def _draft_of_signed(
    files: tuple[Path, ...], file: Path | None, work_dir: Path, course_dir: str | None
) -> Draft:
    from labelwright_portfolio.build import draft_signed

    profile = _profile(file, "")
    extras = _extras(file, profile, work_dir, [], course_dir)
    return draft_signed(files, profile, datetime.now(UTC).replace(microsecond=0), extras)


def _extras(
    file: Path | None, profile: Profile, work_dir: Path, passed: list[Report], course_dir: str | None
) -> Extras:
    from labelwright_portfolio.build import Extras
    from labelwright_portfolio.leak_scan import Secret
    from labelwright_portfolio.palettes import load_theme
    from labelwright_portfolio.stories import load_stories

    home = file.parent if file else None
    stories = load_stories(home / "works") if home and (home / "works").is_dir() else {}
    theme = load_theme(home / "theme.toml") if home and profile.theme == "own" else None
    consented = {slug for slug, story in stories.items() if story.publish_notebook}
    notebooks = find_notebooks(work_dir, [report for report in passed if report.exercise in consented])
    # Only the learner's own words and notebooks can quote data, and both come with a story.
    limits, warnings = quote_limits(stories, course_dir) if stories else ([], [])
    secrets = [
        Secret("your e-mail address", profile.email),
        Secret("a path of your computer", f"{Path.home()}/"),
    ]
    return Extras(stories, theme, notebooks, [secret for secret in secrets if secret.text], limits, warnings)


def _profile(file: Path | None, learner: str) -> Profile:
    from labelwright_portfolio.profile import Profile, load_profile

    return load_profile(file) if file else Profile(name=learner or "Portfolio")


def find_notebooks(folder: Path, reports: Sequence[Report]) -> dict[str, tuple[str, bytes]]:
    """Find the graded files of `reports` in a learner's folder: exercise -> (name to publish, bytes).

    A file counts only if it is still the graded submission under the name to publish: a notebook that does not name
    its learner belongs to another learner in another folder.
    """
    from labelwright.grading.hand_ins import read_file
    from labelwright.grading.members import members_of_folder
    from labelwright.notebook.submission_file import SUFFIX

    wanted = {report.submission_sha256: report.exercise for report in reports}
    found: dict[str, tuple[str, bytes]] = {}
    if not wanted or not folder.is_dir():
        return found
    work = [
        member.name
        for member in members_of_folder(folder)
        if member.name.lower().endswith((".ipynb", ".zip"))
    ]
    for submission in (each for name in work for each in read_file(folder / name, name)):
        slug, path = wanted.get(submission.sha256), folder / submission.source_name
        if slug is None or slug in found or not path.is_file():
            continue
        name = f"{slug}{SUFFIX if path.suffix.lower() == '.zip' else '.ipynb'}"
        content = path.read_bytes()
        if _submission_id(name, content) == submission.sha256:
            found[slug] = (name, content)
    return found


def _submission_id(name: str, content: bytes) -> str:
    from labelwright.grading.hand_ins import read_file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return next((submission.sha256 for submission in read_file(path, f"notebooks/{name}")), "")


def quote_limits(slugs: Collection[str], course_dir: str | None = None) -> tuple[list[QuoteLimit], list[str]]:
    """Return how much of its data each exercise may quote, and a warning for each dataset that cannot be read."""
    from labelwright.course.course import open_course
    from labelwright.course.root import CourseError
    from labelwright.data.card import CardError
    from labelwright.data.files import DataChanged, DataMissing

    limits, warnings = [], []
    try:
        cards = list(_cards(open_course(course_dir), slugs))
    except (CourseError, CardError) as error:
        return [], [f"The page was not searched for quotations from datasets: {error}"]
    for card in cards:
        try:
            limits.append(quote_limit(card))
        except (DataMissing, DataChanged) as error:
            warnings.append(f"The page was not searched for quotations from {card.title}: {error}")
    return limits, warnings


def _cards(course: Course, slugs: Collection[str]) -> Iterator[DatasetCard]:
    """Yield the cards of the datasets that these exercises use and whose quotations are counted."""
    from labelwright.data.card import load_card

    used = {name for exercise in course.exercises if exercise.slug in slugs for name in exercise.datasets}
    for name in sorted(used):
        card = load_card(course.root / "datasets" / name)
        if card.republish.quotes:
            yield card


def quote_limit(card: DatasetCard) -> QuoteLimit:
    """Return how much of a dataset may be quoted, and the texts to look for; its card must limit quotations."""
    from labelwright.data.content_filter import Quotations
    from labelwright.data.loading import load
    from labelwright_portfolio.leak_scan import QuoteLimit

    quotes = card.republish.quotes
    assert quotes is not None
    frame = load(card)[list(quotes.columns)]
    texts = [
        "\n".join(str(part) for part in row if isinstance(part, str)) for row in frame.itertuples(index=False)
    ]
    return QuoteLimit(card.title, quotes.at_most, card.republish.must_not[0], Quotations(texts))
