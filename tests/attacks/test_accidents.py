"""Honest accidents cost nothing: odd cells, odd files and things a sandbox lacks leave full marks."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind
from labelwright.course.exercise import Exercise
from labelwright.exchange.plain_data import loads

K = OutcomeKind


@pytest.fixture(autouse=True)
def _time_for_a_busy_machine(arena_course: tuple[Exercise, Path, str, int]) -> Iterator[None]:
    # No accident here is about time. In the arena's second per cell, a busy machine cannot even import matplotlib.
    toml = arena_course[0].folder / "exercise.toml"
    original = toml.read_text(encoding="utf-8")
    ample = re.sub(r"(?m)^(cell_seconds|seconds) = .*$", r"\1 = 60", original)
    assert ample != original
    toml.write_text(ample, encoding="utf-8")
    yield
    toml.write_text(original, encoding="utf-8")


BEFORE = {
    "stderr": "import sys\nprint('careful', file=sys.stderr)\nsys.stderr.write('x' * 100_000)",
    "warnings": "import warnings\nwarnings.warn('old')\nimport pandas as pd\npd.Series([1]).astype('str')",
    "warnings as errors": "import warnings\nwarnings.simplefilter('error')",
    "a slow but allowed cell": "import time\ntime.sleep(0.6)",
    "plots inline": "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\nimport pandas as pd",
    "packages installed": "!pip install pandas\n%pip install -q numpy\nimport pandas as pd",
    "an extension": "%load_ext autoreload\n%autoreload 2",
    "an extension that is not here": "%load_ext no_such_thing\n%no_such_magic 1",
    "the shell": "!ls -la\n!echo $HOME",
    "a shell cell": "%%bash\nls -la | head",
    "timing": "%time sum(range(10))\n%timeit -n 1 -r 1 sum(range(10))",
    "a timed cell": "%%time\ntimed = 1",
    "a captured cell": "%%capture kept\nprint('x')",
    "a cell written to a file": "%%writefile own.py\nvalue = 3",
    "html": "%%html\n<b>bold</b>",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\nboth = await asyncio.gather(asyncio.sleep(0, 1), asyncio.to_thread(len, 'ab'))",
    "an event loop": "import asyncio\nloop = asyncio.new_event_loop()\nloop.run_until_complete(asyncio.sleep(0))\nloop.close()",
    "words of all the world": "größe = 'Größe ✓ 日本語 🙂'\nöffne = open('größe ✓.txt', 'w', encoding='utf-8').write(größe)\nassert open('größe ✓.txt', encoding='utf-8').read() == größe\nprint(größe)",
    "a non-breaking space in a comment": "x = 1  #\u00a0careful\u2028",
    "large prints": "for i in range(3_000):\n    print(i, 'x' * 10_000)",
    "large displays": "import pandas as pd\npd.DataFrame({'a': range(200_000)})",
    "help": "len?\nlen??\nhelp(len)",
    "a pool of threads": "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as pool:\n    assert list(pool.map(len, ['a', 'bb'])) == [1, 2]",
    "another pool of threads": "from multiprocessing.pool import ThreadPool\nwith ThreadPool(4) as pool:\n    assert pool.map(len, ['a', 'bb']) == [1, 2]",
    "locks and queues": "import threading, queue, multiprocessing\nlock = multiprocessing.Lock()\nwith lock:\n    queue.Queue().put(1)\nmultiprocessing.Value('i', 3).value",
    "processes where available": "import multiprocessing\ntry:\n    with multiprocessing.Pool(2) as pool:\n        pool.map(len, ['a'])\nexcept OSError:\n    print('one after another, then')",
    "a program where available": "import subprocess\ntry:\n    subprocess.run(['git', '--version'], check=True)\nexcept (OSError, subprocess.CalledProcessError):\n    pass",
    "the network where available": "import urllib.request\ntry:\n    urllib.request.urlopen('https://example.org', timeout=1)\nexcept OSError:\n    pass",
    "temporary files": "import tempfile\nwith tempfile.TemporaryDirectory() as d, open(d + '/x', 'w') as f:\n    f.write('x')\nwith tempfile.NamedTemporaryFile('w+') as f:\n    f.write('x')\nt = tempfile.mkdtemp()",
    "own files": "import json, pathlib\npathlib.Path('out').mkdir(exist_ok=True)\npathlib.Path('out/a.json').write_text(json.dumps([1]))\nassert json.loads(pathlib.Path('out/a.json').read_text()) == [1]",
    "copies": "import shutil\nopen('a', 'w').write('x')\nshutil.copy('a', 'b'); shutil.copy2('a', 'c'); shutil.copystat('a', 'b'); shutil.move('c', 'd')\nshutil.copytree('.', 'tree', ignore=lambda *a: {'tree'})\nshutil.rmtree('tree')\nimport os\nos.chmod('a', 0o644)\nos.utime('a')\nassert os.access('a', os.R_OK)",
    "tables of its own": "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]}).to_csv('own.csv', index=False)\nassert pd.read_csv('own.csv').shape == (2, 2)\npd.DataFrame({'a': [1]}).to_json('own.jsonl', orient='records', lines=True)\npd.read_json('own.jsonl', lines=True)",
    "a database": "import sqlite3, pandas as pd\nwith sqlite3.connect('own.db') as db:\n    pd.DataFrame({'a': [1]}).to_sql('t', db)\n    assert pd.read_sql('select a from t', db).a.sum() == 1",
    "pickles": "import pickle\npickle.dump([1], open('own.pkl', 'wb'))\nassert pickle.load(open('own.pkl', 'rb')) == [1]",
    "compressed": "import gzip, zipfile, tarfile, bz2, lzma\ngzip.open('a.gz', 'wt').write('x')\nwith zipfile.ZipFile('a.zip', 'w') as z:\n    z.writestr('b', 'x')\nzipfile.ZipFile('a.zip').extractall('un')\nwith tarfile.open('a.tar.gz', 'w:gz') as t:\n    t.add('un')\ntarfile.open('a.tar.gz').extractall('un2')",
    "logging": "import logging, logging.handlers\nlogging.basicConfig(level='DEBUG', handlers=[logging.handlers.RotatingFileHandler('own.log', maxBytes=100, backupCount=2)])\nfor i in range(50):\n    logging.info('line %s', i)",
    "chance": "import random, secrets, uuid, os\nrandom.seed(1)\nimport numpy as np\nnp.random.seed(1)\nnp.random.default_rng(1).normal(size=3)\nsecrets.token_hex(4); uuid.uuid4(); uuid.uuid1(); os.urandom(4)",
    "the machine": "import os, sys, platform, shutil, socket, time\nos.cpu_count(); platform.platform(); platform.python_version(); shutil.disk_usage('.'); socket.gethostname(); time.process_time(); sys.getsizeof([])\nlen(os.sched_getaffinity(0)); os.getpid(); os.getcwd()",
    "home": "import os, pathlib\npathlib.Path.home(); os.path.expanduser('~/x'); os.listdir(os.path.expanduser('~')); os.environ.get('USER'); os.environ['MY_KEY'] = 'x'",
    "dates": "from datetime import datetime, timezone\nfrom zoneinfo import ZoneInfo\nassert datetime(2026, 7, 1, tzinfo=ZoneInfo('Europe/Berlin')).utcoffset().seconds == 7200\nimport pandas as pd, time\npd.Timestamp.now(tz='Asia/Tokyo'); time.localtime(); time.strftime('%Z')",
    "locale": "import locale\nlocale.setlocale(locale.LC_ALL, '')\nlocale.getpreferredencoding()",
    "numbers": "import numpy as np\nnp.linalg.svd(np.random.rand(60, 60)); np.random.rand(200, 200) @ np.random.rand(200, 200)",
    "science": "import scipy.special\nscipy.special.erf(0.5)",
    "deep recursion": "import sys\nsys.setrecursionlimit(10_000)\ndef f(n): return n and f(n - 1)\nf(3_000)",
    "the folder left": "import os\nos.chdir('/')",
    "names of builtins": "list = [1]\ntype = 'x'\nid = 3\nsum = 0\nstr = 'a'\ninput = 5\nmin = max = 2",
    "options of pandas": "import pandas as pd\npd.set_option('display.max_rows', None)",
    "an object that fails to show": "class Bad:\n    def _repr_html_(self): raise ValueError\n    def __repr__(self): raise ValueError\nBad()",
    "everything imported": "import ssl, sqlite3, ctypes, http.client, xml.dom.minidom, decimal, statistics, unittest, doctest, multiprocessing",
    "a class and its tests": "import doctest, unittest\ndef f():\n    '''\n    >>> f()\n    1\n    '''\n    return 1\ndoctest.testmod()",
    "progress": "import sys, time\nfor i in range(100):\n    sys.stdout.write(f'\\r{i}%'); sys.stdout.flush()\nprint('\\x1b[31mdone\\x1b[0m')",
    "a display handle": "from IPython.display import display, clear_output, Markdown, update_display\nh = display(Markdown('a'), display_id=True)\nh.update(Markdown('b'))\nclear_output(wait=True)",
    "the shell asked": "ip = get_ipython()\nip.run_line_magic('who', '')\nassert 'IPython' in str(type(ip).__mro__)\nIn[-1]; Out",
    "the last results": "3\n_\n__ = _",
    "garbage": "import gc\ngc.collect(); gc.freeze()",
    "signals": "import signal\nsignal.signal(signal.SIGALRM, lambda *a: None)\nsignal.setitimer(signal.ITIMER_REAL, 0.01)\nimport time\ntime.sleep(0.05)",
    "arguments": "import argparse\nargparse.ArgumentParser().parse_known_args()",
    "a file next to the notebook": "from pathlib import Path\nPath('own_part.py').write_text('def twice(x):\\n    return 2 * x\\n')\nfrom own_part import twice\nassert twice(2) == 4",
    "several processors": "import warnings\nwarnings.simplefilter('error')\nfrom joblib import Parallel, delayed, cpu_count\ncpu_count()\nassert Parallel(n_jobs=-1)(delayed(abs)(x) for x in [-1, 2]) == Parallel(n_jobs=2)(delayed(abs)(x) for x in [1, -2]) == [1, 2]\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.model_selection import cross_val_score\nassert len(cross_val_score(LogisticRegression(), [[0], [1]] * 10, [0, 1] * 10, n_jobs=2, cv=2)) == 2",
    "the quota of processors": "import os\nfor path in ['/sys/fs/cgroup/cpu.max', '/sys/fs/cgroup/cpu/cpu.cfs_quota_us', '/sys/fs/cgroup/cpu/cpu.cfs_period_us']:\n    if os.path.exists(path):\n        open(path).read()",
    "pylab": "%pylab inline\nassert abs(pi - 3.14) < .01 and np.mean([1, 3]) == 2",
    "a listing kept": "files = !ls\nassert [name for name in files] == []\nwhere = !pwd",
    "a task": "import asyncio\nasync def f():\n    return 3\ntask = asyncio.create_task(f())\nasync def g():\n    return await task\nassert await g() == 3\nlater = asyncio.ensure_future(f())",
    "a task in a plain cell": "import asyncio\nasync def h():\n    return 3\nlater = asyncio.create_task(h())",
    "leaving": "quit()\nexit()\nexit",
    "the check called twice": "ex.check()\nex.check('counts')\nex.hint('counts')\nex.submit()",
}  # fmt: skip


@pytest.mark.mostly_slow(
    "stderr",
    "await",
    "packages installed",
    "own files",
    "the network where available",
    "a database",
    "names of builtins",
    "the check called twice",
    "a file next to the notebook",
    "the quota of processors",
    reason="each case grades three notebooks",
)
@pytest.mark.parametrize("accident", BEFORE)
def test_a_cell_before_the_answers_costs_nothing(arena: Any, accident: str) -> None:
    opening, *answers = arena.solved()
    report = arena.attack(opening, BEFORE[accident], *answers, bare=True)
    assert (report.score, report.passed) == (100.0, True), (
        report.outcome,
        [c.message for c in report.checks],
    )
    assert report.outcome.kind is K.FINISHED, report.outcome


@pytest.mark.mostly_slow("the shell", reason="each case grades three notebooks")
@pytest.mark.parametrize(
    "accident", ["packages installed", "plots inline", "an extension that is not here", "the shell"]
)
def test_what_only_a_terminal_can_costs_nothing_in_the_very_cell_of_an_answer(
    arena: Any, accident: str
) -> None:
    opening, *answers = arena.solved()
    answers[0] = f"{BEFORE[accident]}\n{answers[0]}"
    report = arena.attack(opening, *answers, bare=True)
    assert (report.outcome.kind, report.score) == (K.FINISHED, 100.0), report.outcome


RAISING = {
    "an extra cell that raises": "1 / 0",
    "a question to a person": "name = input('Who are you? ')",
    "a password": "import getpass\ngetpass.getpass()",
    "a package that is missing": "import no_such_plotting_library as plt\nplt.plot([1, 2])",
    "a half-written cell": "def f(:",
    "a name that is not there": "undefined_name",
    "sys.exit": "import sys\nsys.exit(0)",
    "an assertion": "assert False, 'not yet'",
    "an error with a long text": "raise ValueError('🙂' * 3_000)",
    "an old print": "print 'x'",
    "indentation": "  x = 1\n y = 2",
    "a pool of processes": "import multiprocessing\nmultiprocessing.Pool(2).map(len, ['a'])",
    "a future in a process": "from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor(2).submit(len, 'a').result()",
    "a download": "import urllib.request\nurllib.request.urlretrieve('https://example.org/x.csv', 'x.csv')",
    "a file that is not there": "import pandas as pd\npd.read_csv('/content/drive/MyDrive/x.csv')",
    "Colab": "from google.colab import drive\ndrive.mount('/content/drive')",
}  # fmt: skip


@pytest.mark.mostly_slow(
    "first-a half-written cell",
    "last-sys.exit",
    "first-a pool of processes",
    "last-a file that is not there",
    reason="each case grades three notebooks",
)
@pytest.mark.parametrize("accident", RAISING)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_cell_that_fails_costs_only_itself(arena: Any, accident: str, place: str) -> None:
    opening, *answers = arena.solved()
    extra = RAISING[accident]
    cells = [opening, extra, *answers] if place == "first" else [opening, *answers, extra]
    report = arena.attack(*cells, bare=True)
    assert (report.score, report.passed) == (100.0, True), (
        report.outcome,
        [c.message for c in report.checks],
    )
    assert report.outcome.kind in (K.RAISED, K.FINISHED)


def test_an_import_that_fails_does_not_stop_its_cell(arena: Any) -> None:
    opening, *answers = arena.solved()
    answers[0] = (
        "import no_such_package, pandas as first\nimport json; import no_such_package.part as part\n"
        "from no_other_package import (\n    thing,\n)\nfirst.Series([json.dumps(1)])\n" + answers[0]
    )
    report = arena.attack(opening, *answers, bare=True)
    assert (report.outcome.kind, report.score) == (K.RAISED, 100.0), report
    assert "no_such_package" in report.outcome.sentence
    assert "no_other_package" in report.outcome.sentence


def test_other_statements_that_fail_still_stop_their_cell(arena: Any) -> None:
    opening, *answers = arena.solved()
    late = "def load():\n    import no_such_package\nload()\n"
    for stopped in (late, "1 / 0\n", "try:\n    import no_such_package\nfinally:\n    pass\n"):
        report = arena.attack(opening, stopped + answers[0], *answers[1:], bare=True)
        assert (report.outcome.kind, report.score < 100) == (K.RAISED, True), (stopped, report)
        # The check that misses the answer says why it is missing.
        assert any("the cell that makes it failed" in check.found for check in report.checks), report.checks


def test_a_newer_python_is_named(arena: Any) -> None:
    document = json.loads(arena.notebook([*arena.solved(), "def f(:"]))
    document["metadata"]["language_info"] = {"name": "python", "version": "3.99.1"}
    payload = json.dumps(document).encode()
    (report,) = arena.grade(lambda folder: (folder / "mallory.ipynb").write_bytes(payload))
    assert "Python 3.99" in report.outcome.sentence
    assert f"runs Python {sys.version_info[0]}.{sys.version_info[1]}" in report.outcome.sentence
    assert report.score == 100.0


def test_an_answer_in_a_markdown_cell_is_told_so(arena: Any) -> None:
    opening, *answers = arena.solved()
    document = json.loads(arena.notebook([opening, *answers[1:]]))
    for text in (answers[0], "A text with `code`.\n\nx = 1 is not code here.", "## counts"):
        document["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})
    payload = json.dumps(document).encode()
    (report,) = arena.grade(lambda folder: (folder / "mallory.ipynb").write_bytes(payload))
    (note,) = [note for note in report.notes if "Markdown" in note]
    assert "Change the cell's type to Code" in note
    assert report.score < 100.0


def test_large_answer_files_arrive(arena: Any) -> None:
    """Two files of the promised size together are more than one message may have otherwise."""
    from base64 import b64encode

    from labelwright.grading.sandbox.execution import Execution, Job
    from labelwright.grading.sandbox.fork_server import shared_fork_server

    server = shared_fork_server()
    folder = server.scratch / "large"
    folder.mkdir()
    large = b64encode(bytes(16 * 1024 * 1024)).decode()
    session = {"slug": "x", "files": {}, "table": None}
    cells = ["import os\nsizes = [os.path.getsize(name) for name in ('a', 'b')]"]
    job = Job(cells, str(folder), session, [], {"a": large, "b": large}, 60, 60, 1024)
    execution = Execution(server, job)
    try:
        execution.run()
        answer = loads(execution.ask({"ask": "value", "name": "sizes"}))
    finally:
        execution.close()
    assert answer["value"] == [16 * 1024 * 1024] * 2


def test_warnings_as_errors_reach_no_answer(arena: Any) -> None:
    cells = [
        *arena.solved(),
        "import warnings, numpy as np\nwarnings.simplefilter('error')\nham_share = np.float64(5) / 8",
    ]
    assert arena.attack(*cells, bare=True).score == 100.0


@pytest.mark.mostly_slow(
    "np.float64(0.625)", "pd.Series([0.625])", "[0.625]", reason="each case grades three notebooks"
)
@pytest.mark.parametrize(
    "kind",
    [
        "np.float64(0.625)",
        "np.array([0.625])",
        "np.array(0.625)",
        "pd.Series([0.625])",
        "pd.Series([0.625], index=['ham'])",
        "np.float32(0.625)",
        "[0.625]",
        "(0.625,)",
        "fractions.Fraction(5, 8)",
        "decimal.Decimal('0.625')",
    ],
)
def test_an_answer_of_a_near_kind_is_read(arena: Any, kind: str) -> None:
    cells = [*arena.solved(), f"import numpy as np, pandas as pd, fractions, decimal\nham_share = {kind}"]
    assert arena.attack(*cells, bare=True).score == 100.0


@pytest.mark.slow("waits until matplotlib has read the machine's fonts")
@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="matplotlib is not installed")
def test_a_plot_costs_nothing(arena: Any) -> None:
    opening, *answers = arena.solved()
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('größe')\nplt.savefig('own.png')\nplt.show()"
    report = arena.attack(opening, plot, *answers, bare=True)
    assert (report.outcome.kind, report.score) == (K.FINISHED, 100.0), report.outcome


def old_format(document: dict[str, Any]) -> None:
    cells = [
        {"cell_type": "code", "input": c["source"], "language": "python", "outputs": []}
        for c in document["cells"]
    ]
    document.pop("cells")
    document.update(nbformat=3, nbformat_minor=0, worksheets=[{"cells": cells, "metadata": {}}])


FILES: dict[str, Any] = {
    "a copied cell": lambda d: d["cells"].insert(3, dict(d["cells"][1])),
    "no kernel name": lambda d: d["metadata"].pop("kernelspec"),
    "a kernel of another name": lambda d: d["metadata"]["kernelspec"].update(
        name="conda-env-py27", language="R"
    ),
    "nbformat 3": old_format,
    "Windows line ends": lambda d: [
        c.update(source="".join(c["source"]).replace("\n", "\r\n")) for c in d["cells"]
    ],
    "old Mac line ends in prose": lambda d: d["cells"].append({"cell_type": "markdown", "source": "a\rb"}),
    "no trailing part": lambda d: d.pop("nbformat_minor"),
    "outputs of another kind": lambda d: d["cells"][0].update(outputs=[{"output_type": "pyout"}, None, 3]),
}


@pytest.mark.mostly_slow("nbformat 3", "a copied cell", reason="each case grades three notebooks")
@pytest.mark.parametrize("accident", FILES)
def test_an_odd_file_costs_nothing(arena: Any, accident: str) -> None:
    document = json.loads(arena.notebook(arena.solved()))
    FILES[accident](document)
    payload = json.dumps(document).encode()
    (report,) = arena.grade(lambda folder: (folder / "mallory.ipynb").write_bytes(payload))
    assert (report.outcome.kind, report.score) == (K.FINISHED, 100.0), report


@pytest.mark.slow("grades eighteen notebooks")
def test_names_of_all_the_world_are_kept(arena: Any) -> None:
    for name in ("Zoë Ångström", "李雷", "محمد", "O'Brien-Smith, Jr.", "ada@example.org", "🙂"):
        payload = arena.notebook(arena.solved(), name)
        (report,) = arena.grade(lambda folder, p=payload, n=name: (folder / f"{n}.ipynb").write_bytes(p))
        assert (report.learner, report.score) == (name, 100.0)
        (arena.vault.folder / f"{name}.ipynb").unlink()
