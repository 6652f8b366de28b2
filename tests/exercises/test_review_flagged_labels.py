"""The forty flagged digits: what is flipped, what is accepted, that pictures are true, and how the pool was made."""

from __future__ import annotations

import zlib
from base64 import b64decode
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.data.material import Material
from labelwright.exchange.plain_data import dumps
from labelwright.notebook.widgets.backend import as_data, media_type
from labelwright.quality import wilson

ROOT = Path(__file__).resolve().parents[2]
SLUG = "review-flagged-labels"
FOLDER = ROOT / "exercises" / SLUG


planted = load_module(Course(ROOT).exercise(SLUG), "planted.py")


def pixels(address):
    """The 8 by 8 pixels in the middle points of a picture."""
    data = b64decode(address.split(",")[1])
    start = data.index(b"IDAT") + 4
    length = int.from_bytes(data[start - 8 : start - 4], "big")
    size = planted.SIDE * planted.SCALE
    grey = np.frombuffer(zlib.decompress(data[start : start + length]), np.uint8).reshape(size, size + 1)
    return np.rint((255 - grey[8::16, 9::16].astype(float)) * 16 / 255).astype(int)


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


def everything(exercise, learner, form=1):
    """What the learner sees, with what was planted."""
    material = Material(Course(ROOT), exercise, learner, form)
    shown = material.sample().set_index("id")
    published = material.frame("digits")
    names = [name for name in published if name.startswith("pixel")]
    found = {tuple(line[names]): (line["image"], line["digit"]) for _, line in published.iterrows()}
    true = [found[tuple(pixels(address).ravel())] for address in shown["image"]]
    return shown.assign(number=[one for one, _ in true], digit=[digit for _, digit in true])


@pytest.mark.slow("draws the samples of many learners")
def test_sixteen_of_forty_are_flipped_and_nobody_shares_them(exercise):
    pool = pd.read_csv(FOLDER / "pool.csv").set_index("image")
    seen = []
    for learner, form in (("ada", 1), ("grace", 1), ("ada", 2)):
        rows = everything(exercise, learner, form)
        assert list(rows.columns[:2]) == ["label", "image"]
        assert len(rows) == rows["number"].nunique() == 40
        strata = pool.loc[rows["number"], "stratum"]
        assert Counter(strata) == {"clear": 24, "hard": 10, "ambiguous": 6}
        wrong = (rows["label"] != rows["digit"]).to_numpy()
        assert wrong.sum() == planted.FLIPPED == 16
        assert set(strata[wrong]) == {"clear"}
        alike = pool.loc[rows["number"], "alike"].to_numpy()
        assert (alike[wrong] == rows["label"].to_numpy()[wrong]).sum() >= 8
        seen.append(set(rows["number"]))
    assert len(seen[0] & seen[1]) < 25
    assert len(seen[0] & seen[2]) < 25


def test_the_pictures_are_png_that_the_widget_shows(exercise):
    address = Material(Course(ROOT), exercise, "ada").sample()["image"][0]
    assert media_type(b64decode(address.split(",")[1])) == "png"
    assert as_data(address, FOLDER) == address


def test_the_pool_holds_what_models_say_and_was_looked_at(exercise):
    """Only a nearest-neighbour model replaces the four models here; the strata differ as they should, and no image is in two."""
    from sklearn.model_selection import cross_val_predict
    from sklearn.neighbors import KNeighborsClassifier

    published = Material(Course(ROOT), exercise, "ada").frame("digits").set_index("image")
    pool = pd.read_csv(FOLDER / "pool.csv").set_index("image")
    assert pool.index.is_unique
    assert Counter(pool["stratum"]) == {"clear": 295, "hard": 29, "ambiguous": 24}
    digit = published["digit"]
    assert (pool["alike"] != digit[pool.index]).all()
    names = [name for name in published if name.startswith("pixel")]
    guessed = cross_val_predict(KNeighborsClassifier(10), published[names].to_numpy(), digit, cv=10)
    right = pd.Series(guessed == digit, index=digit.index)[pool.index].groupby(pool["stratum"]).mean()
    assert right["clear"] == 1
    assert right["hard"] > 0.8
    assert right["ambiguous"] < 0.6


def test_the_interval_of_the_solution_is_wilsons(exercise):
    work = Work(Material(Course(ROOT), exercise, "ada"), lambda question: dumps({"state": "absent"}))
    try:
        share, low_high = work.solution.number("confirmed"), work.solution.interval("confirmed_interval")
        minutes, pace = work.solution.number("minutes"), work.solution.number("yield_per_minute")
    finally:
        work.close()
    fixes = round(40 * share)
    # The notebook rounds z to 1.96.
    assert low_high == pytest.approx(wilson(fixes, 40), abs=1e-4)
    # The scripted reviewer takes 10 seconds for every third item and 5 for the others.
    assert minutes == pytest.approx((14 * 10 + 26 * 5) / 60)
    assert pace == pytest.approx(fixes / minutes)
