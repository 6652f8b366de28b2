"""Declare a check by its kind: the solution gives the right value, and the cells of mistakes.py the wrong ones.

Each function returns a Check that asks for one name of the learner's. It compares with what the exercise's solution gives
from the learner's own earlier answers, and names a mistake only where its cell gives the learner's value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from labelwright.checks.check import Check, CheckFunction
from labelwright.checks.compare import (
    Bands,
    Known,
    Mistake,
    close,
    count_noun,
    found_items,
    is_rounded,
    right_choice,
    rounded,
    settle,
    shorten,
)
from labelwright.checks.functions import Case, KnownWay, alike, function_gives, gives
from labelwright.checks.kinds import shown, spelled
from labelwright.checks.verdicts import Failed, Measure, NotAttempted, Passed

if TYPE_CHECKING:
    from labelwright.checks.work import Work
    from labelwright.checks.wrong_answers import WrongAnswer

EXACT = 1e-6
"""The tolerance of a number of which the task says nothing else."""
_THE_SAME = 1e-5
"""A value that is this close to a mistake's is that mistake, relative to its size, also inside a wide tolerance."""
Arguments = tuple[Any, ...]


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
    advice: str = "",
    show: str = ".4f",
    measure: Callable[[Work, float], Measure] | None = None,
) -> Check:
    """Declare that the number `name` is `what`, within an absolute tolerance, or a relative one such as "1 %".

    A rounded value is told so and earns most of the points; with `within` 0, for a whole number, the sentence says nothing. Where the right value is `undefined`, NaN and None are right.
    Inside a relative tolerance, a value that a mistake gives exactly earns half. `measure` makes what a portfolio shows.
    """
    relative = float(within.removesuffix("%")) / 100 if isinstance(within, str) else 0.0

    def compare(work: Work) -> Passed:
        value = work.number(name, undefined=undefined)
        truth = work.solution.number(name, undefined=undefined)
        if not _agree(value, truth, relative * abs(truth) if relative else float(within)):
            followed = work.solution.followed.number(name, undefined=undefined)
            truth = followed if abs(value - followed) < abs(value - truth) else truth
        known = _known_numbers(work, name)
        if relative:
            _near(name, value, truth, relative, list(known), why=why, advice=advice, show=show)
        else:
            close(name, value, truth, tolerance=float(within), known=known, why=why, advice=advice, show=show)
        shown_value = "undefined" if math.isnan(value) else round(value, 4)
        return Passed(shown_value, measures=(measure(work, value),) if measure else ())

    said = f"within {within}" if relative else _said_tolerance(float(within))
    return _declare(task, name, _sentence(name, what, said), compare, weight, after)


def choice(
    task: str,
    name: str,
    what: str,
    *,
    also: Sequence[str] = (),
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
) -> Check:
    """Declare that `name` names `what`: the solution's choice, or one of `also`.

    Each wrong choice is a cell of mistakes.py. Together they are the list of choices that a misspelt word is told.
    """

    def compare(work: Work) -> Passed:
        value = work.text(name)
        right = [work.solution.text(name), *also]
        if value.casefold() in [word.casefold() for word in right]:
            return Passed(value)
        wrong = {_said(other, name): one for one, other in work.solution.mistakes(name)}
        choices = {word: one.sentence for word, one in wrong.items() if word} | dict.fromkeys(right, "")
        tries = {word.casefold(): one.advice for word, one in wrong.items()}
        right_choice(
            name, value, dict(sorted(choices.items())), why=why, advice=tries.get(value.casefold()) or advice
        )
        return Passed(value)

    return _declare(task, name, f"`{name}` names {what}.", compare, weight, after)


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

    def compare(work: Work) -> Passed:
        listed = inputs(work) if callable(inputs) else inputs
        work.value(name)
        cases = [
            Case(
                tuple(arguments),
                work.solution.call(name, *arguments),
                notes[place] if place < len(notes) else "",
            )
            for place, arguments in enumerate(listed)
        ]
        known = (_way(one, other, name) for one, other in work.solution.mistakes(name))
        reason = {"why": why} if why else {}
        return function_gives(
            work, name, cases, tolerance=within, full=full, half=half, known=known, **reason
        )

    return _declare(task, name, f"`{name}` {what}.", compare, weight, after)


def mapping(
    task: str,
    name: str,
    what: str,
    *,
    within: float = EXACT,
    full: float = 1.0,
    half: float | None = None,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
) -> Check:
    """Declare that `name` maps the solution's keys to the solution's values, which are numbers, texts or other plain data."""

    def compare(work: Work) -> Passed:
        truth = work.solution.mapping(name)
        found = work.mapping(name, list(truth))
        if not gives(found, truth, within):
            followed = work.solution.followed.mapping(name)
            truth = followed if gives(found, followed, within) else truth
        missing = [key for key in truth if key not in found]
        extra = [key for key in found if key not in truth]
        wrong = [key for key in truth if key in found and not gives(found[key], truth[key], within)]
        right = len(truth) - len(missing) - len(wrong)
        if wrong and not missing and not extra and all(_is_rounded(found[key], truth[key]) for key in wrong):
            raise rounded(f"{name}[{wrong[0]!r}]", found[wrong[0]], within)
        said = f"`{name}` is right for {right} of {count_noun(len(truth), 'key')}."
        if wrong:
            said += f" For {shown(wrong[0])} it is {shown(found[wrong[0]])}."
        said += f" It has nothing for {_some(missing)}." if missing else ""
        said += f" {_some(extra)} should not be in it." if extra else ""
        share = right / max(len(truth) + len(extra), 1)
        same = _same_mistakes(work, name, lambda other: _same_mapping(other, name, found, within))
        return settle(share, Bands(full, half), said, mistakes=same, why=why, advice=advice)

    said = f"each {_said_tolerance(within)}" if within > EXACT else ""
    return _declare(task, name, _sentence(name, what, said), compare, weight, after)


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
) -> Check:
    """Declare that `name` lists `what`: the same ids as the solution's list, in any order.

    `known` gives all ids there are, so that a wrong id is told from a misspelt one. `recall` and `precision` (0 to 1) are
    the shares that a pass needs; an answer that misses them earns half of the smaller share.
    """

    def compare(work: Work) -> Passed:
        truth = work.solution.ids(name, ())
        there = list(known(work)) if known else truth
        listed = list(map(_word, work.ids(name, there)))
        if set(listed) != set(map(_word, truth)):
            followed = work.solution.followed.ids(name, ())
            truth = followed if set(listed) == set(map(_word, followed)) else truth
        found = found_items(listed, map(_word, truth))
        reached = found.recall >= recall - 1e-9 and found.precision >= precision - 1e-9
        said = f"`{name}` lists {len(found.hits)} of the {len(truth)} right ones"
        said += f", and also {found.some_extra()}." if found.extra else "."
        same = _same_mistakes(work, name, lambda other: _same_items(other, name, there, set(listed)))
        credit = 1.0 if reached else 0.5 * min(found.recall, found.precision)
        return settle(
            found.recall,
            Bands(recall),
            said,
            mistakes=same,
            why=why,
            advice=advice,
            credit=credit,
            expected=_wanted(len(truth), recall, precision),
        )

    return _declare(task, name, f"`{name}` lists {what}.", compare, weight, after)


def _declare(
    task: str, name: str, sentence: str, function: CheckFunction, weight: float, after: Check | None
) -> Check:
    # The runner calls it as its variable in checks.py is called.
    return Check("", task, sentence, function, weight, after, asks=name)


def _sentence(name: str, what: str, tolerance: str) -> str:
    return f"`{name}` is {what}, {tolerance}." if tolerance else f"`{name}` is {what}."


def _said_tolerance(within: float) -> str:
    if within > EXACT:
        return f"within {within:g}"
    return "not rounded" if within else ""


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
        yield Known(
            value, " Or: ".join(one.sentence for one in same), same[0].advice if len(same) == 1 else ""
        )


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


def _same_mistakes(work: Work, name: str, is_same: Callable[[Work], bool]) -> Iterator[Mistake]:
    """Yield what to say of the mistakes that give the learner's value; nothing if none does."""
    found = []
    for one, other in work.solution.mistakes(name):
        try:
            if is_same(other):
                found.append(one)
        except (Failed, NotAttempted):
            continue
    if found:
        yield Mistake(" Or: ".join(one.sentence for one in found), found[0].advice if len(found) == 1 else "")


def _same_mapping(other: Work, name: str, found: dict[Any, Any], within: float) -> bool:
    theirs = other.mapping(name, list(found))
    return set(theirs) == set(found) and all(alike(theirs[key], found[key], within) for key in found)


def _same_items(other: Work, name: str, known: Sequence[Any], found: set[str]) -> bool:
    return set(map(_word, other.ids(name, known))) == found


def _word(item: Any) -> str:
    return spelled(item) or str(item)


def _agree(value: float, truth: float, tolerance: float) -> bool:
    return abs(value - truth) <= tolerance or (math.isnan(value) and math.isnan(truth))


def _is_rounded(value: Any, truth: Any) -> bool:
    both = isinstance(value, int | float) and isinstance(truth, int | float)
    return both and is_rounded(float(value), float(truth))


def _some(keys: Sequence[Any], most: int = 5) -> str:
    rest = len(keys) - most
    return ", ".join(shorten(shown(key)) for key in keys[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def _wanted(many: int, recall: float, precision: float) -> str:
    if recall == precision == 1:
        return f"{count_noun(many, 'item')} and no other"
    return f"at least {recall:.0%} of the {many} right ones, and at least {precision:.0%} of yours right"
