"""Loops, bombs, floods and exits end in bounded time, with a named outcome, and cost their own cell."""

from __future__ import annotations

from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind, Verdict

K = OutcomeKind
RAN = (K.FINISHED, K.RAISED, K.TIMED_OUT, K.OUT_OF_MEMORY, K.CRASHED)

ENDS = {
    "SystemExit": ("raise SystemExit", (K.RAISED,)),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", (K.RAISED,)),
    "GeneratorExit": ("raise GeneratorExit", (K.RAISED,)),
    "os._exit(0)": ("import os\nos._exit(0)", (K.CRASHED,)),
    "abort": ("import os\nos.abort()", (K.CRASHED,)),
    "a null pointer": ("import ctypes\nctypes.string_at(0)", (K.CRASHED,)),
    "a stack without end": (
        "import sys, threading\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
        (K.CRASHED, K.RAISED, K.OUT_OF_MEMORY, K.TIMED_OUT),
    ),
    "a loop": ("while True: pass", (K.TIMED_OUT,)),
    "a loop in C": ("sum(range(10**12))", (K.TIMED_OUT,)),
    "a regular expression": ("import re\nre.match('(a+)+$', 'a' * 40 + 'b')", (K.TIMED_OUT,)),
    "a sleep": ("import time\ntime.sleep(10**6)", (K.TIMED_OUT,)),
    "a stop": ("import os, signal, time\nos.kill(os.getpid(), signal.SIGSTOP)\ntime.sleep(99)", RAN),
    "a deadlock": (
        "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
        (K.TIMED_OUT,),
    ),
    "alarms held": (
        "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, lambda *a: None)\n"
        "    except (OSError, ValueError): pass\nwhile True: pass",
        (K.TIMED_OUT,),
    ),
    "fork bomb": ("import os\nwhile True: os.fork()", (K.RAISED,)),
    "a bomb of programs": (
        "import subprocess, sys\nfor _ in range(200): subprocess.Popen([sys.executable, '-c', 'input()'])",
        (K.RAISED,),
    ),
    "a bomb of threads": (
        "import threading, time\nthreading.stack_size(32768)\n"
        "while True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        (K.RAISED, K.TIMED_OUT, K.CRASHED, K.OUT_OF_MEMORY),
    ),
    "memory at once": ("x = bytearray(64 * 1024**3)", (K.OUT_OF_MEMORY,)),
    "memory by and by": (
        "x = []\nwhile True: x.append(bytearray(10**6))",
        (K.OUT_OF_MEMORY, K.CRASHED, K.TIMED_OUT),
    ),
    "memory shared": (
        "import mmap\nx = []\nwhile True: x.append(mmap.mmap(-1, 64 * 1024**2).write(b'x' * 64 * 1024**2))",
        (K.OUT_OF_MEMORY, K.CRASHED, K.RAISED, K.TIMED_OUT),
    ),
    "memory below Python": (
        "import numpy as np\nx = [np.ones(10**8) for _ in range(999)]",
        (K.OUT_OF_MEMORY, K.RAISED, K.CRASHED, K.TIMED_OUT),
    ),
    # Most of the disk is reserved, not written: on a busy machine, writing 256 MB takes longer than a cell may run.
    "a full disk": (
        "import os\nwith open('x', 'wb') as f:\n    os.posix_fallocate(f.fileno(), 0, 250 * 2**20)\n"
        "    f.seek(0, os.SEEK_END)\n    while True: f.write(bytes(10**6))",
        (K.RAISED,),
    ),
    "many files": (
        "for i in range(10**6): open(f'f{i}', 'w').close()",
        (K.RAISED, K.TIMED_OUT),
    ),
    "deep folders": (
        "import os\nfor _ in range(10**5):\n    os.mkdir('d')\n    os.chdir('d')",
        (K.RAISED, K.TIMED_OUT, K.FINISHED),
    ),
    "many descriptors": ("x = [open('/dev/null') for _ in range(10**6)]", (K.RAISED,)),
    "a flood of output": ("while True: print('x' * 10**6)", (K.TIMED_OUT,)),
    "200 MB of output": ("for _ in range(200): print('x' * 10**6)", (K.FINISHED,)),
    "100,000 outputs": (
        "from IPython.display import display\nfor i in range(100_000): display(i)",
        (K.FINISHED, K.TIMED_OUT),
    ),
    "a display without end": (
        "class Long:\n    def _repr_html_(self): return 'x' * 10**8\n    def __repr__(self): return 'x' * 10**8\n[Long()] * 9",
        RAN,
    ),
    "source without end": ("x = " + "+".join(["1"] * 20_000), RAN),
    "brackets without end": ("(" * 50_000, (K.RAISED, K.CRASHED, K.OUT_OF_MEMORY, K.TIMED_OUT)),
    "minus without end": ("x = " + "-" * 30_000 + "1", (*RAN,)),
    "a null in the source": ("x = 1\0", (K.RAISED,)),
}


@pytest.mark.mostly_slow(
    "KeyboardInterrupt",
    "a null pointer",
    "a loop",
    "fork bomb",
    "memory at once",
    "a full disk",
    "200 MB of output",
    "brackets without end",
    reason="each case grades three notebooks and many wait for a time limit",
)
@pytest.mark.parametrize("end", ENDS)
def test_an_end_costs_its_own_cell(arena: Any, end: str) -> None:
    cell, kinds = ENDS[end]
    report = arena.attack(*arena.solved(), cell, bare=True)
    assert report.outcome.kind in kinds, report.outcome
    assert report.outcome.cell in (None, len(arena.solved()) + 1)
    assert (report.score, report.passed) == (100.0, True)


@pytest.mark.mostly_slow("os._exit(0)", reason="each case grades three notebooks")
@pytest.mark.parametrize("end", ["SystemExit", "os._exit(0)", "a loop", "memory at once", "a null pointer"])
def test_an_end_earns_nothing(arena: Any, end: str) -> None:
    report = arena.attack(ENDS[end][0])
    assert (report.score, report.passed) == (0.0, False)


BOMBS = {
    "a loop in the answer": "while True: pass",
    "a sleep in the answer": "import time; time.sleep(600)",
    "memory in the answer": "return bytearray(64 * 1024**3)",
    "an exit in the answer": "import os; os._exit(0)",
    "SystemExit in the answer": "raise SystemExit(0)",
    "KeyboardInterrupt in the answer": "raise KeyboardInterrupt",
    "an exception of no kind": "raise type('Odd', (BaseException,), {})",
    "an error that cannot be printed": "raise type('Mute', (Exception,), {'__str__': lambda s: 1 / 0})",
    "an error that ends the process": "import os; raise type('End', (Exception,), {'__str__': lambda s: os._exit(1)})",
    "an error of 100 MB": "raise ValueError('x' * 10**8)",
    "a generator": "while True: yield 1",
    "just within the limit": "import time; time.sleep(0.9); return {}",
    "threads in the answer": "import threading, time; threading.Thread(target=time.sleep, args=(99,)).start(); return 1",
}


@pytest.mark.mostly_slow(
    "a loop in the answer",
    "an exit in the answer",
    "memory in the answer",
    reason="each case grades three notebooks and many wait for a time limit",
)
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_in_an_answer_costs_that_answer(arena: Any, bomb: str) -> None:
    report = arena.attack(f"def count_labels(labels):\n    {BOMBS[bomb]}", "ham_share = 5 / 8")
    verdicts = [check.verdict for check in report.checks]
    assert verdicts == [Verdict.FAILED, Verdict.NOT_RUN, Verdict.PASSED], report
    assert (report.score, report.passed) == (40.0, False)


def test_a_huge_answer_makes_no_huge_report(arena: Any) -> None:
    report = arena.attack("def count_labels(labels):\n    return {i: 'x' * 1000 for i in range(20_000)}")
    assert report.score == 0.0
    assert len(report.model_dump_json()) < 200_000


@pytest.mark.slow("waits for the limits of time")
def test_all_that_takes_long_takes_long_together_only_once(arena: Any) -> None:
    # The arena holds the bound in seconds.
    slow = "import time\ntime.sleep(0.9)"
    report = arena.attack(*[slow] * 40, "def count_labels(labels):\n    import time\n    time.sleep(0.9)")
    assert (report.outcome.kind, report.score) == (K.TIMED_OUT, 0.0)
