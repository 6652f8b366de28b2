"""Compare the learner's boxes with the exact boxes of their fifteen pictures, and recognise what went wrong with them."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from collections.abc import Iterator

import numpy as np

from labelwright.annotations.values import Box, Shapes
from labelwright.checks import (
    Annotation,
    Failed,
    Mistake,
    NotAttempted,
    Work,
    drawn_boxes,
    own_annotations,
    read_annotations,
)
from labelwright.checks.boxes import Unmatched, box_mistakes, fit_mistakes, unmatched
from labelwright.checks.compare import count_noun, quote_some
from labelwright.quality import Matched, match_boxes

from .habits import CUT, Named, in_order
from .pictures import open_pictures

JOURNAL, DATA = "digit-boxes.annotations.jsonl", "digit-canvases"
IOU = 0.5
SMALL = 16
"""In pixels. Every blot is narrower than this, and every whole digit is at least this high."""
BLOT, BLOT_SHARE = 70, 0.1
"""The grey of the blots, which no digit has, and the least share of it in a box that is about a blot."""
SPOTS, MOST_ERRORS = 3, 0.6
"""The fewest small boxes that are named, and the share that they must have of the boxes without a digit."""


def journal(work: Work) -> list[Annotation]:
    """Return what the journal says about the learner's pictures."""
    return work.cached("journal", lambda: _journal(work))


def _journal(work: Work) -> list[Annotation]:
    found = own_annotations(work, JOURNAL, read_annotations(work, JOURNAL, items=list(work.sample["id"])))
    if not found and started(work):
        raise NotAttempted(
            "You drew boxes, but no picture is finished yet. Open each picture and press Enter."
        )
    if not found:
        raise NotAttempted(
            "No picture is finished yet. Run the cell with `ex.label`, and draw your boxes in the widget."
        )
    return found


def started(work: Work) -> list[str]:
    """Return the pictures that have boxes but were not finished."""
    return open_pictures(work.file(JOURNAL))


def finished(work: Work) -> list[Annotation]:
    """Return what `journal` does; where it cannot be read, the first check says why, and this one waits."""
    try:
        return journal(work)
    except Failed:
        raise NotAttempted(
            "This waits until your file of boxes can be read. The first check says what is wrong with it."
        ) from None


def gold(work: Work) -> dict[str, Shapes]:
    """Return the exact boxes by picture, in the sample's order."""
    return work.cached("gold", lambda: _gold(work))


def _gold(work: Work) -> dict[str, Shapes]:
    rows = work.dataset(DATA).set_index("id").loc[list(work.sample["id"])]
    return {
        str(item): Shapes(
            boxes=tuple(Box(**box) for box in json.loads(row.boxes)), width=row.width, height=row.height
        )
        for item, row in rows.iterrows()
    }


def given(work: Work) -> list[tuple[Box, ...]]:
    """Return the learner's boxes, in the order of `gold`; a picture that is not finished has none."""
    mine = drawn_boxes(finished(work))
    return [mine.get(item, ()) for item in gold(work)]


def matched(work: Work) -> Matched:
    """Return the boxes paired one to one at IoU .5, without regard to labels."""
    return work.cached(
        "matched", lambda: match_boxes(list(gold(work).values()), given(work), threshold=IOU, labels=False)
    )


def left_over(work: Work) -> Unmatched:
    """Return the digits and the boxes without a match."""
    return work.cached("left over", lambda: unmatched(list(gold(work).values()), given(work), matched(work)))


def mistakes(work: Work) -> list[Mistake]:
    """Return the mistakes that digits without a box and boxes without a digit show."""
    return work.cached(
        "mistakes",
        lambda: [
            *undrawn(work),
            *box_mistakes(list(gold(work).values()), given(work), IOU),
            *spots_boxed(work),
        ],
    )


def undrawn(work: Work) -> Iterator[Mistake]:
    """Yield that whole pictures have no box, if most of the digits without a box are there."""
    missed, mine = matched(work).missed, given(work)
    empty = [item for item, boxes in zip(gold(work), mine, strict=True) if not boxes]
    there = sum(not mine[image] for image, _ in missed)
    if empty and there >= MOST_ERRORS * len(missed):
        yield Mistake(
            f"{count_noun(len(empty), 'picture has', 'pictures have')} no finished box: {quote_some(empty, 3)}.",
            "Finish these pictures first.",
        )


def misfits(work: Work) -> Iterator[Mistake]:
    """Yield how the boxes differ from their digits, if most of them differ in one way."""
    yield from fit_mistakes(list(gold(work).values()), given(work))


def too_few(work: Work) -> str:
    """Return why edges and labels cannot be judged, or "" if at least half of the digits are matched."""
    pairs, digits = len(matched(work).pairs), sum(len(image.boxes) for image in gold(work).values())
    return (
        f"Only {pairs} of {digits} digits have a matching box, too few to judge this."
        if 2 * pairs < digits
        else ""
    )


def thin_pictures(work: Work) -> list[str]:
    """Return the pictures in which fewer than half of the digits have a matching box."""
    pairs = [pair.image for pair in matched(work).pairs]
    return [
        item for at, (item, image) in enumerate(gold(work).items()) if 2 * pairs.count(at) < len(image.boxes)
    ]


def spots_boxed(work: Work) -> Iterator[Mistake]:
    """Yield the mistake of boxing spots that are not digits, or of boxes too small for anything."""
    boxes, pages, extra = given(work), list(work.sample["image"]), left_over(work).extra
    small = [(at, boxes[at][n]) for at, n in extra if max(boxes[at][n].width, boxes[at][n].height) < SMALL]
    blots = sum(_is_blot(pages[at], box) for at, box in small)
    least = max(SPOTS, MOST_ERRORS * len(matched(work).extra))
    if blots >= least:
        yield Mistake(
            f"{blots} of your boxes are around the blots.",
            "Remove the boxes around round spots with the Delete key. Rule 1: a blot is not a digit.",
        )
    elif len(small) >= least:
        yield Mistake(
            f"{len(small)} of your boxes are too small for a whole digit. A short drag by accident makes such a box.",
            "Look at the list of boxes below each picture, and remove the very small ones with the Delete key.",
        )


def _is_blot(address: str, box: Box) -> bool:
    """Return whether a box in a picture, a PNG of one part as `data.loaders.canvases` writes it, is about a blot."""
    packed = b64decode(address.split(",")[1])
    body = packed[packed.index(b"IDAT") + 4 : packed.index(b"IEND") - 8]
    page = np.frombuffer(zlib.decompress(body), dtype=np.uint8).reshape(320, 481)[:, 1:]
    x, y = max(0, int(box.x)), max(0, int(box.y))
    part = page[y : max(y, round(box.y + box.height)), x : max(x, round(box.x + box.width))]
    return part.size > 0 and bool((part == BLOT).mean() >= BLOT_SHARE)


def named(work: Work) -> list[Named]:
    """Return the labels of the matched boxes, in the order of drawing."""
    return work.cached("named", lambda: _named(work))


def _named(work: Work) -> list[Named]:
    right, mine, items = list(gold(work).values()), given(work), list(gold(work))
    truth = {
        (pair.image, pair.predicted): right[pair.image].boxes[pair.gold].label for pair in matched(work).pairs
    }
    order = [items.index(one.item) for one in finished(work)]
    return in_order(
        [
            (items[at], truth.get((at, number), ""), box.label)
            for at in order
            for number, box in enumerate(mine[at])
        ]
    )


def cut_off_digits(work: Work) -> int:
    """Return how many digits of the pictures are cut off by the edge."""
    return sum(box.label == CUT for image in gold(work).values() for box in image.boxes)
