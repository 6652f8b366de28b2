"""Whose files these are: answer files next to a notebook, what an LMS wrote into names, and when nobody can know."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import Origin, OutcomeKind
from labelwright.exchange.plain_data import dumps, loads
from labelwright.grading.answer_files import HandedJournals
from labelwright.grading.hand_ins import collect
from labelwright.grading.submissions import Submission

LABELS, DATASHEET = "labels.jsonl", "datasheet.md"


def names(slug: str) -> Iterable[str]:
    return (LABELS, DATASHEET) if slug == "count-the-labels" else ()


@pytest.fixture
def notebook(counting: Any) -> Any:
    def make(learner: str = "", exercise: str = "count-the-labels") -> bytes:
        document = counting.document(learner=learner or "nobody")
        stated = document["metadata"]["labelwright"]
        stated["exercise"] = exercise
        if not learner:
            del stated["learner"]
        return json.dumps(document).encode()

    return make


def put(folder: Path, members: dict[str, bytes]) -> list[Submission]:
    for name, payload in members.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(payload)
    return list(collect([folder], names))


def zipped(folder: Path, members: dict[str, bytes]) -> list[Submission]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, payload in members.items():
            archive.writestr(name, payload)
    (folder / "class.zip").write_bytes(out.getvalue())
    return list(collect([folder / "class.zip"], names))


def given(found: list[Submission]) -> dict[str, dict[str, bytes]]:
    return {submission.learner: submission.files for submission in found}


@pytest.mark.parametrize("way", [put, zipped])
def test_files_in_the_notebook_s_folder_belong_to_it(tmp_path: Path, notebook: Any, way: Any) -> None:
    members = {
        "ada/count.ipynb": notebook("ada"),
        "ada/labels.jsonl": b"a",
        "ada/notes.txt": b"n",
        "bob/count.ipynb": notebook("bob"),
        "bob/other.ipynb": notebook("bob", "another-exercise"),
        "bob/labels.jsonl": b"b",
        "bob/datasheet.md": b"d",
        "carol/count.ipynb": notebook("carol"),
    }
    found = [submission for submission in way(tmp_path, members) if submission.exercise == "count-the-labels"]
    assert given(found) == {"ada": {LABELS: b"a"}, "bob": {LABELS: b"b", DATASHEET: b"d"}, "carol": {}}
    more = "Also handed in, and not graded: `notes.txt` (a text file)."
    assert [submission.notes for submission in found] == [(more,), (), ()]


def test_other_answers_are_other_work_and_no_answers_change_nothing(tmp_path: Path, notebook: Any) -> None:
    alone = put(tmp_path / "a", {"count.ipynb": notebook("ada")})
    assert alone[0].sha256 == next(iter(collect([tmp_path / "a"]))).sha256
    with_labels = put(tmp_path / "b", {"count.ipynb": notebook("ada"), LABELS: b"1"})
    others = put(tmp_path / "c", {"count.ipynb": notebook("ada"), LABELS: b"2"})
    assert len({alone[0].sha256, with_labels[0].sha256, others[0].sha256}) == 3


@pytest.mark.parametrize("way", [put, zipped])
@pytest.mark.parametrize("other", ["bob", "", "broken"])
def test_a_file_whose_owner_is_not_clear_is_nobody_s(
    tmp_path: Path, notebook: Any, way: Any, other: str
) -> None:
    second = b"{" if other == "broken" else notebook(other)
    found = way(tmp_path, {"ada.ipynb": notebook("ada"), "second.ipynb": second, LABELS: b"a"})
    ada = next(submission for submission in found if submission.learner == "ada")
    assert ada.files == {}
    assert any("it is not known whose file it is" in note for note in ada.notes)


def test_a_copy_of_one_s_own_notebook_leaves_no_doubt(tmp_path: Path, notebook: Any) -> None:
    members = {"count.ipynb": notebook("ada"), "count-Copy1.ipynb": notebook("ada"), LABELS: b"a"}
    assert [submission.files for submission in put(tmp_path, members)] == [{LABELS: b"a"}] * 2


def test_what_cannot_be_read_is_named(tmp_path: Path, notebook: Any) -> None:
    (tmp_path / DATASHEET).symlink_to("/etc/passwd")
    (tmp_path / LABELS).write_bytes(b"a")
    (submission,) = put(tmp_path, {"count.ipynb": notebook("ada")})
    assert submission.files == {LABELS: b"a"}


def test_one_folder_for_all_is_sorted_by_the_names_that_the_lms_writes(tmp_path: Path, notebook: Any) -> None:
    members = {
        "lovelaceada_12_900_count.ipynb": notebook(),
        "lovelaceada_12_901_labels-1.jsonl": b"canvas ada",
        "hoppergrace_LATE_13_902_count-2.ipynb": notebook(),
        "hoppergrace_LATE_13_903_labels.jsonl": b"canvas grace",
        "lovelaceada_14_904_count.ipynb": notebook(),
        "Mary Shelley_77_assignsubmission_file_count.ipynb": notebook(),
        "Mary Shelley_77_assignsubmission_file_labels.jsonl": b"moodle mary",
        "Ann Lee_78_assignsubmission_file_/count.ipynb": notebook(),
        "Ann Lee_78_assignsubmission_file_/labels.jsonl": b"moodle ann",
    }
    found = {submission.source_name: submission for submission in zipped(tmp_path, members)}
    labels = {name.split("/", 1)[1]: submission.files.get(LABELS) for name, submission in found.items()}
    assert labels == {
        "lovelaceada_12_900_count.ipynb": b"canvas ada",
        "hoppergrace_LATE_13_902_count-2.ipynb": b"canvas grace",
        "lovelaceada_14_904_count.ipynb": None,
        "Mary Shelley_77_assignsubmission_file_count.ipynb": b"moodle mary",
        "Ann Lee_78_assignsubmission_file_/count.ipynb": b"moodle ann",
    }
    late = [name for name, submission in found.items() if any("as late" in note for note in submission.notes)]
    assert [name.split("/", 1)[1] for name in late] == ["hoppergrace_LATE_13_902_count-2.ipynb"]


def test_every_hand_in_of_an_lms_has_a_row(tmp_path: Path, notebook: Any) -> None:
    members = {
        "a_1_10_count.ipynb": notebook(),
        "a_1_11_plot.png": b"more of the same person",
        "b_2_12_count.ipynb.txt": notebook(),
        "c_3_13_count.json": notebook(),
        "d_4_14_data.json": b"[1]",
        "e_5_15_work.html": b"<p>",
        "f_6_16_work.pdf": b"%PDF",
        "g_7_17_work.py": b"x=1",
        "h_8_18_work": b"?",
        "i_9_19_all.rar": b"Rar!",
    }
    found = {submission.learner: submission for submission in zipped(tmp_path, members)}
    assert sorted(found) == list("abcdefghi")
    assert [name for name, submission in found.items() if submission.problem is None] == ["a", "b", "c"]
    said = {name: submission.problem.sentence for name, submission in found.items() if submission.problem}
    assert said["e"] == "It is a web page, not a notebook."
    assert said["f"] == "It is a PDF, not a notebook."
    assert said["g"] == "It is a Python file, not a notebook."
    assert said["i"] == "It is a RAR archive, not a notebook."
    assert all(
        submission.problem.kind is OutcomeKind.UNREADABLE
        for submission in found.values()
        if submission.problem
    )


METADATA = """
submission_1:
  :submitters:
  - :name: Ada
    :sid: '{ada}'
  :created_at: 2026-11-02 10:00:00 +00:00
submission_2:
  :submitters:
  - :name: Bob
    :email: bob@example.org
  - :name: Eve
"""


@pytest.mark.parametrize(
    ("metadata", "learners"),
    [
        (METADATA.format(ada="7"), ["7", "submission_2", "submission_3"]),
        ("- not\n- a mapping", ["submission_1", "submission_2", "submission_3"]),
        ("submission_1: !ruby/object:X {}", ["submission_1", "submission_2", "submission_3"]),
        ("a: &a [*a, *a]\nsubmission_1: 3", ["submission_1", "submission_2", "submission_3"]),
    ],
)
def test_gradescope_says_who_and_nobody_is_merged(
    tmp_path: Path, notebook: Any, metadata: str, learners: list[str]
) -> None:
    members = {f"assignment_5_export/submission_{number}/x.ipynb": notebook() for number in (1, 2, 3)}
    found = zipped(tmp_path, members | {"assignment_5_export/submission_metadata.yml": metadata.encode()})
    assert [submission.learner for submission in found] == learners
    assert len({submission.learner for submission in found}) == 3


def test_a_notebook_that_names_another_learner_than_gradescope_is_told(tmp_path: Path, notebook: Any) -> None:
    members = {"e/submission_1/x.ipynb": notebook("mallory")}
    (found,) = zipped(tmp_path, members | {"e/submission_metadata.yml": METADATA.format(ada="7").encode()})
    assert found.learner == "7"
    assert (found.claims.lms_person, found.claims.stated) == ("Ada (7)", "mallory")
    assert found.claims.source == "submission_metadata.yml"


JOURNAL = "work.annotations.jsonl"


class Labels:
    """As much of an exercise as HandedJournals reads."""

    files = (JOURNAL, DATASHEET)


def child(files: dict[str, str]) -> Any:
    def ask(question: dict[str, Any]) -> bytes:
        text = files.get(question["name"])
        return dumps({"state": "absent"} if text is None else {"state": "here", "value": [text]})

    return ask


@pytest.mark.parametrize(
    ("handed", "written", "seen", "said"),
    [
        ("honest", "honest", "honest", ""),
        ("honest", "forged", "honest", "The one that was handed in counts."),
        ("honest", None, "honest", "The one that was handed in counts."),
        (None, "forged", "forged", "None was handed in."),
        (None, None, None, ""),
    ],
)
def test_the_labels_that_were_handed_in_count(
    handed: str | None, written: str | None, seen: str | None, said: str
) -> None:
    given = {} if handed is None else {JOURNAL: handed.encode()}
    there = {DATASHEET: "written"} | ({} if written is None else {JOURNAL: written})
    journals = HandedJournals(Labels, given, child(there))  # type: ignore[arg-type]
    answer = loads(journals.ask({"ask": "file", "name": JOURNAL}))
    assert answer.get("value") == (None if seen is None else [seen])
    assert loads(journals.ask({"ask": "file", "name": DATASHEET}))["value"] == ["written"]
    assert " ".join(journals.notes(Origin.GRADER)).endswith(said)
    assert bool(list(journals.notes(Origin.GRADER))) == bool(said)
    assert list(journals.notes(Origin.SELF)) == []
