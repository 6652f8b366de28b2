"""Pack a page's documents into few characters: DEFLATE (RFC 1951), always the same bytes for the same text.

Credentials of one page repeat each other, so that packed together they take a quarter of their room. zlib would do it
in one call, but its output differs from build to build, and a page is verified by drawing it again to the byte. Any
inflater reads what is written here: one block with Huffman codes of its own.
"""

from __future__ import annotations

import base64
import binascii
import heapq
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from labelwright.errors import LabelwrightError

LONGEST, SHORTEST, WINDOW, CHAIN = 258, 3, 32_768, 128
MAX_UNPACKED = 20_000_000
EAGER = 32
"""A match of this length is taken without a look at the next place."""
LENGTH_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
"""The order in which a block tells the widths of the code for code lengths (RFC 1951, section 3.2.7)."""


class PackingError(LabelwrightError, ValueError):
    """A packed text cannot be opened; the message says why."""


def pack(text: str) -> str:
    """The text as base64 of its DEFLATE form."""
    return base64.b64encode(deflate(text.encode("utf-8"))).decode("ascii")


def unpack(packed: str) -> str:
    """The text that `pack` was given; PackingError where it was changed or would be longer than MAX_UNPACKED."""
    try:
        opener = zlib.decompressobj(-15)
        found = opener.decompress(base64.b64decode(packed, validate=True), MAX_UNPACKED)
        if not opener.eof or opener.unused_data:
            raise PackingError("the packed documents are cut off, or something follows them")
        return found.decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError) as trouble:
        raise PackingError(f"the packed documents cannot be opened ({trouble})") from None


def deflate(data: bytes) -> bytes:
    """The data as one final DEFLATE block with codes made for it."""
    tokens = _tokens(data)
    symbols = [symbol for token in tokens for symbol in _symbols(token)]
    literals = code_lengths(Counter(code for table, code, _, _ in symbols if table == 0), 286, 15)
    distances = code_lengths(Counter(code for table, code, _, _ in symbols if table == 1), 30, 15)
    out = _Bits()
    out.add(0b101, 3)
    _announce(out, literals, distances)
    codes = codes_of(literals), codes_of(distances)
    for table, symbol, extra, width in symbols:
        out.code(*codes[table][symbol])
        out.add(extra, width)
    return out.bytes()


def _tokens(data: bytes) -> list[tuple[int, int]]:
    """Literals as (byte, 0), matches as (length, distance), and (256, 0) for the end."""
    tokens, seen, place = [], dict[bytes, list[int]](), 0
    while place < len(data):
        length, distance = _match(data, place, seen)
        # A longer match that begins one byte later is worth more than the one that begins here.
        if length and length < EAGER and _match(data, place + 1, seen)[0] > length:
            length = 0
        tokens.append((length, distance) if length else (data[place], 0))
        for step in range(place, place + max(length, 1)):
            seen.setdefault(data[step : step + SHORTEST], []).append(step)
        place += max(length, 1)
    return [*tokens, (256, 0)]


def _symbols(token: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """A token as (table, symbol, extra bits, their number); table 0 is of literals and lengths, 1 of distances."""
    length, distance = token
    if not distance:
        return [(0, length, 0, 0)]
    if length == LONGEST:
        first = (0, 285, 0, 0)
    else:
        extra = max(0, (length - 3).bit_length() - 3)
        first = (0, 257 + ((length - 3) >> extra) + 4 * extra, (length - 3) & ((1 << extra) - 1), extra)
    extra = max(0, (distance - 1).bit_length() - 2)
    second = (1, ((distance - 1) >> extra) + 2 * extra, (distance - 1) & ((1 << extra) - 1), extra)
    return [first, second]


def code_lengths(counts: Mapping[int, int], many: int, longest: int) -> list[int]:
    """The length of each of `many` symbols' Huffman code in bits, at most `longest`; 0 for one that does not occur.

    At least two symbols get a code, because some inflaters refuse a table of one.
    """
    used = dict(counts)
    for symbol in range(many):
        if len(used) < 2:
            used.setdefault(symbol, 1)
    while True:
        lengths = [0] * many
        heap = [(count, symbol, [symbol]) for symbol, count in sorted(used.items())]
        heapq.heapify(heap)
        while len(heap) > 1:
            one, other = heapq.heappop(heap), heapq.heappop(heap)
            for symbol in one[2] + other[2]:
                lengths[symbol] += 1
            heapq.heappush(heap, (one[0] + other[0], min(one[1], other[1]), one[2] + other[2]))
        if max(lengths) <= longest:
            return lengths
        # Counts that lie closer together give codes that are closer in length.
        used = {symbol: (count + 1) // 2 for symbol, count in used.items()}


def codes_of(lengths: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The code and its width for each symbol with a length (RFC 1951, section 3.2.2)."""
    codes, code = {}, 0
    for width in range(1, max(lengths) + 1):
        for symbol, length in enumerate(lengths):
            if length == width:
                codes[symbol] = code, width
                code += 1
        code <<= 1
    return codes


def _announce(out: _Bits, literals: Sequence[int], distances: Sequence[int]) -> None:
    """The tables at the head of a block: their sizes, and their lengths in a code of their own."""
    runs = _runs([*literals, *distances])
    widths = code_lengths(Counter(symbol for symbol, _, _ in runs), 19, 7)
    codes = codes_of(widths)
    out.add(len(literals) - 257, 5)
    out.add(len(distances) - 1, 5)
    out.add(len(LENGTH_ORDER) - 4, 4)
    for symbol in LENGTH_ORDER:
        out.add(widths[symbol], 3)
    for symbol, extra, width in runs:
        out.code(*codes[symbol])
        out.add(extra, width)


def _runs(lengths: Sequence[int]) -> list[tuple[int, int, int]]:
    """Code lengths as (symbol, extra bits, their number), long runs of zeros shortened."""
    found: list[tuple[int, int, int]] = []
    for length, group in groupby(lengths):
        many = len(list(group))
        while length == 0 and many >= 3:
            run = min(many, 138)
            found.append((17, run - 3, 3) if run < 11 else (18, run - 11, 7))
            many -= run
        found += [(length, 0, 0)] * many
    return found


def _match(data: bytes, place: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """The longest earlier match, the nearest of equals, as (length, distance); (0, 0) where there is none."""
    best, distance = 0, 0
    most = min(LONGEST, len(data) - place)
    for start in reversed(seen.get(data[place : place + SHORTEST], ())[-CHAIN:] if most >= SHORTEST else ()):
        if place - start > WINDOW:
            break
        if best and data[start + best : start + best + 1] != data[place + best : place + best + 1]:
            continue
        length = SHORTEST
        while length < most and data[start + length] == data[place + length]:
            length += 1
        if length > best:
            best, distance = length, place - start
            if best == most:
                break
    return best, distance


class _Bits:
    def __init__(self) -> None:
        self._out, self._held, self._count = bytearray(), 0, 0

    def add(self, value: int, width: int) -> None:
        """Add bits, the least significant first."""
        self._held |= value << self._count
        self._count += width
        while self._count >= 8:
            self._out.append(self._held & 255)
            self._held >>= 8
            self._count -= 8

    def code(self, value: int, width: int) -> None:
        """Add a Huffman code, the most significant bit first."""
        self.add(int(format(value, f"0{width}b")[::-1], 2), width)

    def bytes(self) -> bytes:
        """What was added, the last byte filled with zeros."""
        return bytes(self._out) + (bytes([self._held]) if self._count else b"")
