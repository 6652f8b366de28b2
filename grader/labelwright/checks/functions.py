"""Judge a learner's function on given inputs, and a learner's checker on good answers and mutants."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labelwright.checks.bands import Bands, Mistake, settle, short, times
from labelwright.checks.results import Failed, Passed
from labelwright.checks.tables import equal
from labelwright.checks.work import kind_of
from labelwright.exchange.plain_data import Column, Table

if TYPE_CHECKING:
    from labelwright.checks.work import Work

_WHY = (
    "A function is used on data that its author has not seen; the rare cases are where it is relied on most."
)
_DEEP = 12


@dataclass(frozen=True, slots=True)
class Case:
    """One call: its arguments, the right result, and `note`, what is special about it (such as "no items")."""

    arguments: tuple[Any, ...]
    result: Any
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownWay:
    """A wrong way to write the function, as a function of the same arguments, and its explanation."""

    function: Callable[..., Any]
    misconception: str
    advice: str = ""


def function_gives(
    work: Work,
    name: str,
    cases: Sequence[Case],
    *,
    tolerance: float = 1e-6,
    full: float = 1.0,
    half: float | None = None,
    known: Iterable[KnownWay] = (),
    why: str = _WHY,
) -> Passed:
    """Pass where the learner's function `name` gives the right result for the share `full` of the cases.

    The message shows the input of the first case that failed and what came back, never the right result. A result is
    right where it is equal, numbers within `tolerance` (absolute and relative), NaN and None alike, tuples and lists
    alike. A wrong way of `known` is named where it gives what the learner's function gives, in every failed case, or
    stops with an error where that does.
    """
    failed: list[tuple[Case, Any, str]] = []
    for case in cases:
        value, said = _call(work, name, case.arguments)
        if said or not alike(value, case.result, tolerance):
            failed.append((case, value, said))
    right = len(cases) - len(failed)
    return settle(
        right / len(cases) if cases else math.nan,
        Bands(full, half),
        f"`{name}` is right on {right} of {times(len(cases), 'input')}.{_first(name, failed)}",
        mistakes=_ways(failed, known, tolerance),
        why=why,
        advice="Call the function on that very input in a cell of its own, and follow it line by line.",
    )


def rejects_mutants(
    work: Work,
    name: str,
    good: Sequence[Any],
    mutants: Sequence[Any],
    *,
    full: float = 0.8,
    half: float | None = None,
    why: str = "",
) -> Passed:
    """Pass where the learner's checker `name` accepts all of `good` and rejects the share `full` of `mutants`.

    The checker takes one argument and gives something true to accept it. A good answer that is rejected fails the check
    with no credit beyond half, since a checker that rejects everything would catch every mutant.
    """
    refused = [answer for answer in good if not _accepts(work, name, answer)]
    caught = [answer for answer in mutants if not _accepts(work, name, answer)]
    passed = [answer for answer in mutants if answer not in caught]
    mistakes = []
    if refused and len(refused) == len(good) and not passed:
        mistakes.append(Mistake(f"`{name}` rejects everything.", "Start from what makes an answer right."))
    elif not caught and mutants:
        mistakes.append(
            Mistake(f"`{name}` accepts everything.", "Check whether it returns what it computed.")
        )
    return settle(
        len(caught) / len(mutants) if mutants else math.nan,
        Bands(full, half),
        f"`{name}` rejects {len(caught)} of {times(len(mutants), 'faulty answer')}"
        + (f" and lets pass, for one, {short(repr(passed[0]), 200)}." if passed else "."),
        mistakes=mistakes,
        blocked=f"It rejects the right answer {short(repr(refused[0]), 200)}." if refused else "",
        why=why
        or "A checker that lets faults pass gives a false feeling of safety; one that rejects good work is switched off.",
        advice="Take the answer shown and ask which rule it breaks; then write that rule.",
    )


def alike(value: Any, right: Any, tolerance: float = 1e-6, depth: int = 0) -> bool:
    """Whether two plain values say the same; see `function_gives`."""
    value, right = _plain(value), _plain(right)
    if depth > _DEEP:
        return False
    if isinstance(right, dict):
        return (
            isinstance(value, dict)
            and len(value) == len(right)
            and all(key in value and alike(value[key], right[key], tolerance, depth + 1) for key in right)
        )
    if isinstance(right, list):
        return (
            isinstance(value, list)
            and len(value) == len(right)
            and all(alike(a, b, tolerance, depth + 1) for a, b in zip(value, right, strict=True))
        )
    if isinstance(value, (list, dict, set)) or isinstance(right, set):
        return isinstance(value, set) and isinstance(right, set) and value == right
    if isinstance(right, bool) or isinstance(value, bool):
        return isinstance(right, bool) and isinstance(value, bool) and value == right
    return equal(value, right, tolerance)


def _plain(value: Any) -> Any:
    """Tables as lists of columns, columns and tuples as lists, frozen sets as sets."""
    if isinstance(value, Table):
        return [list(value.columns), *value.data]
    if isinstance(value, Column):
        return list(value.values)
    if isinstance(value, frozenset):
        return set(value)
    return list(value) if isinstance(value, tuple) else value


def _call(work: Work, name: str, arguments: Sequence[Any]) -> tuple[Any, str]:
    """What the function gives, or in words how it failed."""
    try:
        return work.call(name, *arguments), ""
    except Failed as failed:
        return None, failed.found


def _accepts(work: Work, name: str, answer: Any) -> bool:
    value, said = _call(work, name, [answer])
    return bool(value) and not said


def _first(name: str, failed: list[tuple[Case, Any, str]]) -> str:
    if not failed:
        return ""
    case, value, said = failed[0]
    shown = ", ".join(_shown(argument) for argument in case.arguments)
    special = f" ({case.note})" if case.note else ""
    came = said or f"it gives {_shown(value)}"
    return f" Not right{special}: for `{name}({shown})` {came if came.endswith('.') else came + '.'}"


def _shown(value: Any) -> str:
    """A value as its learner would write it, on one line; a set in a stable order, so that a report stays the same."""
    if isinstance(value, (Table, Column)):
        return kind_of(value)
    if type(value).__name__ == "DataFrame":
        written = f"pd.DataFrame({value.to_dict('list')!r})"
        rows, columns = value.shape
        size = f"a DataFrame of {times(rows, 'row')} and {times(columns, 'column')}"
        return written if len(written) <= 200 else size
    if isinstance(value, set):
        return short("{" + ", ".join(sorted(map(repr, value))) + "}", 120)
    return short(repr(value), 120)


def _ways(
    failed: list[tuple[Case, Any, str]], known: Iterable[KnownWay], tolerance: float
) -> Iterable[Mistake]:
    told = any(not said for _, _, said in failed)
    for way in known:
        if told and all(_gives(way, *one, tolerance) for one in failed):
            yield Mistake(way.misconception, way.advice)
    if failed and all(said for _, _, said in failed):
        yield Mistake("", "Read the last line of the error: it names the line of your function that stopped.")
    elif failed and all(value is None and case.result is not None for case, value, _ in failed):
        yield Mistake(
            "The function gives None: it prints or stores its result and does not return it.", "Add `return`."
        )


def _gives(way: KnownWay, case: Case, value: Any, said: str, tolerance: float) -> bool:
    """Whether the wrong way gives this value, or stops with an error where the learner's function stopped with one."""
    try:
        return alike(value, way.function(*case.arguments), tolerance) and not said
    except Exception:
        return bool(said)
