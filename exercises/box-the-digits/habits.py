"""Recognise what goes wrong with the labels of boxes, where one habit explains most of the wrong ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from labelwright.checks import Mistake

CUT = "cut-off"
FEW = 5
"""The fewest boxes that can show one label for everything, or labels of another box."""
MOST_ERRORS = 0.6
"""The share of the wrong labels that a habit must explain to be named."""
_KEY = "Draw the box first. Then press the key of this digit, while its box is still chosen."


@dataclass(frozen=True)
class Named:
    """A matched box: its picture, the right label and the learner's, and the right labels of boxes around it in time."""

    item: str
    truth: str
    mine: str
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()

    @property
    def is_wrong(self) -> bool:
        """Return whether the learner's label is not the right one."""
        return self.truth != self.mine


def in_order(boxes: Sequence[tuple[str, str, str]]) -> list[Named]:
    """Return the matched ones of all boxes (picture, right label or "", learner's label), given in the order of drawing.

    The box before is the last one of any kind, or, for a whole digit, the last whole digit; so is the box after.
    """
    places = [place for place, (_, truth, _) in enumerate(boxes) if truth]
    whole = [place for place in places if boxes[place][1] != CUT]

    def near(place: int, step: int) -> frozenset[str]:
        found = {boxes[place + step][1]} if 0 <= place + step < len(boxes) else set()
        if place in whole and 0 <= whole.index(place) + step < len(whole):
            found.add(boxes[whole[whole.index(place) + step]][1])
        return frozenset(found - {""})

    return [Named(*boxes[place], near(place, -1), near(place, 1)) for place in places]


def label_habits(labels: Sequence[Named], scope: Sequence[Named]) -> list[Mistake]:
    """Return the habit that explains most of the wrong labels of `scope`, a part of all `labels`; none if no habit does.

    Two habits that explain equally many are named in one mistake.
    """
    wrong = [one for one in scope if one.is_wrong]
    shares = [
        (sum(map(explains, wrong)), mistake)
        for explains, mistake in (list(_of_all(labels)) or list(_of_each(labels, wrong)))
    ]
    most = max((count for count, _ in shares), default=0)
    best = [mistake for count, mistake in shares if count == most]
    if not wrong or most < max(2, MOST_ERRORS * len(wrong)):
        return []
    said = " Or: ".join(mistake.misconception for mistake in best)
    return [Mistake(said, best[0].advice)]


Habit = tuple[Callable[[Named], bool], Mistake]


def _of_all(labels: Sequence[Named]) -> Iterator[Habit]:
    """Yield the habits that concern every box. Where there is one, nothing else is named."""
    used = Counter(one.mine for one in labels)
    label, times = used.most_common(1)[0] if used else ("", 0)
    if times >= FEW and times >= 0.9 * len(labels):
        yield (
            lambda one: one.mine == label,
            Mistake(
                f"{times} of your {len(labels)} matched boxes have the label {label}. One label for everything says nothing.",
                _KEY,
            ),
        )
        return
    wrong = [one for one in labels if one.is_wrong]
    for which, explains in (("before", _is_before), ("after", _is_after)):
        moved = sum(map(explains, wrong))
        if moved >= FEW and moved >= MOST_ERRORS * len(wrong):
            yield (
                explains,
                Mistake(
                    f"{moved} of your boxes have the label of the box that you drew just {which} them.",
                    _KEY,
                ),
            )


def _is_before(one: Named) -> bool:
    return one.mine in one.before


def _is_after(one: Named) -> bool:
    return one.mine in one.after


def _of_each(labels: Sequence[Named], wrong: Sequence[Named]) -> Iterator[Habit]:
    """Yield the habits that concern some kinds of digits."""
    whole = [one for one in labels if one.truth != CUT]
    guessed, called_cut = sum(map(_is_guessed, wrong)), sum(map(_is_called_cut, wrong))
    # Where the whole digits are mostly wrong too, the labels of the others show no guess.
    if sum(one.is_wrong for one in whole) <= len(whole) / 2:
        yield (
            _is_guessed,
            Mistake(
                f"{guessed} digits at the edge have a digit as their label. You guessed the hidden part.",
                "If the ink touches the edge, use the label cut-off (rule 4).",
            ),
        )
    yield (
        _is_called_cut,
        Mistake(
            f"{called_cut} whole digits have the label cut-off.",
            "Zoom in on the edge of the picture. A digit is cut off only if its ink touches the edge (rule 4).",
        ),
    )
    pairs = Counter(_pair(one) for one in wrong if CUT not in (one.truth, one.mine))
    for pair, times in pairs.most_common(2):
        first, second = pair
        yield (
            lambda one, pair=pair: _pair(one) == pair,  # type: ignore[misc]
            Mistake(
                f"{first} and {second} are mixed up {times} times.",
                f"Look again at every {first} and every {second}. From some distance they are easier to tell apart.",
            ),
        )


def _is_guessed(one: Named) -> bool:
    return one.truth == CUT != one.mine


def _is_called_cut(one: Named) -> bool:
    return one.mine == CUT != one.truth


def _pair(one: Named) -> tuple[str, str]:
    first, second = sorted((one.truth, one.mine))
    return first, second
