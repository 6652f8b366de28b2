"""Whose work it is, from the file to the gradebook: names that an LMS writes, archives that learners pack, forms, guests."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import Outcome, OutcomeKind, Report
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.identity import State
from labelwright.gradebook.roster import Learner
from labelwright.grading.hand_ins import collect
from labelwright.grading.run import Run
from labelwright.grading.submissions import Submission
from labelwright.notebook.submission_file import MANIFEST, NOTEBOOK, pack

Notebook = Callable[..., bytes]
CLASS = [
    Learner("ada", "Lovelace, Ada", "ada@example.org", canvas_id="12345", github_username="Ada-L"),
    Learner("grace", "Hopper, Grace", "grace@example.org", canvas_id="99", sis_user_id="1002"),
]
Row = tuple[str, str]


@pytest.fixture(scope="module")
def notebook(counting: Any) -> Notebook:
    """A solved notebook that states this learner, or nobody."""

    def make(stated: str = "", extra: str = "") -> bytes:
        document = counting.document()
        del document["metadata"]["labelwright"]["learner"]
        if stated:
            document["metadata"]["labelwright"]["learner"] = stated
        document["metadata"]["extra"] = extra
        return json.dumps(document).encode()

    return make


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    with Gradebook(tmp_path / "grades.db") as opened:
        yield opened


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, payload in members.items():
            packed.writestr(name, payload)
    return out.getvalue()


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, payload in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(payload)
    return folder


def hand_in(book: Gradebook, *paths: Path) -> list[Submission]:
    """Receive and record everything in these paths, with a report instead of the grading."""
    run = Run(people=book.people())
    received = [run.received(submission) for submission in collect(paths)]
    for submission in received:
        report = Report(
            learner=submission.learner,
            exercise=submission.exercise,
            outcome=Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran to its end."),
            submission_sha256=submission.sha256,
            source_name=submission.source_name,
        )
        run.record(report, book)
    return received


def rows(book: Gradebook) -> list[Row]:
    return sorted((row.learner, row.state.value) for row in book.identity_report(tuple(State)))


def download(tmp_path: Path, members: dict[str, bytes]) -> Path:
    return next(written(tmp_path / "in", {"download.zip": archive(members)}).iterdir())


def test_canvas_names_are_matched_by_their_numbers(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    members = {
        "lovelaceada_LATE_12345_1_x.ipynb": notebook("ADA"),
        "hoppergrace_99_2_x.ipynb": notebook("ada"),
        "babbagecharles_7_3_x.ipynb": notebook(),
        "lovelaceada_12345_4_essay.pdf": b"%PDF",
    }
    hand_in(book, download(tmp_path, members))
    expected = [("ada", "sure"), ("ada", "sure"), ("babbagecharles (7)", "open"), ("grace", "open")]
    assert rows(book) == expected
    why = {row.learner: row.why for row in book.identity_report()}
    assert why["grace"] == "Canvas says that hoppergrace (99) handed this in, and the notebook says ada."
    assert len(hand_in(book, tmp_path / "in" / "download.zip")) == 4
    assert rows(book) == expected


def test_the_same_file_in_two_people_s_names_is_two_submissions(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    same = notebook("ada")
    members = {"lovelaceada_12345_1_x.ipynb": same, "hoppergrace_99_2_x.ipynb": same}
    first, second = hand_in(book, download(tmp_path, members))
    assert first.sha256 == second.sha256
    assert {first.drawn_for, second.drawn_for} == {"ada"}
    assert rows(book) == [("ada", "sure"), ("grace", "open")]


def test_two_people_of_one_name_stay_two(book: Gradebook, notebook: Notebook, tmp_path: Path) -> None:
    members = {f"Kim Lee_{number}_assignsubmission_file_/x.ipynb": notebook() for number in (1, 2)}
    hand_in(book, download(tmp_path, members))
    assert rows(book) == [("Kim Lee (1)", "open"), ("Kim Lee (2)", "open")]


def test_a_class_list_that_comes_late_leaves_nobody_made_up(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    members = {"lovelaceada_12345_1_x.ipynb": notebook(), "malletmallory_7_2_x.ipynb": notebook("mallory")}
    hand_in(book, download(tmp_path, members))
    before = book.sheet(settled=True)
    assert (before.made_up, before.strangers) == ({"lovelaceada (12345)"}, frozenset())
    change = book.import_roster(CLASS, complete=True)
    assert rows(book) == [("ada", "sure"), ("mallory", "open")]
    assert change.elsewhere == ("mallory",)
    sheet = book.sheet(settled=True)
    assert (sheet.made_up, sheet.strangers) == (frozenset(), {"mallory"})
    assert [learner.id for learner in sheet.exported] == ["ada", "grace"]


def test_the_same_file_again_is_named(book: Gradebook, notebook: Notebook, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {"Ada one.ipynb": notebook("ada"), "Ada two.ipynb": notebook("ada")})
    run = Run(people=book.people())
    assert len([run.received(each) for each in collect([folder])]) == 2
    assert run.same_work == [("Ada two.ipynb", "Ada one.ipynb")]


def test_anonymous_numbers_of_canvas_keep_people_apart(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    members = {"LATE_anon_aB3_1_x.ipynb": notebook("ada"), "anon_cD4_2_x.ipynb": notebook("ada")}
    hand_in(book, download(tmp_path, members))
    assert rows(book) == [("ada", "open"), ("anon_cD4", "open")]
    assert [each.handed_in.marked_late for each in book.sheet().submissions] == [True, False]


def test_a_folder_for_each_assignment_is_a_download_each(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    week = {"lovelaceada_12345_1_x.ipynb": "ada", "hoppergrace_LATE_99_2_x.ipynb": "ada"}
    files = {
        f"{n}/{name}": notebook(says, f"{n} {name}")
        for n in ("week 1", "week 2")
        for name, says in week.items()
    }
    hand_in(book, written(tmp_path / "in", files))
    assert rows(book) == [("ada", "sure"), ("ada", "sure"), ("grace", "open"), ("grace", "open")]


def test_a_learner_s_own_folder_names_nobody_else(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster([*CLASS, Learner("eve", "Eve")])
    forged = {
        f"eve/{name}": notebook("", name)
        for name in ("lovelaceada_12345_1_x.ipynb", "hoppergrace_99_2_x.ipynb")
    }
    hand_in(book, written(tmp_path / "in", {**forged, "ada/x.ipynb": notebook("ada")}))
    assert ("ada", "sure") in rows(book)
    assert [state for learner, state in rows(book) if learner in ("ada", "grace")] == ["sure"]


def test_what_was_typed_into_canvas_has_its_person(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    members = {"lovelaceada_LATE_12345_text.html": b"<html>", "hoppergrace_99_1_x.ipynb": notebook()}
    hand_in(book, download(tmp_path, members))
    assert rows(book) == [("ada", "sure"), ("grace", "sure")]


def test_moodle_s_blind_numbers_are_people_of_its_worksheet(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster([Learner("ada", "Ada", accounts=(("Moodle", "41"),)), Learner("grace", "Grace")])
    members = {
        "Participant_41_assignsubmission_file_/x.ipynb": notebook(),
        "Participant_42_assignsubmission_file_/x.ipynb": notebook("grace"),
    }
    hand_in(book, download(tmp_path, members))
    assert rows(book) == [("Participant 42", "open"), ("ada", "sure")]


METADATA = """
submission_1:
  :submitters:
  - :name: G. Hopper
    :sid: '1002'
    :email: g@example.org
submission_2:
  :submitters:
  - :name: A.
    :email: ADA@example.org
"""


def test_gradescope_s_people_are_matched_by_number_and_address(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    members = {
        "export/submission_1/x.ipynb": notebook(),
        "export/submission_2/x.ipynb": notebook("mallory"),
        "export/submission_metadata.yml": METADATA.encode(),
    }
    hand_in(book, download(tmp_path, members))
    assert rows(book) == [("ada", "open"), ("grace", "sure")]


def test_a_zip_of_a_learner_never_names_two_people(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    members = {"lovelaceada_12345_1_x.ipynb": notebook("ada"), "hoppergrace_99_2_x.ipynb": notebook("grace")}
    folder = written(tmp_path / "in", {"from-a-learner.zip": archive(members)})
    hand_in(book, folder)
    assert rows(book) == [("from-a-learner", "open")]
    hand_in(book, folder / "from-a-learner.zip")
    assert rows(book) == [("ada", "sure"), ("from-a-learner", "open"), ("grace", "sure")]


def test_a_mark_inside_a_learner_s_zip_is_no_word_of_the_lms(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    members = {"hoppergrace_99_2_x.ipynb": notebook("ada")}
    hand_in(book, written(tmp_path / "in", {"ada.zip": archive(members)}))
    assert rows(book) == [("ada", "sure")]
    assert book.identity_report((State.SURE,))[0].lms == ""


def test_folders_of_github_classroom_are_accounts_of_the_class(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    folder = written(tmp_path / "in", {"count-ada-l/x.ipynb": notebook(), "count-bob/x.ipynb": notebook()})
    hand_in(book, folder)
    assert rows(book) == [("ada", "sure"), ("count-bob", "open")]


def test_a_guest_under_a_known_person_is_that_person(
    book: Gradebook, notebook: Notebook, tmp_path: Path, counting: Any
) -> None:
    book.import_roster(CLASS)
    members = {
        "lovelaceada_12345_1_x.ipynb": notebook("Guest"),
        "hoppergrace_99_2_x.labelwright.zip": pack("guest", counting.exercise, {NOTEBOOK: notebook("guest")}),
    }
    found = hand_in(book, download(tmp_path, members))
    assert rows(book) == [("ada", "sure"), ("grace", "sure")]
    assert all("made as a guest" in note for submission in found for note in submission.notes)
    assert found[0].drawn_for == "guest"


def test_guests_without_an_id_are_not_one_learner(
    book: Gradebook, notebook: Notebook, tmp_path: Path, counting: Any
) -> None:
    files = {
        f"{name}/x.labelwright.zip": pack("guest", counting.exercise, {NOTEBOOK: notebook("guest", name)})
        for name in ("one", "two")
    }
    hand_in(book, written(tmp_path / "in", files))
    assert rows(book) == [("one", "open"), ("two", "open")]


def test_a_form_that_nobody_got_is_refused(notebook: Notebook, tmp_path: Path, counting: Any) -> None:
    packed = pack("ada", counting.exercise, {NOTEBOOK: notebook("ada")})
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(members[MANIFEST])
    members[MANIFEST] = json.dumps({**manifest, "form": 7}).encode()
    (found,) = collect([download(tmp_path, members)])
    assert found.problem is not None
    assert found.problem.kind is OutcomeKind.REFUSED
    assert "form 7" in found.problem.sentence
    assert found.learner != "ada"


@pytest.mark.parametrize(
    "stated", ["a" * 5000, "a\0b", "\u202eada", "x@y.org", " ", "=1+1", "İstanbul"], ids=ascii
)
def test_odd_ids_end_in_one_row(book: Gradebook, notebook: Notebook, tmp_path: Path, stated: str) -> None:
    hand_in(book, written(tmp_path / "in", {"count.ipynb": notebook(stated)}))
    hand_in(book, tmp_path / "in")
    ((learner, _),) = rows(book)
    assert 0 < len(learner) <= 320


def test_a_composed_and_a_decomposed_id_are_one_learner_with_their_own_samples(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    files = {"1.ipynb": notebook("Zoe\u0308"), "2.ipynb": notebook("ZO\u00cb")}
    found = hand_in(book, written(tmp_path / "in", files))
    assert book.learners() == ["Zo\u00eb"]
    assert [submission.drawn_for for submission in found] == ["Zoe\u0308", "ZO\u00cb"]


def test_a_renamed_learner_keeps_the_sample_of_the_id_that_the_work_states(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    folder = written(tmp_path / "in", {"count.ipynb": notebook("ada")})
    hand_in(book, folder)
    book.rename("ada", "lovelace", "kim")
    (again,) = hand_in(book, folder)
    assert (again.learner, again.drawn_for) == ("lovelace", "ada")
    assert rows(book) == [("lovelace", "sure")]


def test_assigned_work_stays_assigned_when_it_comes_again(
    book: Gradebook, notebook: Notebook, tmp_path: Path
) -> None:
    book.import_roster(CLASS)
    folder = written(tmp_path / "in", {"homework.ipynb": notebook()})
    hand_in(book, folder)
    (row,) = book.identity_report()
    book.assign([row.number], "grace", "kim")
    (again,) = hand_in(book, folder)
    assert (again.learner, again.drawn_for) == ("grace", "")
    assert rows(book) == [("grace", "decided")]
