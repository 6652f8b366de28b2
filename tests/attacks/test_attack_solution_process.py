"""The process that runs the solution: it imports nothing of a learner's, and hears no Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks import solution
from labelwright.checks.work import Work
from labelwright.data.material import Material
from labelwright.exchange.inspect import answer

TOUCHES = "from pathlib import Path\nPath({place!r}).write_text('imported')\n"
GRADES = """
import sys
from pathlib import Path
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.data.material import Material
from labelwright.exchange.inspect import answer

course = Course(Path(sys.argv[1]))
space = {"ham_share": 5 / 8}
work = Work(Material(course, course.exercises[0], "ada"), lambda question: answer(space, Path.cwd(), question))
print(work.solution.number("ham_share"))
work.close()
"""


@pytest.mark.parametrize("module", ["pandas", "numpy", "pickle", "labelwright"])
def test_nothing_is_imported_from_the_folder_in_which_the_grader_was_started(
    own_counting: Any, tmp_path: Path, module: str
) -> None:
    here, place = tmp_path / "handed-in", tmp_path / "touched"
    here.mkdir()
    (here / f"{module}.py").write_text(TOUCHES.format(place=str(place)), encoding="utf-8")
    script = tmp_path / "grades.py"
    script.write_text(GRADES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", str(script), str(own_counting.course.root)],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("0.625", 0), done.stderr
    assert not place.exists()


@pytest.mark.skipif(not hasattr(os, "getpgid"), reason="process groups are there on Linux and macOS")
def test_it_is_in_no_process_group_that_hears_a_ctrl_c(own_counting: Any, tmp_path: Path) -> None:
    material = Material(own_counting.course, own_counting.exercise, "ada")
    work = Work(material, lambda question: answer({"ham_share": 1}, tmp_path, question))
    assert work.solution.number("ham_share") == 0.625
    process = solution._server()._process
    assert process is not None
    assert os.getpgid(process.pid) != os.getpgid(0)
    os.killpg(os.getpgid(process.pid), signal.SIGKILL)
    work.close()
    # The next learner gets a new process.
    again = Work(material, lambda question: answer({"ham_share": 1}, tmp_path, question))
    assert again.solution.number("ham_share") == 0.625
    again.close()


def test_a_learner_s_value_that_is_no_data_does_not_reach_the_solution(
    own_counting: Any, tmp_path: Path
) -> None:
    class Odd:
        def __reduce__(self) -> Any:
            return os._exit, (7,)

    space = {"ham_share": Odd(), "count_labels": Odd}
    work = Work(
        Material(own_counting.course, own_counting.exercise, "ada"),
        lambda question: answer(space, tmp_path, question),
    )
    work.compared = {"ham_share": ..., "count_labels": ...}
    assert work.solution.followed.number("ham_share") == 0.625
    work.close()
