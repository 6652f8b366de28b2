"""Other people's work is graded only where this machine can isolate it; each missing part is named."""

from __future__ import annotations

import pytest

from labelwright.grading import run
from labelwright.grading.run import IsolationError, require_isolation
from labelwright.grading.sandbox.fork_server import ForkServer
from labelwright.grading.sandbox.probe import Attempt


@pytest.mark.parametrize(
    ("layers", "user", "limited"),
    [
        (("limits", "namespaces (users, mounts)", "landlock 6", "seccomp"), 0, True),
        (("limits", "landlock 6", "seccomp"), 1000, True),
        (("limits", "landlock 6", "seccomp"), 0, False),
    ],
)
def test_threads_are_limited_or_work_is_refused(
    monkeypatch: pytest.MonkeyPatch, layers: tuple[str, ...], user: int, limited: bool
) -> None:
    server = object.__new__(ForkServer)
    server.layers = layers
    monkeypatch.setattr("os.getuid", lambda: user)
    monkeypatch.setattr(run, "shared_fork_server", lambda: server)
    monkeypatch.setattr(run, "quick_probe", lambda server: [Attempt("open a local socket", True)])
    if limited:
        require_isolation()
        return
    with pytest.raises(IsolationError, match=r"it could start any number of threads\. .*--trust-learners"):
        require_isolation()
