"""Every file that was handed in ends in a named row, or is named next to one; one file is one person's work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ways import CANVAS, LABELS, SLUG, in_archive, in_folder, names, packed, said

from labelwright.checks.verdicts import OutcomeKind
from labelwright.grading.hand_ins import Request, collect
from labelwright.grading.submissions import Submission
from labelwright.notebook.submission_file import NOTEBOOK, pack

K = OutcomeKind
METADATA = b"submission_1:\n  :submitters:\n  - :name: Eve\n    :sid: '7'\n"


BOTH = pytest.mark.parametrize("way", [in_folder, in_archive])


def locked(payload: bytes) -> bytes:
    """The archive with the flag of encryption set in every header."""
    changed = bytearray(payload)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(signature)
        while start >= 0:
            changed[start + place] |= 1
            start = changed.find(signature, start + 4)
    return bytes(changed)


def cases(notebook: Any) -> dict[str, tuple[bytes, str]]:
    """File in the folder of one person -> its content, and what its row says."""
    whole = notebook("x").decode()
    conflict = whole.replace('"cells"', '\n<<<<<<< HEAD\n"cells"', 1).encode()
    return {
        "a.ipynb.txt": (notebook(), "graded"),
        "b.json": (notebook(), "graded"),
        "c.txt": (notebook(), "graded"),
        "d.py": (b"x = 1", "It is a Python file, not a notebook."),
        "e.pdf": (b"%PDF-1.7", "It is a PDF, not a notebook."),
        "f.html": (b"<!DOCTYPE html>", "It is a web page, not a notebook."),
        "g.rar": (b"Rar!\x1a\x07\x01\x00", "It is a RAR archive, not a notebook."),
        "h.7z": (b"7z\xbc\xaf\x27\x1c", "It is a 7z archive, not a notebook."),
        "i.zip": (locked(packed({"x.ipynb": b"1"})), "It cannot be unpacked: it is locked with a password."),
        "j.zip": (b"Rar!\x1a\x07\x01\x00", "It is a RAR archive, not a notebook."),
        "k.ipynb": (b"%PDF-1.7", "It is a PDF, not a notebook."),
        ".kept/l.ipynb": (notebook(), "It is hidden"),
        "m.ipynb": (conflict, "It has conflict marks of git, the first in line 2"),
        "n.ipynb": (b"", "The file is empty."),
        "o.docx": (b"PK\x03\x04", "It is a Word document, not a notebook."),
        "p.zip": (packed({"[Content_Types].xml": b"", "word/document.xml": b""}), "It is a Word document"),
        "q.zip": (packed({"x.pdf": b"%PDF"}), "The archive has no notebook and no submission file."),
        "r.zip": (packed({"x.zip": packed({"y.ipynb": notebook()})}), "It is an archive inside an archive."),
        "s.json": (b'{"a": 1}', "It is a JSON file, not a notebook."),
        "t.py": (b"", "The file is empty."),
        ".ipynb_checkpoints/u-checkpoint.ipynb": (notebook(), "It is hidden"),
        "v.zip": (packed({"v/work/first.ipynb": notebook()}), "graded"),
        "w": (notebook(), "graded"),
        "x.csv": (b"a,b", "It is a table, not a notebook."),
    }


@BOTH
def test_each_person_s_only_file_has_a_row_that_says_what_it_is(
    tmp_path: Path, notebook: Any, way: Any
) -> None:
    wanted = {f"person-{number}/{name}": case for number, (name, case) in enumerate(cases(notebook).items())}
    found, leftovers = way(tmp_path, {name: payload for name, (payload, _) in wanted.items()})
    rows = said(found)
    assert leftovers == []
    assert len(found) == len(wanted)
    for name, (_, sentence) in wanted.items():
        row = next(text for shown, text in rows.items() if shown.startswith(name))
        assert row.startswith(sentence), (name, row)
    assert {each.learner for each in found if each.made_up} == {name.split("/")[0] for name in wanted}
    assert all(each.problem.advice for each in found if each.problem)


@BOTH
def test_what_is_next_to_work_is_a_note_and_answers_are_part_of_it(
    tmp_path: Path, notebook: Any, way: Any
) -> None:
    files = {
        "ada/first/first.ipynb": notebook("ada"),
        "ada/first/labels-1.csv": b"1",
        "ada/first/own.annotations.jsonl": b"{}",
        "ada/first/.ipynb_checkpoints/first-checkpoint.ipynb": notebook("ada"),
        "ada/first/plot.png": b"\x89PNG\r\n\x1a\n",
        "ada/.git/config": b"x",
        "ada/.DS_Store": b"x",
        "ada/labelwright.toml": b"learner = ",
        "ada/readme.md": b"x",
        "ada/.old/first.ipynb": notebook("ada"),
        "__MACOSX/ada/._first.ipynb": b"x",
    }
    (row,), leftovers = way(tmp_path, files)
    assert sorted(row.files) == [LABELS, "own.annotations.jsonl"]
    assert leftovers == []
    assert row.notes == (
        "Also handed in, and not graded: `first.ipynb` (hidden), `plot.png` (a picture), "
        "`readme.md` (a text in Markdown).",
    )


def test_loose_files_of_many_people(tmp_path: Path, notebook: Any) -> None:
    files = {
        "ada.ipynb": notebook("ada"),
        "ada.pdf": b"%PDF",
        "bob.pdf": b"%PDF",
        "carl.py": b"x",
        "times.csv": b"learner,handed_in",
        "notes.md": b"hello",
        "feedback/ada.html": b"<html>",
    }
    found, leftovers = in_folder(tmp_path, files)
    assert {each.learner: each.problem is None for each in found} == {
        "ada": True,
        "bob": False,
        "carl": False,
        "feedback": False,
    }
    assert sorted(leftovers) == ["ada.pdf", "notes.md", "times.csv"]
    request = Request(names, without=(tmp_path / "in" / "feedback",))
    assert len(list(collect([tmp_path / "in"], request=request))) == 3


@BOTH
def test_a_folder_of_several_people_inside_the_folder(tmp_path: Path, notebook: Any, way: Any) -> None:
    files = {
        "week/ada/x.ipynb": notebook("ada"),
        "week/ada/more/plot.png": b"?",
        "week/bob/x.ipynb": notebook("bob"),
        "week/carl/report.pdf": b"%PDF",
        "week/dora.html": b"<html>",
    }
    found, leftovers = way(tmp_path, files)
    assert {each.learner: each.problem is None for each in found} == {
        "ada": True,
        "bob": True,
        "carl": False,
        "dora": False,
    }
    assert leftovers == []


def test_an_unpacked_download_keeps_each_person_s_answers(tmp_path: Path, notebook: Any) -> None:
    files = {
        "lovelaceada_12_900_count.ipynb": notebook(),
        "lovelaceada_12_901_labels-1-1.csv": b"ada",
        "hoppergrace_LATE_13_902_count-2.ipynb": notebook(),
        "hoppergrace_LATE_13_903_labels-1.csv": b"grace",
        "turing_14_904_labels-1.csv": b"alone",
    }
    found, leftovers = in_folder(tmp_path, files)
    rows = {each.learner: each for each in found}
    assert rows["hoppergrace"].files == {}
    assert rows["turing"].problem is not None
    assert "a table" in rows["turing"].problem.sentence
    assert (len(found), leftovers) == (3, [])


OTHERS = {
    "an LMS's names": {
        "bob_1_2_x.ipynb": "",
        "eve_3_4_y.ipynb": "",
    },
    "Gradescope's metadata": {
        "submission_1/x.ipynb": "",
        "submission_2/x.ipynb": "",
    },
    "a folder of folders": {f"person-{number}/x.ipynb": "" for number in range(30)},
}


@pytest.mark.parametrize("shape", OTHERS)
@BOTH
def test_a_learner_s_archive_is_one_person_s_work(
    tmp_path: Path, notebook: Any, way: Any, shape: str
) -> None:
    inside = {name: notebook(more=str(n)) for n, name in enumerate(OTHERS[shape])}
    inside["submission_metadata.yml"] = METADATA
    files = {CANVAS: packed(inside), "hoppergrace_13_902_x.ipynb": notebook()}
    rows = {each.learner: each for each in way(tmp_path, files)[0]}
    assert sorted(rows) == ["hoppergrace", "lovelaceada"]
    (note,) = (note for note in rows["lovelaceada"].notes if "Several files" in note)
    assert "The first by name counts; not graded" in note


def test_an_archive_that_may_be_a_class_is_not_one_person_s(tmp_path: Path, notebook: Any) -> None:
    inside = {name: notebook() for name in OTHERS["an LMS's names"]}
    stated = {"a.ipynb": notebook("ada"), "b.ipynb": notebook("bob")}
    found, _ = in_folder(tmp_path, {"week1.zip": packed(inside), CANVAS: packed(stated)})
    assert [each.learner for each in found] == ["lovelaceada", "week1"]
    for each in found:
        assert each.problem is not None
        assert each.problem.kind is K.REFUSED
        assert "several people" in each.problem.sentence
        assert "labelwright grade FILE.zip" in each.problem.advice
    assert {each.learner for each in collect([tmp_path / "in" / "week1.zip"])} == {"bob", "eve"}


def test_which_file_of_a_learner_s_archive_counts(tmp_path: Path, counting: Any, notebook: Any) -> None:
    def file(number: int) -> bytes:
        return pack("ada", counting.exercise, {NOTEBOOK: notebook("ada", more=str(number))})

    own, other = notebook("ada", more="9"), notebook("ada", more="8")
    inside = {
        f"w/{SLUG}--ada--2.labelwright.zip": file(2),
        f"w/{SLUG}--ada--10.labelwright.zip": file(10),
        f"w/{SLUG}.ipynb": own,
        "w/aa.ipynb": other,
        "w/bad.ipynb": b"{",
    }

    def counted(without: str) -> Submission:
        kept = {name: payload for name, payload in inside.items() if not name.endswith(without)}
        (row,) = in_folder(tmp_path, {"ada.zip": packed(kept)})[0]
        return row

    row = counted("nothing")
    assert row.source_name.endswith("--10.labelwright.zip")
    assert "The submission file counts; not graded: `count-the-labels--ada--2" in row.notes[0]
    assert "`bad.ipynb` (The file stops in the middle" in row.notes[1]
    assert counted(".labelwright.zip").source_name.endswith(f"/{SLUG}.ipynb")
    del inside[f"w/{SLUG}.ipynb"]
    assert counted(".labelwright.zip").source_name.endswith("/aa.ipynb")
    del inside["w/aa.ipynb"]
    assert counted(".labelwright.zip").problem is not None


@BOTH
@pytest.mark.parametrize(
    ("more", "word"), [("", "has the same content: they are one hand-in"), ("5", "the notebook was not")]
)
def test_a_notebook_and_its_submission_file_are_one_hand_in(
    tmp_path: Path, counting: Any, notebook: Any, way: Any, more: str, word: str
) -> None:
    answers = {LABELS: b"1"}
    file = pack("ada", counting.exercise, {NOTEBOOK: notebook("ada"), **answers})
    older = pack("ada", counting.exercise, {NOTEBOOK: notebook("ada", more="7")})
    files = {
        "count-the-labels.ipynb": notebook("ada", more=more),
        LABELS: b"1",
        "count-the-labels--ada--2.labelwright.zip": older,
        "count-the-labels--ada--10.labelwright.zip": file,
        "bob.ipynb": notebook("bob"),
        "other.ipynb": notebook("ada", "other-exercise"),
    }
    found, _ = way(tmp_path, files)
    rows = {each.source_name.removeprefix("class.zip/"): each for each in found}
    assert sorted(rows) == sorted(set(files) - {"count-the-labels.ipynb", LABELS})
    (note,) = rows["count-the-labels--ada--10.labelwright.zip"].notes
    # Next to another learner's notebook nobody knows whose labels these are, so the content is not known to be the same.
    assert "`count-the-labels.ipynb` was handed in with it" in note
    own = {f"ada/{name}": payload for name, payload in files.items() if name != "bob.ipynb"}
    found, _ = way(tmp_path / "own", own) if (tmp_path / "own").mkdir() is None else ([], [])
    assert any(word in note for each in found for note in each.notes)
