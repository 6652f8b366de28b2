"""Draw a learner's queue: 60 messages, ten of which come a second time under another id, far from the first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

LABELS = ("delivery", "return", "payment", "fault", "account", "other")
PLAIN, SUBTLE, EXTRA = 5, 3, 2
"""Messages of each label: plain ones, and those whose words pull the wrong way; and subtle ones on top, of any label."""
TWICE = {"borderline": 2, "subtle": 3, "plain": 5}
"""How many of each sort come twice."""
MOST_OF_A_LABEL = 2
"""So many of them at most share a label: kappa over ten pairs means little where one label has most of them."""
HEAD, TAIL = 20, 25
"""First showings of what comes twice lie in the first `HEAD` places of the queue, the second ones in the last `TAIL`."""


def pool() -> list[dict[str, Any]]:
    """Return all messages with the labels they accept, the best first, and why."""
    lines = Path(__file__).with_name("messages.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def make(seed: int) -> pd.DataFrame:
    """Return the queue: id, text, and `message`, the id of the message, which differs from `id` in a second showing.

    The order is that of a hash over the seed, so no random generator is involved. One borderline message is drawn for
    each gap of the guideline.
    """
    chosen = list(_chosen(_shuffled(pool(), seed, "draw")))
    order = _shuffled(chosen, seed, "order")
    twice = list(_twice(order))
    once = [row for row in order if row not in twice]
    late = len(once) - (TAIL - len(twice))
    head, middle, tail = once[: HEAD - len(twice)], once[HEAD - len(twice) : late], once[late:]
    again = [{**row, "id": row["again"], "message": row["id"]} for row in twice]
    queue = [*_shuffled([*twice, *head], seed, "head"), *middle, *_shuffled([*tail, *again], seed, "tail")]
    return pd.DataFrame(
        [{"id": row["id"], "text": row["text"], "message": row.get("message", row["id"])} for row in queue]
    )


def _chosen(order: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    spare = []
    for label in LABELS:
        yield from [row for row in order if row["stratum"] == f"{label} plain"][:PLAIN]
        subtle = [row for row in order if row["stratum"] == f"{label} subtle"]
        yield from subtle[:SUBTLE]
        spare += subtle[SUBTLE : SUBTLE + 1]
    yield from [row for row in order if row in spare][:EXTRA]
    by_gap = {row["gap"]: row for row in order if row["gap"]}
    yield from by_gap.values()


def _twice(order: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    taken: Counter[str] = Counter()
    for sort, wanted in TWICE.items():
        for row in order:
            label = row["accepted"][0]
            if wanted and _sort(row) == sort and taken[label] < MOST_OF_A_LABEL:
                taken[label] += 1
                wanted -= 1
                yield row


def _sort(row: dict[str, Any]) -> str:
    return str(row["stratum"].split()[-1])


def _shuffled(rows: list[dict[str, Any]], seed: int, what: str) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: sha256(f"{seed}\x1f{what}\x1f{row['id']}".encode()).digest())
