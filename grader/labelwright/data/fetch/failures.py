"""The one error of fetching, with plain messages for what networks, servers and disks do."""

from __future__ import annotations

import errno
from urllib.parse import urlsplit, urlunsplit

import requests
from urllib3.exceptions import HTTPError

from labelwright import settings
from labelwright.data.files import cache_root
from labelwright.errors import LabelwrightError

NETWORK_FAULTS = (requests.RequestException, HTTPError)


class FetchError(LabelwrightError, OSError):
    """Data that could not be fetched: the message says what, from where, why, and what to do."""


def shown(url: str) -> str:
    """Return the URL without the name and password that it may contain, for a message."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def why(fault: Exception) -> str:
    """Return why the network request failed and what to do, in one or two sentences without a URL."""
    if isinstance(fault, requests.HTTPError) and fault.response is not None:
        return _status(fault.response.status_code)
    for kind, words in _WORDS:
        if isinstance(fault, kind):
            return words
    return (
        f"The connection failed ({type(fault).__name__}). Try again. If it fails again, try another network."
    )


def disk_fault(fault: OSError, what: str) -> FetchError:
    """Return the FetchError for a disk that cannot store the data."""
    root = cache_root()
    if fault.errno == errno.ENOSPC:
        reason = "the disk is full. Free some space"
    else:
        reason = f"{fault.strerror or fault}. Make that folder writable"
    return FetchError(
        f"{what}: cannot be stored in {root}: {reason}, or name another folder in the environment variable "
        f"{settings.DATA.name}."
    )


def _status(status: int) -> str:
    if status in (401, 403):
        return (
            f"The server refused (HTTP {status}). It may need a name and a password: put them in the index's address "
            "or in a netrc file."
        )
    if status == 404:
        return "The server does not have this file (HTTP 404). Check that the index is a complete mirror."
    if status == 407:
        return "The proxy needs a name and a password (HTTP 407). Put them in HTTPS_PROXY."
    return f"The server answered HTTP {status}. Wait a few minutes and try again."


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (
        requests.exceptions.ProxyError,
        "The proxy refused or cannot be reached. Check HTTPS_PROXY and HTTP_PROXY, and NO_PROXY for an index in your own network.",
    ),
    (
        requests.exceptions.SSLError,
        "Your computer does not trust the server's certificate. If your network has its own authority, name its file in "
        "PIP_CERT or REQUESTS_CA_BUNDLE.",
    ),
    (requests.Timeout, "The server did not answer in time. Try again; another network may help."),
    (
        requests.ConnectionError,
        "It cannot be reached. Connect to the network, or set PIP_INDEX_URL to an index that you can reach.",
    ),
)
