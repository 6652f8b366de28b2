"""A cell may raise, hang, fill the memory, flood, break and kill: the outcome names it, and the other cells count."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from labelwright.checks.verdicts import OutcomeKind, Report, Verdict

K = OutcomeKind

ENDS = {
    "raises": ("1 / 0", K.RAISED, "raised `ZeroDivisionError: division by zero`."),
    "imports a file that is not here": (
        "import my_helper",
        K.RAISED,
        "raised `ModuleNotFoundError: No module named 'my_helper'`.",
    ),
    "is not Python": ("for in while", K.RAISED, "raised `SyntaxError"),
    "raises with a broken text": (
        "raise ValueError('a\\ud800b\\x1b[31m')",
        K.RAISED,
        "raised `ValueError: a",
    ),
    "raises a giant text": ("raise ValueError('x' * 10_000_000)", K.RAISED, "raised `ValueError: xxx"),
    "raises what cannot be told": (
        "class Mute(Exception):\n    def __str__(self):\n        raise OSError\nraise Mute",
        K.RAISED,
        "raised `Mute`.",
    ),
    "recurses": ("def f():\n    return f()\nf()", K.RAISED, "raised `RecursionError"),
    "loops forever": ("while True:\n    pass", K.TIMED_OUT, "ran longer than 1.5 seconds and was stopped."),
    "loops and swallows": (
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
        K.TIMED_OUT,
        "ran longer than 1.5 seconds and was stopped.",
    ),
    "sleeps": ("import time\ntime.sleep(60)", K.TIMED_OUT, "ran longer than 1.5 seconds and was stopped."),
    "waits for a person": ("input('Go on? ')", K.RAISED, "raised `"),
    "eats memory": (
        "eaten = bytearray(8 * 1024**3)",
        K.OUT_OF_MEMORY,
        "used more memory than the exercise allows.",
    ),
    "raises a memory error": (
        "raise MemoryError",
        K.OUT_OF_MEMORY,
        "used more memory than the exercise allows.",
    ),
    "ends the process": ("import os\nos._exit(3)", K.CRASHED, "ended the whole process (exit code 3)."),
    "leaps into nowhere": (
        "import ctypes\nctypes.string_at(1)",
        K.CRASHED,
        "ended the whole process (signal SIGSEGV).",
    ),
    "asks to leave": ("raise SystemExit(0)", K.RAISED, "raised `SystemExit: 0`."),
    "calls sys.exit": ("import sys\nsys.exit('bye')", K.RAISED, "raised `SystemExit: bye`."),
    "is interrupted": ("raise KeyboardInterrupt", K.RAISED, "raised `KeyboardInterrupt`."),
    "closes every descriptor": ("import os\nos.closerange(0, 256)", K.CRASHED, "ended the whole process"),
}


def with_case(counting: Any, case: str, place: int) -> list[str]:
    cells = counting.solved()
    return [*cells[:place], case, *cells[place:]]


@pytest.mark.mostly_slow(
    "raises",
    "loops and swallows",
    "eats memory",
    "leaps into nowhere",
    "closes every descriptor",
    reason="each case grades three notebooks and many wait for a time limit",
)
@pytest.mark.parametrize("name", ENDS)
def test_a_bad_last_cell_costs_itself_only(batch: Any, name: str) -> None:
    case, kind, sentence = ENDS[name]
    cells = with_case(batch.counting, case, len(batch.counting.solved()))
    report = batch.cells(cells)
    assert report.outcome.kind is kind, report.outcome
    assert report.outcome.sentence.startswith(f"Code cell {len(cells)} ")
    assert sentence in report.outcome.sentence
    assert (report.outcome.cell, report.outcome.source) == (len(cells), case)
    assert report.outcome.advice
    assert (report.score, report.passed) == (100.0, True)
    stored(report)


@pytest.mark.mostly_slow(
    "ends the process", reason="each case grades three notebooks and one waits for a time limit"
)
@pytest.mark.parametrize("name", ["raises", "loops forever", "ends the process"])
def test_a_bad_cell_in_the_middle_leaves_the_others_their_credit(batch: Any, name: str) -> None:
    case, kind, _ = ENDS[name]
    cells = batch.counting.solved()
    place = next(i for i, cell in enumerate(cells) if cell.startswith("ham_share = ..."))
    report = batch.cells([*cells[:place], case, *cells[place + 1 :]])
    assert (report.outcome.kind, report.outcome.cell) == (kind, place + 1)
    assert (report.score, report.passed) == (60.0, False)
    assert [check.verdict for check in report.checks] == [
        Verdict.PASSED,
        Verdict.PASSED,
        Verdict.NOT_ATTEMPTED,
    ]


def test_a_file_of_one_s_own_is_told_to_be_put_into_a_cell(batch: Any) -> None:
    report = batch.cells([*batch.counting.solved(), "from my_helper import count"])
    assert (
        "no module `my_helper`. If it is a file of yours, put its code into a cell" in report.outcome.advice
    )
    assert "Restart the kernel" not in report.outcome.advice


def test_several_bad_cells_are_counted(batch: Any) -> None:
    cells = batch.counting.solved()
    report = batch.cells([*cells, "1 / 0", "import os\nos._exit(1)", "[][0]"])
    assert (report.outcome.kind, report.outcome.cell) == (K.CRASHED, len(cells) + 2)
    assert "2 other cells failed as well." in report.outcome.sentence
    assert report.score == 100.0


def test_cells_that_all_end_the_process_end_the_run(batch: Any) -> None:
    report = batch.cells(["import os\nos._exit(1)"] * 9)
    assert report.outcome.kind is K.CRASHED
    assert (report.score, report.passed) == (0.0, False)
    assert Verdict.PASSED not in {check.verdict for check in report.checks}


@pytest.mark.slow("waits for the limits of time")
def test_no_cell_is_slow_but_all_together_are(batch: Any) -> None:
    limits = batch.counting.exercise.limits
    began = time.monotonic()
    report = batch.cells(["import time\ntime.sleep(1.2)"] * 12)
    assert (report.outcome.kind, report.score) == (K.TIMED_OUT, 0.0)
    assert f"ran longer than {limits.seconds:g} seconds" in report.outcome.sentence
    # Each try with the whole time again would take four times as long and more; a busy machine adds its own.
    assert time.monotonic() - began < 3 * limits.seconds, "each try had the whole time again"


HARMLESS = {
    "a flood of output": "for _ in range(2_000):\n    print('x' * 50_000)",
    "a flood below Python": "import os\nfor _ in range(500):\n    os.write(1, b'x' * 100_000)\n    os.write(2, b'x')",
    "a flood of errors": "import sys\nfor _ in range(1_000):\n    sys.stderr.write('x' * 10_000)",
    "a giant display": "'x' * 50_000_000",
    "a display that fails": "class Bad:\n    def __repr__(self):\n        raise OSError\nBad()",
    "await at the top": "import asyncio\nawait asyncio.sleep(0)\nwaited = True",
    "timing": "%timeit -n1 -r1 pass",
    "help": "len?",
    "warnings": "import warnings\nwarnings.warn('careful')",
    "names of builtins": "print = list = dict = isinstance = type = getattr = 3",
    "the folder left": "import os\nos.chdir('/')",
    "signals held": "import signal\nfor n in range(1, 32):\n    try:\n        signal.signal(n, signal.SIG_IGN)\n    except OSError:\n        pass",
    "threads left": "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()",
    "exit handlers": "import atexit, time\natexit.register(time.sleep, 600)",
    "files left": "open('left.txt', 'w').write('x' * 1_000_000)",
    "standard streams closed": "import sys\nsys.stdout.close(); sys.stderr.close()",
    "a hook on exceptions": "import sys\nsys.excepthook = None\nsys.settrace(lambda *a: None)",
}


@pytest.mark.mostly_slow(
    "a flood of output", "signals held", "threads left", reason="each case grades three notebooks"
)
@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_merely_odd_costs_nothing(batch: Any, name: str) -> None:
    report = batch.cells(with_case(batch.counting, HARMLESS[name], 1))
    assert report.outcome.kind is K.FINISHED, report.outcome
    assert (report.score, report.passed) == (100.0, True), [check.message for check in report.checks]


ISOLATED = {
    "a shell line": "!ls",
    "a shell cell": "%%bash\necho hello",
    "a folder deleted": "import os, shutil\nshutil.rmtree(os.getcwd())",
    "kills itself": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "kills all": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "plots inline": "%matplotlib inline",
}


@pytest.mark.mostly_slow("a folder deleted", "kills all", reason="each case grades three notebooks")
@pytest.mark.parametrize("name", ISOLATED)
def test_what_isolation_may_stop_costs_no_other_work(batch: Any, name: str) -> None:
    cells = batch.counting.solved()
    report = batch.cells([*cells, ISOLATED[name]])
    assert report.outcome.kind in (K.FINISHED, K.RAISED, K.CRASHED), report.outcome
    assert report.outcome.cell in (None, len(cells) + 1)
    assert (report.score, report.passed) == (100.0, True), [check.message for check in report.checks]


SPOILS_ITSELF = {
    "builtins replaced": "import builtins\nbuiltins.len = lambda x: 0\nbuiltins.isinstance = lambda a, b: True",
    "encoder replaced": "import json\njson.dumps = lambda *a, **k: 'junk'\njson.loads = lambda *a, **k: {}",
    "junk in every descriptor": (
        "import os\nfor fd in range(3, 64):\n    try:\n        os.write(fd, b'\\x02\\x00\\x00\\x00\\x04junk' * 50)\n"
        "    except OSError:\n        pass"
    ),
    "a giant announced": (
        "import os\nfor fd in range(3, 64):\n    try:\n        os.write(fd, b'\\x01\\xff\\xff\\xff\\xff')\n"
        "    except OSError:\n        pass"
    ),
    "a lie about being done": (
        "import os, json, struct, time\nm = json.dumps({'state': 'done'}).encode()\n"
        "for fd in range(3, 64):\n    try:\n        os.write(fd, struct.pack('>BI', 1, len(m)) + m)\n"
        "    except OSError:\n        pass\ntime.sleep(600)"
    ),
    "forged ends": (
        "import os, json, struct\nm = json.dumps({'state': 'raised', 'cell': -5, 'error': ['x']}).encode()\n"
        "for fd in range(3, 64):\n    try:\n        os.write(fd, struct.pack('>BI', 1, len(m)) + m)\n"
        "    except OSError:\n        pass"
    ),
}


@pytest.mark.mostly_slow(
    "encoder replaced",
    "forged ends",
    reason="each case grades three notebooks and one waits for a time limit",
)
@pytest.mark.parametrize("name", SPOILS_ITSELF)
def test_who_attacks_the_channel_harms_their_own_work_only(batch: Any, name: str) -> None:
    report = batch.cells([SPOILS_ITSELF[name], "ham_share = 5", "def count_labels(labels):\n    return {}"])
    assert report.outcome.kind in (K.FINISHED, K.CRASHED, K.RAISED, K.TIMED_OUT, K.OUT_OF_MEMORY), (
        report.outcome
    )
    assert not report.passed
    assert Verdict.PASSED not in {check.verdict for check in report.checks}
    stored(report)


FUNCTIONS = {
    "sys.exit": ("import sys; sys.exit(1)", "`count_labels(...)` raised SystemExit: 1."),
    "an error": ("raise KeyError('spam')", "`count_labels(...)` raised KeyError: 'spam'."),
    "os._exit": ("import os; os._exit(1)", "was stopped: it ended the notebook's process."),
    "a loop": ("while True: pass", "was stopped: it ran longer than 1.5 seconds."),
    "not data": ("return open", "gives <a function>"),
    "a giant": ("return ['x' * 199_000] * 400", "could not be read as data"),
    "itself": ("labels.append(labels); return labels", "gives"),
}


@pytest.mark.mostly_slow(
    "an error",
    "os._exit",
    "not data",
    reason="each case grades three notebooks and a loop waits for the time limit of every call",
)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_ends_badly_fails_its_own_check(batch: Any, name: str) -> None:
    body, message = FUNCTIONS[name]
    report = batch.cells([*batch.counting.solved(), f"def count_labels(labels):\n    {body}"])
    assert report.outcome.kind is K.FINISHED, report.outcome
    counts, empty, share = report.checks
    assert (counts.verdict, empty.verdict) == (Verdict.FAILED, Verdict.NOT_RUN)
    assert message in counts.message
    assert (share.verdict, report.score) == (Verdict.PASSED, 40.0)


@pytest.fixture
def mark() -> str:
    return f"mark-{uuid4().hex}"


def running_with(mark: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes()
        except OSError:
            continue
        if mark.encode() in line and int(path.parent.name) != os.getpid():
            found.append(line.decode(errors="replace"))
    return found


@pytest.mark.mostly_slow("True", reason="each case grades three notebooks")
@pytest.mark.parametrize("own_session", [False, True])
def test_what_a_notebook_starts_ends_with_it(batch: Any, mark: str, own_session: bool) -> None:
    start = (
        "import subprocess, sys\n"
        f"code = 'import os, time; os.fork(); os.fork(); time.sleep(600)'\n"
        f"subprocess.Popen([sys.executable, '-c', code, '{mark}'], start_new_session={own_session})\n"
        "import time; time.sleep(0.3)"
    )
    report = batch.cells(with_case(batch.counting, start, 1))
    assert report.outcome.kind in (K.FINISHED, K.RAISED), report.outcome
    assert report.score == 100.0
    assert running_with(mark) == []


def stored(report: Report) -> None:
    """A report can be written and read again with any text from the learner."""
    assert Report.model_validate_json(report.model_dump_json()).outcome == report.outcome
