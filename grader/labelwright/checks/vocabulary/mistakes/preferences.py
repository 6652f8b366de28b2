"""Recognise habits in pairwise verdicts: the longer one, the first one, never a tie, always a tie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from labelwright.annotations.values import Pairwise
from labelwright.checks.vocabulary.settle import Mistake

Side = Literal["a", "b"]
_FEW = 4
"""Fewer pairs than this show no habit."""


def preference_habits(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], pairs: Mapping[str, tuple[str, str]]
) -> Iterator[Mistake]:
    """The habits that these verdicts show where they go against gold, the most telling first."""
    wrong = [item for item, verdict in given.items() if item in gold and verdict.winner != gold[item].winner]
    yield from _length(given, gold, pairs)
    yield from _position(given, gold, wrong)
    yield from _ties(given, gold)
    yield from _reversed(given, gold)


def longer(texts: tuple[str, str]) -> Side | None:
    """Which of two texts has more characters; None where they are equally long."""
    first, second = len(texts[0]), len(texts[1])
    return None if first == second else "a" if first > second else "b"


def _length(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], pairs: Mapping[str, tuple[str, str]]
) -> Iterator[Mistake]:
    # Only where the longer one is not the better one can length be told from quality.
    decoys = [
        (verdict.winner, longer(pairs[item]))
        for item, verdict in given.items()
        if item in pairs and item in gold and longer(pairs[item]) not in (None, gold[item].winner)
    ]
    taken = sum(winner == long for winner, long in decoys)
    if len(decoys) >= _FEW and taken > 0.65 * len(decoys):
        yield Mistake(
            f"On {len(decoys)} pairs the longer response is not the better one; you took it on {taken} of them. Length "
            "was taken for quality.",
            "Strike out in the longer response what was not asked for, then compare what is left.",
        )


def _position(
    given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise], wrong: list[str]
) -> Iterator[Mistake]:
    for side, word in (("a", "first"), ("b", "second")):
        strayed = [item for item in wrong if given[item].winner != "tie"]
        taken = sum(given[item].winner == side for item in strayed)
        share = _share(given, side)
        if len(strayed) >= _FEW and taken >= 0.8 * len(strayed) and share > _share(gold, side) + 0.15:
            yield Mistake(
                f"{taken} of your {len(strayed)} wrong choices fell on the response shown {word}, which you took on "
                f"{share:.0%} of the pairs: the place decided.",
                "Read the other response first on every second pair.",
            )


def _share(verdicts: Mapping[str, Pairwise], side: str) -> float:
    decided = [one.winner for one in verdicts.values() if one.winner != "tie"]
    return decided.count(side) / len(decided) if decided else 0.0  # type: ignore[arg-type]


def _ties(given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise]) -> Iterator[Mistake]:
    own = sum(verdict.winner == "tie" for verdict in given.values())
    right = sum(verdict.winner == "tie" for verdict in gold.values())
    if given and own > 0.6 * len(given) and right < 0.4 * len(gold):
        yield Mistake(
            f"{own} of your {len(given)} verdicts are ties: doubt was settled by not choosing.",
            "Ask which response you would rather send to the person who asked, and how much it would cost to send the other.",
        )
    if len(given) >= _FEW and own == 0 and right >= 2:
        yield Mistake(
            "You never gave a tie, though some of these pairs do not differ in anything that counts.",
            "Where you cannot name the difference in one sentence, it is a tie.",
        )


def _reversed(given: Mapping[str, Pairwise], gold: Mapping[str, Pairwise]) -> Iterator[Mistake]:
    decided = [
        (verdict.winner, gold[item].winner)
        for item, verdict in given.items()
        if item in gold and "tie" not in (verdict.winner, gold[item].winner)
    ]
    against = sum(own != right for own, right in decided)
    if len(decided) >= 2 * _FEW and against >= 0.8 * len(decided):
        yield Mistake(
            f"{against} of your {len(decided)} choices are the exact opposite: the scale was read the wrong way round.",
            "Negative numbers mean that the first response is better.",
        )
