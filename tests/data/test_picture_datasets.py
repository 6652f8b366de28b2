"""The pictures and the boxes: digits counted, and every box around one bright coin and nothing else."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from labelwright.data import load, load_card, locate
from labelwright.data.loaders.csv_tables import PIXELS, picture
from labelwright.data.loaders.images import load_boxes, load_pictures, read_shapes

BOXES = Path(__file__).parents[2] / "datasets" / "coin-boxes"


@pytest.fixture(scope="module")
def boxes():
    return list(load(load_card(BOXES)).itertuples(index=False))


def decoded(path):
    """An 8-bit grey PNG as an array, undoing the five filters of the PNG specification, section 9."""
    data, start, packed = path.read_bytes(), 8, b""
    while start < len(data):
        length, kind = struct.unpack(">I4s", data[start : start + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", data[start + 8 : start + 18])
            assert (depth, colour) == (8, 0)
        packed += data[start + 8 : start + 8 + length] if kind == b"IDAT" else b""
        start += length + 12
    raw = zlib.decompress(packed)
    image = np.zeros((height + 1, width + 1), dtype=int)
    for y in range(height):
        line = raw[y * (width + 1) : (y + 1) * (width + 1)]
        for x in range(width):
            left, up, corner = image[y + 1, x], image[y, x + 1], image[y, x]
            guess = (0, left, up, (left + up) // 2, nearest(left, up, corner))[line[0]]
            image[y + 1, x + 1] = (line[x + 1] + guess) % 256
    return image[1:, 1:]


def nearest(left, up, corner):
    return min((left, up, corner), key=lambda value: abs(left + up - corner - value))


def test_digits_are_counted_and_have_three_dead_pixels(fetched):
    digits = load(fetched("digits"))
    counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert digits["digit"].value_counts().sort_index().tolist() == counts
    pixels = digits[list(PIXELS)]
    assert (pixels.to_numpy().min(), pixels.to_numpy().max()) == (0, 16)
    assert [name for name in PIXELS if not pixels[name].any()] == ["pixel_0_0", "pixel_4_0", "pixel_4_7"]
    assert not pixels.duplicated().any()
    assert picture(digits.iloc[0]).tolist()[0] == [0, 0, 5, 13, 9, 1, 0, 0]
    assert digits.loc[0, "pixel_0_3"] == picture(digits.iloc[0])[0, 3]


def test_the_boxes_lie_in_the_picture_and_apart(fetched, boxes):
    coins = load(fetched("coins")).iloc[0]
    assert coins.to_dict() == {"name": "coins.png", "width": 384, "height": 303, "mode": "grey"}
    assert len(boxes) == 24
    assert all(box.x >= 0 and box.x + box.width <= coins["width"] for box in boxes)
    assert all(box.y >= 0 and box.y + box.height <= coins["height"] for box in boxes)
    assert not any(overlap(a, b) for place, a in enumerate(boxes) for b in boxes[:place])
    rows = [boxes[start : start + 6] for start in range(0, 24, 6)]
    assert all([box.x for box in row] == sorted(box.x for box in row) for row in rows)


def overlap(a, b):
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def test_each_box_holds_a_coin_brighter_than_its_corners_and_the_ground_around(fetched, boxes):
    image = decoded(locate(fetched("coins")))
    assert image.shape == (303, 384)
    for box in boxes:
        x, y, width, height = (int(value) for value in (box.x, box.y, box.width, box.height))
        middle = image[y + height // 4 : y + height * 3 // 4, x + width // 4 : x + width * 3 // 4]
        corners = [image[v, u] for v in (y, y + height - 1) for u in (x, x + width - 1)]
        around = np.concatenate([image[y - 4, x : x + width], image[y : y + height, x - 4]])
        assert middle.mean() > np.mean(corners) + 20, box
        assert middle.mean() > around.mean() + 20, box


def test_a_pixel_more_on_each_side_costs_what_the_card_says(boxes):
    shares = [box.width * box.height / ((box.width + 2) * (box.height + 2)) for box in boxes]
    assert 0.895 < min(shares) < max(shares) < 0.945


def test_the_record_of_the_boxes_is_an_annotation_of_the_picture():
    record = read_shapes(BOXES / "boxes.json")
    assert (record.item, record.origin, record.value.width, record.value.height) == (
        "coins.png",
        "model",
        384,
        303,
    )


@pytest.mark.parametrize("start", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + b"\0" * 30])
def test_what_is_no_png_is_named(tmp_path, start):
    path = tmp_path / "coins.png"
    path.write_bytes(start)
    with pytest.raises(ValueError, match=r"coins\.png: not a PNG picture"):
        load_pictures((path,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not an annotation record"),
        ('{"item": "a", "annotator": "b"}', r"not an annotation record: .*\(task\)"),
        (
            '{"item": "a", "annotator": "b", "task": "c", "value": {"kind": "choice", "label": "x"}}',
            "kind choice",
        ),
        ('{"item": "a", "annotator": "b", "task": "c", "status": "skipped"}', "kind none"),
    ],
)
def test_a_file_without_boxes_is_named(tmp_path, text, message):
    path = tmp_path / "boxes.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_boxes((path,))
