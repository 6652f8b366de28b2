"""Every annotation comes back from every format that can store it, except for the losses that the format states."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations import values
from labelwright.annotations.formats.base import KINDS, Context, has_same_value, measure
from labelwright.annotations.formats.registry import FORMATS
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask

TRICKY = [
    "a", "B", "9", "_", " ", "  ", "\t", "\r\n", "\n", "\r", '"', "'", ",", ";", "|", "\\", "=1+1", "@", "-", "+", "#",
    "é", "e\u0301", "क्षि", "\u200d", "\ufe0f", "\u202e", "שלום", "مرحبا", "中文", "ー", "😀", "👩🏽\u200d🔬", "🏳", "𝒳",
    "\x00", "\x1c", "\x85", "\u2028", "\ufeff", "%20", "%", "B-PER", "-DOCSTART-", "O", "\\n", "<b>", "&amp;", "{}",
]  # fmt: skip
wild = st.lists(st.sampled_from(TRICKY), max_size=12).map("".join) | st.text(
    st.characters(exclude_categories=("Cs",)), max_size=20
)
labels = st.one_of(
    wild.filter(lambda text: 0 < len(text) <= 200),
    st.just("very long " * 20),
    st.sampled_from(["PER", "LOC"]),
)
pixels = st.floats(-100, 5000).map(lambda number: round(number, 4))


@st.composite
def span_values(draw, text, overlapping):
    found, place = [], 0
    for _ in range(draw(st.integers(0, 4))):
        low = 0 if overlapping else place
        if low >= len(text):
            break
        start = draw(st.integers(low, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        found.append(values.Span(start=start, end=end, label=draw(labels), text=text[start:end]))
        place = end
    return values.Spans(spans=sorted(found, key=lambda span: (span.start, span.end)))


@st.composite
def error_values(draw, text):
    spans = draw(span_values(text, True)).spans
    parts = [
        {**span.model_dump(), "type": span.label, "severity": draw(labels), "note": draw(wild)}
        for span in spans
    ]
    return values.Errors(errors=[{k: v for k, v in part.items() if k != "label"} for part in parts])


@st.composite
def shape_values(draw, width=640, height=481):
    size = st.floats(0.5, 3000).map(lambda number: round(number, 4))
    box = st.builds(values.Box, x=pixels, y=pixels, width=size, height=size, label=labels)
    point = st.builds(values.Point, x=pixels, y=pixels, label=labels)
    boxes, points = draw(st.lists(box, max_size=3)), draw(st.lists(point, max_size=3))
    return values.Shapes(boxes=boxes, points=points, width=width, height=height)


@st.composite
def pairwise_values(draw, item):
    winner = draw(st.sampled_from(["a", "b", "tie"]))
    evidence = []
    for where, text in zip("ab", item.responses, strict=False):
        for span in draw(span_values(text, True)).spans[:1]:
            evidence.append(values.Quote(where=where, start=span.start, end=span.end, text=span.text))
    return values.Pairwise(
        winner=winner,
        strength=0 if winner == "tie" else draw(st.integers(1, 3)),
        reasons=draw(st.lists(labels, max_size=3)),
        evidence=evidence,
        note=draw(wild),
    )


@st.composite
def rankings(draw):
    order = draw(st.permutations(range(4)))[: draw(st.integers(0, 4))]
    groups = []
    for number in order:
        if groups and draw(st.booleans()):
            groups[-1].append(number)
        else:
            groups.append([number])
    return values.Ranking(order=groups)


def value_of(kind, item, overlapping=True):
    return {
        "choice": lambda: st.builds(values.Choice, label=labels),
        "choices": lambda: st.builds(values.Choices, labels=st.lists(labels, max_size=4, unique=True)),
        "spans": lambda: span_values(item.text, overlapping),
        "shapes": shape_values,
        "pairwise": lambda: pairwise_values(item),
        "rubric": lambda: st.builds(
            values.Rubric, scores=st.dictionaries(labels, st.integers(-9, 99), min_size=1, max_size=3)
        ),
        "errors": lambda: error_values(item.text),
        "text": lambda: st.builds(values.Text, text=wild),
        "ranking": rankings,
    }[kind]()


@st.composite
def work(draw, kind, annotators=1, overlapping=True):
    """Items and annotations of one kind, each item labelled or skipped by each annotator."""
    items, made = [], []
    for number in range(draw(st.integers(1, 3))):
        texts = st.lists(wild, min_size=2, max_size=4)
        meta = st.dictionaries(wild, st.integers(-9, 9) | wild, max_size=2)
        fields = {"text": wild, "prompt": wild, "source": wild, "language": st.just("ar"), "responses": texts}
        parts = {name: draw(field) for name, field in fields.items()}
        items.append(Item(id=f"{draw(labels)}{number}", image=f"im{number}.png", meta=draw(meta), **parts))
        for annotator in range(annotators):
            skipped = draw(st.integers(0, 4)) == 0
            zone = st.sampled_from([UTC, timezone(timedelta(hours=-3, minutes=-30))])
            made.append(
                Annotation(
                    item=items[-1].id,
                    annotator=f"{draw(labels)}{annotator}" if annotators > 1 else "unknown",
                    task="imported",
                    status="skipped" if skipped else "done",
                    value=None if skipped else draw(value_of(kind, items[-1], overlapping)),
                    reason=draw(wild),
                    flag=draw(wild),
                    note=draw(wild),
                    seconds=draw(st.none() | st.floats(0, 1e6)),
                    at=draw(st.none() | st.datetimes(timezones=zone)),
                    guideline=draw(wild),
                    origin=draw(st.sampled_from(["human", "simulated", "model", "imported"])),
                )
            )
    return tuple(items), made


def task_of(kind):
    """A task of a kind; its own labels do not matter to a round trip."""
    needs = {"labels": [{"name": "PER"}], "error_types": ["x"]}
    criteria = [{"id": "x", "title": "X", "anchors": {0: "", 1: ""}}]
    return LabelTask(name="imported", kind=kind, question="?", criteria=criteria, **needs)


def round_trip(name, made, context):
    text = FORMATS[name].dump(made, context)
    assert text.encode().decode() == text
    return FORMATS[name].load(text, context)


@pytest.mark.mostly_slow(5, reason="a property for each kind of work and format; drawing work takes long")
@pytest.mark.parametrize("name", ["jsonl", "csv"])
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_our_own_formats_lose_nothing(name, kind, data):
    _, made = data.draw(work(kind, annotators=2))
    back = round_trip(name, made, Context())
    assert back.annotations == made
    assert back.problems == []
    assert measure(made, back.annotations, {}) == ()


KEPT = {"item", "annotator", "status", "seconds", "at"}


@pytest.mark.mostly_slow(3, reason="a property for each kind of work and format; drawing work takes long")
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_label_studio_keeps_values_names_times_and_skips(kind, data):
    items, made = data.draw(work(kind, annotators=2))
    made = [a for a in made if a.value != values.Ranking(order=())]
    context = Context(task_of(kind), items)
    text = FORMATS["labelstudio"].dump(made, context)
    for given_items in (items, ()):
        back = FORMATS["labelstudio"].load(text, Context(task_of(kind), given_items))
        assert tuple(back.items) == items
        assert back.problems == []
        assert [a.model_dump(include=KEPT) for a in back.annotations] == [
            a.model_dump(include=KEPT) for a in made
        ]
        assert all(has_same_value(old, new) for old, new in zip(made, back.annotations, strict=True))


@pytest.mark.mostly_slow(3, reason="a property for each kind of work and format; drawing work takes long")
@pytest.mark.parametrize("name", ["doccano", "spacy"])
@pytest.mark.parametrize("kind", ["choice", "choices", "spans", "text"])
@given(data=st.data())
def test_lines_of_texts_keep_values(name, kind, data):
    if kind not in FORMATS[name].kinds:
        return
    items, made = data.draw(work(kind))
    done = [a for a in made if a.value is not None]
    back = round_trip(name, made, Context(task_of(kind), items))
    assert [_sorted(a.value) for a in back.annotations] == [_sorted(a.value) for a in done]
    assert sorted(items_text(items, back)) == sorted(items_text(items, FakeFound(done)))


class FakeFound:
    """Annotations under the name that a reader's result has them."""

    def __init__(self, annotations):
        self.annotations = annotations


def items_text(items, found):
    texts = {item.id: item.text for item in items}
    return [texts[annotation.item] for annotation in found.annotations]


def _sorted(value):
    """Scores by label have no order of their own."""
    return sorted(value.labels) if isinstance(value, values.Choices) else value


@pytest.mark.mostly_slow(1, reason="a property for each kind of work and format; drawing work takes long")
@pytest.mark.parametrize("name", ["conll", "conll-bilou", "conll-iobes"])
@given(data=st.data())
def test_columns_keep_spans_up_to_white_space(name, data):
    items, made = data.draw(work("spans", overlapping=False))
    done = [a for a in made if a.value is not None]
    back = round_trip(name, made, Context(None, items))
    texts = {item.id: item.text for item in items}
    expected = [[trimmed(span, texts[a.item]) for span in a.value.spans if span.text.strip()] for a in done]
    assert [list(a.value.spans) for a in back.annotations] == expected
    assert back.problems == []


def trimmed(span, text):
    inner = span.text.strip()
    start = span.start + len(span.text) - len(span.text.lstrip())
    return span.model_copy(update={"start": start, "end": start + len(inner), "text": inner})


@given(data=st.data())
def test_coco_keeps_shapes_exactly(data):
    items, made = data.draw(work("shapes"))
    done = [a for a in made if a.value is not None]
    text = FORMATS["coco"].dump(made, Context(task_of("shapes"), items))
    for given_items in (items, ()):
        back = FORMATS["coco"].load(text, Context(None, given_items))
        assert [(a.item, a.value) for a in back.annotations] == [(a.item, a.value) for a in done]
        assert back.problems == []
