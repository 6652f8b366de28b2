"""Simulate 600 triaged messages: one slice with more false alarms, one tiny decoy, one slice with more true alarms."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.rng import Rng

N = 600
SIZES = (180, 160, 140, 120)
LEVELS = {
    "dialect": ("coastal", "highland", "island", "standard"),
    "names": ("list A", "list B", "list C", "list D"),
    "channel": ("app", "forum", "letter", "phone"),
    "length": ("one line", "short", "long", "very long"),
    "hour": ("night", "morning", "afternoon", "evening"),
}
SLICES = sum(len(levels) for levels in LEVELS.values())
WIDER = NormalDist().inv_cdf(1 - 0.05 / SLICES / 2)
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


def make(seed: int) -> pd.DataFrame:
    """Return the learner's 600 messages; drawn again until chance has made one slice look biased that is not.

    In the planted slice 25 to 27 of 144 harmless messages are marked, elsewhere 19 to 21 of 336: a gap of about 12
    points. The decoy has 14 messages. In one channel half of the messages are aggressive, and so more are marked, rightly.
    """
    rng = Rng(seed)
    for _ in range(2000):
        table, planted, decoy, loud = draw(rng)
        gaps = audit(table)
        clear = gaps.index[(gaps["gap"].abs() > gaps["wide"])]
        seen = gaps.index[(gaps["gap"].abs() > gaps["narrow"])]
        if (
            list(clear) == [planted]
            and len(seen) >= 2
            and decoy not in seen
            and loud == gaps["marked"].idxmax()
        ):
            return table
    raise ValueError("no draw fits; change the sizes")


def draw(rng: Rng) -> tuple[pd.DataFrame, str, str, str]:
    """Return one table, and the names of its planted slice, its decoy and its loud slice."""
    inside = np.repeat([True, False, True, False], [144, 336, 36, 84])
    aggressive = np.repeat([False, True], [480, 120])
    marked = np.concatenate(
        [ones(25 + rng.below(3), 144), ones(19 + rng.below(3), 336), ones(33, 36), ones(75, 84)]
    )
    attributes = {name: rng.shuffled(levels) for name, levels in LEVELS.items()}
    first, second = rng.shuffled(["dialect", "names"])
    columns = {
        first: filled(rng, inside, attributes[first], SIZES[1:]),
        second: filled(rng, tiny(rng, aggressive, marked), attributes[second], (226, 190, 170)),
        "channel": filled(rng, loud(rng, aggressive), attributes["channel"], (170, 150, 130)),
    }
    for name in ("length", "hour"):
        columns[name] = filled(rng, np.zeros(N, bool), attributes[name], (190, 160, 140, 110))
    table = pd.DataFrame(
        {**{name: columns[name] for name in LEVELS}, "aggressive": aggressive, "marked": marked}
    )
    table = table.iloc[rng.shuffled(range(N))].reset_index(drop=True)
    table.insert(0, "id", [f"m{number:03}" for number in range(1, N + 1)])
    names = [f"{name}: {attributes[name][0]}" for name in (first, second, "channel")]
    return table, names[0], names[1], names[2]


def ones(many: int, of: int) -> Flags:
    """`of` flags, of which the first `many` are set."""
    return np.arange(of) < many


def tiny(rng: Rng, aggressive: Flags, marked: Flags) -> Flags:
    """14 messages: 3 harmless ones that are marked, 8 that are not, and 3 aggressive ones."""
    chosen = np.zeros(N, bool)
    for many, of in ((3, ~aggressive & marked), (8, ~aggressive & ~marked), (3, aggressive)):
        chosen[rng.shuffled(np.flatnonzero(of).tolist())[:many]] = True
    return chosen


def loud(rng: Rng, aggressive: Flags) -> Flags:
    """150 messages of which half are aggressive."""
    chosen = np.zeros(N, bool)
    for of in (aggressive, ~aggressive):
        chosen[rng.shuffled(np.flatnonzero(of).tolist())[:75]] = True
    return chosen


def filled(rng: Rng, chosen: Flags, levels: Sequence[str], sizes: tuple[int, ...]) -> npt.NDArray[np.object_]:
    """Return the first level where `chosen`, and the others dealt at random to the rest; all of them where none is chosen."""
    rest = levels[1:] if chosen.any() else levels
    column = np.full(N, levels[0], dtype=object)
    column[~chosen] = rng.shuffled(np.repeat(rest, sizes).tolist())
    return column


def masks(table: pd.DataFrame) -> dict[str, Flags]:
    """Return which rows each of the twenty slices holds, by its name."""
    return {
        f"{name}: {level}": (table[name] == level).to_numpy()
        for name, levels in LEVELS.items()
        for level in levels
    }


def audit(table: pd.DataFrame) -> pd.DataFrame:
    """For each slice: harmless messages, false alarms, the gap to the rest, and half the width of its two intervals."""
    harmless, marked = ~table["aggressive"].to_numpy(), table["marked"].to_numpy()
    lines = {}
    for name, inside in masks(table).items():
        here, there = marked[harmless & inside], marked[harmless & ~inside]
        error = np.sqrt(sum(part.mean() * (1 - part.mean()) / len(part) for part in (here, there)))
        lines[name] = {
            "n": len(here),
            "rate": here.mean(),
            "gap": here.mean() - there.mean(),
            "narrow": NormalDist().inv_cdf(0.975) * error,
            "wide": WIDER * error,
            "marked": marked[inside].mean(),
            "size": int(inside.sum()),
        }
    return pd.DataFrame(lines).T
