"""The simulated messages of the slice audit: what is planted in every learner's table, and that luck looks like bias in each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.course.course import Course
from labelwright.course.exercise import load_module

ROOT = Path(__file__).resolve().parents[2]
SLUG = "audit-slices"


planted = load_module(Course(ROOT).exercise(SLUG), "planted.py")


@given(seed=st.integers(0, 2**64 - 1))
def test_every_table_has_one_claim_one_decoy_and_false_finds(seed):
    rows = planted.make(seed)
    assert list(rows.columns) == ["id", *planted.LEVELS, "aggressive", "marked"]
    assert len(rows) == rows["id"].nunique() == 600
    assert (int(rows["aggressive"].sum()), int(rows.loc[rows["aggressive"], "marked"].sum())) == (120, 108)
    gaps = planted.audit(rows)
    assert len(gaps) == planted.SLICES == 20
    clear = gaps[gaps["gap"].abs() > gaps["wide"]]
    assert len(clear) == 1
    assert 0.11 < clear["gap"].iloc[0] < 0.132
    assert clear["gap"].iloc[0] - clear["wide"].iloc[0] > 0
    assert clear.index[0].split(":")[0] in ("dialect", "names")
    smallest = gaps["size"].idxmin()
    assert gaps["size"][smallest] == 14
    assert gaps["gap"][smallest] > clear["gap"].iloc[0]
    assert abs(gaps["gap"][smallest]) < gaps["narrow"][smallest]
    assert (gaps["gap"].abs() > gaps["narrow"]).sum() >= 2
    loudest = gaps["marked"].idxmax()
    assert loudest.startswith("channel")
    assert abs(gaps["gap"][loudest]) < gaps["wide"][loudest]


def test_the_rates_are_those_of_a_count_by_hand():
    rows = planted.make(5)
    line = planted.audit(rows).loc["channel: app"]
    inside = [row for row in rows.itertuples() if row.channel == "app" and not row.aggressive]
    outside = [row for row in rows.itertuples() if row.channel != "app" and not row.aggressive]
    p, q = (sum(row.marked for row in part) / len(part) for part in (inside, outside))
    assert line["n"] == len(inside)
    assert line["gap"] == pytest.approx(p - q)
    error = np.sqrt(p * (1 - p) / len(inside) + q * (1 - q) / len(outside))
    assert line["narrow"] == pytest.approx(1.959964 * error, rel=1e-6)
    assert line["wide"] == pytest.approx(3.023341 * error, rel=1e-6)


def test_the_correction_that_the_notebook_names():
    notebook = (ROOT / "exercises" / SLUG / "notebook.py").read_text("utf-8")
    assert f"{planted.WIDER:.2f}" == "3.02"
    assert "about 3.02" in notebook
    assert "simulated" in notebook


mistakes = load_module(Course(ROOT).exercise(SLUG), "diagnoses.py")


@pytest.mark.parametrize("seed", range(40))
def test_a_claim_that_mirrors_the_clear_gap_is_not_called_luck(seed):
    rows = planted.make(seed)
    right = planted.audit(rows)
    clear = list(right.index[right["gap"].abs() > right["wide"]])
    named = list(right.index[right["gap"].abs() > right["narrow"]])
    said, _ = mistakes.claims_mistake(named, mistakes.known_claims(right, rows), clear, right)
    assert said.startswith(mistakes.UNCORRECTED)
    axis, sign = clear[0].partition(":")[0], np.sign(right["gap"][clear[0]])
    other_side = [
        one
        for one in named
        if one not in clear and one.partition(":")[0] == axis and np.sign(right["gap"][one]) != sign
    ]
    assert (mistakes.LUCK in said) is (not other_side)
    assert all(repr(clear[0]) in said for _ in other_side)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (lambda gap, half: (gap + half, gap - half), "in the wrong order"),
        (lambda gap, half: (gap, half), "half the width"),
        (lambda gap, half: (gap - half * 1.645 / 1.96, gap + half * 1.645 / 1.96), "90 %"),
        (lambda gap, half: (gap - half * 2.576 / 1.96, gap + half * 2.576 / 1.96), "99 %"),
        (lambda gap, half: (gap - half / 1.96, gap + half / 1.96), "one standard error"),
    ],
)
def test_wrong_ends_are_named_by_what_they_are(ends, said):
    right = planted.audit(planted.make(5))
    low, high = ends(right["gap"], right["narrow"])
    table = right.assign(low=low, high=high)[["low", "high"]]
    assert said in mistakes.ends_mistake(right, table)[0]
    assert np.abs(table["low"] - right["gap"] + right["narrow"]).max() > 0.002
