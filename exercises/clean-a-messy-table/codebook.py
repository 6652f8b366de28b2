"""The table as it should be: its columns, and the true rows of the published data in that form."""

from __future__ import annotations

import pandas as pd

COLUMNS = (
    "record",
    "study",
    "species",
    "island",
    "bird",
    "clutch",
    "egg_date",
    "bill_length_mm",
    "bill_depth_mm",
    "flipper_mm",
    "mass_g",
    "sex",
)
NUMBERS = {
    "bill_length_mm": (30, 60),
    "bill_depth_mm": (13, 22),
    "flipper_mm": (170, 235),
    "mass_g": (2600, 6400),
}
"""The measurements, and the range of the published values of each."""
SPARE = "extra"
"""The unnamed last column of the sheet, into which a shifted row overflows."""
_PUBLISHED = {
    "bill_length_mm": "Culmen Length (mm)",
    "bill_depth_mm": "Culmen Depth (mm)",
    "flipper_mm": "Flipper Length (mm)",
    "mass_g": "Body Mass (g)",
}


def true_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the published rows as the codebook has them: texts, ISO dates, numbers, and None for missing values."""
    species = rows["Species"].str.split().str[0]
    number = rows["Sample Number"].astype(int)
    table = {
        "record": [f"{name[0]}{one:03d}" for name, one in zip(species, number, strict=True)],
        "study": list(rows["studyName"]),
        "species": list(species),
        "island": list(rows["Island"]),
        "bird": list(rows["Individual ID"]),
        "clutch": list(rows["Clutch Completion"]),
        "egg_date": list(rows["Date Egg"].dt.strftime("%Y-%m-%d")),
        **{name: [None if pd.isna(x) else float(x) for x in rows[old]] for name, old in _PUBLISHED.items()},
        "sex": [None if pd.isna(one) else one.lower() for one in rows["Sex"]],
    }
    return pd.DataFrame({name: pd.Series(table[name], dtype=object) for name in COLUMNS})
