"""Landlock: the kernel refuses this process all files except the named ones, TCP, and signals to other processes.

Source of the numbers: the kernel's uapi header linux/landlock.h and its documentation, ABI 1 to 7.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from labelwright.grading.sandbox import linux

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR, _EXECUTE = 1 << 2, 1 << 3, 1 << 0
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
_READ = _READ_FILE | _READ_DIR | _EXECUTE
_FILE_ONLY = _READ_FILE | _WRITE_FILE | _EXECUTE | _TRUNCATE
_ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_NEWEST = (1 << 16) - 1
_TCP = 0b11
_SCOPES = 0b11


def abi() -> int:
    """Return the kernel's Landlock version (ABI); 0 without Landlock."""
    try:
        return linux.syscall(_CREATE, None, 0, 1) if linux.on_linux() else 0
    except OSError:
        return 0


def restrict(
    readable: Iterable[Path], writable: Iterable[Path], devices: Iterable[Path], listable: Iterable[Path] = ()
) -> None:
    """Let this process read only below `readable`, and write only below `writable` and to `devices`.

    The folders below `listable` can be listed, but not read. Paths that do not exist are skipped. Raise OSError if the kernel refuses.
    """
    version = abi()
    handled = _ALL_BY_ABI.get(version, _ALL_NEWEST)
    attributes = struct.pack("=QQQ", handled, _TCP, _SCOPES)[
        : 8 if version < 4 else 16 if version < 6 else 24
    ]
    ruleset = linux.syscall(_CREATE, ctypes.c_char_p(attributes), len(attributes), 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ & handled)
        for path in listable:
            _allow(ruleset, path, _READ_DIR & handled)
        for path in writable:
            _allow(ruleset, path, handled & ~_EXECUTE)
        for path in devices:
            _allow(ruleset, path, (_READ_FILE | _WRITE_FILE) & handled)
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        linux.syscall(_RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            access &= _FILE_ONLY
        rule = struct.pack("=Qi", access, descriptor)
        linux.syscall(_ADD, ruleset, 1, ctypes.c_char_p(rule), 0)
    finally:
        os.close(descriptor)
