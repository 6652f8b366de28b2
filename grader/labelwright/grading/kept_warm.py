"""This process's warm parent: started when first needed, kept for the next job, ended with the process."""

from __future__ import annotations

import atexit
import os

from labelwright.grading.sandbox.warm import Warm

_warm: dict[int, Warm] = {}


def warm_parent() -> Warm:
    """The warm parent of this process; one inherited over a fork is another process's and is left alone."""
    if os.getpid() not in _warm:
        _warm.clear()
        _warm[os.getpid()] = Warm()
        atexit.register(close_warm)
    return _warm[os.getpid()]


def close_warm() -> None:
    """End this process's warm parent, if there is one."""
    kept = _warm.pop(os.getpid(), None)
    if kept is not None:
        kept.close()
