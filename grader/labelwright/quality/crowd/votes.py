"""Read who gave which label to which item, from records, triples or a table, into codes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice, Pairwise

Triple = tuple[Hashable, Hashable, Hashable]


@dataclass(frozen=True)
class Votes:
    """Labels given by people: row v of `codes` says that annotator codes[v, 1] gave item codes[v, 0] label codes[v, 2].

    The codes number `items`, `annotators` and `labels` from 0. One annotator may label an item more than once.
    """

    items: tuple[Hashable, ...]
    annotators: tuple[Hashable, ...]
    labels: tuple[Hashable, ...]
    codes: npt.NDArray[np.int64]

    def support(self, weights: npt.NDArray[np.float64] | None = None) -> npt.NDArray[np.float64]:
        """Return items x labels: how many votes, or the sum of the annotators' `weights`, each label got."""
        table = np.zeros((len(self.items), len(self.labels)))
        item, annotator, label = self.codes.T
        np.add.at(table, (item, label), 1.0 if weights is None else weights[annotator])
        return table


def read_votes(source: Any, labels: Sequence[Hashable] | None = None) -> Votes:
    """Return the votes in `source`.

    `source` is a DataFrame with items as rows and annotators as columns (missing where none was given), an iterable
    of (item, annotator, label), or of Annotation records holding a choice or a pairwise verdict; skipped ones are
    left out. `labels` fixes the label set and its order; otherwise it is the labels used, sorted where they can be.
    Missing labels (None or NaN) and items without any are left out. Votes are returned as they are. Raises ValueError on no votes at all, on
    another kind of value, and on a label that is not in `labels`.
    """
    if isinstance(source, Votes):
        return source
    found = _from_table(source) if isinstance(source, pd.DataFrame) else _triples(source)
    triples = [triple for triple in found if not _missing(triple[2])]
    if not triples:
        raise ValueError("there are no labels to combine; give at least one item with one label.")
    columns = list(zip(*triples, strict=True))
    known = tuple(labels) if labels is not None else _ordered(columns[2])
    if strange := set(columns[2]) - set(known):
        raise ValueError(
            f"found the label {min(strange, key=repr)!r}, which is not one of {list(known)!r}; correct it or add it "
            "to `labels`."
        )
    items, annotators = tuple(dict.fromkeys(columns[0])), tuple(dict.fromkeys(columns[1]))
    places = [{name: place for place, name in enumerate(names)} for names in (items, annotators, known)]
    codes = [[place[name] for place, name in zip(places, triple, strict=True)] for triple in triples]
    return Votes(items, annotators, known, np.array(codes, dtype=np.int64))


def _from_table(table: pd.DataFrame) -> Iterable[Triple]:
    for item, row in zip(table.index, table.astype(object).to_numpy(), strict=True):
        for annotator, label in zip(table.columns, row, strict=True):
            yield item, annotator, label


def _triples(source: Iterable[Any]) -> Iterable[Triple]:
    for vote in source:
        if isinstance(vote, Annotation):
            if vote.value is not None:
                yield vote.item, vote.annotator, _label(vote)
        elif isinstance(vote, tuple | list) and len(vote) == 3:
            yield vote[0], vote[1], vote[2]
        else:
            raise ValueError(
                f"found {vote!r}; give (item, annotator, label) triples, Annotation records, or a table with items "
                "as rows and annotators as columns."
            )


def _missing(label: Any) -> bool:
    return label is None or label is pd.NA or label != label


def _label(annotation: Annotation) -> str:
    if isinstance(annotation.value, Choice):
        return annotation.value.label
    if isinstance(annotation.value, Pairwise):
        return annotation.value.winner
    raise ValueError(
        f"item {annotation.item!r} holds a value of kind {getattr(annotation.value, 'kind', '?')!r}; only single "
        "choices and pairwise verdicts can be combined by voting."
    )


def _ordered(used: Iterable[Any]) -> tuple[Hashable, ...]:
    seen = list(dict.fromkeys(used))
    try:
        return tuple(sorted(seen))
    except TypeError:
        return tuple(seen)
