"""Namespaces: the children's own users, mounts, network, processes, and a scratch folder with a size."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from labelwright.grading.sandbox import linux

SCRATCH_MB = 256
MAX_TASKS = 1024
"""Highest number of a process or thread below a warm parent; the kernel keeps about 300 of them back."""

SHARED_MEMORY = Path("/dev/shm")
_PID_MAX = Path("/proc/sys/kernel/pid_max")

_SHARED = linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS


class Namespaces:
    """The namespaces that a warm parent has entered, and those it gives each child; `up` names them.

    `writable` are the folders, besides the scratch folder, that are a child's own.
    """

    def __init__(self) -> None:
        self.up: list[str] = []
        self.writable: list[Path] = []
        self._own_pid = -1

    def enter(self) -> None:
        """Enter fresh namespaces; must run before any thread is started. What cannot be had is left out.

        Returns in a child of the calling process, which itself only waits for that child: the first process of
        a namespace of processes is the one that may make further ones.
        """
        if not linux.on_linux():
            return
        uid, gid = os.getuid(), os.getgid()
        try:
            linux.unshare(linux.CLONE_NEWUSER)
            _map_user(uid, gid)
            linux.unshare(_SHARED)
            linux.mount("none", "/", "none", linux.MS_REC | linux.MS_PRIVATE)
        except OSError:
            return
        self.up += ["users", "mounts", "network"]
        with contextlib.suppress(OSError):
            linux.unshare(linux.CLONE_NEWPID)
            _continue_in_child()
            self._own_pid = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
            self.up.append("processes")
            if linux.release() >= (6, 14):
                # Older kernels have one number for the whole machine, which is not ours to set.
                _PID_MAX.write_text(str(MAX_TASKS), encoding="ascii")
                self.up.append("tasks")
        with contextlib.suppress(OSError):
            linux.read_only("/")
            self.up.append("read-only")

    def before_fork(self) -> None:
        """See that the next child is the first process of a namespace of its own."""
        if "processes" in self.up:
            # A second unshare is refused until the namespace for children is this process's own again.
            linux.setns(self._own_pid, linux.CLONE_NEWPID)
            linux.unshare(linux.CLONE_NEWPID)

    def settle(self, folder: Path) -> None:
        """In the child: put a small file system of memory on the scratch folder, then drop all capabilities."""
        if self._own_pid >= 0:
            os.close(self._own_pid)
        if "mounts" not in self.up:
            return
        linux.unshare(linux.CLONE_NEWNS)
        flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
        linux.mount("scratch", str(folder), "tmpfs", flags, f"size={SCRATCH_MB}m,mode=0700,nr_inodes=20k")
        if SHARED_MEMORY.is_dir() and SHARED_MEMORY not in folder.parents:
            # Named semaphores live there; pools of threads need them too.
            linux.mount("shm", str(SHARED_MEMORY), "tmpfs", flags, "size=16m,mode=0700,nr_inodes=1k")
            self.writable.append(SHARED_MEMORY)
        linux.drop_capabilities()


def _continue_in_child() -> None:
    """Fork, go on as the child, and let the parent end as the child ends."""
    pid = os.fork()
    if pid:
        for descriptor in range(3, 256):
            with contextlib.suppress(OSError):
                os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0x7F)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)


def _map_user(uid: int, gid: int) -> None:
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")
