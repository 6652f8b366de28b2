"""The simulated messages of the slice audit: what is planted in every learner's table, and that luck looks like bias in each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.data.material import Material

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


@pytest.mark.parametrize(("learner", "form"), [("ada", 1), ("ada", 2), ("grace", 1)])
def test_the_solution_finds_what_was_planted(learner, form):
    work = Work(Material(Course(ROOT), Course(ROOT).exercise(SLUG), learner, form), None)
    lines = planted.audit(work.sample)
    try:
        found = work.solution.table_by("audit", list(lines.index))
        claims, largest = work.solution.ids("claims", ()), work.solution.number("largest_claim")
        loudest = work.solution.text("most_marked")
    finally:
        work.close()
    for name in ("n", "rate", "gap"):
        assert found[name].to_dict() == pytest.approx(lines[name].to_dict(), abs=1e-12)
    assert (found["gap"] - found["low"]).to_dict() == pytest.approx(lines["narrow"].to_dict(), rel=1e-4)
    assert (found["high"] - found["gap"]).to_dict() == pytest.approx(lines["narrow"].to_dict(), rel=1e-4)
    clear = lines[lines["gap"].abs() > lines["wide"]]
    assert claims == list(clear.index)
    assert largest == pytest.approx(clear["gap"].max())
    assert loudest == lines["marked"].idxmax()
