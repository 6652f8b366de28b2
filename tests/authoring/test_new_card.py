"""A card made from an author's own files: what was measured is right, what was not is asked for, and samples come of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from labelwright.authoring.new import new_card
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.data import CardError, load_card, stale_card_files, verify, write_card_files
from labelwright.data.files import DataChanged
from labelwright.data.material import Material

CSV = "id,text,stars,score,fair,day,postcode,empty\n" + "".join(
    f'r{n},"good, no {n}",{n % 5},{n / 4},{"true" if n % 2 else "false"},2026-11-{n + 1:02},0{n},\n'
    for n in range(9)
)
TYPES = {
    "id": "text",
    "text": "text",
    "stars": "integer",
    "score": "number",
    "fair": "boolean",
    "day": "date",
    "postcode": "text",
    "empty": "text",
}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "course" / "exercises").mkdir(parents=True)
    return Course(tmp_path / "course")


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def fill_in(card: Path) -> None:
    """Do what the marks in the card ask a person to do."""
    answers = {"kind": '"real"', "date_published": '"2026-11-30"', "skills": '["label"]', "year": "2026"}
    text = card.read_text(encoding="utf-8")
    for field, answer in answers.items():
        text = re.sub(rf"^{field} = .*FILL IN.*$", f"{field} = {answer}", text, flags=re.MULTILINE)
    card.write_text(re.sub(r'"FILL IN[^"]*"', '"What I know."', text), encoding="utf-8")


def as_json_lines(text: str) -> str:
    """The rows of CSV as JSON Lines with values of JSON's own types."""
    header, *lines = text.splitlines()
    rows = []
    for line in lines:
        cells = re.findall(r'(?:^|,)(?:"([^"]*)"|([^,]*))', line)
        values = dict(zip(header.split(","), ["".join(cell) for cell in cells], strict=True))
        numbers = {
            "stars": int(values["stars"]),
            "score": float(values["score"]),
            "fair": values["fair"] == "true",
        }
        rows.append({**values, **numbers, "empty": None})
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize("name", ["own.csv", "own.jsonl"])
def test_a_card_is_usable_as_soon_as_a_person_filled_it_in(course: Course, tmp_path: Path, name: str) -> None:
    source = written(tmp_path, name, CSV if name.endswith("csv") else as_json_lines(CSV))
    card = new_card(course, "own-rows", [source])
    with pytest.raises(CardError) as asked:
        load_card(card.parent)
    fields = re.findall(r"^  ([\w.]+): ", str(asked.value), re.MULTILINE)
    assert {"kind", "source.authors", "licence.data.spdx", "columns.stars.description"} < set(fields)
    assert len(fields) == card.read_text(encoding="utf-8").count('"FILL IN')
    fill_in(card)
    read = load_card(card.parent)
    assert {column.name: column.type for column in read.columns} == TYPES
    assert (read.pin.bytes, read.shape.rows) == (len(source.read_bytes()), 9)
    frame = verify(read)
    assert frame["postcode"].tolist()[:2] == ["00", "01"]
    assert frame["fair"].tolist()[:2] == [False, True]
    write_card_files(card.parent)
    assert stale_card_files(card.parent) == []


@pytest.mark.parametrize("name", ["own.csv", "own.jsonl"])
def test_an_exercise_samples_the_authors_own_file(course: Course, tmp_path: Path, name: str) -> None:
    text = CSV if name.endswith("csv") else as_json_lines(CSV)
    fill_in(new_card(course, "own-rows", [written(tmp_path, name, text)]))
    exercise = Exercise.model_validate(
        {
            "slug": "own",
            "folder": course.root / "exercises" / "own",
            **dict.fromkeys(("title", "module", "summary", "why"), "x"),
            "minutes": 1,
            "kind": "real",
            "datasets": ["own-rows"],
            "skills": ["label"],
            "sample": {"dataset": "own-rows", "n": 4, "key": "id", "columns": ["id", "day", "score"]},
            "tasks": [{"id": "a", "title": "x", "points": 1}],
        }
    )
    ada, ben = (Material(course, exercise, learner).sample() for learner in ("ada", "ben"))
    assert ada.shape == ben.shape == (4, 3)
    assert ada["id"].tolist() != ben["id"].tolist()
    assert all(f"2026-11-{int(row.id[1:]) + 1:02}" == row.day for row in ada.itertuples())


def test_each_missing_answer_alone_keeps_the_card_from_being_used(course: Course, tmp_path: Path) -> None:
    card = new_card(course, "own-rows", [written(tmp_path, "own.csv", "id\na\n")])
    marks = re.findall(r'"FILL IN[^"]*"', card.read_text(encoding="utf-8"))
    fill_in(card)
    whole = card.read_text(encoding="utf-8")
    load_card(card.parent)
    assert len(marks) == 14
    for line in [line for line in whole.splitlines() if "What I know." in line]:
        card.write_text(
            whole.replace(line, line.replace("What I know.", "FILL IN: say it"), 1), encoding="utf-8"
        )
        with pytest.raises(CardError, match="1 field"):
            load_card(card.parent)


def test_several_files_are_one_table(course: Course, tmp_path: Path) -> None:
    files = [written(tmp_path, f"part{n}.csv", f"id,n\na{n},{n}\nb{n},\n") for n in (1, 2)]
    card = new_card(course, "own-rows", files)
    fill_in(card)
    frame = verify(load_card(card.parent))
    assert frame["id"].tolist() == ["a1", "b1", "a2", "b2"]
    assert frame["n"].isna().tolist() == [False, True, False, True]


def test_a_card_is_never_overwritten_and_tells_its_new_checksum(course: Course, tmp_path: Path) -> None:
    source = written(tmp_path, "own.csv", "id\na\n")
    card = new_card(course, "own-rows", [source])
    fill_in(card)
    before = card.read_bytes()
    inside = written(card.parent, "own.csv", "id\na\nb\n")
    with pytest.raises(DataChanged):
        verify(load_card(card.parent))
    with pytest.raises(CardError, match="already exists and was not changed") as refused:
        new_card(course, "own-rows", [inside])
    assert card.read_bytes() == before
    new = re.search(r"^\[pin\].*", str(refused.value), re.DOTALL | re.MULTILINE)
    assert new
    text = before.decode()
    old = text[text.index("[pin]") : text.index("[republish]")]
    card.write_text(text.replace(old, new[0] + "\n"), encoding="utf-8")
    assert verify(load_card(card.parent))["id"].tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("own.csv", "a;b\n1;2\n", "separated by semicolons. Save it with commas"),
        ("own.csv", "a,a\n1,2\n", "must name each column, all different"),
        ("own.csv", "a,\n1,2\n", "must name each column, all different"),
        ("own.csv", "a,b\n1,2\n1,2,3\n", "line 3: it has 3 cells, but the header has 2"),
        ("own.csv", "a,b\n1,2,3\n4,5,6\n", "line 2: it has 3 cells, but the header has 2"),
        ("own.csv", 'a,b\n1,"2\n', "cannot be read as CSV"),
        ("own.csv", "a,b\n", "no row of data"),
        ("own.csv", "", "must name each column"),
        ("own.jsonl", '{"a": 1}\n{"a": 1\n', "line 2 is not JSON"),
        ("own.jsonl", '{"a": 1}\n[1]\n', "line 2 is not an object"),
        ("own.jsonl", '{"a": ["x"]}\n', "line 1: the field 'a' contains a list"),
        ("own.jsonl", '{"a": "x"}\n{"a": null}\n{"a": 1}\n', "line 3: the field 'a' does not have the type"),
        ("own.jsonl", f'{{"a": {2**70}}}\n', "more than 64 bits"),
        ("own.xlsx", "x", "all end in .csv, or all in .jsonl"),
        ("own:1.csv", "a\n1\n", "is not a path inside"),
    ],
)
def test_a_file_that_is_no_table_is_explained_and_nothing_is_made(
    course: Course, tmp_path: Path, name: str, text: str, message: str
) -> None:
    source = written(tmp_path, name, text)
    with pytest.raises(CardError, match=re.escape(message)):
        new_card(course, "own-rows", [source])
    assert not course.datasets.exists()


def test_bytes_that_are_no_text_a_bad_name_and_a_file_in_the_way_are_explained(
    course: Course, tmp_path: Path
) -> None:
    for name in ("own.csv", "own.jsonl"):
        (tmp_path / name).write_bytes(b'{"a": "\xff"}\n')
        with pytest.raises(CardError, match="UTF-8"):
            new_card(course, "own-rows", [tmp_path / name])
    source = written(tmp_path, "own.csv", "id\na\n")
    with pytest.raises(CardError, match="cannot be a dataset's name"):
        new_card(course, "Own Rows", [source])
    (course.datasets / "own-rows").mkdir(parents=True)
    mine = written(course.datasets / "own-rows", "own.csv", "other\n1\n")
    with pytest.raises(CardError, match="already exists with another content"):
        new_card(course, "own-rows", [source])
    assert mine.read_text(encoding="utf-8") == "other\n1\n"


@pytest.mark.parametrize(
    ("column", "kind", "message"),
    [
        ("postcode", "integer", r"line 2: column 'postcode' contains '00', but the card says integer"),
        ("text", "number", "but the card says number. Correct the type"),
        ("id", "boolean", "but the card says boolean"),
        ("stars", "date", "but the card says date"),
    ],
)
def test_a_type_that_the_person_corrected_is_kept_to(
    course: Course, tmp_path: Path, column: str, kind: str, message: str
) -> None:
    card = new_card(course, "own-rows", [written(tmp_path, "own.csv", CSV)])
    fill_in(card)
    text = card.read_text(encoding="utf-8")
    stated = f'name = "{column}"\ntype = "{TYPES[column]}"'
    card.write_text(text.replace(stated, f'name = "{column}"\ntype = "{kind}"'), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        verify(load_card(card.parent))
    card.write_text(
        text.replace('name = "stars"\ntype = "integer"', 'name = "stars"\ntype = "text"'), encoding="utf-8"
    )
    assert verify(load_card(card.parent))["stars"].tolist()[:3] == ["0", "1", "2"]
    card.write_text(text.replace('name = "stars"', 'name = "points"'), encoding="utf-8")
    with pytest.raises(ValueError, match="does not describe the column 'stars'"):
        verify(load_card(card.parent))


def test_a_file_with_a_byte_order_mark_is_read(course: Course, tmp_path: Path) -> None:
    source = tmp_path / "own.csv"
    source.write_bytes(b"\xef\xbb\xbfid,n\r\na,1\r\n")
    card = new_card(course, "own-rows", [source])
    fill_in(card)
    assert verify(load_card(card.parent)).columns.tolist() == ["id", "n"]
