"""Code that people wrote apart, rewrites of it, and journals, for tests of work that is alike."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
import random
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
MODULES = ("argparse", "tarfile", "zipfile", "ipaddress", "_pydecimal", "mailbox", "difflib", "optparse")


@cache
def functions() -> list[str]:
    found = {}
    for name in MODULES:
        text = Path(importlib.import_module(name).__file__ or "").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and 9 <= (node.end_lineno or 0) - node.lineno <= 40:
                node.decorator_list = []
                found[ast.unparse(node)] = None
    chosen = [text for text in found if text.count("\n") >= 8]
    random.Random(3).shuffle(chosen)
    return chosen


def own_cells(number: int) -> list[str]:
    """The code of one person: three functions that nobody else has, each in its own cell."""
    return functions()[3 * number : 3 * number + 3]


def of_benchmarks(name: str) -> ModuleType:
    """A module of benchmarks/, whose generated learners the tests share."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name.
    sys.modules.setdefault(name, module)
    spec.loader.exec_module(module)
    return module


label_classes = of_benchmarks("label_classes")


rewrites = of_benchmarks("rewrites")


def notebook(cells: list[str], learner: str, exercise: str, **more: Any) -> str:
    made = [
        {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
        for text in cells
    ]
    stated = {"exercise": exercise, "version": 1, "learner": learner}
    return json.dumps(
        {"cells": made, "metadata": {"labelwright": stated, **more}, "nbformat": 4, "nbformat_minor": 5}
    )


def journal(
    learner: str,
    labels: dict[str, str],
    start: datetime | None = None,
    seed: int = 0,
    task: str = "first-shift",
) -> str:
    """A journal as the widget writes it, with pauses of 2 to 30 seconds that depend on the seed."""
    draw, at, lines = random.Random(seed), start or datetime(2026, 3, 1, 9, tzinfo=UTC), []
    for item, label in labels.items():
        at += timedelta(milliseconds=draw.randrange(2_000, 30_000))
        line = {
            "format_version": 1,
            "id": f"{learner}-{draw.random()}",
            "act": "set",
            "item": item,
            "annotator": learner,
            "task": task,
            "status": "done",
            "value": {"kind": "choice", "label": label},
            "at": at.isoformat(),
        }
        lines.append(json.dumps(line))
    return "\n".join(lines) + "\n"
