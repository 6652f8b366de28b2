"""For any bytes from a stranger, a reader gives records or refuses with a message; no other error occurs."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.formats import FormatError, read, read_config, source_text
from labelwright.annotations.formats.base import Context
from labelwright.annotations.formats.registry import FORMATS
from labelwright.annotations.record import Item
from labelwright.annotations.task import LabelTask

NAMES = [
    "item",
    "annotator",
    "task",
    "value",
    "status",
    "kind",
    "label",
    "labels",
    "spans",
    "start",
    "end",
    "text",
    "data",
    "annotations",
    "result",
    "type",
    "from_name",
    "to_name",
    "choices",
    "rectanglelabels",
    "x",
    "y",
    "width",
    "height",
    "original_width",
    "original_height",
    "rating",
    "selected",
    "pairwise",
    "ranker",
    "textarea",
    "entities",
    "start_offset",
    "end_offset",
    "cats",
    "images",
    "categories",
    "id",
    "image_id",
    "category_id",
    "bbox",
    "keypoints",
    "name",
    "completed_by",
    "email",
    "lead_time",
    "was_cancelled",
    "updated_at",
    "responses",
    "meta",
    "format_version",
    "origin",
    "seconds",
]
WORDS = ["labels", "choices", "done", "skipped", "spans", "left", "O", "1", "", "\ud83d", "a", "rank_1"]
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**20)
    | st.floats()
    | st.sampled_from(WORDS)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=30,
)
columns = st.lists(
    st.sampled_from([*NAMES, "B-PER", "I-", "U-x", "-DOCSTART-", '"', "'=1", "score:x", "\x00", "\r"])
)
tables = st.builds(
    lambda rows, mark: "\n".join(mark.join(row) for row in rows),
    st.lists(columns, max_size=6),
    st.sampled_from(",;\t "),
)
records = st.builds(lambda parts: "\n".join(map(json.dumps, parts)), st.lists(junk, max_size=4))
anything = tables | records | st.text(st.characters(exclude_categories=("Cs",)), max_size=80)
ITEMS = (Item(id="a", text="one 😀 two"), Item(id="1", text=""))
TASKS = [
    None,
    *(
        LabelTask(
            name="t",
            kind=kind,
            question="?",
            labels=[{"name": "PER"}],
            criteria=[{"id": "x", "title": "X", "anchors": {1: "", 2: ""}}],
            error_types=["e"],
        )
        for kind in ("choice", "spans", "shapes", "pairwise", "rubric", "errors", "text", "ranking")
    ),
]


def message_or_result(act):
    """Return a reader's printable message of refusal, or "" and its result; any other error is raised."""
    try:
        return "", act()
    except FormatError as error:
        return str(error).encode().decode(), None


@pytest.mark.parametrize("name", FORMATS)
@given(text=anything, task=st.sampled_from(TASKS), items=st.sampled_from([(), ITEMS]))
def test_a_reader_gives_records_or_words(name, text, task, items):
    said, found = message_or_result(lambda: FORMATS[name].load(text, Context(task, items)))
    assert len(said) < 3_000
    for problem in found.problems if found else ():
        assert problem.encode()
        assert len(problem) < 2_000
    for annotation in found.annotations if found else ():
        annotation.model_dump_json()


@pytest.mark.parametrize("name", ["labelstudio", "coco", "doccano", "spacy", "jsonl"])
@given(data=st.data())
def test_a_reader_bears_wrong_parts_in_the_right_frame(name, data):
    part = data.draw(junk)
    frames = {
        "labelstudio": [
            {"data": {"text": "one 😀 two"}, "annotations": [{"result": [part], "completed_by": part}]}
        ],
        "coco": {"images": [{"id": 1, "width": 5, "height": part}], "categories": [], "annotations": [part]},
        "doccano": {"text": "one 😀 two", "label": [part]},
        "spacy": ["one 😀 two", {"entities": [part], "cats": part}],
        "jsonl": {"item": "a", "annotator": "b", "task": "c", "value": part},
    }
    task = data.draw(st.sampled_from(TASKS))
    items = data.draw(st.sampled_from([(), ITEMS]))
    said, found = message_or_result(
        lambda: FORMATS[name].load(json.dumps(frames[name]), Context(task, items))
    )
    assert said or found


@pytest.mark.parametrize(
    "kind", ["choices", "labels", "rectanglelabels", "rating", "pairwise", "ranker", "textarea"]
)
@given(data=st.data())
def test_label_studio_bears_wrong_values(kind, data):
    keys = ["start", "end", "text", "x", "y", "width", "height", "rotation", "rating", "selected", "ranker"]
    value = data.draw(st.dictionaries(st.sampled_from([*keys, kind]), junk, max_size=6))
    region = {"from_name": data.draw(junk), "type": kind, "value": value, "original_width": data.draw(junk)}
    whole = [{"data": {"text": "one 😀 two"}, "annotations": [{"result": [region, region]}]}]
    task = data.draw(st.sampled_from(TASKS))
    said, found = message_or_result(lambda: FORMATS["labelstudio"].load(json.dumps(whole), Context(task, ())))
    assert said or found


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["<View>", "</View>", '<Choices name="a">', "</Choices>", '<Choice value="b"/>', "<Rating ",
                         'maxRating="x"', 'name="q"', "/>", "<Labels/>", "<Number min='1' max='9999999'/>", "&#1;"]),
        max_size=9,
    ).map("".join)
)  # fmt: skip
def test_a_config_makes_a_task_or_is_refused_in_words(text):
    said, made = message_or_result(lambda: read_config(text))
    assert said or made


@given(data=st.binary(max_size=60), suffix=st.sampled_from([".json", ".jsonl", ".csv", ".conll", ".xyz", ""]))
def test_bytes_are_read_or_refused(tmp_path_factory, data, suffix):
    path = tmp_path_factory.mktemp("bytes") / f"file{suffix}"
    path.write_bytes(data)
    said, found = message_or_result(lambda: read(path))
    assert found or said.startswith(path.name)


BOMBS = {
    "nested lists": "[" * 100_000,
    "nested and closed": "[" * 200 + "]" * 200,
    "nested objects": '{"a":' * 5_000 + "1" + "}" * 5_000,
    "many parts": "[" + "[]," * 2_600_000 + "[]]",
    "long number": "[" + "9" * 5_000 + "]",
    "large number": "[1e300]",
    "infinite number": "[1e999]",
    "not a number": "[NaN]",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_json_is_refused(bomb):
    with pytest.raises(FormatError, match=r"deep|parts|number|JSON"):
        source_text.parse(BOMBS[bomb])


def test_a_file_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(source_text, "MAX_BYTES", 1024 * 1024)
    path = tmp_path / "large.jsonl"
    path.write_bytes(b" " * (1024 * 1024 + 1))
    with pytest.raises(FormatError, match="larger than 1 MB"):
        read(path)


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!ENTITY a SYSTEM "file:///x">', "<! doctype>"]
)
def test_a_config_that_declares_entities_is_refused(declared):
    with pytest.raises(FormatError, match="declares"):
        read_config(f"{declared}<View><Labels/></View>")


def test_a_config_nested_without_end_is_refused():
    with pytest.raises(FormatError, match="deep"):
        read_config("<View>" * 1_000 + "</View>" * 1_000)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"value": {"kind": "shapes", "width": 10**7, "height": 1}}, "pixels"),
        ({"value": {"kind": "text", "text": "x"}, "seconds": 1e12}, "seconds"),
        ({"value": {"kind": "spans", "spans": [{"start": 3, "end": 2, "label": "x"}]}}, "must end after"),
    ],
)
def test_absurd_numbers_are_refused(parts, said):
    line = json.dumps({"item": "a", "annotator": "b", "task": "c", **parts})
    with pytest.raises(FormatError, match=said):
        FORMATS["jsonl"].load(line, Context())
