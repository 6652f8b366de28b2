"""Every dangerous system call, made directly by its number, is refused by the filter itself."""

from __future__ import annotations

import platform
import sys
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind
from labelwright.grading.sandbox import seccomp
from labelwright.grading.sandbox.fork_server import shared_fork_server

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64" or not seccomp.available(),
    reason="the numbers are those of Linux on x86_64 with seccomp",
)

NUMBERS = {
    "processes": "fork 57, vfork 58, execve 59, execveat 322, setpgid 109, setsid 112, personality 135",
    "other processes": (
        "ptrace 101, process_vm_readv 310, process_vm_writev 311, kcmp 312, pidfd_open 434, pidfd_getfd 438, "
        "process_madvise 440, process_mrelease 448, setpriority 141, sched_setaffinity 203, sched_setscheduler 144, "
        "ioprio_set 251, migrate_pages 256, move_pages 279"
    ),
    "signals": "tkill 200, rt_sigqueueinfo 129, rt_tgsigqueueinfo 297, pidfd_send_signal 424, timer_create 222",
    "namespaces": "setns 308, unshare 272, mount 165, umount2 166, pivot_root 155, chroot 161, mount_setattr 442, "
    "open_tree 428, move_mount 429, fsopen 430, fsconfig 431, fsmount 432, fspick 433",
    "files": "mknod 133, mknodat 259, chown 92, fchown 93, lchown 94, fchownat 260, setxattr 188, lsetxattr 189, "
    "fsetxattr 190, removexattr 197, fchmodat2 452, open_by_handle_at 304, name_to_handle_at 303, "
    "inotify_init1 294, fanotify_init 300, quotactl 179, acct 163, swapon 167, sync 162, syncfs 306",
    "network": "socket 41, connect 42, accept 43, accept4 288, bind 49, listen 50, sendmsg 46, sendmmsg 307, "
    "recvmsg 47, recvmmsg 299, setsockopt 54, io_uring_setup 425, io_uring_enter 426, io_uring_register 427",
    "memory": "memfd_create 319, memfd_secret 447, userfaultfd 323, shmget 29, shmat 30, semget 64, msgget 68, "
    "mq_open 240, remap_file_pages 216, mbind 237, set_mempolicy 238, pkey_alloc 330, vmsplice 278, splice 275, tee 276",
    "kernel": "bpf 321, perf_event_open 298, keyctl 250, add_key 248, request_key 249, init_module 175, "
    "finit_module 313, delete_module 176, kexec_load 246, kexec_file_load 320, iopl 172, ioperm 173, "
    "modify_ldt 154, syslog 103, reboot 169, lookup_dcookie 212, io_setup 206, io_submit 209, sysfs 139, uselib 134",
    "rights": "setuid 105, setgid 106, setreuid 113, setresuid 117, setgroups 116, setfsuid 122, capset 126, capget 125, "
    "seccomp 317, landlock_create_ruleset 444, landlock_add_rule 445, landlock_restrict_self 446",
    "clocks": "settimeofday 164, clock_settime 227, adjtimex 159, clock_adjtime 305, sethostname 170, setdomainname 171",
}

CALLING = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def call(number, *arguments):
    ctypes.set_errno(0)
    given = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(number), *given)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result
"""


def listed(text: str) -> list[tuple[str, int]]:
    return [(pair.split()[0], int(pair.split()[1])) for pair in text.split(",")]


@pytest.mark.mostly_slow(3, reason="each case grades three notebooks")
@pytest.mark.parametrize("kind", NUMBERS)
def test_the_filter_refuses(arena: Any, kind: str) -> None:
    calls = listed(NUMBERS[kind])
    reported = arena.attempts(
        CALLING + f"for name, number in {calls}:\n    attempt(name, lambda: call(number, 0, 0, 0, 0, 0, 0))"
    )
    assert len(reported) == len(calls)
    # Error 1 is the filter's; a call that got through would fail otherwise with these arguments, or not at all.
    assert {name: what for name, what in reported.items() if what != "refused 1"} == {}


def test_arguments_are_looked_at(arena: Any) -> None:
    reported = arena.attempts(
        CALLING + "import fcntl\nfd = os.open(os.__file__, os.O_RDONLY)\n"
        "for flags in (17, 0x10000000, 0x20000 | 17, 0x7C020000 | 17, 0x8000 | 17, 0x4000 | 0x100 | 17):\n"
        "    attempt(f'clone {flags:x}', lambda: call(56, flags, 0, 0, 0, 0))\n"
        "attempt('clone of users in a thread', lambda: call(56, 0x10000000, 0, 0, 0, 0))\n"
        "for option in (1, 4, 8, 22, 23, 24, 28, 35, 36, 38, 39, 40, 47, 53, 59, 0x59616d61):\n"
        "    attempt(f'prctl {option}', lambda: call(157, option, 1, 0, 0, 0))\n"
        "for pid in (0, -1, 2, 3, 2**32 + 2):\n"
        "    attempt(f'kill {pid}', lambda: call(62, pid, 0))\n"
        "    attempt(f'tgkill {pid}', lambda: call(234, pid, pid, 0))\n"
        "for pid in (2, 3, 999):\n"
        "    attempt(f'prlimit {pid}', lambda: call(302, pid, 7, 0, 0))\n"
        "for command in (8, 9, 10, 11, 15, 16, 1024, 1025, 1026, 1031, 1033, 1036):\n"
        "    attempt(f'fcntl {command}', lambda: call(72, fd, command, os.getpid()))\n"
        "attempt('sendto an address', lambda: call(44, 0, 0, 0, 0, 2**40, 110))\n"
        "attempt('sendto a low address', lambda: call(44, 0, 0, 0, 0, 8, 110))\n"
        "attempt('socketpair of the net', lambda: call(53, 2, 1, 0, 0))\n"
    )
    assert len(reported) == 6 + 1 + 16 + 10 + 3 + 12 + 3
    assert {name: what for name, what in reported.items() if what != "refused 1"} == {}


def test_calls_with_another_refusal(arena: Any) -> None:
    reported = arena.attempts(
        CALLING + "attempt('clone3', lambda: call(435, 0, 0))\n"
        "for request in (0x5412, 0x5401, 0x5413, 0x8901, 0x8902, 0x8912, 0xb701):\n"
        "    attempt(f'ioctl {request:x}', lambda: call(16, 0, request, 0))\n"
    )
    assert reported.pop("clone3") == "refused 38"
    assert set(reported.values()) == {"refused 25"}


def test_the_numbers_of_x32_are_refused(arena: Any) -> None:
    reported = arena.attempts(
        CALLING + "for number in (39, 57, 59, 41, 62, 520, 545):\n"
        "    attempt(str(number), lambda: call(0x40000000 + number, 0, 0, 0))\n"
        "attempt('beyond', lambda: call(2**31 + 39))\n"
    )
    assert set(reported.values()) == {"refused 1"}


def test_calls_in_the_manner_of_32_bits_end_the_cell(arena: Any) -> None:
    # int 0x80 with eax = 20 (getpid of i386); then ret.
    code = (
        "import ctypes, mmap\n"
        "page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
        "page.write(bytes.fromhex('b814000000cd80c3'))\n"
        "address = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "ctypes.CFUNCTYPE(ctypes.c_int)(address)()\n"
    )
    report = arena.attack(*arena.solved(), code, bare=True)
    assert report.outcome.kind is OutcomeKind.CRASHED
    assert "SIGSYS" in report.outcome.sentence
    assert report.score == 100.0


def test_machine_code_makes_no_other_calls(arena: Any) -> None:
    # mov eax, 57 (fork); syscall; ret: the filter looks at calls, not at who makes them.
    code = (
        "import ctypes, mmap\n"
        "page = mmap.mmap(-1, 4096)\npage.write(bytes.fromhex('b8390000000f05c3'))\n"
        "address = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "ctypes.CDLL(None).mprotect(ctypes.c_void_p(address), 4096, 7)\n"
        "attempts['fork'] = ctypes.CFUNCTYPE(ctypes.c_long)(address)()\n"
    )
    assert arena.attempts(code) == {"fork": "-1"}


def test_rights_are_gone(arena: Any) -> None:
    reported = arena.attempts(
        "import os, ctypes\n"
        "attempt('setuid', lambda: os.setuid(0))\nattempt('nice', lambda: os.nice(-5))\n"
        "attempt('affinity', lambda: os.sched_setaffinity(0, {0}))\n"
        "attempt('raise a limit', lambda: __import__('resource').setrlimit(7, (9999, 9999)))\n"
        "attempt('memory of the machine', lambda: __import__('resource').setrlimit(9, (-1, -1)))\n"
    )
    assert all(what.startswith("refused") for what in reported.values()), reported


SIGNALS = (
    "os.kill(pid, 0)",
    "os.kill(pid, 9)",
    "os.killpg(pid, 9)",
    "signal.pidfd_send_signal(os.pidfd_open(pid), 9)",
    "__import__('_thread').interrupt_main(99)",
    "__import__('resource').prlimit(pid or 2, 0, (0, 0))",
    "os.waitpid(pid, 0)",
)


@pytest.mark.mostly_slow(3, reason="each case grades three notebooks")
@pytest.mark.parametrize("way", SIGNALS)
def test_no_other_process_can_be_signalled(arena: Any, way: str) -> None:
    # The arena looks whether the bystander lives; the honest learner after this one needs the fork server.
    pids = [-1, 0, 2, 3, arena.vault.bystander, shared_fork_server()._process.pid]
    reported = arena.attempts(
        f"import ctypes, os, signal\nfor pid in {pids}:\n    attempt(str(pid), lambda: {way})"
    )
    assert len(reported) == len(pids)
    assert all(what.startswith("refused") for what in reported.values()), reported


def test_descriptors_can_be_closed_and_written_without_harm(arena: Any) -> None:
    reported = arena.attempts(
        "import os\ndef ok(fd):\n    try: os.fstat(fd)\n    except OSError: return False\n    return True\n"
        "def libffi(fd):\n    try: return '/libffi.so' in os.readlink(f'/proc/self/fd/{fd}')\n"
        "    except OSError: return False\n"
        "attempts['open'] = len([fd for fd in range(256) if ok(fd) and not libffi(fd)])"
    )
    assert reported == {"open": "4"}
    report = arena.attack(
        *arena.solved(),
        "import os\nfor fd in range(3, 256):\n    try: os.write(fd, b'\\x02junk' * 99)\n"
        "    except OSError: pass\nos.closerange(0, 256)",
        bare=True,
    )
    assert report.outcome.kind is OutcomeKind.CRASHED
    assert report.score == 100.0
