"""The one assignment that is measured, and seeded submissions to it: right, partly wrong and raising."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jupytext
from variants import RAISING, WRONG

SLUG = "judge-a-batch"
FOLDER = Path(__file__).parent / SLUG
MIX = {"right": 0.60, "wrong": 0.25, "raises": 0.15}
"""The shares of submissions that are right, partly wrong, and end a cell with an error."""

_CHECK = re.compile(r'^ex\.check\("([a-z]+)"\)$')


@dataclass(frozen=True)
class Cell:
    """One cell: `role` is prose, tool (labelwright's own calls), given, answer or check; `task` where it has one."""

    role: str
    source: str
    task: str = ""


@dataclass(frozen=True)
class Work:
    """What one learner hands in: code by task, and which kind of submission it is."""

    learner: str
    kind: str
    answers: dict[str, str]


@cache
def cells() -> tuple[Cell, ...]:
    """The assignment's cells in order; an answer cell holds the right answer."""
    found = jupytext.reads((FOLDER / "notebook.py").read_text(encoding="utf-8"), fmt="py:percent").cells
    made: list[Cell] = []
    for cell, following in zip(found, [*found[1:], None], strict=True):
        check = _CHECK.match(following.source) if following is not None else None
        if cell.cell_type == "markdown":
            made.append(Cell("prose", cell.source))
        elif match := _CHECK.match(cell.source):
            made.append(Cell("check", cell.source, match[1]))
        elif check is not None:
            made.append(Cell("answer", cell.source.split("# solution\n")[1].strip(), check[1]))
        else:
            made.append(Cell("given" if "make_batch" in cell.source else "tool", cell.source))
    return tuple(made)


def right_answers() -> dict[str, str]:
    """The right code of every task."""
    return {cell.task: cell.source for cell in cells() if cell.role == "answer"}


def hand_in(count: int, seed: int = 0) -> Iterator[Work]:
    """`count` submissions in a seeded order, in the proportions of MIX."""
    draw = random.Random(seed)
    kinds = [kind for kind, share in MIX.items() for _ in range(round(share * count))]
    kinds = (kinds + ["right"] * count)[:count]
    draw.shuffle(kinds)
    for number, kind in enumerate(kinds):
        answers = right_answers()
        if kind == "wrong":
            for task in draw.sample(sorted(WRONG), draw.choice([1, 2])):
                answers[task] = WRONG[task]
        elif kind == "raises":
            task = draw.choice(sorted(RAISING))
            answers[task] = RAISING[task]
        answers["rule"] += f"\n# handed in as number {number}"
        yield Work(f"learner-{number:05}", kind, answers)
