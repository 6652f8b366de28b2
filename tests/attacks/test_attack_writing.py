"""Nothing outside the scratch folder can be deleted, changed, locked, or marked, and nothing started survives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind

REFUSED = {
    "write": "open(path, 'w').write('x')",
    "append": "open(path, 'a').write('x')",
    "open to read and cut": "os.open(path, os.O_RDONLY | os.O_TRUNC)",
    "truncate": "os.truncate(path, 0)",
    "delete": "os.unlink(path)",
    "delete by tree": "shutil.rmtree(os.path.dirname(path))",
    "rename": "os.rename(path, path + '.bak')",
    "rename over": "[open('own', 'w').write('x'), os.rename('own', path)]",
    "replace over": "[open('own', 'w').write('x'), os.replace(os.path.abspath('own'), path)]",
    "link over": "os.symlink('/dev/null', path + '.link')",
    "hard link": "os.link(path, 'own-link')",
    "make a folder": "os.mkdir(path + '.d')",
    "make a pipe": "os.mkfifo(path + '.pipe')",
    "make a device": "os.mknod(path + '.dev', 0o060644, os.makedev(8, 0))",
    "chown": "os.chown(path, 12345, 12345)",
    "lchown": "os.lchown(path, 12345, 12345)",
    "set an attribute": "os.setxattr(path, 'user.mark', b'x')",
    "lock": "fcntl.flock(os.open(path, os.O_RDONLY), fcntl.LOCK_EX)",
    "lock by a path": "fcntl.flock(os.open(path, os.O_PATH), fcntl.LOCK_EX)",
    "lease": "fcntl.fcntl(os.open(path, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_WRLCK)",
    "watch a folder": "fcntl.fcntl(os.open(os.path.dirname(path), os.O_RDONLY), fcntl.F_NOTIFY, 63)",
    "mount": "c('mount', b'none', os.path.dirname(path).encode(), b'tmpfs', 0, None)",
    "change the root": "os.chroot(os.path.dirname(path))",
}
PRETENDED = {
    "chmod": "os.chmod(path, 0o777)",
    "times": "os.utime(path, (0, 0))",
    "times of a link": "os.utime(path, (0, 0), follow_symlinks=False)",
    "attributes listed": "None if os.listxattr(path) == [] else fail()",
}
WRITING = """
import ctypes, fcntl, os, shutil
libc = ctypes.CDLL(None, use_errno=True)
def c(name, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")
for path in {paths}:
    for way, code in {ways}.items():
        attempt(f"{{way}}: {{path}}", eval("lambda: " + code))
count_labels = lambda labels: attempts
"""


@pytest.mark.mostly_slow("0", "1", "3", "8", reason="each case grades three notebooks")
@pytest.mark.parametrize("number", range(9))
def test_no_planted_file_can_be_changed(arena: Any, number: int) -> None:
    assert len(arena.vault.files) == 9
    reported = arena.attempts(WRITING.format(paths=[str(arena.vault.files[number])], ways=REFUSED))
    assert len(reported) == len(REFUSED)
    assert not {name: what for name, what in reported.items() if not what.startswith("refused")}


def test_what_is_answered_without_being_done_is_not_done(arena: Any) -> None:
    # The arena compares every mode, time and attribute before and after.
    paths = [str(path) for path in arena.vault.files]
    reported = arena.attempts(WRITING.format(paths=paths, ways=PRETENDED))
    assert len(reported) == len(PRETENDED) * len(paths)
    assert not {
        name: what
        for name, what in reported.items()
        if what != "done None" and not what.startswith("refused")
    }


def test_the_scratch_folder_is_the_learners_own(arena: Any) -> None:
    own = (
        "import os, shutil\nopen('a', 'w').write('x')\nos.mkdir('d')\nos.rename('a', 'd/b')\nos.symlink('d/b', 'l')\n"
        "attempts['read'] = open('l').read()\nshutil.rmtree('d')\n"
        "os.unlink('l')\n"
        "attempt('the folder itself', lambda: os.rmdir(os.getcwd()))"
    )
    reported = arena.attempts(own)
    assert reported["read"] == "x"
    assert reported["the folder itself"].startswith("refused")


def test_a_link_left_for_the_next_try_is_not_followed(arena: Any) -> None:
    # A second try starts in a new folder, without the files of the first.
    seeing = "import os\nattempts['seen'] = os.listdir()"
    leaving = f"import os\nos.symlink({str(arena.vault.root / 'gradebook.db')!r}, 'answers.csv')\nos._exit(1)"
    report = arena.attack(seeing, leaving)
    assert report.outcome.kind is OutcomeKind.CRASHED
    assert arena.reported == {"seen": [".ipython"]}


LEFTOVERS = {
    "a process": "attempt('fork', os.fork)",
    "a daemon": "attempt('fork', lambda: os.fork() or [os.setsid(), os.fork()])",
    "a program": "attempt('run', lambda: subprocess.Popen(['sleep', '600']))",
    "a program of the shell": "attempt('run', lambda: os.popen('sleep 600 &').read() or fail())",
    "a spawned program": "attempt('run', lambda: os.posix_spawn('/bin/sleep', ['lwattack', '600'], {}))",
    "this process replaced": "attempt('run', lambda: os.execv('/bin/sleep', ['lwattack', '600']))",
    "a program without a file": "attempt('run', lambda: os.memfd_create('lwattack'))",
    "a pool of processes": "attempt('run', lambda: multiprocessing.Pool(2))",
    "a spawned pool": "attempt('run', lambda: multiprocessing.get_context('spawn').Process(target=len).start())",
    "a pool of futures": (
        "attempt('run', lambda: concurrent.futures.ProcessPoolExecutor(2).submit(len, 'a').result(1))"
    ),
    "a terminal": "attempt('run', lambda: pty.fork())",
}
STARTING = "import concurrent.futures, multiprocessing, os, pty, subprocess\ndef fail(): raise OSError\n"


@pytest.mark.mostly_slow(
    "a process", "a program of the shell", "this process replaced", reason="each case grades three notebooks"
)
@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_nothing_can_be_started(arena: Any, leftover: str) -> None:
    reported = arena.attempts(STARTING + LEFTOVERS[leftover])
    assert [what for what in reported.values() if not what.startswith("refused")] == [], reported


LATER = {
    "a thread": "threading.Thread(target=later).start()",
    "a daemon thread": "threading.Thread(target=later, daemon=True).start()",
    "a timer": "threading.Timer(0.01, later).start()",
    "at exit": "atexit.register(later)",
    "at a signal": "signal.signal(signal.SIGALRM, lambda *a: threading.Thread(target=later).start())\nsignal.alarm(1)",
    "at collection": "class Last:\n    def __del__(self): later()\nlast = Last()",
    "at the end of a thread of C": "threading._register_atexit(later)",
}
HANGING = """
import atexit, ctypes, signal, threading, time
ctypes.CDLL(None).prctl(15, b"lwattack", 0, 0, 0)
def later():
    ctypes.CDLL(None).prctl(15, b"lwattack", 0, 0, 0)
    try:
        open({target!r}, "w").write("full marks")
    finally:
        while True:
            time.sleep(0.05)
"""


@pytest.mark.mostly_slow("a daemon thread", "at exit", reason="each case grades three notebooks")
@pytest.mark.parametrize("leftover", LATER)
def test_what_hangs_on_ends_with_the_notebook(arena: Any, leftover: str) -> None:
    # The arena looks for processes with the mark and for anything changed in the vault.
    target = str(arena.vault.root / "gradebook.db")
    report = arena.attack(*arena.solved(), HANGING.format(target=target) + LATER[leftover], bare=True)
    assert report.score == 100.0


def test_the_mark_would_be_found() -> None:
    named = "import ctypes, time; ctypes.CDLL(None).prctl(15, b'lwattack', 0, 0, 0); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", named], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        name = Path(f"/proc/{process.pid}/comm").read_text(encoding="utf-8").strip()
        process.kill()
    assert name == "lwattack"
