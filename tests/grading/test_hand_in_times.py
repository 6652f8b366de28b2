"""When work came: what each LMS writes, who may write it, what a list says, and all else unknown and never late."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from labelwright.errors import GradebookError
from labelwright.grading.hand_ins import collect
from labelwright.grading.run import Run
from labelwright.grading.stamps import flat_name
from labelwright.grading.submissions import Submission
from labelwright.grading.times import read_times

BERLIN = ZoneInfo("Europe/Berlin")
Table = list[tuple[str, str | None, str, bool]]
"""Who, when (UTC; None is unknown), a word of the source, and whether it is late without a time."""


@pytest.fixture(scope="module")
def notebook(counting: Any) -> bytes:
    document = counting.document()
    del document["metadata"]["labelwright"]["learner"]
    return json.dumps(document).encode()


def archive(members: dict[str, bytes], when: tuple[int, ...] = (2026, 5, 20, 12, 0, 0)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, payload in members.items():
            packed.writestr(zipfile.ZipInfo(name, when), payload)  # type: ignore[arg-type]
    return out.getvalue()


def table(found: list[Submission]) -> Table:
    rows = []
    for each in found:
        said = each.handed_in
        moment = f"{said.when:%Y-%m-%dT%H:%M}" if said.when else None
        rows.append((each.learner, moment, said.source, said.is_late_without_time))
    return rows


def matches(found: list[Submission], expected: Table) -> None:
    rows = table(found)
    assert [(who, when, late) for who, when, _, late in rows] == [
        (who, when, late) for who, when, _, late in expected
    ]
    for (_, _, source, _), (_, _, word, _) in zip(rows, expected, strict=True):
        assert word in source if word else source == ""


CANVAS = (
    "babbagecharles_LATE_12346_678902_first-shift-1.ipynb",
    "lovelaceada_12345_678901_first-shift.ipynb",
)
BLACKBOARD = (
    "Chapter 13 Problems_jdoe3_attempt_2026-01-31-14-05-59_first.ipynb",
    "Chapter 13 Problems_rroe1_attempt_2026-07-31-14-05-59_second.ipynb",
)
D2L = (
    "39786-640693 - Ada Lovelace - Jan 31, 2026 205 PM/first.ipynb",
    "39787-640694 - Mary-Ann Smith - Jul 5, 2026 1205 AM/second.ipynb",
)
FLAT_D2L = tuple(name.replace("/", " - ") for name in D2L)
MOODLE = (
    "Ada Lovelace_123456_assignsubmission_file_/count.ipynb",
    "Grace Hopper_99_assignsubmission_file_/count.ipynb",
)
GRADESCOPE = (
    "assignment_55_export/submission_1001/count.ipynb",
    "assignment_55_export/submission_1002/count.ipynb",
)
METADATA = b"""---
submission_1001:
  :submitters:
  - :name: Ada
    :sid: '1'
  :created_at: 2026-04-05 06:07:08.123456000 Z
submission_1002:
  :submitters:
  - :name: Bo
    :sid: '2'
  :created_at: '2026-04-05T06:07:08.123456-07:00'
"""

DOWNLOADS: dict[str, tuple[tuple[str, ...], Table]] = {
    "Canvas": (
        CANVAS,
        [
            ("babbagecharles", None, "LATE in the file name", True),
            ("lovelaceada", None, "Canvas gives no time", False),
        ],
    ),
    "Canvas, anonymous": (
        ("LATE_anon_Ab3dE_678_x.ipynb", "anon_xY9zQ_679_x.ipynb"),
        [("anon_Ab3dE", None, "LATE", True), ("anon_xY9zQ", None, "no time", False)],
    ),
    "Blackboard": (
        BLACKBOARD,
        [
            (
                "jdoe3",
                "2026-01-31T13:05",
                "stamp of Blackboard in the file name, read in Europe/Berlin",
                False,
            ),
            ("rroe1", "2026-07-31T12:05", "Blackboard", False),
        ],
    ),
    "D2L, folders": (
        D2L,
        [
            (
                "Ada Lovelace",
                "2026-01-31T13:05",
                "stamp of D2L in the file name, read in Europe/Berlin",
                False,
            ),
            ("Mary-Ann Smith", "2026-07-04T22:05", "D2L", False),
        ],
    ),
    "D2L, flat": (
        FLAT_D2L,
        [
            ("Ada Lovelace", "2026-01-31T13:05", "D2L", False),
            ("Mary-Ann Smith", "2026-07-04T22:05", "D2L", False),
        ],
    ),
    "D2L, no such day": (
        (FLAT_D2L[0].replace("Jan 31", "Feb 31"), FLAT_D2L[1]),
        [
            ("Ada Lovelace", None, "is not a date", False),
            ("Mary-Ann Smith", "2026-07-04T22:05", "D2L", False),
        ],
    ),
    "Moodle": (
        MOODLE,
        [("Ada Lovelace", None, "worksheet", False), ("Grace Hopper", None, "worksheet", False)],
    ),
    "Gradescope": (
        GRADESCOPE,
        [
            ("1", "2026-04-05T06:07", "submission_metadata.yml", False),
            ("2", "2026-04-05T13:07", "submission_metadata.yml", False),
        ],
    ),
    "of no LMS": (("ada/a.ipynb", "bo.ipynb"), [("ada", None, "", False), ("bo", None, "", False)]),
    "Blackboard and another": (
        (BLACKBOARD[0], "bo.ipynb"),
        [("jdoe3", None, "a learner may have written it", False), ("bo", None, "", False)],
    ),
    "Blackboard, one person": (
        BLACKBOARD[:1],
        [("jdoe3", None, "a learner may have written it", False)],
    ),
    "Blackboard, below folders": (
        (f"ada/{BLACKBOARD[0]}", f"bo/{BLACKBOARD[1]}"),
        [("jdoe3", None, "a learner may", False), ("rroe1", None, "a learner may", False)],
    ),
    "Blackboard, with names of learners that look like another LMS's": (
        (
            BLACKBOARD[0].replace("first", "x_5_assignsubmission_file_y"),
            BLACKBOARD[1].replace("second", "x_LATE_1_2_y"),
        ),
        [
            ("jdoe3", "2026-01-31T13:05", "Blackboard", False),
            ("rroe1", "2026-07-31T12:05", "Blackboard", False),
        ],
    ),
    "Canvas, with a name that looks like Moodle's": (
        (CANVAS[0].replace("first", "x_5_assignsubmission_file_y"), CANVAS[1]),
        [("babbagecharles", None, "LATE", True), ("lovelaceada", None, "no time", False)],
    ),
    "stamps inside what Canvas names": (
        tuple(f"{name[: name.index('678')]}67890_{BLACKBOARD[0]}" for name in CANVAS),
        [
            ("babbagecharles", None, "LATE in the file name", True),
            ("lovelaceada", None, "Canvas gives no time", False),
        ],
    ),
}


@pytest.mark.parametrize("shape", DOWNLOADS)
def test_a_download_tells_what_its_lms_wrote_and_no_date_of_a_member(
    tmp_path: Path, notebook: bytes, shape: str
) -> None:
    names, expected = DOWNLOADS[shape]
    members = dict.fromkeys(names, notebook)
    if shape == "Gradescope":
        members["assignment_55_export/submission_metadata.yml"] = METADATA
    path = tmp_path / "download.zip"
    path.write_bytes(archive(members))
    matches(list(collect([path], zone=BERLIN)), expected)


@pytest.mark.parametrize("shape", ["Canvas", "Blackboard", "D2L, folders", "D2L, flat", "of no LMS"])
def test_an_unpacked_download_tells_the_same(tmp_path: Path, notebook: bytes, shape: str) -> None:
    names, expected = DOWNLOADS[shape]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(notebook)
    matches(list(collect([tmp_path], zone=BERLIN)), expected)


@pytest.mark.parametrize("shape", ["Blackboard", "D2L, folders", "D2L, flat", "Gradescope"])
def test_a_zip_among_the_hand_ins_sets_no_time(tmp_path: Path, notebook: bytes, shape: str) -> None:
    members = dict.fromkeys(DOWNLOADS[shape][0], notebook)
    members["assignment_55_export/submission_metadata.yml"] = METADATA
    (tmp_path / "ada.zip").write_bytes(archive(members))
    assert {each.handed_in.when for each in collect([tmp_path], zone=BERLIN)} == {None}


def test_what_the_lms_wrote_outside_stands_before_what_a_learner_packed(
    tmp_path: Path, notebook: bytes
) -> None:
    late = CANVAS[0].replace(".ipynb", ".zip")
    (tmp_path / late).write_bytes(archive({BLACKBOARD[0]: notebook, "x_1_2_y.ipynb": notebook}))
    assert [each.handed_in.is_late_without_time for each in collect([tmp_path])] == [True]


def test_metadata_that_a_learner_packed_is_not_read(tmp_path: Path, notebook: bytes) -> None:
    members = {**dict.fromkeys(MOODLE, notebook)}
    members["Ada Lovelace_123456_assignsubmission_file_/submission_metadata.yml"] = METADATA
    members["Ada Lovelace_123456_assignsubmission_file_/submission_1001/x.ipynb"] = notebook
    path = tmp_path / "download.zip"
    path.write_bytes(archive(members))
    assert {each.learner for each in collect([path])} == {"Ada Lovelace", "Grace Hopper"}
    assert {each.handed_in.when for each in collect([path])} == {None}


def test_without_a_stated_zone_the_source_names_this_computer_s(tmp_path: Path, notebook: bytes) -> None:
    path = tmp_path / "download.zip"
    path.write_bytes(archive(dict.fromkeys(BLACKBOARD, notebook)))
    said = next(iter(collect([path]))).handed_in
    assert said.when == datetime(2026, 1, 31, 14, 5, 59).astimezone(UTC)
    assert "the zone of this computer (" in said.source


WORKSHEET = (
    "\ufeffIdentifier,Full name,ID number,Email address,Status,Last modified (submission),Last modified (grade)\r\n"
    'Participant 123456,Ada Lovelace,,ada@example.org,Submitted for grading,"Wednesday, 10 June 2026, 2:14 PM",-\r\n'
    'Participant 99,Grace Hopper,77,,Submitted,"Wednesday, January 7, 2026, 12:05 AM",-\r\n'
    "Participant 100,Nobody,,,No submission,-,-\r\n"
)


def times_of(path: Path, text: str, found: list[Submission]) -> list[tuple[str, str | None, str]]:
    path.write_text(text, encoding="utf-8", newline="")
    run = Run(times=read_times([path], BERLIN))
    said = [(each, run.times.of(each)) for each in found]
    return [(each.learner, f"{t.when:%m-%dT%H:%M}" if t.when else None, t.source) for each, t in said]


def test_moodle_s_worksheet_gives_the_times_of_its_download(tmp_path: Path, notebook: bytes) -> None:
    path = tmp_path / "download.zip"
    path.write_bytes(archive(dict.fromkeys(MOODLE, notebook)))
    source = "Moodle's worksheet grades.csv, line {}, read in Europe/Berlin"
    assert times_of(tmp_path / "grades.csv", WORKSHEET, list(collect([path]))) == [
        ("Ada Lovelace", "06-10T12:14", source.format(2)),
        ("Grace Hopper", "01-06T23:05", source.format(3)),
    ]


def test_a_learner_s_folder_with_a_neighbour_s_number_gets_no_time(tmp_path: Path, notebook: bytes) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bo.zip").write_bytes(archive(dict.fromkeys(MOODLE, notebook)))
    found = times_of(tmp_path / "grades.csv", WORKSHEET, list(collect([folder])))
    assert [when for _, when, _ in found] == [None]


def test_a_list_gives_times_by_learner_and_exercise(tmp_path: Path, notebook: bytes) -> None:
    for who in ("ada", "bo", "carl", "dora"):
        (tmp_path / f"{who}.ipynb").write_bytes(notebook)
    text = (
        "Learner;Handed in;Exercise\nada;2026-06-10T14:14;\nbo;2026-06-10 14:14+00:00;count-the-labels\n"
        "carl;2026-06-10;elsewhere\ndora;2026-06-11;\n"
    )
    assert times_of(tmp_path / "times.csv", text, list(collect([tmp_path]))) == [
        ("ada", "06-10T12:14", "times.csv, line 2, read in Europe/Berlin"),
        ("bo", "06-10T14:14", "times.csv, line 3"),
        ("carl", None, ""),
        ("dora", "06-10T22:00", "times.csv, line 5, read in Europe/Berlin"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who,when\nada,2026-06-10\n", "line 1: a list of times has the columns learner and handed_in"),
        ("learner,handed_in\nada,yesterday\n", "line 2: 'yesterday' is not a date or time"),
        ("learner,handed_in\nada,\n", "line 2: write both a learner and a time"),
        ("learner,handed_in\nada\n", "line 2: 1 cells where line 1 has 2 columns"),
        ("learner,handed_in\nada,2026-06-10\nada,2026-06-11\n", "line 3: 'ada' is already in line 2"),
        (WORKSHEET.replace("10 June", "10 Juni-Tag"), "line 2: .*cannot be read as a time of Moodle"),
        (WORKSHEET.replace("2:14 PM", "14:14 PM"), "line 2: .*cannot be read as a time of Moodle"),
    ],
)
def test_a_file_of_times_that_cannot_be_read_names_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "times.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GradebookError, match=said):
        read_times([path])


def test_answer_files_stay_with_the_attempt_that_they_came_with() -> None:
    owner, name = flat_name(BLACKBOARD[0].replace("first.ipynb", "labels.jsonl")) or ("", "")
    assert (name, owner == (flat_name(BLACKBOARD[0]) or ("",))[0]) == ("labels.jsonl", True)
    later = BLACKBOARD[0].replace("14-05-59", "15-05-59")
    assert (flat_name(later) or ("",))[0] != owner
    assert (flat_name(FLAT_D2L[0]) or ("", ""))[1] == "first.ipynb"
