"""Length-prefixed messages over a socket, bounded in size and in time."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

from labelwright.errors import LabelwrightError
from labelwright.exchange.plain_data import MAX_BYTES

_HEAD = struct.Struct(">BI")
EVENT, ANSWER, ASK = 1, 2, 3


class WireClosed(LabelwrightError):
    """The other side is gone, or what it sent is not a message."""


class WireTimeout(LabelwrightError):
    """Nothing complete came in the time given."""


def send(channel: socket.socket, kind: int, payload: bytes, seconds: float | None = None) -> None:
    """Send one message; WireClosed where the other side is gone, or does not take it within `seconds`."""
    try:
        channel.settimeout(seconds if seconds is None else max(seconds, 0.001))
        channel.sendall(_HEAD.pack(kind, len(payload)) + payload)
    except OSError as error:
        raise WireClosed(str(error)) from None


def send_json(
    channel: socket.socket, kind: int, message: dict[str, Any], seconds: float | None = None
) -> None:
    """Send one message whose payload is JSON."""
    send(channel, kind, json.dumps(message).encode(), seconds)


def receive(channel: socket.socket, seconds: float | None) -> tuple[int, bytes]:
    """The next message as (kind, payload) within `seconds` (None: for ever).

    Raises WireTimeout, or WireClosed where the other side is gone or announces more than MAX_BYTES.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    kind, length = _HEAD.unpack(_exactly(channel, _HEAD.size, deadline))
    if length > MAX_BYTES:
        raise WireClosed(f"a message of {length:,} bytes")
    return kind, _exactly(channel, length, deadline)


def _exactly(channel: socket.socket, count: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise WireTimeout
        channel.settimeout(left)
        try:
            part = channel.recv(min(count - len(parts), 1 << 20))
        except TimeoutError:
            raise WireTimeout from None
        except OSError as error:
            raise WireClosed(str(error)) from None
        if not part:
            raise WireClosed("the other side is gone")
        parts += part
    return bytes(parts)
