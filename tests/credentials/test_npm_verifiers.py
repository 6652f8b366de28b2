"""Independent verifiers from npm accept what is issued here, and refuse it once a character has changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from labelwright.credentials.issue import issue
from labelwright.credentials.json_ld import CONTEXT_FILES, load_offline

NODE = Path(__file__).with_name("node")
PLACE = Path(os.environ.get("LABELWRIGHT_NODE", Path.home() / ".cache" / "labelwright-node"))
"""Where .ci/run installs the packages that `node/package.json` names."""


@pytest.fixture(scope="module")
def verifiers(tmp_path_factory):
    """Run verify.mjs over credentials; skipped where Node or the packages are not installed."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    if not (PLACE / "node_modules" / "@digitalbazaar" / "vc").is_dir():
        pytest.skip(f"the npm verifiers are not installed: npm install in a copy of {NODE} at {PLACE}")
    contexts = tmp_path_factory.mktemp("contexts") / "contexts.json"
    contexts.write_text(json.dumps({address: load_offline(address)["document"] for address in CONTEXT_FILES}))
    script = PLACE / "verify.mjs"
    shutil.copyfile(NODE / "verify.mjs", script)

    def run(*files):
        done = subprocess.run(
            [node, str(script), str(contexts), *map(str, files)],
            capture_output=True,
            text=True,
            timeout=240,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


@pytest.fixture
def issued(report, key, now, tmp_path):
    credential = issue(report, key=key, issuer_name="College", email="a@example.org", now=now)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    text = json.dumps(credential)
    assert '"0.726"' in text
    good.write_text(text)
    bad.write_text(text.replace('"0.726"', '"0.826"'))
    return good, bad


def test_they_accept_ours_and_refuse_a_changed_value(verifiers, issued):
    good, bad = verifiers(*issued)
    assert {name: good[name] for name in ("jcs", "rdfc", "consortium")} == {
        "jcs": True,
        "rdfc": True,
        "consortium": True,
    }
    assert all(bad[name] is not True for name in ("jcs", "rdfc", "consortium"))


def test_the_script_tells_which_proof_is_missing(verifiers, issued):
    good, _ = issued
    credential = json.loads(good.read_text())
    credential["proof"] = [p for p in credential["proof"] if p["cryptosuite"] == "eddsa-jcs-2022"]
    good.write_text(json.dumps(credential))
    (result,) = verifiers(good)
    assert result["jcs"] is True
    assert result["rdfc"] == "0 proofs of eddsa-rdfc-2022"
