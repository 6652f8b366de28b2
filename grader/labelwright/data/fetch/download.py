"""Download one pinned archive from the configured package index, resume it if it is cut, and check its SHA-256."""

from __future__ import annotations

import hashlib
import mimetypes
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import requests
from pypi_simple import DistributionPackage, NoSuchProjectError, PyPISimple
from requests.adapters import BaseAdapter
from requests.auth import AuthBase, HTTPBasicAuth
from urllib3 import HTTPResponse

from labelwright.data.card import FetchedPin
from labelwright.data.fetch.failures import NETWORK_FAULTS, FetchError, disk_fault, shown, why
from labelwright.data.fetch.indexes import Settings, settings


class HostAuth(AuthBase):
    """Send an index URL's own name and password to that server only, for its pages and its files."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.place = (parts.scheme, parts.hostname, parts.port)
        self.basic = HTTPBasicAuth(unquote(parts.username or ""), unquote(parts.password or ""))

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the credentials if the request goes to the index's own server."""
        parts = urlsplit(request.url or "")
        same = (parts.scheme, parts.hostname, parts.port) == self.place
        return self.basic(request) if same else request


class FileAdapter(BaseAdapter):
    """Answer file: URLs from the disk, so that an index in a folder or on a USB stick works like one on the internet."""

    def send(self, request: requests.PreparedRequest, *_options: Any, **_named: Any) -> requests.Response:
        """Return the file, or a folder's index.html; status 404 if there is none."""
        path = Path(url2pathname(urlsplit(request.url or "").path))
        path = path / "index.html" if path.is_dir() else path
        answer = requests.Response()
        answer.request, answer.url = request, request.url or ""
        answer.status_code = 200 if path.is_file() else 404
        answer.headers["Content-Type"] = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if answer.status_code == 200:
            answer.headers["Content-Length"] = str(path.stat().st_size)
            answer.raw = HTTPResponse(body=path.open("rb"), preload_content=False)
        else:
            answer.raw = HTTPResponse(body=BytesIO(), preload_content=False)
        return answer

    def close(self) -> None:
        """Nothing stays open between answers."""


def session_for(index: str, settings: Settings) -> requests.Session:
    """Return a session for one index; netrc and proxy variables work as `requests` documents them."""
    session = requests.Session()
    session.mount("file://", FileAdapter())
    if "@" in urlsplit(index).netloc:
        session.auth = HostAuth(index)
    if settings.certificates:
        session.verify = settings.certificates
    if settings.proxy:
        session.proxies = {"http": settings.proxy, "https": settings.proxy}
    return session


TIMEOUT = (15.0, 60.0)
TRIES = 4
_CHUNK = 1 << 16

Step = Callable[[int], None]
Watch = Callable[[str, int | None], AbstractContextManager[Step]]
"""Called with an archive's name and its size in bytes, if known; returns a function for each chunk's size."""


def unwatched(name: str, size: int | None) -> AbstractContextManager[Step]:
    """Show no progress: a `Watch` that does nothing."""
    return nullcontext(lambda count: None)


def download(pin: FetchedPin, to: Path, watch: Watch = unwatched) -> None:
    """Write the pinned archive to `to`, from the first configured folder or index that has the right one.

    Raises FetchError, naming every place that was asked and why each did not have it.
    """
    configured = settings()
    if _from_folder(pin, configured, to):
        return
    refusals = []
    for index in configured.indexes:
        refusal = _from_index(pin, index, configured, to, watch)
        if not refusal:
            return
        refusals.append(f"  {shown(index)}: {refusal}")
    asked = (
        "\n".join(refusals)
        or "  No place was asked: pip's option no-index is set, and no find-links folder has the file."
    )
    raise FetchError(
        f"{pin.archive} of {pin.distribution} {pin.version} could not be downloaded. These places were asked:\n{asked}"
    )


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _from_folder(pin: FetchedPin, configured: Settings, to: Path) -> bool:
    for folder in configured.folders:
        parts = urlsplit(folder)
        place = Path(url2pathname(parts.path)) if parts.scheme == "file" else Path(folder).expanduser()
        path = place / pin.archive
        if path.is_file() and digest_of(path) == pin.archive_sha256:
            shutil.copyfile(path, to)
            return True
    return False


def _from_index(pin: FetchedPin, index: str, configured: Settings, to: Path, watch: Watch) -> str:
    """Try one index; return why it did not work, or an empty text if it did."""
    with session_for(index, configured) as session, PyPISimple(index, session=session) as client:
        try:
            found = _find(pin, client)
            if isinstance(found, str):
                return found
            with watch(pin.archive, found.size) as step:
                _stream(session, found.url, to, step)
        except NETWORK_FAULTS as fault:
            return why(fault)
        except ValueError as fault:
            return f"Its answer is not that of a package index ({fault}). Check the address."
    digest = digest_of(to)
    if digest == pin.archive_sha256:
        return ""
    return (
        f"It gave a file with SHA-256 {digest}; the card says {pin.archive_sha256}. The file was deleted. "
        "Try again. If it happens again, the mirror or your network changes files: use another index."
    )


def _find(pin: FetchedPin, client: PyPISimple) -> DistributionPackage | str:
    try:
        page = client.get_project_page(pin.distribution, timeout=TIMEOUT)
    except NoSuchProjectError:
        return f"It does not have {pin.distribution} (HTTP 404). Check that the index is a complete mirror."
    for package in page.packages:
        if package.filename == pin.archive:
            offered = (package.digests or {}).get("sha256", pin.archive_sha256)
            if offered == pin.archive_sha256:
                return package
            return f"Its {pin.archive} has SHA-256 {offered}; the card says {pin.archive_sha256}. Use another index."
    return f"It has {pin.distribution}, but not the file {pin.archive}. Check that the index is a complete mirror."


def _stream(session: requests.Session, url: str, to: Path, step: Step) -> None:
    """Write the body of `url` to `to`; after a cut connection, continue at the same place, or from the start."""
    to.unlink(missing_ok=True)
    for left in reversed(range(TRIES)):
        try:
            return _append(session, url, to, step)
        except requests.HTTPError:
            raise
        except NETWORK_FAULTS:
            if not left or not to.exists():
                raise


def _append(session: requests.Session, url: str, to: Path, step: Step) -> None:
    have = to.stat().st_size if to.exists() else 0
    # The archive's own bytes are needed, not bytes that the server compressed for sending.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with session.get(url, stream=True, timeout=TIMEOUT, headers=headers) as answer:
        if answer.status_code == 416:
            to.unlink()
            raise requests.ConnectionError("the server does not have the rest of the file")
        answer.raise_for_status()
        resumed = answer.status_code == 206
        if have and not resumed:
            step(-have)
        with to.open("ab" if resumed else "wb") as file:
            for chunk in answer.raw.stream(_CHUNK, decode_content=False):
                _write(file.write, chunk, to)
                step(len(chunk))


def _write(write: Callable[[bytes], int], chunk: bytes, to: Path) -> None:
    # requests' errors are OSErrors too, so an error of the disk must be recognised here, where it happens.
    try:
        write(chunk)
    except OSError as fault:
        raise disk_fault(fault, to.name) from None
