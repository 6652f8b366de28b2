"""Declare a check of a mapping or of a list of ids; the solution gives what is right, mistakes.py what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from labelwright.checks.check import Check
from labelwright.checks.compare import Bands, FoundItems, count_noun, found_items, rounded, settle
from labelwright.checks.declaring import (
    EXACT,
    all_right,
    declare,
    nearer,
    rounded_numbers,
    same_mistakes,
    sentence_of,
    some_of,
    tolerance_said,
    truth_of,
)
from labelwright.checks.kinds import Names, shown, single, spelled
from labelwright.checks.results import alike, gives
from labelwright.checks.verdicts import Failed, Measure, NotAttempted, Passed
from labelwright.exchange.plain_data import Column, labels

if TYPE_CHECKING:
    from labelwright.checks.work import Work

MOST_NAMED = 3
"""How many wrong ids of a list are named; more are counted."""


def mapping(
    task: str,
    name: str,
    what: str,
    *,
    keys: Callable[[Work], Sequence[Any]] | None = None,
    absent: Any = ...,
    within: float = EXACT,
    full: float = 1.0,
    half: float | None = None,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
) -> Check:
    """Declare that `name` maps the solution's keys to the solution's values, which are numbers, texts or other plain data.

    `keys(work)` gives those of its keys that this check compares; other ones are then not looked at. `absent` is what a key
    means that is not there, such as 0 in a table of counts.
    """

    def compare(work: Work) -> Passed:
        chosen = list(keys(work)) if keys else None
        everything = truth_of(work, name, lambda solution: solution.mapping(name))
        truth = (
            everything if chosen is None else {one: everything[one] for one in chosen if one in everything}
        )
        found = _entries(work, name, chosen, list(everything))
        if chosen and all(found.get(key, ...) is ... for key in truth):
            raise NotAttempted(f"`{name}` has nothing for {some_of(list(truth))} yet.")
        found = _like_the_truth(found, truth)

        def is_right(right: dict[Any, Any]) -> bool:
            return gives(*_filled(found, right, absent), within)

        def is_same(other: Work) -> bool:
            theirs = _like_the_truth(_entries(other, name, chosen, list(found)), found)
            return alike(*_filled(theirs, found, absent), within)

        truth = nearer(work, truth, lambda solution: _entries(solution, name, chosen), is_right)
        share, said = _compared(name, *_filled(found, truth, absent), within)
        same = same_mistakes(work, name, is_same)
        expected = all_right(full, half)
        return settle(
            share, Bands(full, half), said, mistakes=same, why=why, advice=advice, expected=expected
        )

    said = f"each {tolerance_said(within)}" if within > EXACT else ""
    return replace(declare(task, name, sentence_of(name, what, said), compare, weight, after), absent=absent)


def _compared(name: str, found: dict[Any, Any], truth: dict[Any, Any], within: float) -> tuple[float, str]:
    """Return the share that is right and what was found; raise Failed where the values are only rounded."""
    missing = [key for key in truth if key not in found]
    extra = [key for key in found if key not in truth]
    wrong = [key for key in truth if key in found and not gives(found[key], truth[key], within)]
    right = len(truth) - len(missing) - len(wrong)
    if wrong and not missing and not extra and all(rounded_numbers(found[key], truth[key]) for key in wrong):
        raise rounded(f"{name}[{wrong[0]!r}]", found[wrong[0]], within)
    said = f"`{name}` is right for {right} of {count_noun(len(truth), 'key')}."
    if wrong:
        said += f" For {shown(wrong[0])} it is {shown(found[wrong[0]])}."
    said += f" It has nothing for {some_of(missing)}." if missing else ""
    said += f" {some_of(extra)} should not be in it." if extra else ""
    return right / max(len(truth) + len(extra), 1), said


def _entries(work: Work, name: str, keys: Sequence[Any] | None, known: Sequence[Any] = ()) -> dict[Any, Any]:
    """Return a mapping as a dict, or only its entries for `keys`; each key is as it is in `known`."""
    found = work.mapping(name, known or keys or ())
    return found if keys is None else {key: found[key] for key in keys if key in found}


def _filled(one: dict[Any, Any], two: dict[Any, Any], absent: Any) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Return both mappings with `absent` for the keys that only the other one has."""
    if absent is ...:
        return one, two
    keys = {**two, **one}
    return {key: one.get(key, absent) for key in keys}, {key: two.get(key, absent) for key in keys}


def _like_the_truth(found: dict[Any, Any], truth: dict[Any, Any]) -> dict[Any, Any]:
    """Return `found` with a container of one number or text as this one, where the right value is one."""
    return {
        key: single(value) if isinstance(truth.get(key), int | float | str) else value
        for key, value in found.items()
    }


def items(
    task: str,
    name: str,
    what: str,
    *,
    known: Callable[[Work], Sequence[Any]] | None = None,
    recall: float = 1.0,
    precision: float = 1.0,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
    measure: Callable[[Work, FoundItems], Measure] | None = None,
) -> Check:
    """Declare that `name` lists `what`: the same ids as the solution's list, in any order.

    `known` gives all ids there are, so that a wrong id is told from a misspelt one. `recall` and `precision` (0 to 1) are
    the shares that a pass needs; an answer that misses them earns half of the smaller share. `measure` makes what a portfolio
    shows of a right answer.
    """

    def compare(work: Work) -> Passed:
        truth = truth_of(work, name, lambda solution: solution.ids(name, ()))
        there = list(known(work)) if known else truth
        _refuse_mask(name, work.value(name), there)
        listed = list(map(_word, work.ids(name, there)))
        unknown = [one for one in listed if one not in set(map(_word, there))] if known else []
        if unknown:
            raise _no_ids(name, unknown, there)
        truth = nearer(
            work,
            truth,
            lambda solution: solution.ids(name, ()),
            lambda right: set(listed) == set(map(_word, right)),
        )
        found = found_items(listed, map(_word, truth))
        reached = found.recall >= recall - 1e-9 and found.precision >= precision - 1e-9
        same = same_mistakes(work, name, lambda other: _same_items(other, name, there, set(listed)))
        return settle(
            found.recall,
            Bands(recall),
            _listed(name, found),
            mistakes=same,
            why=why,
            advice=advice,
            credit=1.0 if reached else 0.5 * min(found.recall, found.precision),
            expected=_wanted(recall, precision),
            measured=f"{len(found.hits)} right, {len(found.extra)} not",
            measures=(measure(work, found),) if measure and reached else (),
        )

    return declare(task, name, f"`{name}` lists {what}.", compare, weight, after)


def _refuse_mask(name: str, value: Any, known: Sequence[Any]) -> None:
    """Raise Failed for a list or Series of truth values that does not say whose they are."""
    values = value.values if isinstance(value, Column) else value
    is_mask = isinstance(values, list) and bool(values) and all(isinstance(one, bool) for one in values)
    if is_mask and not (isinstance(value, Column) and any(map(Names(known).has, labels(value.index)))):
        raise Failed(
            f"`{name}` holds {len(values):,} truth values, True or False, and no ids.",
            why="Truth values say which rows are meant only next to the table that they come from.",
            advice='Use them to select the ids, such as `list(table.loc[truth_values, "id"])`.',
        )


def _listed(name: str, found: FoundItems) -> str:
    said = f"`{name}` lists {count_noun(len(found.hits), 'right one')}"
    # More ids would give away the right ones, where these are few.
    wrong = found.some_extra() if len(found.extra) <= MOST_NAMED else f"{len(found.extra)} that are not"
    said += f", and also {wrong}." if found.extra else "."
    return f"{said} Others are missing." if found.missed else said


def _same_items(other: Work, name: str, known: Sequence[Any], found: set[str]) -> bool:
    return set(map(_word, other.ids(name, known))) == found


def _word(item: Any) -> str:
    return spelled(item) or str(item)


def _wanted(recall: float, precision: float) -> str:
    # How many there are is a part of the answer.
    if recall == precision == 1:
        return "each right one and no other"
    return f"at least {recall:.0%} of the right ones, and at least {precision:.0%} of yours right"


def _no_ids(name: str, unknown: Sequence[str], known: Sequence[Any]) -> Failed:
    one = (
        f"`{unknown[0]}`, which is not an id here"
        if len(unknown) == 1
        else f"{some_of(unknown)}, which are not ids here"
    )
    return Failed(
        f"`{name}` contains {one}.",
        why="An id that does not exist names nothing.",
        advice=f"Write the ids as they are in the data, such as {shown(known[0])}." if known else "",
    )
