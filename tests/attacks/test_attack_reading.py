"""Checks, keys, hints, other learners' work, the gradebook, environments and memory cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from labelwright.grading.sandbox.fork_server import shared_fork_server

WAYS = {
    "open": "open(path).read()",
    "bytes": "pathlib.Path(path).read_bytes()",
    "below Python": "os.read(os.open(path, os.O_RDONLY), 99)",
    "a path to nothing": "os.read(os.open(path, os.O_PATH), 99)",
    "a mapping": "mmap.mmap(os.open(path, os.O_RDONLY), 10, prot=mmap.PROT_READ)[:10]",
    "the folder": "os.listdir(os.path.dirname(path))",
    "a walk": "next(os.walk(os.path.dirname(path), onerror=fail))",
    "a link": "[os.symlink(path, 'link'), open('link').read()]",
    "a hard link": "[os.link(path, 'hard'), open('hard').read()]",
    "renaming": "os.rename(path, 'mine')",
    "a copy in the kernel": "os.copy_file_range(os.open(path, os.O_RDONLY), os.open('copy', 65), 99)",
    "running it": "runpy.run_path(path)",
    "importing it": "importlib.machinery.SourceFileLoader('x', path).load_module()",
    "the C library": "c_open(path)",
    "pandas": "pandas.read_csv(path)",
    "sqlite": "sqlite3.connect(f'file:{path}?immutable=1', uri=True).execute('select * from learners').fetchall()",
    "from the top": "open('/' + os.path.relpath(path, '/')).read()",
    "by a descriptor": "os.open(os.path.basename(path), 0, dir_fd=os.open(os.path.dirname(path), os.O_PATH))",
    "through the root of a process": "open('/proc/1/root' + path).read()",
    "attributes": "os.getxattr(path, 'user.secret') or fail(None)",
}

READING = """
import ctypes, importlib.machinery, mmap, os, pathlib, runpy, sqlite3, pandas
libc = ctypes.CDLL(None, use_errno=True)
def fail(error):
    raise error or OSError
def c_open(path):
    if libc.open(path.encode(), 0) < 0:
        raise OSError(ctypes.get_errno(), "refused")
for path in {paths}:
    for way, code in {ways}.items():
        attempt(f"{{way}}: {{path}}", eval("lambda: " + code))
        for name in ("link", "hard", "copy", "mine"):
            if os.path.lexists(name):
                os.unlink(name)
count_labels = lambda labels: attempts
"""


@pytest.mark.mostly_slow("0", "1", "3", "8", reason="each case grades three notebooks")
@pytest.mark.parametrize("number", range(9))
def test_no_planted_file_can_be_read(arena: Any, number: int) -> None:
    assert len(arena.vault.files) == 9
    reported = arena.attempts(READING.format(paths=[str(arena.vault.files[number])], ways=WAYS))
    assert len(reported) == len(WAYS)
    assert not {name: what for name, what in reported.items() if not what.startswith("refused")}


def test_the_same_ways_read_a_file_that_may_be_read(arena: Any) -> None:
    # The attacks work: only the isolation protects the planted files.
    ways = {name: WAYS[name] for name in ("open", "bytes", "below Python", "the folder", "a link", "a walk")}
    reported = arena.attempts(
        "open('given.py', 'w').write('x = 1')", READING.format(paths=["./given.py"], ways=ways)
    )
    assert len(reported) == len(ways)
    assert all(what.startswith("done") for what in reported.values()), reported


PLACES = (
    "/etc/passwd",
    "/etc/shadow",
    "/etc/hostname",
    "/etc/resolv.conf",
    "/proc/self/environ",
    "/proc/self/maps",
    "/proc/self/mem",
    "/proc/self/mountinfo",
    "/proc/self/status",
    "/proc/1/environ",
    "/proc/1/mem",
    "/proc/1/cmdline",
    "/proc/2/environ",
    "/proc/meminfo",
    "/proc/kcore",
    "/proc/net/tcp",
    "/proc/sys/kernel/hostname",
    "/sys/class/net/lo/address",
    "/dev/mem",
    "/dev/kmsg",
    "/dev/tty",
    "/dev/ptmx",
    "/dev/fuse",
    "/dev/vda",
    "/var/log/dpkg.log",
    "/boot",
    "/home",
    "/tmp",
    "/",
)


def test_the_machine_cannot_be_read(arena: Any) -> None:
    reported = arena.attempts(
        f"import os\nfor path in {PLACES}:\n"
        "    attempt(path, lambda: open(path, 'rb').read(16))\n"
        "    attempt(path + ' listed', lambda: os.listdir(path))\n"
        "    attempt(path + ' up', lambda: os.listdir(path + '/..'))\n"
    )
    assert len(reported) == 3 * len(PLACES)
    assert not {name: what for name, what in reported.items() if not what.startswith("refused")}


def test_other_processes_cannot_be_read(arena: Any) -> None:
    pids = [arena.vault.bystander, shared_fork_server()._process.pid, *range(1, 40)]
    reported = arena.attempts(
        f"import os\nown = os.readlink('/proc/self')\nfor pid in {pids}:\n"
        "    if str(pid) == own: continue\n"
        "    for name in ('environ', 'mem', 'maps', 'cmdline', 'fd', 'cwd', 'root', 'exe', 'task'):\n"
        "        attempt(f'{pid} {name}', lambda: open(f'/proc/{pid}/{name}', 'rb').read(9))\n"
        "        attempt(f'{pid} {name} listed', lambda: os.listdir(f'/proc/{pid}/{name}'))\n"
    )
    # The child itself may be among the numbers; it may look at itself.
    assert len(reported) >= 2 * 9 * (len(set(pids)) - 1)
    assert not {name: what for name, what in reported.items() if not what.startswith("refused")}


def test_the_environment_holds_seven_plain_names(arena: Any) -> None:
    arena.attempts("import os\nattempts.update(os.environ)")
    processors = {"JOBLIB_MULTIPROCESSING": "0", "LOKY_MAX_CPU_COUNT": "1"}
    assert set(arena.reported) <= {"PATH", "LANG", "HOME", "TMPDIR", "MPLBACKEND", *processors}
    assert {name: arena.reported[name] for name in processors} == processors
    assert arena.reported["HOME"] == arena.reported["TMPDIR"]


def test_no_check_and_no_store_is_ever_imported(arena: Any) -> None:
    arena.attempts(
        "import sys\nattempts.update({name: 1 for name in sys.modules if name.startswith('labelwright')})"
    )
    rooms = {name.split(".")[1] for name in arena.reported if "." in name}
    assert rooms == {"errors", "exchange", "grading", "version"}
    inside = {name for name in arena.reported if name.startswith("labelwright.grading.")}
    assert all(name.startswith("labelwright.grading.sandbox") for name in inside)


def test_frames_and_the_collector_hold_no_secret(arena: Any) -> None:
    report = arena.attack(
        "import gc\ngc.unfreeze()\n"
        "needles = [''.join(reversed(n)) for n in ('SEHCTAB', 'yranac', 'lebal_yreve_stnuoc')]\n"
        "held = [o for o in gc.get_objects() if type(o) in (list, dict, tuple)]\n"
        "texts = [t for o in held for t in (o.values() if type(o) is dict else o) if type(t) in (str, bytes)]\n"
        "attempts['found'] = [str(t)[:200] for t in texts if any(n in str(t) for n in needles) and t not in needles"
        " and not str(t).startswith('_ipython_')]\n"
        "attempts['looked at'] = len(texts)"
    )
    assert report.score == 0.0
    assert arena.reported["found"] == []
    assert arena.reported["looked at"] > 10_000
