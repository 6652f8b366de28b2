"""The kinds of fault that a log may hold: the rule each breaks, how it is planted, and what makes people miss it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Event = dict[str, Any]


def _any(event: Event) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """One kind: `spoil` makes the faulty line from an event and an earlier sound one, for events that it `fits`.

    `missed` says which way of working overlooks it.
    """

    name: str
    rule: int
    spoil: Callable[[Event, Event], str]
    missed: str
    fits: Callable[[Event], bool] = _any


def _written(event: Event) -> str:
    return json.dumps(event, ensure_ascii=False)


def _with(**changes: Any) -> Callable[[Event, Event], str]:
    return lambda event, before: _written({**event, **changes})


def _renamed(old: str, new: str) -> Callable[[Event, Event], str]:
    return lambda event, before: _written(
        {new if name == old else name: value for name, value in event.items()}
    )


def _cut(event: Event, before: Event) -> str:
    line = _written(event)
    return line[: len(line) * 2 // 3]


def _outside(event: Event, before: Event) -> str:
    """The end counted in bytes, as some tools do."""
    return _written({**event, "end": len(event["text"][: event["end"]].encode())})


def _bytes_lie_outside(event: Event) -> bool:
    return len(event["text"][: event["end"]].encode()) > len(event["text"])


def _accented(event: Event) -> bool:
    return not event["annotator"].isascii()


KINDS = (
    Kind(
        "cut off",
        1,
        _cut,
        "A line that json.loads refuses was passed over; a line that cannot be read is a finding.",
    ),
    Kind(
        "nan",
        1,
        _with(confidence=float("nan")),
        "json.loads takes NaN, which is not JSON; and every comparison with NaN is False, so `x < 0 or x > 1` lets it pass.",
    ),
    Kind(
        "missing",
        2,
        lambda event, before: _written({name: event[name] for name in event if name != "confidence"}),
        "Only the values that are there were tested; a missing field has none.",
    ),
    Kind(
        "renamed",
        2,
        _renamed("annotator", "worker"),
        "A field under another name is one missing and one too many.",
    ),
    Kind(
        "extra",
        2,
        _with(note="see above"),
        "The fields were tested for being there. Rule 2 also forbids others: compare the two sets.",
    ),
    Kind(
        "digits as text",
        3,
        lambda event, before: _written({**event, "start": str(event["start"])}),
        "A number in quotation marks is text. It was turned into a number while reading, which hid the fault.",
    ),
    Kind(
        "flag as text",
        3,
        lambda event, before: _written({**event, "flagged": str(event["flagged"]).lower()}),
        'The text "false" is true in Python, as every text is that is not empty. Ask for the type, not for the truth.',
    ),
    Kind(
        "flag as number",
        3,
        lambda event, before: _written({**event, "flagged": int(event["flagged"])}),
        "In Python 0 == False and 1 == True, so a comparison or `in (True, False)` lets the numbers 0 and 1 pass.",
    ),
    Kind(
        "number as truth",
        3,
        _with(confidence=True),
        "`isinstance(True, int)` is True in Python, so a truth value passes for a number. Ask `type(x) in (int, float)`.",
    ),
    Kind(
        "null",
        3,
        _with(label=None),
        "A field that holds null is there and has no value: rule 3 forbids null.",
    ),
    Kind(
        "id used again",
        4,
        lambda event, before: _written({**event, "event_id": before["event_id"]}),
        "Whole lines were compared. Two lines with one event_id need not be equal in all else.",
    ),
    Kind(
        "sent twice",
        4,
        lambda event, before: _written(before),
        "A line that was sent twice is sound by itself; only the list of ids seen so far shows it.",
    ),
    Kind(
        "look-alike",
        5,
        lambda event, before: _written(
            {**event, "annotator": unicodedata.normalize("NFD", event["annotator"])}
        ),
        "Two names look alike and are not the same characters: one has a letter with its accent, the other a letter and a "
        "combining accent. Comparing after NFC, or by eye, hides it.",
        _accented,
    ),
    Kind(
        "capital",
        6,
        lambda event, before: _written({**event, "label": event["label"].capitalize()}),
        "Labels were compared after changing their case. The schema lists four spellings, and a program that reads the log "
        "will know no fifth.",
    ),
    Kind(
        "other word",
        6,
        _with(label="location"),
        "A label of another guideline reads well and is not in this set.",
    ),
    Kind(
        "reversed",
        7,
        lambda event, before: _written({**event, "start": event["end"], "end": event["start"]}),
        "Start and end were each held against the text, but not against one another.",
    ),
    Kind(
        "outside",
        7,
        _outside,
        "The end was not held against the length of the text, or bytes were counted: `len(text.encode())` is longer than "
        "`len(text)` as soon as one letter is not ASCII.",
        _bytes_lie_outside,
    ),
    Kind(
        "from the end",
        7,
        lambda event, before: _written({**event, "start": event["start"] - len(event["text"])}),
        "Python reads a negative position from the end, so the marked words look right. Rule 7 begins at 0.",
    ),
    Kind(
        "per cent",
        8,
        lambda event, before: _written({**event, "confidence": round(100 * event["confidence"])}),
        "A share and a percentage were both let through; or the range of confidence was not tested.",
    ),
    Kind(
        "other zone",
        9,
        lambda event, before: _written({**event, "ended": event["ended"].replace("Z", "+01:00")}),
        "A reader of dates takes any zone. The schema asks for UTC, written Z, because times are compared as they stand.",
    ),
    Kind(
        "no zone",
        9,
        lambda event, before: _written({**event, "began": event["began"].removesuffix("Z")}),
        "A time without a zone was read as if it had one.",
    ),
    Kind(
        "no such day",
        9,
        lambda event, before: _written({**event, "began": f"2024-02-30{event['began'][10:]}"}),
        "The form of the time was tested, not whether the day exists. A pattern of digits takes 30 February.",
    ),
    Kind(
        "no such hour",
        9,
        lambda event, before: _written({**event, "ended": f"{event['ended'][:11]}25{event['ended'][13:]}"}),
        "The form of the time was tested, not whether the hour exists. A pattern of digits takes 25 o'clock.",
    ),
    Kind(
        "backwards",
        10,
        lambda event, before: _written({**event, "began": event["ended"], "ended": event["began"]}),
        "Each time was tested by itself. Rule 10 is about the two together.",
    ),
)
"""In the order in which the rules stand; a log holds one kind for each rule, and two more."""
