"""Read addresses labelled word by word in XML as texts with labelled spans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

import pandas as pd

ROOT, ADDRESS = "AddressCollection", "AddressString"


class Part(NamedTuple):
    """One labelled part of an address: text[start:end], in Unicode code points."""

    start: int
    end: int
    label: str


def load_addresses(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per address of the one XML file, in its order.

    Columns: id (Int64, from 1), text (str, without white space at its ends), spans (str, a JSON list of
    {"start", "end", "label"} in order; text[start:end] is the labelled word without white space at its ends, offsets
    count Unicode code points), n (Int64, number of spans). Raises ValueError, naming the line or the address, if the
    XML is not well-formed or not of this form.
    """
    (path,) = files
    rows = []
    for number, address in enumerate(_addresses(path), start=1):
        text, parts = laid_out(address, f"{path}, address {number}")
        rows.append((number, text, json.dumps([part._asdict() for part in parts]), len(parts)))
    return pd.DataFrame(rows, columns=["id", "text", "spans", "n"]).astype({"id": "Int64", "n": "Int64"})


def laid_out(address: Element, where: str) -> tuple[str, list[Part]]:
    """Return the plain text of one labelled address and its parts; raise ValueError, starting with `where`, if it is bad."""
    whole = "".join(address.itertext())
    text, parts, at = whole.strip(), [], len(address.text or "")
    lead = len(whole) - len(whole.lstrip())
    for child in address:
        word = child.text or ""
        if len(child) or not word.strip() or (child.tail or "").strip():
            raise ValueError(
                f"{where}: found {whole[:80]!r}, but the label {child.tag} is nested, empty, or followed by a word "
                "without a label. Check that nobody has edited the file."
            )
        start = at + len(word) - len(word.lstrip()) - lead
        parts.append(Part(start, start + len(word.strip()), child.tag))
        at += len(word) + len(child.tail or "")
    if not parts or (address.text or "").strip():
        raise ValueError(f"{where}: found {whole[:80]!r}, which has words without a label.")
    return text, parts


def _addresses(path: Path) -> list[Element]:
    written = path.read_bytes()
    # Entities of a document type could let a small file grow without limit; this data declares none.
    if b"<!" in written.replace(b"<!--", b""):
        raise ValueError(
            f"{path}: it declares a document type, which this data never does. Fetch the file again."
        )
    try:
        root = fromstring(written)
    except ParseError as error:
        raise ValueError(
            f"{path}: not well-formed XML: {error}. Check that this is the published file and that nobody has edited it."
        ) from None
    unknown = {child.tag for child in root} - {ADDRESS}
    if root.tag != ROOT or unknown:
        raise ValueError(
            f"{path}: found <{root.tag}> holding {', '.join(sorted(unknown)) or ADDRESS}; expected <{ROOT}> "
            f"holding only <{ADDRESS}>."
        )
    return list(root)
