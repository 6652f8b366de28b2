"""No route leads out: not TCP, UDP, local sockets with a path, netlink, raw, vsock, io_uring, AF_ALG, or names."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

import pytest

FAMILIES = (
    "AF_INET",
    "AF_INET6",
    "AF_UNIX",
    "AF_NETLINK",
    "AF_PACKET",
    "AF_VSOCK",
    "AF_ALG",
    "AF_CAN",
    "AF_BLUETOOTH",
    "AF_RDS",
    "AF_TIPC",
    "AF_QIPCRTR",
)
KINDS = ("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_SEQPACKET")


@dataclass
class Listening:
    """Sockets of every kind that this machine could be reached by."""

    path: str
    abstract: str
    stream: socket.socket
    datagram: socket.socket
    local: socket.socket
    named: socket.socket

    @property
    def tcp(self) -> int:
        return int(self.stream.getsockname()[1])

    @property
    def udp(self) -> int:
        return int(self.datagram.getsockname()[1])

    def heard(self) -> list[str]:
        """What has come in."""
        came = []
        for one in (self.stream, self.datagram, self.local, self.named):
            one.settimeout(0.05)
            with suppress(TimeoutError):
                if one is self.stream:
                    accepted, peer = one.accept()
                    accepted.close()
                    came.append(repr(peer))
                else:
                    came.append(repr(one.recv(99)))
        return came


@pytest.fixture
def listening() -> Iterator[Listening]:
    # A path for a local socket must be short.
    with tempfile.TemporaryDirectory(prefix="lw") as folder, ExitStack() as open_ones:
        kinds = ((socket.AF_INET, socket.SOCK_DGRAM), *[(socket.AF_UNIX, socket.SOCK_DGRAM)] * 2)
        stream = open_ones.enter_context(socket.create_server(("127.0.0.1", 0)))
        datagram, local, named = (open_ones.enter_context(socket.socket(*kind)) for kind in kinds)
        path, abstract = f"{folder}/s", folder
        datagram.bind(("127.0.0.1", 0))
        local.bind(path)
        named.bind(f"\0{abstract}")
        yield Listening(path, abstract, stream, datagram, local, named)


def test_no_socket_can_be_opened(arena: Any) -> None:
    reported = arena.attempts(
        "import socket\n"
        f"for family in {FAMILIES}:\n    for kind in {KINDS}:\n"
        "        attempt(f'{family} {kind}', lambda: socket.socket(getattr(socket, family, 40), getattr(socket, kind)))\n"
    )
    assert len(reported) == len(FAMILIES) * len(KINDS)
    assert set(reported.values()) == {"refused 1"}, "not refused by the filter itself"


def test_no_listener_on_this_machine_is_reached(arena: Any, listening: Listening) -> None:
    reported = arena.attempts(
        "import asyncio, http.client, smtplib, ftplib, socket, xmlrpc.client, urllib.request, multiprocessing.connection\n"
        f"tcp, udp, path, abstract = {listening.tcp}, {listening.udp}, {listening.path!r}, {listening.abstract!r}\n"
        "attempt('tcp', lambda: socket.create_connection(('127.0.0.1', tcp), 1))\n"
        "attempt('http', lambda: http.client.HTTPConnection('127.0.0.1', tcp, timeout=1).request('GET', '/'))\n"
        "attempt('url', lambda: urllib.request.urlopen(f'http://127.0.0.1:{tcp}/', timeout=1))\n"
        "attempt('smtp', lambda: smtplib.SMTP('127.0.0.1', tcp, timeout=1))\n"
        "attempt('ftp', lambda: ftplib.FTP().connect('127.0.0.1', tcp, timeout=1))\n"
        "attempt('udp', lambda: socket.socket(2, 2).sendto(b'x', ('127.0.0.1', udp)))\n"
        "attempt('fast open', lambda: socket.socket().sendto(b'x', 0x20000000, ('127.0.0.1', tcp)))\n"
        "attempt('server', lambda: socket.create_server(('127.0.0.1', 0)))\n"
        "attempt('asyncio', lambda: asyncio.new_event_loop().run_until_complete(asyncio.open_connection('127.0.0.1', tcp)))\n"
        "attempt('client', lambda: multiprocessing.connection.Client(path, 'AF_UNIX'))\n"
        "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
        "attempt('local by a pair', lambda: a.sendto(b'x', path))\n"
        "attempt('abstract by a pair', lambda: a.sendto(b'x', '\\0' + abstract))\n"
        "attempt('message by a pair', lambda: a.sendmsg([b'x'], [], 0, path))\n"
        "attempt('connect a pair', lambda: a.connect(path))\n"
        "attempt('bind a pair', lambda: a.bind('own'))\n"
        "attempt('give descriptors away', lambda: socket.send_fds(a, [b'x'], [0]))\n"
        "attempt('take descriptors', lambda: socket.recv_fds(b, 9, 1))\n"
        "attempt('a pair of another kind', lambda: socket.socketpair(socket.AF_INET))\n"
        "attempt('an option', lambda: a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 9))\n"
        "attempt('a redirection', lambda: open(f'/dev/tcp/127.0.0.1/{tcp}', 'w'))\n"
    )
    assert len(reported) == 20
    assert listening.heard() == []
    assert not {name: what for name, what in reported.items() if not what.startswith("refused")}


def test_a_pair_within_the_notebook_still_works(arena: Any) -> None:
    reported = arena.attempts(
        "import socket\na, b = socket.socketpair()\na.send(b'x')\nattempts['pair'] = b.recv(9).decode()\n"
        "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\na.send(b'y')\nattempts['datagram'] = b.recv(9).decode()"
    )
    assert reported == {"pair": "x", "datagram": "y"}


def test_no_name_can_be_resolved(arena: Any) -> None:
    reported = arena.attempts(
        "import socket\n"
        "for name in ('example.org', 'localhost.example', socket.gethostname()):\n"
        "    attempt(name, lambda: socket.getaddrinfo(name, 80))\n"
        "    attempt(name + ' by name', lambda: socket.gethostbyname(name))\n"
    )
    assert reported
    assert not {name: what for name, what in reported.items() if not what.startswith("refused")}


def test_the_listeners_would_have_heard(listening: Listening) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as own:
        own.sendto(b"by path", listening.path)
        own.sendto(b"by name", f"\0{listening.abstract}")
    with socket.create_connection(("127.0.0.1", listening.tcp)):
        assert len(listening.heard()) == 3
