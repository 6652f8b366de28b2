"""A web session as the computer's owner configured it: credentials, certificates, proxy, and indexes on disk."""

from __future__ import annotations

import mimetypes
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import requests
from requests.adapters import BaseAdapter
from requests.auth import AuthBase, HTTPBasicAuth
from urllib3 import HTTPResponse

from labelwright.data.fetch.indexes import Settings


class HostAuth(AuthBase):
    """Send an index URL's own name and password to that server only, for its pages and its files alike."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.place = (parts.scheme, parts.hostname, parts.port)
        self.basic = HTTPBasicAuth(unquote(parts.username or ""), unquote(parts.password or ""))

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the credentials where the request goes to the index's own server."""
        parts = urlsplit(request.url or "")
        same = (parts.scheme, parts.hostname, parts.port) == self.place
        return self.basic(request) if same else request


class FileAdapter(BaseAdapter):
    """Answer file: URLs from the disk, so that an index in a folder or on a stick works like one on the net."""

    def send(self, request: requests.PreparedRequest, *_options: Any, **_named: Any) -> requests.Response:
        """Return the file, or a folder's index.html; status 404 where there is none."""
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
    """A session for one index; netrc and proxy variables work as `requests` documents them."""
    session = requests.Session()
    session.mount("file://", FileAdapter())
    if "@" in urlsplit(index).netloc:
        session.auth = HostAuth(index)
    if settings.certificates:
        session.verify = settings.certificates
    if settings.proxy:
        session.proxies = {"http": settings.proxy, "https": settings.proxy}
    return session
