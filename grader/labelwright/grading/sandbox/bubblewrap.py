"""Put the warm parent itself into bubblewrap, where that is installed: one more wall round the whole."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

from labelwright import settings
from labelwright.grading.sandbox.isolation import python_paths


@cache
def available() -> bool:
    """Whether bubblewrap is there and may do here what it has to; it is tried, not guessed."""
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
    """The words to put before a command: it sees Python and the system read-only, and `scratch` to write in."""
    words = ["bwrap", "--die-with-parent", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-pid"]
    for place in ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"):
        words += ["--ro-bind-try", place, place]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for path in python_paths():
        words += ["--ro-bind-try", str(path), str(path)]
    return [*words, "--bind", str(scratch), str(scratch), "--chdir", "/", "--"]
