"""Have an exercise's fetched data here before it is proved, and skip with the reason if the network is missing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from labelwright.course.course import Course
from labelwright.data import DataMissing, load_card, locate_all
from labelwright.grading.sandbox.fork_server import shared_fork_server

ROOT = Path(__file__).resolve().parents[2]
NO_NETWORK = re.compile(r"no connection to it|did not answer in time|HTTP 5\d\d|proxy refused", re.I)


@cache
def missing(dataset: str) -> str:
    """Return why a dataset is missing although it was asked for, or an empty string."""
    try:
        locate_all(load_card(ROOT / "datasets" / dataset))
    except DataMissing:
        code = "from labelwright.cli import main; main()"
        command = [sys.executable, "-c", code, "data", "fetch", dataset, "--course", str(ROOT)]
        done = subprocess.run(command, capture_output=True, text=True)
        said = done.stdout + done.stderr
        if done.returncode and NO_NETWORK.search(said):
            return f"{dataset} is missing and it cannot be fetched without a network: {said}"
        assert done.returncode == 0, said
    return ""


def slug_of(item: pytest.Item) -> str | None:
    """Return the exercise that a test is about: its parameter `slug`, or the constant SLUG of its module."""
    call = getattr(item, "callspec", None)
    return (call.params.get("slug") if call else None) or getattr(getattr(item, "module", None), "SLUG", None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fetch the exercise's data first: a fixture of a whole module may read it before any fixture of the test runs."""
    slug = slug_of(item)
    for dataset in Course(ROOT).exercise(slug).datasets if slug else ():
        if reason := missing(dataset):
            pytest.skip(reason)


QUICK_SECONDS = 3
"""What an exercise may add to the quick suite on an idle machine."""
BUSY = 2
"""A busy machine takes up to twice the processor time for the same work."""
SPENT: Counter[str] = Counter()


def processor_seconds() -> float:
    """Return the processor time of this process, its children and theirs; a running grandchild counts once it ends."""
    total = sum(os.times()[:4])
    for task in Path("/proc/self/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            try:
                fields = Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return total


@pytest.fixture(scope="session")
def fork_server_runs() -> None:
    """Start the fork server, so that no exercise is charged for it."""
    shared_fork_server()


@pytest.fixture(autouse=True)
def exercise_budget(request: pytest.FixtureRequest, fork_server_runs: None) -> Iterator[None]:
    """Add up what the quick tests of each exercise cost, and say so if that is more than one exercise may cost."""
    slug = slug_of(request.node)
    before = processor_seconds()
    yield
    if slug and request.config.option.markexpr == "not slow":
        SPENT[slug] += processor_seconds() - before
        if SPENT[slug] > QUICK_SECONDS * BUSY:
            # Said and not failed: a busy machine must not turn a right change red.
            print(
                f"The quick tests of {slug} took {SPENT[slug]:.1f} seconds of processor time; one exercise may add "
                f"{QUICK_SECONDS} on an idle machine. Mark some of its cases as mostly_slow (tests/README.md)."
            )
