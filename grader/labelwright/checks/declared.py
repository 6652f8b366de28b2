"""Declare a check of a number, a word or a function; the solution gives what is right, mistakes.py what is wrong.

Each function returns a Check that asks for one name of the learner's. It compares with what the exercise's solution gives
from the learner's own earlier answers, and names a mistake only where its cell gives the learner's value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from labelwright.checks.check import Check
from labelwright.checks.compare import Known, close
from labelwright.checks.declaring import (
    EXACT,
    declare,
    followed_of,
    sentence_of,
    told_together,
    tolerance_said,
    truth_of,
)
from labelwright.checks.functions import Case, KnownWay, error_type, function_gives
from labelwright.checks.kinds import shown, single, wrong_kind
from labelwright.checks.results import alike
from labelwright.checks.verdicts import Failed, Matrix, Measure, NotAttempted, Passed
from labelwright.exchange.plain_data import Opaque

if TYPE_CHECKING:
    from labelwright.checks.work import Work
    from labelwright.checks.wrong_answers import WrongAnswer

_THE_SAME = 1e-5
"""A value that is this close to a mistake's is that mistake, relative to its size, also inside a wide tolerance."""
Arguments = tuple[Any, ...]
Shown = Measure | Matrix | tuple[Measure | Matrix, ...]


def number(
    task: str,
    name: str,
    what: str,
    *,
    within: float | str = EXACT,
    undefined: bool = False,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str | Callable[[float], str] = "",
    show: str = ".4f",
    measure: Callable[[Work, float], Shown] | None = None,
) -> Check:
    """Declare that the number `name` is `what`, within an absolute tolerance, or a relative one such as "1 %".

    A rounded value is told so and earns most of the points. With `within` 0, for a whole number, the sentence names no
    tolerance. Where the right value is `undefined`, NaN and None are right.
    Inside a relative tolerance, a value that a mistake gives exactly earns half. `advice` may be a function of the learner's
    value. `measure` makes what a portfolio shows: a Measure, a Matrix, or several of them.
    """
    relative = _relative(within)

    def compare(work: Work) -> Passed:
        value = work.number(name, undefined=undefined)

        def read(solution: Work) -> float:
            return solution.number(name, undefined=undefined)

        truth = truth_of(work, name, read)
        if not _agree(value, truth, relative * abs(truth) if relative else float(within)):
            followed = followed_of(work, read)
            is_nearer = followed is not None and abs(value - followed) < abs(value - truth)
            truth = followed if is_nearer and followed is not None else truth
        if within == 0 and not math.isnan(value) and not value.is_integer():
            raise Failed(
                f"`{name}` is {value!r}, which is not a whole number.",
                why=why,
                advice="Look at what is counted, and whether it has to be rounded up or down.",
                measured=value,
            )
        known = _known_numbers(work, name)
        said = advice(value) if callable(advice) else advice
        if relative:
            _near(name, value, truth, relative, list(known), why=why, advice=said, show=show)
        else:
            close(name, value, truth, tolerance=float(within), known=known, why=why, advice=said, show=show)
        shown_value = "undefined" if math.isnan(value) else round(value, 4)
        return _passed(shown_value, measure(work, value) if measure else ())

    said = f"within {within}" if relative else tolerance_said(float(within))
    return declare(task, name, sentence_of(name, what, said), compare, weight, after)


def choice(
    task: str,
    name: str,
    what: str,
    *,
    among: Sequence[str] = (),
    also: Sequence[str] = (),
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
) -> Check:
    """Declare that `name` names `what`: the solution's choice, what follows from earlier answers, or one of `also`.

    `among` are all words that the task offers. By default they are those of the solution, `also`, and the mistakes' cells;
    name them where a cell computes its word, or where a wrong one has no cell.
    """

    def compare(work: Work) -> Passed:
        value = single(work.value(name))
        right = [truth_of(work, name, lambda solution: solution.text(name)), *also]
        if not (isinstance(value, str) and _is_one_of(value, right)):
            followed = followed_of(work, lambda solution: solution.text(name))
            right += [followed] if followed else []
        if isinstance(value, str) and _is_one_of(value, right):
            return Passed(value.strip())
        wrong = [(_said(other, name), one) for one, other in work.solution.mistakes(name)]
        words = _quoted(among or [*right, *(word for word, _ in wrong if word)], among)
        if not isinstance(value, str):
            raise wrong_kind(name, work.value(name), "one of the words that the task offers", words)
        match = [one for word, one in wrong if _is_one_of(value, [word])]
        if not match and not _is_one_of(value, among):
            raise Failed(
                f"`{name}` is {shown(value)}, which is not one of the words that the task offers.",
                why=why,
                advice=f"Take a word {words}.",
            )
        raise Failed(
            f'`{name}` is "{value.strip()}".',
            misconception=told_together(match)[0] if match else "",
            why=why,
            advice=(told_together(match)[1] if match else "") or advice,
            measured=value.strip(),
        )

    return declare(task, name, f"`{name}` names {what}.", compare, weight, after)


def _is_one_of(value: str, words: Iterable[str]) -> bool:
    return value.strip().casefold() in [word.casefold() for word in words]


def _quoted(offered: Iterable[str], among: Sequence[str]) -> str:
    """Return the list of words as a phrase; without a list of the author's, only if it gives nothing away."""
    words = sorted(set(offered))
    if len(words) < 3 and not among:
        return "as the task spells it"
    return "from these: " + ", ".join(f'"{word}"' for word in words)


def function(
    task: str,
    name: str,
    what: str,
    *,
    inputs: Sequence[Arguments] | Callable[[Work], Sequence[Arguments]],
    notes: Sequence[str] = (),
    within: float = EXACT,
    full: float = 1.0,
    half: float | None = None,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
) -> Check:
    """Declare that the function `name` `what`: on each of `inputs` it gives what the solution's function gives.

    `inputs` are tuples of arguments, or a function that makes them for a learner; `notes[i]` says what is special about
    the input at that place. `full` and `half` are the shares of inputs for full and half credit.
    """

    if not callable(inputs):
        _refuse_no_tuples(name, inputs)

    def made(work: Work) -> Sequence[Arguments]:
        listed = inputs(work) if callable(inputs) else inputs
        _refuse_no_tuples(name, listed)
        return listed

    def compare(work: Work) -> Passed:
        listed = made(work)
        value = work.value(name)
        if not isinstance(value, Opaque):
            raise wrong_kind(name, value, "a function", f"such as `def {name}(...)`")
        if listed:
            _refuse_starter(work, name, listed[0])
        cases = [
            Case(
                tuple(arguments),
                truth_of(work, name, _calling(name, arguments)),
                notes[place] if place < len(notes) else "",
            )
            for place, arguments in enumerate(listed)
        ]
        known = (
            _way(one, other, name)
            for one, other in work.solution.mistakes(name)
            if _is_the_same_elsewhere(work, other, name, within)
        )
        reason = {"why": why} if why else {}
        return function_gives(
            work, name, cases, tolerance=within, full=full, half=half, known=known, **reason
        )

    return replace(declare(task, name, f"`{name}` {what}.", compare, weight, after), inputs=made)


def _refuse_starter(work: Work, name: str, arguments: Arguments) -> None:
    """Raise NotAttempted if the function still returns the starter's `...`, alone or in a list."""
    try:
        value = work.call(name, *arguments)
    except Failed:
        return
    if value is ... or (isinstance(value, list) and any(part is ... for part in value)):
        raise NotAttempted(f"`{name}` still returns `...`, as in the starter. Write its code.")


def _is_the_same_elsewhere(work: Work, other: Work, name: str, within: float) -> bool:
    """Return whether the learner's function is wrong as a mistake's is on the inputs of the other checks of this function too.

    With few inputs, such as those where nothing is defined, two mistakes often give the same. Where the mistake is right, the
    learner may have made another one besides.
    """
    for asked, check, make in work.inputs:
        if asked != name:
            continue
        for arguments in work.cached(f"inputs of {check}", partial(make, work)):
            theirs, right, own = (_result(one, name, arguments) for one in (other, work.solution, work))
            if not _same_result(theirs, right, within) and not _same_result(theirs, own, within):
                return False
    return True


def _same_result(one: Any, two: Any, within: float) -> bool:
    return one == two if isinstance(one, str) or isinstance(two, str) else alike(one, two, within)


def _result(work: Work, name: str, arguments: Arguments) -> Any:
    """Return what the function gives, or the type of the error that it stops with."""
    try:
        return [work.call(name, *arguments)]
    except Failed as failed:
        return error_type(failed.found)


def _calling(name: str, arguments: Arguments) -> Callable[[Work], Any]:
    return lambda solution: solution.call(name, *arguments)


def _passed(measured: float | str, made: Shown) -> Passed:
    several = made if isinstance(made, tuple) else (made,)
    return Passed(
        measured,
        measures=tuple(one for one in several if isinstance(one, Measure)),
        matrices=tuple(one for one in several if isinstance(one, Matrix)),
    )


def _relative(within: float | str) -> float:
    """Return a tolerance such as "1 %" as a share, and 0 for an absolute one."""
    if not isinstance(within, str):
        return 0.0
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?%", within.strip())
    if match is None or not float(match[1]):
        raise ValueError(
            f'within={within!r} cannot be read. Write a number, such as 0.01, or a share, such as "1 %"'
        )
    return float(match[1]) / 100


def _refuse_no_tuples(name: str, inputs: Sequence[Arguments]) -> None:
    odd = [one for one in inputs if not isinstance(one, tuple)]
    if odd:
        raise TypeError(
            f"each of the inputs of {name!r} is a tuple of its arguments, such as (1,), not {odd[0]!r}"
        )


def _said(other: Work, name: str) -> str:
    try:
        return other.text(name)
    except (Failed, NotAttempted):
        return ""


def _known_numbers(work: Work, name: str) -> Iterator[Known]:
    """Yield the value that each mistake gives; mistakes that give one value are told together."""
    found: list[tuple[float, WrongAnswer]] = []
    for one, other in work.solution.mistakes(name):
        try:
            found.append((other.number(name, undefined=True), one))
        except (Failed, NotAttempted):
            continue
    for value, _ in dict.fromkeys((value, "") for value, _ in found):
        same = [one for other, one in found if math.isclose(other, value, rel_tol=1e-9)]
        yield Known(value, *told_together(same))


def _near(
    name: str,
    value: float,
    truth: float,
    share: float,
    known: list[Known],
    *,
    why: str,
    advice: str,
    show: str,
) -> None:
    """Return if `value` is within a share of the truth, and not exactly what a mistake gives; raise Failed otherwise."""
    is_near = abs(value - truth) <= share * abs(truth)
    is_exact = abs(value - truth) <= _THE_SAME * abs(truth)
    match = next((one for one in known if abs(value - one.value) <= _THE_SAME * abs(one.value)), None)
    if is_exact or (is_near and match is None):
        return
    raise Failed(
        f"`{name}` is {value:{show}}. "
        + (
            "It is close only because this part is small."
            if is_near
            else "This is not the value for your answers."
        ),
        misconception=match.misconception if match else "",
        why=why,
        advice=(match.advice if match else "") or advice,
        credit=0.5 if is_near else 0.0,
        measured=f"{value:{show}}",
        expected=f"within {100 * share:g} % of what follows from your own earlier answers",
    )


def _way(one: WrongAnswer, other: Work, name: str) -> KnownWay:
    return KnownWay(lambda *arguments: other.call(name, *arguments), one.sentence, one.advice)


def _agree(value: float, truth: float, tolerance: float) -> bool:
    return abs(value - truth) <= tolerance or (math.isnan(value) and math.isnan(truth))
