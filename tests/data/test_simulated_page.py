"""The page about simulated annotators: its examples run, and its tables say what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from labelwright.checks import Failed, Passed
from labelwright.simulation import PROFILES, Condition, Guideline, Rule, Worker
from labelwright.simulation.guideline import STRENGTH

PAGE = Path(__file__).parents[2] / "course" / "authors" / "simulated.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r'^```(\w+)(?: title="[^"]+")?\n(.*?)^```$', TEXT, re.M | re.S)
TOML = next(block for kind, block in BLOCKS if kind == "toml")


@pytest.fixture
def ran(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "guideline.toml").write_text(TOML, encoding="utf-8")
    names = {}
    for kind, block in BLOCKS:
        if kind == "python":
            exec(compile(block, str(PAGE), "exec"), names)
    return names


def hand_in(text):
    return SimpleNamespace(learner="ada", form=1, file=lambda name: text)


def test_the_example_runs_and_its_check_passes(ran, capsys):
    assert len(ran["annotations"]) == 12
    assert {one.guideline for one in ran["annotations"]} == {"2"}
    judged = ran["guideline_helps"]
    passed = judged.function(hand_in(TOML))
    assert isinstance(passed, Passed)
    assert 0 < passed.measured <= 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "decision"', 'kind = "rule"', "rule 'angry-refund', kind"),
        ('name = "question"\n', 'name = "query"\n', "Your labels are refund, complaint, query."),
        ('says = "refund"', 'says = "complaint"', "without"),
    ],
)
def test_the_check_of_the_example_fails_on_bad_guidelines(ran, old, new, said):
    assert TOML.count(old) == 1
    judged = ran["guideline_helps"]
    with pytest.raises(Failed) as caught:
        judged.function(hand_in(TOML.replace(old, new)))
    assert said in json.dumps(str(caught.value))


def test_every_field_is_described():
    described = set(re.findall(r"`\[*(\w[\w-]*)\]*`", TEXT))
    for model in (Guideline, Rule, Condition, Worker):
        assert set(model.model_fields) - {"id"} - described == set(), model.__name__
    assert set(PROFILES) <= described


def test_the_strengths_and_profiles_are_those_of_the_code():
    for kind, strength in STRENGTH.items():
        assert re.search(rf"^\| .*`{kind}`.* \| {strength:g} \|$", TEXT, re.M), kind
    for name in ("careful", "steady", "hasty"):
        low, high = PROFILES[name].skill
        assert re.search(rf"^\| `{name}` \| right on {low * 100:g} to {high * 100:g}%", TEXT, re.M), name
    for name, field in (
        ("leaning", "bias"),
        ("confuser", "confuses"),
        ("clicker", "spam"),
        ("first-answer", "spam"),
    ):
        low, high = getattr(PROFILES[name], field)
        assert re.search(rf"^\| `{name}` \| .*{low * 100:g} to {high * 100:g}%", TEXT, re.M), name
