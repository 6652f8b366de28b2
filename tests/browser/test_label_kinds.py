"""Shapes, pairwise, rubric, errors and ranking on a page of their own: by keyboard alone and by mouse, every value a valid record."""

from __future__ import annotations

import json
import random
import struct
import zlib
from base64 import b64decode, b64encode

import pytest

from labelwright.annotations.record import Annotation

pytestmark = pytest.mark.mostly_slow(
    "test_boxes_and_points_by_keyboard_alone",
    reason="waits for a browser; test_any_notebook.py shows every kind once",
)


def png(width, height, pixel):
    """A PNG of `width` by `height`; `pixel(x, y)` gives red, green and blue."""
    rows = b"".join(b"\0" + bytes(c for x in range(width) for c in pixel(x, y)) for y in range(height))

    def chunk(name, payload):
        check = struct.pack(">I", zlib.crc32(name + payload))
        return struct.pack(">I", len(payload)) + name + payload + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def data(payload, kind="png"):
    return f"data:image/{kind};base64,{b64encode(payload).decode()}"


PICTURE = data(png(120, 80, lambda x, y: (x * 2, y * 3, 90)))
DIGIT = data(png(8, 8, lambda x, y: (255 * ((x * y) % 3 == 0),) * 3))
COINS = {
    "name": "t",
    "kind": "shapes",
    "question": "Draw every coin.",
    "labels": [{"name": "coin"}, {"name": "worn"}, {"name": "middle", "shape": "point", "key": "m"}],
}
PAIR = {"name": "t", "kind": "pairwise", "question": "Which is better?", "reasons": ["accurate", "clear"]}
RUBRIC = {
    "name": "t",
    "kind": "rubric",
    "question": "Score it.",
    "criteria": [
        {"id": "acc", "title": "Accuracy", "anchors": {"1": "false", "2": "nearly", "3": "right"}},
        {"id": "tone", "title": "Tone", "anchors": {"-1": "rude", "0": "fine", "1": "kind"}},
    ],
}
MQM = {"name": "t", "kind": "errors", "question": "Mark errors.", "error_types": ["sense", "grammar"]}
RANK = {"name": "t", "kind": "ranking", "question": "Rank them."}
TASKS = {"shapes": COINS, "pairwise": PAIR, "rubric": RUBRIC, "errors": MQM, "ranking": RANK}
SCRIPTS = {
    "latin": "Ada met Babbage in London.",
    "emoji": "😀 Ada 👩‍👩‍👧 met 🏳️‍🌈 Bob 𝒳 in 🗼 Paris 😀",
    "cjk": "東京都は𠮷野家の日本の首都です。𠮷",
    "arabic": "زار نجيب 😀 محفوظ القاهرة مع 𠮷 صديقه",
    "lines": "one 😀\ntwo\n\nthree 𠮷 four",
}
ITEMS = {
    "shapes": {"id": "a", "image": PICTURE},
    "pairwise": {"id": "a", "prompt": "Where?", "responses": ["In Rome, I think.", "In Paris, surely."]},
    "rubric": {"id": "a", "prompt": "Where?", "responses": ["In Rome, I think."]},
    "errors": {"id": "a", "source": "Die Bank ist zu.", "text": "The bench is shut."},
    "ranking": {"id": "a", "prompt": "Where?", "responses": ["Rome", "Paris", "No idea", "Here"]},
}
FINISHED = {
    "shapes": ["Space", "Enter"],
    "pairwise": ["1", "Enter"],
    "rubric": ["2", "3", "Enter"],
    "errors": ["1", "q", "Enter"],
    "ranking": ["o", "Enter"],
}


def two(kind, **more):
    return [{**ITEMS[kind], **more}, {**ITEMS[kind], **more, "id": "b"}]


def values(here):
    """The values of all journalled actions, each read as the record reads it."""
    found = []
    for entry in here.entries():
        read = {"item": entry["item"], "annotator": "ada", "task": "t", "value": entry.get("value")}
        if read["value"] is not None:
            found.append(Annotation.model_validate(read).value)
    return found


@pytest.fixture
def ready(label_page):
    """A page whose picture, if it has one, has been read."""

    def show(*given, **context):
        here = label_page(*given, **context)
        if here.page.locator(".lwl-canvas").count():
            here.page.locator(".lwl-line, .lwl-warning:not([hidden])").first.wait_for(state="attached")
        return here

    return show


def test_boxes_and_points_by_keyboard_alone(ready):
    here = ready(two("shapes"), COINS)
    # The crosshair begins in the middle, at 60, 40.
    here.press("Shift+ArrowLeft", "ArrowUp", "Space", "ArrowRight", "Shift+ArrowDown")
    box = values(here)[-1].boxes[0]
    assert (box.x, box.y, box.width, box.height, box.label) == (51, 49, 24, 16, "coin")
    here.press("Control+Shift+ArrowRight", "Alt+ArrowUp", "2")
    box = values(here)[-1].boxes[0]
    assert (box.x, box.y, box.width, box.height, box.label) == (51, 49, 34, 15, "worn")
    here.press("Escape", "m", "Space", "ArrowLeft", "Shift+ArrowUp")
    value = values(here)[-1]
    assert [(p.x, p.y, p.label) for p in value.points] == [(49, 29, "middle")]
    assert (value.width, value.height) == (120, 80)
    assert here.page.locator(".lwl-shape-list li").all_inner_texts() == [
        "worn\nbox at x 51, y 49, 34 wide, 15 high",
        "middle\npoint at x 49, y 29",
    ]
    here.press("1")
    assert "coin is a label for boxes" in here.page.locator(".lwl-warning").inner_text()
    here.press("Escape", "Tab", "Delete", "Enter")
    last = here.entries()[-1]
    assert (last["status"], last["value"]["boxes"], len(last["value"]["points"])) == ("done", [], 1)
    assert here.place() == "Item 2 of 2"
    here.page.locator(".lwl-line").first.wait_for(state="attached")
    here.press("Enter")
    assert here.entries()[-1]["value"] == {
        "kind": "shapes", "boxes": [], "points": [], "width": 120, "height": 80,
    }  # fmt: skip


def test_a_run_of_arrows_is_one_step_of_undo_and_shapes_stay_in_the_picture(ready):
    here = ready(two("shapes"), COINS)
    here.press("Space", *["Shift+ArrowRight"] * 9, *["Shift+ArrowDown"] * 9)
    box = values(here)[-1].boxes[0]
    assert (box.x, box.y) == (120 - 24, 80 - 16)
    here.press(*["Control+Shift+ArrowLeft"] * 9, "ArrowLeft")
    box = values(here)[-1].boxes[0]
    assert (box.x, box.width) == (95, 1)
    here.press("u", "u", "u")
    box = values(here)[-1].boxes[0]
    assert (box.x, box.y, box.width, box.height) == (60, 40, 24, 16)
    here.press("u")
    assert here.last() is None
    here.press("Shift+U", "Shift+U")
    box = values(here)[-1].boxes[0]
    assert (box.x, box.y, box.width) == (96, 64, 24)


def test_tab_goes_through_the_shapes_and_then_on(ready):
    here = ready(two("shapes"), COINS)
    chosen = lambda: here.page.locator(".lwl-shape-line[aria-pressed=true]").all_inner_texts()  # noqa: E731
    here.press("Space", "Escape", "ArrowLeft", "2", "Space", "Escape", "Tab")
    assert chosen()[0].startswith("coin")
    here.press("Tab")
    assert chosen()[0].startswith("worn")
    here.press("Shift+Tab")
    assert chosen()[0].startswith("coin")
    here.press("Tab", "Tab")
    assert chosen() == []
    assert here.page.evaluate("document.activeElement.tagName") == "BUTTON"
    here.press("Enter", "Tab")
    assert here.entries()[-1]["status"] == "open"


@pytest.mark.parametrize("times", [0, 2, 5])
def test_places_are_pixels_of_the_stored_picture_at_every_zoom(ready, times):
    here = ready(two("shapes"), COINS)
    here.press(*["+"] * times)
    page = here.page
    view = page.locator(".lwl-frame").evaluate(
        "(f) => { f.scrollTo(30, 20); const s = f.querySelector('.lwl-stage').getBoundingClientRect(), b = f.getBoundingClientRect();"
        " return {left: s.left, top: s.top, scale: s.width / 120, clip: [b.left, b.top, b.right, b.bottom]}; }"
    )
    at = lambda x, y: (view["left"] + x * view["scale"], view["top"] + y * view["scale"])  # noqa: E731
    left, top, right, bottom = view["clip"]
    seen = lambda x, y: left + 2 < at(x, y)[0] < right - 12 and top + 2 < at(x, y)[1] < bottom - 12  # noqa: E731
    places = [(x, y) for x in range(120) for y in range(80) if seen(x, y) and seen(x + 1, y + 1)]
    (x1, y1), (x2, y2) = places[len(places) // 5], places[-1]
    x2, y2 = max(x1, x2), max(y1, y2) if y1 != y2 else y1 + 1
    page.mouse.move(*at(x1, y1))
    page.mouse.down()
    page.mouse.move(*at((x1 + x2) / 2, (y1 + y2) / 2))
    page.mouse.move(*at(x2, y2))
    page.mouse.up()
    here.press("Escape", "m")
    x, y = places[len(places) // 9]
    page.mouse.click(*at(x + 0.5, y + 0.5))
    value = values(here)[-1]
    box = value.boxes[0]
    assert (box.x, box.y, box.width, box.height) == (x1, y1, x2 - x1, y2 - y1)
    assert [(p.x, p.y) for p in value.points] == [(x, y)]
    drawn = page.locator(".lwl-box").bounding_box()
    assert drawn["x"] == pytest.approx(at(x1, y1)[0], abs=1)
    assert drawn["width"] == pytest.approx((x2 - x1) * view["scale"], abs=1)


def test_boxes_are_moved_pulled_and_clipped_by_mouse(ready):
    here = ready(two("shapes"), COINS)
    page = here.page
    stage = page.locator(".lwl-stage").bounding_box()
    at = lambda x, y: (stage["x"] + x * stage["width"] / 120, stage["y"] + y * stage["width"] / 120)  # noqa: E731

    def drag(start, end):
        page.mouse.move(*at(*start))
        page.mouse.down()
        page.mouse.move(*at(*[(a + b) / 2 for a, b in zip(start, end, strict=True)]))
        page.mouse.move(*at(*end))
        page.mouse.up()

    drag((100, 60), (140, 200))
    box = values(here)[-1].boxes[0]
    assert (box.x, box.y, box.width, box.height) == (100, 60, 20, 20)
    drag((110, 70), (70, 40))
    box = values(here)[-1].boxes[0]
    assert (box.x, box.y, box.width, box.height) == (60, 30, 20, 20)
    drag((60, 30), (50, 25))
    box = values(here)[-1].boxes[0]
    assert (box.x, box.y, box.width, box.height) == (50, 25, 30, 25)
    here.press("Escape")
    drag((55, 30), (70, 40))
    page.mouse.click(*at(53, 28))
    boxes = values(here)[-1].boxes
    assert [(b.x, b.y, b.width, b.height) for b in boxes] == [(50, 25, 30, 25), (55, 30, 15, 10)]
    here.press("x")
    assert len(values(here)[-1].boxes) == 1


def test_a_tiny_picture_is_drawn_large_and_odd_files_are_told(ready, tmp_path):
    here = ready([{"id": "a", "image": DIGIT}], COINS)
    assert here.page.locator(".lwl-stage").bounding_box()["width"] > 300
    assert here.page.locator(".lwl-pixels").count() == 1
    here.press("m", *["Shift+ArrowRight"] * 3, *["Shift+ArrowDown"] * 3, "Space")
    assert [(p.x, p.y) for p in values(here)[-1].points] == [(7, 7)]
    for number, image in enumerate(["missing.png", data(b"<svg/>", "svg+xml"), data(b"not a picture")]):
        odd = ready([{"id": f"odd{number}", "image": image}], {**COINS, "name": f"odd {number}"})
        odd.page.locator(".lwl-warning", has_text="This picture cannot be shown").wait_for()
        odd.press("Space", "Enter")
        assert "cannot be shown" in odd.page.locator(".lwl-warning").inner_text()
        odd.press("s", "3")
        assert odd.entries()[-1]["reason"] == "broken item"


TO_JPEG = """() => { const canvas = document.createElement('canvas'); [canvas.width, canvas.height] = [60, 40];
  canvas.getContext('2d').fillRect(0, 0, 60, 40); return canvas.toDataURL('image/jpeg').split(',')[1]; }"""


def test_a_photo_turned_by_its_metadata_keeps_its_stored_pixels(ready, browser):
    page = browser.new_page()
    photo = b64decode(page.evaluate(TO_JPEG))
    page.close()
    # One EXIF entry: orientation (0x0112), a short, 6: to be shown turned by a quarter.
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)
    turned = photo[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + photo[2:]
    here = ready([{"id": "a", "image": data(turned, "jpeg")}], COINS)
    size = "url => { const free = new Image(); free.src = url; return free.decode().then(() => [free.naturalWidth, free.naturalHeight]); }"
    assert here.page.evaluate(size, data(turned, "jpeg")) == [40, 60]
    here.press("Space")
    assert (here.last()["width"], here.last()["height"]) == (60, 40)
    drawn = here.page.locator(".lwl-stage").bounding_box()
    assert drawn["width"] / drawn["height"] == pytest.approx(1.5, rel=0.01)
    script = "async all => { const { asStored } = await import('./stored.js'); return all.map(asStored); }"
    bare = struct.pack(">I", 4) + b"eXIf" + b"II*\0" + struct.pack(">I", zlib.crc32(b"eXIfII*\0"))
    plain = png(2, 2, lambda x, y: (0, 0, 0))
    riff = b"RIFF\x1a\0\0\0WEBPVP8 \x03\0\0\0abc\0"
    given = [
        (photo, photo, "jpeg"),
        (plain[:33] + bare + plain[33:], plain, "png"),
        (riff + b"EXIF\x02\0\0\0xy", riff + b"EXJF\x02\0\0\0xy", "webp"),
        *((cut, cut, "jpeg") for cut in (b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\0\0")),
    ]
    stored = here.page.evaluate(script, [data(before, kind) for before, _, kind in given])
    assert stored == [data(after, kind) for _, after, kind in given]


def test_a_stored_shape_comes_back_to_the_last_decimal(ready):
    here = ready(two("shapes"), COINS)
    here.press("Space")
    kept = here.entries()[-1]
    odd = {"x": 10.125, "y": 3.3333333333333335, "width": 20.1, "height": 9.875, "label": "coin"}
    kept["value"]["boxes"] = [odd]
    here.journal.write_text(json.dumps({**kept, "id": "other"}) + "\n", "utf-8")
    again = ready(two("shapes"), COINS)
    again.press("m", "Space")
    assert again.last()["boxes"] == [odd]
    again.press("Escape", "Tab", "ArrowRight")
    assert again.last()["boxes"] == [{**odd, "x": 11.125}]


@pytest.mark.parametrize("swap", [False, True])
def test_a_preference_is_told_in_the_records_sides_however_they_are_shown(ready, swap):
    here = ready(two("pairwise", meta={"swap": swap}), PAIR)
    shown = here.page.locator(".lwl-side[data-side=a], .lwl-side[data-side=b]").locator(".lwl-text")
    texts = ITEMS["pairwise"]["responses"]
    assert shown.all_inner_texts() == (texts[::-1] if swap else texts)
    here.press("1")
    first, second = ("b", "a") if swap else ("a", "b")
    assert (values(here)[-1].winner, values(here)[-1].strength) == (first, 1)
    here.press("1", "1")
    assert (values(here)[-1].winner, values(here)[-1].strength) == (first, 3)
    here.press("b", "2")
    assert (values(here)[-1].winner, values(here)[-1].strength) == (second, 2)
    assert here.page.locator(".lwl-step[aria-pressed=true]").get_attribute("aria-label") == (
        "Response 2 clearly better"
    )
    # Evidence from the response shown first.
    here.press("q", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight", "e", "Escape")
    quote = values(here)[-1].evidence[0]
    assert quote.where == first
    assert texts["ab".index(first)][quote.start : quote.end] == quote.text != ""
    here.press("3", "w")
    here.page.keyboard.type("because 1 2 0")
    here.press("Escape", "Enter")
    last = here.entries()[-1]
    assert last["status"] == "done"
    assert (last["value"]["reasons"], last["value"]["note"]) == (["accurate"], "because 1 2 0")
    assert here.page.locator(".lwl-live").inner_text() == (
        "Saved: response 2 clearly better, accurate. Item 2 of 2."
    )
    here.press("u", "u", "u", "u", "u")
    assert (here.last()["winner"], here.last()["strength"], here.last()["evidence"]) == (second, 1, [])


def test_ties_and_evidence_are_as_the_task_asks(ready):
    here = ready(two("pairwise"), {**PAIR, "tie": False, "need_evidence": True})
    warning = here.page.locator(".lwl-warning")
    here.press("0", "t")
    assert len(here.journal.read_text("utf-8") if here.journal.exists() else "") == 0
    here.press("3")
    assert "First say which response is better" in warning.inner_text()
    here.press("Enter")
    assert "Say which response is better" in warning.inner_text()
    here.press("a", "Enter")
    assert "needs evidence" in warning.inner_text()
    here.press("q", "Control+Shift+ArrowRight", "e", "e", "Escape", ".", "Delete", "Enter")
    assert "needs evidence" in warning.inner_text()
    here.press("u", "Enter")
    assert here.entries()[-1]["status"] == "done"
    tied = ready(two("pairwise"), {**PAIR, "name": "tied"})
    tied.press("1", "1", "0")
    assert (values(tied)[-1].winner, values(tied)[-1].strength) == ("tie", 0)


@pytest.mark.parametrize("name", SCRIPTS)
def test_quotes_are_pythons_slices(ready, name):
    text = SCRIPTS[name]
    # Arrow keys go where they point: onwards is to the left in Arabic.
    on = "ArrowLeft" if name == "arabic" else "ArrowRight"
    here = ready([{"id": "a", "prompt": text, "responses": [text, text]}], PAIR)
    here.press("1", "q", f"Control+{on}", *[f"Shift+{on}"] * 3, "e", "q", "Shift+Control+End", "e")
    here.press("Escape")
    box = here.page.locator("[data-where=prompt]").bounding_box()
    here.page.mouse.move(box["x"] + 14, box["y"] + 22)
    here.page.mouse.down()
    here.page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 22, steps=5)
    here.page.mouse.up()
    here.press("e")
    quotes = values(here)[-1].evidence
    assert [quote.where for quote in quotes] == ["a", "b", "prompt"]
    for quote in quotes:
        assert text[quote.start : quote.end] == quote.text != ""
    assert quotes[1].text == text
    for where in ("a", "b", "prompt"):
        drawn = here.page.locator(f"[data-where={where}] [data-start]").all_text_contents()
        assert "".join(drawn) == text


@pytest.mark.parametrize("name", SCRIPTS)
def test_errors_are_pythons_slices(ready, name):
    text = SCRIPTS[name]
    # Arrow keys go where they point: onwards is to the left in Arabic.
    on = "ArrowLeft" if name == "arabic" else "ArrowRight"
    here = ready([{"id": "a", "source": "x", "text": text}], MQM)
    here.press(f"Shift+{on}", "1", "w", f"Control+{on}", *[f"Shift+{on}"] * 4, "e", "2")
    here.press("Control+Home", "Shift+Control+End", "2", "q")
    errors = values(here)[-1].errors
    assert len(errors) == 3
    for error in errors:
        assert text[error.start : error.end] == error.text != ""
    assert {(e.type, e.severity) for e in errors} == {
        ("sense", "major"),
        ("grammar", "critical"),
        ("grammar", "minor"),
    }


def test_an_error_is_begun_changed_commented_and_removed_by_key(ready):
    here = ready(two("errors"), MQM)
    warning = here.page.locator(".lwl-warning")
    here.press("Control+ArrowRight", "Control+ArrowRight", "1", "Enter")
    assert "no severity yet" in warning.inner_text()
    assert not here.journal.exists()
    here.press("w")
    found = values(here)[-1].errors
    assert [(e.text, e.type, e.severity) for e in found] == [("bench", "sense", "major")]
    here.press(",", "e", "2", "c")
    here.page.keyboard.type("a bank 1 2")
    here.press("Enter", "Escape", "Enter")
    last = here.entries()[-1]
    assert last["status"] == "done"
    assert last["value"]["errors"] == [
        {"start": 4, "end": 9, "type": "grammar", "severity": "critical", "text": "bench", "note": "a bank 1 2"}
    ]  # fmt: skip
    here.press("u", "u")
    assert here.last()["errors"][0]["note"] == ""
    assert here.page.locator(".lwl-error").inner_text().split("\n")[:2] == ["grammar", "critical"]
    here.press("u", "u")
    assert values(here)[-1].errors[0].type == "sense"
    here.press(".", "x", "Enter")
    assert (here.last(), here.entries()[-1]["status"]) == ({"kind": "errors", "errors": []}, "done")


def test_scores_go_from_criterion_to_criterion(ready):
    here = ready(two("rubric"), RUBRIC)
    meanings = lambda: here.page.locator(".lwl-meaning:visible").all_inner_texts()  # noqa: E731
    assert meanings() == ["false", "nearly", "right"]
    here.press("Enter")
    assert here.page.locator(".lwl-warning").inner_text() == "Not scored yet: Accuracy, Tone."
    here.press("9", "2")
    assert values(here)[-1].scores == {"acc": 2}
    assert meanings() == ["rude", "fine", "kind"]
    # Scores below nought have the digits from 1.
    here.press("1")
    assert values(here)[-1].scores == {"acc": 2, "tone": -1}
    here.press("ArrowUp", "3", "ArrowDown", "x", "Enter")
    assert here.page.locator(".lwl-warning").inner_text() == "Not scored yet: Tone."
    here.press("u", "u", "Enter")
    last = here.entries()[-1]
    assert (last["status"], last["value"]["scores"]) == ("done", {"acc": 2, "tone": -1})
    assert here.place() == "Item 2 of 2"
    here.page.locator(".lwl-label").nth(2).click()
    here.page.locator(".lwl-criterion").nth(1).locator(".lwl-label").nth(1).click()
    assert values(here)[-1].scores == {"acc": 3, "tone": 0}


def test_a_ranking_with_ties_by_keyboard(ready):
    here = ready(two("ranking"), RANK)
    here.press("Enter")
    assert "Nothing has been ranked yet" in here.page.locator(".lwl-warning").inner_text()
    here.press("Shift+ArrowUp")
    assert not here.journal.exists()
    here.press("2", "Shift+ArrowUp")
    assert values(here)[-1].order == ((1,), (0,), (2,), (3,))
    here.press("ArrowDown", "ArrowDown", "t", "4", "t")
    assert values(here)[-1].order == ((1,), (0, 2, 3))
    assert here.page.locator(".lwl-rank-place").all_inner_texts() == ["1", "2, tied"]
    here.press("3", "t")
    assert values(here)[-1].order == ((1,), (0, 3), (2,))
    here.press("4", "Shift+ArrowUp", "Enter")
    last = here.entries()[-1]
    assert (last["status"], last["value"]["order"]) == ("done", [[1], [3], [0], [2]])
    here.press("o", "Enter", "u", "u")
    assert here.last() is None
    no_ties = ready(two("ranking"), {**RANK, "name": "u", "tie": False})
    no_ties.press("2", "t", "Shift+ArrowDown")
    assert values(no_ties)[-1].order == ((0,), (2,), (1,), (3,))


def test_responses_are_dragged_before_behind_and_into_ties(ready):
    here = ready(two("ranking"), RANK)
    page = here.page

    def drag(number, onto, part):
        box = page.locator(f"[data-number='{number}'] h4").bounding_box()
        page.mouse.move(box["x"] + 5, box["y"] + 5)
        page.mouse.down()
        page.mouse.move(box["x"] + 5, box["y"] + 25)
        goal = page.locator(".lwl-rank").nth(onto).bounding_box()
        page.mouse.move(box["x"] + 5, goal["y"] + part * goal["height"], steps=3)
        page.mouse.up()

    drag(0, 3, 0.9)
    assert values(here)[-1].order == ((1,), (2,), (3,), (0,))
    drag(3, 0, 0.1)
    assert values(here)[-1].order == ((3,), (1,), (2,), (0,))
    drag(0, 1, 0.5)
    assert values(here)[-1].order == ((3,), (0, 1), (2,))
    drag(0, 2, 0.9)
    assert values(here)[-1].order == ((3,), (1,), (2,), (0,))


def test_every_change_of_a_ranking_keeps_every_response_once(ready):
    here = ready(two("ranking"), RANK)
    chance = random.Random(5)
    moves = [[chance.choice("mpt"), chance.randrange(6), chance.randrange(7), chance.random() < 0.5] for _ in range(400)]  # fmt: skip
    orders = here.page.evaluate(
        """async moves => { const { moved, placed, tied } = await import('./kind-ranking.js');
        let order = [0, 1, 2, 3, 4, 5].map(n => [n]); const seen = [];
        for (const [what, number, place, flag] of moves) {
          if (what === 'm') order = moved(order, number, flag ? 1 : -1);
          else if (what === 't') order = tied(order, number);
          else order = placed(order, number, Math.min(place, order.length - (flag ? 1 : 0)), flag);
          seen.push(order); } return seen; }""",
        moves,
    )
    for order in orders:
        assert sorted(number for group in order for number in group) == [0, 1, 2, 3, 4, 5]
        assert all(order)
    assert len({json.dumps(order) for order in orders}) > 100


@pytest.mark.parametrize("kind", TASKS)
def test_work_is_undone_redone_and_comes_back_after_a_reload(ready, kind):
    here = ready(two(kind), TASKS[kind])
    here.press(*FINISHED[kind])
    assert here.place() == "Item 2 of 2"
    done = here.entries()[-1]
    assert done["status"] == "done"
    assert values(here)
    here.page.reload()
    here.page.locator(".lwl-item > *").first.wait_for()
    assert here.place() == "Item 2 of 2"
    here.press("u")
    here.page.locator(".lwl-place", has_text="Item 1 of 2").wait_for()
    assert here.entries()[-1]["status"] == "open"
    here.press("Shift+U")
    again = here.entries()[-1]
    assert (again["status"], again["value"]) == (done["status"], done["value"])


NASTY = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>&amp; 😀"


@pytest.mark.parametrize("kind", TASKS)
def test_no_text_of_an_item_is_obeyed(ready, kind):
    texts = {"prompt": NASTY, "source": NASTY, "text": NASTY, "responses": [NASTY, NASTY]}
    named = {
        "shapes": {"labels": [{"name": NASTY[:200]}]},
        "pairwise": {"reasons": [NASTY]},
        "rubric": {"criteria": [{"id": "a", "title": NASTY, "anchors": {"1": NASTY, "2": NASTY}}]},
        "errors": {"error_types": [NASTY], "severities": [NASTY]},
        "ranking": {},
    }
    here = ready([{**ITEMS[kind], **texts, "id": NASTY}], {**TASKS[kind], "question": NASTY, **named[kind]})
    keys = {"shapes": ["Space"], "pairwise": ["1", "3", "q", "Control+Shift+End", "e", "w"], "rubric": ["1"]}
    here.press(*keys.get(kind, ["1", "q", ".", "c"] if kind == "errors" else ["2", "t"]))
    if kind in ("pairwise", "errors"):
        here.page.keyboard.type(NASTY)
        here.press("Escape")
    here.saved()
    assert here.page.evaluate("window.hacked") is None
    assert here.page.locator(".lwl :is(img:not(.lwl-canvas), script)").count() == 0
    assert here.page.get_by_text("<img src=x onerror").count() >= 1


OUTSIDE = """root => { const box = root.getBoundingClientRect();
  return [...root.querySelectorAll('*')].filter(e => e.getClientRects().length && !e.closest('.lwl-live, .lwl-caret, .lwl-frame'))
    .filter(e => { const r = e.getBoundingClientRect(); return r.right > box.right + .5 || r.left < box.left - .5; })
    .map(e => e.outerHTML.slice(0, 120)); }"""


@pytest.mark.parametrize("kind", TASKS)
def test_nothing_is_cut_off_at_320_pixels(ready, kind):
    here = ready(
        two(kind), TASKS[kind], guideline="# Rules\n\nDo *it*.", viewport={"width": 320, "height": 800}
    )
    for keys in (FINISHED[kind][:-1], ["Alt+s"], ["Escape", "F1"]):
        here.press(*keys)
        assert here.page.locator(".lwl").evaluate(OUTSIDE) == []
        assert here.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", TASKS)
def test_axe_finds_nothing_in_these_kinds(ready, kind, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    here = ready(two(kind), TASKS[kind], guideline="# Rules", color_scheme=scheme, bypass_csp=True)
    more = {
        "pairwise": ["3", "q", "Control+Shift+ArrowRight", "e", "."],
        "errors": [","],
        "ranking": ["2", "t"],
    }
    for keys in ([], [*FINISHED[kind][:-1], *more.get(kind, [])], ["F1"]):
        here.press(*keys)
        report = axe.Axe().run(here.page)
        assert report.violations_count == 0, report.generate_report()
    assert here.page.locator(".lwl").get_attribute("data-theme") == scheme


def test_every_kind_shows_in_jupyterlab(notebook):
    """One notebook, one cell for each kind; each is finished by its keys and its value read back in Python."""
    given = [[two(kind), {**TASKS[kind], "name": kind}] for kind in TASKS]
    setup = f"import json\nfrom labelwright import label\ngiven = json.loads({json.dumps(given)!r})"
    cells = [f"work{n} = label(*given[{n}], annotator='ada')" for n in range(len(TASKS))]
    asked = "print([w.annotations[0].value.kind for w in (work0, work1, work2, work3, work4)])"
    desk, folder = notebook("kinds", setup, *cells, asked)
    page = desk.page
    desk.run(desk.cell("given = json.loads"))
    for number, kind in enumerate(TASKS):
        desk.run(desk.cell(f"work{number} ="))
        shown = page.locator(".lwl").nth(number)
        shown.locator(".lwl-item > *").first.wait_for()
        if kind == "shapes":
            shown.locator(".lwl-line").first.wait_for(state="attached")
        shown.focus()
        for key in FINISHED[kind]:
            page.keyboard.press(key)
        shown.locator(".lwl-place", has_text="Item 2 of 2").wait_for()
        shown.locator(".lwl-saved[data-state=saved]").wait_for()
    assert desk.run(desk.cell("print([w.")).inner_text().strip() == str(list(TASKS))
    assert len(list(folder.glob("*.annotations.jsonl"))) == len(TASKS)
