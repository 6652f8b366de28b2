"""Read text messages labelled as spam or ham from a CSV file."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from labelwright.data.suitable import suitable

HEADER = ["", "spam", "text"]
LABELS = {"0": "ham", "1": "spam"}


def load_messages(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the messages of the one CSV file as published, in its order.

    Columns: id (Int64, the file's own running number from 0), text (str, with line breaks where the file has them),
    label (str, "ham" or "spam"), shown (bool, False where `suitable` refuses the text). Raises ValueError with the
    line on which a row ends when the row has another shape.
    """
    (path,) = files
    rows: list[tuple[int, str, str, bool]] = []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = next(reader, [])
            if header != HEADER:
                raise ValueError(f"{path}, line 1: found {header}; expected the header {HEADER}. {_ADVICE}")
            for row in reader:
                if len(row) != len(HEADER) or row[0] != str(len(rows)) or row[1] not in LABELS:
                    raise ValueError(
                        f"{path}, line {reader.line_num}: found {str(row)[:80]}; expected the number {len(rows)}, 0 "
                        f"or 1, and a text. {_ADVICE}"
                    )
                rows.append((len(rows), row[2], LABELS[row[1]], suitable(row[2])))
        except csv.Error as error:
            raise ValueError(f"{path}, line {reader.line_num}: not CSV: {error}. {_ADVICE}") from None
    return pd.DataFrame(rows, columns=["id", "text", "label", "shown"]).astype({"id": "Int64"})


_ADVICE = "Check that this is the published file and that nobody has edited it."
