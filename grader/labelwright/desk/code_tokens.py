"""Read a notebook's Python as a row of tokens that stays the same when names, literals, comments or layout change."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>(?i:[rbuft]{1,2})?(?:'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"
                                 |'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))
  | (?P<number>(?:\d|\.\d)(?:[eE][+-]?\d|[\w.])*)
  | (?P<attribute>\.\s*[^\W\d]\w*)
  | (?P<name>[^\W\d]\w*)
  | (?P<operator>\*\*=|//=|>>=|<<=|\.\.\.|[-+*/%@&|^=!<>:]=|->|\*\*|//|<<|>>|[^\s\w;\\])
    """,
    re.VERBOSE | re.DOTALL,
)
_CELL_MAGIC = re.compile(r"\s*%%(\w*)[^\n]*")
_PYTHON_MAGICS = ("time", "timeit", "capture", "prun")
_LINE_MAGIC = re.compile(r"^[ \t]*(?:[%!?][^\n]*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)
_KEPT_NAMES = frozenset(keyword.kwlist) | frozenset(dir(builtins))
_ROW_OF_DATA = 4
"""How many tokens of a long row of literals, commas and colons are kept: a list of answers is data, not code."""


@dataclass(frozen=True)
class Place:
    """Where a token is: the number of its code cell and its line in that cell, both from 1."""

    cell: int
    line: int


def tokens(cells: Sequence[str]) -> Codes:
    """Return the tokens of code cells as numbers; cells do not matter, so split and joined cells give the same.

    Keywords, built-in names, names after a dot and operators keep their spelling. Every other name is one class, and so
    are numbers and strings. Comments, layout, `;` and IPython's magics are left out. Code that Python cannot parse is
    read in the same way.
    """
    read = [_of_cell(cell) for cell in cells]
    codes = np.concatenate(read) if read else np.empty(0, np.uint64)
    return codes[_kept(codes)]


def token_places(cells: Sequence[str]) -> tuple[Codes, list[Place]]:
    """Return what `tokens` returns, and the place of each token."""
    codes: list[int] = []
    places: list[Place] = []
    for number, cell in enumerate(cells, start=1):
        line, at = 1, 0
        text = _python_of(cell)
        for match in _TOKEN.finditer(text):
            if match.lastgroup == "comment":
                continue
            line += text.count("\n", at, match.start())
            at = match.start()
            codes.append(_code(match[0]))
            places.append(Place(number, line))
    found = np.array(codes, np.uint64)
    kept = _kept(found)
    return found[kept], [place for place, keep in zip(places, kept.tolist(), strict=True) if keep]


def _of_cell(cell: str) -> Codes:
    texts = (match[0] for match in _TOKEN.finditer(_python_of(cell)))
    return np.array([_code(text) for text in texts if text[0] != "#"], np.uint64)


@lru_cache(maxsize=4096)
def _python_of(cell: str) -> str:
    """Return the cell without magics, on the same lines; empty for a cell in another language."""
    if magic := _CELL_MAGIC.match(cell):
        if magic[1] not in _PYTHON_MAGICS:
            return ""
        cell = " " * magic.end() + cell[magic.end() :] if "\n" not in magic[0] else cell[magic.end() :]
    return _LINE_MAGIC.sub("", cell) if any(mark in cell for mark in "%!?") else cell


class _Codes(dict[str, int]):
    """A number for each token's text; texts of one class have the same one."""

    def __missing__(self, text: str) -> int:
        digest = blake2b(_class_of(text).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        code = int.from_bytes(digest, "little")
        if len(self) < 500_000:
            self[text] = code
        return code


def _class_of(text: str) -> str:
    match = _TOKEN.match(text)
    kind = match.lastgroup if match else "operator"
    if kind == "name":
        return text if text in _KEPT_NAMES else "a name"
    if kind == "attribute":
        return "." + text[1:].strip()
    return "a literal" if kind in ("string", "number") else text


_CODES = _Codes()
_code = _CODES.__getitem__
_DATA = np.array(
    sorted({_code(text) for text in ("0", "''", ",", ":", "-", "True", "False", "None")}), np.uint64
)
_BEFORE_CLOSE = np.array([_code(text) for text in ")]}"], np.uint64)


def _kept(codes: Codes) -> npt.NDArray[np.bool_]:
    """Mark what is kept: of a row of data its first tokens, and no comma before a closing bracket."""
    kept = np.ones(len(codes), np.bool_)
    if len(codes) > 1:
        kept[:-1] = ~((codes[:-1] == np.uint64(_code(","))) & np.isin(codes[1:], _BEFORE_CLOSE))
    if len(codes) > _ROW_OF_DATA:
        total = np.concatenate([[0], np.cumsum(np.isin(codes, _DATA))])
        kept[_ROW_OF_DATA:] &= total[_ROW_OF_DATA + 1 :] - total[: -_ROW_OF_DATA - 1] <= _ROW_OF_DATA
    return kept
