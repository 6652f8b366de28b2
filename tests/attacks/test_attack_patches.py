"""A notebook can patch, shadow and rewrite only its own objects: the checks run where it cannot reach."""

from __future__ import annotations

from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind

PATCHES = {
    "builtins shadowed": (
        "abs = len = isinstance = type = float = set = dict = list = print = lambda *a, **k: True\n"
        "ham_share = True\ncount_labels = lambda labels: True"
    ),
    "builtins replaced": """
import builtins
for name in ("abs", "len", "isinstance", "type", "set", "sum", "min", "max", "sorted", "float", "hasattr"):
    setattr(builtins, name, lambda *a, **k: True)
ham_share = 1
""",
    "comparisons in the frame above": """
import sys
frame = sys._getframe()
while frame:
    for name in list(frame.f_globals):
        if name in ("BATCHES", "close", "Failed", "encode", "dumps", "answer", "MAX_BYTES"):
            frame.f_globals[name] = None
    frame = frame.f_back
ham_share = 1
""",
    "pandas replaced": """
import sys, types, pandas
class Same:
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
for name in [n for n in sys.modules if n.startswith("pandas")]:
    sys.modules[name] = Same()
ham_share = Same()
""",
    "pandas patched": """
import pandas as pd
pd.DataFrame.equals = lambda *a: True
pd.DataFrame.__eq__ = pd.Series.__eq__ = lambda *a: True
pd.testing.assert_frame_equal = lambda *a, **k: None
ham_share = pd.Series([1.0])
""",
    "numpy patched": """
import numpy as np
np.isclose = np.allclose = np.array_equal = lambda *a, **k: True
np.generic.item = lambda self: 0.625
ham_share = np.float64(3)
""",
    "math patched": "import math\nmath.isfinite = math.isclose = lambda *a, **k: True\nham_share = float('nan')",
    "IPython patched": """
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.run_cell = lambda self, *a, **k: None
get_ipython().run_cell = lambda *a, **k: None
get_ipython().showtraceback = lambda *a, **k: print("all well")
""",
    "an input transformer": (
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['ham_share = 1\\n'])"
    ),
    "a syntax tree transformer": """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Raise(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
""",
    "a hook on imports": """
import sys, builtins
class Hook:
    def find_spec(self, name, path=None, target=None):
        raise ImportError(name)
sys.meta_path.insert(0, Hook())
builtins.__import__ = lambda *a, **k: None
""",
    "tracing": "import sys, threading\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\nham_share = 1",
    "json replaced": """
import json, json.encoder, json.decoder
json.dumps = lambda *a, **k: '{"state": "here", "value": 0.0}'
json.loads = lambda *a, **k: {"ask": "value", "name": "ham_share"}
ham_share = 1
""",
    "our own encoder replaced": """
from labelwright.exchange import plain_data, inspect
plain_data.encode = lambda value, depth=0: {"$": "everything"}
plain_data.dumps = inspect.dumps = lambda value: b'{"$":"map","keys":["state","passed"],"values":["passed",true]}'
""",
    "our own answers replaced": """
from labelwright.exchange import inspect
from labelwright.grading.sandbox import child
for module in (inspect, child):
    module.answer = lambda *a: b'{"$":"map","keys":["state","value"],"values":["here",{"$":"all"}]}'
inspect._ANSWERS.clear()
""",
    "verdicts sent for answers": """
from labelwright.grading.sandbox import child
child.answer = child._answered = lambda *a: (
    b'{"$":"map","keys":["state","value","verdict","points","score","passed"],'
    b'"values":["here",{"$":"map","keys":["a"],"values":["passed"]},"passed",100,600,true]}')
""",
    "our own session replaced": """
from labelwright.exchange import grading_session
grading_session.GradingSession.check = grading_session.GradingSession.submit = lambda self, *a: "full marks"
grading_session.install(grading_session.GradingSession("another-exercise"))
import labelwright
labelwright.exercise = lambda slug: None
""",
    "our own checks patched": """
try:
    import labelwright.checks.runner as runner, labelwright.checks.compare as numbers
    import labelwright.checks.verdicts as verdicts
    runner.run_checks = lambda *a: ([], [])
    numbers.close = lambda *a, **k: None
    verdicts.Verdict.FAILED = verdicts.Verdict.PASSED
except BaseException:
    pass
ham_share = 1
""",
    "constants patched through memory": """
import ctypes
class Float(ctypes.Structure):
    _fields_ = [("references", ctypes.c_ssize_t), ("kind", ctypes.c_void_p), ("value", ctypes.c_double)]
ham_share = 0.5 + 1
Float.from_address(id(0.625)).value = 1.5
Float.from_address(id(ham_share)).value = float("nan")
""",
    "the collector and the recursion limit": "import gc, sys\ngc.disable()\nsys.setrecursionlimit(50)\nham_share = 1",
}


@pytest.mark.mostly_slow(
    "builtins replaced",
    "pandas patched",
    "IPython patched",
    "our own answers replaced",
    "constants patched through memory",
    reason="each case grades three notebooks",
)
@pytest.mark.parametrize("patch", PATCHES)
def test_a_patch_earns_nothing(arena: Any, patch: str) -> None:
    report = arena.attack(PATCHES[patch], "def count_labels(labels):\n    return {'x': 1}")
    assert (report.score, report.passed) == (0.0, False), report
    assert report.outcome.kind is not OutcomeKind.NOT_GRADED, report.outcome


@pytest.mark.mostly_slow(1, reason="each case grades three notebooks")
@pytest.mark.parametrize(
    "patch", ["builtins shadowed", "pandas patched", "numpy patched", "a syntax tree transformer", "tracing"]
)
def test_who_patches_but_answers_right_has_what_was_answered(arena: Any, patch: str) -> None:
    # The patch comes last: what was answered before it is answered.
    patched = PATCHES[patch].replace("ham_share = ", "spare = ").replace("count_labels = ", "spare = ")
    report = arena.attack(*arena.solved(), patched, bare=True)
    assert (report.score, report.passed) == (100.0, True), report


def test_a_transformer_changes_no_cell_of_another_learner(arena: Any) -> None:
    # The honest learner who is graded next comes from the same fork server; the arena holds their marks.
    report = arena.attack(
        PATCHES["an input transformer"], PATCHES["IPython patched"], PATCHES["our own answers replaced"]
    )
    assert report.score == 0.0
