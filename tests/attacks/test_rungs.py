"""Isolation works at every level: without bubblewrap, without namespaces, and for a user without any rights."""

from __future__ import annotations

import json
import os
import platform
import shutil
import struct
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the rungs are those of Linux")

NOBODY = 65534

GRADING = textwrap.dedent(
    """
    import json, sys
    from pathlib import Path
    from labelwright.course.course import Course
    from labelwright.grading.batch import grade_all
    from labelwright.grading.sandbox.fork_server import close_fork_server, shared_fork_server
    from labelwright.grading.sandbox.probe import probe
    from labelwright.grading.hand_ins import collect

    if __name__ == "__main__":
        root, folder, out = map(Path, sys.argv[1:4])
        server = shared_fork_server()
        reports = list(grade_all(collect([folder]), Course(root)))
        reported = {
            "level": server.level,
            "isolated": server.is_isolated,
            "possible": [attempt.action for attempt in probe(server) if not attempt.refused],
            "reports": [[r.learner, r.outcome.kind.value, r.score, r.outcome.sentence] for r in reports],
            "scratch": [str(path) for path in Path(server.scratch).rglob("*")],
        }
        close_fork_server()
        out.write_text(json.dumps(reported))
    """
)

ATTACK = """
import os, shutil, socket, subprocess, threading, time, fcntl, signal
target, folder, path = {target!r}, {folder!r}, {socket!r}
attempt("read", lambda: open(target).read())
attempt("list", lambda: os.listdir(folder))
attempt("write", lambda: open(target, "w"))
attempt("cut", lambda: os.truncate(target, 0))
attempt("open and cut", lambda: os.open(target, os.O_RDONLY | os.O_TRUNC))
attempt("delete", lambda: os.unlink(target))
attempt("rename", lambda: os.rename(target, target + "2"))
attempt("link", lambda: os.link(target, "own"))
attempt("make", lambda: os.mkdir(folder + "/made"))
attempt("own", lambda: os.chown(target, 1, 1))
attempt("attribute", lambda: os.setxattr(target, "user.x", b"x"))
attempt("read an attribute", lambda: os.getxattr(target, "user.canary") or 1 / 0)
attempt("lock", lambda: fcntl.flock(os.open(target, 0), fcntl.LOCK_EX))
attempt("fork", os.fork)
attempt("program", lambda: subprocess.Popen(["/bin/sleep", "600"]))
attempt("kill", lambda: os.kill({bystander}, signal.SIGKILL))
attempt("kill all", lambda: os.kill(-1, signal.SIGKILL))
attempt("limit", lambda: __import__("resource").prlimit({bystander}, 0, (0, 0)))
attempt("net", lambda: socket.socket())
attempt("local", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", path))
attempt("owner of a signal", lambda: fcntl.fcntl(0, fcntl.F_SETOWN, {bystander}))
attempt("environment", lambda: open("/proc/{bystander}/environ").read())
attempt("environment of the parent", lambda: open(f"/proc/{{os.getppid()}}/environ").read())
"""
FLOOD = """
import os, time
for number in range(10):
    file = os.open(str(number), os.O_CREAT | os.O_RDWR)
    os.posix_fallocate(file, 0, 100 << 20)
    os.close(file)
time.sleep(0.9)
"""
NEXT_TRY = """
import os
os.makedirs("d/" * 900)
os.mkdir("locked", 0)
for name in ("answers.csv", ".ipython"):
    shutil.rmtree(name, ignore_errors=True)
    os.symlink(target, name)
os._exit(1)
"""


def without_unshare() -> None:
    """Refuse this process, and all it starts, every new namespace; runs between fork and exec."""
    import ctypes

    numbers = {"x86_64": (272, 56), "aarch64": (97, 220)}[platform.machine()]
    steps = [
        (0x20, 0, 0, 0),
        (0x15, 0, 1, numbers[0]),
        (0x06, 0, 0, 0x00050001),
        (0x15, 0, 3, numbers[1]),
        (0x20, 0, 0, 16),
        (0x45, 0, 1, 0x10000000),
        (0x06, 0, 0, 0x00050001),
        (0x06, 0, 0, 0x7FFF0000),
    ]
    program = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("@HP", len(steps), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None)
    libc.prctl(38, 1, 0, 0, 0)
    if libc.prctl(22, 2, ctypes.c_char_p(described)) != 0:
        os._exit(99)


def become_nobody() -> None:
    """Give up root for good; runs between fork and exec."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that any user may enter."""
    place = Path(tempfile.mkdtemp(prefix="lw-rung-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def grade_apart(
    arena: Any,
    place: Path,
    python: str,
    before: Callable[[], None] | None,
    owner: int,
    **environment: str,
) -> dict[str, Any]:
    """Grade two honest learners and two attackers in a process of its own; what it tells, and what must hold."""
    root, folder, out = place / "course", place / "in", place / "out.json"
    shutil.copytree(arena.exercise.folder.parents[1], root)
    folder.mkdir()
    target, listening = root / "exercises" / "count-the-labels" / "answer_key.txt", place / "s"
    os.setxattr(target, "user.canary", arena.vault.canary.encode())
    facts = {
        "target": str(target),
        "folder": str(root),
        "socket": str(listening),
        "bystander": arena.vault.bystander,
    }
    attack = [arena.opening, ATTACK.format(**facts), NEXT_TRY]
    works = {"aa": arena.solved(), "flood": [arena.opening, FLOOD], "mallory": attack, "zz": arena.solved()}
    for learner, cells in works.items():
        (folder / f"{learner}.ipynb").write_bytes(arena.notebook(cells, learner))
    for path in (place, *place.rglob("*")):
        os.chown(path, owner, owner)
    script = place / "grading.py"
    script.write_text(GRADING, encoding="utf-8")
    kept = {"PATH": os.environ["PATH"], "HOME": str(place), "TMPDIR": str(place), **environment}
    secret = {"LABELWRIGHT_CANARY": arena.vault.canary}
    done = subprocess.run(
        [python, str(script), str(root), str(folder), str(out)],
        env=kept | secret,
        cwd=place,
        preexec_fn=before,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    reported: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert (target.parent / "reported.json").is_file(), reported
    reported["attempts"] = json.loads((target.parent / "reported.json").read_text(encoding="utf-8"))
    assert target.read_text(encoding="utf-8") == arena.vault.canary
    assert not (root / "made").exists()
    os.kill(arena.vault.bystander, 0)
    left = [path.name for path in place.iterdir() if path.name.startswith("labelwright-")]
    assert left == [], "a scratch folder is left"
    return reported


def hold(reported: dict[str, Any], canary: str) -> None:
    """What must hold on every rung."""
    marks = {learner: (kind, score) for learner, kind, score, _ in reported["reports"]}
    assert marks["aa"] == marks["zz"] == ("finished", 100.0), reported
    assert marks["mallory"] == ("crashed", 0.0), reported
    # With mounts of its own the kernel says that the disk is full; otherwise the grader sees it and ends the child.
    sentence = next(sentence for learner, _, _, sentence in reported["reports"] if learner == "flood")
    full = "No space left" if "mounts" in reported["level"] else "more files than the scratch folder may hold"
    assert full in sentence, reported
    fallen = {name: what for name, what in reported["attempts"].items() if not what.startswith("refused")}
    assert fallen == {}
    assert len(reported["attempts"]) == 23
    assert canary not in json.dumps(reported["reports"]) + json.dumps(reported["attempts"])
    assert reported["possible"] == []
    assert reported["isolated"]
    assert reported["scratch"] == []


RUNGS: dict[str, tuple[Callable[[], None] | None, dict[str, str]]] = {
    "as this machine is": (None, {}),
    "without bubblewrap": (None, {"LABELWRIGHT_NO_BUBBLEWRAP": "1"}),
    "without namespaces": (without_unshare, {"LABELWRIGHT_NO_BUBBLEWRAP": "1"}),
}


@pytest.mark.mostly_slow("without bubblewrap", reason="each case starts a grader of its own")
@pytest.mark.parametrize("rung", RUNGS)
def test_every_rung_holds(arena: Any, open_place: Path, rung: str) -> None:
    before, environment = RUNGS[rung]
    reported = grade_apart(arena, open_place, sys.executable, before, os.getuid(), **environment)
    assert ("namespaces" in reported["level"]) <= (rung != "without namespaces")
    assert ("bubblewrap" in reported["level"]) <= (rung == "as this machine is")
    hold(reported, arena.vault.canary)


@pytest.fixture(scope="module")
def public_python() -> Iterator[str]:
    """A Python that any user may run, with the packages of this one."""
    if os.getuid() != 0:
        pytest.skip(
            "only root can become another user; without root every other test runs unprivileged anyway"
        )
    version = "{}.{}".format(*sys.version_info)
    own = Path(sys.executable).resolve()
    candidates = [str(own), f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"]
    with tempfile.TemporaryDirectory(prefix="lw-python-") as folder:
        Path(folder).chmod(0o755)
        for base in candidates:
            made = Path(folder) / "venv"
            command = [base, "-m", "venv", "--clear", "--without-pip", str(made)]
            if (
                not Path(base).exists()
                or subprocess.run(command, capture_output=True, check=False).returncode
            ):
                continue
            site = made / "lib" / f"python{version}" / "site-packages"
            # A link, not a .pth file: isolation makes only the packages of the running Python readable.
            site.rmdir()
            site.symlink_to(sysconfig.get_path("purelib"))
            asked = [
                str(made / "bin" / "python"),
                "-I",
                "-c",
                "import labelwright.grading.batch, pandas, IPython",
            ]
            try:
                done = subprocess.run(
                    asked, preexec_fn=become_nobody, cwd="/", capture_output=True, check=False
                )
            except PermissionError:
                continue
            if done.returncode == 0:
                yield asked[0]
                return
        pytest.skip(f"no Python {version} here can be run by another user; tried {', '.join(candidates)}")


@pytest.mark.mostly_slow("True", reason="each case starts a grader of its own")
@pytest.mark.parametrize("bubblewrap", [True, False])
def test_a_user_without_rights_is_isolated_in_the_same_way(
    arena: Any, open_place: Path, public_python: str, bubblewrap: bool
) -> None:
    environment = {} if bubblewrap else {"LABELWRIGHT_NO_BUBBLEWRAP": "1"}
    reported = grade_apart(arena, open_place, public_python, become_nobody, NOBODY, **environment)
    hold(reported, arena.vault.canary)


@pytest.mark.slow("starts a grader of its own")
def test_a_user_without_rights_or_namespaces_is_still_isolated(
    arena: Any, open_place: Path, public_python: str
) -> None:
    def before() -> None:
        become_nobody()
        without_unshare()

    reported = grade_apart(arena, open_place, public_python, before, NOBODY, LABELWRIGHT_NO_BUBBLEWRAP="1")
    assert "namespaces" not in reported["level"]
    hold(reported, arena.vault.canary)
