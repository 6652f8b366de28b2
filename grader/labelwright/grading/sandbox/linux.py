"""Linux system calls that Python has no functions for, through ctypes; every failure is an OSError."""

from __future__ import annotations

import ctypes
import os
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_NOSUID, MS_NODEV, MS_NOEXEC = 0x2, 0x4, 0x8
MS_REC, MS_PRIVATE = 0x4000, 0x40000

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

_libc = ctypes.CDLL(None, use_errno=True)
# The variadic syscall() takes longs; ctypes would pass a plain int as 32 bits.
_libc.syscall.restype = ctypes.c_long
_libc.mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]


def on_linux() -> bool:
    """Return whether this is Linux."""
    return sys.platform == "linux"


def release() -> tuple[int, int]:
    """Return the kernel's release as two numbers, such as (6, 14); (0, 0) if it has another form."""
    parts = os.uname().release.split(".")
    return (
        (int(parts[0]), int(parts[1])) if len(parts) > 1 and all(p.isdecimal() for p in parts[:2]) else (0, 0)
    )


def syscall(number: int, *arguments: object) -> int:
    """Call the kernel directly; integers are passed as longs."""
    passed = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = int(_libc.syscall(ctypes.c_long(number), *passed))
    if result < 0:
        _raise()
    return result


def prctl(option: int, value: int | ctypes.c_void_p = 0, third: object = 0) -> None:
    """Call prctl(2) with up to three arguments."""
    second = ctypes.c_ulong(value) if isinstance(value, int) else value
    last = ctypes.c_ulong(third) if isinstance(third, int) else third
    if _libc.prctl(ctypes.c_int(option), second, last, ctypes.c_ulong(0), ctypes.c_ulong(0)) < 0:
        _raise()


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags` and enter new ones."""
    if _libc.unshare(ctypes.c_int(flags)) < 0:
        _raise()


def setns(descriptor: int, flags: int) -> None:
    """Enter the namespace of an open descriptor."""
    if _libc.setns(ctypes.c_int(descriptor), ctypes.c_int(flags)) < 0:
        _raise()


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    """Call mount(2)."""
    if _libc.mount(source.encode(), target.encode(), kind.encode(), flags, data.encode()) < 0:
        _raise()


def read_only(path: str) -> None:
    """Make every mount at and below `path` read-only in this mount namespace (mount_setattr, Linux 5.12)."""
    attributes = (ctypes.c_uint64 * 4)(1, 0, 0, 0)
    syscall(442, -100, ctypes.c_char_p(path.encode()), 0x8000, ctypes.byref(attributes), 32)


def drop_capabilities() -> None:
    """Give up every capability for good; this process cannot get one back."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    empty = (ctypes.c_uint32 * 6)()
    if _libc.capset(ctypes.byref(header), ctypes.byref(empty)) < 0:
        _raise()


def _raise() -> None:
    number = ctypes.get_errno()
    raise OSError(number, os.strerror(number))
