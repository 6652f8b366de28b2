"""Files in every format: the guessed format, reported losses, broken journals, and files that are refused with a message."""

from __future__ import annotations

import json

import pytest

from labelwright.annotations.formats import FORMATS, FormatError, read, write
from labelwright.annotations.formats.conll import spans, tokenise
from labelwright.annotations.formats.jsonl import line
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask

TEXT = "😀 Ada Lovelace met 巴贝奇 in London."
ITEM = Item(id="t1", text=TEXT)
TASK = LabelTask(name="names", kind="spans", question="Who?", labels=[{"name": "PER"}, {"name": "LOC"}])


def note(**parts):
    base = {"item": "t1", "annotator": "ada", "task": "names", "value": {"kind": "choice", "label": "x"}}
    return Annotation(**{**base, **parts})


def span(start, end, label="PER"):
    return {"start": start, "end": end, "label": label}


def spanned(*found, **parts):
    return note(value={"kind": "spans", "spans": found}, **parts)


NAMES = spanned(span(2, 14), span(19, 22), span(26, 32, "LOC"))


@pytest.mark.parametrize("name", [name for name, format_ in FORMATS.items() if "spans" in format_.kinds])
def test_spans_travel_through_a_file_and_are_guessed(tmp_path, name):
    path = tmp_path / f"work{FORMATS[name].suffix}"
    write(path, [NAMES], [ITEM], TASK, name)
    back = read(path, task=TASK, items=[ITEM])
    assert back.format.split("-")[0] == name.split("-")[0]
    assert [(s.text, s.label) for s in back.annotations[0].value.spans] == [
        ("Ada Lovelace", "PER"),
        ("巴贝奇", "PER"),
        ("London", "LOC"),
    ]
    assert back.annotations[0].item == "t1"
    assert back.losses == FORMATS[name].losses
    assert back.losses


def test_each_tool_is_written_in_its_own_counting(tmp_path):
    places = {}
    for name in ("doccano", "spacy", "labelstudio"):
        write(tmp_path / name, [NAMES], [ITEM], TASK, name)
        places[name] = (tmp_path / name).read_text(encoding="utf-8")
    assert json.loads(places["doccano"])["label"][0] == [3, 15, "PER"]
    assert json.loads(places["spacy"])[1]["entities"][0] == [2, 14, "PER"]
    assert json.loads(places["labelstudio"])[0]["annotations"][0]["result"][0]["value"]["start"] == 2


def test_losses_are_measured_on_the_annotations_at_hand(tmp_path):
    made = [note(flag="look", seconds=3.5), note(item="t2", value=None, status="skipped", reason="broken")]
    items = [Item(id="t1", text="one"), Item(id="t2", text="two")]
    task = LabelTask(name="names", kind="choice", question="?", labels=[{"name": "x"}])
    assert write(tmp_path / "a.jsonl", made, items, task) == ()
    assert write(tmp_path / "a.csv", made, items, task) == ()
    losses = write(tmp_path / "a.json", made, items, task)
    assert losses == (
        "1 of 2 annotations come back with a different `flag`.",
        "2 of 2 annotations come back with a different `origin`.",
        "1 of 2 annotations come back with a different `reason`.",
    )
    losses = write(tmp_path / "b.jsonl", made, items, task, "doccano")
    assert "1 of 2 annotations are not in the file at all." in losses
    assert "1 of 2 annotations come back with a different `annotator`." in losses


def test_writing_twice_makes_the_same_bytes(tmp_path):
    for name, format_ in FORMATS.items():
        if "spans" in format_.kinds:
            for place in ("one", "two"):
                write(tmp_path / place, [NAMES], [ITEM], TASK, name)
            assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_of_a_journal_the_last_line_of_each_item_holds(tmp_path):
    path = tmp_path / "journal.jsonl"
    first, other = note(), note(annotator="grace")
    later = note(value={"kind": "choice", "label": "y"})
    path.write_text("\n".join(map(line, (first, other, later))) + "\n", encoding="utf-8")
    assert set(read(path).annotations) == {later, other}
    assert read(path).problems == ()


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_torn_line_is_reported_and_the_rest_is_read(tmp_path, cut):
    path = tmp_path / "journal.jsonl"
    whole = line(note())
    path.write_text(f"{whole}\n{line(note(item='t2'))[:-cut]}", encoding="utf-8")
    back = read(path)
    assert back.annotations == (note(),)
    assert "line 2 is not complete JSON" in back.problems[0]
    assert "stopped while it wrote" in back.problems[0]
    path.write_text(f"{whole}\n{line(note(item='t2'))[:-cut]}\n{line(note(item='t3'))}\n", encoding="utf-8")
    assert [made.item for made in read(path).annotations] == ["t1", "t3"]


def test_a_newer_version_is_refused_in_words(tmp_path):
    path = tmp_path / "new.jsonl"
    path.write_text(json.dumps({**json.loads(line(note())), "format_version": 2}), encoding="utf-8")
    with pytest.raises(FormatError, match=r"new\.jsonl, line 1: written in version 2 .* Update labelwright"):
        read(path)


def test_a_spreadsheet_with_two_columns_is_enough(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_bytes('\ufeffitem;label;colour\r\nt1;yes;red\r\nt2;"\'=no";blue\r\nt3;;\r\n'.encode())
    task = LabelTask(name="q", kind="choice", question="?", labels=[{"name": "yes"}])
    back = read(path, task=task, annotator="ada")
    assert [(a.item, a.annotator, a.task, a.value.label) for a in back.annotations] == [
        ("t1", "ada", "q", "yes"),
        ("t2", "ada", "q", "=no"),
    ]
    assert back.problems == (
        "columns that were not read: 'colour'.",
        "line 4: no label yet; the row was skipped.",
    )


@pytest.mark.parametrize("text", ["=1+1", "+1 x", "-x", "@a", "\t=1", "'=1", "''=1", "\n=1"])
def test_a_formula_is_never_written_bare(tmp_path, text):
    path = tmp_path / "formulas.csv"
    assert write(path, [note(value={"kind": "text", "text": text}, note=text, reason="-1")]) == ()
    cells = path.read_text(encoding="utf-8")
    assert f",{text}," not in cells
    assert f',"{text}",' not in cells
    assert ",-1," in cells


@pytest.mark.parametrize(
    ("name", "made", "said"),
    [
        ("coco", [note()], "COCO can store shapes"),
        ("conll", [spanned(span(2, 14), span(6, 14))], "overlap"),
        ("conll", [NAMES, spanned(annotator="grace")], "2 annotators: ada, grace"),
        ("doccano", [note(item="t9")], "'t9' is not among the items"),
        ("spacy", [spanned(span(2, 99))], "outside the text"),
        ("doccano", [spanned({**span(2, 5), "text": "Eve"})], "says 'Eve', but the item's text has 'Ada'"),
        ("nonsense", [NAMES], "the format 'nonsense' is not known"),
    ],
)
def test_what_cannot_be_written_is_refused_and_leaves_no_file(tmp_path, name, made, said):
    with pytest.raises(FormatError, match=said):
        write(tmp_path / "out.txt", made, [ITEM], TASK, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b'{"a": 1', "not valid JSON at line 1"),
        ("a.csv", b"id,label\n1,x\n", "there must be an `item` column"),
        ("a.csv", b'item,label\n1,"x\n', "double quote"),
        ("a.csv", b"item,label\n1,x,y\n", "3 cells in a row, but only 2 columns"),
        ("a.csv", b"item,kind,strength,winner\n1,pairwise,much,a\n", "line 2: 'much' is not a whole number"),
        ("a.csv", "item,läbel\n".encode("latin-1"), "not UTF-8 text: byte 6 is 0xe4"),
        ("a.conll", b"one O\ntwo\n", "expected a token and, last, a tag"),
        ("a.xyz", b"hello", "does not look like any known format"),
        ("a.json", b'[{"id": 1, "annotations": []}]', "JSON-MIN"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    chosen = {".csv": "csv", ".conll": "conll", ".json": "labelstudio"}.get(name[1:])
    with pytest.raises(FormatError, match=said) as caught:
        read(tmp_path / name, chosen)
    assert str(caught.value).startswith(name)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(FormatError, match="there is no such file"):
        read(tmp_path / "none.csv")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_columns_of_another_maker_are_read_with_and_without_the_items(tmp_path, ends):
    rows = ["-DOCSTART- -X- -X- O", "", "EU NNP B-NP I-ORG", "rejects VBZ B-VP O", "German JJ B-NP I-MISC",
            "call NN I-NP O", "", "Peter NNP B-NP I-PER", "Blackburn NNP I-NP I-PER", ""]  # fmt: skip
    path = tmp_path / "eng.conll"
    path.write_bytes(ends.join(rows).encode())
    back = read(path, annotator="reuters")
    assert back.items[0].text == "EU rejects German call\nPeter Blackburn"
    assert [s.text for s in back.annotations[0].value.spans] == ["EU", "German", "Peter Blackburn"]
    item = Item(id="doc", text="EU  rejects\tGerman call.\n\nPeter Blackburn".replace(".", ""))
    exact = read(path, items=[item]).annotations[0]
    assert [(s.start, s.end) for s in exact.value.spans] == [(0, 2), (12, 18), (25, 40)]
    other = read(path, items=[Item(id="doc", text="Something else")])
    assert other.annotations == ()
    assert "none of the given items has this text" in other.problems[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("B-A I-A O B-A B-A", [(0, 2), (3, 4), (4, 5)]),
        ("I-A I-A O I-A B-A", [(0, 2), (3, 4), (4, 5)]),
        ("B-A L-A O U-A U-A", [(0, 2), (3, 4), (4, 5)]),
        ("B-A E-A O S-A S-A", [(0, 2), (3, 4), (4, 5)]),
        ("B-A I-A I-A I-A E-A", [(0, 5)]),
        ("O L-A I-A O E-A", [(1, 2), (2, 3), (4, 5)]),
    ],
)
def test_every_scheme_of_tags_is_understood(written, expected):
    tokens = [(place, place + 1) for place in range(5)]
    assert [(start, end) for start, end, _ in spans(tokens, written.split())] == expected


def test_tokens_keep_marks_and_joiners_with_their_letters():
    text = "कि café\u0301s, don't_x 中文 a\u200dب."
    assert [text[start:end] for start, end in tokenise(text)] == [
        "कि", "café\u0301s", ",", "don", "'", "t_x", "中文", "a\u200dب", ".",
    ]  # fmt: skip


def test_a_doccano_export_of_each_shape_is_read(tmp_path):
    path = tmp_path / "all.jsonl"
    entities = [{"id": 4, "label": "PER", "start_offset": 3, "end_offset": 6}]
    rows = [{"id": 7, "text": TEXT, "entities": entities, "relations": [{"id": 1}], "Comments": []}]
    rows.append({"id": 8, "text": "plain Ada", "label": [[6, 9, "PER"]]})
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    back = read(path)
    assert back.format == "doccano"
    assert [s.text for made in back.annotations for s in made.value.spans] == ["Ada", "Ada"]
    assert [item.id for item in back.items] == ["7", "8"]
    assert any("relations" in problem for problem in back.problems)
    assert any("UTF-16" in problem for problem in back.problems)
    path.write_text(json.dumps({"text": TEXT, "label": [[1, 6, "PER"]]}), encoding="utf-8")
    with pytest.raises(FormatError, match="inside the character at code point 0"):
        read(path)


def test_coco_of_another_maker_is_read(tmp_path):
    path = tmp_path / "instances.json"
    coco = {
        "images": [{"id": 9, "file_name": "cat.jpg", "width": 640, "height": 480}, {"id": 3, "file_name": "no.jpg",
                                                                                  "width": 5, "height": 5}],
        "annotations": [{"id": 1, "image_id": 9, "category_id": 17, "bbox": [1.5, 2, 30, 40],
                         "segmentation": [[1, 2, 3, 4, 5, 6]], "iscrowd": 0, "area": 1200}],
        "categories": [{"id": 17, "name": "cat"}],
    }  # fmt: skip
    path.write_text(json.dumps(coco), encoding="utf-8")
    back = read(path, items=[Item(id="photo", image="cat.jpg")])
    assert back.format == "coco"
    assert [made.item for made in back.annotations] == ["photo", "no.jpg"]
    box = back.annotations[0].value.boxes[0]
    assert (box.x, box.y, box.width, box.height, box.label) == (1.5, 2, 30, 40, "cat")
    assert back.problems == ("image 9: the object 1 has a mask; its box was read.",)


def test_keypoints_of_another_maker_become_points(tmp_path):
    path = tmp_path / "people.json"
    person = {
        "id": 1,
        "image_id": 1,
        "category_id": 1,
        "bbox": [0, 0, 9, 9],
        "keypoints": [1, 2, 2, 0, 0, 0, 3, 4, 1],
    }
    single = {"id": 2, "image_id": 1, "category_id": 2, "bbox": [5, 6, 0, 0], "keypoints": [5, 6, 2]}
    categories = [
        {"id": 1, "name": "person", "keypoints": ["nose", "left eye", "right eye"]},
        {"id": 2, "name": "default", "keypoints": ["tail"]},
    ]
    images = [{"id": 1, "file_name": "p.jpg", "width": 10, "height": 10}]
    path.write_text(json.dumps({"images": images, "annotations": [person, single], "categories": categories}))
    value = read(path).annotations[0].value
    assert [(p.label, p.x, p.y) for p in value.points] == [
        ("nose", 1, 2),
        ("right eye", 3, 4),
        ("tail", 5, 6),
    ]
    assert [(b.label, b.width) for b in value.boxes] == [("person", 9)]
