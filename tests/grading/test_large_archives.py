"""A class's download larger than 4 GiB is read where it is: member by member, in little memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

READ = """
import resource, sys
from pathlib import Path
from labelwright.grading.hand_ins import collect

def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

list(collect([Path(sys.argv[2])]))
before = used()
rows = [(each.learner, each.problem is None) for each in collect([Path(sys.argv[1])])]
print(len(rows), sum(good for _, good in rows), used() - before)
"""
GIB = 1024**3


@pytest.mark.slow("writes an archive of 300 MB with 5 GiB of nothing in it")
def test_an_archive_above_4_gib_is_read_in_little_memory(tmp_path: Path, counting: Any) -> None:
    notebook = counting.notebook()
    path, small = tmp_path / "class.zip", tmp_path / "ada.ipynb"
    small.write_bytes(notebook)
    filler = b'{"cells": [], "filler": "' + b"x" * 1_000_000
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("learnerx_1_1_count.ipynb", notebook)
        # The bytes between are a hole in the file, so they take no disk.
        archive.start_dir = 5 * GIB
        for number in range(300):
            padded = notebook.rstrip()[:-1] + b', "filler": "' + filler[30:] + b'"}'
            archive.writestr(f"learner{number}_{number + 2}_1_count.ipynb", padded)
            archive.writestr(f"learner{number}_{number + 2}_2_more.pdf", b"%PDF")
    assert path.stat().st_size > 5 * GIB
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(small)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    rows, good, megabytes = map(int, done.stdout.split())
    assert (rows, good) == (301, 301)
    print(f"{megabytes} MB more than for one notebook")
    assert megabytes < 60, f"{megabytes} MB more than for one notebook"
