"""Objects that lie about what they are are read as what they are, or as nothing; they earn nothing."""

from __future__ import annotations

from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind, Verdict

LIES = {
    "equal to everything": """
class Same:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __float__(self): return 0.625
    def __abs__(self): return 0
    def __sub__(self, other): return 0
    __rsub__ = __sub__
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
lie = Same()
""",
    "a dict equal to everything": """
class Same(dict):
    def __eq__(self, other): return True
    __hash__ = None
lie = Same()
""",
    "a float that is close to everything": """
class Close(float):
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __le__(self, other): return True
lie = Close("nan")
""",
    "a wrong class name": """
class Counter(dict):
    @property
    def __class__(self): return dict
    def __eq__(self, other): return True
    def keys(self): return ["a", "b"]
    def items(self): return [("a", 2), ("b", 1)]
    def __iter__(self): return iter(["a", "b"])
    def values(self): return [2]
lie = Counter()
""",
    "a name that is a number": "int = type('int', (), {'__class__': property(lambda self: int)})\nlie = int()",
    "a length without end": """
class Long(list):
    def __len__(self): return 10 ** 9
    def __iter__(self):
        while True: yield 1
lie = Long()
""",
    "a length below nothing": "class Short(list):\n    def __len__(self): return -1\nlie = Short([1, 2])",
    "a display that raises": "class Mute:\n    def __repr__(self): raise SystemExit(1)\nlie = Mute()",
    "a metaclass that raises": """
class Meta(type):
    @property
    def __name__(cls): raise KeyboardInterrupt
    def __instancecheck__(cls, other): raise SystemExit
class Odd(metaclass=Meta):
    def __getattribute__(self, name): raise KeyboardInterrupt
lie = Odd()
""",
    "a generator without end": "def endless():\n    while True: yield 1\nlie = endless()",
    "an iterator in a list": "import itertools\nlie = [itertools.count(), map(str, itertools.count())]",
    "itself": "lie = []\nlie.append(lie)",
    "itself in a dict": "lie = {}\nlie['lie'] = lie",
    "deeply nested": "lie = []\nfor _ in range(100_000): lie = [lie]",
    "deeply nested keys": "lie = ()\nfor _ in range(5_000): lie = (lie,)\nlie = {lie: 1}",
    "a huge integer": "lie = 10 ** 1_000_000",
    "a huge integer inside": "lie = {'a': [10 ** 100_000] * 3}",
    "keys that are not numbers": "lie = {float('nan'): i for i in range(1000)}",
    "broken letters": "lie = {'\\ud800': '\\udfff' * 1000, 'a': '\\x00\\x1b[2J'}",
    "numbers that are not": "lie = [float('nan'), float('inf'), -0.0, complex(1, 1)]",
    "a huge text": "lie = 'x' * 300_000_000",
    "a huge list": "lie = [0] * 20_000_000",
    "a wide table": "import pandas as pd\nlie = pd.DataFrame([[0] * 100_000])",
    "a lying table": """
import pandas as pd
class Table(pd.DataFrame):
    @property
    def shape(self): return (10 ** 9, 10 ** 9)
    @property
    def columns(self): return self
    def tolist(self): return self
lie = Table({'a': [1]})
""",
    "an array of objects": "import numpy as np\nlie = np.array([open, {}, []], dtype=object)",
    "keys that are the marks": "lie = {'$': 'table', 'columns': [1], 'index': [], 'data': 3}",
    "a dict that changes while it is read": """
class Shifting(dict):
    def __iter__(self):
        self[len(self)] = 1
        return super().__iter__()
lie = Shifting(a=1)
""",
    "values that end the process": """
import os
class Deadly(list):
    def __iter__(self): os._exit(9)
class Map(dict):
    def values(self): os._exit(9)
lie = [Deadly([1]), Map(a=1)]
""",
}


@pytest.mark.mostly_slow(
    "equal to everything",
    "a length without end",
    "itself",
    "a huge text",
    "a lying table",
    "values that end the process",
    reason="each case grades three notebooks",
)
@pytest.mark.parametrize("lie", LIES)
def test_a_lie_earns_nothing(arena: Any, lie: str) -> None:
    report = arena.attack(LIES[lie], "ham_share = lie", "def count_labels(labels):\n    return lie")
    assert (report.score, report.passed) == (0.0, False), report
    assert Verdict.PASSED not in {check.verdict for check in report.checks}
    assert OutcomeKind.NOT_GRADED is not report.outcome.kind, report.outcome


CHANGING = {
    "call by call": """
answers = iter([{'a': 2, 'b': 1}, {'x': 5}, {}])
def count_labels(labels):
    return next(answers, {})
""",
    "a guess a time": """
import random
def count_labels(labels):
    return {label: random.randrange(1, 99) for label in labels}
""",
    "an object that calls itself": """
class Call(dict):
    def __call__(self, *labels): return self
    def __eq__(self, other): return True
count_labels = Call(a=2, b=1)
""",
    "the question given back": "def count_labels(labels):\n    return labels",
    "a class": "class count_labels(dict):\n    def __init__(self, labels): self.labels = labels",
}


@pytest.mark.mostly_slow("call by call", "the question given back", reason="each case grades three notebooks")
@pytest.mark.parametrize("change", CHANGING)
def test_answers_that_change_are_judged_as_they_come(arena: Any, change: str) -> None:
    report = arena.attack(CHANGING[change])
    assert (report.score, report.passed) == (0.0, False), report


def test_what_was_honestly_answered_is_kept_beside_a_lie(arena: Any) -> None:
    report = arena.attack(LIES["equal to everything"], "count_labels = lie", "ham_share = 5 / 8")
    assert (report.score, report.passed) == (40.0, False)
