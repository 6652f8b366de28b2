"""A course of two small exercises that take little time: one asks for numbers, the other for a file."""

from __future__ import annotations

from pathlib import Path

from labelwright.course.course import Course

COUNT, REASON = "count-words", "give-a-reason"
ANSWER = "reason.txt"
VERSION = 2

_COMMON = """
module = "m01-new"
version = 2
summary = "A small exercise for tests."
why = "It is graded many times."
minutes = 5
kind = "authored"
requires = []
datasets = []
skills = ["label"]
pass = 70

[limits]
cell_seconds = 1.5
seconds = 6
memory_mb = 2048
"""
_FILES = {
    f"{COUNT}/exercise.toml": f"""title = "Count words"{_COMMON}
[[tasks]]
id = "total"
title = "Count all"
points = 6

[[tasks]]
id = "share"
title = "Give a share"
points = 4
""",
    f"{COUNT}/notebook.py": f"""# %%
from labelwright import exercise

ex = exercise("{COUNT}")

# %%
total = ...
# solution
total = 8

# %%
share = ...
# solution
share = 0.5

# %%
ex.submit()
""",
    f"{COUNT}/checks.py": '''"""Two numbers."""

from labelwright.checks import number

total_is_right = number("total", "total", "how many words there are")
share_is_right = number("share", "share", "the share of short words, from 0 to 1")
''',
    f"{COUNT}/hints.md": "## total\n\nCount.\n\n## share\n\nDivide.\n",
    f"{COUNT}/mistakes.py": '"""None."""\n',
    f"{REASON}/exercise.toml": f"""title = "Give a reason"{_COMMON.replace("[limits]", f'files = ["{ANSWER}"]' + chr(10) * 2 + "[limits]")}
[[tasks]]
id = "reason"
title = "Write it down"
points = 10
""",
    f"{REASON}/notebook.py": f"""# %%
from labelwright import exercise

ex = exercise("{REASON}")

# %%
ex.submit()
""",
    f"{REASON}/checks.py": f'''"""One file."""

from labelwright.checks import Failed, Passed, Work, check


@check("reason")
def says_because(work: Work) -> Passed:
    """{ANSWER} gives a reason."""
    if "because" not in work.file("{ANSWER}"):
        raise Failed("No reason was found.")
    return Passed()
''',
    f"{REASON}/hints.md": "## reason\n\nSay why.\n",
    f"{REASON}/mistakes.py": '"""None."""\n',
}


def make_course(root: Path) -> Course:
    """Write the course into `root`."""
    (root / "datasets").mkdir(parents=True)
    for name, text in _FILES.items():
        path = root / "exercises" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Course(root)
