"""A pair of pipes between the grader and the process of a solution."""

from __future__ import annotations

import os
import pickle
from typing import Any


class Channel:
    """A pair of file descriptors between the grader and the process of a solution.

    The grader sends objects, pickled; what comes back are bytes, which are never unpickled.
    """

    def __init__(self, reading: int, writing: int) -> None:
        self.reading, self.writing = reading, writing

    def send(self, value: Any) -> None:
        """Write one object."""
        self.write(pickle.dumps(value))

    def write(self, data: bytes) -> None:
        """Write bytes as they are."""
        rest = memoryview(len(data).to_bytes(8, "big") + data)
        while rest:
            rest = rest[os.write(self.writing, rest) :]

    def receive(self) -> Any:
        """Read one object; EOFError at the end."""
        return pickle.loads(self.read())

    def read(self) -> bytes:
        """Read what `write` has written; EOFError at the end."""
        return self._exactly(int.from_bytes(self._exactly(8), "big"))

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size:
            part = os.read(self.reading, min(size, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
