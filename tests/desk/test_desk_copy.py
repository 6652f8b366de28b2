"""The static copy: the same pages, links that work from a folder, nothing from elsewhere and nothing to send."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from click.testing import CliRunner

from labelwright.cli import cli
from labelwright.desk.static_copy import write_copy
from labelwright.errors import GradebookError
from labelwright.gradebook.handed_in import HandedIn
from labelwright.gradebook.marks import Comment
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.roster import Learner

WHEN = HandedIn.stated(datetime(2026, 11, 2, tzinfo=UTC))
LINKS = re.compile(r"""(?:href|src|action)="([^"]*)\"""")


@pytest.fixture
def full(book, report):
    """A gradebook with ordinary and hostile learners and exercises."""
    book.record(report(), WHEN)
    book.record(report(verdicts="PP"), WHEN)
    book.record(report("../../x", "../../../etc/<b>"), WHEN)
    book.import_roster([Learner("ada", "Ada Lovelace"), Learner("<script>alert(1)</script>")])
    book.comment(Comment("ada", "first-shift", "Good.", "grace"))
    return book


def test_every_link_of_a_copy_leads_to_a_file_of_it(full, tmp_path):
    folder = tmp_path / "copy"
    count = write_copy(full, Policy.BEST, folder)
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == count == 5 + 2 + 3
    for page in pages:
        text = page.read_text("utf-8")
        found = LINKS.findall(text)
        assert len(found) > 5
        for link in map(unescape, found):
            if link == "data:,":
                continue
            assert ":" not in link
            assert not link.startswith("/")
            file, _, anchor = link.partition("#")
            target = (page.parent / file).resolve() if file else page
            assert target.is_relative_to(folder.resolve())
            assert target.is_file(), (page, link)
            if anchor:
                assert f'id="{anchor}"' in target.read_text("utf-8")
        for piece in ('<form method="post"', "csrf", "<script>alert", "/do/", "/download/"):
            assert piece not in text
    assert all(path.resolve().is_relative_to(folder.resolve()) for path in folder.rglob("*"))


def test_a_copy_without_names_has_none(full, tmp_path):
    write_copy(full, Policy.BEST, tmp_path / "copy", anonymous=True)
    for page in (tmp_path / "copy").rglob("*.html"):
        text = page.read_text("utf-8")
        assert "Lovelace" not in text
        assert "ada" not in re.sub(r"<[^>]+>", " ", text).split()


def test_a_copy_is_written_again_and_old_pages_leave(full, tmp_path):
    folder = tmp_path / "copy"
    write_copy(full, Policy.BEST, folder)
    (folder / "learner" / "99.html").write_text("old", "utf-8")
    write_copy(full, Policy.BEST, folder)
    assert not (folder / "learner" / "99.html").exists()
    assert (folder / "learner" / "1.html").is_file()


def test_a_folder_with_other_files_is_left_alone(full, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(GradebookError, match="has other files in it"):
        write_copy(full, Policy.BEST, tmp_path)
    assert not (tmp_path / "index.html").exists()


def test_the_command_writes_a_copy(full, tmp_path):
    folder = tmp_path / "copy"
    done = CliRunner().invoke(
        cli, ["desk", "--gradebook", full.place, "--export", str(folder), "--by", "grace"]
    )
    assert done.exit_code == 0, done.output
    assert "Wrote 10 pages" in done.output
    assert (folder / "index.html").is_file()


def test_the_command_without_a_gradebook_says_what_to_do(tmp_path):
    done = CliRunner().invoke(cli, ["desk", "--gradebook", str(tmp_path / "none.db"), "--by", "grace"])
    assert done.exit_code == 2
    assert "Run `labelwright grade` first" in done.output


def test_the_page_about_the_desk_is_short_and_has_its_pictures(root):
    text = (root / "course/instructors/desk.md").read_text("utf-8")
    assert len(text.split()) <= 500
    for name in ("desk-class.png", "desk-exercise.png"):
        assert f"../assets/{name}" in text
        assert (root / "course/assets" / name).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
