"""Compare the learner's boxes with the exact boxes of their fifteen pictures, and recognise habits."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from labelwright.annotations.values import Box, Shapes
from labelwright.checks import (
    Annotation,
    Mistake,
    NotAttempted,
    Work,
    drawn_boxes,
    own_annotations,
    read_annotations,
)
from labelwright.checks.boxes import box_mistakes
from labelwright.quality import Matched, match_boxes

JOURNAL, DATA, CUT = "digit-boxes.annotations.jsonl", "digit-canvases", "cut-off"
IOU = 0.5
BLOT = 16
"""In pixels. Every blot is narrower than this, and every whole digit is at least this high."""
FEW = 5
"""The fewest boxes that can show one label for everything."""


def journal(work: Work) -> list[Annotation]:
    """Return what the journal says about the learner's pictures."""
    return work.cached("journal", lambda: _journal(work))


def _journal(work: Work) -> list[Annotation]:
    found = own_annotations(work, JOURNAL, read_annotations(work, JOURNAL, items=list(work.sample["id"])))
    if not found:
        raise NotAttempted(
            "No picture is finished yet. Run the cell with `ex.label`, and draw your boxes in the widget."
        )
    return found


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
    """Return the learner's boxes, in the order of `gold`."""
    mine = drawn_boxes(journal(work))
    return [mine.get(item, ()) for item in gold(work)]


def matched(work: Work) -> Matched:
    """Return the boxes paired one to one at IoU .5, without regard to labels."""
    return work.cached(
        "matched", lambda: match_boxes(list(gold(work).values()), given(work), threshold=IOU, labels=False)
    )


def mistakes(work: Work) -> Iterator[Mistake]:
    """Yield the mistakes that the learner's boxes show, without regard to labels; nothing is computed before the first."""
    yield from work.cached(
        "mistakes", lambda: list(box_mistakes(list(gold(work).values()), given(work), IOU))
    )


def too_few(work: Work) -> str:
    """Return why edges and labels cannot be judged, or "" if at least half of the digits are matched."""
    pairs, digits = len(matched(work).pairs), sum(len(image.boxes) for image in gold(work).values())
    return (
        f"Only {pairs} of {digits} digits have a matching box, too few to judge this."
        if 2 * pairs < digits
        else ""
    )


def blots_boxed(work: Work) -> Mistake | None:
    """Return the mistake of boxing spots that are not digits."""
    boxes = given(work)
    small = [boxes[image][number] for image, number in matched(work).extra]
    spots = sum(box.width < BLOT and box.height < BLOT for box in small)
    if spots < 3:
        return None
    return Mistake(
        f"{spots} of your boxes are too small for a whole digit. They are as small as the blots.",
        "Look at these boxes again. Remove those around round spots with the Delete key. Rule 1: a blot is not a digit.",
    )


def named(work: Work) -> list[tuple[str, str]]:
    """Return the right label and the learner's label of each matched box."""
    right, mine = list(gold(work).values()), given(work)
    return [
        (right[pair.image].boxes[pair.gold].label, mine[pair.image][pair.predicted].label)
        for pair in matched(work).pairs
    ]


def label_habits(work: Work) -> list[Mistake]:
    """Return what goes wrong with the labels of matched boxes, the clearest habit first."""
    pairs = named(work)
    used = Counter(mine for _, mine in pairs)
    if len(pairs) >= FEW and used.most_common(1)[0][1] >= 0.9 * len(pairs):
        label, times = used.most_common(1)[0]
        return [
            Mistake(
                f"{times} of your {len(pairs)} matched boxes have the label {label}. One label for everything says nothing.",
                "Press the key of the digit before you draw its box. In a box, the key changes the label.",
            )
        ]
    guessed = sum(truth == CUT != mine for truth, mine in pairs)
    called_cut = sum(mine == CUT != truth for truth, mine in pairs)
    found = []
    if guessed >= 2 and guessed >= called_cut:
        found.append(
            Mistake(
                f"{guessed} digits at the edge have a digit as their label. You guessed the hidden part.",
                "If the ink touches the edge, use the label cut-off (rule 4).",
            )
        )
    elif called_cut >= 2:
        found.append(
            Mistake(
                f"{called_cut} whole digits have the label cut-off.",
                "Zoom in on the edge of the picture. A digit is cut off only if its ink touches the edge (rule 4).",
            )
        )
    mixed = Counter(tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1] and CUT not in pair)
    if mixed and (most := mixed.most_common(1)[0])[1] >= 2:
        (first, second), times = most
        found.append(
            Mistake(
                f"{first} and {second} are mixed up {times} times.",
                f"Look again at every {first} and every {second}. From some distance they are easier to tell apart.",
            )
        )
    return found
