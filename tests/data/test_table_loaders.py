"""The table loaders on files that are not what they should be, and cells that must survive as they are."""

import csv
import gzip

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelwright.data.loaders import csv_tables, rdatasets
from labelwright.data.loaders.csv_tables import load_patient_ratings, read_table


def written(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_text_stays_text_and_only_an_empty_cell_is_missing(tmp_path):
    path = written(tmp_path, 'code,name,n,x\nNA,007,1,1\nnan,,2,\n"a, b", c ,3,2.5\n')
    frame = read_table(path, text=("code", "name"))
    assert frame["code"].tolist() == ["NA", "nan", "a, b"]
    assert frame["name"].isna().tolist() == [False, True, False]
    assert frame["name"].tolist()[::2] == ["007", " c "]
    assert (str(frame["n"].dtype), str(frame["x"].dtype)) == ("int64", "float64")
    assert read_table(path, text=("code", "name"), missing=("NA", ""))["code"].isna().tolist() == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a table of comma-separated values"),
        ("a,b\n1,2\n3,4,5\n", "not a table of comma-separated values"),
        ("a,n\nx,1\ny,one\n", r"line 3: column 'n' contains 'one', which is not a number"),
        ("b,n\nx,1\n", r"does not have the column 'a'; found 'b', 'n'"),
    ],
)
def test_a_broken_table_is_named_with_its_place(tmp_path, text, message):
    path = written(tmp_path, text)
    with pytest.raises(ValueError, match=message) as raised:
        read_table(path, text=("a",))
    assert str(path) in str(raised.value)
    assert "Check that this is the published file" in str(raised.value)


def test_bytes_that_are_no_text_are_named(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,n\n\xff\xfe,1\n")
    with pytest.raises(ValueError, match="not a table"):
        read_table(path, text=("a",))


def test_a_missing_file_is_not_called_a_broken_one(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "nowhere.csv", text=())


def test_a_date_of_another_form_is_named(tmp_path):
    path = written(tmp_path, "rownames,time_stamp,sex,height\n1,02/09/2014,Male,75\n")
    with pytest.raises(ValueError, match="line 2: column 'time_stamp' contains '02/09/2014'"):
        rdatasets.load_heights((path,))


def test_counts_become_patients_and_a_lost_category_is_named(tmp_path):
    header = [f"{name}.{city}" for city in ("Winnipeg", "New Orleans") for name in rdatasets.CERTAINTY]
    rows = [[name, *[0] * 8] for name in rdatasets.CERTAINTY]
    rows[2][2], rows[0][5] = 2, 1
    text = "\n".join(",".join(map(str, row)) for row in [["rownames", *header], *rows])
    frame = rdatasets.load_ms_patients((written(tmp_path, text),))
    assert frame.to_numpy().tolist() == [
        ["W001", "Winnipeg", "Possible", "Probable"],
        ["W002", "Winnipeg", "Possible", "Probable"],
        ["N001", "New Orleans", "Certain", "Certain"],
    ]
    with pytest.raises(ValueError, match=r"not a count in row 'Doubtful', column 'Certain\.Winnipeg'"):
        rdatasets.load_ms_patients((written(tmp_path, text.replace("\nDoubtful", "\nUnsure")),))


def test_links_come_from_the_ids_alone():
    table = pd.DataFrame({"rec_id": ["rec-1-dup-1", "rec-2-org", "rec-1-org", "rec-1-dup-0", "rec-12-org"]})
    assert csv_tables.true_links(table) == {
        ("rec-1-dup-0", "rec-1-dup-1"),
        ("rec-1-dup-0", "rec-1-org"),
        ("rec-1-dup-1", "rec-1-org"),
    }
    with pytest.raises(ValueError, match="'17' is not of the form"):
        csv_tables.true_links(pd.DataFrame({"rec_id": ["rec-1-org", "17"]}))


@pytest.mark.parametrize(
    "line",
    [
        ",".join(["0"] * 64),
        ",".join(["17"] + ["0"] * 64),
        ",".join(["0"] * 64 + ["10"]),
        ",".join(["0"] * 64 + ["x"]),
        ",".join(["-1"] + ["0"] * 64),
    ],
)
def test_a_line_that_is_no_digit_is_named(tmp_path, line):
    path = tmp_path / "csv_tables.csv.gz"
    path.write_bytes(gzip.compress(f"{','.join(['0'] * 65)}\n{line}\n".encode()))
    with pytest.raises(ValueError, match="line 2: found"):
        csv_tables.load_digits((path,))


@pytest.mark.parametrize(
    "data",
    [b"plain text", gzip.compress(b"0,1")[:-4], gzip.compress(b"\xff\xfe")],
    ids=["no gzip", "cut off", "no text"],
)
def test_what_is_no_gzip_text_is_named(tmp_path, data):
    path = tmp_path / "csv_tables.csv.gz"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="not a gzip-compressed text file"):
        csv_tables.load_digits((path,))
    with pytest.raises(ValueError, match="table"):
        csv_tables.load_glucose((path,))


@pytest.mark.parametrize(
    "text", ["", "[]", '{"datasets": 1}', '{"datasets": [1]}', '{"datasets": [{"files": []}]}', "\ud800"]
)
def test_what_is_no_inventory_is_named(tmp_path, text):
    path = tmp_path / "datasets.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ValueError, match="not a licence inventory"):
        csv_tables.load_licences((path,))


def test_lists_of_an_inventory_are_joined_and_gaps_stay_gaps(tmp_path):
    entry = '{"module": "m", "files": ["a", "b"], "sources": [], "license_expression": null}'
    (row,) = csv_tables.load_licences((written(tmp_path, f'{{"datasets": [{entry}]}}'),)).to_dict("records")
    assert (row["module"], row["files"]) == ("m", "a; b")
    assert all(pd.isna(row[name]) for name in ("sources", "license_expression", "notes"))


def test_ratings_are_whole_numbers(tmp_path):
    frame = load_patient_ratings((written(tmp_path, "patient,observer,occasion,rating\n1,1,1,4\n"),))
    assert {str(kind) for kind in frame.dtypes} == {"int64"}


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1) | st.sampled_from(
    ["NA", "nan", "null", "None", "true", "007", "1e5", '"', "#", " x ", "\ufeff"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(TEXTS, st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False))
    )
)
def test_any_cell_survives_the_round_trip(tmp_path, rows):
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("word", "whole", "broken"), *rows])
    frame = read_table(path, text=("word",))
    assert frame["word"].tolist() == [word for word, _, _ in rows]
    assert frame["whole"].tolist() == [whole for _, whole, _ in rows]
    assert frame["broken"].tolist() == [broken for _, _, broken in rows]
