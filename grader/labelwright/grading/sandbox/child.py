"""The learner's side of the sandbox: run the cells, then answer questions about their results."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import sys
from pathlib import Path
from typing import Any

from labelwright.exchange import grading_session, plain_data
from labelwright.exchange.inspect import MAX_ERROR, answer, describe, read_question
from labelwright.grading.sandbox import messages
from labelwright.grading.sandbox.hidden_rooms import refuse_imports
from labelwright.grading.sandbox.isolation import isolate
from labelwright.grading.sandbox.namespaces import Namespaces

_INHERITED = ("PATH", "LANG", "JOBLIB_MULTIPROCESSING", "LOKY_MAX_CPU_COUNT")


def run_child(channel: socket.socket, job: dict[str, Any], namespaces: Namespaces) -> None:
    """Run one job in this process, then answer questions until the other side closes the channel."""
    folder = Path(job["folder"])
    _prepare(folder, job, namespaces)
    from labelwright.grading.sandbox.shell import Discard, prepared_shell

    shell = prepared_shell()
    shell.start_in(folder)
    sys.stdout = sys.stderr = Discard()
    isolate(namespaces, folder, job["readable"], job["memory_mb"], job["seconds"])
    namespace = _run_cells(channel, shell, job["cells"], set(job["skip"]))
    messages.send_json(channel, messages.EVENT, {"state": "done"})
    with contextlib.suppress(messages.ChannelClosed):
        while True:
            _, line = messages.receive(channel, None)
            messages.send(channel, messages.ANSWER, _answered(namespace, folder, read_question(line)))


def _answered(namespace: dict[str, Any], folder: Path, question: dict[str, Any]) -> bytes:
    try:
        return answer(namespace, folder, question)
    except BaseException as error:
        # KeyboardInterrupt, and anything that is not an Exception: one answer is lost, not the notebook.
        return plain_data.dumps({"state": "raised", "error": describe(error)})


def _prepare(folder: Path, job: dict[str, Any], namespaces: Namespaces) -> None:
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    namespaces.isolate_child(folder)
    os.chdir(folder)
    # As in Jupyter: a file that a cell writes next to the notebook can be imported.
    sys.path[:0] = ["", str(folder)]
    for name, content in job["answers"].items():
        (folder / name).write_bytes(base64.b64decode(content))
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    os.environ.clear()
    os.environ.update(inherited, HOME=str(folder), TMPDIR=str(folder), MPLBACKEND="Agg")
    session = job["session"]
    table = plain_data.decode(session["table"]) if session["table"] is not None else None
    grading_session.install(
        grading_session.GradingSession(
            session["slug"], session["files"], table, not_lent=session.get("not_lent", {})
        )
    )
    refuse_imports()


def _run_cells(channel: socket.socket, shell: Any, cells: list[str], skip: set[int]) -> dict[str, Any]:
    for number, source in enumerate(cells, start=1):
        if number in skip:
            continue
        messages.send_json(channel, messages.EVENT, {"state": "start", "cell": number})
        if errors := shell.run_past_missing_packages(source):
            text = "; ".join(dict.fromkeys(describe(error) for error in errors))[:MAX_ERROR]
            messages.send_json(channel, messages.EVENT, {"state": "raised", "cell": number, "error": text})
    namespace: dict[str, Any] = shell.user_ns
    return namespace
