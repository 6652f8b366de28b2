"""The dataset card: what a valid one says, and how a broken one is refused."""

from pathlib import Path

import pytest

from labelwright.data import CardError, load_card

FOLDER = Path(__file__).parents[2] / "datasets" / "vader-lexicon"


def broken(tmp_path, old, new):
    text = (FOLDER / "dataset.toml").read_text(encoding="utf-8")
    assert old in text
    folder = tmp_path / "vader-lexicon"
    folder.mkdir()
    (folder / "dataset.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize("folder", sorted(FOLDER.parent.glob("*/")), ids=lambda folder: folder.name)
def test_every_card_in_the_checkout_loads(folder):
    assert load_card(folder).slug == folder.name


def test_card_states_terms_and_raters():
    card = load_card(FOLDER)
    assert (card.kind, card.licence.data.spdx, card.licence.package.spdx) == ("real", "MIT", "MIT")
    assert card.raters is not None
    assert card.raters.count == 10
    assert "not documented" in card.raters.note
    assert card.content_warning


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "real"', 'kind = "genuine"', ["kind:", "'real'"]),
        ('loader = "ratings.load_lexicon"\n', "", ["loader:", "is missing; add it"]),
        (
            'loader = "ratings.load_lexicon"',
            'loader = "ratings.load_lexicon"\nused_by = []',
            ["used_by:", "not a field of a card"],
        ),
        ("1ec9c6e9", "1EC9C6E9", ["pin.installed.files.0.sha256:", "pattern"]),
        ("rows = 7520", "rows = 0", ["shape.rows:", "greater than 0"]),
        ("columns = 13", "columns = 12", ["shape.columns says 12", "describes 13"]),
        ('name = "r2"', 'name = "r1"', ["same name"]),
        (
            "must_not = [",
            'quotes = { columns = ["words"], at_most = 0 }\nmust_not = [',
            ["republish.quotes names ['words']"],
        ),
        ('slug = "vader-lexicon"', 'slug = "vader"', ["slug is 'vader'", "folder is 'vader-lexicon'"]),
        ("[source]", "[source", ["not valid TOML", "line"]),
        ("must_not = [", "must_not = []\nmay_not = [", ["republish.must_not:", "republish.may_not:"]),
    ],
)
def test_broken_card_names_file_field_and_fix(tmp_path, old, new, said):
    folder = broken(tmp_path, old, new)
    with pytest.raises(CardError) as caught:
        load_card(folder)
    for words in [*said, str(folder / "dataset.toml")]:
        assert words in str(caught.value)


def test_missing_card_is_taught(tmp_path):
    with pytest.raises(CardError, match="this file does not exist"):
        load_card(tmp_path)


def test_card_that_is_not_utf8_is_taught(tmp_path):
    (tmp_path / "dataset.toml").write_bytes(b'slug = "na\xefve"')
    with pytest.raises(CardError, match="not UTF-8 at byte 10"):
        load_card(tmp_path)
