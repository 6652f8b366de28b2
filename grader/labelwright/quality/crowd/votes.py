"""The votes of a crowd in one table, and the majority for each item."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice, Pairwise
from labelwright.exchange.plain_data import is_missing

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
        """Return how many votes, or which sum of the annotators' `weights`, each label got: items x labels."""
        table = np.zeros((len(self.items), len(self.labels)))
        item, annotator, label = self.codes.T
        np.add.at(table, (item, label), 1.0 if weights is None else weights[annotator])
        return table


def read_votes(source: Any, labels: Sequence[Hashable] | None = None) -> Votes:
    """Return the votes in `source`.

    `source` is a DataFrame with items as rows and annotators as columns (missing where no label was given), an iterable
    of (item, annotator, label), or an iterable of Annotation records with a choice or a pairwise verdict; skipped
    records are left out. `labels` fixes the labels and their order; otherwise they are the labels used, sorted if
    possible. Missing labels (None or NaN) and items without labels are left out. A Votes object is returned unchanged.
    Raises ValueError on no votes, on another kind of value, and on a label that is not in `labels`.
    """
    if isinstance(source, Votes):
        return source
    votes = _from_table(source) if isinstance(source, pd.DataFrame) else _triples(source)
    triples = [vote for vote in votes if not is_missing(vote[2])]
    if not triples:
        raise ValueError("found no labels to combine; give at least one item with one label.")
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


def _label(annotation: Annotation) -> str:
    if isinstance(annotation.value, Choice):
        return annotation.value.label
    if isinstance(annotation.value, Pairwise):
        return annotation.value.winner
    raise ValueError(
        f"item {annotation.item!r} has a value of kind {getattr(annotation.value, 'kind', '?')!r}; only single "
        "choices and pairwise verdicts can be combined by voting."
    )


def _ordered(used: Iterable[Any]) -> tuple[Hashable, ...]:
    seen = list(dict.fromkeys(used))
    try:
        return tuple(sorted(seen))
    except TypeError:
        return tuple(seen)


@dataclass(frozen=True)
class Majority:
    """The vote on each item: `winners` has every label with the most support, several if they are tied.

    `shares` gives the support of each label that got a vote, as a share of the item's votes (of the sum of absolute
    weights where votes are weighted). `ties` names the items without a single winner.
    """

    winners: Mapping[Hashable, frozenset[Hashable]]
    shares: Mapping[Hashable, Mapping[Hashable, float]]
    ties: tuple[Hashable, ...]

    @property
    def decided(self) -> dict[Hashable, Hashable]:
        """The single winner of each item that has one; tied items are left out, and a person has to decide them."""
        return {item: next(iter(won)) for item, won in self.winners.items() if len(won) == 1}


def majority_vote(votes: Any, *, weights: Mapping[Hashable, float] | None = None) -> Majority:
    """Return the label with the most votes for each item, or the set of labels that are tied.

    `votes` is anything `read_votes` takes. `weights` gives every annotator a finite weight, such as
    `weights_from_gold` makes; a negative weight counts against the label given. Raises ValueError where an annotator
    has no weight. Source for weights: Nitzan and Paroush 1982, Optimal Decision Rules in Uncertain Dichotomous Choice
    Situations.
    """
    cast = read_votes(votes)
    weight = None if weights is None else _weights(cast, weights)
    support = cast.support(weight)
    voted = cast.support() > 0
    total = cast.support(None if weight is None else np.abs(weight)).sum(axis=1)
    ranked = np.where(voted, support, -np.inf) if weight is None else support
    most = np.isclose(ranked, ranked.max(axis=1, keepdims=True), rtol=0, atol=1e-9)
    winners, shares = {}, {}
    for row, item in enumerate(cast.items):
        winners[item] = frozenset(cast.labels[place] for place in np.flatnonzero(most[row]))
        shares[item] = {
            cast.labels[place]: float(support[row, place] / total[row]) if total[row] else 0.0
            for place in np.flatnonzero(voted[row])
        }
    return Majority(winners, shares, tuple(item for item, won in winners.items() if len(won) > 1))


def _weights(cast: Votes, weights: Mapping[Hashable, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    without = [name for name in cast.annotators if name not in weights]
    if without:
        raise ValueError(
            f"no weight is given for {without[:5]!r}; give every annotator a weight, 0 to leave one out."
        )
    values = np.array([weights[name] for name in cast.annotators], dtype=np.float64)
    if not np.isfinite(values).all():
        name = cast.annotators[int(np.flatnonzero(~np.isfinite(values))[0])]
        raise ValueError(f"the weight of {name!r} is {weights[name]}; weights must be finite numbers.")
    return values
