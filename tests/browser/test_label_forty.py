"""Forty real reviews labelled by keyboard in JupyterLab over a killed kernel, checked, handed in and graded alike."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from labelwright.course.course import Course
from labelwright.data import DataMissing
from labelwright.data.material import Material

pytestmark = pytest.mark.slow("waits for JupyterLab, its kernels and a browser")

COURSE = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from labelwright.cli import main; main()"]
SLUG, DATA = "label-forty-reviews", "hutto-amazon-snippets"
JOURNAL = "forty-reviews.annotations.jsonl"
LABELS = ("negative", "neutral", "positive")
OFF = {3: "neutral", 17: "positive", 25: "negative"}
"""Sentences, by place, that this labeller sees otherwise than the majority may."""
SKIPPED, FLAGGED = 11, 30


@pytest.fixture(scope="module")
def material():
    """The exercise's data for ada; fetched where it is not here, skipped where it cannot be."""
    found = Material(Course(COURSE), Course(COURSE).exercise(SLUG), "ada")
    try:
        found.paths(DATA)
    except DataMissing:
        done = subprocess.run(
            [*COMMAND, "data", "fetch", DATA, "--course", str(COURSE)], capture_output=True, text=True
        )
        if done.returncode:
            pytest.skip(f"{DATA} is not here and cannot be fetched: {done.stdout}{done.stderr}")
    return found


@pytest.fixture(scope="module")
def sentences(material):
    """Ada's forty sentences in order: (id, the twenty ratings as labels)."""
    ratings = material.frame(DATA).set_index("id")["ratings"]
    return [
        (one, [LABELS[1 + int(np.sign(rating))] for rating in json.loads(ratings[one])])
        for one in material.sample()["id"]
    ]


def labels_to_give(sentences):
    """What the test presses: the majority's label, but for a few, and None for the one that is skipped."""
    given = [max(LABELS, key=ratings.count) for _, ratings in sentences]
    for place, label in OFF.items():
        given[place] = label
    given[SKIPPED] = None
    return given


def press(desk, *keys):
    for key in keys:
        desk.page.keyboard.press(key)


def give(desk, given, start, end):
    """Label the sentences from `start` to `end` by keys alone."""
    for place in range(start, end):
        if place == FLAGGED:
            press(desk, "f")
            desk.page.keyboard.type("could be read both ways")
            press(desk, "Enter")
        press(desk, *(["s", "2"] if given[place] is None else [str(1 + LABELS.index(given[place]))]))


def begin(desk):
    """Run the first cell and the labelling cell, and walk into the widget by Tab."""
    for source in ("from labelwright import exercise", "work = ex.label"):
        # The numbers of the cells start again with the kernel, so a number alone does not say that a cell ran.
        desk.cell(source).locator(".cm-content").click()
        press(desk, "Control+Enter")
    desk.page.locator(".lwl-item > *, .lwl-summary").first.wait_for()
    desk.wait()
    press(desk, "Escape")
    for _ in range(12):
        press(desk, "Tab")
        if desk.page.evaluate("document.activeElement.classList.contains('lwl')"):
            return
    raise AssertionError("Tab does not lead into the widget")


def saved(desk):
    desk.page.locator(".lwl-saved[data-state=saved]").wait_for()


def place(desk):
    return desk.page.locator(".lwl-place").inner_text()


def acceptable(label, others):
    """Whether three in ten of the others gave the label, or the most of them: computed again, in the simplest way."""
    counts = [others.count(one) for one in LABELS]
    return others.count(label) >= 0.3 * len(others) or others.count(label) == max(counts)


def expected_shares(sentences, given):
    """The learner's share and the human ceiling, in per cent, by leaving out one rating after the other."""
    mine, people = [], []
    for (_, ratings), label in zip(sentences, given, strict=True):
        if label is not None:
            rest = [(rating, ratings[:k] + ratings[k + 1 :]) for k, rating in enumerate(ratings)]
            mine.append(np.mean([acceptable(label, others) for _, others in rest]))
            people.append(np.mean([acceptable(rating, others) for rating, others in rest]))
    return 100 * np.mean(mine), 100 * np.mean(people)


def test_forty_reviews_are_labelled_over_a_killed_kernel_and_graded_alike(
    open_exercise, lab, sentences, tmp_path
):
    desk = open_exercise(SLUG)
    given = labels_to_give(sentences)
    folder = lab.work / SLUG
    begin(desk)
    assert place(desk) == "Item 1 of 40"
    give(desk, given, 0, 20)
    saved(desk)
    desk.page.screenshot(path=tmp_path / "labelling.png")
    os.kill(int(re.sub(r"\D", "", desk.ask("import os; os.getpid()").inner_text())), signal.SIGKILL)
    desk.page.locator(".jp-Dialog").wait_for()
    press(desk, "Enter")
    desk.page.locator(".jp-Dialog").wait_for(state="detached")
    desk.wait()

    begin(desk)
    assert place(desk) == "Item 21 of 40"
    give(desk, given, 20, 40)
    desk.page.locator(".lwl-summary").wait_for()
    saved(desk)
    lines = [json.loads(line) for line in (folder / JOURNAL).read_text("utf-8").splitlines()]
    done = {one["item"]: one.get("value", {}).get("label") for one in lines if one["status"] != "open"}
    assert done == {one: label for (one, _), label in zip(sentences, given, strict=True)}
    assert [one.get("reason") for one in lines if one["status"] == "skipped"] == ["not a sentence"]

    share, ceiling = expected_shares(sentences, given)
    card = desk.run(desk.cell('ex.check("labels")')).locator(".lw")
    said = card.inner_text()
    assert "40 of 40 points" in said
    assert f"{share:.1f}% of 39 labels" in said
    assert f"the human ceiling is {ceiling:.1f}%" in said
    assert "39 labelled, 1 skipped" in said
    card.scroll_into_view_if_needed()
    desk.page.screenshot(path=tmp_path / "card.png")

    desk.save()
    assert "Ready to hand in" in desk.run(desk.cell("ex.submit()")).inner_text()
    (written,) = folder.glob("*.labelwright.zip")
    with zipfile.ZipFile(written) as archive:
        assert archive.read(JOURNAL) == (folder / JOURNAL).read_bytes()
    graded = tmp_path / "graded.jsonl"
    done = subprocess.run(
        [*COMMAND, "grade", str(written), "--json", str(graded), "--course", str(COURSE), "--trust-learners"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (report,) = map(json.loads, graded.read_text("utf-8").splitlines())
    checks = {check["id"]: check for check in report["checks"]}
    near = checks["labels-stay-with-the-crowd"]
    # A program presses the keys faster than anybody reads, but perhaps not on a busy machine: one check of three.
    read = checks["sentences-are-read"]["verdict"] == "passed"
    assert report["score"] == pytest.approx(40 + 10 * (2 + read) / 3, abs=0.001)
    assert report["outcome"] == "finished"
    assert (near["verdict"], near["measured"]) == ("passed", f"{share:.1f}% of 39 labels")
    assert near["measured"] in said
    assert near["expected"] in said
    assert checks["majority-is-counted"]["verdict"] == "not_attempted"
