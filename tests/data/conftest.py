"""A package index of our own on this machine, made-up archives in it, and the real data where there is a network."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import tarfile
import threading
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from labelwright.data import DatasetCard, load_card
from labelwright.data.card import FetchedPin, PinnedFile
from labelwright.data.fetch.fetch import is_here

DATASETS = Path(__file__).parents[2] / "datasets"
NO_NETWORK = re.compile(r"cannot be reached|did not answer in time|HTTP 5\d\d|proxy refused", re.I)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Index:
    """What the little index holds, how it misbehaves, and what it was asked."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.project = "made-up"
        self.cuts: list[int] = []
        self.ranges = True
        self.login = ""
        self.status = 0
        self.digests = True
        self.asked: list[str] = []
        self.url = ""

    @property
    def downloads(self) -> list[str]:
        return [line for line in self.asked if "/files/" in line]

    def page(self) -> bytes:
        ends = {name: f"#sha256={sha256(data)}" if self.digests else "" for name, data in self.files.items()}
        links = "".join(f'<a href="/files/{name}{end}">{name}</a>' for name, end in ends.items())
        return f"<!DOCTYPE html><html><body>{links}</body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    index: Index

    def do_GET(self) -> None:
        index, name = self.index, self.path.rpartition("/")[2]
        index.asked.append(f"{self.path} {self.headers.get('Range', '')}".strip())
        wanted = f"Basic {b64encode(index.login.encode()).decode()}"
        if index.login and self.headers.get("Authorization") != wanted:
            return self.answer(401, b"")
        if index.status:
            return self.answer(index.status, b"")
        if self.path == f"/simple/{index.project}/":
            return self.answer(200, index.page(), "text/html")
        if self.path.startswith("/files/") and name in index.files:
            return self.give(index.files[name])
        return self.answer(404, b"")

    def give(self, data: bytes) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(asked[1]) if asked and self.index.ranges else 0
        cut = self.index.cuts.pop(0) if self.index.cuts else None
        self.answer(206 if start else 200, data[start:], cut=cut)

    def answer(self, status: int, body: bytes, kind: str = "application/zip", cut: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[:cut])

    def log_message(self, *_about: object) -> None:
        pass


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer on which neither pip nor uv nor a proxy is configured, with a home and a cache of its own."""
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_")) or name.lower().endswith("_proxy") or name == "SSL_CERT_FILE":
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name, folder in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_CONFIG_DIRS", "etc"),
    ):
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("LABELWRIGHT_DATA", str(tmp_path / "kept"))
    return home


@pytest.fixture
def index(bare: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """A running index, which the environment names as the one to use."""
    index = Index()
    handler = type("OwnHandler", (Handler,), {"index": index})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        index.url = f"http://127.0.0.1:{server.server_port}/simple/"
        monkeypatch.setenv("PIP_INDEX_URL", index.url)
        yield index
        server.shutdown()
        thread.join()


def wheel(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def sdist(members: dict[str, bytes | tarfile.TarInfo]) -> bytes:
    """A .tar.gz; a TarInfo instead of bytes is written unchanged, a link for example."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in members.items():
            if isinstance(data, bytes):
                about = tarfile.TarInfo(name)
                about.size = len(data)
                archive.addfile(about, io.BytesIO(data))
            else:
                archive.addfile(data)
    return buffer.getvalue()


def pinned_file(path: str, data: bytes, **more: object) -> PinnedFile:
    return PinnedFile.model_validate({"path": path, "sha256": sha256(data), "bytes": len(data)} | more)


MakeCard = Callable[..., DatasetCard]


@pytest.fixture
def fetched_card() -> MakeCard:
    """Make a card of fetched data: fetched_card(archive name, its bytes, *pinned files, slug=...)."""
    base = load_card(DATASETS / "vader-lexicon")

    def make(archive: str, data: bytes, *files: PinnedFile, slug: str = "made-up-data") -> DatasetCard:
        about = {"archive": archive, "archive_sha256": sha256(data), "files": files}
        pin = FetchedPin.model_validate(
            {"kind": "fetched", "distribution": "made-up", "version": "1.0", **about}
        )
        return base.model_copy(update={"slug": slug, "title": f"Title of {slug}", "pin": pin})

    return make


@pytest.fixture(scope="session")
def fetched() -> Callable[[str], DatasetCard]:
    """Have a real dataset here: fetched once per run by the real command, skipped without a network."""
    known: dict[str, DatasetCard] = {}

    def get(slug: str) -> DatasetCard:
        if slug not in known:
            card = load_card(DATASETS / slug)
            if not is_here(card):
                _run_fetch(slug)
            known[slug] = card
        return known[slug]

    return get


def _run_fetch(slug: str) -> None:
    code = "from labelwright.cli import main; main()"
    command = [sys.executable, "-c", code, "data", "fetch", slug, "--course", str(DATASETS.parent)]
    done = subprocess.run(command, capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode and NO_NETWORK.search(said):
        pytest.skip(f"{slug} is not here and cannot be fetched without a network: {said}")
    assert done.returncode == 0, said
