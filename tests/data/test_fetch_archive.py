"""Unpacking without trust: only named members, only regular files, never more than the pinned size."""

import stat
import tarfile
import tomllib
import zipfile

import pytest

from labelwright.data.card import FetchedPin, PinnedFile
from labelwright.data.fetch.extract import extract, pin_of
from labelwright.data.fetch.failures import FetchError

from .conftest import pinned_file, sdist, sha256, wheel

DATA = b"a,b\n1,2\n"
FILE = pinned_file("pkg/data.csv", DATA)
FORMATS = {"x-1.0-py3-none-any.whl": wheel, "x-1.0.tar.gz": sdist}


@pytest.fixture(params=FORMATS)
def pack(request, tmp_path):
    """Write an archive of either format that holds the given members."""

    def write(members):
        path = tmp_path / request.param
        path.write_bytes(FORMATS[request.param](members))
        return path

    return write


def test_named_members_come_out_whatever_lies_around_them(pack, tmp_path):
    archive = pack({"../../escape.txt": b"x", "/root.txt": b"x", "pkg/data.csv": DATA, "pkg/zz.py": b"1/0"})
    before = sorted(tmp_path.rglob("*"))
    assert extract(archive, [FILE]) == {"pkg/data.csv": DATA}
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "path", ["../x.txt", "/etc/x", "a/../../x", "a\\..\\x", "C:/x", "a//x", "./x", "a\0b"]
)
def test_a_pin_cannot_name_a_path_that_leaves(path):
    with pytest.raises(ValueError, match="not a path inside an archive or folder"):
        pinned_file(path, DATA)
    with pytest.raises(ValueError, match="not a path inside"):
        pinned_file("pkg/a.pkl", DATA, plain=path, plain_sha256=sha256(DATA), plain_bytes=len(DATA))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DATA + b"0" * 50_000_000, f"has more bytes; the card says {len(DATA)}"),
        (DATA[:-1], f"has {len(DATA) - 1} bytes"),
        (DATA.replace(b"1", b"3"), "has SHA-256"),
    ],
    ids=["bomb", "short", "changed"],
)
def test_a_member_that_is_not_the_pinned_one_is_refused(pack, data, said):
    with pytest.raises(FetchError, match=said):
        extract(pack({"pkg/data.csv": data}), [FILE])


def test_a_missing_member_is_named(pack):
    with pytest.raises(FetchError, match=r"it does not contain the file pkg/data\.csv"):
        extract(pack({"pkg/other.csv": DATA}), [FILE])


def test_an_archive_that_is_none_is_refused(tmp_path):
    for name in FORMATS:
        path = tmp_path / name
        path.write_bytes(b"<html>sign in to this network</html>")
        with pytest.raises(FetchError, match="cannot be unpacked"):
            extract(path, [FILE])


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_what_is_no_file_in_an_sdist_is_refused(tmp_path, kind):
    member = tarfile.TarInfo("pkg/data.csv")
    member.type, member.linkname = kind, "/etc/passwd"
    path = tmp_path / "x-1.0.tar.gz"
    path.write_bytes(sdist({"pkg/data.csv": member}))
    with pytest.raises(FetchError, match="link or a folder, not a file"):
        extract(path, [FILE])


def test_a_link_in_a_wheel_is_refused(tmp_path):
    path = tmp_path / "x-1.0-py3-none-any.whl"
    about = zipfile.ZipInfo("pkg/data.csv")
    about.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(about, DATA)
    with pytest.raises(FetchError, match="link or a folder, not a file"):
        extract(path, [FILE])


def test_a_truncated_archive_is_refused(pack):
    path = pack({"pkg/data.csv": DATA * 1000})
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(FetchError, match=r"cannot be unpacked|more bytes|has no file"):
        extract(path, [FILE])


def test_a_pin_written_by_pin_of_is_accepted(pack):
    archive = pack({"pkg/data.csv": DATA, "pkg/two.csv": DATA * 2})
    text = f'kind = "fetched"\ndistribution = "x"\nversion = "1.0"\n{pin_of(archive, ["pkg/data.csv", "pkg/two.csv"])}'
    table = tomllib.loads(text)
    pin = FetchedPin.model_validate(table | table.pop("pin"))
    assert extract(archive, pin.files) == {"pkg/data.csv": DATA, "pkg/two.csv": DATA * 2}


def test_plain_needs_all_its_parts():
    with pytest.raises(ValueError, match="give all three or none"):
        PinnedFile(path="a.pkl", sha256="0" * 64, bytes=1, plain="a.csv")
