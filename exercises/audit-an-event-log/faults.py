"""The kinds of fault that a log may hold: the rule each breaks, how it is planted, and why people miss it."""

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

    `missed` says which way of working misses it.
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
    """Count the end in bytes, as some tools do."""
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
        "You skipped a line that json.loads cannot read. Such a line is a fault too.",
    ),
    Kind(
        "nan",
        1,
        _with(confidence=float("nan")),
        "json.loads accepts NaN, which is not JSON. Every comparison with NaN is False, so `x < 0 or x > 1` does "
        "not find it.",
    ),
    Kind(
        "missing",
        2,
        lambda event, before: _written({name: event[name] for name in event if name != "confidence"}),
        "You tested only the fields that exist. A missing field has no value to test.",
    ),
    Kind(
        "renamed",
        2,
        _renamed("annotator", "worker"),
        "A field with another name means that one field is missing and one is extra.",
    ),
    Kind(
        "extra",
        2,
        _with(note="see above"),
        "You tested only that all fields exist. Rule 2 also forbids extra fields: compare the two sets.",
    ),
    Kind(
        "digits as text",
        3,
        lambda event, before: _written({**event, "start": str(event["start"])}),
        "A number in quotation marks is text. Your code turned it into a number, and that hid the fault.",
    ),
    Kind(
        "flag as text",
        3,
        lambda event, before: _written({**event, "flagged": str(event["flagged"]).lower()}),
        'In Python the text "false" counts as true, like every text that is not empty. Test the type, not the truth '
        "value.",
    ),
    Kind(
        "flag as number",
        3,
        lambda event, before: _written({**event, "flagged": int(event["flagged"])}),
        "In Python 0 == False and 1 == True, so a comparison or `in (True, False)` accepts the numbers 0 and 1.",
    ),
    Kind(
        "number as truth",
        3,
        _with(confidence=True),
        "In Python `isinstance(True, int)` is True, so a truth value counts as a number. Use `type(x) in (int, "
        "float)`.",
    ),
    Kind(
        "null",
        3,
        _with(label=None),
        "A field with null exists but has no value: rule 3 forbids null.",
    ),
    Kind(
        "id used again",
        4,
        lambda event, before: _written({**event, "event_id": before["event_id"]}),
        "You compared whole lines. Two lines can have the same event_id and still differ in other fields.",
    ),
    Kind(
        "sent twice",
        4,
        lambda event, before: _written(before),
        "A line that was sent twice looks correct by itself. Only the set of earlier ids shows the fault.",
    ),
    Kind(
        "look-alike",
        5,
        lambda event, before: _written(
            {**event, "annotator": unicodedata.normalize("NFD", event["annotator"])}
        ),
        "Two names look the same but have different characters: an accented letter in one of them, a "
        "letter and a separate accent in the other. If you convert to NFC first, or compare by eye, you do not see it.",
        _accented,
    ),
    Kind(
        "capital",
        6,
        lambda event, before: _written({**event, "label": event["label"].capitalize()}),
        "You changed upper case to lower case before you compared labels. The schema allows only four spellings, "
        "and other programs know only these four.",
    ),
    Kind(
        "other word",
        6,
        _with(label="location"),
        "This label comes from another guideline. It looks right, but it is not in this list.",
    ),
    Kind(
        "reversed",
        7,
        lambda event, before: _written({**event, "start": event["end"], "end": event["start"]}),
        "You compared start and end with the text, but not with each other.",
    ),
    Kind(
        "outside",
        7,
        _outside,
        "You did not compare the end with the length of the text, or you counted bytes. `len(text.encode())` is "
        "longer than `len(text)` if one letter is not ASCII.",
        _bytes_lie_outside,
    ),
    Kind(
        "from the end",
        7,
        lambda event, before: _written({**event, "start": event["start"] - len(event["text"])}),
        "Python counts a negative position from the end, so the marked words look right. Rule 7 starts at 0.",
    ),
    Kind(
        "per cent",
        8,
        lambda event, before: _written({**event, "confidence": round(100 * event["confidence"])}),
        "You accepted both a share and a percentage, or you did not test the range of confidence.",
    ),
    Kind(
        "other zone",
        9,
        lambda event, before: _written({**event, "ended": event["ended"].replace("Z", "+01:00")}),
        "Many date functions accept any time zone. The schema asks for UTC, written Z, so that times can be "
        "compared as text.",
    ),
    Kind(
        "no zone",
        9,
        lambda event, before: _written({**event, "began": event["began"].removesuffix("Z")}),
        "You read a time without a zone as if it had one.",
    ),
    Kind(
        "no such day",
        9,
        lambda event, before: _written({**event, "began": f"2024-02-30{event['began'][10:]}"}),
        "You tested the form of the time, but not whether the day exists. A pattern of digits accepts 30 February.",
    ),
    Kind(
        "no such hour",
        9,
        lambda event, before: _written({**event, "ended": f"{event['ended'][:11]}25{event['ended'][13:]}"}),
        "You tested the form of the time, but not whether the hour exists. A pattern of digits accepts 25 o'clock.",
    ),
    Kind(
        "backwards",
        10,
        lambda event, before: _written({**event, "began": event["ended"], "ended": event["began"]}),
        "You tested each time by itself. Rule 10 compares the two times.",
    ),
)
"""In the order of the rules. A log has one kind for each rule, and two more."""
