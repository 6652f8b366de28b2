"""From graded work to a page that is checked and graded again, by command alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from labelwright.cli.portfolio.verify import differences
from labelwright.notebook.submission_file import pack

SLUG = "count-the-labels"


@pytest.fixture(scope="module")
def graded_folder(counting: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's folder with three submissions, of which the last two passed, and the gradebook of all."""
    here = tmp_path_factory.mktemp("graded")
    work = here / "work" / SLUG
    work.mkdir(parents=True)
    cells = counting.solved()
    longer = counting.notebook([*cells, "1 + 1"])
    for place, notebook in enumerate([counting.notebook(cells[:1]), longer, counting.notebook()], start=1):
        payload = pack("ada", counting.exercise, {"notebook.ipynb": notebook})
        (work / f"{SLUG}--ada--{place}.labelwright.zip").write_bytes(payload)
        code = "from labelwright.cli import main; main()"
        arguments = ["grade", "work", "--course", str(counting.course.root), "--trust-learners"]
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=here, capture_output=True, text=True
        )
        assert done.returncode == 0, done
    return here


@pytest.fixture
def home(command: Any, graded_folder: Path, tmp_path: Path, counting: Any) -> Path:
    """The job seeker's folder, filled in, with consent to publish the notebook and the attempts."""
    shutil.copytree(graded_folder, tmp_path, dirs_exist_ok=True)
    said = command("portfolio", "init")
    assert said.code == 0
    assert "Wrote my-portfolio" in said.out
    folder = tmp_path / "my-portfolio"
    profile = (folder / "profile.toml").read_text(encoding="utf-8").replace("Your Name", "Ada Example")
    profile = profile.replace('email = ""', 'email = "ada@example.org"')
    (folder / "profile.toml").write_text(profile, encoding="utf-8")
    story = folder / "works" / f"{SLUG}.toml"
    text = story.read_text(encoding="utf-8").replace("publish_notebook = false", "publish_notebook = true")
    story.write_text(text.replace("publish_attempts = false", "publish_attempts = true"), encoding="utf-8")
    return folder


@pytest.fixture
def site(home: Path, command: Any) -> Path:
    said = command("portfolio", "build", "--profile", home / "profile.toml", "--key", "k.pem")
    assert said.code == 0, said
    assert "THE WHOLE NOTEBOOK" in said.out
    assert "This stays private" in said.out
    return home / "site"


def again(command: Any, counting: Any, site: Path) -> Any:
    return command(
        "portfolio", "verify", site, "--rerun", "--trust-learners", "--course", counting.course.root, "--json"
    )


@pytest.mark.slow("builds, verifies and grades again")
def test_a_page_is_made_checked_and_graded_again(command: Any, counting: Any, site: Path) -> None:
    assert "First attempt and last" in (site / "work" / f"{SLUG}.html").read_text(encoding="utf-8")
    said = again(command, counting, site)
    found = json.loads(said.out)
    assert (said.code, found["holds"]) == (0, True), [one for one in found["findings"] if not one["ok"]]
    words = [one["sentence"] for one in found["findings"] if one["code"] in ("rerun", "notebook")]
    assert "is the work that the credential was issued for" in words[0]
    assert "come out as signed" in words[-1]
    assert found["works"] == [{"title": counting.exercise.title, "holds": True}]
    page = again(command, counting, site / "work" / f"{SLUG}.html")
    assert page.code == 0
    assert "come out as signed" in page.out


@pytest.mark.slow("grades and builds a portfolio")
def test_another_notebook_is_not_taken_for_the_work(command: Any, counting: Any, site: Path) -> None:
    path = next((site / "notebooks").iterdir())
    path.write_bytes(pack("ada", counting.exercise, {"notebook.ipynb": counting.notebook(learner="grace")}))
    said = again(command, counting, site)
    assert (said.code, "is not the work that the credential was issued for" in said.out) == (1, True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "y")
    assert again(command, counting, site).code == 1
    path.unlink()
    said = again(command, counting, site)
    assert (said.code, "the file is missing" in said.out) == (1, True)


def test_a_number_that_does_not_come_out_again_is_said(command: Any, own_counting: Any, site: Path) -> None:
    checks = own_counting.exercise.folder / "checks.py"
    text = checks.read_text(encoding="utf-8")
    sentence = "gives an empty dict for an empty list"
    assert sentence in text
    # The same version, and a check whose sentence is another: this is what a silent change of an exercise looks like.
    checks.write_text(text.replace(sentence, f"{sentence}. Changed"), encoding="utf-8")
    said = again(command, own_counting, site)
    found = json.loads(said.out)
    wrong = [one["sentence"] for one in found["findings"] if not one["ok"]]
    assert said.code == 1
    assert any("/sentence was" in one and "Changed." in one for one in wrong)
    assert any("exercise's files here differ" in one["sentence"] for one in found["findings"])


def test_another_version_is_not_graded_again(command: Any, own_counting: Any, site: Path) -> None:
    path = own_counting.exercise.folder / "exercise.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("version = 1", "version = 2"), encoding="utf-8")
    said = again(command, own_counting, site)
    assert (said.code, "Use the course as it was then" in said.out) == (1, True)


def test_a_page_that_was_changed_is_not_run(command: Any, counting: Any, site: Path) -> None:
    page = site / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("No client", "A client"), encoding="utf-8")
    said = again(command, counting, site)
    assert said.code == 1
    assert not [one for one in json.loads(said.out)["findings"] if one["code"] in ("rerun", "notebook")]


def test_without_consent_the_notebook_stays_and_that_is_an_open_question(
    command: Any, counting: Any, home: Path
) -> None:
    shutil.rmtree(home / "works")
    assert (
        command("portfolio", "build", "--profile", home / "profile.toml", "--key", "k.pem", "--out", "p").code
        == 0
    )
    said = again(command, counting, Path("p"))
    assert (said.code, "its notebook is not published" in said.out) == (0, True)
    assert not Path("p/notebooks").exists()


@pytest.mark.parametrize(
    ("signed", "now", "found"),
    [
        ({"score": 1.0}, {"score": 1}, []),
        ({"score": 0.1234567}, {"score": 0.12345671}, []),
        ({"score": 0.5}, {"score": 0.6}, [("score", 0.5, 0.6)]),
        ({"passed": True}, {"passed": 1}, []),
        ({"n": None}, {"n": 0}, [("n", None, 0)]),
        (
            {"checks": [{"id": "a", "points": 1}]},
            {"checks": [{"id": "a", "points": 2}]},
            [("checks/a/points", 1, 2)],
        ),
        ({"checks": [1]}, {"checks": [1, 2]}, [("checks", [1], [1, 2])]),
        ({"attempts": [1], "x": 1}, {"attempts": [], "x": 1}, []),
        ({"marks": [{"points": 5}], "x": 1}, {"x": 1}, []),
        ({}, {"x": 1}, [("x", None, 1)]),
    ],
)
def test_what_counts_as_a_difference(signed: Any, now: Any, found: list[Any]) -> None:
    assert list(differences(signed, now)) == found


def test_publish_and_export_say_what_they_need(command: Any, site: Path, tmp_path: Path) -> None:
    assert command("portfolio", "publish", "--site", site).code == 2
    said = command("portfolio", "publish", "--site", site, "--zip", "p.zip")
    assert (said.code, "Packed" in said.out) == (0, True)
    subprocess.run(["git", "init", "--quiet", "--bare", "r.git"], cwd=tmp_path, check=True)
    said = command("portfolio", "publish", "r.git", "--site", site)
    assert (
        said.code,
        "Everybody can read that, and it stays public." in said.out,
        "Published" in said.out,
    ) == (
        0,
        True,
        True,
    )
    assert "has exactly this already" in command("portfolio", "publish", "r.git", "--site", site).out
    assert command("portfolio", "export", "resume", "--site", site).code == 0
    assert json.loads((tmp_path / "resume.json").read_text())["basics"]["name"] == "Ada Example"
    said = command("portfolio", "export", "linkedin", "--site", site)
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in said.out
    assert command("portfolio", "verifier").code == 0
    assert (tmp_path / "verifier.html").stat().st_size > 10_000
    page = site / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("No client", "A client"), encoding="utf-8")
    said = command("portfolio", "publish", "--site", site, "--zip", "q.zip")
    assert (said.code, "it was not published" in said.err) == (1, True)
    assert not (tmp_path / "q.zip").exists()


BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.slow("prints with a browser")
@pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_the_front_page_and_the_page_about_a_work_are_printed(
    command: Any, site: Path, tmp_path: Path
) -> None:
    assert command("portfolio", "export", "pdf", "--site", site).code == 0
    assert command("portfolio", "export", "pdf", "--site", site, "--work", SLUG).code == 0
    for name, words in (("portfolio", "What the work shows"), (SLUG, "First attempt and last")):
        printed = subprocess.run(
            ["pdftotext", tmp_path / f"{name}.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        assert words in " ".join(printed.split())
        info = subprocess.run(
            ["pdfinfo", tmp_path / f"{name}.pdf"], capture_output=True, text=True, check=True
        )
        assert "yes" in next(line for line in info.stdout.splitlines() if line.startswith("Tagged"))
    said = command("portfolio", "export", "pdf", "--site", site, "--work", "nothing")
    assert (said.code, f"It has: {SLUG}." in said.err) == (2, True)


def test_an_image_and_a_missing_path_are_verified_or_refused(command: Any, site: Path) -> None:
    assert command("portfolio", "verify", site / "badges" / f"{SLUG}.png").code == 0
    assert (
        command("portfolio", "verify", site / "badges" / f"{SLUG}.svg", "--email", "other@example.org").code
        == 1
    )
    assert command("portfolio", "verify", "nothing").code == 2
    assert command("portfolio", "preview", "nothing", "--no-browser").code == 2
