"""Spans and boxes: each systematic mistake is made on purpose and recognised; right work passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.values import Box, Shapes, Span
from labelwright.checks import Failed, boxes_match, spans_match

TEXTS = {
    "s1": "Ada Lovelace met Charles Babbage in London, and wrote notes.",
    "s2": "Caf\u00e9 owner \U0001f600 Jos\u00e9 Mart\u00ed said that Grace Hopper, an admiral, was there.",
    "s3": "\U0001f600\U0001f600 Alan Turing read it. Nobody else did.",
}
NAMES = {
    "s1": ["Ada Lovelace", "Charles Babbage"],
    "s2": ["Jos\u00e9 Mart\u00ed", "Grace Hopper"],
    "s3": ["Alan Turing"],
}


def place(text: str, words: str, label: str = "person") -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), label=label)


GOLD = {item: [place(text, words) for words in NAMES[item]] for item, text in TEXTS.items()}
GOLD["s1"].append(place(TEXTS["s1"], "London", "place"))


def changed(how: Callable[[int, int, str], tuple[int, int]]) -> dict[str, list[Span]]:
    """All gold spans with their ends moved by the same rule."""
    found: dict[str, list[Span]] = {}
    for item, spans in GOLD.items():
        moved = [(how(span.start, span.end, TEXTS[item]), span.label) for span in spans]
        found[item] = [Span(start=start, end=end, label=label) for (start, end), label in moved]
    return found


def sentence(start: int, end: int, text: str) -> tuple[int, int]:
    dot = text.find(".", end)
    return text.rfind(".", 0, start) + 1, (dot + 1 if dot >= 0 else len(text))


def utf16(text: str, offset: int) -> int:
    return len(text[:offset].encode("utf-16-le")) // 2


BOUNDARIES = {
    "inclusive end": (lambda s, e, t: (s, e - 1), "`end` is the position after the last character"),
    "end too late": (lambda s, e, t: (s, e + 1), "end one character too late"),
    "from one": (lambda s, e, t: (s + 1, e + 1), "counted the first character as 1, not 0"),
    "too far left": (lambda s, e, t: (max(0, s - 1), e - 1 + (s == 0)), "too far to the left"),
    "from one, inclusive": (lambda s, e, t: (s + 1, e), "gave the last character as the end"),
    "utf-16": (lambda s, e, t: (utf16(t, s), utf16(t, e)), "UTF-16"),
    "bytes": (lambda s, e, t: (len(t[:s].encode()), len(t[:e].encode())), "UTF-8 bytes"),
    "sentence": (sentence, "mark a whole sentence"),
}


@pytest.mark.parametrize(("how", "said"), BOUNDARIES.values(), ids=BOUNDARIES)
def test_a_boundary_mistake_is_recognised(how: Callable[..., tuple[int, int]], said: str) -> None:
    with pytest.raises(Failed) as caught:
        spans_match(changed(how), GOLD, texts=TEXTS, full=0.95)
    assert said in caught.value.misconception
    assert "gold span" in caught.value.found


@pytest.mark.parametrize(
    ("end", "said"), [(" ", "include a space at one end"), (",", "include the punctuation at one end")]
)
def test_space_and_punctuation_at_an_end_are_recognised(end: str, said: str) -> None:
    texts = {f"t{n}": f"so Ada{end} she" for n in range(4)}
    gold = {item: [place(text, "Ada")] for item, text in texts.items()}
    given = {item: [place(text, f"Ada{end}")] for item, text in texts.items()}
    with pytest.raises(Failed) as caught:
        spans_match(given, gold, texts=texts, full=0.9)
    assert said in caught.value.misconception


def test_space_is_told_from_a_late_end_by_both_kinds_standing_there() -> None:
    texts = {"a": "see Ada now", "b": "see  Bob  now", "c": "see Eve now"}
    gold = {item: [place(text, text.split()[1])] for item, text in texts.items()}
    given = {
        "a": [Span(start=3, end=8, label="person")],
        "b": [Span(start=3, end=10, label="person")],
        "c": gold["c"],
    }
    with pytest.raises(Failed) as caught:
        spans_match(given, gold, texts=texts, full=0.9)
    assert "include a space" in caught.value.misconception


SOME = {
    "inclusive end": lambda s, e, t: (s, e - 1),
    "end too late": lambda s, e, t: (s, e + 1),
    "from one": lambda s, e, t: (s + 1, e + 1),
    "too far left": lambda s, e, t: (max(0, s - 1), e - 1 + (s == 0)),
}
TWENTY = {f"n{number}": f"So Adalind{number} came by train." for number in range(20)}
FOUND = {item: [place(text, text.split()[1])] for item, text in TWENTY.items()}


@pytest.mark.parametrize("how", SOME.values(), ids=SOME)
def test_advice_for_every_span_is_given_only_where_nearly_every_span_is_wrong(
    how: Callable[..., tuple[int, int]],
) -> None:
    def given(wrong: int) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = {}
        for number, (item, spans) in enumerate(FOUND.items()):
            ends = [
                how(one.start, one.end, TWENTY[item]) if number < wrong else (one.start, one.end)
                for one in spans
            ]
            found[item] = [Span(start=start, end=end, label="person") for start, end in ends]
        return found

    refusals = {}
    for wrong in (10, 20):
        with pytest.raises(Failed) as caught:
            spans_match(given(wrong), FOUND, texts=TWENTY, full=0.95)
        refusals[wrong] = caught.value
    assert "every" in refusals[20].advice or "Leave the space out" in refusals[20].advice
    assert "every" not in refusals[10].advice


@given(
    st.lists(
        st.tuples(st.sampled_from([-2, -1, 1, 2]), st.sampled_from([-2, -1, 1, 2])), min_size=20, max_size=20
    )
)
def test_spans_that_are_wrong_in_different_ways_get_no_name(moves: list[tuple[int, int]]) -> None:
    kinds = {move: moves.count(move) for move in moves}
    given_spans = {
        item: [Span(start=one.start + left, end=one.end + right, label="person") for one in FOUND[item]]
        for (left, right), item in zip(moves, FOUND, strict=True)
    }
    with pytest.raises(Failed) as caught:
        spans_match(given_spans, FOUND, texts=TWENTY, full=0.95)
    if max(kinds.values()) < 0.7 * len(moves):
        assert "every" not in caught.value.advice


def test_one_label_for_all_spans_is_named_and_both_labels_on_one_span_are_no_confusion() -> None:
    one = {
        item: [span.model_copy(update={"label": "place"}) for span in spans] for item, spans in GOLD.items()
    }
    with pytest.raises(Failed) as caught:
        spans_match(one, GOLD, texts=TEXTS, full=0.9)
    assert "Every span has the label `place`" in caught.value.misconception
    both = {item: [*spans, *one[item]] for item, spans in GOLD.items()}
    with pytest.raises(Failed) as caught:
        spans_match(both, GOLD, texts=TEXTS, full=0.9)
    assert "mixed up" not in caught.value.found


def test_right_spans_pass_by_every_measure() -> None:
    for by in ("strict", "exact", "partial", "type", "characters"):
        passed = spans_match(GOLD, GOLD, texts=TEXTS, full=1.0, by=by)  # type: ignore[arg-type]
        assert (passed.measured, passed.measures[0].n) == (1.0, 6)


def test_error_spans_are_judged_by_their_type() -> None:
    from labelwright.annotations.record import Annotation
    from labelwright.annotations.values import Errors, ErrorSpan

    errors = tuple(ErrorSpan(start=s.start, end=s.end, type=s.label, severity="minor") for s in GOLD["s3"])
    record = Annotation(item="s3", annotator="a", task="t", value=Errors(errors=errors))
    assert spans_match([record], {"s3": GOLD["s3"]}, texts=TEXTS, full=1.0).measured == 1.0


def test_labels_mixed_up_and_items_left_empty_are_named() -> None:
    wrong = {
        item: [span.model_copy(update={"label": "place"}) for span in spans] for item, spans in GOLD.items()
    }
    wrong["s3"] = []
    with pytest.raises(Failed) as caught:
        spans_match(wrong, GOLD, texts=TEXTS, full=0.9, half=0.1)
    assert "You mixed up `person` and `place` on 4 spans with the right bounds." in caught.value.found
    assert "You marked nothing in `s3`." in caught.value.found
    assert caught.value.credit == 0.5
    with pytest.raises(Failed, match=r"You found 4 of 5 spans of `person`; 95% are needed"):
        spans_match({**GOLD, "s3": []}, GOLD, texts=TEXTS, full=0.5, recall_of={"person": 0.95})


spans = st.lists(
    st.builds(
        lambda start, size, label: Span(start=start, end=start + size, label=label),
        st.integers(0, 10**9) | st.integers(0, 60),
        st.integers(1, 10**9) | st.integers(1, 20),
        st.sampled_from(["person", "place", "x"]),
    ),
    max_size=6,
)


@given(st.dictionaries(st.sampled_from([*TEXTS, "zz"]), spans))
def test_any_spans_are_judged_in_little_memory(found: dict[str, list[Span]]) -> None:
    credit = 0.0
    try:
        spans_match(found, GOLD, texts=TEXTS, full=0.99, by="characters")
    except Failed as caught:
        credit = caught.credit
    assert 0 <= credit < 1


def image(*corners: tuple[float, float, float, float]) -> Shapes:
    boxes = tuple(Box(x=x, y=y, width=w, height=h, label="coin") for x, y, w, h in corners)
    return Shapes(boxes=boxes, width=400, height=200)


IMAGES = {
    "p1": image((10, 20, 30, 24), (200, 90, 44, 40), (300, 120, 28, 30)),
    "p2": image((60, 10, 36, 30), (150, 60, 30, 38)),
    "p3": image((0, 0, 20, 20), (370, 160, 30, 40), (120, 30, 26, 22)),
}


def redrawn(how: Callable[[Box, Shapes], tuple[float, float, float, float]]) -> dict[str, list[Box]]:
    return {
        item: [
            Box(x=x, y=y, width=w, height=h, label=box.label)
            for box in shapes.boxes
            for x, y, w, h in [how(box, shapes)]
        ]
        for item, shapes in IMAGES.items()
    }


DRAWINGS = {
    "swapped": (lambda b, i: (b.y, b.x, b.height, b.width), "You swapped x and y: the row came first"),
    "corner swapped": (
        lambda b, i: (b.y, b.x, b.width, b.height),
        "swapped the x and y of the corner",
    ),
    "x2 and y2": (lambda b, i: (b.x, b.y, b.x + b.width, b.y + b.height), "opposite corner"),
    "centre": (lambda b, i: (b.x + b.width / 2, b.y + b.height / 2, b.width, b.height), "middle of the box"),
    "shares": (lambda b, i: (b.x / 400, b.y / 200, b.width / 400, b.height / 200), "shares of the image"),
    "percent": (lambda b, i: (b.x / 4, b.y / 2, b.width / 4, b.height / 2), "percentages of the image"),
    "upside down": (lambda b, i: (b.x, 200 - b.y - b.height, b.width, b.height), "from the lower edge"),
    "scaled": (lambda b, i: (b.x * 2, b.y * 2, b.width * 2, b.height * 2), "about 2 times"),
    "padded": (lambda b, i: (b.x - 8, b.y - 8, b.width + 16, b.height + 16), "boxes are loose"),
    "tight": (lambda b, i: (b.x + 7, b.y + 7, b.width - 14, b.height - 14), "cut into the objects"),
}


@pytest.mark.parametrize(("how", "said"), DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_mistake_is_recognised(how: Callable[..., tuple[float, ...]], said: str) -> None:
    with pytest.raises(Failed) as caught:
        boxes_match(redrawn(how), IMAGES, full=0.9, iou=0.75)  # type: ignore[arg-type]
    assert said in caught.value.misconception
    assert caught.value.advice


DRAWN_BADLY = {
    "each box twice": (lambda boxes: 2 * boxes, "8 of your boxes are a second box"),
    "one huge box": (
        lambda boxes: [Box(x=0, y=0, width=400, height=200, label="coin")],
        "3 boxes hold two or more objects",
    ),
}


@pytest.mark.parametrize(("how", "said"), DRAWN_BADLY.values(), ids=DRAWN_BADLY)
def test_boxes_for_no_object_of_their_own_are_named(how: Callable[..., list[Box]], said: str) -> None:
    given_boxes = {item: how(list(shapes.boxes)) for item, shapes in IMAGES.items()}
    with pytest.raises(Failed) as caught:
        boxes_match(given_boxes, IMAGES, full=0.9)
    assert said in caught.value.misconception


def test_a_box_that_was_drawn_badly_at_the_edge_is_not_called_missing() -> None:
    given_boxes = {item: list(shapes.boxes) for item, shapes in IMAGES.items()}
    given_boxes["p3"] = [Box(x=-30, y=-30, width=52, height=52, label="coin"), *given_boxes["p3"][1:]]
    given_boxes["p3"][1] = Box(x=370, y=160, width=90, height=90, label="coin")
    with pytest.raises(Failed) as caught:
        boxes_match(given_boxes, IMAGES, full=0.95)
    assert "without a box" not in caught.value.misconception


@given(st.lists(st.tuples(*[st.floats(-9, 9)] * 2), min_size=8, max_size=8))
def test_boxes_that_are_shifted_at_random_get_no_way_of_measuring(moves: list[tuple[float, float]]) -> None:
    shifts = iter(moves)
    given_boxes = redrawn(
        lambda b, i: (b.x + next(shift := iter(next(shifts))), b.y + next(shift), b.width, b.height)
    )
    try:
        boxes_match(given_boxes, IMAGES, full=1.0, mean_iou=1.0)
        said = ""
    except Failed as caught:
        said = caught.misconception
    assert not any(
        word in said for word in ("swapped", "corner", "middle", "shares", "percent", "lower edge", "size")
    )


def test_right_boxes_pass_whatever_order_they_are_in() -> None:
    passed = boxes_match(
        {item: shapes.boxes[::-1] for item, shapes in IMAGES.items()}, IMAGES, full=1.0, mean_iou=1.0
    )
    assert [measure.value for measure in passed.measures] == [1.0, 1.0]
    assert passed.measures[0].n == 8


def test_missed_and_extra_boxes_are_named_and_the_edge_is_noticed() -> None:
    given = {item: list(shapes.boxes) for item, shapes in IMAGES.items()}
    given["p3"] = given["p3"][2:]
    given["p2"].append(Box(x=300, y=100, width=9, height=9, label="coin"))
    with pytest.raises(Failed) as caught:
        boxes_match(given, IMAGES, full=0.9)
    assert (
        "You missed objects in `p3`. Some of your boxes have no object of their own in `p2`."
        in caught.value.found
    )
    assert (
        "2 of the 2 objects without a box are cut off by the edge of the image" in caught.value.misconception
    )


def test_wrong_labels_and_loose_boxes_can_forbid_a_pass() -> None:
    given = redrawn(lambda b, i: (b.x, b.y, b.width, b.height + 6))
    assert boxes_match(given, IMAGES, full=0.9)
    with pytest.raises(Failed, match=r"The mean IoU of your matched boxes is 0\.8"):
        boxes_match(given, IMAGES, full=0.9, mean_iou=0.95)
    named = {
        item: [b.model_copy(update={"label": "note"}) for b in shapes.boxes]
        for item, shapes in IMAGES.items()
    }
    with pytest.raises(Failed, match="0% of your matched boxes have the right label"):
        boxes_match(named, IMAGES, full=0.9, label_accuracy=0.95)


numbers = st.floats(-1e7, 1e7)
sizes = st.floats(1e-3, 1e7)


@given(
    st.lists(
        st.builds(Box, x=numbers, y=numbers, width=sizes, height=sizes, label=st.just("coin")), max_size=6
    )
)
def test_any_boxes_are_judged(boxes: list[Box]) -> None:
    with pytest.raises(Failed) as caught:
        boxes_match({"p1": boxes}, IMAGES, full=0.99)
    assert 0 <= caught.value.credit < 1
