"""A notebook that wants the rows and columns that its sample withholds: from files, our loaders, or by drawing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind, Report
from labelwright.data.material import Material
from labelwright.exchange.plain_data import loads
from labelwright.grading import grade as grading
from labelwright.grading.hand_ins import collect
from labelwright.grading.sandbox.execution import Execution
from labelwright.grading.sandbox.fork_server import shared_fork_server
from labelwright.grading.sandbox.staging import stage_data_files

Make = Callable[..., Any]
SLUG = "own-messages"
ROWS = "".join(f"m{n},text {n},truth-{n}\n" for n in range(40))
CSV = "id,text,truth\n" + ROWS
SAMPLE = 'dataset = "own-messages"\nn = 5\nkey = "id"\ncolumns = ["id", "text"]\n'
PLANTED = '''"""Plant a number."""

from labelwright.rng import Rng


def make(seed):
    """Return one planted number."""
    import pandas as pd

    return pd.DataFrame({"planted": [Rng(seed).below(10**9)]})
'''

OPENING = """
import glob, os
import pandas as pd
from labelwright import exercise
ex = exercise("count-the-labels")
rows = ex.sample()
found = {}

def attempt(name, act):
    try:
        found[name] = repr(act())
    except BaseException as error:
        found[name] = f"refused: {type(error).__name__} {error}"
"""


def answers(made: Any, cells: list[str], folder: Path, *names: str) -> dict[str, Any]:
    """Run the cells as the grader does, and return the notebook's variables."""
    folder.mkdir(exist_ok=True)
    (folder / "ada.ipynb").write_bytes(made.notebook(cells))
    (submission,) = collect([folder / "ada.ipynb"])
    material, server = Material(made.course, made.exercise, "ada"), shared_fork_server()
    place = Path(server.scratch) / "withheld"
    place.mkdir(exist_ok=True)
    job = grading._job(submission, made.exercise, material, place)
    job.cell_seconds, job.seconds = 30, 60
    run = Execution(server, stage_data_files(job, server))
    try:
        run.run()
        assert run.failures == []
        return {name: loads(run.ask({"ask": "value", "name": name}))["value"] for name in names}
    finally:
        run.close()
        grading.shutil.rmtree(place, ignore_errors=True)


def test_the_withheld_column_is_in_no_file_that_can_be_read(sampled: Make, tmp_path: Path) -> None:
    made = sampled(SAMPLE, {"own.csv": CSV})
    published = made.course.datasets / SLUG / "own.csv"
    got = answers(
        made,
        [
            OPENING,
            "path = ex.file('own-messages')\n"
            "attempt('lent', lambda: path.read_text())\n"
            "attempt('pandas', lambda: pd.read_csv(path)['truth'])\n"
            f"attempt('published', lambda: pd.read_csv({str(published)!r}))\n"
            "attempt('next to it', lambda: [open(one).read() for one in glob.glob(str(path.parent.parent.parent / '**'),"
            " recursive=True) if os.path.isfile(one)])\n"
            "attempt('up', lambda: os.listdir(path.parent.parent.parent.parent))\n"
            "attempt('write', lambda: path.write_text('mine'))\n"
            "attempt('remove', lambda: path.unlink())\n"
            "attempt('mode', lambda: [path.chmod(0o666), open(path, 'a').write('x')])\n"
            "attempt('ids', lambda: sorted(pd.read_csv(path)['id']) == sorted(rows['id']))\n",
        ],
        tmp_path / "in",
        "found",
    )["found"]
    assert "truth" not in got.pop("lent")
    assert got.pop("ids") == "True"
    assert got.pop("pandas") == "refused: KeyError 'truth'"
    assert "truth" not in got.pop("next to it")
    assert {name: what for name, what in got.items() if not what.startswith("refused")} == {}
    assert published.read_text(encoding="utf-8") == CSV


def test_our_own_loaders_give_no_withheld_column(sampled: Make, tmp_path: Path) -> None:
    made = sampled(SAMPLE, {"own.csv": CSV})
    folder = made.course.datasets / SLUG
    got = answers(
        made,
        [
            OPENING,
            "def loaded():\n    from labelwright.data.loaders.own_tables import load_csv\n"
            "    return load_csv((ex.file('own-messages'),), ())\n"
            "def by_card():\n    from labelwright.data import load, load_card\n"
            f"    return load(load_card(__import__('pathlib').Path({str(folder)!r})))\n"
            "def by_material():\n    from labelwright.data.material import Material\n"
            "    from labelwright.course.course import Course\n"
            f"    course = Course(__import__('pathlib').Path({str(made.course.root)!r}))\n"
            "    return Material(course, course.exercise('count-the-labels'), 'ada').frame('own-messages')\n"
            "for act in (loaded, by_card, by_material):\n    attempt(act.__name__, act)\n"
            "import sys\n"
            "sys.meta_path[:] = [one for one in sys.meta_path if 'NotHere' not in repr(one)]\n"
            "for act in (loaded, by_card, by_material):\n    attempt(act.__name__ + ' again', act)\n",
        ],
        tmp_path / "in",
        "found",
    )["found"]
    assert len(got) == 6
    assert {name: what for name, what in got.items() if not what.startswith("refused")} == {}
    assert "labelwright.data is not there while a notebook is graded" in got["by_card"]


def test_a_made_sample_can_be_predicted_without_a_salt_and_not_with_one(
    sampled: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sampled('made_by = "planted.py"', {"own.csv": CSV})
    (made.exercise.folder / "planted.py").write_text(PLANTED, encoding="utf-8")
    # What the notebook brings along is public: how seeds are made, the file that plants, and whose notebook it is.
    bring = (
        "from hashlib import sha256\n"
        "text = b'\\x1f'.join((b'ada', b'count-the-labels', b'1'))\n"
        "seed = int.from_bytes(sha256(text).digest()[:8], 'big')\n"
    )
    predict = "predicted = int(make(seed)['planted'][0])\ngiven = int(rows['planted'][0])"

    def notebook() -> dict[str, Any]:
        return answers(made, [OPENING, bring, PLANTED, predict], tmp_path / "in", "predicted", "given")

    plain = notebook()
    assert plain["predicted"] == plain["given"]
    monkeypatch.setenv("LABELWRIGHT_SALT", "pepper-and-a-lot-of-it")
    salted = notebook()
    assert salted["predicted"] == plain["predicted"] != salted["given"]
    # Neither the sandbox's environment nor anything it was given holds the salt.
    seen = answers(
        made,
        [
            OPENING,
            "import gc, os\ngc.unfreeze()\nneedle = ''.join(reversed('ti-fo-tol-a-dna-reppep'))\n"
            "found['environment'] = needle in repr(dict(os.environ))\n"
            "held = [t for o in gc.get_objects() if type(o) in (list, dict, tuple)"
            " for t in (o.values() if type(o) is dict else o)]\n"
            "found['memory'] = any(needle in str(t) for t in held if type(t) in (str, bytes) and t is not needle"
            " and 'reppep' not in str(t))\n",
        ],
        tmp_path / "in",
        "found",
    )["found"]
    assert seen == {"environment": False, "memory": False}


def test_without_a_file_the_notebook_is_told_why_and_the_rest_counts(sampled: Make, tmp_path: Path) -> None:
    made = sampled(SAMPLE + 'made_by = "planted.py"', {"own.csv": CSV})
    (made.exercise.folder / "planted.py").write_text("def make(rows):\n    return rows\n", encoding="utf-8")
    (tmp_path / "ada.ipynb").write_bytes(made.notebook([*made.solved(), "ex.file('own-messages')"]))
    (submission,) = collect([tmp_path / "ada.ipynb"])
    report: Report = grading.grade(submission, made.course, shared_fork_server())
    assert (report.score, report.outcome.kind) == (100, OutcomeKind.RAISED)
    assert "This exercise gives no file of 'own-messages'" in report.outcome.sentence
