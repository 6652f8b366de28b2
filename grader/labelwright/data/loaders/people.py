"""Read FEBRL's generated person records, and the pairs of records that are known to be one person."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pandas as pd

from labelwright.data.loaders.tables import read_table

FIELDS = (
    "rec_id",
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
)
_RECORD = re.compile(r"rec-(\d+)-(?:org|dup-\d+)")


def load_people(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row a record, all eleven columns as text, so that a postcode keeps its leading zero."""
    return read_table(files[0], text=FIELDS, skip_space=True)


def true_links(people: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return the pairs of `rec_id` that are one person, each pair in alphabetical order.

    FEBRL's ids carry the answer: `rec-223-org` and `rec-223-dup-0` are one person. Leave `rec_id` out of whatever
    compares records. Raises ValueError naming the first id of another form.
    """
    records: dict[str, list[str]] = defaultdict(list)
    for record in people["rec_id"]:
        match = _RECORD.fullmatch(str(record))
        if match is None:
            raise ValueError(
                f"rec_id {record!r} is not of the form rec-<number>-org or rec-<number>-dup-<number>, so it does not "
                "say which person the record is of. Use the ids of the published file."
            )
        records[match[1]].append(str(record))
    return frozenset(pair for same in records.values() for pair in combinations(sorted(same), 2))
