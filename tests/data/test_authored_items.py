"""The loader of items written for the course: every line an item, every field text, or a sentence that says where not."""

from __future__ import annotations

import json

import pytest

from labelwright.data.loaders.jsonl import load_items


def written(folder, *lines):
    path = folder / "items.jsonl"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return (path, folder / "guideline.md")


def test_items_come_in_the_file_s_order_and_the_other_files_are_left_alone(tmp_path):
    rows = [{"id": "b", "text": "one\u2028two"}, {"id": "a", "text": ""}]
    table = load_items(written(tmp_path, *(json.dumps(row, ensure_ascii=False) for row in rows)))
    assert table.to_dict("records") == rows


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['{"id": "a"}', '{"id": "b", "text": ""}'], "line 2: found the fields id, text"),
        (['{"id": "a"}', '{"id": 7}'], "line 2: found 7 in the field id"),
        (["not JSON"], "line 1: found 'not JSON'"),
        (["7"], "line 1: found '7'"),
        ([], "line 1"),
    ],
)
def test_a_line_of_another_shape_is_refused(tmp_path, lines, said):
    with pytest.raises(ValueError, match=said):
        load_items(written(tmp_path, *lines))
