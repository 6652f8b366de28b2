"""Read the sample data of bokeh-sampledata: its licence inventory, and one person's glucose readings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from labelwright.data.loaders.csv_tables import read_table

_LICENCE_FIELDS = (
    "module",
    "files",
    "recorded_license",
    "license_expression",
    "status",
    "sources",
    "attribution",
    "notes",
    "verified_source_terms",
)


def load_licences(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per entry of the inventory, all text: its fields under their published names.

    `files` and `sources`, lists in the JSON, are joined by `; `. A field that is absent or null is missing.
    Raises ValueError if the file has no list `datasets` of objects with a `module`.
    """
    path = Path(files[0])
    try:
        entries = json.loads(path.read_bytes())["datasets"]
        rows = [[_text(entry.get(field)) for field in _LICENCE_FIELDS] for entry in entries]
        if not all(row[0] for row in rows):
            raise KeyError("module")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(
            f"{path}: not a licence inventory: expected JSON with a list `datasets` of objects, each with a `module`. "
            "Check that this is the published file."
        ) from None
    return pd.DataFrame(rows, columns=list(_LICENCE_FIELDS), dtype="str")


def load_glucose(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per reading: isig (text: the sensor's current, or `nil`), datetime, and glucose (whole; no unit is published)."""
    moment = {"datetime": "%Y-%m-%d %H:%M:%S"}
    return read_table(files[0], text=("isig",), dates=moment)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or None
    return None if value is None else str(value)
