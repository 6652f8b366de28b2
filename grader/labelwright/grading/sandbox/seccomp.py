"""Allow a child the listed system calls only, by a seccomp filter."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from functools import cache

from labelwright.grading.sandbox import linux


def _table(text: str) -> dict[str, int]:
    """Return names and numbers written as "read 0, write 1"."""
    pairs = (pair.split() for pair in text.split(","))
    return {name: int(number) for name, number in pairs}


NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": _table(
        """
        read 0, write 1, readv 19, writev 20, pread64 17, pwrite64 18, preadv 295, pwritev 296, close 3,
        close_range 436, fstat 5, stat 4, lstat 6, newfstatat 262, statx 332, statfs 137, fstatfs 138,
        lseek 8, mmap 9, mprotect 10, munmap 11, brk 12, mremap 25, madvise 28, msync 26, mincore 27,
        futex 202, futex_waitv 449, rt_sigaction 13, rt_sigprocmask 14, rt_sigreturn 15, rt_sigpending
        127, rt_sigtimedwait 128, rt_sigsuspend 130, sigaltstack 131, access 21, faccessat 269, faccessat2
        439, pipe 22, pipe2 293, select 23, pselect6 270, poll 7, ppoll 271, sched_yield 24, dup 32, dup2
        33, dup3 292, nanosleep 35, clock_nanosleep 230, clock_gettime 228, clock_getres 229, gettimeofday
        96, time 201, getitimer 36, setitimer 38, alarm 37, pause 34, getpid 39, gettid 186, getppid 110,
        getuid 102, geteuid 107, getgid 104, getegid 108, getresuid 118, getresgid 120, getgroups 115,
        getpgrp 111, getpgid 121, getsid 124, uname 63, getcwd 79, chdir 80, fchdir 81, open 2, openat
        257, openat2 437, creat 85, mkdir 83, mkdirat 258, rmdir 84, unlink 87, unlinkat 263, rename 82,
        renameat 264, renameat2 316, link 86, linkat 265, symlink 88, symlinkat 266, readlink 89,
        readlinkat 267, getdents 78, getdents64 217, ftruncate 77, truncate 76, fsync 74, fdatasync 75,
        sync_file_range 277, fallocate 285, fadvise64 221, flock 73, umask 95, set_robust_list 273,
        get_robust_list 274, rseq 334, arch_prctl 158, set_tid_address 218, sched_getaffinity 204,
        sched_getparam 143, sched_getscheduler 145, sched_get_priority_max 146, sched_get_priority_min
        147, getpriority 140, getrandom 318, getrlimit 97, getrusage 98, times 100, sysinfo 99, exit 60,
        exit_group 231, epoll_create 213, epoll_create1 291, epoll_ctl 233, epoll_wait 232, epoll_pwait
        281, epoll_pwait2 441, eventfd 284, eventfd2 290, timerfd_create 283, timerfd_settime 286,
        timerfd_gettime 287, recvfrom 45, shutdown 48, getsockopt 55, getsockname 51, getpeername 52,
        restart_syscall 219, membarrier 324, getcpu 309, copy_file_range 326, sendfile 40, mlock 149,
        munlock 150, wait4 61, waitid 247
        """
    ),
    "aarch64": _table(
        """
        read 63, write 64, readv 65, writev 66, pread64 67, pwrite64 68, preadv 69, pwritev 70, close 57,
        close_range 436, fstat 80, newfstatat 79, statx 291, statfs 43, fstatfs 44, lseek 62, mmap 222,
        mprotect 226, munmap 215, brk 214, mremap 216, madvise 233, msync 227, mincore 232, futex 98,
        futex_waitv 449, rt_sigaction 134, rt_sigprocmask 135, rt_sigreturn 139, rt_sigpending 136,
        rt_sigtimedwait 137, rt_sigsuspend 133, sigaltstack 132, faccessat 48, faccessat2 439, pipe2 59,
        pselect6 72, ppoll 73, sched_yield 124, dup 23, dup3 24, nanosleep 101, clock_nanosleep 115,
        clock_gettime 113, clock_getres 114, gettimeofday 169, getitimer 102, setitimer 103, getpid 172,
        gettid 178, getppid 173, getuid 174, geteuid 175, getgid 176, getegid 177, getresuid 148,
        getresgid 150, getgroups 158, getpgid 155, getsid 156, uname 160, getcwd 17, chdir 49, fchdir 50,
        openat 56, openat2 437, mkdirat 34, unlinkat 35, renameat 38, renameat2 276, linkat 37, symlinkat
        36, readlinkat 78, getdents64 61, ftruncate 46, truncate 45, fsync 82, fdatasync 83,
        sync_file_range 84, fallocate 47, fadvise64 223, flock 32, umask 166, set_robust_list 99,
        get_robust_list 100, rseq 293, set_tid_address 96, sched_getaffinity 123, sched_getparam 121,
        sched_getscheduler 120, sched_get_priority_max 125, sched_get_priority_min 126, getpriority 141,
        getrandom 278, getrlimit 163, getrusage 165, times 153, sysinfo 179, exit 93, exit_group 94,
        epoll_create1 20, epoll_ctl 21, epoll_pwait 22, epoll_pwait2 441, eventfd2 19, timerfd_create 85,
        timerfd_settime 86, timerfd_gettime 87, recvfrom 207, shutdown 210, getsockopt 209, getsockname
        204, getpeername 205, restart_syscall 128, membarrier 283, getcpu 168, copy_file_range 285,
        sendfile 71, mlock 228, munlock 229, wait4 260, waitid 95
        """
    ),
}
"""Calls that are allowed with any arguments."""

GUARDED: dict[str, dict[str, int]] = {
    "x86_64": _table(
        """
        clone 56, clone3 435, tgkill 234, kill 62, prctl 157, ioctl 16, socketpair 53, fcntl 72, prlimit64
        302, sendto 44
        """
    ),
    "aarch64": _table(
        """
        clone 220, clone3 435, tgkill 131, kill 129, prctl 167, ioctl 29, socketpair 199, fcntl 25,
        prlimit64 261, sendto 206
        """
    ),
}
"""Calls that are allowed with some arguments only."""

PRETENDED: dict[str, dict[str, int]] = {
    "x86_64": _table(
        """
        chmod 90, fchmod 91, fchmodat 268, utimensat 280, utime 132, utimes 235, futimesat 261, getxattr
        191, lgetxattr 192, fgetxattr 193, listxattr 194, llistxattr 195, flistxattr 196
        """
    ),
    "aarch64": _table(
        """
        fchmod 52, fchmodat 53, utimensat 88, getxattr 8, lgetxattr 9, fgetxattr 10, listxattr 11,
        llistxattr 12, flistxattr 13
        """
    ),
}
"""Calls that report success, or no attributes, and do nothing.

Landlock does not protect a file's mode, times and extended attributes, wherever the file is.
"""


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
