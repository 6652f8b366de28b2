"""Have an exercise's fetched data here before it is proved, and skip with the reason if the network is missing."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from labelwright.course.course import Course
from labelwright.data import DataMissing, load_card, locate_all

ROOT = Path(__file__).resolve().parents[2]
NO_NETWORK = re.compile(r"There is no connection|did not answer in time|HTTP 5\d\d|proxy refused", re.I)


@cache
def missing(dataset: str) -> str:
    """Why a dataset is not here though it was asked for; empty where it is here."""
    try:
        locate_all(load_card(ROOT / "datasets" / dataset))
    except DataMissing:
        code = "from labelwright.cli import main; main()"
        command = [sys.executable, "-c", code, "data", "fetch", dataset, "--course", str(ROOT)]
        done = subprocess.run(command, capture_output=True, text=True)
        said = done.stdout + done.stderr
        if done.returncode and NO_NETWORK.search(said):
            return f"{dataset} is missing and there is no network, so it cannot be fetched: {said}"
        assert done.returncode == 0, said
    return ""


@pytest.fixture(autouse=True)
def data_is_here(request: pytest.FixtureRequest) -> None:
    """For a test of one exercise (its parameter `slug`, or the constant SLUG of its module)."""
    call = getattr(request.node, "callspec", None)
    slug = (call.params.get("slug") if call else None) or getattr(request.module, "SLUG", None)
    for dataset in Course(ROOT).exercise(slug).datasets if slug else ():
        if reason := missing(dataset):
            pytest.skip(reason)
