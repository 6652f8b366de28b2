"""The guide's figures for the VADER ratings as signs: agreement of classes, unanimity, and tokens with both signs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from labelwright.data import load, load_card
from labelwright.quality import fleiss

ROOT = Path(__file__).resolve().parents[2]


def test_signs_of_the_lexicon_agree_as_published() -> None:
    frame = load(load_card(ROOT / "datasets" / "vader-lexicon"))
    signs = np.sign(frame[[f"r{number}" for number in range(1, 11)]].to_numpy(dtype=float))
    assert fleiss(signs).value == pytest.approx(0.630, abs=5e-4)
    assert (signs == signs[:, :1]).all(axis=1).mean() == pytest.approx(0.431, abs=5e-4)
    assert ((signs > 0).any(axis=1) & (signs < 0).any(axis=1)).sum() == 2_028
