"""Read items that were written for the course: one JSON object a line, all of its fields text."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from labelwright.data.loaders.jsonl import read_jsonl


def load_items(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row an item, in the order of the first file; the other files (guideline, task) are for people.

    The fields of the first line are the columns, all of them text. Raises ValueError with the line number where a line
    has other fields or a field is no text.
    """
    first = files[0].read_text(encoding="utf-8").partition("\n")[0]
    try:
        columns = list(json.loads(first))
    except (json.JSONDecodeError, TypeError):
        raise ValueError(f"{files[0]}, line 1: found {first[:80]!r}, which is no JSON object.") from None
    return pd.DataFrame(
        [row for _, row in read_jsonl(files[0], dict.fromkeys(columns, str))], columns=columns
    )
