"""The rendered card files: deterministic, not stale, and true of the file they describe."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from labelwright.data import (
    card_markdown,
    croissant,
    load,
    load_card,
    locate,
    stale_card_files,
    write_card_files,
)

FOLDER = Path(__file__).parents[2] / "datasets" / "vader-lexicon"


@pytest.mark.parametrize("folder", sorted(FOLDER.parent.glob("*/")), ids=lambda folder: folder.name)
def test_committed_card_files_are_not_stale(folder):
    assert stale_card_files(folder) == []


def test_drift_is_noticed_and_repaired(tmp_path):
    folder = tmp_path / "vader-lexicon"
    folder.mkdir()
    shutil.copy(FOLDER / "dataset.toml", folder)
    assert [path.name for path in stale_card_files(folder)] == ["croissant.json", "card.md"]
    written = write_card_files(folder)
    assert stale_card_files(folder) == []
    written[1].write_text(written[1].read_text(encoding="utf-8") + "edited by hand\n", encoding="utf-8")
    assert stale_card_files(folder) == [folder / "card.md"]
    assert written[0].read_bytes() == (FOLDER / "croissant.json").read_bytes()


def test_a_checkout_with_crlf_is_not_stale(tmp_path):
    folder = tmp_path / "vader-lexicon"
    folder.mkdir()
    shutil.copy(FOLDER / "dataset.toml", folder)
    for path in write_card_files(folder):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert stale_card_files(folder) == []


def test_croissant_names_the_pinned_file():
    card = load_card(FOLDER)
    about = croissant(card)
    (file,) = about["distribution"]
    assert about["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert file["sha256"] == card.pin.files[0].sha256
    assert file["contentSize"] == "434304 B"
    assert json.loads(json.dumps(about)) == about


def test_croissant_patterns_read_the_same_table_as_the_loader():
    card = load_card(FOLDER)
    lines = locate(card).read_text(encoding="utf-8").split("\n")
    read = {}
    for field in croissant(card)["recordSet"][0]["field"]:
        pattern = re.compile(field["source"]["transform"]["regex"])
        read[field["name"]] = [pattern.match(line)[1] for line in lines]
    expected = load(card)
    pd.testing.assert_frame_equal(pd.DataFrame(read).astype(expected.dtypes.to_dict()), expected)


def test_markdown_card_has_front_matter_warning_and_uses():
    card = load_card(FOLDER)
    text = card_markdown(card, [("Audit a published lexicon", "../exercises/audit.md")])
    assert text.startswith('---\npretty_name: "VADER sentiment lexicon')
    assert 'license: "mit"' in text
    assert '- "1K<n<10K"' in text
    assert "**Content warning.**" in text
    assert "[Audit a published lexicon](../exercises/audit.md)" in text
    assert "Where it is used" not in card_markdown(card)


def test_table_cells_cannot_break_the_table():
    card = load_card(FOLDER)
    defect = card.defects[0].model_copy(update={"evidence": "a | b"})
    text = card_markdown(card.model_copy(update={"defects": (defect,)}))
    assert "a \\| b" in text
