"""The data commands, run as a person runs them, in a small course with one dataset of our own."""

import sys
from dataclasses import dataclass

import pytest

from labelwright.cli import main

from .conftest import DATASETS, sha256, wheel

NAME = "made_up-1.0-py3-none-any.whl"
LINES = "".join(f"word{n}\t2.0\t0.0\t[2, 2, 2, 2, 2, 2, 2, 2, 2, {n % 3}]\n" for n in range(20)).encode()
ARCHIVE = wheel({"made_up/words.txt": LINES, "made_up/__init__.py": b"1/0"})


@dataclass
class Said:
    code: int
    out: str
    err: str


@pytest.fixture
def run(index, tmp_path, monkeypatch, capsys):
    """A course with the dataset `small-words`, whose archive the test's own index holds; runs a command in it."""
    index.files[NAME] = ARCHIVE
    text = (DATASETS / "vader-lexicon" / "dataset.toml").read_text(encoding="utf-8")
    pin = text[text.index("[pin]") : text.index("[shape]")]
    text = text.replace(
        pin,
        f'[pin]\nkind = "fetched"\ndistribution = "made-up"\nversion = "1.0"\narchive = "{NAME}"\n'
        f'archive_sha256 = "{sha256(ARCHIVE)}"\n[[pin.files]]\npath = "made_up/words.txt"\n'
        f'sha256 = "{sha256(LINES)}"\nbytes = {len(LINES)}\n\n',
    )
    text = text.replace('slug = "vader-lexicon"', 'slug = "small-words"').replace("rows = 7520", "rows = 20")
    course = tmp_path / "small-course"
    (course / "exercises").mkdir(parents=True)
    (course / "datasets" / "small-words").mkdir(parents=True)
    (course / "datasets" / "small-words" / "dataset.toml").write_text(text, encoding="utf-8")

    monkeypatch.chdir(course)

    def run(*arguments, columns="200"):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setattr(sys, "argv", ["labelwright", "data", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = Said(int(ended.value.code), *capsys.readouterr())
        assert "did not foresee" not in said.err
        return said

    return run


def test_from_nothing_to_a_verified_table(run, index):
    listed = run("list")
    assert listed.out.splitlines()[1].split()[:3] == ["no", "small-words", "real"]
    assert "labelwright data fetch --all" in listed.out
    shown = run("show", "small-words")
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.rstrip().endswith("labelwright data fetch small-words")
    fetched = run("fetch", "small-words")
    assert fetched.code == 0, fetched.err
    assert fetched.out.startswith("ready  small-words  ")
    assert fetched.err == ""
    assert run("list").out.splitlines()[1].split()[0] == "yes"
    assert run("verify").out.startswith(f"holds  small-words  sha256 {sha256(LINES)}")
    assert run("fetch", "--all").out == fetched.out
    assert len(index.downloads) == 1


def test_show_draws_the_first_rows_and_says_where_they_are(run, tmp_path):
    run("fetch", "--all")
    shown = run("show", "small-words", "--rows", "2").out
    assert "word1 " in shown
    assert "word2 " not in shown
    assert "20 rows, 13 columns (real)" in shown
    assert "Columns not shown: r10" in shown
    assert str(tmp_path / "kept" / "small-words") in shown
    assert "word9 " in run("show", "small-words").out


def test_the_list_keeps_whole_slugs_in_a_narrow_window(run):
    assert any(" small-words " in f"{line} " for line in run("list", columns="60").out.splitlines())


def test_what_was_not_fetched_is_no_fault_unless_asked_for(run):
    every = run("verify")
    assert every.code == 0
    assert every.out.startswith("not fetched  small-words")
    asked = run("verify", "small-words")
    assert asked.code == 1
    assert asked.out.startswith("does not hold  small-words")


def test_a_damaged_file_does_not_hold_and_is_listed_so(run, tmp_path):
    run("fetch", "--all")
    (path,) = (tmp_path / "kept").rglob("words.txt")
    path.write_bytes(LINES.replace(b"word1\t", b"wort1\t"))
    assert run("list").out.splitlines()[1].split()[0] == "damaged"
    held = run("verify")
    assert held.code == 1
    assert "To repair: labelwright data fetch small-words" in held.out
    assert run("fetch", "--all").code == 0
    assert run("verify").code == 0


def test_a_fetch_that_fails_says_why_and_ends_with_1(run, index):
    index.status = 503
    said = run("fetch", "--all")
    assert said.code == 1
    assert said.out.startswith("failed  small-words  ")
    assert "HTTP 503" in said.out


@pytest.mark.parametrize("arguments", [("fetch",), ("fetch", "small-words", "--all")])
def test_a_fetch_of_nothing_or_of_both_is_a_wrong_call(run, arguments):
    said = run(*arguments)
    assert said.code == 2
    assert "Name the datasets to download, or pass --all" in said.err


@pytest.mark.parametrize("command", ["show", "fetch", "verify", "card"])
def test_an_unknown_dataset_is_named(run, command):
    said = run(command, "gone")
    assert said.code == 2
    assert "No dataset is called 'gone'. The course has: small-words." in said.err


def test_the_card_is_shown_in_both_forms(run):
    assert "`labelwright data fetch small-words`" in run("card", "small-words").out
    assert '"containedIn"' in run("card", "small-words", "--json").out
