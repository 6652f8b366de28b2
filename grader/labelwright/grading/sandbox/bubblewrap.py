"""Run the fork server itself in bubblewrap, if it is installed, as one more layer of isolation."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

from labelwright import settings
from labelwright.grading.sandbox.hidden_rooms import hidden_folders
from labelwright.grading.sandbox.isolation import python_paths


@cache
def available() -> bool:
    """Return whether bubblewrap is installed and works here; this runs it once."""
    if settings.NO_BUBBLEWRAP.read() or shutil.which("bwrap") is None:
        return False
    try:
        done = subprocess.run(
            [*prefix(Path("/tmp")), "true"],
            capture_output=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def prefix(scratch: Path) -> list[str]:
    """Return the arguments before a command: it can read Python and the system, and write only in `scratch`."""
    words = ["bwrap", "--die-with-parent", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-pid"]
    for place in ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"):
        words += ["--ro-bind-try", place, place]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for path in python_paths():
        words += ["--ro-bind-try", str(path), str(path)]
    for folder in hidden_folders():
        words += ["--tmpfs", str(folder)]
    return [*words, "--bind", str(scratch), str(scratch), "--chdir", "/", "--"]
