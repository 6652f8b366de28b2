"""The Croissant files of several, fetched, converted and included files."""

from labelwright.data import card_markdown, croissant, load_card
from labelwright.data.card import IncludedPin

from .conftest import DATASETS, pinned_file, sha256

ARCHIVE = "made_up-1.0.tar.gz"
ONE, TWO = b"a,b\n", b"pickled"


def test_a_fetched_file_is_contained_in_its_archive(fetched_card):
    card = fetched_card(ARCHIVE, b"archive", pinned_file("pkg/a.txt", ONE), pinned_file("pkg/b.txt", TWO))
    archive, one, two = croissant(card)["distribution"]
    assert (archive["@id"], archive["sha256"]) == ("archive", sha256(b"archive"))
    assert archive["encodingFormat"] == "application/gzip"
    assert [(file["@id"], file["contentUrl"], file["sha256"]) for file in (one, two)] == [
        ("file-1", "pkg/a.txt", sha256(ONE)),
        ("file-2", "pkg/b.txt", sha256(TWO)),
    ]
    assert one["containedIn"] == two["containedIn"] == {"@id": "archive"}


def test_several_files_have_no_record_set_but_all_variables(fetched_card):
    card = fetched_card(ARCHIVE, b"archive", pinned_file("pkg/a.txt", ONE), pinned_file("pkg/b.txt", TWO))
    about = croissant(card)
    assert "recordSet" not in about
    assert [variable["name"] for variable in about["variableMeasured"]] == [c.name for c in card.columns]


def test_a_converted_file_is_told_apart_from_its_pickle(fetched_card):
    file = pinned_file("pkg/x.pkl", TWO, plain="x.csv", plain_sha256=sha256(ONE), plain_bytes=len(ONE))
    _, pickled, plain = croissant(fetched_card(ARCHIVE, b"archive", file))["distribution"]
    assert (pickled["contentUrl"], pickled["containedIn"]) == ("pkg/x.pkl", {"@id": "archive"})
    assert (plain["@id"], plain["contentUrl"], plain["encodingFormat"]) == ("file", "x.csv", "text/csv")
    assert "containedIn" not in plain
    assert "converted by labelwright" in plain["description"]


def test_a_derived_column_is_no_field_of_a_csv_file():
    card = load_card(DATASETS / "vader-lexicon")
    columns = (
        card.columns[0].model_copy(update={"pattern": None}),
        card.columns[1].model_copy(update={"pattern": None, "derived": True}),
    )
    pin = IncludedPin(kind="included", files=(pinned_file("x.csv", ONE, media_type="text/csv"),))
    about = croissant(card.model_copy(update={"columns": columns, "pin": pin}))
    assert [field["source"]["extract"] for field in about["recordSet"][0]["field"]] == [{"column": "token"}]
    assert [variable["name"] for variable in about["variableMeasured"]] == ["mean"]


def test_the_readable_card_lists_several_files_and_how_to_get_them(fetched_card):
    card = fetched_card(ARCHIVE, b"archive", pinned_file("pkg/a.txt", ONE), pinned_file("pkg/b.txt", TWO))
    text = card_markdown(card.model_copy(update={"ceiling": "Two experts agree on 90 %."}))
    assert "`labelwright data fetch made-up-data`" in text
    assert f"| `pkg/b.txt` | 7 | `{sha256(TWO)}` |" in text
    assert "## How far people agree here\n\nTwo experts agree on 90 %." in text
