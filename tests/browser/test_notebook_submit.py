"""Handing in from a real JupyterLab: an unsaved notebook is explained, a saved one is written to a file."""

from __future__ import annotations

import json
import zipfile

import pytest

pytestmark = pytest.mark.slow("waits for JupyterLab, its kernels and a browser")


def submissions(lab):
    # Other tests hand in from the same JupyterLab; theirs lie in their own folders.
    return sorted((lab.work / "audit-a-published-lexicon").rglob("*.labelwright.zip"))


def test_submit_before_and_after_saving(desk, lab):
    desk.ask("wrong_means = ['an answer that is not on disk']")
    for task in ("load", "means", "deviations"):
        # Cells that are on disk and run later do not hide the one that is not.
        desk.run(desk.cell(f'ex.check("{task}")'))
    hand_in = desk.cell("ex.submit()")
    said = desk.run(hand_in).inner_text()
    assert said.startswith("The notebook on disk is older than what you ran. Save it")
    assert "Traceback" not in said
    assert submissions(lab) == []

    desk.save()
    card = desk.run(hand_in).locator(".lw")
    assert card.locator("h3").inner_text() == "Ready to hand in"
    (written,) = submissions(lab)
    assert written.name in card.inner_text()
    with zipfile.ZipFile(written) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        notebook = archive.read("notebook.ipynb").decode()
    assert (manifest["learner"], manifest["exercise"]) == ("ada", "audit-a-published-lexicon")
    assert "an answer that is not on disk" in notebook
