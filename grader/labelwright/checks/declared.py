"""Declare a check by its kind: the solution gives the right value, and the cells of mistakes.py the wrong ones.

Each function returns a Check that asks for one name of the learner's. It compares with what the exercise's solution gives
from the learner's own earlier answers, and names a mistake only where its cell gives the learner's value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from labelwright.checks.check import Check, CheckFunction
from labelwright.checks.compare import (
    Bands,
    FoundItems,
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
from labelwright.checks.kinds import shown, single, spelled
from labelwright.checks.verdicts import Failed, Matrix, Measure, NotAttempted, Passed

if TYPE_CHECKING:
    from labelwright.checks.work import Work
    from labelwright.checks.wrong_answers import WrongAnswer

EXACT = 1e-6
"""The tolerance of a number of which the task says nothing else."""
MOST_NAMED = 3
"""How many wrong ids of a list are named; more are counted."""
_THE_SAME = 1e-5
"""A value that is this close to a mistake's is that mistake, relative to its size, also inside a wide tolerance."""
Arguments = tuple[Any, ...]
Result = TypeVar("Result")
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

    A rounded value is told so and earns most of the points; with `within` 0, for a whole number, the sentence says nothing. Where the right value is `undefined`, NaN and None are right.
    Inside a relative tolerance, a value that a mistake gives exactly earns half. `advice` may be a function of the learner's
    value. `measure` makes what a portfolio shows: a Measure, a Matrix, or several of them.
    """
    relative = float(within.removesuffix("%")) / 100 if isinstance(within, str) else 0.0

    def compare(work: Work) -> Passed:
        value = work.number(name, undefined=undefined)

        def read(solution: Work) -> float:
            return solution.number(name, undefined=undefined)

        truth = _truth(work, name, read)
        if not _agree(value, truth, relative * abs(truth) if relative else float(within)):
            followed = _followed(work, read)
            is_nearer = followed is not None and abs(value - followed) < abs(value - truth)
            truth = followed if is_nearer and followed is not None else truth
        known = _known_numbers(work, name)
        said = advice(value) if callable(advice) else advice
        if relative:
            _near(name, value, truth, relative, list(known), why=why, advice=said, show=show)
        else:
            close(name, value, truth, tolerance=float(within), known=known, why=why, advice=said, show=show)
        shown_value = "undefined" if math.isnan(value) else round(value, 4)
        return _passed(shown_value, measure(work, value) if measure else ())

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
        right = [_truth(work, name, lambda solution: solution.text(name)), *also]
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
                _truth(work, name, _calling(name, arguments)),
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
    keys: Callable[[Work], Sequence[Any]] | None = None,
    within: float = EXACT,
    full: float = 1.0,
    half: float | None = None,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
) -> Check:
    """Declare that `name` maps the solution's keys to the solution's values, which are numbers, texts or other plain data.

    `keys(work)` gives those of its keys that this check compares; other ones are then not looked at.
    """

    def compare(work: Work) -> Passed:
        chosen = list(keys(work)) if keys else None
        everything = _truth(work, name, lambda solution: solution.mapping(name))
        truth = (
            everything if chosen is None else {key: everything[key] for key in chosen if key in everything}
        )
        found = _entries(work, name, chosen, list(everything))
        if chosen and all(found.get(key, ...) is ... for key in truth):
            raise NotAttempted(f"`{name}` has nothing for {_some(list(truth))} yet.")
        found = _like_the_truth(found, truth)
        if not gives(found, truth, within):
            followed = _followed(work, lambda solution: _entries(solution, name, chosen))
            truth = followed if followed is not None and gives(found, followed, within) else truth
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
        same = _same_mistakes(
            work,
            name,
            lambda other: alike(_like_the_truth(_entries(other, name, chosen), found), found, within),
        )
        return settle(share, Bands(full, half), said, mistakes=same, why=why, advice=advice)

    said = f"each {_said_tolerance(within)}" if within > EXACT else ""
    return _declare(task, name, _sentence(name, what, said), compare, weight, after)


def column(
    task: str,
    name: str,
    columns: str | Sequence[str],
    what: str,
    *,
    key: str = "",
    within: float = EXACT,
    full: float = 1.0,
    half: float | None = None,
    weight: float = 1.0,
    after: Check | None = None,
    why: str = "",
    advice: str = "",
) -> Check:
    """Declare that the table `name` has the solution's values in `columns`, row by row.

    The rows are told apart by the index of the solution's table, or by its column `key`; their order and further columns do
    not matter. A mistake is named where its table has the learner's values in these columns.
    """
    wanted = (columns,) if isinstance(columns, str) else tuple(columns)

    def compare(work: Work) -> Passed:
        truth = _truth(work, name, lambda solution: _rows(solution, name, key, wanted))
        found = _rows(work, name, key, wanted, list(truth))
        if not gives(found, truth, within):
            followed = _followed(work, lambda solution: _rows(solution, name, key, wanted))
            truth = followed if followed is not None and gives(found, followed, within) else truth
        missing = [row for row in truth if row not in found]
        wrong = [row for row in truth if row in found and not alike(found[row], truth[row], within)]
        shown_name = " and ".join(f"`{name}[{one!r}]`" for one in wanted)
        pairs = [pair for row in wrong for pair in zip(found[row], truth[row], strict=True)]
        if pairs and not missing and all(alike(*pair, within) or _is_rounded(*pair) for pair in pairs):
            raise rounded(
                shown_name, next(one for one, right in pairs if not alike(one, right, within)), within
            )
        right = len(truth) - len(missing) - len(wrong)
        said = f"{shown_name} {'is' if len(wanted) == 1 else 'are'} right in {right} of {count_noun(len(truth), 'row')}."
        if wrong:
            values = ", ".join(map(shown, found[wrong[0]]))
            said += f" In the row {shown(wrong[0])} {'it is' if len(wanted) == 1 else 'they are'} {values}."
        said += f" It has nothing for {_some(missing)}." if missing else ""
        same = _same_mistakes(
            work, name, lambda other: alike(_rows(other, name, key, wanted, list(truth)), found, within)
        )
        return settle(
            right / max(len(truth), 1), Bands(full, half), said, mistakes=same, why=why, advice=advice
        )

    sentence = f"In `{name}`, {' and '.join(f'`{one}`' for one in wanted)} {'is' if len(wanted) == 1 else 'are'} {what}"
    tolerance = _said_tolerance(within)
    return _declare(task, name, f"{sentence}{', ' + tolerance if tolerance else ''}.", compare, weight, after)


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
        truth = _truth(work, name, lambda solution: solution.ids(name, ()))
        there = list(known(work)) if known else truth
        listed = list(map(_word, work.ids(name, there)))
        if set(listed) != set(map(_word, truth)):
            followed = _followed(work, lambda solution: solution.ids(name, ()))
            is_followed = followed is not None and set(listed) == set(map(_word, followed))
            truth = followed if is_followed and followed is not None else truth
        found = found_items(listed, map(_word, truth))
        reached = found.recall >= recall - 1e-9 and found.precision >= precision - 1e-9
        said = f"`{name}` lists {len(found.hits)} of the {len(truth)} right ones"
        # More ids would give away the right ones, where these are few.
        wrong = found.some_extra() if len(found.extra) <= MOST_NAMED else f"{len(found.extra)} that are not"
        said += f", and also {wrong}." if found.extra else "."
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
            measures=(measure(work, found),) if measure and reached else (),
        )

    return _declare(task, name, f"`{name}` lists {what}.", compare, weight, after)


def _rows(
    work: Work, name: str, key: str, columns: Sequence[str], keys: Sequence[str] = ()
) -> dict[str, list[Any]]:
    """Return the values of `columns` for each row, by the row's name; Failed where a column is missing."""
    frame = work.table(name, [key]).set_index(key) if key and not keys else work.table_by(name, keys)
    missing = [one for one in columns if one not in frame.columns]
    if missing:
        raise Failed(
            f"`{name}` has no column {_some(missing)}. Its columns are {_some(list(frame.columns), 12)}.",
            why="The next steps find a column by its name.",
            advice="Call the columns as the task does.",
        )
    listed = [frame[one].tolist() for one in columns]
    return {str(row): [values[place] for values in listed] for place, row in enumerate(frame.index.tolist())}


def _entries(work: Work, name: str, keys: Sequence[Any] | None, known: Sequence[Any] = ()) -> dict[Any, Any]:
    """Return a mapping as a dict, or only its entries for `keys`; each key is as it is in `known`."""
    found = work.mapping(name, known or keys or ())
    return found if keys is None else {key: found[key] for key in keys if key in found}


def _like_the_truth(found: dict[Any, Any], truth: dict[Any, Any]) -> dict[Any, Any]:
    """Return `found` with a container of one number or text as this one, where the right value is one."""
    return {
        key: single(value) if isinstance(truth.get(key), int | float | str) else value
        for key, value in found.items()
    }


def _truth(work: Work, name: str, read: Callable[[Work], Result]) -> Result:
    """Return what the solution gives; Failed if it gives nothing for what this learner chose."""
    try:
        return read(work.solution)
    except (Failed, NotAttempted):
        raise Failed(
            f"The right value of `{name}` cannot be computed from your own earlier answers.",
            why="What comes later depends on what came before.",
            advice="First correct what the other checks say.",
        ) from None


def _calling(name: str, arguments: Arguments) -> Callable[[Work], Any]:
    return lambda solution: solution.call(name, *arguments)


def _followed(work: Work, read: Callable[[Work], Result]) -> Result | None:
    """Return what follows from the learner's own earlier answers; None if nothing does."""
    try:
        return read(work.solution.followed)
    except (Failed, NotAttempted):
        return None


def _passed(measured: float | str, made: Shown) -> Passed:
    several = made if isinstance(made, tuple) else (made,)
    return Passed(
        measured,
        measures=tuple(one for one in several if isinstance(one, Measure)),
        matrices=tuple(one for one in several if isinstance(one, Matrix)),
    )


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
