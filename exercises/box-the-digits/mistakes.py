"""Wrong answers to "Box the digits". Each cell runs after the solution."""


# %% minus-times-minus
# Boxes that are apart in both directions get an overlap, because minus times minus is plus.
# Try: If the overlap across or the overlap down is 0 or negative, return 0.
def iou(a, b):
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)


# %% only-left-to-right
# You look only at whether the boxes are apart from left to right. They may also be apart from top to bottom.
# Try: If the overlap across or the overlap down is 0 or negative, return 0.
def iou(a, b):
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if across <= 0:
        return 0
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)


# %% only-top-to-bottom
# You look only at whether the boxes are apart from top to bottom. They may also be apart from left to right.
# Try: If the overlap across or the overlap down is 0 or negative, return 0.
def iou(a, b):
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if down <= 0:
        return 0
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)


# %% apart-in-both-directions
# You return 0 only where the boxes are apart in both directions. One direction is enough.
# Try: If the overlap across or the overlap down is 0 or negative, return 0.
def iou(a, b):
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if across <= 0 and down <= 0:
        return 0
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)


# %% divided-by-the-first-box
# You divided the shared area by the first box only.
# Try: Divide by the area that at least one box covers.
def iou(a, b):
    return shared(a, b) / (a[2] * a[3])


# %% divided-by-the-second-box
# You divided the shared area by the second box only.
# Try: Divide by the area that at least one box covers.
def iou(a, b):
    return shared(a, b) / (b[2] * b[3])


# %% divided-by-the-smaller-box
# You divided the shared area by the smaller box, so a box inside another one counts as perfect.
# Try: Divide by the area that at least one box covers.
def iou(a, b):
    return shared(a, b) / min(a[2] * a[3], b[2] * b[3])


# %% divided-by-both-areas
# You divided the shared area by the sum of both areas. That sum counts the shared area twice.
# Try: Subtract the shared area once from that sum.
def iou(a, b):
    return shared(a, b) / (a[2] * a[3] + b[2] * b[3])


# %% dice
# This is the Dice coefficient: twice the shared area, divided by the sum of both areas.
# Try: Divide the shared area by the area that at least one box covers.
def iou(a, b):
    return 2 * shared(a, b) / (a[2] * a[3] + b[2] * b[3])


# %% shared-area
# This is the shared area, in pixels.
# Try: Divide it by the area that at least one box covers.
iou = shared


# %% percent
# Your result is a percentage: 100 times the value that is asked for.
# Try: Do not multiply by 100. Equal boxes have an IoU of 1.
solved = iou


def iou(a, b):
    return 100 * solved(a, b)


# %% distance
# Your result is 1 minus the IoU: the distance of the boxes, not their overlap.
# Try: Return the share that both cover, without subtracting it from 1.
solved = iou


def iou(a, b):
    return 1 - solved(a, b)


# %% corners
# You took the third and fourth number for the opposite corner. They are width and height.
# Try: The right side is at x + width, and the lower side at y + height.
def iou(a, b):
    across = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    down = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    both = across * down
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    return both / union if union else 0.0


# %% one-pixel-more
# Every side is one pixel too long.
# Try: Do not add 1. Edges are between pixels: a box that starts at 0 with a width of 10 ends at 10.
solved = iou


def iou(a, b):
    return solved([a[0], a[1], a[2] + 1, a[3] + 1], [b[0], b[1], b[2] + 1, b[3] + 1])


# %% blots-boxed
# expect: every-digit-is-found failed "of your boxes are around the blots"
work = write_boxes({item: boxes + blots for item, (boxes, blots) in seen.items()})


# %% boxes-moved
# expect: boxes-are-tight failed "Your boxes are moved to the right and down"
# expect: boxes-follow-the-ink failed "Your boxes are moved to the right and down"
work = write_boxes(
    {
        item: [[x + 6, y + 6, width, height, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)


# %% cut-into-the-ink
# expect: boxes-are-tight failed "Your boxes cut into the objects"
# expect: boxes-follow-the-ink failed "Your boxes cut into the objects"
work = write_boxes(
    {
        item: [
            [x + 0.1 * width, y + 0.1 * height, 0.8 * width, 0.8 * height, label]
            for x, y, width, height, label in boxes
        ]
        for item, boxes in right_boxes.items()
    }
)


# %% cut-off-ones-guessed
# expect: boxes-are-named failed "You guessed the hidden part"
# expect: cut-off-digits-are-named failed "You guessed the hidden part"
work = write_boxes(
    {
        item: [[*box[:4], "3" if box[4] == "cut-off" else box[4]] for box in boxes]
        for item, boxes in right_boxes.items()
    }
)


# %% cut-off-ones-missed
# expect: every-digit-is-found failed "are cut off by the edge of the image"
# expect: cut-off-digits-are-named failed "0 of the 21 cut-off digits have a matching box with the label cut-off"
work = write_boxes(
    {item: [box for box in boxes if box[4] != "cut-off"] for item, boxes in right_boxes.items()}
)


# %% cut-off-ones-padded
# expect: every-digit-is-found failed "of your boxes are loose"
# expect: each-digit-has-one-box failed "of your boxes are loose"
# expect: cut-off-digits-are-named failed "of these have a box that fits badly"
def padded(x, y, width, height, label):
    if label != "cut-off":
        return [x, y, width, height, label]
    left, top, right, below = (
        max(0, x - 14),
        max(0, y - 14),
        min(480, x + width + 14),
        min(320, y + height + 14),
    )
    return [left, top, right - left, below - top, label]


work = write_boxes({item: [padded(*box) for box in boxes] for item, boxes in right_boxes.items()})


# %% digits-mixed-up
# expect: boxes-are-named failed "1 and 7 are mixed up"
other = {"1": "7", "7": "1"}
work = write_boxes(
    {item: [[*box[:4], other.get(box[4], box[4])] for box in boxes] for item, boxes in right_boxes.items()}
)


# %% each-box-twice
# expect: every-digit-is-found failed "are a second box around an object that has one already"
# expect: each-digit-has-one-box failed "are a second box around an object that has one already"
work = write_boxes({item: boxes + boxes for item, boxes in right_boxes.items()})


# %% each-rule-has-its-own-mistake
# expect: boxes-are-named failed "20 whole digits have the label cut-off"
# expect: whole-digits-are-named failed "20 whole digits have the label cut-off"
# expect: cut-off-digits-are-named failed "13 digits at the edge have a digit as their label"
left = {"whole": 20, "cut-off": 13}
changed = {}
for item, boxes in right_boxes.items():
    changed[item] = []
    for box in boxes:
        kind, label = ("cut-off", "3") if box[4] == "cut-off" else ("whole", "cut-off")
        left[kind] -= 1
        changed[item].append([*box[:4], label if left[kind] >= 0 else box[4]])
work = write_boxes(changed)


# %% far-corner-for-size
# expect: every-digit-is-found failed "You gave the opposite corner (x2, y2)"
# expect: boxes-are-tight failed "First correct the boxes"
# expect: boxes-are-named failed "First correct the boxes"
# expect: each-digit-has-one-box failed "You gave the opposite corner (x2, y2)"
# expect: boxes-follow-the-ink failed "First correct the boxes"
# expect: whole-digits-are-named failed "First correct the boxes"
# expect: cut-off-digits-are-named failed "First correct the boxes"
work = write_boxes(
    {
        item: [[x, y, x + width, y + height, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)


# %% five-pictures-left-empty
# expect: every-picture-is-finished failed "are finished without a box"
# expect: every-digit-is-found failed "5 pictures have no finished box"
# expect: each-digit-has-one-box failed "Fewer than half of the digits have a matching box"
smallest = sorted(right_boxes, key=lambda item: len(right_boxes[item]))[:5]
work = write_boxes({item: [] if item in smallest else boxes for item, boxes in right_boxes.items()})


# %% labels-at-random
# expect: boxes-are-named failed "Most of these labels are wrong, so hard digits are not the reason"
# expect: whole-digits-are-named failed "Most of these labels are wrong, so hard digits are not the reason"
# expect: cut-off-digits-are-named failed "Go along the four edges of each picture"
import random

draw = random.Random(4)
work = write_boxes(
    {item: [[*box[:4], draw.choice("0123456789")] for box in boxes] for item, boxes in right_boxes.items()}
)


# %% labels-of-the-box-after
# expect: boxes-are-named failed "have the label of the box that you drew just after them"
# expect: whole-digits-are-named failed "have the label of the box that you drew just after them"
# expect: cut-off-digits-are-named failed "have the label of the box that you drew just after them"
work = write_boxes(
    {
        item: [[*box[:4], later[4]] for box, later in zip(boxes, [*boxes[1:], boxes[-1]])]
        for item, boxes in right_boxes.items()
    }
)


# %% labels-of-the-box-before
# expect: boxes-are-named failed "have the label of the box that you drew just before them"
# expect: whole-digits-are-named failed "have the label of the box that you drew just before them"
# expect: cut-off-digits-are-named failed "have the label of the box that you drew just before them"
label, moved = "0", {}
for item, boxes in right_boxes.items():
    moved[item] = []
    for box in boxes:
        moved[item].append([*box[:4], label])
        label = box[4]
work = write_boxes(moved)


# %% labels-of-the-whole-digit-before
# expect: boxes-are-named failed "have the label of the box that you drew just before them"
# expect: whole-digits-are-named failed "have the label of the box that you drew just before them"
label, moved = "0", {}
for item, boxes in right_boxes.items():
    moved[item] = []
    for box in boxes:
        moved[item].append(box if box[4] == "cut-off" else [*box[:4], label])
        label = label if box[4] == "cut-off" else box[4]
work = write_boxes(moved)


# %% last-picture-not-finished
# expect: every-picture-is-finished failed "has boxes but is not finished. A picture"
# expect: each-digit-has-one-box failed "Fewer than half of the digits have a matching box"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
lines = journal.read_text("utf-8").splitlines()
lines[-1] = lines[-1].replace('"status": "done"', '"status": "open"')
journal.write_text("\n".join(lines), "utf-8")


# %% no-time-taken
# expect: time-was-taken failed "took less time than it takes to look at them. Half took 0.001 seconds"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
journal.write_text(journal.read_text("utf-8").replace('"seconds": 45.0', '"seconds": 0.001'), "utf-8")


# %% one-cut-off-digit-boxed
# expect: every-digit-is-found failed "are cut off by the edge of the image"
# expect: cut-off-digits-are-named failed "20 of them have no matching box"
boxed = [0]


def wanted(box):
    boxed[0] += box[4] == "cut-off"
    return box[4] != "cut-off" or boxed[0] == 1


work = write_boxes({item: [box for box in boxes if wanted(box)] for item, boxes in right_boxes.items()})


# %% one-huge-box
# expect: every-digit-is-found failed "hold two or more objects"
# expect: boxes-are-tight failed "First correct the boxes"
# expect: boxes-are-named failed "First correct the boxes"
# expect: each-digit-has-one-box failed "hold two or more objects"
# expect: boxes-follow-the-ink failed "First correct the boxes"
# expect: whole-digits-are-named failed "First correct the boxes"
# expect: cut-off-digits-are-named failed "First correct the boxes"
work = write_boxes(dict.fromkeys(right_boxes, [[0, 0, 480, 320, "3"]]))


# %% one-label-for-all
# expect: boxes-are-named failed "matched boxes have the label 1"
# expect: whole-digits-are-named failed "One label for everything says nothing"
# expect: cut-off-digits-are-named failed "One label for everything says nothing"
work = write_boxes({item: [[*box[:4], "1"] for box in boxes] for item, boxes in right_boxes.items()})


# %% one-picture-skipped
# expect: every-picture-is-finished failed "is skipped. A picture"
# expect: each-digit-has-one-box failed "Fewer than half of the digits have a matching box"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
lines = journal.read_text("utf-8").splitlines()
last = json.loads(lines[-1])
del last["value"]
last |= {"status": "skipped", "reason": "the picture does not show"}
journal.write_text("\n".join([*lines[:-1], json.dumps(last)]), "utf-8")


# %% padded
# expect: boxes-are-tight failed "Your boxes are loose"
# expect: boxes-follow-the-ink failed "Your boxes are loose"
work = write_boxes(
    {
        item: [[x - 7, y - 7, width + 14, height + 14, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)


# %% right-side-of-a
# expect: iou-is-right failed "An IoU is between 0 and 1"
def iou(a, b):
    across = max(0, a[0] + a[2] - b[0])
    down = max(0, a[1] + a[3] - b[1])
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)


# %% same-boxes-every-time
# expect: iou-is-right failed "for every pair of boxes"
solved = iou


def iou(a, b):
    return solved([0, 0, 10, 10], [5, 5, 10, 10])


# %% somebody-else-s-journal
# expect: every-picture-is-finished failed "were made by `somebody-else`, not by `ada`"
# expect: every-digit-is-found not_attempted "This waits until your file of boxes can be read"
# expect: boxes-are-tight not_attempted "This waits until your file of boxes can be read"
# expect: boxes-are-named not_attempted "This waits until your file of boxes can be read"
# expect: time-was-taken not_attempted "This waits until your file of boxes can be read"
# expect: each-digit-has-one-box not_attempted "This waits until your file of boxes can be read"
# expect: boxes-follow-the-ink not_attempted "This waits until your file of boxes can be read"
# expect: whole-digits-are-named not_attempted "This waits until your file of boxes can be read"
# expect: cut-off-digits-are-named not_attempted "This waits until your file of boxes can be read"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
journal.write_text(
    journal.read_text("utf-8").replace('"annotator": "scripted"', '"annotator": "somebody-else"'), "utf-8"
)


# %% stopped-half-way
# expect: every-picture-is-finished failed "7 of your 15 pictures are finished"
# expect: every-digit-is-found failed "8 pictures have no finished box"
# expect: boxes-are-tight failed "too few to judge this"
# expect: boxes-are-named failed "too few to judge this"
# expect: time-was-taken failed "You finished 7 of 15 pictures, too few to judge this"
# expect: each-digit-has-one-box failed "Finish these pictures first"
# expect: boxes-follow-the-ink failed "too few to judge this"
# expect: whole-digits-are-named failed "too few to judge this"
# expect: cut-off-digits-are-named failed "too few to judge this"
work = write_boxes(dict(list(right_boxes.items())[:7]))


# %% tiny-boxes-by-accident
# expect: every-digit-is-found failed "too small for a whole digit. A short drag by accident"
# expect: each-digit-has-one-box failed "too small for a whole digit. A short drag by accident"
import random

draw = random.Random(4)
work = write_boxes(
    {
        item: [*boxes, *([draw.randint(60, 400), draw.randint(60, 250), 3, 3, "1"] for _ in range(3))]
        for item, boxes in right_boxes.items()
    }
)


# %% two-digits-in-one-box
# expect: every-digit-is-found failed "boxes hold two or more objects"
# expect: each-digit-has-one-box failed "boxes hold two or more objects"
def joined(boxes):
    first, *others = boxes
    second = min(others, key=lambda box: abs(box[0] - first[0]) + abs(box[1] - first[1]))
    x, y = min(first[0], second[0]), min(first[1], second[1])
    right = max(box[0] + box[2] for box in (first, second))
    below = max(box[1] + box[3] for box in (first, second))
    both = [x, y, right - x, below - y, first[4]]
    return [both, *(box for box in others if box is not second)]


work = write_boxes({item: joined(boxes) for item, boxes in right_boxes.items()})


# %% x-and-y-exchanged
# expect: every-digit-is-found failed "You swapped x and y"
# expect: boxes-are-tight failed "First correct the boxes"
# expect: boxes-are-named failed "First correct the boxes"
# expect: each-digit-has-one-box failed "You swapped x and y"
# expect: boxes-follow-the-ink failed "First correct the boxes"
# expect: whole-digits-are-named failed "First correct the boxes"
# expect: cut-off-digits-are-named failed "First correct the boxes"
work = write_boxes(
    {
        item: [[y, x, height, width, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)
