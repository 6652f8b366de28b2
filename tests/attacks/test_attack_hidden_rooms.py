"""Neither the fork server nor a notebook has our loaders, the draw of samples or the checks, and none can be read."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import labelwright
from labelwright.exchange.plain_data import loads
from labelwright.grading.sandbox.execution import Execution, Job
from labelwright.grading.sandbox.fork_server import shared_fork_server
from labelwright.grading.sandbox.hidden_rooms import HIDDEN, hidden_folders, without

PACKAGE = Path(labelwright.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for folder in hidden_folders()
    for path in folder.rglob("*.py")
)


def test_what_is_hidden_is_there() -> None:
    assert {"labelwright.data.sample", "labelwright.data.loading", "labelwright.checks.runner"} < set(MODULES)
    assert all(folder.is_dir() for folder in hidden_folders())


def test_no_hidden_module_is_loaded_before_or_after_a_notebook_uses_what_it_may() -> None:
    cells = [
        "import sys\nbefore = sorted(sys.modules)",
        "import labelwright\nfrom labelwright import exercise, label\nex = exercise('any')\n"
        "shown = label(['one text'], ['yes', 'no'])",
        "import labelwright.text_checks, labelwright.annotations.inputs, labelwright.exchange.spreadsheet\n"
        "from labelwright.quality import agreement_report, krippendorff_alpha\n"
        "alpha = krippendorff_alpha([['a', 'b', 'a'], ['a', 'b', 'b']], level='nominal')",
        "after = sorted(sys.modules)",
    ]
    session = {"slug": "any", "files": {}, "table": None}
    server = shared_fork_server()
    with tempfile.TemporaryDirectory(dir=server.scratch) as folder:
        run = Execution(
            server, Job(cells, folder, session, [], {}, cell_seconds=30, seconds=60, memory_mb=2048)
        )
        run.run()
        assert run.failures == []
        held = {
            name: loads(run.ask({"ask": "value", "name": name}))["value"]
            for name in ("before", "after", "alpha")
        }
        run.close()
    assert -1 < held["alpha"] < 1
    for when in ("before", "after"):
        loaded = set(held[when])
        assert loaded & set(MODULES) == set()
        assert not [name for name in loaded if name.startswith((*HIDDEN, "labelwright_"))]
    assert "pandas" in held["before"]
    assert "labelwright.quality" in held["after"]


def test_no_hidden_module_can_be_imported(arena: Any) -> None:
    reported = arena.attempts(
        f"import importlib\nfor name in {MODULES}:\n    attempt(name, lambda: importlib.import_module(name))"
    )
    assert len(reported) == len(MODULES) > 30
    assert {name: what for name, what in reported.items() if what != "refused"} == {}


def test_no_hidden_file_can_be_read_where_imports_are_no_longer_refused(arena: Any) -> None:
    paths = [str(path) for folder in hidden_folders() for path in folder.rglob("*.py*")]
    reported = arena.attempts(
        "import importlib, os, sys\nsys.meta_path[:] = [one for one in sys.meta_path if 'NotHere' not in repr(one)]\n"
        f"for name in {MODULES}:\n    attempt(name, lambda: importlib.import_module(name))\n"
        f"for path in {paths}:\n    attempt(path, lambda: open(path, 'rb').read(9))\n"
        f"for folder in {[str(PACKAGE), str(PACKAGE / 'grading' / '..')]}:\n"
        "    for name in ('data/sample.py', 'checks/work.py'):\n"
        "        os.path.lexists('way') and os.unlink('way')\n"
        "        os.symlink(folder, 'way')\n"
        "        attempt(f'{folder} {name}', lambda: open('way/' + name).read(9))\n"
        f"attempt('a hard link', lambda: os.link({paths[0]!r}, 'own'))\n"
    )
    assert len(reported) == len(MODULES) + len(paths) + 5
    # Behind bubblewrap the folders are empty, and Python takes an empty folder for a package.
    got = {name: what for name, what in reported.items() if not what.startswith("refused")}
    assert {name for name, what in got.items() if "NamespaceLoader" not in what} == set()
    assert set(got) <= set(HIDDEN)


def test_a_notebook_that_imports_one_in_vain_keeps_its_other_answers(arena: Any) -> None:
    cells = arena.solved()
    report = arena.attack(*cells[:1], f"from labelwright.data import seed\n{cells[1]}", *cells[2:], bare=True)
    assert report.score == 100
    assert "labelwright.data is not there while a notebook is graded" in report.outcome.sentence


def test_a_folder_is_opened_only_as_far_as_a_hidden_one_needs(tmp_path: Path) -> None:
    for name in ("lib/ours/data/loaders", "lib/ours/quality", "lib/pandas", "share"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lib" / "ours" / "rng.py").touch()
    (tmp_path / "lib64").symlink_to("lib")
    (tmp_path / "lib" / "pandas" / "side-door").symlink_to(tmp_path / "lib" / "ours" / "data")
    hidden = [tmp_path / "lib" / "ours" / "data"]
    whole, opened = without([tmp_path, tmp_path / "lib64" / "ours", tmp_path / "gone"], hidden)
    names = {str(path.relative_to(tmp_path)) for path in whole}
    assert names == {"lib/ours/quality", "lib/ours/rng.py", "lib/pandas", "share", "gone"} or names == {
        "lib64/ours/quality",
        "lib64/ours/rng.py",
        "lib/pandas",
        "share",
        "gone",
    }
    assert set(opened) == {tmp_path, tmp_path / "lib", tmp_path / "lib" / "ours"}
