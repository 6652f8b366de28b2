"""What the kinds of declared checks share: how the right value is read, which mistakes give a value, and how to say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from labelwright.checks.check import Check, CheckFunction
from labelwright.checks.compare import Bands, Mistake, is_rounded, shorten
from labelwright.checks.kinds import shown
from labelwright.checks.verdicts import Failed, NotAttempted

if TYPE_CHECKING:
    from labelwright.checks.work import Work
    from labelwright.checks.wrong_answers import WrongAnswer

EXACT = 1e-6
"""The tolerance of a number of which the task says nothing else."""
Result = TypeVar("Result")


def declare(
    task: str, name: str, sentence: str, function: CheckFunction, weight: float, after: Check | None
) -> Check:
    """Return the check; the runner calls it as its variable in checks.py is called."""
    return Check("", task, sentence, function, weight, after, asks=name)


def sentence_of(name: str, what: str, tolerance: str) -> str:
    """Return what the learner reads."""
    return f"`{name}` is {what}, {tolerance}." if tolerance else f"`{name}` is {what}."


def tolerance_said(within: float) -> str:
    """Return an absolute tolerance as a phrase; empty for 0, the tolerance of whole numbers."""
    if within > EXACT:
        return f"within {within:g}"
    return "not rounded" if within else ""


def truth_of(work: Work, name: str, read: Callable[[Work], Result]) -> Result:
    """Return what the solution gives; Failed if it gives nothing for what this learner chose."""
    try:
        return read(work.solution)
    except (Failed, NotAttempted):
        raise Failed(
            f"The right value of `{name}` cannot be computed from your own earlier answers.",
            why="What comes later depends on what came before.",
            advice="First correct what the other checks say.",
        ) from None


def followed_of(work: Work, read: Callable[[Work], Result]) -> Result | None:
    """Return what follows from the learner's own earlier answers; None if nothing does."""
    try:
        return read(work.solution.followed)
    except (Failed, NotAttempted):
        return None


def same_mistakes(work: Work, name: str, is_same: Callable[[Work], bool]) -> Iterator[Mistake]:
    """Yield what to say of the mistakes that give the learner's value; nothing if none does."""
    found = []
    for one, other in work.solution.mistakes(name):
        try:
            if is_same(other):
                found.append(one)
        except (Failed, NotAttempted):
            continue
    if found:
        yield Mistake(*told_together(found))


def told_together(found: Sequence[WrongAnswer]) -> tuple[str, str]:
    """Return the sentence and the advice of mistakes that give one value; the advice only where all have the same."""
    sentences = dict.fromkeys(one.sentence for one in found)
    tries = {one.advice for one in found}
    return " Or: ".join(sentences), tries.pop() if len(tries) == 1 else ""


def rounded_numbers(value: Any, truth: Any) -> bool:
    """Return whether both are numbers and one is the other, rounded."""
    both = isinstance(value, int | float) and isinstance(truth, int | float)
    return both and is_rounded(float(value), float(truth))


def some_of(keys: Sequence[Any], most: int = 5) -> str:
    """Quote the first few keys, and say how many more there are."""
    rest = len(keys) - most
    return ", ".join(shorten(shown(key)) for key in keys[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def all_right(full: float, half: float | None) -> str:
    """Return what a pass needs, as a phrase."""
    if full == 1 and half is None:
        return "all right (1)"
    return str(Bands(full, half)) + ", as a share of all"


def nearer(
    work: Work, truth: Result, read: Callable[[Work], Result], is_right: Callable[[Result], bool]
) -> Result:
    """Return the value that the learner's is compared with: the solution's, or what follows from earlier answers if that is right."""
    if is_right(truth):
        return truth
    followed = followed_of(work, read)
    return followed if followed is not None and is_right(followed) else truth
