"""The Python library openbadgeslib accepts what is issued here, baked into badges too, and refuses changes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from labelwright.credentials.baking import bake_png, bake_svg
from labelwright.credentials.issue import issue

PARTS = Path(__file__).with_name("openbadgeslib")
PLACE = Path(
    os.environ.get("LABELWRIGHT_OPENBADGESLIB", Path.home() / ".cache" / "labelwright-openbadgeslib")
)
"""A virtual environment of its own, where .ci/run installs what `requirements.txt` names: the library is under the LGPL."""
PYTHON = PLACE / "bin" / "python"
THEME = Path(__file__).parents[2] / "portfolio_template" / "labelwright_portfolio" / "theme"

pytestmark = pytest.mark.skipif(not PYTHON.is_file(), reason=f"openbadgeslib is not installed in {PLACE}")


@pytest.fixture
def credential(report, key, now):
    return issue(report, key=key, issuer_name="College", email="a@example.org", now=now)


def verified(issuer, *files):
    done = subprocess.run(
        [PYTHON, PARTS / "verify.py", issuer, *files], capture_output=True, text=True, timeout=120, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_accepts_the_credential_and_the_badges(credential, key, tmp_path):
    plain, png, svg = (tmp_path / f"badge.{ending}" for ending in ("json", "png", "svg"))
    plain.write_text(json.dumps(credential))
    png.write_bytes(bake_png((THEME / "badge.png").read_bytes(), credential))
    svg.write_text(bake_svg((THEME / "badge.svg").read_text("utf-8"), credential), "utf-8")
    assert verified(key.did, plain, png, svg) == [True, True, True]


def test_it_refuses_a_changed_value_and_another_issuer(credential, key, tmp_path):
    text = json.dumps(credential)
    assert '"0.726"' in text
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(text)
    bad.write_text(text.replace('"0.726"', '"0.826"'))
    (changed,) = verified(key.did, bad)
    assert "does not verify" in changed or "signature" in changed.lower()
    other = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    (elsewhere,) = verified(other, good)
    assert "anchored" in elsewhere
