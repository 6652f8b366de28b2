"""Spoiled notebooks: metadata, copied, split, moved and deleted cells, and files too heavy to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind

K = OutcomeKind


def document(arena: Any, cells: list[str] | None = None) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(arena.notebook(arena.solved() if cells is None else cells))
    return parsed


def spoiled(arena: Any, change: Callable[[dict[str, Any]], object], cells: list[str] | None = None) -> Any:
    spoilt = document(arena, cells)
    change(spoilt)
    payload = json.dumps(spoilt).encode()
    (report,) = arena.grade(lambda folder: (folder / "mallory.ipynb").write_bytes(payload))
    return report


METADATA: dict[str, Callable[[dict[str, Any]], object]] = {
    "points": lambda d: [
        c["metadata"].update(nbgrader={"points": 600, "grade": True, "locked": False}) for c in d["cells"]
    ],
    "a score": lambda d: d["metadata"]["labelwright"].update(
        score=600, passed=True, verdict="passed", points=600
    ),
    "another form": lambda d: d["metadata"]["labelwright"].update(form=99),
    "no pass mark": lambda d: d["metadata"]["labelwright"].update({"pass": 0, "limits": {"seconds": 10**9}}),
    "own checks": lambda d: d["metadata"]["labelwright"].update(checks="raise SystemExit", folder="/tmp"),
    "another course": lambda d: d["metadata"]["labelwright"].update(course="/tmp", root="/"),
    "ids": lambda d: [c.update(id="x" * 99) for c in d["cells"]],
    "ids that are not text": lambda d: [c.update(id={"a": []}) for c in d["cells"]],
    "outputs": lambda d: [
        c.update(outputs=[{"output_type": "error", "evalue": "100 points"}] * 50) for c in d["cells"]
    ],
    "attachments": lambda d: [c.update(attachments={"../x": {"text/html": "<script>"}}) for c in d["cells"]],
    "counts": lambda d: [c.update(execution_count="x") for c in d["cells"]],
    "a widget state": lambda d: d["metadata"].update(
        widgets={"application/vnd.jupyter.widget-state+json": {"state": 1}}
    ),
}


@pytest.mark.mostly_slow("a score", "own checks", "outputs", reason="each case grades three notebooks")
@pytest.mark.parametrize("change", METADATA)
def test_metadata_earns_nothing(arena: Any, change: str) -> None:
    report = spoiled(arena, METADATA[change], ["ham_share = 3"])
    assert (report.score, report.max_score, report.passed) == (0.0, 100.0, False), report


@pytest.mark.mostly_slow("points", "ids that are not text", reason="each case grades three notebooks")
@pytest.mark.parametrize("change", METADATA)
def test_metadata_costs_nothing(arena: Any, change: str) -> None:
    report = spoiled(arena, METADATA[change])
    assert (report.outcome.kind, report.score) == (K.FINISHED, 100.0), report


CELLS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "copied": lambda cells: [cell for cell in cells for _ in range(3)],
    "check cells deleted": lambda cells: [c for c in cells if "ex.check" not in "".join(c["source"])],
    "split by line": lambda cells: [
        {**cell, "source": part}
        for cell in cells
        for part in (
            "".join(cell["source"]).split("\n\n\n") if "def " not in str(cell["source"]) else [cell["source"]]
        )
    ],
    "in one": lambda cells: [{**cells[0], "source": "\n\n".join("".join(c["source"]) for c in cells)}],
    "with prose between": lambda cells: [
        each for cell in cells for each in (cell, {"cell_type": "markdown", "source": "# %%", "metadata": {}})
    ],
    "of unknown kinds": lambda cells: [
        *cells,
        {"cell_type": "sql", "source": "drop table"},
        {"cell_type": None},
        3,
    ],
    "raw": lambda cells: [*cells, {"cell_type": "raw", "source": "1/0"}],
}


@pytest.mark.mostly_slow("copied", "in one", reason="each case grades three notebooks")
@pytest.mark.parametrize("change", CELLS)
def test_moved_cells_cost_nothing(arena: Any, change: str) -> None:
    report = spoiled(arena, lambda d: d.update(cells=CELLS[change](d["cells"])))
    assert (report.outcome.kind, report.score) == (K.FINISHED, 100.0), report


def test_reordered_cells_keep_what_still_runs(arena: Any) -> None:
    report = spoiled(arena, lambda d: d.update(cells=d["cells"][::-1]))
    assert report.outcome.kind is K.RAISED
    assert report.score <= 60.0


HEAVY: dict[str, bytes] = {
    "too many parts": b'{"cells": [' + b"[]," * 6_000_000 + b"0]}",
    "too many cells": b'{"cells": [' + b'{"cell_type":"code","source":"1"},' * 6_000 + b"0]}",
    "too much code": json.dumps({"cells": [{"cell_type": "code", "source": "x" * 5_000_000}]}).encode(),
    "a byte order mark and nothing": b"\xff\xfe",
    "nested beyond reading": b"[" * 100_000,
}


@pytest.mark.mostly_slow("too many parts", "nested beyond reading", reason="each case reads megabytes")
@pytest.mark.parametrize("heavy", HEAVY)
def test_a_heavy_notebook_is_named(arena: Any, heavy: str) -> None:
    (report,) = arena.grade(lambda folder: (folder / "mallory.ipynb").write_bytes(HEAVY[heavy]))
    assert report.outcome.kind in (K.UNREADABLE, K.EMPTY)


def test_large_outputs_are_no_fault(arena: Any) -> None:
    picture = {
        "output_type": "display_data",
        "data": {"image/png": "iVBORw0KGgo" * 1_000_000},
        "metadata": {},
    }
    report = spoiled(arena, lambda d: d["cells"][1].update(outputs=[picture]))
    assert (report.outcome.kind, report.score) == (K.FINISHED, 100.0)


def test_who_hands_in_under_anothers_name_changes_nothing_of_theirs(arena: Any) -> None:
    payload = arena.notebook(["ham_share = 3"], "zz-honest-twin")
    (report,) = arena.grade(lambda folder: (folder / "mallory.ipynb").write_bytes(payload))
    assert (report.learner, report.source_name, report.score) == ("zz-honest-twin", "mallory.ipynb", 0.0)
