"""Make one learner's log: 400 simulated annotation events, twelve of which break the schema in a known way.

Nobody annotated anything: items, annotators, times and faults are drawn from the learner's seed.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from labelwright.rng import Rng

from .faults import KINDS, Kind

ROSTER = (
    "simulated-amélie",
    "simulated-björn",
    "simulated-chidi",
    "simulated-dóra",
    "simulated-esma",
    "simulated-françois",
)
LINES = 400
FIRST_FAULTY = 30
"""Faults are below this line, so that a repeated id has an earlier id to repeat."""
BREAK_SECONDS = 240
"""The least that a break adds to an event. Events with a break stay sound; they raise every mean."""

SLOTS = {
    "product": (
        "kettle",
        "desk lamp",
        "crêpe pan",
        "bread knife",
        "café press",
        "wool blanket",
        "travel plug",
    ),
    "place": ("Zürich", "Málaga", "Łódź", "Århus", "Porto", "Ghent", "Lyon", "Kraków"),
    "date": ("3 May", "12 June", "1 March", "30 April", "7 July"),
    "amount": ("24 €", "£12", "310 Kč", "€ 8.50", "90 zł", "$15"),
}
PATTERNS = (
    "The {product} came to {place} in one piece.",
    "I paid {amount} for the {product} and would do so again.",
    "Ordered on {date}, still not here in {place}",
    "🙂 The {product} works, and it cost me only {amount}",
    "The shop in {place} took the {product} back on {date}.",
    "Since {date} the {product} leaks.",
    "Too loud for a flat in {place}",
    "Sent on {date} from {place}, for {amount} postage.",
    "Whoever says that {amount} is much for a {product} has never been to {place}",
)


@dataclass(frozen=True)
class Log:
    """The lines of the file, and line number (from 1) to the kind of fault that was planted there."""

    lines: tuple[str, ...]
    planted: dict[int, Kind]


def make(seed: int, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the learner's log as a table with the columns `number` and `line`."""
    log = simulate(seed)
    return pd.DataFrame({"number": range(1, len(log.lines) + 1), "line": log.lines})


def simulate(seed: int) -> Log:
    """Return the log for this seed."""
    rng = Rng(seed)
    events = _events(rng)
    kinds = _kinds(rng)
    places: dict[int, Kind] = {}
    for kind in kinds:
        free = [at for at in range(FIRST_FAULTY, LINES) if at not in places and not _holds_break(events[at])]
        fits = [at for at in free if kind.fits(events[at])]
        places[rng.pick(fits)] = kind
    lines = [_line(event) for event in events]
    sound = [at for at in range(LINES) if at not in places]
    for at, kind in places.items():
        before = events[rng.pick([one for one in sound if one < at])]
        lines[at] = kind.spoil(dict(events[at]), before)
    return Log(tuple(lines), {at + 1: kind for at, kind in sorted(places.items())})


def _kinds(rng: Rng) -> list[Kind]:
    """Return twelve kinds: one for each of the ten rules, and two more."""
    mixed = rng.shuffled(KINDS)
    first = [next(kind for kind in mixed if kind.rule == rule) for rule in range(1, 11)]
    return [*first, *[kind for kind in mixed if kind not in first and kind.rule in (2, 3, 7, 9)][:2]]


def _holds_break(event: dict[str, Any]) -> bool:
    began, ended = (datetime.fromisoformat(event[name]) for name in ("began", "ended"))
    return (ended - began).total_seconds() >= BREAK_SECONDS


def _line(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False)


def _events(rng: Rng) -> list[dict[str, Any]]:
    items = [_item(rng, number) for number in range(1, 101)]
    queues: dict[str, list[tuple[str, str, dict[str, tuple[int, int]]]]] = {name: [] for name in ROSTER}
    for item in items:
        for name in rng.shuffled(ROSTER)[:4]:
            queues[name].append(item)
    never_flags = rng.pick(ROSTER)
    done: list[dict[str, Any]] = []
    for name, queue in queues.items():
        rate = 0.0 if name == never_flags else 0.02 + 0.16 * rng.share()
        done += _shift(rng, name, queue, rate)
    done.sort(key=lambda event: (event["ended"], event["annotator"]))
    ids = rng.shuffled(range(0x1000, 0x10000))[:LINES]
    return [{"event_id": f"ev-{one:04x}", **event} for one, event in zip(ids, done, strict=True)]


def _item(rng: Rng, number: int) -> tuple[str, str, dict[str, tuple[int, int]]]:
    """An item's id, its text, and where the words of each label are in it."""
    words = {label: rng.pick(options) for label, options in SLOTS.items()}
    pattern = rng.pick(PATTERNS)
    text = pattern.format(**words)
    spans = {
        label: (text.index(word), text.index(word) + len(word))
        for label, word in words.items()
        if word in text
    }
    return f"item-{number:03d}", text, spans


def _shift(rng: Rng, name: str, queue: list[Any], rate: float) -> list[dict[str, Any]]:
    """Return one annotator's events, item after item, in two sittings; sometimes a break falls into an item."""
    usual = 7 + 20 * rng.share()
    breaks = set(rng.shuffled(range(len(queue)))[:3])
    clock = datetime(2024, 2, 28, 13, rng.below(30), rng.below(60), tzinfo=UTC)
    events = []
    for place, (item, text, spans) in enumerate(queue):
        if place == len(queue) // 2:
            clock = datetime(2024, 2, 29, 8, rng.below(40), rng.below(60), tzinfo=UTC)
        label = rng.pick(sorted(spans))
        start, end = spans[label]
        seconds = max(2, round(usual * math.exp(0.45 * rng.normal())))
        seconds += BREAK_SECONDS + rng.below(1200) if place in breaks else 0
        began, clock = clock, clock + timedelta(seconds=seconds)
        events.append(
            {
                "item_id": item,
                "text": text,
                "annotator": name,
                "label": label,
                "start": start,
                "end": end,
                "confidence": rng.pick((1, 1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)),
                "flagged": rng.share() < rate,
                "began": stamp(began),
                "ended": stamp(clock),
            }
        )
        clock += timedelta(seconds=1 + rng.below(4))
    return events


def stamp(time: datetime) -> str:
    """Return a time as the schema writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
