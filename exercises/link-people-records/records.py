"""What is true of a learner's 700 records: the ids, the true links, and the links that known mistakes give."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import combinations

import pandas as pd

from labelwright.checks import Work
from labelwright.data.loaders.csv_tables import FIELDS as COLUMNS
from labelwright.data.loaders.csv_tables import true_links as published_links
from labelwright.quality.near_duplicates import Link, as_links, block

FIELDS = COLUMNS[1:]
"""The ten fields of a record, without its published id."""


def ids(rows: pd.DataFrame) -> list[str]:
    """Return the ids that the notebook gives the rows: p000, p001 ..."""
    return [f"p{number:03}" for number in range(len(rows))]


def links_of(rows: pd.DataFrame, published: pd.DataFrame) -> frozenset[Link]:
    """Return the true links between the sampled `rows`, which lack `rec_id`; found again by their ten fields, which are unique."""
    known = dict(zip(_keys(published), published["rec_id"], strict=True))
    name = {known[key]: one for key, one in zip(_keys(rows), ids(rows), strict=True)}
    return as_links((name[a], name[b]) for a, b in published_links(published) if a in name and b in name)


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(rows[list(FIELDS)].fillna("").itertuples(index=False, name=None))


def ids_of(work: Work) -> frozenset[str]:
    """Return the ids of the learner's records."""
    return frozenset(ids(work.sample))


def true_links(work: Work) -> frozenset[Link]:
    """Return the learner's true links."""
    return work.cached("true", lambda: links_of(work.sample, work.dataset("febrl-people")))


def records(work: Work) -> dict[str, dict[str, str | None]]:
    """Return the learner's records by id; None if a value is missing."""

    def made() -> dict[str, dict[str, str | None]]:
        rows = work.sample[list(FIELDS)].astype(object).where(work.sample[list(FIELDS)].notna(), None)
        return dict(zip(ids(rows), rows.to_dict("records"), strict=True))

    return work.cached("records", made)


def field_links(work: Work) -> dict[str, frozenset[Link]]:
    """For every field, the links of all records that share its value."""

    def made() -> dict[str, frozenset[Link]]:
        rows = records(work)
        return {
            field: block(rows, [{one: row[field] for one, row in rows.items()}]).pairs for field in FIELDS
        }

    return work.cached("fields", made)


def columns_shared(work: Work, budget: int, given: Collection[Link]) -> str:
    """Return a field that alone exceeds the budget and all of whose pairs are among the given; empty if there is none."""
    return next(
        (field for field, found in field_links(work).items() if len(found) > budget and found <= set(given)),
        "",
    )


def columns_required(work: Work, given: Collection[Link]) -> tuple[str, ...]:
    """Return two or three fields that all the given pairs share, and no other pair does; empty if there are none."""
    found, wanted = field_links(work), frozenset(given)
    shared = [field for field, links in found.items() if wanted <= links]
    for size in (2, 3):
        for fields in combinations(shared, size):
            if frozenset.intersection(*(frozenset(found[field]) for field in fields)) == wanted:
                return fields
    return ()


def agreeing_links(work: Work, links: Iterable[Link], *, missing: bool = False) -> dict[Link, int]:
    """In how many fields the two records of each link agree; with `missing`, two missing values agree as well."""
    rows, counts = records(work), {}
    for link in links:
        first, second = (rows[str(one)] for one in link)
        counts[link] = sum(
            first[field] == second[field] and (missing or first[field] is not None) for field in FIELDS
        )
    return counts


def share_at(links: Collection[Link], true: Collection[Link]) -> float:
    """Return the share of `links` that are true, 0 where there is none."""
    return sum(link in true for link in links) / len(links) if links else 0.0
