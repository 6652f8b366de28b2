"""An exercise's pool narrows the data to the rows it lists, and a broken one is told with the file."""

from __future__ import annotations

import pandas as pd
import pytest

from labelwright.course.exercise import ExerciseError
from labelwright.data.sample import with_pool

FRAME = pd.DataFrame({"id": ["007", "b", "c", "d", "d"], "n": [1, 2, 3, 4, 5]})


def pool(tmp_path, text):
    path = tmp_path / "pool.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_keep_the_frames_order_and_gain_the_pools_columns(tmp_path):
    found = with_pool(FRAME, pool(tmp_path, "id,stratum\nc,x\n007,y\n"), "id")
    assert found.to_dict("list") == {"id": ["007", "c"], "n": [1, 3], "stratum": ["y", "x"]}
    assert list(FRAME.columns) == ["id", "n"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id\nz\n", "names 'z', which is not in the data exactly once"),
        ("id\nd\n", "names 'd', which is not in the data exactly once"),
        ("id\nb\nb\n", "is empty or names a row twice"),
        ("id\n", "is empty or names a row twice"),
        ("name\nb\n", "needs the column 'id'"),
        ('id\n"b\n', "cannot be read"),
    ],
)
def test_a_broken_pool_is_told(tmp_path, text, said):
    with pytest.raises(ExerciseError, match=said):
        with_pool(FRAME, pool(tmp_path, text), "id")


def test_a_missing_pool_is_told(tmp_path):
    with pytest.raises(ExerciseError, match="cannot be read"):
        with_pool(FRAME, tmp_path / "pool.csv", "id")


def test_a_key_of_numbers_is_found_as_it_is_written(tmp_path):
    frame = FRAME.assign(id=pd.array([7, 8, 9, 10, 10], dtype="Int64"))
    found = with_pool(frame, pool(tmp_path, "id,stratum\n9,x\n7,y\n"), "id")
    assert found["id"].tolist() == [7, 9]
    assert found["stratum"].tolist() == ["y", "x"]
    with pytest.raises(ExerciseError, match="names '10', which is not in the data exactly once"):
        with_pool(frame, pool(tmp_path, "id\n10\n"), "id")
