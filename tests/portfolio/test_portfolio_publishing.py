"""Publishing to a git branch and a zip, the exports, the starter folder, and the list of what becomes public."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from labelwright.checks.verdicts import Report
from labelwright.credentials.keys import SigningKey
from labelwright.errors import PortfolioError
from labelwright_portfolio.build import Extras, build, draft
from labelwright_portfolio.disclosure import list_public_content
from labelwright_portfolio.exports import browser as browsers
from labelwright_portfolio.exports.browser import write_card
from labelwright_portfolio.exports.linkedin import linkedin_address
from labelwright_portfolio.exports.resume import build_resume
from labelwright_portfolio.parse_page import read_portfolio
from labelwright_portfolio.profile import Profile, load_profile
from labelwright_portfolio.publishing.git import Identity, PushTarget, pack_folder, push
from labelwright_portfolio.publishing.preview import make_server
from labelwright_portfolio.starter import make_folder
from labelwright_portfolio.stories import Story, load_stories, load_story

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(where: Path, *command: str) -> str:
    return subprocess.run(["git", *command], cwd=where, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


@needs_git
def test_a_branch_holds_exactly_the_portfolio(
    portfolio: Path, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "canary-ada@example.org")
    monkeypatch.setenv("EMAIL", "canary-ada@example.org")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    (portfolio / ".secret").write_text("x")
    assert push(portfolio, PushTarget(str(remote)))
    listed = git(remote, "ls-tree", "-r", "--name-only", "gh-pages").split()
    files = {path.relative_to(portfolio).as_posix() for path in portfolio.rglob("*") if path.is_file()}
    assert set(listed) == files - {".secret"}
    assert ".nojekyll" in listed
    log = git(remote, "log", "--format=%an|%ae|%cn|%ce|%ad", "gh-pages")
    assert log.startswith("Portfolio|noreply@labelwright.invalid|Portfolio|noreply@labelwright.invalid|")
    assert log.strip().endswith("+0000")
    page = git(remote, "show", "gh-pages:index.html")
    assert page == (portfolio / "index.html").read_text(encoding="utf-8")


@needs_git
def test_a_second_push_adds_a_commit_only_where_something_changed(
    portfolio: Path, remote: Path, reports: list[Report], profile: Profile, key: SigningKey, now: Any
) -> None:
    to = PushTarget(str(remote), "main", Identity("Amara", "1+amara@users.noreply.github.com"))
    assert push(portfolio, to)
    assert not push(portfolio, to)
    build(reports[:1], profile, key, portfolio, now)
    assert push(portfolio, to)
    assert git(remote, "rev-list", "--count", "main").strip() == "2"
    assert "same-ratings" not in git(remote, "ls-tree", "-r", "--name-only", "main")
    assert "1+amara@users.noreply.github.com" in git(remote, "log", "--format=%ae", "main")


@needs_git
def test_other_files_on_the_branch_stay_and_another_site_is_refused(
    portfolio: Path, remote: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", str(remote), "copy")
    copy = tmp_path / "copy"
    for name in ("CNAME", "README.md"):
        (copy / name).write_text("mine")
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    git(copy, "add", "-A")
    git(copy, *who, "commit", "--quiet", "-m", "x")
    git(copy, "push", "--quiet", "origin", "HEAD:refs/heads/gh-pages")
    assert push(portfolio, PushTarget(str(remote)))
    assert git(remote, "show", "gh-pages:CNAME") == "mine"
    (copy / "index.html").write_text("<h1>another site</h1>")
    git(copy, "add", "-A")
    git(copy, *who, "commit", "--quiet", "-m", "x")
    git(copy, "push", "--quiet", "origin", "HEAD:refs/heads/other")
    before = git(remote, "rev-parse", "other")
    with pytest.raises(PortfolioError, match="another site"):
        push(portfolio, PushTarget(str(remote), "other"))
    assert git(remote, "rev-parse", "other") == before


@needs_git
def test_a_push_that_fails_is_explained(portfolio: Path, tmp_path: Path) -> None:
    with pytest.raises(PortfolioError, match="git ls-remote failed"):
        push(portfolio, PushTarget(str(tmp_path / "nowhere.git")))


def test_the_zip_is_the_same_bytes_and_holds_no_hidden_file(portfolio: Path, tmp_path: Path) -> None:
    (portfolio / ".git").mkdir()
    (portfolio / ".git" / "config").write_text("CANARY")
    count = pack_folder(portfolio, tmp_path / "a.zip")
    os.utime(portfolio / "index.html", (1, 1))
    assert pack_folder(portfolio, tmp_path / "b.zip") == count
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert b"CANARY" not in (tmp_path / "a.zip").read_bytes()
    assert b".nojekyll" in (tmp_path / "a.zip").read_bytes()


def test_the_preview_serves_on_the_loopback_alone_and_lists_no_folder(portfolio: Path) -> None:
    with make_server(portfolio) as running:
        host, port = running.server_address[:2]
        assert host == "127.0.0.1"
        thread = Thread(target=running.serve_forever, daemon=True)
        thread.start()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.read() == (portfolio / "index.html").read_bytes()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/credentials/")
        refused.value.close()
        for headers, status in (
            ({"Host": "attacker.example"}, 400),
            ({"Origin": "http://attacker.example"}, 403),
        ):
            asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers=headers)
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(asked)
            assert refused.value.code == status
            refused.value.close()
        running.shutdown()
        thread.join()


def test_the_resume_holds_what_the_page_shows_and_no_address(portfolio: Path) -> None:
    document = json.loads(build_resume(*read_portfolio(portfolio)))
    assert document["basics"]["name"] == "Amara Example"
    assert "email" not in document["basics"]
    assert document["languages"][1] == {"language": "Igbo", "fluency": "native"}
    project = document["projects"][0]
    assert project["name"] == "Audit a published lexicon"
    assert "defects found: 22 of 22" in project["highlights"]
    assert any("95% interval 0.75 to 0.87, 160 reviews" in line for line in project["highlights"])
    assert document["certificates"][0]["date"] == "2026-11-20"
    assert {skill["name"] for skill in document["skills"]} == {"clean", "check quality"}


def test_the_link_for_linkedin_opens_its_form_filled_in(portfolio: Path) -> None:
    works, _ = read_portfolio(portfolio)
    fields = parse_qs(urlsplit(linkedin_address(works[0], "https://user.github.io/")).query)
    assert fields["name"] == ["Audit a published lexicon"]
    assert fields["organizationName"] == ["Data Trainer Course, Example College"]
    assert (fields["issueYear"], fields["issueMonth"]) == (["2026"], ["11"])
    assert fields["certUrl"] == ["https://user.github.io/work/audit-a-published-lexicon.html"]
    assert "certUrl" not in linkedin_address(works[0], "")


@pytest.mark.slow("waits for a browser")
def test_the_card_is_a_picture_of_the_right_size(browser: Any, portfolio: Path, tmp_path: Path) -> None:
    write_card(*read_portfolio(portfolio), tmp_path / "card.png")
    content = (tmp_path / "card.png").read_bytes()
    assert content[:4] == b"\x89PNG"
    assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (1200, 630)
    assert len(content) > 15_000


def test_without_a_browser_exports_say_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browsers, "BROWSERS", ("no-such-browser",))
    with pytest.raises(PortfolioError, match="Save as PDF"):
        browsers.print_pdf(tmp_path / "x.html", tmp_path / "x.pdf")


def test_the_template_makes_a_folder_that_builds_and_changes_nothing_twice(tmp_path: Path) -> None:
    works = [("label-forty-reviews", "Label forty reviews")]
    written = make_folder(tmp_path / "mine", works)
    assert {path.name for path in written} == {
        "profile.toml",
        "README.md",
        ".gitignore",
        "label-forty-reviews.toml",
    }
    assert load_profile(tmp_path / "mine" / "profile.toml").name == "Your Name"
    stories = load_stories(tmp_path / "mine" / "works")
    assert stories == {"label-forty-reviews": Story()}
    (tmp_path / "mine" / "profile.toml").write_text('name = "Ada"\n')
    assert [path.name for path in make_folder(tmp_path / "mine", [*works, ("other", "Other")])] == [
        "other.toml"
    ]
    assert (tmp_path / "mine" / "profile.toml").read_text() == 'name = "Ada"\n'


def test_every_note_of_the_template_is_a_field(tmp_path: Path) -> None:
    from labelwright_portfolio.starter import read_starter_file

    uncommented = []
    for line in read_starter_file("work.toml").splitlines():
        code = line.removeprefix("# ")
        uncommented.append(
            code
            if line.startswith("# ") and (" = " in code or code.startswith("[") or code == '"""')
            else line
        )
    text = "\n".join(uncommented).replace("# Label the", "Label the")
    (tmp_path / "w.toml").write_text(text, encoding="utf-8")
    story = load_story(tmp_path / "w.toml")
    assert story.guideline.before == "Label the sentence by its last clause."
    assert story.errors[0].change


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rational = 'x'", "rational is not a field here"),
        ("rationale = x", "three quotes"),
        ("[[errors]]\nexample = 'x'", r"errors\.0\.kind: Field required"),
        ("publish_notebook = 'yes'", "publish_notebook"),
        ("headline = '" + "x" * 300 + "'", "at most 200"),
    ],
)
def test_mistakes_in_a_story_are_explained(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "w.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PortfolioError, match=words):
        load_story(tmp_path / "w.toml")


def test_the_list_says_what_becomes_public_and_what_stays(
    reports: list[Report], first_try: Report, profile: Profile, key: SigningKey, now: Any
) -> None:
    slug = reports[0].exercise
    story = Story(headline="x", publish_notebook=True, publish_attempts=True)
    extras = Extras({slug: story}, None, {slug: (f"{slug}.ipynb", b"{}")})
    listed = "\n".join(list_public_content(draft([*reports, first_try], profile, key, now, extras)))
    for words in (
        "from your profile: name, headline, languages, domains, links, availability, what you say about yourself",
        "2 measured results and 3 check verdicts, cross-tables of counts",
        "signed by Data Trainer Course, Example College",
        "date and score of 1 earlier attempt,",
        "in your own words: headline",
        f"THE WHOLE NOTEBOOK with your learner's name in it ({slug}.ipynb",
        "search engines are asked to stay away",
        "stays private: your e-mail address",
    ):
        assert words in listed, words


def test_the_profile_chooses_works_and_their_order(
    reports: list[Report], profile: Profile, key: SigningKey, now: Any
) -> None:
    chosen = profile.model_copy(update={"works": ["same-ratings-three-answers", "not-there"]})
    found = draft(reports, chosen, key, now)
    assert [work.slug for work in found.works] == ["same-ratings-three-answers"]
    assert any("audit-a-published-lexicon is left out" in warning for warning in found.warnings)
    assert any("names not-there" in warning for warning in found.warnings)


def test_work_signed_by_its_author_is_self_checked(
    reports: list[Report], profile: Profile, key: SigningKey, now: Any
) -> None:
    found = draft(reports, profile.model_copy(update={"issuer_name": ""}), key, now)
    page = found.contents["index.html"].decode()
    assert "graded by the issuer" not in page.split("<script")[1].split("</script>", 1)[1]
    listed = json.loads(found.contents["portfolio.json"])
    assert {work["level"] for work in listed["works"]} == {"self-checked"}


def test_a_language_without_a_level_is_a_note(
    reports: list[Report], profile: Profile, key: SigningKey, now: Any
) -> None:
    found = draft(reports, profile.model_copy(update={"languages": ["English"]}), key, now)
    assert any("no level for English" in warning for warning in found.warnings)


def test_an_unknown_theme_is_explained(
    reports: list[Report], profile: Profile, key: SigningKey, now: Any
) -> None:
    with pytest.raises(PortfolioError, match="Choose paper, ink, moss"):
        draft(reports, profile.model_copy(update={"theme": "loud"}), key, now)
