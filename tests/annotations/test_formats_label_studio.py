"""Label Studio's own exports are read as it writes them, in its ways of counting, and its config says the same task."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.formats import FormatError, read, read_config, write, write_config
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask

EXPORT = [
    {
        "id": 1,
        "data": {"text": "Ada lives in London"},
        "annotations": [
            {
                "id": 1,
                "completed_by": 1,
                "lead_time": 6.114,
                "was_cancelled": False,
                "ground_truth": False,
                "created_at": "2026-11-22T10:00:00.000000Z",
                "result": [
                    {"id": "j", "from_name": "sent", "to_name": "t", "type": "choices", "origin": "manual",
                     "value": {"choices": ["neg"]}},
                    {"id": "N", "from_name": "ner", "to_name": "t", "type": "labels", "origin": "manual",
                     "value": {"start": 0, "end": 3, "text": "Ada", "labels": ["PER"]}},
                    {"id": "K", "from_name": "q", "to_name": "t", "type": "rating", "origin": "manual",
                     "value": {"rating": 2}},
                    {"id": "T", "from_name": "tax", "to_name": "t", "type": "taxonomy", "value": {"taxonomy": []}},
                ],
            },
            {"id": 2, "completed_by": {"id": 2, "email": "grace@example.org"}, "was_cancelled": True, "result": []},
        ],
        "predictions": [],
    }
]  # fmt: skip


def task(kind, **parts):
    needs = {"labels": [{"name": "neg"}, {"name": "PER", "key": "p", "meaning": "A person."}]}
    criteria = [{"id": "q", "title": "Quality", "anchors": {1: "bad", 2: "fine", 3: "good"}}]
    return LabelTask(
        **{
            "name": "t",
            "kind": kind,
            "question": "What?",
            "criteria": criteria,
            "error_types": ["omission"],
            **needs,
        }
        | parts
    )


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "project-1.json"
    path.write_text(json.dumps(EXPORT), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("choice", {"label": "neg"}),
        ("spans", {"spans": ({"start": 0, "end": 3, "label": "PER", "text": "Ada"},)}),
        ("rubric", {"scores": {"q": 2}}),
    ],
)
def test_a_real_export_gives_what_the_task_asks_for(export, kind, value):
    back = read(export, task=task(kind))
    first, second = back.annotations
    assert first.value.model_dump() == {"kind": kind, **value}
    assert (first.annotator, first.seconds, first.status) == ("1", 6.114, "done")
    assert first.at.isoformat() == "2026-11-22T10:00:00+00:00"
    assert (second.annotator, second.status, second.value) == ("grace@example.org", "skipped", None)
    assert back.problems == ("1 results of type 'taxonomy' were not read.",)


def test_several_controls_of_one_type_need_the_tasks_name(tmp_path):
    path = tmp_path / "two.json"
    result = [
        {"from_name": name, "type": "choices", "value": {"choices": [label]}}
        for name, label in (("a", "x"), ("b", "y"))
    ]
    path.write_text(
        json.dumps([{"data": {"text": "."}, "annotations": [{"result": result}]}]), encoding="utf-8"
    )
    with pytest.raises(FormatError, match=r"2 controls of type `choices`: 'a', 'b'"):
        read(path, task=task("choice"))
    assert read(path, task=task("choice", name="b")).annotations[0].value.label == "y"


@pytest.mark.parametrize(
    ("start", "end", "quote", "said"),
    [
        (2, 5, "Ada", ()),
        (3, 6, "Ada", ("task 1: offsets were UTF-16 units and were converted.",)),
        (2, 5, None, ()),
        (2, 10, "Ada\\n巴贝奇", ()),
    ],
)
def test_code_points_are_read_and_the_older_counting_is_noticed(tmp_path, start, end, quote, said):
    text = "😀 Ada\r\n巴贝奇"
    value = {"start": start, "end": end, "labels": ["PER"]} | ({"text": quote} if quote else {})
    result = [{"from_name": "label", "type": "labels", "value": value}]
    path = tmp_path / "emoji.json"
    path.write_text(
        json.dumps([{"data": {"text": text}, "annotations": [{"result": result}]}]), encoding="utf-8"
    )
    back = read(path)
    assert back.annotations[0].value.spans[0].text.split()[0] == "Ada"
    assert back.problems == said


def test_a_region_that_says_something_else_is_reported(tmp_path):
    value = {"start": 0, "end": 3, "text": "Eve", "labels": ["PER"]}
    result = [{"from_name": "label", "type": "labels", "value": value}]
    path = tmp_path / "other.json"
    path.write_text(
        json.dumps([{"data": {"text": "Ada"}, "annotations": [{"result": result}]}]), encoding="utf-8"
    )
    assert read(path).problems == ("task 1: a region says 'Eve', the text has 'Ada'.",)


@pytest.mark.parametrize(
    ("ranker", "order"),
    [
        ({"rank": ["mdn", "wiki", "blog"]}, ((1,), (2,), (0,))),
        ({"rank_2": ["blog", "wiki"], "rank_1": ["mdn"], "rank_3": []}, ((1,), (0, 2))),
        ({"best": ["mdn"], "_": ["wiki"], "rest": ["blog"]}, ((1,), (0,))),
    ],
)
def test_rankings_are_read_from_a_list_and_from_buckets(tmp_path, ranker, order):
    data = {"items": [{"id": name, "title": name} for name in ("blog", "mdn", "wiki")]}
    result = [{"from_name": "rank", "to_name": "results", "type": "ranker", "value": {"ranker": ranker}}]
    path = tmp_path / "ranked.json"
    path.write_text(
        json.dumps([{"id": 5, "data": data, "annotations": [{"result": result}]}]), encoding="utf-8"
    )
    back = read(path)
    assert back.annotations[0].value.order == order
    assert back.annotations[0].item == "5"


def test_boxes_stand_in_percent_and_turned_ones_are_told(tmp_path):
    item = Item(id="i", image="i.png")
    value = {"kind": "shapes", "width": 640, "height": 480}
    value |= {"boxes": [{"x": 64, "y": 48, "width": 320, "height": 120, "label": "cat"}]}
    path = tmp_path / "boxes.json"
    write(path, [Annotation(item="i", annotator="a", task="t", value=value)], [item], task("shapes"))
    whole = json.loads(path.read_text(encoding="utf-8"))
    region = whole[0]["annotations"][0]["result"][0]
    assert {name: region["value"][name] for name in ("x", "y", "width", "height")} == {
        "x": 10, "y": 10, "width": 50, "height": 25,
    }  # fmt: skip
    assert (region["original_width"], region["original_height"]) == (640, 480)
    region["value"]["rotation"] = 15
    path.write_text(json.dumps(whole), encoding="utf-8")
    back = read(path)
    assert back.annotations[0].value.boxes == ()
    assert "rotated box" in back.problems[0]


def test_items_without_annotations_are_tasks_to_be_labelled(tmp_path):
    items = [Item(id="a", text="one", meta={"from": "here"}), Item(id="b", prompt="p", responses=("x", "y"))]
    path = tmp_path / "tasks.json"
    assert write(path, [], items, task("choice"), "labelstudio") == ()
    back = read(path)
    assert (back.annotations, back.items) == ((), tuple(items))
    assert json.loads(path.read_text(encoding="utf-8"))[1]["data"]["response_b"] == "y"


LABELS = [
    {"name": "PER", "key": "p", "meaning": "A person\nor <two>."},
    {"name": 'a "b" & 中', "shape": "box"},
]
POINTS = [*LABELS, {"name": "eye", "key": "e", "shape": "point"}]
TASKS = [
    task("choice", labels=LABELS, criteria=(), error_types=()),
    task("choices", labels=LABELS, criteria=(), error_types=()),
    task("spans", labels=LABELS, criteria=(), error_types=()),
    task("shapes", labels=POINTS, criteria=(), error_types=()),
    task("pairwise", labels=(), criteria=(), error_types=(), reasons=["length", "truth"], need_evidence=True),
    task("pairwise", labels=(), criteria=(), error_types=(), tie=False),
    task("rubric", labels=(), error_types=()),
    task(
        "rubric",
        labels=(),
        error_types=(),
        criteria=[{"id": "s", "title": "S", "anchors": {-1: "x", 0: "", 1: "y"}}],
    ),
    task(
        "errors", labels=(), criteria=(), error_types=["omission", "addition"], severities=["minor", "major"]
    ),
    task("text", labels=(), criteria=(), error_types=()),
    task("ranking", labels=(), criteria=(), error_types=()),
    task("ranking", labels=(), criteria=(), error_types=(), tie=False),
]


@pytest.mark.parametrize("made", TASKS, ids=lambda made: made.kind)
def test_the_config_says_the_same_task(made):
    text = write_config(made)
    assert read_config(text, made.name) == made
    assert ET.fromstring(text).tag == "View"


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30), min_size=1,
                max_size=4, unique=True))  # fmt: skip
def test_any_label_stands_in_a_config(names):
    made = task("spans", labels=[{"name": name} for name in names], criteria=(), error_types=())
    assert read_config(write_config(made), "t") == made


def test_a_control_character_is_refused_before_the_config_is_spoilt():
    with pytest.raises(FormatError, match="control character U\\+0007"):
        write_config(task("spans", labels=[{"name": "bell\x07"}]))


def test_every_control_belongs_to_an_object_that_is_shown():
    items = [Item(id="a", text="x", prompt="p", source="s", responses=("1", "2", "3"))]
    for made in TASKS:
        for given_items in ((), items):
            root = ET.fromstring(write_config(made, given_items))
            objects = {element.get("name") for element in root if element.get("value", "").startswith("$")}
            for element in root:
                targets = element.get("toName")
                assert targets is None or set(targets.split(",")) <= objects, made.kind


def test_a_config_of_another_maker_is_read():
    text = """<View className="x"><Header value="Pick"/><Text name="t" value="$text"/>
    <Choices name="sent" toName="t" choice="multiple"><Choice value="Good" alias="pos" hotkey="ctrl+g"/>
    <Choice value="Bad"/></Choices></View>"""
    made = read_config(text, "sent")
    assert (made.kind, made.question, [option.name for option in made.labels]) == (
        "choices",
        "Pick",
        ["pos", "Bad"],
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid XML"),
        ("<View>", "not valid XML"),
        ("<View/>", "no control that can be read"),
        ("<View><Labels name='x'/></View>", "a task of kind 'spans' needs labels"),
        ("<View><Rating name='x' maxRating='many'/></View>", "no whole numbers"),
        ("<View><Number name='x' min='0' max='100000'/></View>", "a scale of 100,001 scores"),
    ],
)
def test_a_config_that_makes_no_task_is_refused(text, said):
    with pytest.raises(FormatError, match=said):
        read_config(text)
