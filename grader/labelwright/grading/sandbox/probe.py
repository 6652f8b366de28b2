"""Try in a real child what the sandbox promises, and say what it does not promise yet."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import Any

from labelwright.annotations.plain import loads
from labelwright.grading.sandbox.execution import Execution, Job
from labelwright.grading.sandbox.warm import SandboxError, Warm

_LOOP = "while True: pass"
_EAT = "x = bytearray(8 * 1024 ** 3)"
_ENVIRONMENT = "import os\nseen = sorted(os.environ)"


def probe() -> Iterator[tuple[str, bool, str, str]]:
    """(what, whether it held, what was seen, what it costs) for each promise of the sandbox."""
    try:
        warm = Warm()
    except SandboxError as error:
        yield "Sandbox", False, str(error), "Notebooks cannot be graded on this machine."
        return
    try:
        with tempfile.TemporaryDirectory(prefix="labelwright-probe-") as folder:
            yield from _promises(warm, folder)
    finally:
        warm.close()


def _promises(warm: Warm, folder: str) -> Iterator[tuple[str, bool, str, str]]:
    run = _run(warm, folder, [_ENVIRONMENT, _LOOP, _EAT])
    ends = {end.cell: end.how for end in run.ends}
    seen = loads(run.ask({"ask": "value", "name": "seen"}))
    run.close()
    names = seen.get("value", []) if isinstance(seen, dict) else []
    hidden = set(names) <= {"PATH", "LANG", "HOME", "TMPDIR", "MPLBACKEND", "COLUMNS", "LINES"}
    yield (
        "Time limit",
        ends.get(2) == "timed_out",
        "an endless loop was stopped",
        "A loop could hang a batch.",
    )
    memory = ends.get(3) in ("out_of_memory", "crashed")
    yield (
        "Memory limit",
        memory,
        "an 8 GiB grab was refused" if memory else "not kept here",
        "A memory bomb can slow the machine.",
    )
    yield "Environment", hidden, "learner code sees no variable of yours" if hidden else json.dumps(names), ""
    yield (
        "Walls round files and network",
        False,
        "not built yet",
        "Learner code can read files and reach the network as you can. Grade strangers' work on a spare machine.",
    )


def _run(warm: Warm, folder: str, cells: list[str]) -> Execution:
    kit: dict[str, Any] = {"slug": "probe", "files": {}, "table": None}
    run = Execution(warm, Job(cells, folder, kit, cell_seconds=1.5, seconds=30, memory_mb=2048))
    run.run()
    return run
