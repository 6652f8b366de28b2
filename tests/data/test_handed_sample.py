"""A sample as a file comes back as it was, and its digest tells it from every other sample."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.course.exercise import ExerciseError
from labelwright.data.sample import read_sample, sample_bytes, sample_digest
from labelwright.exchange.plain_data import Table, dumps, loads

CELLS = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text()
TABLES = st.integers(0, 4).flatmap(
    lambda rows: st.dictionaries(
        st.text(max_size=5), st.lists(CELLS, min_size=rows, max_size=rows), max_size=4
    )
)


@given(columns=TABLES)
def test_a_sample_is_read_as_it_was_written(columns: dict[str, list[Any]]) -> None:
    table = loads(dumps(pd.DataFrame(columns)))
    assert isinstance(table, Table)
    back = loads(sample_bytes(table))
    pd.testing.assert_frame_equal(back.frame(), table.frame())
    assert sample_digest(back) == sample_digest(table)


def test_the_digest_tells_every_change_but_not_the_kind_of_missing_value() -> None:
    table = Table(["id", "n"], [0, 1], [["a", "b"], [1.5, None]])
    same = Table(["id", "n"], [0, 1], [["a", "b"], [1.5, float("nan")]])
    others = [
        Table(["id", "m"], [0, 1], [["a", "b"], [1.5, None]]),
        Table(["id", "n"], [1, 0], [["a", "b"], [1.5, None]]),
        Table(["id", "n"], [0, 1], [["a", "c"], [1.5, None]]),
        Table(["id", "n"], [0, 1], [["a", "b"], [1.5, 0.0]]),
        None,
    ]
    assert sample_digest(table) == sample_digest(same)
    assert len({sample_digest(other) for other in (table, *others)}) == 6


@pytest.mark.parametrize("content", [None, b"", b"[1, 2]", b'{"$":"table"}', b"\xff"])
def test_a_file_that_is_not_the_sample_is_explained(tmp_path: Path, content: bytes | None) -> None:
    table = Table(["id"], [0], [["a"]])
    path = tmp_path / "sample.json"
    path.write_bytes(sample_bytes(table))
    assert read_sample(path, sample_digest(table)) == table
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(ExerciseError, match="is missing, or was changed"):
        read_sample(path, sample_digest(table))
