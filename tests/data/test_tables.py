"""Cards become tables: the loader is found by name, and the table must be the promised one."""

import csv
import datetime

import numpy as np
import pandas as pd
import pytest

from labelwright.data import CardError, DataChanged, croissant, load, load_card, locate, verify
from labelwright.data.loading import type_fault

from .conftest import DATASETS

DAY = datetime.date(2020, 5, 22)
FOLDERS = sorted(path.parent.name for path in DATASETS.glob("*/dataset.toml"))


@pytest.mark.parametrize("slug", FOLDERS)
def test_every_dataset_is_what_its_card_says(fetched, slug):
    card = fetched(slug)
    frame = verify(card)
    assert frame.shape == (card.shape.rows, card.shape.columns)


@pytest.mark.parametrize("slug", FOLDERS)
def test_croissant_names_columns_that_the_csv_file_has(fetched, slug):
    card = fetched(slug)
    about = croissant(card)
    names = [field["name"] for group in about.get("recordSet", ()) for field in group["field"]]
    names += [variable["name"] for variable in about.get("variableMeasured", ())]
    assert sorted(names) == sorted(column.name for column in card.columns)
    wanted = [
        field["source"]["extract"]["column"]
        for group in about.get("recordSet", ())
        for field in group["field"]
        if "column" in field["source"]["extract"]
    ]
    if wanted:
        with locate(card).open(encoding=card.pin.files[0].encoding, newline="") as file:
            assert set(wanted) <= set(next(csv.reader(file))), "mark the others derived = true"


@pytest.mark.parametrize(
    ("values", "promised"),
    [
        (["a", None, "b"], "text"),
        (pd.Series(["a", "a"], dtype="category"), "text"),
        ([1, 2], "integer"),
        (pd.array([1, None], dtype="Int64"), "integer"),
        ([1.0, np.nan], "integer"),
        ([1, 2], "number"),
        ([0.5, np.nan], "number"),
        ([True, False], "boolean"),
        (pd.array([True, None], dtype="boolean"), "boolean"),
        (pd.Series([True, None], dtype=object), "boolean"),
        ([DAY, None], "date"),
        (pd.to_datetime(["2020-05-22", None]), "date"),
        ([None, None], "text"),
        ([np.nan], "date"),
    ],
)
def test_a_column_of_the_promised_type_has_no_fault(values, promised):
    assert type_fault(pd.Series(values), promised) == ""


@pytest.mark.parametrize(
    ("values", "promised"),
    [
        ([1, 2], "text"),
        (pd.Series(["a", 1], dtype=object), "text"),
        ([1.0, 2.0], "integer"),
        ([1.5, np.nan], "integer"),
        ([True], "integer"),
        (["1"], "number"),
        ([True], "number"),
        ([0, 1], "boolean"),
        (["true"], "boolean"),
        (["2020-05-22"], "date"),
    ],
)
def test_another_type_is_named_with_an_example(values, promised):
    fault = type_fault(pd.Series(values), promised)
    assert fault.startswith("has the type ")
    assert ", for example " in fault


def test_a_wrong_type_in_a_card_is_named():
    card = load_card(DATASETS / "vader-lexicon")
    changed = card.columns[0].model_copy(update={"type": "number"})
    wrong = card.model_copy(update={"columns": (changed, *card.columns[1:])})
    with pytest.raises(
        DataChanged, match=r"column 'token' has the type .* for example '\$:', but the card says number"
    ):
        verify(wrong)


@pytest.mark.parametrize("loader", ["nowhere.load", "ratings.nothing", "ratings.RATINGS"])
def test_a_loader_that_does_not_exist_is_taught(loader):
    card = load_card(DATASETS / "vader-lexicon")
    with pytest.raises(CardError, match=r"does not exist. Write module\.function.*ratings"):
        load(card.model_copy(update={"loader": loader}))
