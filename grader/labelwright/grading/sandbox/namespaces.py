"""Namespaces: each child's own users, mounts, network and processes, and a scratch folder of limited size."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from labelwright.grading.sandbox import linux

SCRATCH_MB = 256
MAX_TASKS = 1024
"""The highest number of a process or thread below a fork server; the kernel reserves about 300 of them."""

SHARED_MEMORY = Path("/dev/shm")
_PID_MAX = Path("/proc/sys/kernel/pid_max")

_SHARED = linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS


class Namespaces:
    """The namespaces that a fork server has entered, and those of each child; `active` names them.

    `writable` are a child's own folders besides the scratch folder.
    """

    def __init__(self) -> None:
        self.active: list[str] = []
        self.writable: list[Path] = []
        self._own_pid = -1

    def enter(self) -> None:
        """Enter new namespaces before any thread is started; skip those that are not available.

        Return in a child of the calling process, which then only waits for that child: only the first process in a
        namespace of processes may create further ones.
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
        self.active += ["users", "mounts", "network"]
        with contextlib.suppress(OSError):
            linux.unshare(linux.CLONE_NEWPID)
            _continue_in_child()
            self._own_pid = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
            self.active.append("processes")
            if linux.release() >= (6, 14):
                # Older kernels have one limit for the whole machine, which must not change.
                _PID_MAX.write_text(str(MAX_TASKS), encoding="ascii")
                self.active.append("tasks")
        with contextlib.suppress(OSError):
            linux.read_only("/")
            self.active.append("read-only")

    def before_fork(self) -> None:
        """Make the next child the first process of its own namespace."""
        if "processes" in self.active:
            # The kernel refuses a second unshare until the namespace for children is this process's own again.
            linux.setns(self._own_pid, linux.CLONE_NEWPID)
            linux.unshare(linux.CLONE_NEWPID)

    def isolate_child(self, folder: Path) -> None:
        """In the child: mount a small file system in memory on the scratch folder, then drop all capabilities."""
        if self._own_pid >= 0:
            os.close(self._own_pid)
        if "mounts" not in self.active:
            return
        linux.unshare(linux.CLONE_NEWNS)
        flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
        linux.mount("scratch", str(folder), "tmpfs", flags, f"size={SCRATCH_MB}m,mode=0700,nr_inodes=20k")
        if SHARED_MEMORY.is_dir() and SHARED_MEMORY not in folder.parents:
            # Named semaphores are there; pools of threads need them.
            linux.mount("shm", str(SHARED_MEMORY), "tmpfs", flags, "size=16m,mode=0700,nr_inodes=1k")
            self.writable.append(SHARED_MEMORY)
        linux.drop_capabilities()


def _continue_in_child() -> None:
    """Fork and continue as the child; the parent waits and ends with the child's exit code."""
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
