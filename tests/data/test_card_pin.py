"""The pin of a card: three kinds, many files, and how a wrong one is refused."""

from pathlib import Path

import pytest

from labelwright.data import CardError, DataChanged, DataMissing, load_card, locate_all
from labelwright.data.card import DATASET_SKILLS, FetchedPin, IncludedPin, InstalledPin, PinnedFile

from .conftest import pinned_file, sha256

DATASETS = Path(__file__).parents[2] / "datasets"
TEXT = (DATASETS / "vader-lexicon" / "dataset.toml").read_text(encoding="utf-8")
PIN = TEXT[TEXT.index("[pin]") : TEXT.index("[shape]")]
PACKAGE = TEXT[TEXT.index("[licence.package]") : TEXT.index("[licence.data]")]
ONE, TWO = b"first\n", b"second\n"
FETCHED = f"""[pin]
kind = "fetched"
distribution = "made-up"
version = "1.0"
archive = "made_up-1.0-py3-none-any.whl"
archive_sha256 = "{"a" * 64}"
"""


def block(path, data, more=""):
    return f'[[pin.files]]\npath = "{path}"\nsha256 = "{sha256(data)}"\nbytes = {len(data)}\n{more}\n'


def plain(name):
    return f'plain = "{name}"\nplain_sha256 = "{sha256(TWO)}"\nplain_bytes = {len(TWO)}\n'


@pytest.fixture
def with_pin(tmp_path):
    """Write the card with another pin and read it."""

    def write(pin, package=PACKAGE):
        folder = tmp_path / "vader-lexicon"
        folder.mkdir(exist_ok=True)
        text = TEXT.replace(PIN, f"{pin}\n").replace(PACKAGE, package)
        (folder / "dataset.toml").write_text(text, encoding="utf-8")
        return load_card(folder)

    return write


def test_included_data_lies_in_the_folder_and_needs_no_package(with_pin):
    card = with_pin('[pin]\nkind = "included"\n' + block("a.csv", ONE) + block("deep/b.csv", TWO), package="")
    with pytest.raises(DataMissing, match=r"is part of the course.*To repair: re"):
        locate_all(card)
    (card.folder / "deep").mkdir()
    (card.folder / "a.csv").write_bytes(ONE)
    (card.folder / "deep" / "b.csv").write_bytes(TWO)
    assert locate_all(card) == (card.folder / "a.csv", card.folder / "deep" / "b.csv")
    (card.folder / "a.csv").write_bytes(TWO)
    with pytest.raises(DataChanged, match="restore the folder"):
        locate_all(card)


def test_a_copy_of_a_card_still_knows_its_folder(with_pin):
    card = with_pin('[pin]\nkind = "included"\n' + block("a.csv", ONE))
    assert card.model_copy(update={"title": "x"}).folder == card.folder


def test_the_fingerprint_covers_every_file_as_it_is_opened(with_pin):
    one = with_pin(FETCHED + block("a.pkl", ONE))
    both = with_pin(FETCHED + block("a.pkl", ONE) + block("b.txt", TWO))
    swapped = with_pin(FETCHED + block("b.txt", TWO) + block("a.pkl", ONE))
    converted = with_pin(FETCHED + block("a.pkl", ONE, plain("a.csv")))
    assert one.pin.fingerprint == sha256(ONE)
    assert both.pin.fingerprint == sha256(f"{sha256(ONE)}\n{sha256(TWO)}".encode())
    assert converted.pin.fingerprint == sha256(TWO)
    assert len({card.pin.fingerprint for card in (one, both, swapped, converted)}) == 4
    assert (both.pin.bytes, converted.pin.bytes) == (len(ONE) + len(TWO), len(TWO))


@pytest.mark.parametrize(
    ("pin", "package", "said"),
    [
        ("[pin]\n" + block("a", ONE), PACKAGE, 'write kind = "installed", "fetched" or "included"'),
        ('[pin]\nkind = "bought"\n' + block("a", ONE), PACKAGE, "'included'"),
        ('[pin]\nkind = "included"\n', PACKAGE, "pin.included.files: is missing"),
        (
            '[pin]\nkind = "included"\nversion = "1"\n' + block("a", ONE),
            PACKAGE,
            "version: is not a field of a card",
        ),
        (
            '[pin]\nkind = "included"\n' + block("a", ONE, plain("b")),
            PACKAGE,
            'plain is for kind = "fetched" only',
        ),
        (FETCHED + block("a", ONE), "", "[licence.package] is missing"),
        (FETCHED + block("a", ONE) + block("A", TWO), PACKAGE, "have the same path"),
        (
            FETCHED + block("a", ONE, plain("x.csv")) + block("b", ONE, plain("x.csv")),
            PACKAGE,
            "have the same path",
        ),
        (FETCHED.replace(".whl", ".exe") + block("a", ONE), PACKAGE, "a wheel or an sdist"),
        (
            FETCHED.replace("made_up-", "../made_up-") + block("a", ONE),
            PACKAGE,
            "not a path inside an archive",
        ),
        (FETCHED.replace("made_up-", "x/made_up-") + block("a", ONE), PACKAGE, "a wheel or an sdist"),
        (FETCHED.replace('version = "1.0"\n', "") + block("a", ONE), PACKAGE, "version: is missing"),
        (FETCHED + block("../../x", ONE), PACKAGE, "write it with forward slashes"),
    ],
)
def test_a_wrong_pin_is_taught(with_pin, pin, package, said):
    with pytest.raises(CardError) as caught:
        with_pin(pin, package)
    assert said in str(caught.value)


def test_a_card_made_by_hand_has_no_folder(with_pin):
    card = with_pin('[pin]\nkind = "included"\n' + block("a.csv", ONE))
    card = type(card).model_validate(card.model_dump())
    with pytest.raises(CardError, match="read it with load_card"):
        locate_all(card)


def test_a_plain_file_is_what_is_opened():
    file = pinned_file("x.pkl", ONE, plain="x.csv", plain_sha256=sha256(TWO), plain_bytes=len(TWO))
    assert file.kept == ("x.csv", sha256(TWO), len(TWO), "text/csv")


@pytest.mark.parametrize("skill", DATASET_SKILLS)
def test_every_skill_can_be_practised_on_real_or_derived_data(skill):
    cards = [load_card(path.parent) for path in sorted(DATASETS.glob("*/dataset.toml"))]
    found = [card.slug for card in cards if skill in card.skills and card.kind in ("real", "derived")]
    assert found, f"no card of published data has the skill {skill!r}"


def test_every_field_of_a_pin_and_every_skill_is_described(root):
    text = (root / "course" / "authors" / "dataset-folder.md").read_text(encoding="utf-8")
    names = {
        name for model in (InstalledPin, FetchedPin, IncludedPin, PinnedFile) for name in model.model_fields
    }
    assert len(names) >= 13
    assert [name for name in sorted(names | set(DATASET_SKILLS)) if f"`{name}`" not in text] == []
