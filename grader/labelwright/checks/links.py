"""Check links between records, and groups of duplicates."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import Any

from labelwright.checks.compare import Bands, Mistake, at_least, bounds, count_noun, quote_some, settle
from labelwright.checks.kinds import Names, shown, spelled, without_left_over, wrong_kind
from labelwright.checks.verdicts import Failed, Measure, Passed
from labelwright.exchange.plain_data import Column, Table
from labelwright.quality.confusion import Found, found_score
from labelwright.quality.near_duplicates import Link, as_links, groups_of_links

_MOST = 200_000
_EXAMPLE = '[("r1", "r7"), ("r2", "r3")]'
_PAIR = (list, tuple, set, frozenset)
_WHY = "A missed link leaves one person in the data twice. A false link turns two people into one, which is harder to undo."


def links_in(value: Any, name: str, known: Collection[object] = ()) -> frozenset[Link]:
    """Return the links in plain data: pairs of ids in a list, set, Series or the keys of a dict, or in two columns of a table.

    A pair is a tuple, a list, a set or a dict of two ids; (a, b) and (b, a) are one link. A table's column called `index`, as
    `reset_index` leaves it, does not count, nor does the index that `itertuples` adds. Raise Failed if a part is not a pair,
    a record is linked with itself, an id is not among `known`, or there are more than 200,000 pairs.
    """
    pairs = pairs_in(value)
    if pairs is None or (pairs and not any(isinstance(pair, _PAIR) for pair in pairs)):
        raise wrong_kind(name, value, "a list of pairs of ids", f"such as {_EXAMPLE}", _WHY)
    if len(pairs) > _MOST:
        raise Failed(
            f"`{name}` has {len(pairs):,} pairs; at most {_MOST:,} are read.", advice="Keep fewer pairs."
        )
    names = Names(known)
    for place, pair in enumerate(pairs):
        ids = [names(part) for part in pair] if isinstance(pair, _PAIR) else []
        if len(ids) == 1 and isinstance(pair, set | frozenset):
            ids *= 2
        if len(ids) != 2 or not all(spelled(part) is not None for part in ids):
            raise Failed(
                f"`{name}` contains {shown(pair, 80)}, which is not a pair of ids.",
                advice=f"Give pairs such as {_EXAMPLE}.",
            )
        pairs[place] = ids
        if ids[0] == ids[1]:
            raise Failed(
                f"`{name}` links `{ids[0]}` with itself.",
                misconception="If you join a table with itself, every row matches itself.",
                advice="Keep only pairs whose first id comes before the second.",
            )
    links = as_links(pairs)
    unknown = sorted({str(record) for link in links for record in link if known and record not in known})
    if unknown:
        raise Failed(
            f"`{name}` contains ids that do not exist: {quote_some(unknown)}.",
            misconception="These may be row numbers instead of ids.",
            advice="Give the ids exactly as they are in the data.",
        )
    return links


def pairs_in(value: Any) -> list[Any] | None:
    """Return what stands for the pairs of a list, set, Series, dict with scores, or table of two columns; None for others."""
    if isinstance(value, Table):
        columns = (without_left_over(value) if len(value.columns) > 2 else value).data
        return list(zip(*columns[:2], strict=True)) if len(columns) > 1 else None
    if isinstance(value, Column):
        by_label = value.index and all(isinstance(label, list) for label in value.index)
        return list(value.index if by_label else value.values)
    if not isinstance(value, (list, set, dict)):
        return None
    pairs = [list(pair.values()) if isinstance(pair, dict) else pair for pair in value]
    numbered = bool(pairs) and all(
        isinstance(pair, list) and len(pair) == 3 and pair[0] == place for place, pair in enumerate(pairs)
    )
    return [pair[1:] for pair in pairs] if numbered else pairs


def links_match(
    given: Iterable[Collection[Any]],
    gold: Iterable[Collection[Any]],
    *,
    precision: float,
    recall: float,
    half: float | None = None,
    exact: Iterable[Collection[Any]] = (),
    candidates: int | None = None,
    most_candidates: int | None = None,
    why: str = _WHY,
) -> Passed:
    """Pass if precision and recall of the links both reach their bounds; half credit from an F1 of `half` on.

    `exact` is the links between records that are equal in every field. `candidates` is how many pairs the learner
    compared: at most `most_candidates` for a pass.
    """
    links, true = as_links(given), as_links(gold)
    found = found_score(links, true)
    reached = [_defined(found.precision) >= precision - 1e-9, _defined(found.recall) >= recall - 1e-9]
    f1 = _defined(found.f1)
    credit = 1.0 if all(reached) else at_least(f1, full=2.0, half=half)
    many = candidates is not None and most_candidates is not None and candidates > most_candidates
    extra = min((sorted(map(str, link)) for link in links - true), default=[])
    summary = (
        f"You found {len(found.hits):,} of {count_noun(len(found.hits) + len(found.missed), 'true link')} and "
        f"{len(found.extra):,} false ones: precision {_defined(found.precision):.2f}, recall {_defined(found.recall):.2f}."
        + (f" One false link: {' and '.join(extra)}." if extra else "")
    )
    return settle(
        f1,
        Bands(1.0, half),
        summary,
        mistakes=_mistakes(found, links, as_links(exact)),
        blocked=f"You compared {candidates:,} pairs; {most_candidates:,} is the most allowed."
        if many
        else "",
        why=why,
        advice="Sort your links by how similar the records are, and look at the links close to the threshold.",
        measures=_measures(found),
        credit=credit,
        expected=f"precision of at least {precision:g} and recall of at least {recall:g}",
    )


def groups_closed(given: Iterable[Collection[Any]], *, why: str = "") -> Passed:
    """Pass if links are transitive: if a is b and b is c, the link of a and c must be present too."""
    links = as_links(given)
    groups = _groups(links)
    implied = sum(len(group) * (len(group) - 1) // 2 for group in groups) - len(links)
    if not implied:
        return Passed(len(links), "every implied link is present")
    pairs = (frozenset(pair) for group in groups for pair in combinations(group, 2))
    first = sorted(map(str, next(pair for pair in pairs if pair not in links)))
    raise Failed(
        f"{count_noun(implied, 'link follows', 'links follow')} from your links but {'is' if implied == 1 else 'are'} missing, such as "
        f"{' and '.join(first)}.",
        misconception="You judged the pairs one by one. But if a is b and b is c, then a is c: links make groups.",
        why=why or "If a record equals two others that are not linked, nobody knows which records to merge.",
        advice="Join your links into groups and look at the largest one: a single false link may hold it together.",
        credit=min(0.9, len(links) / (len(links) + implied)),
        measured=implied,
        expected="no implied link missing",
    )


def _groups(links: frozenset[Link]) -> list[list[Any]]:
    """Return the ids that links join, each group sorted, in the order of the groups' first ids."""
    groups = [sorted(group, key=str) for group in groups_of_links(links)]
    return sorted(groups, key=lambda group: str(group[0]))


def _defined(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _mistakes(found: Found, given: frozenset[Link], exact: frozenset[Link]) -> Iterator[Mistake]:
    total = len(found.hits) + len(found.missed)
    if not given or (given <= exact and found.missed):
        yield Mistake(
            "You linked only records that are equal in every field. Real duplicates differ in some field.",
            "Count how many fields agree, or how similar they are, and choose a threshold.",
        )
    elif _defined(found.precision) < 0.5 and found.recall >= 0.9:
        yield Mistake(
            f"Your threshold is too loose: precision is {found.precision:.2f}, so most of your links are there by chance.",
            "Require one more field to agree, or leave out fields that many records share.",
        )
    elif found.recall < 0.7 and _defined(found.precision) >= 0.9:
        yield Mistake(
            f"Your threshold is too strict, or your blocks separated true pairs before they were compared: "
            f"{len(found.missed):,} of {total:,} are missing.",
            "Measure how many true pairs are still in your blocks, and add a second blocking key.",
        )


def _measures(found: Found) -> tuple[Measure, ...]:
    measures = []
    parts = (("precision", found.precision, found.extra), ("recall", found.recall, found.missed))
    for name, value, rest in parts:
        n = len(found.hits) + len(rest)
        low, high = bounds(len(found.hits), n)
        if n:
            measures.append(
                Measure(
                    id=f"link-{name}",
                    name=f"{name.capitalize()} of links",
                    value=round(value, 4),
                    n=n,
                    n_unit="links",
                    low=low,
                    high=high,
                    method="Wilson, 95 %",
                )
            )
    return tuple(measures)
