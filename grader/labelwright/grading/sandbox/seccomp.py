"""seccomp: a list of allowed system calls; the kernel refuses learner code every other call.

The filter is classic BPF over struct seccomp_data (linux/seccomp.h): it tests the machine first, then the number.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from functools import cache

from labelwright.grading.sandbox import linux
from labelwright.grading.sandbox.syscalls import GUARDED, NUMBERS, PRETENDED

_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE, _UNKNOWN, _NO_TERMINAL = (0x00050000 | n for n in (errno.EPERM, errno.ENOSYS, errno.ENOTTY))
_PRETEND = 0x00050000  # "fails" with error number 0
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_AT_NUMBER, _AT_MACHINE, _AT_FIRST, _AT_SECOND, _AT_FIFTH = 0, 4, 16, 24, 48
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000
_SAFE_PRCTL = (15, 16, 0x53564D41)  # set and get a thread's name, name a mapping
_SAFE_IOCTL = (0x5451, 0x5450, 0x5421, 0x541B)  # FIOCLEX, FIONCLEX, FIONBIO, FIONREAD
_AF_UNIX = 1
# Duplicates, flags and locks; not the receiver of signals (F_SETOWN, F_SETSIG), leases or watches on folders.
_SAFE_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)


def available() -> bool:
    """Return whether there is a table of numbers for this machine and the kernel supports filters."""
    return linux.on_linux() and platform.machine() in NUMBERS and os.path.exists("/proc/sys/kernel/seccomp")  # noqa: PTH110


def install() -> None:
    """Filter this process's system calls from now on; raise OSError if the kernel refuses."""
    program = b"".join([_head(), _guards(os.getpid()), _allowed()])
    buffer = ctypes.create_string_buffer(program, len(program))
    descriptor = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.prctl(linux.PR_SET_SECCOMP, 2, ctypes.c_char_p(descriptor))


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


@cache
def _head() -> bytes:
    return b"".join(
        [
            _step(_LOAD, _AT_MACHINE),
            _step(_JUMP_EQUAL, _MACHINES[platform.machine()], 1, 0),
            _step(_RETURN, _KILL),
            _step(_LOAD, _AT_NUMBER),
            _step(_JUMP_AT_LEAST, _X32, 0, 1),
            _step(_RETURN, _REFUSE),
        ]
    )


def _guards(pid: int) -> bytes:
    numbers = GUARDED[platform.machine()]
    return b"".join(
        [
            _guard(numbers["clone"], _AT_FIRST, (_CLONE_THREAD,), mask=_CLONE_THREAD),
            # libc then uses clone, whose flags a filter can read.
            _guard(numbers["clone3"], _AT_FIRST, (), otherwise=_UNKNOWN),
            _guard(numbers["tgkill"], _AT_FIRST, (pid,)),
            _guard(numbers["kill"], _AT_FIRST, (pid,)),
            _guard(numbers["prctl"], _AT_FIRST, _SAFE_PRCTL),
            _guard(numbers["ioctl"], _AT_SECOND, _SAFE_IOCTL, otherwise=_NO_TERMINAL),
            _guard(numbers["socketpair"], _AT_FIRST, (_AF_UNIX,)),
            _guard(numbers["fcntl"], _AT_SECOND, _SAFE_FCNTL),
            _guard(numbers["prlimit64"], _AT_FIRST, (0, pid)),
            # With an address, one end of a pair could write to any local socket that has a path.
            _only_null(numbers["sendto"], _AT_FIFTH),
        ]
    )


def _guard(
    number: int, place: int, values: tuple[int, ...], *, mask: int = 0, otherwise: int = _REFUSE
) -> bytes:
    """Allow call `number` if the argument at `place` (after `mask`) is one of `values`."""
    body = [_step(_LOAD, place)] + ([_step(_AND, mask)] if mask else [])
    for value in values:
        body += [_step(_JUMP_EQUAL, value, 0, 1), _step(_RETURN, _ALLOW)]
    body.append(_step(_RETURN, otherwise))
    return _step(_JUMP_EQUAL, number, 0, len(body)) + b"".join(body)


def _only_null(number: int, place: int) -> bytes:
    """Allow call `number` if the pointer at `place` is null; a filter reads it as two words of 32 bits."""
    body = []
    for word in (place, place + 4):
        body += [_step(_LOAD, word), _step(_JUMP_EQUAL, 0, 1, 0), _step(_RETURN, _REFUSE)]
    body.append(_step(_RETURN, _ALLOW))
    return _step(_JUMP_EQUAL, number, 0, len(body)) + b"".join(body)


@cache
def _allowed() -> bytes:
    steps = []
    for number in PRETENDED[platform.machine()].values():
        steps += [_step(_JUMP_EQUAL, number, 0, 1), _step(_RETURN, _PRETEND)]
    for number in NUMBERS[platform.machine()].values():
        steps += [_step(_JUMP_EQUAL, number, 0, 1), _step(_RETURN, _ALLOW)]
    return b"".join([*steps, _step(_RETURN, _REFUSE)])
