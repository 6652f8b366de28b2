"""Read the facts that a language model's GGUF file states about itself, without loading the model."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

_PLAIN = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _LIST = 8, 9
MOST = 16 * 1024 * 1024
"""The most entries or bytes that one value of a header may claim."""


def load_facts(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row: name, architecture, licence, layers, width, context (tokens), vocabulary (tokens), template.

    Reads the header only (GGUF version 2 or 3, the ggml project's docs/gguf.md). Raises ValueError if the file is
    not a GGUF file or is cut off.
    """
    facts = header(files[0])
    kind = facts["general.architecture"]
    row = {
        "name": f"{facts['general.basename']} {facts['general.size_label']}",
        "architecture": kind,
        "licence": facts["general.license"],
        "layers": facts[f"{kind}.block_count"],
        "width": facts[f"{kind}.embedding_length"],
        "context": facts[f"{kind}.context_length"],
        "vocabulary": facts[f"{kind}.vocab_size"],
        "template": facts["tokenizer.chat_template"],
    }
    return pd.DataFrame([row])


def header(path: Path) -> dict[str, Any]:
    """Return the header's entries by name, without lists (such as the vocabulary)."""
    with path.open("rb") as file:
        try:
            if file.read(4) != b"GGUF" or _number(file, "I") not in (2, 3):
                raise ValueError(f"{path} is not a GGUF file of version 2 or 3; give the model's .gguf file.")
            _number(file, "Q")
            entries = [(_text(file), _value(file, _number(file, "I"))) for _ in range(_size(file))]
        except (struct.error, KeyError):
            raise ValueError(
                f"{path} ends inside its header or holds an unknown type; fetch it again."
            ) from None
    return {name: value for name, value in entries if value is not None}


def _value(file: BinaryIO, kind: int) -> Any:
    if kind == _TEXT:
        return _text(file)
    if kind == _LIST:
        inner, size = _number(file, "I"), _size(file)
        for _ in range(size):
            _value(file, inner)
        return None
    return _number(file, _PLAIN[kind])


def _text(file: BinaryIO) -> str:
    size = _size(file)
    found = file.read(size)
    if len(found) != size:
        raise struct.error("cut off")
    return found.decode("utf-8", "replace")


def _size(file: BinaryIO) -> int:
    size = int(_number(file, "Q"))
    if size > MOST:
        raise struct.error("an impossible size")
    return size


def _number(file: BinaryIO, kind: str) -> Any:
    return struct.unpack(f"<{kind}", file.read(struct.calcsize(f"<{kind}")))[0]
