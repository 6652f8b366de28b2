"""Forged, broken, giant and endless messages on the channel harm nobody but their sender."""

from __future__ import annotations

import json
import struct
import time
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind, Report
from labelwright.exchange.plain_data import MAX_BYTES, MAX_COLUMNS, MAX_PARTS, PlainError, dumps, loads

SENDING = """
import json, os, stat, struct, time

def sockets():
    for fd in range(256):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                yield fd
        except OSError:
            pass

def send(kind, payload, times=1, length=None):
    if not isinstance(payload, bytes):
        payload = json.dumps(payload).encode()
    message = struct.pack(">BI", kind, len(payload) if length is None else length) + payload
    for fd in sockets():
        for _ in range(times):
            os.write(fd, message)
"""

MESSAGES = {
    "done, and asleep": 'send(1, {"state": "done"})\ntime.sleep(600)',
    "done many times": 'send(1, {"state": "done"}, 500)',
    "a verdict": 'send(1, {"state": "done", "verdict": "passed", "score": 600, "points": 600}, 3)',
    "ends that never were": 'for cell in range(-9, 900):\n    send(1, {"state": "raised", "cell": cell, "error": "x"})',
    "ends that are not text": 'send(1, {"state": "raised", "cell": True, "error": {"a": [1]}})',
    "an end nested beyond reading": (
        'send(1, b\'{"state":"raised","cell":1,"error":\' + b"[" * 900 + b"]" * 900 + b"}")'
    ),
    "an event nested beyond reading": "send(1, b'[' * 19_000)",
    "a number beyond reading": "send(1, b'{\"cell\":' + b'9' * 9_000 + b'}')",
    "starts without end": 'while True:\n    send(1, {"state": "start", "cell": 2})',
    "an event that is not a table": "send(1, [1, 2, 3])\nsend(1, None)\nsend(1, 'done')",
    "an event that is not JSON": "send(1, b'\\xff\\xfe')",
    "a giant event": "send(1, b' ' * 30_000_000)",
    "an unknown kind": "send(9, {})",
    "a question": 'send(3, {"ask": "value", "name": "ham_share"})',
    "half a head": "for fd in sockets():\n    os.write(fd, b'\\x01\\x00')",
    "half a message": "send(2, b'{\"state\"', length=100)\ntime.sleep(600)",
    "a length without end": "send(2, b'', length=2**32 - 1)",
    "a length below nothing": "for fd in sockets():\n    os.write(fd, b'\\x01\\xff\\xff\\xff\\xfe' + b'x' * 100)",
    "random bytes": "for fd in sockets():\n    os.write(fd, os.urandom(100_000))",
    "one byte at a time": (
        "for fd in sockets():\n    while True:\n        os.write(fd, b'\\x01')\n        time.sleep(0.05)"
    ),
    "an answer before the question": (
        'answer = {"$": "map", "keys": ["state", "value"], "values": ["here", {"$": "everything"}]}\n'
        "send(2, answer, 20)"
    ),
    "answers that are not data": "send(2, b'\\x80\\x04cos\\nsystem\\n(S\"touch x\"\\ntR.', 20)",
    "nothing read": (
        "import threading\n"
        "def drain():\n    for fd in sockets():\n        while True: os.read(fd, 1)\n"
        "threading.Thread(target=drain, daemon=True).start()\ntime.sleep(0.1)"
    ),
    "closed for reading": "import socket\nfor fd in sockets():\n    socket.socket(fileno=os.dup(fd)).shutdown(0)",
    "closed": "for fd in sockets():\n    os.close(fd)",
    "another end in its place": (
        "import socket\na, b = socket.socketpair()\nfor fd in list(sockets())[:1]:\n    os.dup2(a.fileno(), fd)"
    ),
    "a thread that never stops talking": (
        "import threading\n"
        "def talk():\n    while True: send(1, {'state': 'start', 'cell': 1})\n"
        "threading.Thread(target=talk, daemon=True).start()"
    ),
}


@pytest.mark.mostly_slow(
    "a verdict",
    "starts without end",
    "an event that is not JSON",
    "a length without end",
    "answers that are not data",
    "closed",
    reason="each case grades three notebooks and many wait for a time limit",
)
@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_earns_nothing(arena: Any, message: str) -> None:
    report = arena.attack(SENDING, MESSAGES[message], "ham_share = 7")
    assert (report.score, report.passed) == (0.0, False), report
    assert report.outcome.kind is not OutcomeKind.NOT_GRADED, report.outcome
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_talk_in_an_answer_gains_no_time(arena: Any) -> None:
    talker = "def count_labels(labels):\n    while True:\n        send(1, {'state': 'start'})\n        time.sleep(0.2)"
    report = arena.attack(SENDING, talker, "ham_share = 5 / 8")
    assert "ran longer than 1 seconds" in report.checks[0].message
    assert report.score == 40.0


ENVELOPE = b'{"$":"map","keys":["state","value"],"values":["here",%s]}'


def colliding_pairs(count: int) -> list[list[int]]:
    """Pairs of integers whose tuples all have one hash, by running CPython's tuple hash backwards."""
    prime1, prime2, prime5 = 11400714785074694791, 14029467366897019727, 2870177450012600261
    mask = 2**64 - 1
    inverse1, inverse2 = pow(prime1, -1, 2**64), pow(prime2, -1, 2**64)

    def forward(total: int, lane: int) -> int:
        total = (total + lane * prime2) & mask
        return ((total << 31 | total >> 33) & mask) * prime1 & mask

    target = 12345
    before = target * inverse1 & mask
    before = (before >> 31 | before << 33) & mask
    pairs = []
    first = 0
    while len(pairs) < count:
        first += 1
        second = (before - forward(prime5, first)) * inverse2 & mask
        if second < 2**61 - 1:
            pairs.append([first, second])
    return pairs


def test_the_colliding_pairs_collide() -> None:
    pairs = colliding_pairs(200)
    assert len({tuple(pair) for pair in pairs}) == 200
    assert len({hash(tuple(pair)) for pair in pairs}) == 1


HEAVY = {
    "brackets": b"[" * 4_000_000,
    "empty lists": b"[" + b"[]," * 3_000_000 + b"0]",
    "empty tables": b"[" + b"{}," * 3_000_000 + b"0]",
    "short numbers": b"[" + b"1.5," * 4_000_000 + b"0]",
    "a long number": b"[" + b"9" * 4_000 + b"]",
    "a number of 65 bits": b"18446744073709551616",
    "a number below 64 bits": b"-99999999999999999999",
    "bytes": b"\xff" * 100,
    "too many bytes": b'"' + b"x" * MAX_BYTES + b'"',
    "a wide table": json.dumps(
        {"$": "table", "columns": list(range(MAX_COLUMNS + 1)), "index": [], "data": [[]] * (MAX_COLUMNS + 1)}
    ).encode(),
    "a set that collides": json.dumps({"$": "set", "items": colliding_pairs(20_000)}).encode(),
    "keys that collide": json.dumps(
        {"$": "map", "keys": colliding_pairs(20_000), "values": [0] * 20_000}
    ).encode(),
}


@pytest.mark.mostly_slow(
    "brackets", "too many bytes", "a set that collides", reason="each case reads megabytes"
)
@pytest.mark.parametrize("heavy", HEAVY)
def test_a_forged_answer_cannot_weigh_the_grader_down(heavy: str) -> None:
    began = time.process_time()
    with pytest.raises(PlainError):
        loads(ENVELOPE % HEAVY[heavy])
    assert time.process_time() - began < 3


def test_what_learners_have_is_far_within_the_bounds() -> None:
    table = {f"token {i}": [i, i / 7, f"text, with [brackets] {i}", None] for i in range(50_000)}
    assert loads(dumps(table)) == table
    pairs = {(i, -i): i for i in range(100_000)}
    assert loads(dumps(pairs)) == pairs
    assert dumps(table).count(b",") < MAX_PARTS / 4


def test_a_head_is_five_bytes() -> None:
    # The attacks above build messages by hand; they must be what the channel speaks.
    from labelwright.grading.sandbox import messages as wire

    assert struct.calcsize(">BI") == wire._HEAD.size
    assert (wire.EVENT, wire.ANSWER, wire.ASK) == (1, 2, 3)
