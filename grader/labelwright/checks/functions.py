"""Check a learner's function on given inputs, and a learner's checker on good and faulty answers."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labelwright.checks.compare import (
    ROUNDED_CREDIT,
    Bands,
    Mistake,
    count_noun,
    is_rounded,
    rounded_alike,
    settle,
    shorten,
)
from labelwright.checks.kinds import kind_of, shown
from labelwright.checks.repairs import number
from labelwright.checks.results import alike, gives, in_form, plain
from labelwright.checks.verdicts import Failed, Passed
from labelwright.exchange.plain_data import Column, Table

if TYPE_CHECKING:
    from labelwright.checks.work import Work

_WHY = "Your function will run on data that you have not seen. The rare cases are the ones that people do not check."
_AGAIN = 6
"""How many inputs a function is given a second time."""


@dataclass(frozen=True, slots=True)
class Case:
    """One call: its arguments, the right result, and `note`, which says what is special (such as "no items")."""

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
    """Pass if the learner's function `name` gives the right result for at least the share `full` of the cases.

    The message shows the input of the first case that failed and what came back, never the right result. A result is
    right if it is equal: numbers within `tolerance` (absolute, and up to 1e-6 relative too), tuples the same as lists, a table the same as
    its rows, a Series the same as a list or dict. Inside a container NaN is the same as None; alone it is not, since a
    function that reaches its end gives None. A wrong way of `known` is named if in every
    case, also in those that are right, it gives what the learner's function gives, or stops with an error of the same type. Some
    inputs are given a second time, in another order: a function that then gives something else fails.
    """
    calls = [(case, *_call(work, name, case.arguments)) for case in cases]
    failed = [call for call in calls if call[2] or not _is_right(call[1], call[0].result, tolerance)]
    right = len(cases) - len(failed)
    changed = _changed(work, name, calls, tolerance)
    if changed:
        raise _unsteady(name, *changed)
    return settle(
        right / len(cases) if cases else math.nan,
        Bands(full, half),
        f"`{name}` is right on {right} of {count_noun(len(cases), 'input')}.{_first(name, failed)}",
        mistakes=_ways(calls, failed, known, tolerance),
        why=why,
        advice="Call the function with this input in a new cell, and follow it line by line.",
        credit=_rounded_credit(right, failed, len(cases)),
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
    """Pass if the learner's checker `name` accepts all of `good` and rejects at least the share `full` of `mutants`.

    The checker takes one argument and returns something true to accept it. If it rejects a good answer, the check fails
    with half credit at most, since a checker that rejects everything would catch every mutant. Every answer is asked
    about twice, in another order: a checker that then says something else fails.
    """
    answers = [*good, *mutants]
    accepted = [_accepts(work, name, answer) for answer in answers]
    again = [_accepts(work, name, answer) for answer in reversed(answers)][::-1]
    for answer, first, second in zip(answers, accepted, again, strict=True):
        if first is not second:
            raise _unsteady(name, (answer,), *(("accepts" if one else "rejects") for one in (first, second)))
    refused = [answer for answer, passes in zip(good, accepted, strict=False) if not passes]
    caught = [answer for answer, passes in zip(mutants, accepted[len(good) :], strict=True) if not passes]
    passed = [answer for answer in mutants if answer not in caught]
    mistakes = []
    if refused and len(refused) == len(good) and not passed:
        mistakes.append(Mistake(f"`{name}` rejects everything.", "Start from what makes an answer right."))
    elif not caught and mutants:
        mistakes.append(Mistake(f"`{name}` accepts everything.", "Check that it returns what it computed."))
    return settle(
        len(caught) / len(mutants) if mutants else math.nan,
        Bands(full, half),
        f"`{name}` rejects {len(caught)} of {count_noun(len(mutants), 'faulty answer')}"
        + (f" and accepts, for example, {shorten(repr(passed[0]), 200)}." if passed else "."),
        mistakes=mistakes,
        blocked=f"It rejects the right answer {shorten(repr(refused[0]), 200)}." if refused else "",
        why=why
        or "A checker that misses faults makes people feel safe when they are not. One that rejects good work is switched off.",
        advice="Take the answer shown here and ask which rule it breaks. Then write that rule.",
    )


def _is_right(value: Any, right: Any, tolerance: float) -> bool:
    is_none_for_nan = value is None and isinstance(right, float) and math.isnan(right)
    return not is_none_for_nan and gives(value, right, tolerance)


def _call(work: Work, name: str, arguments: Sequence[Any]) -> tuple[Any, str]:
    """Return what the function gives, or a sentence that says how it failed."""
    try:
        return work.call(name, *arguments), ""
    except Failed as failed:
        return None, failed.found


def _changed(
    work: Work, name: str, calls: list[tuple[Case, Any, str]], tolerance: float
) -> tuple[tuple[Any, ...], str, str] | None:
    """Call the function again on the last inputs, in reverse; return an input with two results, or None."""
    for case, value, error in calls[: -_AGAIN - 1 : -1]:
        second, second_error = _call(work, name, case.arguments)
        if bool(error) != bool(second_error) or not (error or alike(second, value, 2 * tolerance)):
            first, other = (
                "stops with an error" if stopped else f"gives {_shown(one)}"
                for one, stopped in ((value, error), (second, second_error))
            )
            return case.arguments, first, other
    return None


def _unsteady(name: str, arguments: tuple[Any, ...], first: str, second: str) -> Failed:
    shown = ", ".join(map(_shown, arguments))
    return Failed(
        f"`{name}` does not do the same for the same input: for `{name}({shown})` it first {first}, and the second time "
        f"it {second}.",
        misconception="The result depends on chance, or on what was called before: on a counter, a global variable or an "
        "argument that is kept.",
        why="Nobody can check a result that changes. If a rerun gives another answer, both answers are worth nothing.",
        advice="Compute the result from the arguments only. If the function needs chance, set the seed inside it.",
        measured="two results for one input",
        expected="one result for one input",
    )


def _accepts(work: Work, name: str, answer: Any) -> bool:
    value, error = _call(work, name, [answer])
    return bool(value) and not error


def _rounded_credit(right: int, failed: list[tuple[Case, Any, str]], count: int) -> float | None:
    """Return the credit of results that are right or rounded: most of it, as for a number; None for other results."""
    return (right + ROUNDED_CREDIT * len(failed)) / count if _are_rounded(failed) else None


def _are_rounded(failed: list[tuple[Case, Any, str]]) -> bool:
    """Return whether all results that failed are right but rounded."""
    if not failed or any(error for _, _, error in failed):
        return False
    pairs = [
        pair for case, value, _ in failed for pair in _number_pairs(in_form(value, case.result), case.result)
    ]
    return all(_only_rounded(value, case.result) for case, value, _ in failed) or (
        None not in pairs and rounded_alike([pair for pair in pairs if pair])
    )


def _number_pairs(value: Any, right: Any) -> list[tuple[float, float] | None]:
    """Return the numbers of a result with the right ones; None in the list for what is of another form or is wrong."""
    value, right = plain(value), plain(right)
    if isinstance(right, list):
        if not isinstance(value, list) or len(value) != len(right):
            return [None]
        return [pair for one, part in zip(value, right, strict=True) for pair in _number_pairs(one, part)]
    first, second = number(value), number(right)
    if first is None or second is None:
        return [] if alike(value, right) else [None]
    return [(first, second)]


def _easiest(failed: list[tuple[Case, Any, str]]) -> tuple[Case, Any, str]:
    """Return the call that is the easiest to follow: the shortest one, and one that is not special if there is any."""
    return min(failed, key=lambda call: (bool(call[0].note), len("".join(map(_shown, call[0].arguments)))))


def _first(name: str, failed: list[tuple[Case, Any, str]]) -> str:
    if not failed:
        return ""
    case, value, error = _easiest(failed)
    shown = ", ".join(_shown(argument) for argument in case.arguments)
    special = f" ({case.note})" if case.note else ""
    outcome = error or f"it gives {_shown(value)}"
    return f" Wrong{special}: for `{name}({shown})` {outcome if outcome.endswith('.') else outcome + '.'}"


def _shown(value: Any) -> str:
    """Write a value as a learner would, on one line; a set in a stable order, so that a report stays the same."""
    if isinstance(value, (Table, Column)):
        return kind_of(value)
    if type(value).__name__ == "DataFrame":
        written = f"pd.DataFrame({value.to_dict('list')!r})"
        rows, columns = value.shape
        size = f"a DataFrame with {count_noun(rows, 'row')} and {count_noun(columns, 'column')}"
        return written if len(written) <= 200 else size
    return shown(value, 120)


def _ways(
    calls: list[tuple[Case, Any, str]],
    failed: list[tuple[Case, Any, str]],
    known: Iterable[KnownWay],
    tolerance: float,
) -> Iterable[Mistake]:
    some_returned = any(not error for _, _, error in calls)
    for way in known:
        # A wrong way that would be wrong where the function is right is not the way that it takes.
        if some_returned and all(_gives(way, *call, tolerance) for call in (*failed, *calls)):
            yield Mistake(way.misconception, way.advice)
    if failed and all("ran longer than" in error for _, _, error in failed):
        yield Mistake("It does not come to an end.", "Look at each loop: what makes it stop?")
    elif failed and all("was stopped" in error for _, _, error in failed):
        yield Mistake("", "The function does not return. Look for what ends the program or fills the memory.")
    elif failed and all(error for _, _, error in failed):
        yield Mistake("", "Read the last line of the error. It says what went wrong.")
    elif failed and all(value is None and case.result is not None for case, value, _ in failed):
        yield _returns_none(calls, failed)
    elif _are_rounded(failed):
        yield Mistake(
            "The results are right, but rounded.", "Return the full value, and round only when you print."
        )
    elif wrapped := _wrapped(failed, tolerance):
        yield wrapped
    elif failed and (wanted := _other_form(failed)):
        yield Mistake(wanted, "Look at what the task says that the function returns.")


def _other_form(failed: list[tuple[Case, Any, str]]) -> str:
    """Return what results should be, if each of them is something of another kind; an empty text if not."""
    kinds = {
        (_form(case.result), _form(in_form(value, case.result))) for case, value, error in failed if not error
    }
    wanted = {right for right, _ in kinds}
    if not kinds or len(wanted) != 1 or any(right == found for right, found in kinds):
        return ""
    return f"The function should return {wanted.pop()}, and it returns {kind_of(_easiest(failed)[1])}."


def _form(value: Any) -> str:
    """Return what kind of result this is, with its size if it is a short list, as a phrase."""
    value = plain(value)
    if isinstance(value, bool):
        return "True or False"
    if isinstance(value, list):
        return f"a list or tuple of {len(value)} values" if len(value) in (2, 3, 4) else "a list"
    if isinstance(value, dict):
        return "a dict"
    if isinstance(value, str):
        return "a text"
    return "a number" if number(value) is not None else "something else"


def _returns_none(calls: list[tuple[Case, Any, str]], failed: list[tuple[Case, Any, str]]) -> Mistake:
    if all(isinstance(case.result, float) and math.isnan(case.result) for case, _, _ in failed):
        return Mistake(
            "The function returns None here. A function that reaches its end without `return` gives None too.",
            'Where the result is undefined, write `return float("nan")`.',
        )
    if all(value is None for _, value, _ in calls):
        return Mistake(
            "The function returns None: it prints or stores its result but does not return it.",
            "Add `return`.",
        )
    return Mistake(
        "For some inputs the function returns None: it reaches its end, and no `return` on the way was used.",
        "Follow the function with this input. Which branch does it take, and what does this branch return?",
    )


def _wrapped(failed: list[tuple[Case, Any, str]], tolerance: float) -> Mistake | None:
    """Return the mistake of a right number that comes as text or inside a list or array; None for any other result."""
    kinds = {_wrapper(value, case.result, tolerance) for case, value, _ in failed}
    if kinds == {"text"}:
        return Mistake("The number is right, but it is text.", "Return the number itself, not a text of it.")
    if kinds == {"list"}:
        return Mistake(
            "The number is right, but it is inside a list or an array.",
            "Return the number itself, such as `result[0]`.",
        )
    return None


def _wrapper(value: Any, right: Any, tolerance: float) -> str:
    if number(right) is None:
        return ""
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            return "text" if alike(float(value), right, tolerance) else ""
        return ""
    inner = plain(value)
    while isinstance(inner, list) and len(inner) == 1:
        inner = plain(inner[0])
    is_inside = isinstance(plain(value), list) and not isinstance(inner, list)
    return "list" if is_inside and alike(inner, right, tolerance) else ""


def _only_rounded(value: Any, right: Any) -> bool:
    """Return whether each number of a result is right or rounded, and the rest is right."""
    value, right = in_form(value, right), plain(right)
    if isinstance(right, list):
        fits = isinstance(value, list) and len(value) == len(right)
        return fits and all(_only_rounded(a, b) for a, b in zip(value, right, strict=True))
    if isinstance(right, dict):
        fits = isinstance(value, dict) and set(value) == set(right)
        return fits and all(_only_rounded(value[key], right[key]) for key in right)
    first, second = number(value), number(right)
    if first is None or second is None:
        return alike(value, right)
    return alike(value, right) or is_rounded(first, second)


def _gives(way: KnownWay, case: Case, value: Any, error: str, tolerance: float) -> bool:
    """Return whether the wrong way gives this value, or stops with an error as the learner's function did."""
    try:
        return gives(value, way.function(*case.arguments), tolerance) and not error
    except Exception as stopped:
        return bool(error) and error_type(error) == error_type(
            f"raised {type(stopped).__name__}", str(stopped)
        )


def error_type(*texts: str) -> str:
    """Return the type of the error that stopped a function, from the sentence that says so: the last one that has it."""
    found = [match[1] for text in texts for match in [re.search(r"raised (\w+)", text)] if match]
    return found[-1] if found else ""
