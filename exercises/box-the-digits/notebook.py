# %% [markdown]
# # Box the digits
#
# A scanning company wants to train a program that finds handwritten digits on a page. It needs examples: pictures in
# which every digit has a box and a label. You draw the boxes in fifteen pictures with four to seven digits each.
#
# *The pictures were composed by a program from scanned digits of real people (Alpaydin and Kaynak, 1998), enlarged
# from 8 by 8 pixels. So the true boxes are known exactly, but you do not see them.*

# %%
from labelwright import exercise

ex = exercise("box-the-digits")
canvases = ex.sample()
len(canvases)

# %% [markdown]
# ## The guideline, version 1
#
# 1. **Every digit gets one box**, and nothing else gets a box. The ruled lines and the round blots are not digits.
# 2. **The box is tight**: it touches the outermost ink on all four sides, including the light grey squares, and
#    contains no white row or column outside the ink. Zoom in: two extra pixels on each side matter more than they
#    seem.
# 3. **The label is the digit**, 0 to 9.
# 4. **A digit whose ink touches the edge of the picture is cut off.** It gets a box around the visible part and the
#    label `cut-off` (key C), even if you think you know the digit. Do not guess the hidden part.
# 5. *Check the edges last.* Annotators most often miss objects at the edge.
#
# | In the picture | What you do |
# | --- | --- |
# | a 4 in the middle, crossed by a ruled line | a box around the ink of the 4, label 4 |
# | half of an 8, cut by the right edge | a box up to the edge, label cut-off |
# | a black round spot of ten pixels | nothing |
# | a 7 whose upper line fades to light grey | the box includes the grey |

# %% [markdown]
# ## 1. Draw
#
# Run the cell and click into the widget. Drag from one corner of the digit to the opposite one. The new box is now
# chosen: press the key of its digit (0 to 9, or C). Then draw the next box. Drag the corners and edges of a box to
# correct it.
#
# Without a mouse: the arrow keys move the crosshair by one pixel, or by ten with Shift. Space puts a new box there.
# Then the arrows move the box, and with Ctrl they resize it. A label's key changes the label. Escape leaves the box.
#
# `+` and `-` zoom in and out (0 is a label here; the button Fit shows the whole picture again). Delete removes a box,
# Enter finishes the picture, G shows the short guideline, ? all keys. Every action is saved at once, in
# `digit-boxes.annotations.jsonl`. Every picture counts, so finish each one with Enter and skip none.

# %%
task = {
    "name": "digit-boxes",
    "kind": "shapes",
    "question": "Draw a tight box around every digit, and give it a label.",
    "labels": [
        *({"name": str(digit), "key": str(digit)} for digit in range(10)),
        {"name": "cut-off", "key": "c", "meaning": "the ink touches the edge of the picture"},
    ],
    "guideline_version": "1",
    "skip_reasons": ["the picture does not show"],
}
card = """
1. Every digit one box; no lines, no blots.
2. Tight on all four sides, light grey included.
3. Label: the digit.
4. Ink touches the edge: box what shows, label **cut-off**.
5. Go round the edges last.
"""
work = ex.label(canvases, task, guideline=card)

# %% tags=["solution"]
# Here a scripted annotator replaces a person: it looks for ink and compares it with the scanned digits.
import json
import zlib
from base64 import b64decode

import numpy as np
from scipy import ndimage
from sklearn.datasets import load_digits

# The scanned digits as they look in the pictures: light pixels blank, blank rows and columns at the sides cut away.
scans = {}
scanned = load_digits()
for values, digit in zip(scanned.images.astype(int), scanned.target):
    ink = np.where(values >= 4, values, 0)
    ink = ink[np.ix_(ink.any(axis=1), ink.any(axis=0))]
    scans[ink.shape, (255 - ink * 255 // 16).tobytes()] = str(digit)


def look(address):
    """The boxes in a picture as [x, y, width, height, label], and the blots."""
    data = b64decode(address.split(",")[1])
    packed = data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8]
    page = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(320, 481)[:, 1:].astype(int)
    page[page > 200] = 255
    parts, _ = ndimage.label(ndimage.maximum_filter(page < 255, size=21))
    boxes, blots = [], []
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        ys, xs = np.nonzero((parts == number) & (page < 255))
        x, y, right, below = xs.min(), ys.min(), xs.max() + 1, ys.max() + 1
        cells = [page[y + s // 2 : below : s, x + s // 2 : right : s] for s in (6, 7, 8, 9)]
        names = [scans[c.shape, c.tobytes()] for c in cells if (c.shape, c.tobytes()) in scans]
        place = [int(x), int(y), int(right - x), int(below - y)]
        if x == 0 or y == 0 or right == 480 or below == 320:
            boxes.append([*place, "cut-off"])
        elif names:
            boxes.append([*place, names[0]])
        else:
            blots.append([*place, "0"])
    return boxes, blots


def write_boxes(drawn):
    """Write the journal as the widget does, and read it again; `drawn` gives the boxes of each picture."""
    lines = []
    for number, (item, boxes) in enumerate(drawn.items()):
        shapes = [dict(zip(("x", "y", "width", "height", "label"), box)) for box in boxes]
        line = {
            "format_version": 1,
            "id": f"scripted-{number}",
            "act": "set",
            "item": item,
            "annotator": work.annotator or "scripted",
            "task": "digit-boxes",
            "seconds": 45.0,
            "at": "2026-01-01T12:00:00+00:00",
            "status": "done",
            "value": {"kind": "shapes", "boxes": shapes, "points": [], "width": 480, "height": 320},
        }
        lines.append(json.dumps(line))
    with open("digit-boxes.annotations.jsonl", "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
    return ex.label(canvases, task)


seen = {item: look(address) for item, address in zip(canvases["id"], canvases["image"])}
right_boxes = {item: boxes for item, (boxes, _) in seen.items()}
work = write_boxes(right_boxes)

# %%
ex.check("boxes")

# %% [markdown]
# The next check asks for less, but for each rule of the guideline by itself: one rule that is broken everywhere cannot be
# balanced by the others. It also looks at the time that the widget recorded. **You need it to pass.**

# %%
ex.check("rules")

# %% [markdown]
# ## 2. The overlap of two boxes
#
# A box is not simply right or wrong. The usual measure is the **intersection over union**, IoU: the area that both
# boxes cover, divided by the area that at least one of them covers. It is 1 for equal boxes and 0 for boxes that do
# not overlap. Often a detector's box counts as right if its IoU is at least .5.
#
# Write `iou(a, b)`. A box is a list `[x, y, width, height]`; (x, y) is its upper left corner and y grows downwards.
# Edges are between pixels, so the box `[0, 0, 10, 10]` covers 100 pixels, and `[10, 0, 5, 10]` touches it without
# overlap. Coordinates can have fractions. Do not round the result.
#
# By hand, for `[0, 0, 10, 10]` and `[5, 5, 10, 10]`: the boxes share the square from (5, 5) to (10, 10), which is 25. Together they cover
# 100 + 100 - 25 = 175. The IoU is 25/175 = .1429.

# %%
iou = ...
# solution


def shared(a, b):
    """The area that both boxes cover."""
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(across, 0) * max(down, 0)


def iou(a, b):
    return shared(a, b) / (a[2] * a[3] + b[2] * b[3] - shared(a, b))


# %%
# Test yourself: .1429, and .6807 for a box of ten by ten that is moved by one pixel in both directions
if iou is not ...:
    print(iou([0, 0, 10, 10], [5, 5, 10, 10]), iou([0, 0, 10, 10], [1, 1, 10, 10]))

# %%
ex.check("iou")

# %% [markdown]
# Look at the second value: a box of ten by ten pixels that is wrong by one pixel in each direction has already lost a
# third of its IoU. Zoom in for small objects.
#
# ## Hand in
#
# The file with your boxes is handed in together with the notebook. Save the notebook, and then:

# %%
ex.submit()
