"""Judge links between records and groups of duplicates."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import Any

from labelwright.checks.bands import Bands, Mistake, at_least, bounds, named, settle, times
from labelwright.checks.results import Failed, Passed
from labelwright.checks.verdicts import Measure
from labelwright.exchange.plain_data import Table
from labelwright.quality.links import Link, as_links
from labelwright.quality.precision_recall import Found, found_score

_MOST = 200_000
_WHY = "A missed link leaves one person twice; a false one makes two people one, which is harder to undo."


def links_in(value: Any, name: str, known: Collection[object] = ()) -> frozenset[Link]:
    """The links in plain data: pairs of ids in a list or set, or in the first two columns of a table.

    (a, b) and (b, a) are one link. Failed where a part is no pair, a record is linked with itself, an id is not among
    `known`, or there are more than 200,000.
    """
    if isinstance(value, Table):
        pairs: Any = list(zip(*value.data[:2], strict=True)) if len(value.data) > 1 else [()]
    else:
        pairs = value
    if not isinstance(pairs, (list, set)) or len(pairs) > _MOST:
        raise Failed(
            f"`{name}` is no list of at most {_MOST:,} pairs of ids.",
            advice='Give pairs such as ("r1", "r7").',
        )
    for pair in pairs:
        if (
            not isinstance(pair, (list, tuple))
            or len(pair) != 2
            or not all(isinstance(one, (str, int)) for one in pair)
        ):
            raise Failed(
                f"`{name}` holds {str(pair)[:80]}, which is no pair of ids.",
                advice='Give pairs such as ("r1", "r7").',
            )
        if pair[0] == pair[1]:
            raise Failed(
                f"`{name}` links `{pair[0]}` with itself.",
                misconception="A table joined with itself holds every row as its own match.",
                advice="Keep only pairs whose first id comes before the second.",
            )
    links = as_links(pairs)
    strange = sorted({str(one) for link in links for one in link if known and one not in known})
    if strange:
        raise Failed(
            f"`{name}` names ids that do not exist: {named(strange)}.",
            misconception="Row numbers may have been given where ids are meant.",
            advice="Give the ids as they stand in the data.",
        )
    return links


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
    """Pass where precision and recall of the links both reach their bounds; half credit from an F1 of `half` on.

    `exact` is what comparing whole records for equality finds. `candidates` is how many pairs the learner compared, at
    most `most_candidates` for a pass.
    """
    links, true = as_links(given), as_links(gold)
    found = found_score(links, true)
    reached = [_known(found.precision) >= precision - 1e-9, _known(found.recall) >= recall - 1e-9]
    f1 = _known(found.f1)
    credit = 1.0 if all(reached) else at_least(f1, full=2.0, half=half)
    many = candidates is not None and most_candidates is not None and candidates > most_candidates
    extra = min((sorted(map(str, link)) for link in links - true), default=[])
    told = (
        f"{len(found.hits):,} of {times(len(found.hits) + len(found.missed), 'true link')} were found and "
        f"{len(found.extra):,} false ones: precision {_known(found.precision):.2f}, recall {_known(found.recall):.2f}."
        + (f" False, for one: {' and '.join(extra)}." if extra else "")
    )
    return settle(
        f1,
        Bands(1.0, half),
        told,
        mistakes=_mistakes(found, links, as_links(exact)),
        blocked=f"{candidates:,} pairs were compared, where {most_candidates:,} must do." if many else "",
        why=why,
        advice="Sort your links by how alike they are and look at the ones around the threshold.",
        measures=_measures(found),
        credit=credit,
        expected=f"precision of at least {precision:g} and recall of at least {recall:g}",
    )


def groups_closed(given: Iterable[Collection[Any]], *, why: str = "") -> Passed:
    """Pass where links are transitive: where a is b and b is c, the link of a and c is there too."""
    links = as_links(given)
    groups = _groups(links)
    implied = sum(len(group) * (len(group) - 1) // 2 for group in groups) - len(links)
    if not implied:
        return Passed(len(links), "every implied link is there")
    pairs = (frozenset(pair) for group in groups for pair in combinations(group, 2))
    first = sorted(map(str, next(pair for pair in pairs if pair not in links)))
    raise Failed(
        f"{times(implied, 'link follows', 'links follow')} from yours without being among them, such as {' and '.join(first)}.",
        misconception="Pairs were judged one by one, but being the same is transitive: links make groups.",
        why=why or "A record that is the same as two others that differ cannot be merged with either.",
        advice="Join your links into groups, and look at the largest: one false link may hold it together.",
        credit=min(0.9, len(links) / (len(links) + implied)),
        measured=implied,
        expected="no implied link missing",
    )


def _groups(links: frozenset[Link]) -> list[list[Any]]:
    """The ids that links join, each group sorted; near-linear, since a hostile chain of links may be long."""
    parent: dict[Any, Any] = {}

    def root(name: Any) -> Any:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for link in links:
        first, second = link
        parent[root(first)] = root(second)
    groups: dict[Any, list[Any]] = {}
    for name in sorted(parent, key=str):
        groups.setdefault(root(name), []).append(name)
    return sorted(groups.values(), key=lambda group: str(group[0]))


def _known(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _mistakes(found: Found, given: frozenset[Link], exact: frozenset[Link]) -> Iterator[Mistake]:
    total = len(found.hits) + len(found.missed)
    if not given or (given <= exact and found.missed):
        yield Mistake(
            "Only records that are equal in every field were linked; real duplicates differ somewhere, that is the point.",
            "Count how many fields agree, or how alike they are, and choose a threshold.",
        )
    elif _known(found.precision) < 0.5 and found.recall >= 0.9:
        yield Mistake(
            f"The threshold is too loose: with precision {found.precision:.2f}, what two records share is mostly chance.",
            "Ask for one more agreeing field, or leave out fields that many records share.",
        )
    elif found.recall < 0.7 and _known(found.precision) >= 0.9:
        yield Mistake(
            f"The threshold is too strict, or blocking parted {len(found.missed):,} of {total:,} true pairs before they were compared.",
            "Measure how many true pairs your blocks still hold; add a second blocking key.",
        )


def _measures(found: Found) -> tuple[Measure, ...]:
    made = []
    parts = (("precision", found.precision, found.extra), ("recall", found.recall, found.missed))
    for name, value, rest in parts:
        n = len(found.hits) + len(rest)
        low, high = bounds(len(found.hits), n)
        if n:
            made.append(
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
    return tuple(made)
