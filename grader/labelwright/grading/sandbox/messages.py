"""Messages over a socket, each with its length in front, limited in size and time."""

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
MAX_JOB = 4 * MAX_BYTES
"""Bytes of a job, which the grader writes: a submission's answer files (at most 64 MiB, in base64) and its sample."""


class ChannelClosed(LabelwrightError):
    """The other side is gone, or it sent something that is not a message."""


class ChannelTimeout(LabelwrightError):
    """No complete message came in time."""


def send(channel: socket.socket, kind: int, payload: bytes, seconds: float | None = None) -> None:
    """Send one message; raise ChannelClosed if the other side is gone or does not read it within `seconds`."""
    try:
        channel.settimeout(seconds if seconds is None else max(seconds, 0.001))
        channel.sendall(_HEAD.pack(kind, len(payload)) + payload)
    except OSError as error:
        raise ChannelClosed(str(error)) from None


def send_json(
    channel: socket.socket, kind: int, message: dict[str, Any], seconds: float | None = None
) -> None:
    """Send one message whose payload is JSON."""
    send(channel, kind, json.dumps(message).encode(), seconds)


def receive(channel: socket.socket, seconds: float | None, most: int = MAX_BYTES) -> tuple[int, bytes]:
    """Return the next message as (kind, payload); wait at most `seconds` (None: no limit).

    Raise ChannelTimeout, or ChannelClosed if the other side is gone or announces more than `most` bytes.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    kind, length = _HEAD.unpack(_exactly(channel, _HEAD.size, deadline))
    if length > most:
        raise ChannelClosed(f"a message of {length:,} bytes")
    return kind, _exactly(channel, length, deadline)


def _exactly(channel: socket.socket, count: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise ChannelTimeout
        channel.settimeout(left)
        try:
            part = channel.recv(min(count - len(parts), 1 << 20))
        except TimeoutError:
            raise ChannelTimeout from None
        except OSError as error:
            raise ChannelClosed(str(error)) from None
        if not part:
            raise ChannelClosed("the other side is gone")
        parts += part
    return bytes(parts)
