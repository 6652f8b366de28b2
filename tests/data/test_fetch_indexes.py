"""Which index is asked: environment, pip's files, uv's files, folders; and how one gets in."""

import os
import sys
from pathlib import Path

import pytest
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from labelwright.data import locate
from labelwright.data.fetch.failures import FetchError
from labelwright.data.fetch.fetch import fetch
from labelwright.data.fetch.indexes import pip_files, settings

from .conftest import pinned_file, wheel

NAME = "made_up-1.0-py3-none-any.whl"
DATA = b"hello\n"
MEMBERS = {"made_up/hello.txt": DATA}


@pytest.fixture
def card(fetched_card):
    return fetched_card(NAME, wheel(MEMBERS), pinned_file("made_up/hello.txt", DATA))


def fault_of(card):
    ((_, fault),) = fetch([card])
    return fault


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_any_setting_it_is_the_library_s_default(bare):
    assert settings().indexes == (PYPI_SIMPLE_ENDPOINT,)


def test_the_environment_is_asked_in_order(bare, monkeypatch):
    order = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
    for place, name in reversed(list(enumerate(order))):
        monkeypatch.setenv(name, f"https://index-{place}.invalid/simple")
        assert settings().indexes[0] == f"https://index-{place}.invalid/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "mirror=https://named.invalid/simple")
    assert settings().indexes[0] == "https://named.invalid/simple"


def test_extra_indexes_come_after(bare, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://a.invalid/")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://b.invalid/ https://a.invalid/")
    monkeypatch.setenv("UV_INDEX", "c=https://c.invalid/")
    assert settings().indexes == ("https://a.invalid/", "https://c.invalid/", "https://b.invalid/")


def test_pip_s_files_are_read_the_nearer_before_the_farther(bare, monkeypatch, tmp_path):
    monkeypatch.delenv("PIP_CONFIG_FILE")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "env"))
    named = tmp_path / "named.conf"
    monkeypatch.setenv("PIP_CONFIG_FILE", str(named))
    places = [path for path in pip_files() if path.is_relative_to(tmp_path)]
    assert len(places) >= 4
    assert places[-2:] == [tmp_path / "env" / places[-2].name, named]
    for number, path in enumerate(places):
        write(path, f"[global]\nindex_url = https://index-{number}.invalid/%%simple\n")
        assert settings().indexes[0] == f"https://index-{number}.invalid/%%simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://environment.invalid/")
    assert settings().indexes[0] == "https://environment.invalid/"


def test_the_null_device_switches_pip_s_files_off(bare):
    assert os.environ["PIP_CONFIG_FILE"] == os.devnull
    assert list(pip_files()) == []


def test_a_section_for_installing_counts_more_than_the_general_one(bare, monkeypatch, tmp_path):
    text = "[install]\nindex-url = https://install.invalid/\n[global]\nindex-url = https://global.invalid/\n"
    monkeypatch.setenv("PIP_CONFIG_FILE", str(write(tmp_path / "pip.conf", text)))
    assert settings().indexes[0] == "https://install.invalid/"


def test_certificate_and_proxy_are_taken_over(bare, monkeypatch, tmp_path):
    text = (
        "[global]\ncert = ca.pem\nproxy = http://proxy.invalid:3128\nno-index = true\nfind-links = a\n   b\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(write(tmp_path / "pip.conf", text)))
    found = settings()
    assert (found.certificates, found.proxy) == ("ca.pem", "http://proxy.invalid:3128")
    assert (found.indexes, found.folders) == ((), ("a", "b"))


@pytest.mark.parametrize(
    "text",
    [
        'index-url = "https://uv.invalid/"',
        '[[index]]\nurl = "https://other.invalid/"\n[[index]]\nurl = "https://uv.invalid/"\ndefault = true',
        '[pip]\nindex-url = "https://uv.invalid/"',
    ],
)
def test_uv_s_own_file_counts_last(bare, monkeypatch, text):
    write(bare / ".config" / "uv" / "uv.toml", text)
    assert settings().indexes == ("https://uv.invalid/",)
    monkeypatch.setenv("PIP_INDEX_URL", "https://pip.invalid/")
    assert settings().indexes == ("https://pip.invalid/",)


def test_a_broken_configuration_is_named(bare, monkeypatch, tmp_path):
    broken = write(tmp_path / "pip.conf", "index-url = https://x.invalid/")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(broken))
    with pytest.raises(FetchError, match=r"pip\.conf: pip's configuration cannot be read"):
        settings()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    write(bare / ".config" / "uv" / "uv.toml", "index-url = ")
    with pytest.raises(FetchError, match=r"uv\.toml: uv's configuration cannot be read"):
        settings()


def test_a_fetch_follows_pip_conf(index, card, monkeypatch, tmp_path):
    index.files[NAME] = wheel(MEMBERS)
    monkeypatch.delenv("PIP_INDEX_URL")
    monkeypatch.setenv(
        "PIP_CONFIG_FILE", str(write(tmp_path / "pip.conf", f"[global]\nindex-url={index.url}\n"))
    )
    assert fault_of(card) is None
    assert len(index.downloads) == 1


def test_the_next_index_is_asked_when_the_first_lacks_the_file(index, card, monkeypatch):
    index.files[NAME] = wheel(MEMBERS)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", index.url)
    assert fault_of(card) is None


def test_every_index_that_did_not_serve_is_listed(index, card, monkeypatch):
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "http://127.0.0.1:9/simple/")
    lines = str(fault_of(card)).splitlines()
    assert "but not the file" in lines[1]
    assert "cannot be reached" in lines[2]


def test_a_folder_of_archives_serves_without_any_index(bare, card, monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", (tmp_path / "archives").as_uri())
    assert "no-index is set" in str(fault_of(card))
    write(tmp_path / "archives" / NAME, "another file of that name")
    assert "no-index is set" in str(fault_of(card))
    (tmp_path / "archives" / NAME).write_bytes(wheel(MEMBERS))
    assert fault_of(card) is None
    assert locate(card).read_bytes() == DATA


def test_an_index_on_the_disk_serves(bare, card, monkeypatch, tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / NAME).write_bytes(wheel(MEMBERS))
    link = f'<!DOCTYPE html><html><body><a href="../../files/{NAME}">{NAME}</a></body></html>'
    write(tmp_path / "simple" / "made-up" / "index.html", link)
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "simple").as_uri())
    assert fault_of(card) is None
    lost = card.model_copy(
        update={"pin": card.pin.model_copy(update={"distribution": "lost"}), "slug": "lost"}
    )
    assert "It does not have lost" in str(fault_of(lost))


def test_credentials_in_the_address_open_pages_and_files_and_are_never_shown(index, card, monkeypatch):
    index.files[NAME] = wheel(MEMBERS)
    index.login = "ada:se/cret"
    with_login = index.url.replace("://", "://ada:se%2Fcret@")
    monkeypatch.setenv("PIP_INDEX_URL", with_login.replace("ada", "eve"))
    fault = str(fault_of(card))
    assert "name and a password" in fault
    assert "cret" not in fault
    monkeypatch.setenv("PIP_INDEX_URL", with_login)
    assert fault_of(card) is None


def test_netrc_opens_the_index(bare, index, card):
    index.files[NAME] = wheel(MEMBERS)
    index.login = "ada:secret"
    write(
        bare / ("_netrc" if sys.platform == "win32" else ".netrc"),
        "machine 127.0.0.1 login ada password secret\n",
    )
    assert fault_of(card) is None


def test_something_that_is_no_index_is_said(index, card):
    index.status = 200
    assert "but not the file" in str(fault_of(card)) or "package index" in str(fault_of(card))
