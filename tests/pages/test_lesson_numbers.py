"""The foundations lesson gives none of the exercise's answers away; its numbers are computed in its worked.py."""

from __future__ import annotations

import numpy as np
import pytest

from labelwright.data.card import load_card
from labelwright.data.loading import load

RATINGS = [f"r{place}" for place in range(1, 11)]


@pytest.fixture(scope="module")
def lexicon(checkout):
    return load(load_card(checkout.datasets / "vader-lexicon"))


def test_foundations_gives_no_answer_away(lexicon, checkout):
    page = (checkout.book / "m02-data-foundations" / "index.md").read_text(encoding="utf-8")
    foundations = " ".join(page.split())
    ratings = lexicon[RATINGS].to_numpy(dtype=float)
    off_mean = np.abs(ratings.mean(axis=1) - lexicon["mean"]) > 0.001
    off_sd = np.abs(ratings.std(axis=1) - lexicon["sd"]) > 6e-6
    answers = set(lexicon.loc[off_mean | off_sd | lexicon["token"].duplicated(), "token"])
    assert len(answers) > 15
    assert [token for token in answers if f"`{token}`" in foundations or f'"{token}"' in foundations] == []
